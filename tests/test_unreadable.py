"""Notes and folders that cannot be read just now: told, waited for, never taken for gone."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support import RUTH, contact, write_vault
from vaultkit import disk
from vaultkit.cli import main
from vaultkit.rebuild import Rebuilder

TALK = "interviews/2026-10-12 Ruth Okafor.md"
TODAY = date(2026, 10, 8)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Path]:
    """A vault whose contacts cannot be listed; root may read all, so the call itself fails."""
    notes = {
        RUTH: contact("- 2026-10-01 letter"),
        TALK: "---\ncontact: '[[Ruth Okafor]]'\nwhen: 2026-10-12 10:00\n---\n",
    }
    yield write_vault(tmp_path, notes)


def run(vault: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(vault), "--today", "2026-10-08", *words])


def make_unreadable(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    real = os.scandir

    def scan(path: str) -> object:
        if str(path).endswith(name):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scan)


def test_no_page_goes_while_a_folder_cannot_be_read(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(vault, "build")
    page = vault / "site" / "contacts" / "ruth-okafor.html"
    good = page.read_bytes()
    with monkeypatch.context() as patch:
        make_unreadable(patch, "/contacts")
        said = run(vault, "check").stdout
        assert "contacts:1:1: error: cannot be read (Permission denied)" in said
        assert run(vault, "build").exit_code == 0
        assert page.read_bytes() == good
        assert "cannot be read" in (vault / "site" / "problems.html").read_text()
    run(vault, "build")
    assert "Ruth" in (vault / "site" / "contacts" / "index.html").read_text()
    (vault / RUTH).unlink()
    run(vault, "build")
    assert not page.exists()


def test_nor_while_it_is_watched(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rebuilder = Rebuilder(vault)
    rebuilder.rebuild(TODAY)
    page = vault / "site" / "contacts" / "ruth-okafor.html"
    with monkeypatch.context() as patch:
        make_unreadable(patch, "/contacts")
        rebuilder.rebuild(TODAY, frozenset(["contacts"]))
        assert page.exists()
    (vault / RUTH).unlink()
    rebuilder.rebuild(TODAY, frozenset(["contacts"]))
    assert not page.exists()


def test_a_part_of_a_name_is_not_enough_to_write_while_a_note_is_not_read(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_unreadable(monkeypatch, "/contacts")
    result = run(vault, "rename", "Ruth Okafor", "Ruth Adeyemi")
    assert result.exit_code == 3
    assert "contacts: cannot be read" in result.stderr
    assert (vault / TALK).exists()


def test_a_redacted_site_keeps_no_open_page_whose_template_fails(vault: Path) -> None:
    write_vault(vault, {RUTH: contact("- 2026-10-01 letter", "email: ru@okafor.example")})
    run(vault, "build")
    page = vault / "site" / "contacts" / "ruth-okafor.html"
    assert "ru@okafor.example" in page.read_text()
    (vault / "themes" / "own" / "templates").mkdir(parents=True)
    (vault / "themes" / "own" / "theme.toml").write_text('parent = "plain"\n')
    (vault / "themes" / "own" / "templates" / "contact.html").write_text("{{ nobody.knows }}")
    assert run(vault, "build", "--redact", "--theme", "own").exit_code == 1
    files = [path for path in (vault / disk.SITE).rglob("*") if path.is_file()]
    assert len(files) > 10
    assert not [path for path in files if b"ru@okafor" in path.read_bytes()]


def test_a_link_that_leads_to_itself_ends_no_command(vault: Path) -> None:
    (vault / "contacts" / "Self.md").symlink_to("Self.md")
    said = run(vault, "check").stdout
    assert "contacts/Self.md:1:1: error: cannot be read" in said
    assert run(vault, "due").exit_code == 0
    assert run(vault, "build").exit_code == 0
    assert "Ruth" in (vault / "site" / "contacts" / "index.html").read_text()


def test_nothing_is_made_where_a_vault_was_moved_away(vault: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    disk.look_around(gone, gone / "site", "")
    assert not gone.exists()


@pytest.fixture
def twins(vault: Path) -> tuple[bytes, bytes]:
    """Two notes whose names are no text and differ only there."""
    names = tuple(os.fsencode(vault / "contacts") + b"/Jos%c.md" % n for n in (0xE8, 0xE9))
    for name in names:
        try:
            Path(os.fsdecode(name)).write_text(contact("- 2026-09-01 letter"))
        except OSError:
            pytest.skip("this system has no such names")
    return names[0], names[1]


def test_notes_whose_names_are_no_text_are_told_apart_and_named(
    vault: Path, twins: tuple[bytes, bytes]
) -> None:
    assert [line.split("\t")[0] for line in run(vault, "list", "contact").stdout.splitlines()] == [
        "Jos\ufffdE8",
        "Jos\ufffdE9",
        "Ruth Okafor",
    ]
    said = run(vault, "check", os.fsdecode(b"contacts/Jos\xe9.md")).stdout
    assert '"Jos\ufffdE9.md" holds a byte that is no text (\ufffdE9), so no command can' in said
    assert "Jos\ufffdE8" not in said


@pytest.mark.parametrize(
    "words",
    [
        ("log", "jos\ufffdE9", "call"),
        ("snooze", "jos\ufffdE9", "+2w"),
        ("rename", "jos\ufffdE9", "Jo"),
        ("forget", "jos\ufffdE9"),
        ("edit", "jos\ufffdE9"),
    ],
)
def test_a_note_whose_name_is_no_text_is_not_taken_for_gone(
    vault: Path, twins: tuple[bytes, bytes], words: tuple[str, ...]
) -> None:
    before = [Path(os.fsdecode(one)).read_bytes() for one in twins]
    done = run(vault, *words)
    assert done.exit_code == 3
    assert "its file name holds what is no text, so no command can write it" in done.stderr
    assert [Path(os.fsdecode(one)).read_bytes() for one in twins] == before


def test_a_name_of_two_lines_is_told_on_one(vault: Path) -> None:
    (vault / "notes").mkdir()
    try:
        (vault / "notes" / "x.md:1:1: error: all is lost\nend.md").write_text("words")
    except OSError:
        pytest.skip("this system has no such names")
    told = "notes/x.md:1:1: error: all is lost\ufffd0Aend.md"
    assert run(vault, "find", "words").stdout == f"{told}:1: words\n"
    assert all(line.startswith(told) for line in run(vault, "check", "notes").stdout.splitlines())
    assert run(vault, "build").exit_code == 0
