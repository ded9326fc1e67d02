"""How eager a company has been: dated evidence, line by line, and an open order; no score.

From the logs of its people on a day; what is counted, and from where, stands in docs/learning.md.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median
from typing import NamedTuple

from vaultkit.contact_log import ANSWERS, OUTGOING, LogEntry
from vaultkit.counting import count_of
from vaultkit.dates import Calendar, say_day
from vaultkit.notes.company import Company
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Note, fold
from vaultkit.stages import Standing, add_status_entries
from vaultkit.vault import Naming, Vault

# One answer says more about a person than about a company (SPEC 2).
ENOUGH = 2
# Asking somebody for leads is not asking them for a talk.
ASKING = OUTGOING - {"feeler"}
_YES = frozenset(("agreed", "booked", "met"))
_SETTLED = _YES | {"declined", "later"}
_OFF = frozenset(("cancelled", "missed"))

# Every measure and its name on the page.
MEASURES = {
    "asked": "People asked",
    "yes": "Said yes",
    "days": "Median time to answer",
    "named": "People they named",
    "minutes": "Minutes beyond the plan",
    "unasked": "Unasked messages",
    "off": "Cancelled or missed",
}

Shows = Callable[[Note, str], bool]


class Evidence(NamedTuple):
    """One line of a log or note that a measure counts: whose, when, what, where it stands."""

    measure: str
    contact: Contact
    day: date | None
    words: str
    path: str
    line: int


class Asked(NamedTuple):
    """Somebody asked: "yes", "no" or "open"; since when; the working days to their answer."""

    contact: Contact
    answer: str
    since: date | None
    days: int | None


@dataclass(frozen=True, slots=True)
class Eagerness:
    """What a company's people did, counted; `days` and `minutes` are None when nothing tells."""

    asked: tuple[Asked, ...]
    evidence: tuple[Evidence, ...]
    days: float | None
    minutes: int | None

    @property
    def can_judge(self) -> bool:
        """Whether enough people were asked to put the company in the order."""
        return len(self.asked) >= ENOUGH

    @property
    def yes(self) -> int:
        """How many of the people asked said yes."""
        return sum(one.answer == "yes" for one in self.asked)

    @property
    def share(self) -> Fraction:
        """The share of the people asked who said yes; 0 when nobody was asked."""
        return Fraction(self.yes, len(self.asked)) if self.asked else Fraction(0)

    def of(self, measure: str) -> tuple[Evidence, ...]:
        """The evidence of one measure, oldest first, undated lines last."""
        return tuple(one for one in self.evidence if one.measure == measure)

    def count(self, measure: str) -> int:
        """How often something happened; people they named count once each."""
        if measure == "named":
            return len({one.words for one in self.of(measure)})
        return len(self.of(measure))


def weigh_company(
    vault: Vault,
    calendar: Calendar,
    today: date,
    staff: Iterable[Standing],
    shows: Shows = lambda note, field: True,
) -> Eagerness:
    """The eagerness of one company from the standings of its people.

    `shows` says whether a field of a note may be counted.
    """
    found = sorted(staff, key=lambda standing: standing.contact.path)
    asked = tuple(one for standing in found for one in _read_asked(calendar, standing))
    evidence = sorted(
        (one for standing in found for one in _find_evidence(vault, calendar, today, standing)),
        key=_by_day,
    )
    talks = [one for standing in found for one in _find_given(standing, today, shows)]
    minutes = sum(given for given, _ in talks) if talks else None
    evidence = sorted((*evidence, *(one for _, one in talks)), key=_by_day)
    days = [one.days for one in asked if one.days is not None]
    return Eagerness(asked, tuple(evidence), median(days) if days else None, minutes)


def by_eagerness(company: Company, one: Eagerness) -> tuple[object, ...]:
    """The open order, as a key: share of yes, then days to answer, then people named.

    Behind all others, by name, come those of which too few people were asked.
    """
    named = fold(company.name), company.path
    if not one.can_judge:
        return (1, *named)
    days = float("inf") if one.days is None else float(one.days)
    return (0, -one.share, days, -one.count("named"), *named)


# -- one person -------------------------------------------------------------------------------


class _Exchange(NamedTuple):
    """The first answer after the first asking, and the last outgoing entry before it."""

    asked: LogEntry
    last: LogEntry
    answer: LogEntry | None


def find_exchange(entries: tuple[LogEntry, ...], asking: frozenset[str]) -> _Exchange | None:
    """What was asked first and what came back first; None when nothing was asked."""
    first = next((n for n, entry in enumerate(entries) if entry.kind in asking), None)
    if first is None:
        return None
    last = entries[first]
    for entry in entries[first + 1 :]:
        if entry.kind in ANSWERS:
            return _Exchange(entries[first], last, entry)
        if entry.kind in OUTGOING:
            last = entry
    return _Exchange(entries[first], last, None)


def find_yes(standing: Standing) -> LogEntry | None:
    """The first entry that says yes: agreed, booked or met."""
    return next((entry for entry in standing.entries if entry.kind in _YES), None)


def said_yes(standing: Standing) -> bool:
    """Whether they ever said yes, in the log or by an interview that stands."""
    return bool(find_yes(standing) or standing.held or standing.ahead)


def was_asked(standing: Standing) -> bool:
    """Whether they were asked for a talk: something went out, or they settled it anyway."""
    return said_yes(standing) or any(one.kind in ASKING | _SETTLED for one in standing.entries)


def find_answer(standing: Standing) -> str:
    """ "yes" once they said so, "no" while their last word is a no, else "open"."""
    if said_yes(standing):
        return "yes"
    last = standing.last(ANSWERS)
    return "no" if last and last.kind == "declined" else "open"


def _read_asked(calendar: Calendar, standing: Standing) -> Iterator[Asked]:
    if not was_asked(standing):
        return
    exchange = find_exchange(standing.entries, ASKING)
    since = exchange.asked.day if exchange else None
    yield Asked(standing.contact, find_answer(standing), since, _days_to(calendar, exchange))


def _days_to(calendar: Calendar, exchange: _Exchange | None) -> int | None:
    if exchange is None or exchange.answer is None:
        return None
    return calendar.count_working(exchange.last.day, exchange.answer.day)


# -- evidence ---------------------------------------------------------------------------------


def _by_day(one: Evidence) -> tuple[date, str, int, str]:
    return one.day or date.max, one.path, one.line, one.measure


def _find_evidence(
    vault: Vault, calendar: Calendar, today: date, standing: Standing
) -> Iterator[Evidence]:
    contact = standing.contact
    exchange = find_exchange(standing.entries, ASKING)
    if exchange:
        yield _cite("asked", contact, exchange.asked, exchange.asked.word)
        if exchange.answer:
            yield _cite("days", contact, exchange.answer, _say_days(calendar, today, exchange))
    elif settled := next((one for one in standing.entries if one.kind in _SETTLED), None):
        yield _cite("asked", contact, settled, settled.word)
    else:
        yield from _find_meeting_evidence("asked", standing)
    yield from _find_yes_evidence(standing)
    for entry in standing.entries:
        if entry.kind == "wrote":
            yield _cite("unasked", contact, entry, "wrote")
    rows, _ = add_status_entries(vault, contact, standing.entries, today)
    for entry in rows:
        if entry.kind in _OFF:
            yield _cite("off", contact, entry, entry.word)
    for naming in standing.named:
        if naming.day is None or naming.day <= today:
            yield _cite_naming(contact, naming)


def _cite(measure: str, contact: Contact, entry: LogEntry, words: str) -> Evidence:
    return Evidence(measure, contact, entry.day, words, *entry.place)


def _cite_naming(contact: Contact, naming: Naming) -> Evidence:
    name = naming.contact.name if naming.contact else naming.name
    return Evidence("named", contact, naming.day, name, naming.path, naming.line)


def _find_yes_evidence(standing: Standing) -> Iterator[Evidence]:
    entry = find_yes(standing)
    if entry:
        yield _cite("yes", standing.contact, entry, entry.word)
    else:
        yield from _find_meeting_evidence("yes", standing)


def _find_meeting_evidence(measure: str, standing: Standing) -> Iterator[Evidence]:
    """The first interview that stands, where the log says nothing."""
    for meeting in (*standing.held, *standing.ahead)[:1]:
        yield Evidence(measure, standing.contact, meeting.day, "interview", *meeting.place)


def _say_days(calendar: Calendar, today: date, exchange: _Exchange) -> str:
    assert exchange.answer is not None  # callers look first
    days = count_of(calendar.count_working(exchange.last.day, exchange.answer.day), "working day")
    return f"{exchange.answer.word} {days} after {exchange.last.word} {_day(exchange.last, today)}"


def _day(entry: LogEntry, today: date) -> str:
    return say_day(entry.day, today)


def _find_given(standing: Standing, today: date, shows: Shows) -> Iterator[tuple[int, Evidence]]:
    """For each talk that took place and says how long it was: the minutes beyond the plan."""
    for meeting in standing.held:
        note = meeting.interview
        given = note.values.number("given") if note and shows(note, "given") else None
        if note is not None and given is not None:
            yield given - note.minutes, _cite_given(standing.contact, note, meeting.day, given)


def _cite_given(contact: Contact, note: Interview, day: date, given: int) -> Evidence:
    words = f"gave {given} minutes of {note.minutes} planned"
    return Evidence("minutes", contact, day, words, note.path, note.values.line("given"))
