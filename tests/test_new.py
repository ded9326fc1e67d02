"""`new` makes notes from the vault's own forms, and never a second note of one person."""

import os
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from tests.support import contact, write_vault
from vaultkit.cli import main
from vaultkit.file_names import MOST_BYTES, make_file_name
from vaultkit.pipeline import load_vault

DAY = "2026-11-10"
NOTES = {
    "contacts/José García.md": contact("- 2026-09-24 letter", "email: jose@library.example"),
    "contacts/Elizabeth Hale.md": contact("", "phone: +44 117 496 0142"),
    "contacts/Ruth Okafor.md": contact(
        "- 2026-10-07 met\n- 2026-10-08 referral [[Ines Duarte]]",
        body="## Leads\n\n- 2026-10-05 [[Wei Zhang]], prints maps\n- Ana Brkić: knows everybody\n",
    ),
    "companies/Tern Press.md": "---\nfield: books\n---\n",
    "trips/Leeds.md": "---\ncity: Leeds\nstart: 2026-11-16\nend: 2026-11-20\n---\n",
    "questions/Bank.md": "---\n---\n## Company\n\n- [ ] One? ^one\n- [ ] Two? #must ^two\n"
    "- [ ] Three? #lookup ^three\n* [ ] Four? ^four\n- [ ] Five? ^five\n\n## Chances\n\n"
    "- [ ] Pay? #sensitive ^pay\n- [ ] Gap? ^gap\n\n## Closing\n\n- [ ] Who else? #closing ^who\n",
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path, NOTES)


def run(vault: Path, *words: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["-C", str(vault), "--today", DAY, *words], input=typed or None)


def new(vault: Path, *words: str) -> str:
    """The text of the note that `new` made."""
    result = run(vault, "new", *words)
    assert result.exit_code == 0, result.output
    return (vault / result.stdout.strip()).read_text(encoding="utf-8")


def fields(text: str) -> dict[str, str]:
    block = text.split("---\n")[1]
    return {k: v.strip() for k, _, v in (line.partition(":") for line in block.splitlines())}


def files(vault: Path) -> set[str]:
    return {one.relative_to(vault).as_posix() for one in vault.rglob("*.md")}


def test_a_contact_gets_what_was_given_and_says_what_is_due(vault: Path) -> None:
    words = ("--company", "Tern Press", "--role", "Editor: maps", "--email", "ines@tern.example",
             "--phone", "0117 496 0143", "--city", "Leeds", "--why", "no #1")  # fmt: skip
    result = run(vault, "new", "contact", "Maja Holm", *words)
    assert result.stdout == "contacts/Maja Holm.md\n"
    assert "Next: Write to Maja Holm" in result.stderr
    values = load_vault(vault).vault.notes["contacts/Maja Holm.md"].values
    assert values.text("role") == "Editor: maps"
    assert values.text("phone") == "0117 496 0143"
    assert values.text("why") == "no #1"
    assert values.link("company") is not None
    assert run(vault, "check", "contacts/Maja Holm.md").stdout == ""


def test_an_unknown_company_gets_a_note_and_a_known_one_does_not(vault: Path) -> None:
    assert fields(new(vault, "contact", "Maja Holm", "--company", "Halden Survey"))["company"] == (
        '"[[Halden Survey]]"'
    )
    assert "companies/Halden Survey.md" in files(vault)
    assert '"[[Tern Press]]"' in new(vault, "contact", "Per Holm", "--company", "tern")
    assert "companies/tern.md" not in files(vault)


def test_a_company_nearly_known_is_offered(vault: Path) -> None:
    result = run(vault, "new", "contact", "Maja Holm", "--company", "Turn Press")
    assert result.exit_code == 2
    assert "companies/Tern Press.md" in result.stderr
    assert "contacts/Maja Holm.md" not in files(vault)
    assert run(vault, "new", "company", "TERN PRESS").exit_code == 2


@pytest.mark.parametrize(
    "words",
    [
        ("Jose Garcia",),
        ("García José",),
        ("JOSÉ GARCÍA",),
        ("Liz Hale",),
        ("Somebody Else", "--email", "JOSE@library.example"),
        ("Somebody Else", "--phone", "0117 496 0142"),
    ],
)
def test_a_person_who_is_there_is_offered_instead_of_doubled(
    vault: Path, words: tuple[str, ...]
) -> None:
    before = files(vault)
    result = run(vault, "new", "contact", *words)
    assert result.exit_code == 2
    assert "contacts/José García.md" in result.stderr or "Elizabeth Hale.md" in result.stderr
    assert files(vault) == before
    assert run(vault, "new", "contact", *words, "--anyway").exit_code == 0
    assert len(files(vault)) == len(before) + 1


def test_on_a_terminal_the_note_that_is_there_can_be_taken(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vaultkit.cli.context import Context

    monkeypatch.setattr(Context, "may_ask", True)
    result = run(vault, "new", "contact", "Jose Garcia", typed="y\n")
    assert result.stdout == "contacts/José García.md\n"
    assert "Nothing made" in result.stderr
    assert "contacts/Jose Garcia.md" not in files(vault)
    assert run(vault, "new", "contact", "Jose Garcia", typed="n\n").exit_code == 0
    assert "contacts/Jose Garcia.md" in files(vault)


def test_a_second_person_of_one_name_gets_a_file_and_keeps_the_name(vault: Path) -> None:
    text = new(vault, "contact", "Ruth Okafor", "--anyway")
    assert fields(text)["name"] == "Ruth Okafor"
    assert "contacts/Ruth Okafor (2).md" in files(vault)


def test_who_referred_them_opens_the_permission_step(vault: Path) -> None:
    result = run(vault, "new", "contact", "Maja Holm", "--referred-by", "ruth")
    assert "Next: Ask Ruth Okafor whether you may mention them to Maja Holm" in result.stderr
    due = run(vault, "due", "--all", "--action", "permission").stdout
    assert "Maja Holm" in due
    before = files(vault)
    assert run(vault, "new", "contact", "X Y", "--referred-by", "nobody").exit_code == 2
    assert files(vault) == before


def test_a_lead_becomes_a_contact_in_one_command(vault: Path) -> None:
    assert "Add Wei Zhang" in run(vault, "due", "--all").stdout
    result = run(vault, "new", "contact", "wei", "--from-lead")
    assert result.stdout == "contacts/Wei Zhang.md\n"
    text = (vault / "contacts" / "Wei Zhang.md").read_text(encoding="utf-8")
    assert fields(text)["referred_by"] == '"[[Ruth Okafor]]"'
    assert "Named by [[Ruth Okafor]]: prints maps." in text
    assert "Add Wei Zhang" not in run(vault, "due", "--all").stdout
    assert "Ask Ruth Okafor" in result.stderr
    assert '"[[Ruth Okafor]]"' in new(vault, "contact", "Ana Brkić")
    assert '"[[Ruth Okafor]]"' in new(vault, "contact", "Ines Duarte")


def test_from_lead_refuses_whom_nobody_named(vault: Path) -> None:
    result = run(vault, "new", "contact", "Maja Holm", "--from-lead")
    assert result.exit_code == 2
    assert "Ana Brkić, Ines Duarte, Wei Zhang" in result.stderr


def test_any_field_can_be_given_and_a_wrong_one_makes_nothing(vault: Path) -> None:
    given = ("--field", "interests=maps", "--field", "interests=old, water",
             "--field", "cadence=30", "--field", "next=friday", "--field", "mute=call")  # fmt: skip
    text = new(vault, "contact", "Maja Holm", *given)
    assert fields(text)["interests"] == '[maps, "old, water"]'
    assert fields(text)["next"] == "2026-11-13"
    before = files(vault)
    for wrong in ("cadense=30", "cadence=often", "mute=cal", "nothing", "next=someday"):
        assert run(vault, "new", "contact", "Per Holm", "--field", wrong).exit_code == 2, wrong
    assert run(vault, "new", "contact", "P", *("--field", "city=a") * 2).exit_code == 2
    assert files(vault) == before


def test_an_interview_has_the_choice_of_questions_must_first(vault: Path) -> None:
    result = run(vault, "new", "interview", "jose", "--when", "friday 14:30", "--mode", "phone",
                 "--place", "0117 496 0142", "--minutes", "20", "--trip", "leeds")  # fmt: skip
    assert result.stdout == "interviews/2026-11-13 José García.md\n"
    text = (vault / result.stdout.strip()).read_text(encoding="utf-8")
    assert fields(text)["contact"] == '"[[José García]]"'
    assert fields(text)["when"] == "2026-11-13T14:30"
    assert fields(text)["trip"] == '"[[Leeds]]"'
    asked = text.split("## Questions\n")[1].split("\n## ")[0]
    assert asked.strip().splitlines() == [
        "### Company", "", "- [ ] Two? #must ^two", "- [ ] One? ^one", "- [ ] Four? ^four", "",
        "### Chances", "", "- [ ] Gap? ^gap", "", "### Closing", "",
        "- [ ] Who else? #closing ^who",
    ]  # fmt: skip
    heads = [line[3:] for line in text.splitlines() if line.startswith("## ")]
    assert heads == ["Goals", "Pitch", "Research", "Questions", "Bring", "Notes", "New to me",
                     "Advice", "Leads"]  # fmt: skip
    interview = load_vault(vault).vault.interviews[0]
    assert not interview.has_notes
    assert interview.pitch == ""


def test_what_is_settled_is_not_asked_again(vault: Path) -> None:
    (vault / "interviews").mkdir()
    (vault / "interviews" / "a.md").write_text(
        '---\ncontact: "[[José García]]"\nwhen: 2026-10-01\nstatus: held\n---\n## Questions\n\n'
        "### Company\n\n- [x] Two? ^two\n  Quite a lot.\n",
        encoding="utf-8",
    )
    (vault / "companies" / "Tern Press.md").write_text(
        "---\n---\n## Research\n\n- 2026-10-01 it says so ^four\n", encoding="utf-8"
    )
    asked = new(vault, "interview", "jose", "--when", "2026-11-20")
    assert "^two" not in asked
    assert "^one" in asked
    assert "^two" in new(vault, "interview", "ruth", "--when", "2026-11-21")
    run(vault, "new", "contact", "Maja Holm", "--company", "Tern Press")
    assert "^four" not in new(vault, "interview", "maja", "--when", "2026-11-22")


def test_two_talks_on_one_day_have_two_notes(vault: Path) -> None:
    for _ in range(2):
        assert run(vault, "new", "interview", "jose", "--when", "2026-11-12").exit_code == 0
    assert "interviews/2026-11-12 José García (2).md" in files(vault)


def test_an_interview_asks_for_somebody_who_is_there_and_a_time_that_exists(vault: Path) -> None:
    before = files(vault)
    for who, when in (("nobody", "friday"), ("jose", "someday"), ("jose", "friday 25:00"),
                      ("jose", "10/11/2026"), ("Jose Garcai", "friday")):  # fmt: skip
        assert run(vault, "new", "interview", who, "--when", when).exit_code == 2, (who, when)
    assert run(vault, "new", "interview", "jose").exit_code == 2
    assert run(vault, "new", "interview", "jose", "--when", "+1d", "--mode", "fax").exit_code == 2
    assert files(vault) == before


def test_a_trip_and_its_days(vault: Path) -> None:
    text = new(vault, "trip", "Bristol", "--start", "2026-12-01", "--end", "2026-12-04")
    assert (fields(text)["city"], fields(text)["end"]) == ("Bristol", "2026-12-04")
    assert run(vault, "new", "trip", "Leeds", "--start", "+20d", "--end", "+22d").stdout == (
        "trips/Leeds 2026-11-30.md\n"
    )
    assert run(vault, "new", "trip", "York", "--start", "+3d", "--end", "+1d").exit_code == 2


def test_a_dry_run_shows_what_would_be_made(vault: Path) -> None:
    before = files(vault)
    result = run(vault, "new", "contact", "Maja Holm", "--company", "Halden", "-n")
    assert "+++ contacts/Maja Holm.md" in result.stdout
    assert "+++ companies/Halden.md" in result.stdout
    assert files(vault) == before


def test_the_forms_of_the_vault_are_used_in_its_own_words(vault: Path) -> None:
    (vault / "vaultkit.toml").write_text('[sections]\nlog = "verlauf"\n', encoding="utf-8")
    form = "---\nrole: clerk\nwhy:\nmet_by: '{{name}}'\n---\n# {{title}}, {{ date }}\n\n## Log\n"
    (vault / "templates").mkdir()
    (vault / "templates" / "contact.md").write_bytes(form.replace("\n", "\r\n").encode())
    path = run(vault, "new", "contact", "Maja: {{date}}", "--why", "maps").stdout.strip()
    made = (
        '---\nname: "Maja: {{date}}"\nrole: clerk\nwhy: maps\nmet_by: "Maja: {{date}}"\n---\n'
        "# Maja: {{date}}, 2026-11-10\n\n## Verlauf\n"
    )
    assert (vault / path).read_bytes() == made.replace("\n", "\r\n").encode()
    assert "Form" not in run(vault, "list", "note").stdout


def test_a_form_that_cannot_be_used_is_named(vault: Path) -> None:
    (vault / "templates").mkdir()
    for form in (b"\xff\xfe", b"---\ntype: trip\n---\n"):
        (vault / "templates" / "contact.md").write_bytes(form)
        result = run(vault, "new", "contact", "Maja Holm")
        assert result.exit_code == 3
        assert "templates/contact.md" in result.stderr


def test_a_new_note_can_be_taken_back(vault: Path) -> None:
    from vaultkit.changes import undo_change

    before = files(vault)
    run(vault, "new", "contact", "Maja Holm", "--company", "Halden")
    undo_change(vault)
    assert files(vault) == before


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Ruth Okafor", "Ruth Okafor"),
        ("AC/DC", "AC-DC"),
        ("Maps: old and new", "Maps - old and new"),
        ('He said "so"?*<>', "He said so"),
        ("CON", "CON_"),
        ("nul.md", "nul_.md"),
        ("Lpt1", "Lpt1_"),
        ("Dr. X.", "Dr. X"),
        (" .hidden ", "hidden"),
        ("../../etc/passwd", "etc-passwd"),
        ("Jose\u0301", "José"),
        ("a\u202eb\x07c\nd", "abc d"),
        ("[[Link|x#y^z]]", "Link-xyz"),
        ("???", ""),
        ("Żółć 😀", "Żółć 😀"),
    ],
)
def test_file_names_are_safe_everywhere(name: str, file: str) -> None:
    assert make_file_name(name) == file


@given(st.text(max_size=300))
def test_any_name_gives_a_safe_file_name_or_none(name: str) -> None:
    file = make_file_name(name)
    assert len(file.encode()) <= MOST_BYTES
    assert unicodedata.is_normalized("NFC", file)
    assert not set(file) & set('<>:"/\\|?*#^[]\n\t\0')
    assert file == file.strip(" .")
    assert file.partition(".")[0].strip().upper() not in ("CON", "PRN", "AUX", "NUL", "COM1")
    assert make_file_name(file) == file


def test_long_names_and_odd_ones_are_kept_in_the_note(vault: Path) -> None:
    name = "Zoë " * 100 + "end"
    text = new(vault, "contact", name)
    assert fields(text)["name"] == name
    assert all(len(os.fsencode(one.name)) < 200 for one in vault.rglob("*.md"))
    assert run(vault, "new", "contact", "???").exit_code == 2


def test_a_new_note_opens_in_the_editor(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pen = vault / "gvim"  # an editor with a window of its own
    pen.write_text('#!/bin/sh\nfor last; do :; done\nprintf hello >> "$last"\n', encoding="utf-8")
    pen.chmod(0o755)
    monkeypatch.setenv("VAULTKIT_EDITOR", str(pen))
    assert run(vault, "new", "note", "Thoughts", "--edit").exit_code == 0
    assert (vault / "notes" / "Thoughts.md").read_text(encoding="utf-8").endswith("hello")


def test_a_folder_in_capitals_is_the_folder(tmp_path: Path) -> None:
    (tmp_path / "Contacts").mkdir()
    vault = write_vault(tmp_path, {})
    assert run(vault, "new", "contact", "Maja Holm").stdout == "Contacts/Maja Holm.md\n"
    assert run(vault, "new", "contact", "Maja Holm").exit_code == 2
    assert not (tmp_path / "contacts").exists()


@pytest.mark.parametrize("name", ["Elizabeth Hales", "José Garcías", "Elizabet Hale"])
def test_one_slip_of_a_key_in_a_long_word_is_offered(vault: Path, name: str) -> None:
    result = run(vault, "new", "contact", name)
    expected = 0 if name == "Elizabeth Hales" else 2  # Hale is a short word
    assert result.exit_code == expected, result.output


@pytest.mark.parametrize("name", ["Ruth Oaks", "Rhea Okafor", "José Garcilo"])
def test_another_name_is_another_person(vault: Path, name: str) -> None:
    result = run(vault, "new", "contact", name)
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("kind", ["contact", "company", "note"])
@pytest.mark.parametrize("name", ["", "  ", "///"])
def test_a_name_without_a_letter_is_a_slip_of_usage(vault: Path, kind: str, name: str) -> None:
    assert run(vault, "new", kind, name).exit_code == 2


def test_the_same_stay_is_not_noted_twice(vault: Path) -> None:
    again = run(vault, "new", "trip", "leeds", "--start", "2026-11-18", "--end", "2026-11-19")
    assert again.exit_code == 2
    assert "trips/Leeds.md is a stay in Leeds from 2026-11-16 to 2026-11-20" in again.stderr
    later = run(vault, "new", "trip", "Leeds", "--start", "2026-12-01", "--end", "2026-12-02")
    assert later.exit_code == 0
