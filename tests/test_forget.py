"""`forget` leaves no name, address or number of a person in the working tree, and keeps counts."""

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support import write_vault
from vaultkit.cli import main
from vaultkit.pipeline import load_agenda, load_vault

DAY = date(2026, 10, 8)
NOTES = {
    "companies/Tern Press.md": "---\ncity: [Hull]\n---\nRuth Okafor runs the shop.\r\n",
    "contacts/Ruth Okafor.md": (
        "---\naliases: [R. A. Okafor]\ncompany: \"[[Tern Press]]\"\nsource: alumni office\n"
        "email: ruth@tern.example\nphone: 0117 496 0142\n---\nTall, laughs.\n\n## Log\n\n"
        "- 2026-08-01 letter: two pages\n- 2026-08-20 booked [[2026-09-01 Ruth Okafor]]\n"
        "- 2026-09-01 met [[2026-09-01 Ruth Okafor]]: at her desk\n- 2026-09-02 thanks\n"
        "- 2026-09-02 referral [[Wei Zhang]]\n\n## Leads\n\n- 2026-09-01 Omar Diaz, prints\n"
    ),
    "contacts/Wei Zhang.md": (
        '---\nreferred_by: "[[Ruth Okafor|Ruth]]"\n---\nCall ruth-okafor or RUTH@TERN.EXAMPLE, or\n'
        "0117-496-0142. Ruth said so.\n"
    ),
    "interviews/2026-09-01 Ruth Okafor.md": (
        '---\ncontact: "[[Ruth Okafor]]"\nwhen: 2026-09-01 10:00\nminutes: 30\ngiven: 45\n'
        "place: Tern Press, 2nd floor\nstatus: held\n---\n## Notes\n\nShe hates lamination.\n"
    ),
    "notes/Plain.md": "nobody here",
}  # fmt: skip


def run(vault: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(vault), "--today", "2026-10-08", *words])


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    write_vault(tmp_path, NOTES)
    return tmp_path


def read_tree(vault: Path) -> dict[str, bytes]:
    files = (
        path for path in sorted(vault.rglob("*")) if path.is_file() and ".git" not in str(path)
    )
    return {path.relative_to(vault).as_posix(): path.read_bytes() for path in files}


def test_nothing_of_the_person_is_left_in_the_tree(vault: Path) -> None:
    assert run(vault, "forget", "Ruth Okafor").exit_code == 0
    tree = "\n".join(f"{path}\n{data.decode()}" for path, data in read_tree(vault).items())
    for word in ("okafor", "ruth@", "0117", "lamination", "laughs", "2nd floor", "two pages"):
        assert word not in tree.casefold()


def test_a_name_behind_marks_and_entities_goes_and_the_line_beside_it_stays(vault: Path) -> None:
    note = vault / "notes" / "Odd.md"
    note.write_bytes(b"A &amp; B\r\nRuth&nbsp;Okafor, **Ru**th Okafor\r\nruth&#64;tern.example\r\n")
    assert run(vault, "forget", "Ruth Okafor").exit_code == 0
    assert note.read_bytes() == (b"A &amp; B\r\nForgotten 1, **Forgotten 1\r\nwithheld\r\n")


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("+44 117 496 0142", "0117 496 0142"),
        ("+44 117 496 0142", "(0117) 4960142"),
        ("+44 117 496 0142", "+441174960142"),
        ("0117 496 0142", "+44 (0)117 496-0142"),
        ("0117 496 0142", "tel:+44117-496-0142"),
        ("0117 496 0142 ext. 12", "0044 117 4960142"),
    ],
)
def test_a_number_goes_with_the_code_of_its_country_and_without(
    vault: Path, field: str, written: str
) -> None:
    note = vault / "contacts/Ruth Okafor.md"
    note.write_text(note.read_text().replace("0117 496 0142", field))
    (vault / "notes/Plain.md").write_text(f"1. {written}, 0117 496 0143\n- 2026-09-01 x\n")
    run(vault, "forget", "Ruth Okafor")
    left = (vault / "notes/Plain.md").read_text()
    assert "0142" not in left.replace("-", "") and "0117 496 0143\n- 2026-09-01 x\n" in left


def test_a_name_in_an_address_stays_an_address(vault: Path) -> None:
    text = "[r](Ruth%20Okafor.md)\n"
    (vault / "contacts/Wei Zhang.md").write_text(f"---\nrole: x\n---\n{text}")
    run(vault, "forget", "Ruth Okafor")
    left = (vault / "contacts/Wei Zhang.md").read_text()
    assert left.endswith("[r](Forgotten%201.md)\n")


def test_counts_stay(vault: Path) -> None:
    before = load_agenda(load_vault(vault), DAY).standings["contacts/Ruth Okafor.md"]
    run(vault, "forget", "Ruth Okafor")
    loaded = load_vault(vault)
    after = load_agenda(loaded, DAY).standings["contacts/Forgotten 1.md"]
    assert [one.kind for one in after.entries] == [one.kind for one in before.entries]
    assert len(after.held) == len(before.held) == 1
    assert [one.name for one in after.named] == [one.name for one in before.named]
    assert loaded.vault.company_name(after.contact) == "Tern Press"
    assert loaded.vault.interviews[0].values.number("given") == 45


def test_a_first_name_alone_is_shown_not_touched(vault: Path) -> None:
    found = run(vault, "forget", "Ruth Okafor")
    assert 'contacts/Wei Zhang.md:5: "Ruth" may mean them' in found.stderr
    assert "Ruth said so" in (vault / "contacts" / "Wei Zhang.md").read_text()


def test_other_notes_keep_every_other_byte(vault: Path) -> None:
    before = read_tree(vault)
    run(vault, "forget", "Ruth Okafor")
    after = read_tree(vault)
    press = before["companies/Tern Press.md"].replace(b"Ruth Okafor", b"Forgotten 1")
    assert after["companies/Tern Press.md"] == press
    assert after["notes/Plain.md"] == before["notes/Plain.md"]


def test_a_dry_run_shows_the_diff_and_changes_nothing(vault: Path) -> None:
    before = read_tree(vault)
    found = run(vault, "forget", "-n", "Ruth Okafor")
    assert "+Forgotten 1 runs the shop." in found.stdout
    assert read_tree(vault) == before


def test_a_name_that_is_not_clear_forgets_nobody(vault: Path) -> None:
    before = read_tree(vault)
    assert run(vault, "forget", "Rut Okafr").exit_code == 2
    assert read_tree(vault) == before


def test_it_tells_what_history_still_holds(vault: Path) -> None:
    who = {"GIT_AUTHOR_NAME": "N", "GIT_AUTHOR_EMAIL": "n@x.example",
           "GIT_COMMITTER_NAME": "N", "GIT_COMMITTER_EMAIL": "n@x.example"}  # fmt: skip
    for words in (["init"], ["add", "-A"], ["commit", "-m", "start"]):
        subprocess.run(["git", "-C", str(vault), *words], env={**os.environ, **who}, check=True,
                       capture_output=True)  # fmt: skip
    found = run(vault, "forget", "Ruth Okafor")
    assert "history still names them in 1 commit." in found.stderr
    assert "git filter-repo --replace-text" in found.stderr
