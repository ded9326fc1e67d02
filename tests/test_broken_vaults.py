"""Every code has a vault that shows it, and `check` prints exactly what expected.txt holds."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.support import write_vault
from vaultkit.cli import main
from vaultkit.diagnostics import CODES

VAULTS = Path(__file__).parent / "vaults"
BROKEN = sorted(folder.name for folder in VAULTS.glob("broken-*"))
# Codes whose mistake is no file of reasonable size, or is found while building; tested below.
ELSEWHERE = {
    "note-size", "note-large", "note-unreadable", "front-matter-size", "nesting", "render",
    "file-name", "note-outside",
}  # fmt: skip


def check(vault: Path) -> str:
    return CliRunner().invoke(main, ["-C", str(vault), "--today", "2026-10-08", "check"]).stdout


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_vault_is_reported_as_expected(name: str) -> None:
    expected = (VAULTS / name / "expected.txt").read_text(encoding="utf-8")
    assert check(VAULTS / name) == expected
    assert f"[{name.removeprefix('broken-')}]" in expected


def test_every_code_has_its_vault() -> None:
    assert {name.removeprefix("broken-") for name in BROKEN} | ELSEWHERE == set(CODES)


def test_a_block_over_64_kb_is_refused_and_the_log_still_counts(tmp_path: Path) -> None:
    text = f"---\nwhy: {'x' * 70000}\n---\n## Log\n- 2026-10-01 letter\n"
    write_vault(tmp_path, {"contacts/Ruth.md": text})
    assert "[front-matter-size]" in check(tmp_path)
    found = CliRunner().invoke(main, ["-C", str(tmp_path), "--today", "2026-10-08", "due"])
    assert "Call Ruth" in found.stdout


def test_large_notes_are_named_and_huge_ones_skipped(tmp_path: Path) -> None:
    write_vault(tmp_path, {"notes/Long.md": "word " * 500_000, "notes/Fine.md": "fine"})
    with open(tmp_path / "notes" / "Huge.md", "wb") as file:
        file.truncate(25 * 1024 * 1024)
    found = check(tmp_path)
    assert "notes/Huge.md:1:1: error" in found
    assert "notes/Long.md:1:1: warning" in found
    assert "Fine" not in found


def test_links_that_lead_out_of_the_vault_or_nowhere_are_named(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", {"contacts/Wei Zhang.md": "---\nrole: x\n---\n"})
    write_vault(tmp_path / "other", {"notes/Ruth.md": "---\nrole: x\n---\n"})
    (vault / "contacts" / "Ruth.md").symlink_to(tmp_path / "other" / "notes" / "Ruth.md")
    (vault / "contacts" / "Gone.md").symlink_to("Nobody.md")
    (vault / "contacts" / "Twin.md").symlink_to("Wei Zhang.md")
    (vault / "notes").symlink_to(tmp_path / "other" / "notes")
    (vault / "people").symlink_to("contacts")
    (vault / "round").symlink_to(vault)
    (vault / "cv.pdf").symlink_to(tmp_path / "other" / "vaultkit.toml")
    (vault / ".#Lock.md").symlink_to("me@host.1234")
    said = [line for line in check(vault).splitlines() if "note-outside" in line]
    put = "so nothing of it is read; put in its place what it should lead to [note-outside]"
    assert said == [
        f"contacts/Gone.md:1:1: warning: a link that leads nowhere, {put}",
        f"contacts/Ruth.md:1:1: warning: a link that leads out of the vault, {put}",
        f"notes:1:1: warning: a link that leads out of the vault, {put}",
    ]


@pytest.mark.parametrize("name", ["Ruth: Okafor", "aux", "Ruth.", "Ruth ", "Wei?"])
def test_a_name_that_windows_refuses_is_reported(tmp_path: Path, name: str) -> None:
    write_vault(tmp_path, {f"contacts/{name}.md": "---\nrole: Librarian\n---\n"})
    assert f"contacts/{name}.md:1:1: warning" in check(tmp_path)


def test_two_files_that_macos_takes_for_one_are_reported(tmp_path: Path) -> None:
    write_vault(tmp_path, {"notes/Plan.md": "one", "notes/plan.md": "two"})
    assert "Windows and macOS take it for notes/Plan.md" in check(tmp_path)


CALL = "---\nrole: Librarian\n---\n## Log\n\n{}- 2026-09-20 call{}\n- 2026-09-28 letter\n"


def test_a_mark_beside_the_line_silences_one_problem(tmp_path: Path) -> None:
    mark = "%% vaultkit: ignore call-first %%"
    write_vault(
        tmp_path,
        {
            "contacts/A B.md": CALL.format(f"{mark}\n", ""),
            "contacts/C D.md": CALL.format("", f": hello {mark}"),
            "contacts/E F.md": CALL.format("", ""),
        },
    )
    assert [line.split(":")[0] for line in check(tmp_path).splitlines()] == ["contacts/E F.md"]


def test_settings_silence_a_code_everywhere_or_in_some_notes(tmp_path: Path) -> None:
    notes = {"contacts/A B.md": CALL.format("", ""), "contacts/C D.md": CALL.format("", "")}
    write_vault(tmp_path, {**notes, "vaultkit.toml": '[check]\nignore = ["call-first"]\n'})
    assert check(tmp_path) == ""
    (tmp_path / "vaultkit.toml").write_text('[check]\nignore = ["call-first:contacts/A*"]\n')
    assert check(tmp_path).startswith("contacts/C D.md")
    (tmp_path / "vaultkit.toml").write_text('[check]\nignore = ["call-fist"]\n')
    assert 'nearest is "call-first"' in check(tmp_path)
