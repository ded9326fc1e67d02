"""`check --fix` mends what needs no judgement, and changes no other byte."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support import write_vault
from vaultkit.changes import undo_change
from vaultkit.cli import main

OTHERS = {
    "companies/Tern Press.md": "---\ncity: [Hull]\n---\n",
    "contacts/José García.md": "---\nrole: Printer\n---\n",
    "questions/Bank.md": "---\ntags: [bank]\n---\n## Company\n\n- [ ] What changes? ^change\n",
}
RUTH = "contacts/Ruth Okafor.md"
IV = "interviews/2026-11-12 Ruth Okafor.md"
HEAD = "---\nrole: Librarian\n---\n"
ASK = (
    '---\ncontact: "[[Ruth Okafor]]"\nwhen: 2026-11-12 10:00\n---\n## Questions\n\n### Company\n\n'
)
CASES = {
    "a link without quotes": (RUTH, "---\ncompany: [[Tern Press]]  \n---\n",
                              "---\ncompany: \"[[Tern Press]]\"  \n---\n"),
    "front matter below blank lines": (RUTH, f"\n\n{HEAD}", HEAD),
    "front matter behind a blank": (RUTH, f" {HEAD}", HEAD),
    "front matter behind a second BOM": (RUTH, f"\ufeff{HEAD}", HEAD),
    "a field given twice alike": (RUTH,
                                  "---\nrole: a\nrole: a\n---\nx\n", "---\nrole: a\n---\nx\n"),
    "a link without its accents": (RUTH, HEAD + "x [[Jose Garcia|he]] y\n",
                                   HEAD + "x [[José García|he]] y\n"),
    "a question of the bank": (IV, ASK + "- [ ] What changes?  \n",
                               ASK + "- [ ] What changes? ^change\n"),
    "a day without noughts and an entry without its colon": (
        RUTH, HEAD + "## Log\n- 2026-9-4 10:30 letter  one page\n",
        HEAD + "## Log\n- 2026-09-04 10:30 letter:  one page\n"),
    "a day without noughts": (RUTH, HEAD + "## Log\n- 2026-9-4 letter\n",
                              HEAD + "## Log\n- 2026-09-04 letter\n"),
    "an entry without its colon": (RUTH, HEAD + "## Log\n* 2026-09-24 10:30 letter one page",
                                   HEAD + "## Log\n* 2026-09-24 10:30 letter: one page"),
}  # fmt: skip
LEFT = {
    "a field given twice otherwise": "---\nrole: a\nrole: b\n---\n",
    "a field given twice that goes on below": "---\nrole: a\nrole: a\n  more\n---\n",
    "a field given twice that goes on above": "---\nrole: a\n\n  more\nrole: a\n---\n",
    "a dead link": HEAD + "[[Nobody Here]]\n",
    "a day that does not exist": HEAD + "## Log\n- 2026-13-4 letter\n",
    "a kind that does not exist": HEAD + "## Log\n- 2026-10-04 leter: one\n",
    "slashes": HEAD + "## Log\n- 04/10/2026 letter\n",
}


def run(vault: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(vault), "--today", "2026-10-08", *words])


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("name", CASES)
def test_a_fix_changes_only_what_it_mends(tmp_path: Path, name: str, newline: str) -> None:
    path, before, after = CASES[name]
    write_vault(tmp_path, {**OTHERS, RUTH: HEAD})
    file = tmp_path / path
    file.parent.mkdir(exist_ok=True)
    old = ("\ufeff" + before).replace("\n", newline).encode()
    file.write_bytes(old)
    assert run(tmp_path, "check", "--fix", "-n").stdout.startswith(f"--- {path}")
    assert file.read_bytes() == old
    run(tmp_path, "check", "--fix")
    assert file.read_bytes() == ("\ufeff" + after).replace("\n", newline).encode()
    undo_change(tmp_path)
    assert file.read_bytes() == old


@pytest.mark.parametrize("name", LEFT)
def test_what_needs_judgement_is_left_alone(tmp_path: Path, name: str) -> None:
    write_vault(tmp_path, {**OTHERS, RUTH: LEFT[name]})
    found = run(tmp_path, "check", "--fix")
    assert (tmp_path / RUTH).read_text() == LEFT[name]
    assert "Nothing to mend." in found.output
    assert RUTH in found.stdout


def test_a_note_that_could_not_be_written_ends_with_one(tmp_path: Path) -> None:
    write_vault(tmp_path, {"contacts/A B.md": "---\ncompany: [[Tern Press]]\n---\n", **OTHERS})
    (tmp_path / ".vaultkit").write_text("in the way")
    found = run(tmp_path, "check", "--fix")
    assert found.exit_code == 1 and "Nothing was mended." in found.stderr
    assert run(tmp_path, "check").exit_code == 0


def test_a_rule_that_is_indented_is_no_front_matter(tmp_path: Path) -> None:
    write_vault(tmp_path, {"notes/Rule.md": " ---\n\nwords\n\n---\n"})
    assert "No problems." in run(tmp_path, "check").stderr


def test_a_note_that_cannot_be_edited_does_not_hinder_the_others(tmp_path: Path) -> None:
    write_vault(tmp_path, {"contacts/A B.md": "---\ncompany: [[Tern Press]]\n---\n", **OTHERS})
    bad = b"---\ncompany: [[Tern Press]]\n---\ncaf\xe9\n"
    (tmp_path / "contacts" / "B C.md").write_bytes(bad)
    said = run(tmp_path, "check", "--fix").stderr
    assert "Mended 1 note." in said
    assert "Nothing was mended." in run(tmp_path, "check", "--fix").stderr
    assert '"[[Tern Press]]"' in (tmp_path / "contacts" / "A B.md").read_text()
    assert (tmp_path / "contacts" / "B C.md").read_bytes() == bad
