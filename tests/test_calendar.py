"""What a second program reads in the exported calendar is what stands in the vault."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from tests.support import write_vault
from vaultkit.cli import main
from vaultkit.exchange.entries import write_entry, write_text, write_time
from vaultkit.exchange.text import plain
from vaultkit.pipeline import load_agenda, load_vault

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 10)
RUTH = "contacts/Ruth Okafor.md"
NASTY = 'a\\b; c, "d"\u2028e \u202eXY ünï 中文 ' + "long " * 40
TALK = (
    '---\ncontact: "[[Ruth Okafor]]"\nwhen: 2026-11-20 15:00\nminutes: 45\nstatus: confirmed\n'
    "place: 14 Canal Row, Leeds\ntravel: 20\n---\n"
)


def run(vault: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(vault), "--today", str(DAY), *words])


def read(vault: Path, *words: str) -> list[Any]:
    found = run(vault, "export", "ics", *words)
    assert found.exit_code == 0, found.output
    return list(icalendar.Calendar.from_ical(found.stdout_bytes).walk())


def test_every_follow_up_with_a_day_is_an_event_of_that_day() -> None:
    loaded = load_vault(ROOT / "example-vault")
    agenda = load_agenda(loaded, DAY)
    wanted = sorted(
        (one.summary, one.due or one.opens)
        for one in agenda.followups
        if one.action != "meet" and (one.due or one.opens)
    )
    days = [one for one in read(ROOT / "example-vault") if one.get("transp") == "TRANSPARENT"]
    assert sorted((str(one["summary"]), one["dtstart"].dt) for one in days) == wanted
    assert all(one["dtend"].dt - one["dtstart"].dt == timedelta(days=1) for one in days)


def test_a_meeting_stands_at_its_hour_in_the_zone_of_the_searcher(tmp_path: Path) -> None:
    me = "---\nname: Nora\ntimezone: Europe/Lisbon\n---\n"
    write_vault(tmp_path, {RUTH: "---\nphone: 0117 496 0142\n---\n", "me.md": me,
                           "interviews/2026-11-20 Ruth Okafor.md": TALK})  # fmt: skip
    (talk,) = [one for one in read(tmp_path) if str(one.get("summary")) == "Meet Ruth Okafor"]
    zone = ZoneInfo("Europe/Lisbon")
    assert talk["dtstart"].dt == datetime(2026, 11, 20, 15, tzinfo=zone)
    assert talk["dtend"].dt == datetime(2026, 11, 20, 15, 45, tzinfo=zone)
    assert talk["dtstart"].params["TZID"] == "Europe/Lisbon"
    assert str(talk["location"]) == "14 Canal Row, Leeds"
    assert "phone: 0117 496 0142" in talk["description"]
    assert "bring: two CVs" in talk["description"]
    (alarm,) = talk.subcomponents
    assert alarm["trigger"].dt == -timedelta(minutes=30)
    zones = [one for one in read(tmp_path) if one.name == "VTIMEZONE"]
    assert [str(one["tzid"]) for one in zones] == ["Europe/Lisbon"]


def test_a_cancelled_meeting_is_not_in_the_calendar(tmp_path: Path) -> None:
    talk = TALK.replace("confirmed", "cancelled")
    write_vault(tmp_path, {RUTH: "---\nrole: x\n---\n", "interviews/x.md": talk})
    assert not [one for one in read(tmp_path) if "Meet" in str(one.get("summary"))]


def test_to_dos_carry_the_whole_window(tmp_path: Path) -> None:
    write_vault(tmp_path, {RUTH: "---\nrole: x\n---\n## Log\n- 2026-11-02 letter\n"})
    (todo,) = [one for one in read(tmp_path, "--todos") if one.name == "VTODO"]
    assert (todo["dtstart"].dt, todo["due"].dt) == (date(2026, 11, 9), date(2026, 11, 16))
    assert "ring one to two weeks later" in todo["description"]


def test_an_entry_keeps_its_uid_when_days_pass_and_lines_move(tmp_path: Path) -> None:
    log = "## Log\n- 2026-11-02 letter\n"
    write_vault(tmp_path, {RUTH: f"---\nrole: x\n---\n{log}"})
    before = [str(one["uid"]) for one in read(tmp_path) if "uid" in one]
    (tmp_path / RUTH).write_text(f"---\nrole: x\n---\nA line more.\n\n{log}")
    command = ["-C", str(tmp_path), "--today", "2026-11-12", "export", "ics"]
    later = icalendar.Calendar.from_ical(CliRunner().invoke(main, command).stdout_bytes)
    assert before == [str(one["uid"]) for one in later.walk() if "uid" in one]
    assert len(before) == 1


def test_uids_are_unique(tmp_path: Path) -> None:
    write_vault(
        tmp_path, {RUTH: "---\nrole: x\n---\n- [ ] map due:2026-11-12\n- [ ] map due:2026-11-12\n"}
    )
    for words in ([], ["--todos"]):
        uids = [str(one["uid"]) for one in read(tmp_path, *words) if "uid" in one]
        assert len(uids) == len(set(uids)) >= 2


def test_nothing_a_note_holds_breaks_a_line(tmp_path: Path) -> None:
    task = f"- [ ] {NASTY} due:2026-11-12\n- [ ] x\\nEND:VCALENDAR due:2026-11-13\n"
    write_vault(tmp_path, {RUTH: f"---\nrole: x\n---\n{task}"})
    data = run(tmp_path, "export", "ics").stdout_bytes
    lines = data.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert b"\r" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert data.count(b"\r\nEND:VCALENDAR") == 1
    calendar = icalendar.Calendar.from_ical(data)
    words = [str(one["summary"]) for one in calendar.walk("VEVENT")]
    assert words[0].startswith('a\\b; c, "d"')
    assert words[1] == "x\\nEND:VCALENDAR"


@pytest.mark.parametrize("words", [[], ["--todos"]])
def test_the_same_vault_gives_the_same_bytes(words: list[str]) -> None:
    found = [run(ROOT / "example-vault", "export", "ics", *words).stdout_bytes for _ in range(2)]
    assert found[0] == found[1]


def test_a_redacted_calendar_holds_no_address() -> None:
    data = run(ROOT / "example-vault", "export", "ics", "--redact").stdout_bytes
    assert b"0113" not in data
    assert b"@post.example" not in data
    assert b"Canal Row" not in data


def test_the_site_brings_its_calendar_without_private_fields(tmp_path: Path) -> None:
    fields = "phone: 0117 496 0142\nrole: Flood Keeper\ncompany: Tern Press\nprivate: [phone, role]"
    write_vault(tmp_path, {RUTH: f"---\n{fields}\n---\n## Log\n- 2026-11-02 letter\n",
                           "interviews/2026-11-20 Ruth Okafor.md": TALK})  # fmt: skip
    assert run(tmp_path, "build").exit_code == 0
    data = (tmp_path / "site" / "followups.ics").read_bytes()
    calendar = icalendar.Calendar.from_ical(data)
    assert "Meet Ruth Okafor" in {str(one.get("summary")) for one in calendar.walk()}
    assert b"Tern Press" in data
    assert b"0117" not in data.replace(b"\r\n ", b"")
    assert b"Flood Keeper" not in data.replace(b"\r\n ", b"")
    assert b"contacts/ruth-okafor.html#draft" in data.replace(b"\r\n ", b"")


@pytest.mark.parametrize(
    ("when", "start", "end"),
    [
        ("2026-11-12T23:30", "2026-11-12T23:30:00+00:00", "2026-11-13T00:15:00+00:00"),
        ("2026-10-25T01:30", "2026-10-25T00:30:00+00:00", "2026-10-25T01:15:00+00:00"),
        ("2027-03-28T00:30", "2027-03-28T00:30:00+00:00", "2027-03-28T01:15:00+00:00"),
        ("2027-03-28T01:30", "2027-03-28T01:30:00+00:00", "2027-03-28T02:15:00+00:00"),
    ],
)
def test_a_talk_lasts_as_long_on_the_day_clocks_are_changed(
    tmp_path: Path, when: str, start: str, end: str
) -> None:
    talk = TALK.replace("2026-11-20 15:00", when)
    me = "---\ntimezone: Europe/London\n---\n"
    write_vault(tmp_path, {RUTH: "---\nrole: x\n---\n", "me.md": me, "interviews/a.md": talk})
    (event,) = [one for one in read(tmp_path) if str(one.get("summary")) == "Meet Ruth Okafor"]
    began = event["dtstart"].dt.astimezone(UTC)
    length = event["duration"].dt if "duration" in event else None
    ended = began + length if length else event["dtend"].dt.astimezone(UTC)
    assert (began.isoformat(), ended.isoformat()) == (start, end)


@pytest.mark.parametrize("when", ["9999-12-31T23:59", "0001-01-01T00:00"])
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York", "Nowhere/Land"])
def test_the_first_and_the_last_hour_there_are_can_be_written(
    tmp_path: Path, when: str, zone: str
) -> None:
    talk = TALK.replace("2026-11-20 15:00", when)
    me = f"---\ntimezone: {zone}\n---\n"
    write_vault(tmp_path, {RUTH: "---\nrole: x\n---\n", "me.md": me, "interviews/a.md": talk})
    assert run(tmp_path, "export", "ics").exit_code == 0


@given(st.text(), st.text("aé\u4e2d\\;,^ \n", min_size=60), st.integers(0, 10_000))
def test_an_entry_is_read_as_it_was_written(one: str, other: str, minutes: int) -> None:
    words = [plain(text) for text in (one, other)]
    lines = {"SUMMARY": write_text(words[0]), "DESCRIPTION": write_text(words[1])}
    length = timedelta(minutes=minutes)
    alarm = write_entry("VALARM", write_time("TRIGGER", -length))
    data = write_entry("VEVENT", lines, alarm)
    assert max(map(len, data.split(b"\r\n"))) <= 75
    event: Any = icalendar.Event.from_ical(data)
    assert [str(event["summary"]), str(event["description"])] == words
    assert [one["trigger"].dt for one in event.subcomponents] == [-length]
