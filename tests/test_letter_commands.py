"""`letter` and `script`: what a user sees, and what other programs read of it."""

import re
import shlex
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner, Result

from vaultkit.cli import main
from vaultkit.contact_log import KINDS, read_entry
from vaultkit.drafts import Sources, Wish, Writer, make_wish
from vaultkit.drafts.facts import make_context
from vaultkit.drafts.preflight import check_first
from vaultkit.drafts.script import make_script
from vaultkit.drafts.slots import Slots
from vaultkit.pipeline import load_agenda, load_letters, load_vault

from .support import RUTH, contact, write_vault

ROOT = Path(__file__).resolve().parent.parent
DAY = "2026-10-30"
NOTES = {
    "me.md": "---\nname: Nora Ö. Whitlock\nemail: nora@post.example\nresume: files/cv.txt\n"
    "school: Leeds\navailable: mornings\npositions: [curator]\ncities: [Leeds]\n---\n",
    "files/cv.txt": "my life\n",
    RUTH: contact(
        "- 2026-10-20 letter\n",
        "email: ruth@maps.example\nphone: 0113 496 0100\next: 7\nwhy: you draw & paint 100% = é",
    ),
}


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(folder), "--today", DAY, *words])


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "v", NOTES)


def sources_of(vault: Path, day: str = DAY) -> Sources:
    loaded = load_vault(vault)
    agenda = load_agenda(loaded, date.fromisoformat(day))
    return Sources(loaded.vault, loaded.settings, agenda, load_letters(loaded.settings))


def test_without_for_the_letter_that_is_due_is_drafted(vault: Path) -> None:
    result = run(vault, "letter", "ruth")
    assert result.exit_code == 0
    assert result.stdout.startswith("Good morning, this is Nora")
    assert "Call Ruth Okafor: letter sent 20 Oct" in result.stderr


def test_talk_goes_to_stderr_and_the_text_alone_to_stdout(vault: Path) -> None:
    result = run(vault, "letter", "ruth", "letter")
    assert result.stdout.startswith("Dear Ruth Okafor,")
    assert result.stdout.endswith("Nora Ö. Whitlock\n")
    assert "Subject: Half an hour about your work" in result.stderr
    assert "Enclose: files/cv.txt" in result.stderr
    assert "warning: contacts/Ruth Okafor.md:1: missing: a fact" in result.stderr
    assert run(vault, "-q", "letter", "ruth", "letter").stderr == ""


def test_names_of_several_words_need_no_quotes(vault: Path) -> None:
    assert run(vault, "letter", "ruth", "okafor", "thanks").stdout.startswith("Dear Ruth")


def test_an_unknown_purpose_is_told_with_the_nearest(vault: Path) -> None:
    result = run(vault, "letter", "ruth", "thank")
    assert result.exit_code == 2 and 'nearest is "thanks"' in result.stderr
    assert run(vault, "letter").exit_code == 2
    assert run(vault, "letter", "nobody").exit_code == 2
    assert run(vault, "letter", "ruth", "letter", "--mailto", "-o", "x").exit_code == 2


@pytest.mark.parametrize("typed", ["--eml", "--eml -"])
def test_a_message_without_a_file_goes_to_stdout(vault: Path, typed: str) -> None:
    result = run(vault, "letter", "ruth", "letter", *typed.split())
    assert message_from_bytes(result.stdout_bytes, policy=default)["X-Unsent"] == "1"
    assert result.exit_code == 0 and not Path("-").exists()


def test_a_message_goes_to_the_file_behind_o_too(vault: Path, tmp_path: Path) -> None:
    target = tmp_path / "ruth.eml"
    run(vault, "letter", "ruth", "letter", "--eml", "-o", str(target))
    assert message_from_bytes(target.read_bytes(), policy=default)["X-Unsent"] == "1"
    assert run(vault, "letter", "ruth", "letter", "--eml", "a", "-o", "b").exit_code == 2


@pytest.mark.parametrize("command", ["letter ruth letter", "export csv", "export ics"])
def test_a_file_called_dash_is_stdout(vault: Path, command: str) -> None:
    assert run(vault, *command.split(), "-o", "-").stdout == run(vault, *command.split()).stdout
    assert not Path("-").exists()


def test_when_nothing_is_due_the_purposes_are_named(tmp_path: Path) -> None:
    folder = write_vault(tmp_path, {RUTH: contact("- 2026-10-29 agreed")})
    result = run(folder, "letter", "ruth")
    assert result.exit_code == 2 and "name what for: letter, call" in result.stderr


def test_a_message_is_read_back_by_email(vault: Path, tmp_path: Path) -> None:
    target = tmp_path / "ruth.eml"
    assert run(vault, "letter", "ruth", "letter", "--eml", str(target)).exit_code == 0
    data = target.read_bytes()
    message = message_from_bytes(data, policy=default)
    assert message["X-Unsent"] == "1" and not message.defects
    assert message["From"].addresses[0].display_name == "Nora Ö. Whitlock"
    assert message["To"].addresses[0].addr_spec == "ruth@maps.example"
    assert message["Subject"] == "Half an hour about your work"
    assert message["Date"].datetime.date().isoformat() == DAY
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == run(vault, "letter", "ruth", "letter").stdout
    (cv,) = message.iter_attachments()
    assert (cv.get_filename(), cv.get_content()) == ("cv.txt", "my life\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    other = tmp_path / "again.eml"
    run(vault, "letter", "ruth", "letter", "--eml", str(other))
    assert other.read_bytes() == data


@pytest.mark.parametrize("email", ["no address", '"a\\nBcc: x@y.example"', "a@b@c", "\U000f0000@x"])
def test_an_address_that_is_none_is_left_out_and_told(tmp_path: Path, email: str) -> None:
    folder = write_vault(tmp_path / "v", {**NOTES, RUTH: contact(fields=f"email: {email}")})
    target = tmp_path / "x.eml"
    result = run(folder, "letter", "ruth", "letter", "--eml", str(target))
    assert result.exit_code == 0, result.output
    message = message_from_bytes(target.read_bytes(), policy=default)
    assert message["Bcc"] is None and len(message.get_all("To", [])) <= 1


def test_a_domain_in_any_script_becomes_one_that_mail_knows(tmp_path: Path) -> None:
    folder = write_vault(tmp_path / "v", {**NOTES, RUTH: contact(fields="email: r@bücher.example")})
    target = tmp_path / "x.eml"
    run(folder, "letter", "ruth", "letter", "--eml", str(target))
    message = message_from_bytes(target.read_bytes(), policy=default)
    assert message["To"].addresses[0].addr_spec == "r@xn--bcher-kva.example"


def test_no_field_begins_a_header_of_a_letter(vault: Path, tmp_path: Path) -> None:
    more = "Bcc: eve@post.example"
    write_vault(
        vault, {RUTH: contact("", f'name: "Ru\\n{more}"\nemail: "r@maps.example\\n{more}"')}
    )
    address = run(vault, "letter", RUTH, "letter", "--mailto").stdout
    assert address.startswith("mailto:r@maps.exampleBcc%3Aeve@post.example?subject=")
    run(vault, "letter", RUTH, "letter", "--eml", str(tmp_path / "a.eml"))
    message = message_from_bytes((tmp_path / "a.eml").read_bytes(), policy=default)
    assert message["Bcc"] is None and message["To"] is None
    assert run(vault, "build").exit_code == 0
    pages = [page.read_text() for page in (vault / "site").rglob("*.html")]
    assert any("mailto:r@maps.exampleBcc" in page for page in pages)
    assert not any("mailto:r@maps.example%" in page for page in pages)


def test_mailto_decodes_to_the_text(vault: Path) -> None:
    address = run(vault, "letter", "ruth", "letter", "--mailto").stdout.rstrip("\n")
    assert re.fullmatch(r"mailto:ruth@maps\.example\?[\w.~%=&-]+", address)
    found = parse_qs(urlsplit(address).query)
    text = run(vault, "letter", "ruth", "letter").stdout.rstrip("\n")
    assert found["body"] == [text.replace("\n", "\r\n")]
    assert "draw & paint 100% = é" in found["body"][0]
    assert found["subject"] == ["Half an hour about your work"]


def test_a_file_that_exists_is_not_written_over(vault: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    assert run(vault, "letter", "ruth", "-o", str(target)).exit_code == 0
    before = target.read_bytes()
    result = run(vault, "letter", "ruth", "thanks", "-o", str(target))
    assert result.exit_code == 3 and "exists" in result.stderr
    assert target.read_bytes() == before
    assert run(vault, "letter", "ruth", "-o", str(tmp_path / "no" / "x")).exit_code == 3


def test_a_mistake_in_a_template_is_told_and_ours_is_taken(tmp_path: Path) -> None:
    own = {"letters/L.md": "---\nfor: letter\n---\nDear {{ contact.nmae }}"}
    folder = write_vault(tmp_path, {**NOTES, **own})
    result = run(folder, "letter", "ruth", "letter")
    assert result.exit_code == 1
    assert 'letters/L.md:4:1: error: no slot "nmae"' in result.stderr
    assert result.stdout.startswith("Dear Ruth Okafor,")


def test_a_trip_that_is_over_is_remarked(tmp_path: Path) -> None:
    trip = {"trips/York.md": "---\ncity: York\nstart: 2026-10-01\nend: 2026-10-03\n---\n"}
    folder = write_vault(tmp_path, {**NOTES, **trip})
    result = run(folder, "letter", "ruth", "letter", "--trip", "york")
    assert "the days you offer are over" in result.stderr
    assert "in York from Thursday 1 to Saturday 3 October" in result.stdout


def test_news_go_to_everyone_owed_whose_advice_was_followed_first(tmp_path: Path) -> None:
    me = NOTES["me.md"].replace("school", "landed: 2026-10-29\nschool")
    people = {
        "contacts/Ada.md": contact("- 2026-06-01 met\n- 2026-06-02 thanks"),
        "contacts/Bo.md": contact("- 2026-05-01 met\n- 2026-05-02 thanks"),
        "contacts/Cy.md": contact("- 2026-05-01 letter"),
        "contacts/Di.md": contact(
            "- 2026-07-01 met\n- 2026-07-02 thanks\n\n## Advice\n\n- [x] Read ✅ 2026-07-09"
        ),
    }
    news = f"{me}\n## News\n\nI start at the map library in March.\n"
    folder = write_vault(tmp_path, {"me.md": news, **people})
    result = run(folder, "letter", "--news")
    assert re.findall(r"^To: (.*)$", result.stdout, re.M) == ["Di", "Bo", "Ada"]
    assert result.stdout.count("I start at the map library in March.\n") == 3
    assert run(folder, "letter", "ada").stdout.startswith("Dear Ada")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["letter"], '- 2026-10-30 email: "Half an hour about your work"'),
        (["letter", "--by", "post"], "- 2026-10-30 letter"),
        (["letter", "--by", "message"], "- 2026-10-30 message"),
        (["resend"], '- 2026-10-30 email: "Once more: half an hour about your work"'),
        (["thanks"], '- 2026-10-30 thanks: by e-mail, "Thank you for our talk"'),
        (["news"], '- 2026-10-30 update: by e-mail, "Where I landed"'),
        (["update"], '- 2026-10-30 update: by e-mail, "How it is going"'),
        (["feeler", "--by", "message"], "- 2026-10-30 feeler: by message"),
    ],
)
def test_log_adds_one_line_and_touches_nothing_else(
    vault: Path, words: list[str], line: str
) -> None:
    before = (vault / RUTH).read_text(encoding="utf-8")
    result = run(vault, "letter", "ruth", *words, "--log")
    assert result.exit_code == 0, result.output
    after = (vault / RUTH).read_text(encoding="utf-8")
    assert after.replace(f"{line}\n", "", 1) == before and f"{line}\n" in after
    assert f"Logged in {RUTH}: {line}" in result.stderr


def test_log_tells_where_the_copy_is_kept(vault: Path) -> None:
    copy = vault / "files" / "to-ruth.txt"
    run(vault, "letter", "ruth", "thanks", "-o", str(copy), "--log")
    assert "copy in files/to-ruth.txt" in (vault / RUTH).read_text(encoding="utf-8")
    assert copy.read_text(encoding="utf-8").startswith("Dear Ruth")


def test_leave_is_logged_with_the_contact_and_a_report_with_the_referrer(tmp_path: Path) -> None:
    wei = "contacts/Wei Zhang.md"
    notes = {wei: contact(), RUTH: contact("- 2026-10-28 met", 'referred_by: "[[Wei Zhang]]"')}
    folder = write_vault(tmp_path, notes)
    assert run(folder, "letter", "ruth", "permission", "--log").exit_code == 0
    assert "2026-10-30 permission" in (folder / RUTH).read_text(encoding="utf-8")
    assert run(folder, "letter", "ruth", "report-back", "--log").exit_code == 0
    assert "2026-10-30 update" in (folder / wei).read_text(encoding="utf-8")
    assert "Ruth" not in run(folder, "letter", "wei").stdout


def test_log_never_guesses_a_name_and_never_logs_a_call(vault: Path) -> None:
    before = (vault / RUTH).read_bytes()
    assert run(vault, "letter", "rut okafr", "thanks", "--log").exit_code == 2
    assert run(vault, "letter", "ruth", "call", "--log").exit_code == 2
    assert (vault / RUTH).read_bytes() == before


# -- the call script --------------------------------------------------------------------------


def test_a_script_of_somebody_without_a_name_shows_the_gap(vault: Path) -> None:
    (vault / "me.md").write_text("---\nname:\n---\n")
    said = run(vault, "script", "ruth").stdout
    assert "this is [your name: write it in me.md, name]" in " ".join(said.split())
    assert "that [your name: write it in me.md, name] rang" in " ".join(said.split())


def test_every_branch_of_a_script_ends_in_a_line_our_own_reader_reads(vault: Path) -> None:
    sources = sources_of(vault)
    script = make_script(Writer(sources), sources.vault.contacts[0])
    assert [one.id for one in script.branches] == [
        "yes", "no", "still-no", "voicemail", "left-word", "no-answer"
    ]  # fmt: skip
    for branch in script.branches:
        assert branch.say and branch.outcomes
        for outcome in branch.outcomes:
            entry = read_entry(outcome.line.removeprefix("- "), {})
            assert entry is not None and entry.kind in KINDS
            assert entry.day.isoformat() == DAY
            typed = shlex.split(outcome.command)
            assert typed[:4] == ["vaultkit", "log", "Ruth Okafor", entry.kind]


def test_a_script_has_the_number_first_and_the_seconds(vault: Path) -> None:
    lines = run(vault, "script", "ruth").stdout.split("\n")
    assert lines[0] == "Ruth Okafor  0113 496 0100 ext. 7"
    assert any(re.fullmatch(r"Opening, \d+ s", line) for line in lines)
    assert any("I sent you a letter on 20 October." in line for line in lines)


def test_a_script_says_what_to_know_first(tmp_path: Path) -> None:
    log = "- 2026-10-01 email\n- 2026-10-02 bounced\n- 2026-10-03 snafu: rang at lunch #lunch\n"
    log += "- 2026-10-28 email: again"
    folder = write_vault(
        tmp_path,
        {
            "contacts/Wei Zhang.md": contact("- 2026-10-21 letter", 'company: "Tern"'),
            RUTH: contact(log, 'company: "Tern"\nreferred_by: "[[Wei Zhang]]"'),
        },
    )
    text = run(folder, "script", "ruth").stdout
    for words in ("Too soon: not before Wed 4 Nov", "Went wrong: 3 Oct, rang at lunch (lesson: "
                  "#lunch)", "Leave: ask Wei Zhang before you name them", "Before: e-mail sent 28",
                  "Also at Tern: Wei Zhang, asked, letter sent 21 Oct"):  # fmt: skip
        assert words in text
    many = {
        f"contacts/P{n}.md": contact("- 2026-10-21 letter", 'company: "Tern"') for n in range(7)
    }
    crowd = write_vault(tmp_path / "b", {RUTH: contact(fields='company: "Tern"'), **many})
    assert run(crowd, "script", "ruth").stdout.count("Also at Tern: P") == 5
    assert "Also at Tern: and 2 more" in run(crowd, "script", "ruth").stdout
    repeat = run(folder, "letter", "ruth", "letter", "--by", "email").stderr
    assert "Went wrong: 2 Oct, email came back; you are about to go the same way" in repeat


def test_a_meeting_that_is_fixed_is_told_before_you_ask_again(tmp_path: Path) -> None:
    talk = '---\ncontact: "[[Ruth Okafor]]"\nwhen: 2026-11-05 10:00\n---\n'
    notes = {RUTH: contact("- 2026-10-21 booked"), "interviews/T.md": talk}
    folder = write_vault(tmp_path, notes)
    assert "Fixed: you meet on Thu 5 Nov already" in run(folder, "script", "ruth").stdout


@pytest.mark.parametrize(
    ("fields", "log", "said"),
    [
        ("may_mention: yes", "", "Leave: you may name Wei Zhang"),
        ("may_mention: no", "", "Leave: Wei Zhang does not want to be named"),
        ("may_mention: asked", "", "Leave: Wei Zhang has not answered yet"),
        ("closed: true", "", "Closed: this contact is to rest"),
        ("", "- 2026-05-01 declined\n- 2026-09-01 declined", "Said no: twice; let it rest"),
    ],
)
def test_leave_and_refusals_are_told_before_a_call(
    tmp_path: Path, fields: str, log: str, said: str
) -> None:
    note = contact(log, f'referred_by: "[[Wei Zhang]]"\n{fields}')
    folder = write_vault(tmp_path, {"contacts/Wei Zhang.md": contact(), RUTH: note})
    assert said in run(folder, "script", "ruth").stdout


def test_a_second_feeler_says_that_it_is_the_reminder(tmp_path: Path) -> None:
    folder = write_vault(tmp_path, {RUTH: contact("- 2026-10-15 feeler: a curator in Leeds?")})
    assert "I asked you on 15 October" in run(folder, "letter", "ruth").stdout


def test_a_missed_call_is_not_spoken_of_once_they_answered(tmp_path: Path) -> None:
    log = "- 2026-10-01 letter\n- 2026-10-09 voicemail\n"
    folder = write_vault(tmp_path / "a", {RUTH: contact(log)})
    assert "I tried to reach you on 9 October" in run(folder, "letter", "ruth", "call").stdout
    folder = write_vault(tmp_path / "b", {RUTH: contact(f"{log}- 2026-10-12 reply")})
    assert "I tried to reach you" not in run(folder, "letter", "ruth", "call").stdout


def test_ringing_before_writing_is_told(tmp_path: Path) -> None:
    folder = write_vault(tmp_path, {RUTH: contact()})
    text = run(folder, "script", "ruth").stdout
    assert "Write first: you have not written yet" in text
    said = " ".join(text.split())
    assert "I wrote to you" not in said and "like to ask you for half an hour" in said


def test_a_hidden_field_is_in_no_draft_for_the_site(vault: Path) -> None:
    made = sources_of(vault)
    hidden = frozenset(("phone", "why", "ext"))
    site = Sources(made.vault, made.settings, made.agenda, made.letters, lambda note: hidden)
    script = make_script(Writer(site), site.vault.contacts[0])
    assert script.phone == "" and "paint" not in script.draft.text
    assert check_first(site, script.draft.wish)


def test_every_slot_is_in_the_manual(vault: Path) -> None:
    sources = sources_of(vault)
    wish: Wish = make_wish(sources, sources.vault.contacts[0], "letter")
    page = (ROOT / "docs" / "drafts.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| `(\w+)` \|", page.split("## Slots")[1], re.M))
    assert rows == set(make_context(Slots(), sources, wish))


def test_the_commands_of_the_manual_work(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "drafts.md").read_text(encoding="utf-8")
    example = load_vault(ROOT / "example-vault")
    shown = page.split("```sh\n")[1].split("```")[0]
    commands = re.findall(r"^vaultkit (.*?)(?: +#.*)?$", shown, re.M)
    assert len(commands) == 4 and example.vault.contacts
    for command in commands:
        words = [str(tmp_path / one) if one.endswith(".eml") else one
                 for one in shlex.split(command)]  # fmt: skip
        folder = ["-C", str(ROOT / "example-vault"), "--today", "2026-11-10"]
        result = CliRunner().invoke(main, [*folder, *words])
        assert result.exit_code == 0 and "mistake" not in result.stderr, command


def test_the_template_of_the_manual_can_be_filled(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "drafts.md").read_text(encoding="utf-8")
    text = page.split("```jinja\n")[1].split("```")[0]
    folder = write_vault(tmp_path, {**NOTES, "letters/L.md": f"---\nfor: letter\n---\n{text}"})
    result = run(folder, "letter", "ruth", "letter")
    assert result.exit_code == 0 and "because you draw" in result.stdout


def test_words_for_the_phone_name_the_script(vault: Path) -> None:
    said = run(vault, "letter", "ruth", "--mailto").stderr
    assert "For the phone; with every answer: vaultkit script 'Ruth Okafor'" in said
    assert "For the phone" not in run(vault, "letter", "ruth", "letter").stderr


def test_what_is_due_in_your_own_words_is_no_letter(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, {RUTH: contact("- 2026-10-20 letter\n- 2026-10-29 reply")})
    result = run(vault, "letter", "ruth")
    assert result.exit_code == 2
    assert '"Answer Ruth Okafor" is due, in your own words' in result.stderr


@pytest.mark.parametrize("text", ["{{ ''.__class__ }}", "{{ contact.name.__init__ }}"])
def test_a_template_that_reaches_inside_is_told_by_check_too(tmp_path: Path, text: str) -> None:
    write_vault(tmp_path, {"letters/L.md": f"---\nfor: letter\n---\nDear Ruth\n{text}\n"})
    told = CliRunner().invoke(main, ["-C", str(tmp_path), "check"])
    assert told.exit_code == 1
    assert 'letters/L.md:5:1: error: no slot "__' in told.stdout
