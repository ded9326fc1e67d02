"""Commands that write, as people use them: log, tick, snooze, edit."""

import fcntl
import os
import pty
import shutil
import stat
import struct
import subprocess
import sys
import termios
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from tests.odd_notes import REFUSED, odd_notes
from tests.support import contact, write_vault
from vaultkit import editors
from vaultkit.cli import main
from vaultkit.cli.tables import fold_words

RUTH = "contacts/Ruth Okafor.md"
TALK = """---
contact: "[[Ruth Okafor]]"
when: 2026-10-07 14:00
---
## Questions

### Company

- [ ] Who pays for the maps? #must ^pays
- [ ] What is changing?

## Notes

## Advice

- [ ] Learn the tides
"""
NOTES = {
    RUTH: contact("- 2026-10-01 letter", 'company: "[[Tern Press]]"\nemail: ruth@tern.example'),
    "contacts/Ruben Oakes.md": contact("- 2026-10-02 email", 'company: "[[Tern Press]]"'),
    "contacts/José García.md": contact(),
    "companies/Tern Press.md": "---\nfield: books\n---\n",
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path, NOTES)


def run(vault: Path, *words: str, day: str = "2026-10-08", stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["-C", str(vault), "--today", day, *words], input=stdin)


def text(vault: Path, path: str = RUTH) -> str:
    return (vault / path).read_bytes().decode()


def log_lines(vault: Path, path: str = RUTH) -> list[str]:
    return text(vault, path).split("## Log\n")[1].splitlines()


def test_log_adds_one_line_and_says_day_and_what_is_next(vault: Path) -> None:
    result = run(vault, "log", "ruth", "call", "spoke", "of", "maps")
    assert result.exit_code == 0
    assert log_lines(vault) == ["- 2026-10-01 letter", "- 2026-10-08 call: spoke of maps"]
    assert result.stdout.splitlines() == [
        "Ruth Okafor  Thu 8 Oct  call: spoke of maps",
        "Next: Call Ruth Okafor again  from Thu 15 Oct",
        "  you spoke 8 Oct and nothing is settled yet",
    ]


def test_a_name_of_two_words_needs_no_quotes(vault: Path) -> None:
    assert run(vault, "log", "Ruth", "Okafor", "note", "reply", "soon").exit_code == 0
    assert log_lines(vault)[-1] == "- 2026-10-08 note: reply soon"


@pytest.mark.parametrize("who", ["RUTH OKAFOR", "okaf", "ruth@tern.example", RUTH])
def test_log_finds_whom_a_name_means(vault: Path, who: str) -> None:
    assert run(vault, "log", who, "note").exit_code == 0
    assert log_lines(vault)[-1] == "- 2026-10-08 note"


@pytest.mark.parametrize("who", ["ru", "Ruth Okafro", "nobody", ""])
def test_log_never_guesses_whom(vault: Path, who: str) -> None:
    before = [text(vault, path) for path in NOTES]
    result = run(vault, "--no-input", "log", who, "call")
    assert result.exit_code == 2
    assert [text(vault, path) for path in NOTES] == before
    if who not in ("nobody", ""):
        assert "Ruth Okafor (contacts/Ruth Okafor.md)" in result.stderr


def test_a_company_has_a_log_too(vault: Path) -> None:
    assert run(vault, "log", "tern", "note", "new address").exit_code == 0
    assert text(vault, "companies/Tern Press.md").endswith(
        "## Log\n\n- 2026-10-08 note: new address\n"
    )


def test_a_contact_without_front_matter_is_told_with_its_place(vault: Path) -> None:
    write_vault(vault, {"contacts/Plain Jane.md": "## Log\n- 2026-10-01 call\n"})
    result = run(vault, "log", "jane", "call")
    assert result.exit_code == 3
    assert "contacts/Plain Jane.md:1: no front matter" in result.stderr


def test_days_of_a_log_lie_behind_us(vault: Path) -> None:
    for typed, day in [
        ("monday", "2026-10-05"),
        ("thursday", "2026-10-08"),
        ("yesterday", "2026-10-07"),
        ("2026-09-30", "2026-09-30"),
    ]:
        run(vault, "log", "ruth", "note", f"on {typed}", "--on", typed)
        assert f"- {day} note: on {typed}" in log_lines(vault)
    run(vault, "log", "ruth", "note", "late", "--on", "28 dec", day="2027-01-05")
    assert "- 2026-12-28 note: late" in log_lines(vault)
    assert run(vault, "log", "ruth", "note", "--on", "1/2").exit_code == 2
    assert run(vault, "log", "ruth", "note", "--at", "25:00").exit_code == 2
    run(vault, "log", "ruth", "note", "early", "--at", "9:05")
    assert "- 2026-10-08 09:05 note: early" in log_lines(vault)


def test_a_day_ahead_is_written_and_told(vault: Path) -> None:
    result = run(vault, "log", "ruth", "call", "--on", "2026-12-01")
    assert "lies ahead: no rule counts" in result.stderr
    assert log_lines(vault)[-1] == "- 2026-12-01 call"


def test_words_from_stdin_go_below_the_first_line(vault: Path) -> None:
    run(vault, "log", "ruth", "reply", "-", stdin="Dear you,\n\nyes.\n## Log\n")
    assert text(vault).endswith("- 2026-10-08 reply: Dear you,\n\n  yes.\n  \\## Log\n")


def test_an_unknown_word_is_told_the_nearest_and_writes_nothing(vault: Path) -> None:
    result = run(vault, "log", "ruth", "lettr")
    assert result.exit_code == 2
    assert 'nearest is "letter"' in result.stderr
    assert text(vault) == NOTES[RUTH]


def test_a_word_of_the_vaults_own_is_written_as_typed(tmp_path: Path) -> None:
    write_vault(tmp_path, NOTES, '[kinds.coffee]\nlike = "met"\n')
    assert "Thank Ruth Okafor" in run(tmp_path, "log", "ruth", "Coffee").stdout
    assert log_lines(tmp_path)[-1] == "- 2026-10-08 coffee"


@pytest.mark.parametrize("like", ["mett", "contact"])
def test_a_word_of_the_vaults_own_that_stands_for_no_entry_is_none(
    tmp_path: Path, like: str
) -> None:
    write_vault(tmp_path, NOTES, f'[kinds.coffee]\nlike = "{like}"\n')
    result = run(tmp_path, "log", "ruth", "coffee")
    assert result.exit_code == 2 and 'no kind of entry "coffee"; expected' in result.stderr
    assert text(tmp_path) == NOTES[RUTH]
    (tmp_path / RUTH).write_text(NOTES[RUTH] + "- 2026-10-08 coffee\n")
    assert 'no kind of entry "coffee"; expected' in run(tmp_path, "check").stdout


@pytest.mark.parametrize("command", ["show ada", "log ada note"])
def test_two_notes_of_one_name_are_told_apart_by_their_path(tmp_path: Path, command: str) -> None:
    write_vault(tmp_path, {f"contacts/{one}.md": "---\nname: Ada\n---\n" for one in "AB"})
    result = run(tmp_path, *command.split())
    assert result.exit_code == 2
    assert result.stderr.endswith("; write the path, as contacts/A.md\n")
    assert run(tmp_path, *command.replace("ada", "contacts/A.md").split()).exit_code == 0


def test_log_can_set_the_day_to_get_back(vault: Path) -> None:
    run(vault, "log", "ruth", "call", "--next", "+5bd")
    assert "\nnext: 2026-10-15\n---\n" in text(vault)
    assert run(vault, "log", "tern", "note", "--next", "+3d").exit_code == 2


def test_undo_takes_back_step_by_step_whatever_was_done(vault: Path) -> None:
    run(vault, "log", "ruth", "call", "--next", "+5bd")
    run(vault, "snooze", "jose", "+2w")
    assert "snooze José García" in run(vault, "log", "--undo").stdout
    assert "log Ruth Okafor call of 2026-10-08" in run(vault, "log", "--undo").stdout
    assert {path: text(vault, path) for path in NOTES} == NOTES
    assert run(vault, "log", "--undo").exit_code == 3


@pytest.mark.parametrize("command", ["log", "tick"])
def test_a_dry_run_of_undo_shows_what_would_come_back(vault: Path, command: str) -> None:
    assert run(vault, command, "--undo", "-n").exit_code == 3
    assert not (vault / ".vaultkit").exists()
    run(vault, "log", "ruth", "call")
    before = text(vault)
    shown = run(vault, command, "--undo", "-n")
    assert (shown.exit_code, "\n-- 2026-10-08 call\n" in shown.stdout) == (0, True)
    assert shown.stderr == "Would be undone: log Ruth Okafor call of 2026-10-08\n"
    assert text(vault) == before
    assert run(vault, "log", "--undo").exit_code == 0
    assert text(vault) == NOTES[RUTH]


def test_undo_for_somebody_never_takes_back_a_change_of_another(vault: Path) -> None:
    run(vault, "log", "ruth", "call")
    result = run(vault, "log", "ruben", "--undo")
    assert result.exit_code == 3
    assert 'the last change is "log Ruth Okafor call' in result.stderr
    assert run(vault, "log", "ruth", "--undo").exit_code == 0
    assert text(vault) == NOTES[RUTH]


def test_undo_never_takes_back_what_somebody_wrote_since(vault: Path) -> None:
    run(vault, "log", "ruth", "call")
    (vault / RUTH).write_text("mine")
    assert run(vault, "log", "--undo").exit_code == 3
    assert text(vault) == "mine"


def test_a_dry_run_shows_the_line_and_writes_nothing(vault: Path) -> None:
    result = run(vault, "log", "ruth", "call", "-n")
    assert "\n+- 2026-10-08 call\n" in result.stdout
    assert text(vault) == NOTES[RUTH]
    assert not (vault / ".vaultkit").exists()


def test_a_dry_run_breaks_lines_where_editors_do(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, {RUTH: contact("- 2026-09-01 letter: a\x0bb\u2028c\x85d")})
    done = run(vault, "log", "ruth", "call", "-n")
    assert "\n - 2026-09-01 letter: a\ufffdb\u2028c\ufffdd\n+- 2026-10-08 call\n" in done.stdout


def test_booked_makes_the_note_of_the_talk_and_links_it(vault: Path) -> None:
    words = ("--when", "tue 14:00", "--place", "8 Dyke St: 2nd floor", "--mode", "phone")
    result = run(vault, "log", "ruth", "booked", *words)
    assert log_lines(vault)[-1] == "- 2026-10-08 booked [[2026-10-13 Ruth Okafor]]"
    note = text(vault, "interviews/2026-10-13 Ruth Okafor.md")
    assert 'contact: "[[Ruth Okafor]]"\nwhen: 2026-10-13T14:00\n' in note
    assert 'place: "8 Dyke St: 2nd floor"' in note
    assert "interviews/2026-10-13 Ruth Okafor.md" in result.stdout
    assert run(vault, "check").exit_code == 0
    run(vault, "log", "ruth", "met", day="2026-10-13")
    assert log_lines(vault)[-1] == "- 2026-10-13 met [[2026-10-13 Ruth Okafor]]"
    run(vault, "log", "--undo")
    run(vault, "log", "--undo")
    assert text(vault) == NOTES[RUTH]
    assert not (vault / "interviews" / "2026-10-13 Ruth Okafor.md").exists()


def test_a_wrong_mode_makes_neither_note_nor_line(vault: Path) -> None:
    result = run(vault, "log", "ruth", "booked", "--when", "tue 14:00", "--mode", "telepathy")
    assert result.exit_code == 2
    assert text(vault) == NOTES[RUTH]
    assert run(vault, "log", "ruth", "call", "--when", "tue").exit_code == 2
    assert run(vault, "log", "ruth", "booked", "--place", "x").exit_code == 2


def test_a_second_talk_while_one_stands_is_told(vault: Path) -> None:
    run(vault, "log", "ruth", "booked", "--when", "tue 14:00")
    result = run(vault, "log", "ruth", "booked", "--when", "20 oct 14:00")
    assert "A talk on Tue 13 Oct stands too" in result.stderr
    again = run(vault, "log", "ruth", "booked", "--when", "20 oct 9:00", "-n")
    assert "is there already" in again.stderr


def test_a_talk_that_was_called_off_stands_no_more(vault: Path) -> None:
    run(vault, "log", "ruth", "booked", "--when", "tue 14:00")
    run(vault, "log", "ruth", "cancelled")
    result = run(vault, "log", "ruth", "booked", "--when", "20 oct 14:00")
    assert result.exit_code == 0 and "stands too" not in result.stderr


def test_cancelled_links_the_talk_ahead(vault: Path) -> None:
    run(vault, "log", "ruth", "booked", "--when", "tue 14:00")
    run(vault, "log", "ruth", "cancelled")
    assert log_lines(vault)[-1] == "- 2026-10-08 cancelled [[2026-10-13 Ruth Okafor]]"


def test_a_referral_makes_a_link_of_the_name(vault: Path) -> None:
    run(vault, "log", "ruth", "referral", "Wei Zhang, head of maps")
    assert log_lines(vault)[-1] == "- 2026-10-08 referral [[Wei Zhang]]: head of maps"


@pytest.mark.parametrize(
    ("log", "words", "said"),
    [
        ("- 2026-10-05 letter", ("call",), "Too soon: the time to try again opens Mon 12 Oct"),
        ("- 2026-10-07 voicemail", ("call",), "Too soon"),
        ("", ("call",), "No letter or e-mail went before"),
        ("- 2026-09-01 letter", ("call",), "Ruben Oakes at Tern Press is in play too (asked"),
        ("- 2026-10-08 call: hi", ("call", "hi"), "The same entry stands in line 7 already"),
        ("- 2026-10-08 09:40 no-answer", ("reply",), "counts as earlier than 09:40"),
        (
            "- 2026-09-01 email\n- 2026-09-02 snafu: went to spam #sender\n  use my own address",
            ("email",),
            "Earlier snafu, 2 Sep: went to spam #sender / use my own address",
        ),
        ("- 2026-09-02 snafu: spam #sender", ("snafu", "again #Sender"), "#sender came up before"),
    ],
)
def test_log_thinks_along_and_writes_all_the_same(
    tmp_path: Path, log: str, words: tuple[str, ...], said: str
) -> None:
    vault = write_vault(tmp_path, {**NOTES, RUTH: contact(log, 'company: "[[Tern Press]]"')})
    result = run(vault, "log", "ruth", *words)
    assert result.exit_code == 0
    assert said in result.stderr
    assert said.split()[0] not in run(vault, "-q", "log", "ruth", "note").stderr


def test_of_many_in_play_at_a_firm_a_few_are_named(vault: Path) -> None:
    at_tern = {
        f"contacts/Editor {n}.md": contact("- 2026-09-01 letter", 'company: "[[Tern Press]]"')
        for n in range(5)
    }
    said = run(write_vault(vault, at_tern), "log", "ruth", "call").stderr
    assert said.count("is in play too") == 3
    assert "3 more at Tern Press are in play." in said


@pytest.mark.parametrize(
    ("log", "words"),
    [
        ("- 2026-09-28 letter", ("call",)),
        ("- 2026-09-28 letter", ("thanks",)),
        ("- 2026-10-07 letter", ("reply",)),
        ("- 2026-10-07 letter", ("note",)),
    ],
)
def test_log_is_silent_when_all_is_well(tmp_path: Path, log: str, words: tuple[str, ...]) -> None:
    vault = write_vault(tmp_path, {RUTH: contact(log)})
    assert run(vault, "log", "ruth", *words).stderr == ""


@pytest.mark.parametrize("name", REFUSED)
def test_a_note_that_cannot_be_edited_is_told_with_its_place_and_what_was_typed(
    vault: Path, name: str
) -> None:
    data = REFUSED[name][0]
    (vault / RUTH).write_bytes(data.replace(b"name: A\n", b"name: A\ntype: contact\n"))
    before = (vault / RUTH).read_bytes()
    result = run(vault, "log", RUTH, "call", "hello")
    assert result.exit_code == 3 or (name == "utf-16" and result.exit_code == 2)
    assert (vault / RUTH).read_bytes() == before
    if result.exit_code == 3:
        assert f"{RUTH}:" in result.stderr
        assert "not written: - 2026-10-08 call: hello" in result.stderr


@pytest.mark.parametrize("name", odd_notes())
def test_every_command_leaves_an_odd_note_whole_and_is_undone_to_the_byte(
    vault: Path, name: str
) -> None:
    data = odd_notes()[name]
    (vault / RUTH).write_bytes(data)
    commands = [
        ("log", RUTH, "call", "a\nb", "--on", "2026-09-10"),
        ("snooze", RUTH, "+3d", "--what", "a: b"),
        ("log", RUTH, "reply", "--next", "friday"),
        *([("tick", RUTH, "1", "--answer", "so")] if b"[ ]" in data else []),
    ]
    for number, words in enumerate(commands):
        result = run(vault, *words)
        assert result.exit_code == 0, (number, result.output)
    for _ in commands:
        assert run(vault, "log", "--undo").exit_code == 0
    assert (vault / RUTH).read_bytes() == data


def test_no_text_of_a_note_steers_the_terminal(vault: Path) -> None:
    write_vault(vault, {"contacts/E\x1b[31m.md": '---\nname: "E\\e[2J"\n---\n<<<<<<< HEAD\n'})
    for words in (("log", "e", "call"), ("tick", "e"), ("snooze", "e", "+3d"), ("edit", "zzz")):
        result = run(vault, *words)
        assert "\x1b" not in result.stdout + result.stderr


# -- tick -------------------------------------------------------------------------------------


@pytest.fixture
def talk(vault: Path) -> Path:
    return write_vault(vault, {"interviews/Talk.md": TALK})


def test_tick_lists_questions_and_advice_with_numbers(talk: Path) -> None:
    rows = [row.split("\t") for row in run(talk, "tick", "ruth").stdout.splitlines()]
    assert [row[:4] for row in rows] == [
        ["1", "[ ]", "Who pays for the maps? #must", "Questions"],
        ["2", "[ ]", "What is changing?", "Questions"],
        ["3", "[ ]", "Learn the tides", "Advice"],
    ]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("1",), "- [x] Who pays for the maps? #must ✅ 2026-10-08 ^pays"),
        (("who", "pays"), "- [x] Who pays for the maps? #must ✅ 2026-10-08 ^pays"),
        (("changing", "--later"), "- [>] What is changing?"),
        (("changing", "--drop"), "- [-] What is changing?"),
        (("TIDES",), "- [x] Learn the tides ✅ 2026-10-08"),
    ],
)
def test_tick_changes_one_line(talk: Path, words: tuple[str, ...], line: str) -> None:
    assert run(talk, "tick", "ruth", *words).exit_code == 0
    after = text(talk, "interviews/Talk.md").splitlines()
    assert [row for row in after if row not in TALK.splitlines()] == [line]
    assert len(after) == len(TALK.splitlines())
    run(talk, "log", "--undo")
    assert text(talk, "interviews/Talk.md") == TALK


def test_tick_takes_the_answer_and_opens_again(talk: Path) -> None:
    run(talk, "tick", "Talk", "pays", "--answer", "The county.\nMostly.")
    note = text(talk, "interviews/Talk.md")
    assert "^pays\n  The county.\n  Mostly.\n- [ ] What" in note
    run(talk, "tick", "ruth", "pays", "--open")
    assert "- [ ] Who pays for the maps? #must ^pays\n" in text(talk, "interviews/Talk.md")


ODD_TALKS = {
    "crlf": TALK.replace("\n", "\r\n"),
    "cr": TALK.replace("\n", "\r"),
    "bom": "\ufeff" + TALK,
    "cut": TALK.rstrip("\n"),
    "stars": TALK.replace("- [ ]", "* [ ]"),
    "numbers": TALK.replace("- [ ]", "12. [ ]"),
    "wide": TALK.replace("- [ ]", "-   [ ]"),
    "tabs": TALK.replace("- [ ]", "-\t[ ]"),
    "indented": TALK.replace("- [ ]", "  - [ ]"),
    "spaces behind": TALK.replace("tides\n", "tides  \n").replace("^pays", "^pays  "),
    "answers": TALK.replace("^pays\n", "^pays\n  Nobody.\n\n  ```\n  - [ ] no\n  ```\n"),
    "tab answers": TALK.replace("^pays\n", "^pays\n\tNobody.\n"),
    "nested": TALK.replace("^pays\n", "^pays\n  - [ ] and why?\n"),
    "emoji": TALK.replace("maps?", "maps 🗺️ 👩‍🔬?"),
    "done mark": TALK.replace("- [ ] Learn the tides", "- [x] Learn the tides ✅\ufe0f 2026-10-01"),
    "code that never ends": TALK + "```\n- [ ] no\n",
    "comment": TALK.replace("### Company", "<!-- - [ ] no -->\n### Company"),
}


@pytest.mark.parametrize("name", ODD_TALKS)
@pytest.mark.parametrize("mark", [(), ("--later",), ("--drop",)])
def test_a_task_in_an_odd_note_is_ticked_alone_and_undone_to_the_byte(
    vault: Path, name: str, mark: tuple[str, ...]
) -> None:
    before = ODD_TALKS[name].encode()
    write_vault(vault, {"interviews/Talk.md": ODD_TALKS[name]})
    place = vault / "interviews" / "Talk.md"
    for words in (("pays",), ("changing",)):
        assert run(vault, "tick", "ruth", *words, *mark).exit_code == 0
    new = place.read_bytes().decode().split("^pays")
    assert "[ ] Who" not in new[0]
    assert run(vault, "tick", "ruth", "pays", *mark, "--answer", "One.\nTwo.").exit_code == 0
    text_now = place.read_bytes().decode()
    lines = text_now.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = [line for line in lines if "Who pays" not in line and "What is changing" not in line]
    for line in ("One.", "Two."):
        kept.remove(next(one for one in kept if one.strip() == line))
    old = ODD_TALKS[name].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert kept == [line for line in old if "Who pays" not in line and "What is ch" not in line]
    for _ in range(3):
        assert run(vault, "log", "--undo").exit_code == 0
    assert place.read_bytes() == before


def test_a_second_tick_changes_nothing_but_may_bring_the_answer(talk: Path) -> None:
    run(talk, "tick", "ruth", "pays")
    before = text(talk, "interviews/Talk.md")
    again = run(talk, "tick", "ruth", "1", day="2026-10-20")
    assert "is done already" in again.stderr
    assert text(talk, "interviews/Talk.md") == before
    run(talk, "tick", "ruth", "1", "--answer", "They do.", day="2026-10-20")
    assert text(talk, "interviews/Talk.md") == before.replace("^pays\n", "^pays\n  They do.\n")


def test_tick_never_guesses(talk: Path) -> None:
    for words in (("e",), ("nothing like it",), ("99",), ("1", "--later", "--drop")):
        assert run(talk, "tick", "ruth", *words).exit_code == 2
    assert text(talk, "interviews/Talk.md") == TALK


# -- snooze, edit -----------------------------------------------------------------------------


def test_snooze_sets_and_clears_a_day_of_ones_own(vault: Path) -> None:
    result = run(vault, "snooze", "Ruth", "Okafor", "13", "oct", "--what", "ask: why")
    assert "Next: ask: why" in result.stdout
    assert 'next: 2026-10-13\nnext_what: "ask: why"\n---' in text(vault)
    run(vault, "snooze", "ruth", "--off")
    assert text(vault) == NOTES[RUTH]


def test_snooze_wants_a_day_to_come(vault: Path) -> None:
    for words in (("yesterday",), ("someday",), ("1/2",), ()):
        assert run(vault, "snooze", "ruth", *words).exit_code == 2
    assert text(vault) == NOTES[RUTH]


@pytest.mark.parametrize(
    ("editor", "call"),
    [
        ("vim", ("vim", "+7", "f")),
        ("nvim -p", ("nvim", "-p", "+7", "f")),
        ("/usr/bin/nano", ("/usr/bin/nano", "+7", "f")),
        ("emacs -nw", ("emacs", "-nw", "+7", "f")),
        ("code -w", ("code", "-w", "-g", "f:7")),
        ("codium", ("codium", "-g", "f:7")),
        ("cursor --wait", ("cursor", "--wait", "-g", "f:7")),
        ("subl -w", ("subl", "-w", "f:7")),
        ("hx", ("hx", "f:7")),
        ("kate -b", ("kate", "-b", "-l", "7", "f")),
        ("unheard-of", ("unheard-of", "f")),
    ],
)
def test_an_editor_is_started_at_the_line_in_its_own_way(
    editor: str, call: tuple[str, ...]
) -> None:
    assert editors.make_call(tuple(editor.split()), "f", 7).words == call


def make_editor(folder: Path, name: str) -> Path:
    """A program that writes down how it was called, and changes the note."""
    path = folder / name
    path.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{folder}/called"\n')
    path.chmod(path.stat().st_mode | stat.S_IEXEC)
    return path


def test_edit_starts_the_editor_that_is_set_first(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = make_editor(tmp_path, "my editor")
    monkeypatch.setenv("EDITOR", "false")
    monkeypatch.setenv("VISUAL", "false")
    monkeypatch.setenv("VAULTKIT_EDITOR", f"'{mine}' --wait")
    assert run(vault, "edit", "Ruth", "Okafor").exit_code == 0
    assert (tmp_path / "called").read_text().splitlines() == ["--wait", str(vault / RUTH)]
    monkeypatch.delenv("VAULTKIT_EDITOR")
    assert run(vault, "edit", "ruth").exit_code == 3


def test_edit_opens_the_line_that_another_command_printed(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_editor(tmp_path, "code")
    monkeypatch.setenv("VAULTKIT_EDITOR", f"{tmp_path}/code -w")
    for words, line in ((f"{RUTH}:3",), 3), (("ruth",), 8), (("tern",), 4):
        run(vault, "edit", *words)
        place = (tmp_path / "called").read_text().splitlines()[-1]
        assert place.endswith(f".md:{line}")


def test_edit_without_a_terminal_says_where_the_note_is(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAULTKIT_EDITOR", "nano")
    result = run(vault, "edit", "ruth")
    assert result.exit_code == 3
    assert f"the note is {vault / RUTH}, line 8" in result.stderr
    monkeypatch.setenv("VAULTKIT_EDITOR", "no-such-editor")
    assert "name your editor" in run(vault, "edit", "ruth").stderr
    assert run(vault, "edit", "ru").exit_code == 2


def test_edit_says_what_is_wrong_afterwards(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "spoil"
    path.write_text('#!/bin/sh\necho "- 2026-10-01 cal" >> "$1"\n')
    path.chmod(0o755)
    monkeypatch.setenv("VAULTKIT_EDITOR", str(path))
    assert f"{RUTH}:9:14: error" in run(vault, "edit", "ruth").stderr


# -- a person at a terminal -------------------------------------------------------------------


def on_terminal(vault: Path, keys: bytes, *words: str, columns: int = 80) -> tuple[int, str]:
    """Exit code and all that a terminal shows of a command to which somebody types."""
    command = [sys.executable, "-m", "vaultkit", "-C", str(vault), "--today", "2026-10-08", *words]
    main_end, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(command, stdin=end, stdout=end, stderr=end, close_fds=True)
    os.close(end)
    os.write(main_end, keys)
    shown = b""
    while True:
        try:
            data = os.read(main_end, 4096)
        except OSError:
            break
        if not data:
            break
        shown += data
    os.close(main_end)
    return process.wait(), shown.decode()


def test_on_a_terminal_an_ambiguous_name_is_asked_for(vault: Path) -> None:
    code, shown = on_terminal(vault, b"2\n", "log", "ru", "note", "hello")
    assert code == 0
    assert "1  Ruben Oakes  (contacts/Ruben Oakes.md)" in shown
    assert log_lines(vault)[-1] == "- 2026-10-08 note: hello"


def test_on_a_terminal_a_misspelt_name_is_asked_for_and_none_is_an_answer(vault: Path) -> None:
    code, shown = on_terminal(vault, b"0\n", "log", "Ruth Okafro", "note")
    assert code == 2
    assert "Ruth Okafor" in shown
    code, _ = on_terminal(vault, b"", "--no-input", "log", "Ruth Okafro", "note")
    assert code == 2
    assert text(vault) == NOTES[RUTH]


@pytest.mark.skipif(not (shutil.which("vim") or os.environ.get("CI")), reason="no vim here")
def test_a_real_editor_opens_at_the_latest_entry(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAULTKIT_EDITOR", "vim -u NONE -N -n")
    monkeypatch.setenv("TERM", "xterm")
    code, _ = on_terminal(vault, b"O- 2026-09-30 note: typed\x1b:wq\r", "edit", "ruth")
    assert code == 0
    assert log_lines(vault) == ["- 2026-09-30 note: typed", "- 2026-10-01 letter"]


def test_leave_logged_with_the_one_who_gives_it_is_told_where_it_belongs(tmp_path: Path) -> None:
    vault = write_vault(
        tmp_path,
        {**NOTES, "contacts/Wei Zhang.md": contact("", 'referred_by: "[[Ruth Okafor]]"')},
    )
    said = run(vault, "log", "ruth", "permission").stderr
    assert "Leave is logged with the one your letter goes to" in said
    assert "you may need it for Wei Zhang" in said
    assert "Leave is logged" not in run(vault, "log", "wei", "permission").stderr
    refused = run(vault, "letter", "ruth", "permission", "--log")
    assert refused.exit_code == 2
    assert "Ruth Okafor named: Wei Zhang" in refused.stderr


def test_two_calls_of_a_day_at_their_times_are_no_twins(vault: Path) -> None:
    run(vault, "log", "ruth", "no-answer", "--at", "10:00")
    again = run(vault, "log", "ruth", "no-answer", "--at", "16:00")
    assert "same entry" not in again.stderr
    assert "same entry" in run(vault, "log", "ruth", "no-answer", "--at", "16:00").stderr


def test_no_words_on_stdin_write_nothing(vault: Path) -> None:
    before = text(vault)
    assert run(vault, "log", "ruth", "note", "-", stdin="").exit_code == 2
    assert text(vault) == before


def test_a_talk_before_the_day_it_was_fixed_is_told(vault: Path) -> None:
    said = run(vault, "log", "ruth", "booked", "--when", "2026-10-07 14:00").stderr
    assert "The talk on Wed 7 Oct lies before Thu 8 Oct" in said


@pytest.mark.parametrize(("option", "value"), [("--mode", "telepathy"), ("--minutes", "many")])
def test_a_talk_takes_no_value_that_its_note_would_not(
    vault: Path, option: str, value: str
) -> None:
    assert run(vault, "log", "ruth", "booked", "--when", "friday", option, value).exit_code == 2


def test_next_in_december_is_next_years_january(vault: Path) -> None:
    run(vault, "log", "ruth", "later", "--next", "10 jan", day="2026-12-01")
    assert "next: 2027-01-10" in text(vault)


@pytest.mark.parametrize("columns", [60, 80, 200])
@pytest.mark.parametrize("words", [("due", "--all"), ("list", "contacts"), ("tick", "2026-10-07")])
def test_no_line_is_wider_than_the_terminal(
    vault: Path, columns: int, words: tuple[str, ...]
) -> None:
    (vault / "interviews").mkdir()
    (vault / "interviews/2026-10-07 Ruth.md").write_text(TALK)
    _, shown = on_terminal(vault, b"", *words, columns=columns)
    lines = click.unstyle(shown).splitlines()
    assert max(len(line) for line in lines) <= columns
    assert words[0] != "due" or "no letter yet; writing comes first" in shown


def test_words_are_folded_by_the_columns_they_take() -> None:
    assert fold_words("one two three", 7) == ["one two", "three"]
    assert fold_words("王芳王芳 ab", 4) == ["王芳", "王芳", "ab"]
    assert fold_words("", 5) == [""]
    assert fold_words("abcdefgh", 3) == ["abc", "def", "gh"]
