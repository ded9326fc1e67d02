"""Facts that hold for any note: nothing raises, entries survive, time only moves on."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import RUTH, agenda_of, contact
from vaultkit.contact_log import KINDS, LogEntry, read_entry, write_entry
from vaultkit.dates import Calendar, Wait, read_day, read_wait
from vaultkit.document import read_document
from vaultkit.followups import Followup, Status
from vaultkit.notes import read_note
from vaultkit.settings import Settings, read_settings

DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
WORDS = st.text(st.characters(blacklist_categories=("Cc", "Cs")), max_size=30).map(str.strip)
MARKS = st.sampled_from(
    ["---", "## Log", "- 2026-10-01 letter", "  more", "```", "name: x", "- [ ] a", "[[A]]", "%%",
     "\r", "\ufeff", "a: [", "> - ", "- [[x", "\t- y", "### Company", "<!--", "📅 2026-10-01"]
)  # fmt: skip


@given(st.binary(max_size=400))
def test_any_bytes_are_read_without_an_exception(data: bytes) -> None:
    note, problems = read_note("contacts/A.md", b"---\n" + data, Settings())
    assert note.path == "contacts/A.md"
    assert all(one.line >= 1 and one.column >= 1 for one in problems)
    read_note("interviews/A.md", data, Settings())


@given(st.lists(MARKS, max_size=25).map("\n".join))
def test_any_pile_of_marks_is_read_without_an_exception(text: str) -> None:
    for path in ("contacts/A.md", "interviews/A.md", "questions/A.md", "me.md"):
        read_note(path, text.encode(), Settings())


@given(st.text(max_size=200))
def test_any_settings_are_read_without_an_exception(text: str) -> None:
    read_settings(text)


@given(st.text(max_size=200).filter(lambda text: "\x00" not in text))
def test_no_line_of_a_document_is_lost(text: str) -> None:
    document, _ = read_document("a.md", text.encode("utf-8", "replace"))
    assert len("".join(document.lines)) >= len(text.replace("\r", "").replace("\n", "")) - 1


@given(DAYS, st.sampled_from(sorted(KINDS)), WORDS, st.sampled_from(["", "09:05", "23:59"]))
def test_an_entry_survives_the_round_trip(day: date, kind: str, words: str, time: str) -> None:
    entry = LogEntry(day, time, kind, kind, "", words, (), "", 0)
    text = write_entry(entry)
    read = read_entry(text, {})
    assert read is not None
    assert (read.day, read.time, read.kind, read.words) == (day, time, kind, words)


@given(DAYS, st.integers(-40, 40))
def test_working_days_there_and_back(day: date, amount: int) -> None:
    calendar = Calendar()
    there = calendar.add(calendar.roll(day), Wait(amount, "bd"))
    assert calendar.is_working(there) or amount == 0
    assert calendar.add(there, Wait(-amount, "bd")) == calendar.roll(day)


@given(st.integers(0, 999), st.sampled_from(["d", "bd", "w", "m"]), st.booleans())
def test_waits_are_read_as_they_are_written(amount: int, unit: str, plus: bool) -> None:
    wait = Wait(amount, unit, plus)
    assert read_wait(str(wait)) == wait


@given(DAYS)
def test_days_are_read_as_people_type_them(today: date) -> None:
    calendar = Calendar()
    assert read_day("tomorrow", today, calendar) == today + timedelta(days=1)
    assert read_day("+1w", today, calendar) == today + timedelta(days=7)
    monday = read_day("monday", today, calendar)
    assert monday is not None
    assert monday.weekday() == 0
    assert 1 <= (monday - today).days <= 7


ENTRIES = st.lists(
    st.tuples(st.dates(date(2026, 8, 1), date(2026, 10, 8)), st.sampled_from(sorted(KINDS))),
    max_size=8,
)


def _key(one: Followup) -> tuple[object, ...]:
    return one.rule, one.path, one.line, one.opens, one.due


@given(ENTRIES)
@settings(max_examples=150)
def test_moving_today_forward_never_turns_overdue_into_upcoming(
    entries: list[tuple[date, str]],
) -> None:
    log = "\n".join(f"- {day} {kind}" for day, kind in entries)
    today = agenda_of("2026-10-08", {RUTH: contact(log)})
    later = agenda_of("2026-10-09", {RUTH: contact(log)})
    known = {_key(one): one.status for one in later.followups}
    for one in today.followups:
        status = known.get(_key(one))
        if one.status is Status.OVERDUE and status is not None:
            assert status is Status.OVERDUE


@given(ENTRIES)
def test_at_most_one_move_of_the_chase(entries: list[tuple[date, str]]) -> None:
    log = "\n".join(f"- {day} {kind}" for day, kind in entries)
    found = agenda_of("2026-10-08", {RUTH: contact(log)}).followups
    moves = {"permission", "write", "call", "call-again", "another-way", "ask-later", "resend",
             "answer", "book", "note", "missed"}  # fmt: skip
    assert sum(one.action in moves for one in found) <= 1
    assert all(one.opens is None or one.due is None or one.opens <= one.due for one in found)


@given(ENTRIES)
def test_the_order_in_the_file_does_not_matter(entries: list[tuple[date, str]]) -> None:
    rows = sorted(f"- {day} {kind}" for day, kind in dict(entries).items())
    one = agenda_of("2026-10-08", {RUTH: contact("\n".join(rows))})
    other = agenda_of("2026-10-08", {RUTH: contact("\n".join(rows[::-1]))})
    key = [(x.rule, x.opens, x.due) for x in one.followups]
    assert key == [(x.rule, x.opens, x.due) for x in other.followups]
