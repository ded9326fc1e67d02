"""What a build leaves for the next one: it saves work, and nothing else depends on it."""

import os
import re
import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.support import contact, write_vault
from tests.test_rebuild import START, read_site
from vaultkit.cli import main
from vaultkit.site import edition

CACHE = ".vaultkit-cache"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    root = write_vault(tmp_path / "vault", START)
    age(root)
    return root


def age(root: Path) -> None:
    """Let the clock of the files move on, so that what was written cannot look like the next."""
    before, stamp = (root / "vaultkit.toml").stat().st_ctime_ns, root / ".stamp"
    while True:
        stamp.touch()
        if stamp.stat().st_ctime_ns > before + 50_000_000:
            return stamp.unlink()
        stamp.unlink()


def build(root: Path, *words: str, day: str = "2026-10-08") -> tuple[int, str]:
    """Pages written, and the exit code with all that was said but the seconds."""
    result = CliRunner().invoke(main, ["-C", str(root), "--today", day, "build", *words])
    found = re.search(r"(\d+) written", result.output)
    said = re.sub(r"[\d.]+ s,|\d+ written, \d+ removed,", "", result.output)
    return int(found[1]) if found else -1, f"{result.exit_code} {said}"


def clean(root: Path, out: Path, day: str = "2026-10-08") -> dict[str, bytes]:
    """The site of a build without a memory."""
    assert build(root, "-o", str(out), day=day)[0] > 0
    found = read_site(out)
    shutil.rmtree(out)
    return found


def read_whole(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((root / "site").rglob("*.html"))}


def test_a_second_build_reads_and_renders_nothing(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build(vault)
    monkeypatch.setattr("vaultkit.pipeline.read_note", None)
    again = build(vault)
    assert (again[0], again[1]) == (0, first[1])


def test_after_an_edit_only_what_changed_is_rendered(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(vault)
    (vault / "contacts/Ada.md").write_text(contact("- 2026-10-02 call", body="New words."))
    texts: list[str] = []
    whole = "vaultkit.site.markdown.Renderer.render"
    from vaultkit.site.markdown import Renderer

    render = Renderer.render

    def listen(self: Renderer, text: str, *more: object) -> object:
        texts.append(text)
        return render(self, text, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(whole, listen)
    assert build(vault)[0] > 0
    assert any("New words." in text for text in texts)
    assert not any("See [[Acme]]" in text for text in texts)
    monkeypatch.undo()
    assert read_site(vault / "site") == clean(vault, tmp_path / "clean")


def test_another_day_another_theme_other_settings_make_other_pages(
    vault: Path, tmp_path: Path
) -> None:
    build(vault)
    assert build(vault, day="2026-10-09")[0] > 0
    assert read_site(vault / "site") == clean(vault, tmp_path / "clean", day="2026-10-09")
    assert build(vault, "--theme", "plain", day="2026-10-09")[0] > 0
    (vault / "vaultkit.toml").write_text('format = 1\nname = "Other"\n')
    assert build(vault)[0] > 0
    assert read_site(vault / "site") == clean(vault, tmp_path / "clean")


def test_a_page_that_somebody_changed_or_removed_is_mended(vault: Path, tmp_path: Path) -> None:
    build(vault)
    (vault / "site/contacts/ada.html").write_text("mine")
    (vault / "site/log.html").unlink()
    assert build(vault)[0] == 2
    assert read_site(vault / "site") == clean(vault, tmp_path / "clean")


@pytest.mark.parametrize("data", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_counts_as_none(vault: Path, tmp_path: Path, data: bytes) -> None:
    said = build(vault)[1]
    (vault / "site" / CACHE).write_bytes(data)
    assert build(vault) == (0, said)
    (vault / "contacts/Ada.md").write_text(contact("- 2026-10-02 call"))
    build(vault)
    assert read_site(vault / "site") == clean(vault, tmp_path / "clean")


def test_a_link_in_its_place_is_neither_read_nor_written_through(
    vault: Path, tmp_path: Path
) -> None:
    build(vault)
    other = tmp_path / "other"
    (vault / "site" / CACHE).replace(other)
    before = other.read_bytes()
    (vault / "site" / CACHE).symlink_to(other)
    build(vault)
    assert other.read_bytes() == before


def poison(path: Path) -> None:
    """Put a script into every text."""
    base = sqlite3.connect(path)
    with base:
        bad = '["<script>alert(1)</script>",[],[],[]]'
        base.execute("update texts set value = ?", (bad,))
        base.execute("delete from pages")
        base.execute("delete from facts where name = 'look'")
    base.close()


def test_a_site_that_was_copied_from_elsewhere_is_not_believed(vault: Path, tmp_path: Path) -> None:
    build(vault)
    shutil.copytree(vault, tmp_path / "copy")
    poison(tmp_path / "copy/site" / CACHE)
    build(tmp_path / "copy")
    assert not any(b"<script>alert" in data for data in read_whole(tmp_path / "copy").values())
    assert read_site(tmp_path / "copy/site") == read_site(vault / "site")


def test_odd_values_in_it_harm_nobody(vault: Path, tmp_path: Path) -> None:
    build(vault)
    base = sqlite3.connect(vault / "site" / CACHE)
    with base:
        base.execute("update texts set value = '[1, {}, 3]' where rowid % 2")
        base.execute("update texts set value = ? where rowid % 3 = 0", ("[" * 100_000,))
        base.execute("update pages set stamp = 5, address = address || '/../../x'")
        base.execute("update facts set value = '[]' where name = 'end'")
    base.close()
    build(vault)
    assert read_site(vault / "site") == clean(vault, tmp_path / "clean")


def test_a_copy_for_a_coach_has_no_memory(vault: Path) -> None:
    build(vault)
    assert (vault / "site" / CACHE).is_file()
    build(vault, "--redact")
    assert not (vault / "site" / CACHE).exists()


def test_only_its_owner_can_read_it(vault: Path) -> None:
    build(vault)
    assert os.stat(vault / "site" / CACHE).st_mode & 0o077 == 0


def test_what_two_workers_remember_is_what_they_wrote(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edition, "ENOUGH", 1)
    note = vault / "contacts/Ada.md"
    before = note.read_bytes()
    for data in (before, contact("- 2026-10-02 call", body="Other words.").encode(), before):
        note.write_bytes(data)
        build(vault)
        assert read_site(vault / "site") == clean(vault, tmp_path / "clean")
