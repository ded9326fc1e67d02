"""Dates in an order that cannot be, and dates impossibly far off (R26, R108)."""

from collections.abc import Iterator
from datetime import date

from vaultkit.checks.scene import Scene, at_field
from vaultkit.contact_log import APPROACHES, MISSES, LogEntry
from vaultkit.dates import say_day, shift
from vaultkit.diagnostics import Diagnostic, make_diagnostic
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import LoggedNote, Note
from vaultkit.notes.tasks import DONE
from vaultkit.notes.trip import Trip

# Nobody kept a log of a job search before; a plan further off than this is a slip of the pen.
FIRST_YEAR = 1980
FIRST_DAY = date(FIRST_YEAR, 1, 1)
FAR = 3 * 366
_CALLS = MISSES | {"call"}
_ONE_WAY = APPROACHES | MISSES | {"thanks", "update", "permission", "snafu", "bounced"}
_CONTACT_MADE = frozenset(("wrote", "reply", "agreed", "booked", "met", "feeler"))


def check_order(scene: Scene, note: Note) -> Iterator[Diagnostic]:
    """The log of a contact and the dates of an interview, each against what must come first."""
    if isinstance(note, Contact):
        entries = scene.standing(note).entries
        yield from _check_first_call(scene, entries)
        yield from _check_meeting_first(scene, entries)
        yield from _check_reply_first(scene, entries)
        yield from _check_thanks(scene, note, entries)
        yield from _check_questions(scene, note, entries)
        yield from _check_twice(entries)
        yield from _check_applied(scene, note, FIRST_DAY)
    elif isinstance(note, Interview):
        yield from _check_interview(scene, note)


def _say(entry: LogEntry, code: str, message: str) -> Diagnostic:
    return make_diagnostic(code, entry.path, entry.line, entry.column, message)


def _check_first_call(scene: Scene, entries: tuple[LogEntry, ...]) -> Iterator[Diagnostic]:
    """Writing comes first: a call before any letter, when nothing else opened the door."""
    for entry in entries:
        if entry.kind in APPROACHES | _CONTACT_MADE:
            return
        if entry.kind in _CALLS:
            message = f"{entry.word} before any letter; write first, then call (or mend the date)"
            yield _say(entry, "call-first", message)
            return


def _check_meeting_first(scene: Scene, entries: tuple[LogEntry, ...]) -> Iterator[Diagnostic]:
    """A meeting before the first letter, when nothing at all stands before it."""
    first = next(iter(entries), None)
    if first is None or first.kind not in ("met", "thanks"):
        return
    later = next((one for one in entries if one.kind in APPROACHES), None)
    if later:
        message = (
            f"{first.word} on {say_day(first.day, scene.today)}, before the first {later.word} "
            f"on {say_day(later.day, scene.today)}; mend one of the dates"
        )
        yield _say(first, "date-order", message)


def _check_reply_first(scene: Scene, entries: tuple[LogEntry, ...]) -> Iterator[Diagnostic]:
    """An answer before anything was asked; somebody who writes unasked has `wrote`."""
    first = next(iter(entries), None)
    asked = next((one for one in entries if one.kind in APPROACHES), None)
    answers = ("reply", "agreed", "booked", "declined", "later", "bounced")
    if first and asked and first.kind in answers:
        message = (
            f"{first.word} on {say_day(first.day, scene.today)} stands before the first "
            f"{asked.word} on {say_day(asked.day, scene.today)}; mend the date, or write `wrote`"
        )
        yield _say(first, "date-order", message)


def _check_thanks(
    scene: Scene, contact: Contact, entries: tuple[LogEntry, ...]
) -> Iterator[Diagnostic]:
    """Thanks for a meeting that had not taken place."""
    held = scene.standing(contact).held
    if not held:
        yield from _check_groundless(entries)
        return
    first = held[0]
    for entry in entries:
        if entry.kind == "thanks" and entry.day < first.since:
            message = (
                f"thanks on {say_day(entry.day, scene.today)}, before the meeting on "
                f"{say_day(first.since, scene.today)}; mend one of the dates"
            )
            yield _say(entry, "date-order", message)


def _check_groundless(entries: tuple[LogEntry, ...]) -> Iterator[Diagnostic]:
    """Thanks or news to somebody who was written to and never did or said anything."""
    kinds: set[str] = set()
    for entry in entries:
        if entry.kind in ("thanks", "update") and kinds & APPROACHES and kinds <= _ONE_WAY:
            message = f"{entry.word}, though nothing was heard of them before; mend the date"
            yield _say(entry, "date-order", message)
        kinds.add(entry.kind)


def _check_questions(
    scene: Scene, contact: Contact, entries: tuple[LogEntry, ...]
) -> Iterator[Diagnostic]:
    """The questions left over, sent before there was a talk to leave any."""
    first = next(iter(scene.standing(contact).held), None)
    for entry in entries:
        if entry.kind == "questions" and (first is None or entry.day < first.since):
            message = "questions left over from a talk, but none had taken place; mend the date"
            yield _say(entry, "date-order", message)


def _check_twice(entries: tuple[LogEntry, ...]) -> Iterator[Diagnostic]:
    """One entry that stands twice, as merges and impatient fingers leave it."""
    seen: dict[tuple[object, ...], int] = {}
    for entry in entries:
        key = (entry.day, entry.time, entry.word, entry.link, entry.words, entry.below)
        if (entry.words or entry.link) and key in seen:
            message = f"the same entry stands on line {seen[key]}; take one of them out"
            yield _say(entry, "log-twice", message)
        seen.setdefault(key, entry.line)


def _check_interview(scene: Scene, note: Interview) -> Iterator[Diagnostic]:
    contact = scene.vault.contact_of(note)
    if contact is None or note.when is None:
        return
    day = note.when.day
    if note.status == "held" and day > scene.today:
        message = f"status is held, but {say_day(day, scene.today)} lies ahead; mend one of them"
        yield at_field("date-order", note, "status", message)
    for entry in scene.standing(contact).entries:
        if entry.link and scene.vault.linked_interview(contact, entry) is note:
            yield from _check_linked(scene, entry, day)
    yield from _check_applied(scene, note, day)


def _check_linked(scene: Scene, entry: LogEntry, day: date) -> Iterator[Diagnostic]:
    words = f"{entry.word} on {say_day(entry.day, scene.today)}"
    meeting = f"the interview's `when` is {say_day(day, scene.today)}"
    if entry.kind == "booked" and entry.day > day:
        yield _say(entry, "date-order", f"{words}, but {meeting}, before it; mend one of the dates")
    if entry.kind == "met" and entry.day < day:
        yield _say(entry, "date-order", f"{words}, but {meeting}; mend one of the dates")


def _check_applied(scene: Scene, note: Contact | Interview, day: date) -> Iterator[Diagnostic]:
    """Advice that was followed before it was given, or will have been."""
    for advice in note.advice if DONE in note.document.text else ():
        if advice.applied and not day <= advice.applied <= scene.today:
            talk = f"the talk on {say_day(day, scene.today)}" if day > FIRST_DAY else "that advice"
            message = (
                f"followed on {say_day(advice.applied, scene.today)}; expected a day from {talk} "
                "to today"
            )
            yield make_diagnostic("date-order", note.path, advice.line, 1, message)


def check_far(scene: Scene, note: Note) -> Iterator[Diagnostic]:
    """Years that are slips of the pen: 2206 for 2026."""
    if isinstance(note, LoggedNote):
        for entry in note.log.entries:
            if entry.day.year < FIRST_YEAR:
                yield _say(entry, "date-far", _explain(scene, entry.word, entry.day))
    for field, day in _dated_fields(note):
        if day and (day.year < FIRST_YEAR or day > shift(scene.today, FAR)):
            yield at_field("date-far", note, field, _explain(scene, field, day))
    if (searched := note.values.day("searched")) and searched > scene.today:
        message = f"searched is {searched}, after today; mend the date"
        yield at_field("date-order", note, "searched", message)


def _dated_fields(note: Note) -> Iterator[tuple[str, date | None]]:
    if isinstance(note, Interview):
        yield "when", note.when.day if note.when else None
    if isinstance(note, Trip):
        yield from (("start", note.start), ("end", note.end))
    if isinstance(note, Contact):
        yield "next", note.next
    yield from ((name, note.values.day(name)) for name in ("landed",))


def _explain(scene: Scene, what: str, day: date) -> str:
    latest = shift(scene.today, FAR)
    return f"{what} is {day.isoformat()}; expected a day from {FIRST_YEAR} to {latest.year}"
