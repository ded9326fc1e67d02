"""The commands as people use them: order, flags, exit codes, messages."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support import contact, write_vault
from vaultkit.cli import main
from vaultkit.pipeline import EXAMPLE_DAY, load_agenda, load_vault, shift_example

ROOT = Path(__file__).resolve().parent.parent
NOTES = {
    "contacts/José García.md": contact("- 2026-09-24 letter", "email: jose@library.example"),
    "contacts/Josefine Graf.md": contact("- 2026-10-07 reply", "aliases: [Fine]"),
    "contacts/Ruth Okafor.md": contact("", 'company: "[[Tern Press]]"\ncity: Leeds'),
    "contacts/Wei Zhang.md": contact("- 2026-10-01 letter\n- 2026-10-07 met"),
    "companies/Tern Press.md": "---\nfield: books\n---\n",
    "trips/Leeds.md": "---\ncity: Leeds\nstart: 2026-11-16\nend: 2026-11-20\n---\n",
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path, NOTES)


def run(vault: Path, *words: str, day: str = "2026-10-08") -> Result:
    return CliRunner().invoke(main, ["-C", str(vault), "--today", day, *words])


def due(vault: Path, *words: str) -> list[tuple[str, str]]:
    found = json.loads(run(vault, "due", "--json", *words).stdout)["items"]
    return [(one["action"], one["contact"]) for one in found]


def test_due_lists_what_is_owed_with_thanks_first_on_a_day(vault: Path) -> None:
    assert due(vault) == [
        ("thanks", "Wei Zhang"),
        ("answer", "Josefine Graf"),
        ("call", "José García"),
        ("write", "Ruth Okafor"),
    ]


def test_due_narrows_by_company_trip_and_action(vault: Path) -> None:
    assert due(vault, "--company", "tern") == [("write", "Ruth Okafor")]
    assert due(vault, "--trip", "leeds") == [("write", "Ruth Okafor")]
    assert due(vault, "--action", "call") == [("call", "José García")]
    assert run(vault, "due", "--action", "cal").exit_code == 2
    assert run(vault, "build", "-o", "").exit_code == 2
    assert run(vault, "due", "--company", "nobody").exit_code == 2


def test_due_of_a_company_shows_the_tasks_of_its_own_note(vault: Path) -> None:
    note = "---\nfield: books\n---\n- [ ] Read it due:2026-10-07\n"
    (vault / "companies/Tern Press.md").write_text(note)
    document = json.loads(run(vault, "due", "--company", "tern", "--json").stdout)
    assert [one["summary"] for one in document["items"]] == ["Read it", "Write to Ruth Okafor"]
    (vault / "companies/Aldergate.md").write_text("---\nfield: maps\n---\n")
    assert due(vault, "--company", "aldergate") == []


def test_due_json_has_every_key(vault: Path) -> None:
    document = json.loads(run(vault, "due", "--all", "--json").stdout)
    assert document["schema"] == "vaultkit.due/1"
    assert document["today"] == "2026-10-08"
    keys = {"action", "rule", "status", "contact", "path", "line", "opens", "due", "summary",
            "reason"}  # fmt: skip
    assert all(set(item) == keys for item in document["items"])


def test_due_in_a_pipe_is_tab_separated_and_says_how_many_wait(tmp_path: Path) -> None:
    notes = {"contacts/Ada.md": contact(), "contacts/Bo.md": contact("- 2026-10-01 letter")}
    result = run(write_vault(tmp_path, notes), "due")
    assert result.stdout.split("\t")[:4] == ["due", "2026-10-15", "call", "Call Bo"]
    assert "1 person to write to (Ada)" in result.stderr
    assert "vaultkit due --all" in result.stderr


def test_exit_codes(vault: Path, tmp_path: Path) -> None:
    assert run(vault, "due").exit_code == 0
    assert run(vault, "due", "--exit-code").exit_code == 1
    assert run(vault, "due", "--exit-code", "--action", "book").exit_code == 0
    assert run(vault, "nonsense").exit_code == 2
    assert run(vault, "due", day="10/08/2026").exit_code == 2
    assert run(vault, "due", day="someday").exit_code == 2
    assert run(tmp_path / "nowhere", "due").exit_code == 3
    assert run(Path("/"), "due").exit_code == 3


def test_a_slash_in_a_date_is_refused_with_the_reason(vault: Path) -> None:
    assert "day or month first" in run(vault, "due", day="10/08/2026").stderr


def test_a_misspelt_command_names_the_nearest(vault: Path) -> None:
    assert "nearest is check" in run(vault, "chekc").stderr


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("due --today 2026-01-01", "--today stands before the command: vaultkit --today DATE due"),
        ("due -C .", "-C stands before the command: vaultkit -C DIR due"),
        ("new contact X -q", "-q stands before the command: vaultkit -q new contact"),
        ("due --nope", "No such option '--nope'"),
    ],
)
def test_an_option_that_stands_before_the_command_is_told_its_place(
    vault: Path, typed: str, said: str
) -> None:
    result = run(vault, *typed.split())
    assert result.exit_code == 2
    assert said in result.stderr.replace("option: --nope", "option '--nope'")


def test_next_is_one_thing_with_the_means(vault: Path) -> None:
    result = run(vault, "next")
    assert result.stdout.startswith("Thank Wei Zhang")
    assert "rule thank: the method" in result.stdout
    assert len(json.loads(run(vault, "next", "--json").stdout)["items"]) == 1


def test_of_three_notes_with_one_address_each_is_told_its_own(tmp_path: Path) -> None:
    notes = {f"notes/{name}.md": name for name in ("a b", "a.b", "a_b")}
    problems = run(write_vault(tmp_path, notes), "check").stdout
    assert "notes/a.b.md:1:1: warning: its page would have the address of notes/a b.md" in problems
    assert "ending in -2, rename" in problems and "ending in -3, rename" in problems
    run(tmp_path, "build")
    assert (tmp_path / "site" / "notes" / "a-b-3.html").exists()


TRIP = {"trips/Leeds.md": "---\ncity: Leeds\nstart: 2026-10-16\nend: 2026-10-18\n---\n"}


@pytest.mark.parametrize(
    ("note", "source"),
    [
        (
            contact("", "city: Leeds"),
            "rule write-first: letters go three weeks before a stay (T22)",
        ),
        (contact("- 2026-09-01 agreed\n- 2026-09-08 email"), "rule book: our choice"),
        (
            contact("- 2026-03-02 met\n- 2026-03-03 update", "cadence: 40"),
            "rule update: cadence in contacts/Ada.md:2",
        ),
    ],
)
def test_next_tells_the_source_of_the_very_days(tmp_path: Path, note: str, source: str) -> None:
    vault = write_vault(tmp_path, {"contacts/Ada.md": note, **TRIP})
    assert f"  {source}\n" in run(vault, "next").stdout


def test_next_says_when_nothing_is_due(tmp_path: Path) -> None:
    result = run(write_vault(tmp_path, {"contacts/Ada.md": contact()}), "next")
    assert result.stdout == ""
    assert "Nothing is due" in result.stderr


def test_list_contact_as_json(vault: Path) -> None:
    document = json.loads(run(vault, "list", "contacts", "--json").stdout)
    assert document["schema"] == "vaultkit.list/1"
    assert document["kind"] == "contact"
    jose = next(item for item in document["items"] if item["name"] == "José García")
    assert jose == {
        "name": "José García",
        "path": "contacts/José García.md",
        "stage": "asked",
        "last_touch": "2026-09-24",
        "company": None,
        "next": {"action": "call", "due": "2026-10-08"},
    }


@pytest.mark.parametrize("kind", ["company", "interview", "trip", "questions", "letter", "note"])
def test_list_knows_every_kind(kind: str) -> None:
    result = run(ROOT / "example-vault", "list", kind, day="2026-11-10")
    assert result.exit_code == 0
    assert result.stdout


def test_list_refuses_an_unknown_kind(vault: Path) -> None:
    assert run(vault, "list", "people").exit_code == 2
    assert run(vault, "list", "letters").exit_code == 0


@pytest.mark.parametrize("who", ["jose garcia", "José García", "garcia", "jose@library.example"])
def test_show_finds_a_name_without_accents_by_prefix_and_by_address(vault: Path, who: str) -> None:
    assert run(vault, "show", who).stdout.startswith("José García")


def test_show_tells_when_a_name_is_ambiguous_or_guessed(vault: Path) -> None:
    ambiguous = run(vault, "show", "jos")
    assert ambiguous.exit_code == 2
    assert "Josefine Graf" in ambiguous.stderr
    guessed = run(vault, "show", "Ruth Okafro")
    assert guessed.stdout.startswith("Ruth Okafor")
    assert "taking Ruth Okafor" in guessed.stderr
    assert run(vault, "show", "xyz").exit_code == 2


def test_show_as_json_carries_fields_followups_and_log(vault: Path) -> None:
    card = json.loads(run(vault, "show", "wei", "--json").stdout)
    assert card["stage"] == "met"
    assert [entry["kind"] for entry in card["log"]] == ["met", "letter"]
    assert card["followups"][0]["action"] == "thanks"
    company = json.loads(run(vault, "show", "Tern Press", "--json").stdout)
    assert company["backlinks"] == ["contacts/Ruth Okafor.md"]


def test_find_answers_with_file_and_line(vault: Path) -> None:
    assert "contacts/José García.md:7: - 2026-09-24 letter" in run(vault, "find", "letter").stdout
    assert json.loads(run(vault, "find", "letter", "--json").stdout)["items"]
    assert run(vault, "find", "absent", "--exit-code").exit_code == 1


def test_check_speaks_text_json_and_github(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, {"contacts/Ada.md": contact("- 2026-10-01 leter")})
    assert run(vault, "check").exit_code == 1
    assert "contacts/Ada.md:7:14: error:" in run(vault, "check").stdout
    assert json.loads(run(vault, "check", "--format", "json").stdout)["problems"][0]["line"] == 7
    github = run(vault, "check", "--format", "github").stdout
    assert github.startswith("::error file=contacts/Ada.md,line=7,col=14,title=log-kind::")
    assert run(vault, "check", "companies").exit_code == 0
    assert run(vault, "check", "contacts/Ada.md").exit_code == 1


def test_strict_counts_warnings(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, {"contacts/Ada.md": contact("- odd line")})
    assert run(vault, "check").exit_code == 0
    assert run(vault, "check", "--strict").exit_code == 1


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "me.md").write_text("mine")
    assert run(tmp_path, "init").exit_code == 0
    assert (tmp_path / "me.md").read_text() == "mine"
    assert run(tmp_path, "init").exit_code == 3
    assert run(tmp_path, "init", "--example").exit_code == 3
    assert run(tmp_path, "check").exit_code == 0


@pytest.mark.parametrize("day", ["2026-11-10", "2026-12-31", "2027-03-01", "2024-02-29"])
def test_the_example_is_alive_on_any_day(tmp_path: Path, day: str) -> None:
    assert run(tmp_path, "init", "--example", "demo", day=day).exit_code == 0
    loaded = load_vault(tmp_path / "demo")
    assert loaded.diagnostics == ()
    agenda = load_agenda(loaded, date.fromisoformat(day))
    assert sum(one.status.value in ("overdue", "due") for one in agenda.followups) >= 10
    assert any(standing.ahead for standing in agenda.standings.values())


def test_the_example_moves_by_whole_weeks() -> None:
    files = {"interviews/2026-11-12 A.md": b"when: 2026-11-12"}
    moved = shift_example(files, date(2026, 11, 24))
    assert moved == {"interviews/2026-11-26 A.md": b"when: 2026-11-26"}
    assert shift_example(files, EXAMPLE_DAY) == files


def test_help_names_every_command() -> None:
    shown = CliRunner().invoke(main, ["--help"]).stdout
    assert all(word in shown for word in ("due", "next", "list", "show", "find", "check", "build"))


def test_asking_the_referrer_shows_the_number_of_the_referrer(tmp_path: Path) -> None:
    notes = {
        "contacts/Ada.md": contact("", 'referred_by: "[[Bo]]"\nphone: 111'),
        "contacts/Bo.md": contact("- 2026-10-01 referral [[Ada]]", "closed: true\nphone: 222"),
    }
    shown = run(write_vault(tmp_path, notes), "next").stdout
    assert "Ask Bo whether you may mention them to Ada" in shown
    assert "222" in shown
    assert "111" not in shown


def test_next_names_a_command_that_works(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, {"contacts/Ruth Okafor.md": contact("- 2026-10-01 letter")})
    base = ["-C", str(vault), "--today", "2026-10-09"]
    said = CliRunner().invoke(main, [*base, "next"]).stdout
    assert "  with: vaultkit script 'Ruth Okafor'\n" in said
    assert CliRunner().invoke(main, [*base, "script", "Ruth Okafor"]).exit_code == 0


def test_check_of_a_path_that_is_nowhere_is_no_clean_answer(vault: Path) -> None:
    result = run(vault, "check", "contacts/Rut Okafor.md")
    assert result.exit_code == 2
    assert 'no note and no folder "contacts/Rut Okafor.md"' in result.stderr
    assert "outside the vault" in run(vault, "check", str(ROOT)).stderr
    assert run(vault, "check", "contacts").exit_code == 0


def test_a_card_needs_no_quotes(vault: Path) -> None:
    assert run(vault, "show", "ruth", "okafor").stdout.startswith("Ruth Okafor")


def test_new_says_which_kinds_it_makes(vault: Path) -> None:
    said = run(vault, "new", "person", "Ana").stderr
    assert "expected one of contact, company, interview, trip, note" in said
    assert run(vault, "new", "contacts", "Ana Ito").exit_code == 0


def test_an_export_makes_no_folder_for_one_file(vault: Path) -> None:
    result = run(vault, "export", "json", "-o", str(vault / "nowhere" / "v.json"))
    assert result.exit_code == 3
    assert not (vault / "nowhere").exists()


@pytest.mark.parametrize("words", [("",), ("  ", "")])
def test_a_search_for_nothing_is_asked_what_for(vault: Path, words: tuple[str, ...]) -> None:
    result = run(vault, "find", *words)
    assert result.exit_code == 2
    assert "search for what?" in result.stderr


@pytest.mark.parametrize("words", [("--version",), ("due", "--exit-code"), ("check",), ("nope",)])
def test_the_process_ends_as_the_command_does(vault: Path, words: tuple[str, ...]) -> None:
    expected = run(vault, *words)
    command = (sys.executable, "-m", "vaultkit", "-C", str(vault), "--today", "2026-10-08", *words)
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    assert done.stdout == expected.stdout
    assert done.stderr == expected.stderr.replace("main", "python -m vaultkit")
    assert done.returncode == expected.exit_code


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full")
@pytest.mark.parametrize("words", ["--version", "--help", "due", "schema"])
def test_an_answer_that_has_nowhere_to_go_is_one_line(vault: Path, words: str) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        command = (sys.executable, "-m", "vaultkit", "-C", str(vault), words)
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False
        )

    assert done.returncode == 3
    assert done.stderr.startswith("vaultkit: the system: ") and done.stderr.count("\n") == 1


def test_of_many_problems_each_code_is_counted_errors_first(vault: Path) -> None:
    log = "\n".join(f"- nonsense {number}\n\n---\n" for number in range(60))
    write_vault(vault, {"contacts/Ada Bauer.md": contact(log + "- 2026-10-01 phoned")})

    done = run(vault, "check")

    assert len(done.stdout.splitlines()) == 61
    assert done.stderr.splitlines() == [
        "1 error, 60 warnings:",
        "      1  log-kind: a log entry uses a word that is not a kind of entry",
        "     60  log-unparsed: a line of the log is not `- DATE KIND: words`",
    ]
    assert run(vault, "check", "trips").stderr == "No problems.\n"
