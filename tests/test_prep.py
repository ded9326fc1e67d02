"""`vaultkit prep`: the sheet on a terminal, as JSON, as one file; picking, practising."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support import write_vault
from vaultkit.cli import main

ROOT = Path(__file__).resolve().parent.parent
MARTA = "interviews/2026-11-12 Marta Kowalczyk.md"
DEVON = "interviews/2026-11-18 Devon Achebe.md"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "example-vault", tmp_path / "vault"))


def prep(vault: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(vault), "--today", "2026-11-10", "prep", *words])


def test_the_sheet_says_where_when_what_to_ask_say_and_bring(vault: Path) -> None:
    shown = prep(vault, "marta").stdout
    for words in (
        "Thu 12 Nov, 16:00 to 16:30", "leave by 15:25, arrive by 15:50, wrap up at 16:25",
        "Northmoor House, 14 Canal Row, Leeds", "Ready", "23 minutes for 8 questions",
        "Say, in 38 s", "two CVs", "They may ask you", "Back to what matters",
    ):  # fmt: skip
        assert words in shown


def test_what_is_missing_is_said_with_the_remedy(vault: Path) -> None:
    shown = prep(vault, "devon").stdout
    assert "Missing, 1 of 6\n  person fact: note one fact about the person" in shown


def test_a_talk_behind_us_is_taken_when_none_is_ahead(vault: Path) -> None:
    assert "Mon 9 Nov" in prep(vault, "yuki").stdout
    assert "Tue 12 May" in prep(vault, "2026-05-12 Elspeth Gray").stdout


def test_a_contact_without_an_interview_is_told_how_to_make_one(vault: Path) -> None:
    result = prep(vault, "liam")
    assert result.exit_code == 2
    assert "vaultkit new interview" in result.stderr


def test_json_leaves_no_key_out(vault: Path) -> None:
    found = json.loads(prep(vault, "marta", "--json").stdout)
    assert found["schema"] == "vaultkit.prep/1"
    assert (found["leave_by"], found["wrap_up"], found["pitch"]["seconds"]) == (
        "15:25", "16:25", 38,
    )  # fmt: skip
    other = json.loads(prep(vault, "yuki", "--json").stdout)
    assert other.keys() == found.keys()


@pytest.mark.parametrize("box", ["- [ ] ", "- ", "* ", "1. ", "2. [ ] "])
def test_a_question_is_taken_over_in_its_very_words_whatever_its_bullet(
    tmp_path: Path, box: str
) -> None:
    bank = f"---\n---\n## Company\n\n{box}Who [pays](../me.md)? #must ^pays\n"
    head = '---\ncontact: "[[Ada]]"\nwhen: 2026-11-12 10:00\n---\n'
    notes = {"contacts/Ada.md": "---\n---\n", "questions/Bank.md": bank, "interviews/A.md": head}
    write_vault(tmp_path, notes)
    assert prep(tmp_path, "A", "--pick").exit_code == 0
    new = ["-C", str(tmp_path), "new", "interview", "ada", "--when", "2026-12-01 10:00"]
    assert CliRunner().invoke(main, new).exit_code == 0
    for path in ("A.md", "2026-12-01 Ada.md"):
        text = (tmp_path / "interviews" / path).read_text(encoding="utf-8")
        assert "\n- [ ] Who [pays](../me.md)? #must ^pays\n" in text


def test_picked_questions_land_below_their_subject_and_nothing_else_changes(vault: Path) -> None:
    before = (vault / DEVON).read_text()
    assert prep(vault, "devon", "--pick").exit_code == 0
    after = (vault / DEVON).read_text()
    added = [line for line in after.splitlines() if line not in before.splitlines()]
    assert "- [ ] What is changing here this year? #must ^changing" in added
    assert "### Closing" in added
    assert after.index("^changing") < after.index("### Person")
    kept = [line for line in after.splitlines() if line not in added and line]
    assert kept == [line for line in before.splitlines() if line]
    assert "nothing to add" in prep(vault, "devon", "--pick").stderr


def test_a_note_without_questions_gets_the_section(vault: Path) -> None:
    note = vault / "interviews" / "2026-12-01 Liam Carver.md"
    note.write_bytes(b'---\r\ncontact: "[[Liam Carver]]"\r\nwhen: 2026-12-01 10:00\r\n---\r\n')
    assert prep(vault, "liam", "--pick").exit_code == 0
    text = note.read_bytes()
    assert b"## Questions\r\n\r\n### Company\r\n\r\n- [ ] What is changing" in text
    assert text.count(b"\n") == text.count(b"\r\n")
    assert text.count(b"## Questions") == 1


def test_practice_shows_no_answers_and_counts(vault: Path) -> None:
    shown = prep(vault, "marta", "--practice")
    assert "Solved" not in shown.stdout
    assert "drainage plan" not in shown.stdout
    assert "rehearsed: 3" in (vault / MARTA).read_text()
    assert "rehearsed: 3" in prep(vault, "marta", "--practice", "-n").stdout
    assert "rehearsed: 3" in (vault / MARTA).read_text()


def test_writing_never_guesses_a_name(vault: Path) -> None:
    assert prep(vault, "martha kowalczik").exit_code == 0
    assert prep(vault, "martha kowalczik", "--practice").exit_code == 2


def test_the_file_for_paper_needs_nothing_else(vault: Path, tmp_path: Path) -> None:
    out = tmp_path / "sheet.html"
    assert prep(vault, "marta", "-o", str(out)).exit_code == 0
    text = out.read_text()
    assert "sha256-" in text
    assert "unsafe" not in text
    assert not re.search(r"<(link|script|nav|img|footer)\b", text)
    assert all(one.startswith(("tel:", "mailto:")) for one in re.findall('href="([^"]*)"', text))
    again = prep(vault, "marta", "-o", str(out))
    assert (again.exit_code, "exists" in again.stderr) == (3, True)
    assert prep(vault, "marta", "--html").stdout == text


def test_two_answers_at_once_are_refused(vault: Path) -> None:
    assert prep(vault, "marta", "--json", "--html").exit_code == 2
