"""Agenda and interviews to iCalendar: follow-ups as days, meetings at their hour; or as to-dos.

icalendar writes it (folding, escaping, time zones), entries by way of `entries`. Nothing here
knows the clock: the stamp of every entry is the day the calendar was made for.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from vaultkit.agenda import Agenda
from vaultkit.exchange.entries import Lines, write_entry, write_text, write_time
from vaultkit.exchange.text import one_line, plain
from vaultkit.followups import Followup, Status
from vaultkit.meetings import Meeting
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Note
from vaultkit.notes.values import When
from vaultkit.preparation.bring import bring_list
from vaultkit.vault import Vault

MAKER = "-//vaultkit//vaultkit//EN"
# Be there ten minutes early (REQUIREMENTS T9); by phone and video be ready as early.
EARLY = timedelta(minutes=10)
# The years before and after, for which the rules of the zone are written out.
BEFORE, AHEAD = 5, 5
# Meetings stand in the calendar as hours of their own.
_HOURS = frozenset(("meet",))


class Entry(NamedTuple):
    """An entry of the calendar, and the alarms inside it as they are written."""

    name: str
    lines: Lines
    alarms: tuple[bytes, ...] = ()


def read_public(note: Note, field: str) -> str:
    """A field as text; in a calendar of one's own all are shown."""
    link = note.values.link(field)
    return link.target if link else note.values.text(field) or ""


def say_followup(one: Followup) -> tuple[str, str]:
    """A follow-up in words: what, and why."""
    return one.summary, one.reason


class Writer:
    """Writes the calendar of one vault on one day; `address_of` gives the page of a note by path.

    `public` gives a field of a note as text, "" when it is not to be shown; `say` the summary and
    the reason of a follow-up.

    A calendar is a head, a part for each contact, a part for what is about nobody, and a tail.
    """

    def __init__(
        self,
        vault: Vault,
        agenda: Agenda,
        address_of: Callable[[str], str],
        public: Callable[[Note, str], str] = read_public,
        say: Callable[[Followup], tuple[str, str]] = say_followup,
    ) -> None:
        self._vault, self._agenda, self._address_of = vault, agenda, address_of
        self._public, self._say = public, say
        self._stamp = write_time("DTSTAMP", datetime.combine(agenda.today, time(), UTC))

    def events(self) -> bytes:
        """Every follow-up that has a day, and every meeting that stands."""
        parts = map(self.write_part, self._vault.contacts)
        return self.join(parts)

    def todos(self) -> bytes:
        """Every follow-up as a to-do with its window."""
        todos = (Entry("VTODO", self._make_todo(one)) for one in self._agenda.followups)
        head, tail = self.frame()
        return head + _write(todos) + tail

    def join(self, parts: Iterable[bytes]) -> bytes:
        """Parts of contacts, in the order of the vault, to a calendar."""
        head, tail = self.frame()
        return b"".join((head, *parts, self.write_others(), tail))

    def write_part(self, contact: Contact) -> bytes:
        """What is owed to one contact, and the meetings with them."""
        entries = list(self._make_days(self._agenda.of(contact)))
        entries += (self._make_meeting(*pair) for pair in self._find_meetings(contact))
        return _write(entries)

    def write_others(self) -> bytes:
        """Follow-ups that are about nobody, such as a company's tasks."""
        return _write(self._make_days(one for one in self._agenda.followups if not one.contact))

    def frame(self) -> tuple[bytes, bytes]:
        """Head and tail; the zone of the searcher stands in the head."""
        from icalendar import Calendar, Timezone

        calendar = Calendar()
        calendar.add("prodid", MAKER)
        calendar.add("version", "2.0")
        calendar.add("calscale", "GREGORIAN")
        if (zone := self._zone()) is not None:
            year = min(max(self._agenda.today.year, 1975), 2090)
            years = date(year - BEFORE, 1, 1), date(year + AHEAD, 1, 1)
            calendar.add_component(
                Timezone.from_tzid(zone.key, first_date=years[0], last_date=years[1])
            )
        data: bytes = calendar.to_ical()
        end = data.rindex(b"END:VCALENDAR")
        return data[:end], data[end:]

    # -- follow-ups ---------------------------------------------------------------------------

    def _make_days(self, found: Iterable[Followup]) -> Iterator[Entry]:
        """Those that have a day, and no hour of their own."""
        for one in found:
            day = one.due or one.opens
            if day and one.action not in _HOURS:
                lines = self._describe(one, _write_days(day, _next_day(day)))
                yield Entry("VEVENT", {**lines, "TRANSP": "TRANSPARENT"})

    def _make_todo(self, one: Followup) -> Lines:
        when: dict[str, str] = {}
        # A to-do may not be due on the day it starts (RFC 5545, 3.8.2.3).
        if one.opens and (one.due is None or one.opens < one.due):
            when |= write_time("DTSTART", one.opens)
        if one.due:
            when |= write_time("DUE", one.due)
        priority = "1" if one.status is Status.OVERDUE else "5"
        return {**self._describe(one, when), "PRIORITY": priority, "STATUS": "NEEDS-ACTION"}

    def _describe(self, one: Followup, when: Lines) -> Lines:
        about = one.contact.path if one.contact else one.path
        summary, reason = self._say(one)
        return {
            "SUMMARY": write_text(one_line(summary)),
            **when,
            **self._stamp,
            "UID": make_uid(one.rule, about, one.path, one.summary),
            "CATEGORIES": write_text(one.action),
            "DESCRIPTION": write_text(plain("\n".join((reason, *self._explain(one))))),
        }

    def _explain(self, one: Followup) -> Iterator[str]:
        if one.opens and one.due and one.opens != one.due:
            yield f"from {one.opens} to {one.due}"
        contact = one.contact
        if contact and (address := self._address_of(contact.path)):
            yield f"draft: {address}#draft"
        yield f"{one.path}:{one.line}"

    # -- meetings -----------------------------------------------------------------------------

    def _find_meetings(self, contact: Contact) -> Iterator[tuple[Contact, Meeting]]:
        standing = self._agenda.standings[contact.path]
        for meeting in (*standing.held, *standing.ahead):
            if meeting.interview is not None:
                yield contact, meeting

    def _make_meeting(self, contact: Contact, meeting: Meeting) -> Entry:
        interview = meeting.interview
        assert interview is not None and interview.when is not None  # such were looked for
        sure = interview.status in ("confirmed", "held")
        place = self._public(interview, "place")
        lines = {
            "SUMMARY": write_text(one_line(f"Meet {contact.name}")),
            **self._find_hours(interview, interview.when),
            **self._stamp,
            "UID": make_uid("interview", contact.path, interview.path),
            "DESCRIPTION": write_text(plain("\n".join(self._tell(contact, interview)))),
            **({"LOCATION": write_text(one_line(place))} if place else {}),
            "STATUS": "CONFIRMED" if sure else "TENTATIVE",
        }
        alarms = (_write_alarm(interview),) if interview.when.time else ()
        return Entry("VEVENT", lines, alarms)

    def _find_hours(self, interview: Interview, when: When) -> Lines:
        if when.time is None:
            return _write_days(when.day, _next_day(when.day))
        length = timedelta(minutes=interview.minutes)
        start = _later(datetime.combine(when.day, when.time, self._zone()), timedelta())
        end = _later(start, length)
        # On a day clocks are changed an hour can stand for two; a length cannot.
        if end.replace(tzinfo=None) - start.replace(tzinfo=None) == length:
            return {**write_time("DTSTART", start), **write_time("DTEND", end)}
        return {**write_time("DTSTART", start), **write_time("DURATION", length)}

    def _zone(self) -> ZoneInfo | None:
        """The zone of the searcher, in which `when` is written; None: wherever the reader is."""
        profile = self._vault.profile
        name = profile.values.text("timezone") if profile else None
        try:
            return ZoneInfo(name) if name else None
        except (OSError, ValueError, KeyError):
            return None

    def _tell(self, contact: Contact, interview: Interview) -> Iterator[str]:
        names = ("role", "company", "phone", "ext")
        role, company, phone, ext = (self._public(contact, name) for name in names)
        if company:
            company = self._vault.company_name(contact) or ""
        if who := ", ".join(part for part in (role, company) if part):
            yield who
        if phone:
            yield f"phone: {phone}" + (f" ext. {ext}" if ext else "")
        yield f"bring: {', '.join(bring_list(interview))}"
        if address := self._address_of(interview.path):
            yield f"sheet: {address}"
        yield interview.path


def _write(entries: Iterable[Entry]) -> bytes:
    """Entries one after the other; two tasks with the same words get two UIDs."""
    seen: dict[str, int] = {}
    parts: list[bytes] = []
    for entry in entries:
        uid = entry.lines["UID"]
        seen[uid] = seen.get(uid, 0) + 1
        lines = {**entry.lines, "UID": f"{seen[uid]}-{uid}" if seen[uid] > 1 else uid}
        parts.append(write_entry(entry.name, lines, *entry.alarms))
    return b"".join(parts)


def _write_alarm(interview: Interview) -> bytes:
    """When to leave; by phone and video, when to be ready."""
    away = interview.mode in (None, "in-person")
    travel = timedelta(minutes=interview.travel or 0) if away else timedelta()
    words = "Leave now" if away else "Be ready"
    before = write_time("TRIGGER", -(EARLY + travel))
    return write_entry("VALARM", {"ACTION": "DISPLAY", "DESCRIPTION": words, **before})


@lru_cache(maxsize=1024)  # many entries stand on the same few days
def _write_days(first: date, end: date) -> Lines:
    return {**write_time("DTSTART", first), **write_time("DTEND", end)}


def _next_day(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def _later(start: datetime, length: timedelta) -> datetime:
    """So much later by a stopwatch, whatever the clocks on the wall do meanwhile."""
    try:
        if start.tzinfo is None:
            return start + length
        return (start.astimezone(UTC) + length).astimezone(start.tzinfo)
    except OverflowError:  # the first and the last day there are
        return start


def make_uid(*parts: str) -> str:
    """The same for the same parts on every machine and every day."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32] + "@vaultkit"
