"""Agenda and interviews to iCalendar: follow-ups as days, meetings at their hour; or as to-dos.

icalendar writes it (RFC 5545: folding, escaping, time zones). Nothing here knows the clock: the
stamp of every entry is the day the calendar was made for.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Component, Event, Todo

from vaultkit.agenda import Agenda
from vaultkit.exchange.text import one_line, plain
from vaultkit.followups import Followup, Status
from vaultkit.meetings import Meeting
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.preparation.bring import bring_list
from vaultkit.vault import Vault

MAKER = "-//vaultkit//vaultkit//EN"
# Be there ten minutes early (REQUIREMENTS T9); by phone and video be ready as early.
EARLY = timedelta(minutes=10)
# Meetings stand in the calendar as hours of their own.
_HOURS = frozenset(("meet",))


class Writer:
    """Writes the calendars of one vault on one day; `draft_of` gives the address of a draft."""

    def __init__(self, vault: Vault, agenda: Agenda, addresses: dict[str, str] | None = None):
        self._vault, self._agenda = vault, agenda
        self._addresses = addresses or {}
        self._stamp = datetime.combine(agenda.today, time(), UTC)

    def events(self) -> bytes:
        """Every follow-up that has a day, and every meeting that stands."""
        days = (one for one in self._agenda.followups if one.action not in _HOURS)
        entries = [entry for one in days if (entry := self._make_day(one))]
        entries += (self._make_meeting(*pair) for pair in self._find_meetings())
        return self._write(entries)

    def todos(self) -> bytes:
        """Every follow-up as a to-do with its window."""
        return self._write(self._make_todo(one) for one in self._agenda.followups)

    def _write(self, entries: Iterable[Component]) -> bytes:
        calendar = Calendar()
        calendar.add("prodid", MAKER)
        calendar.add("version", "2.0")
        calendar.add("calscale", "GREGORIAN")
        seen: dict[str, int] = {}
        for entry in entries:
            name = str(entry["uid"])
            seen[name] = seen.get(name, 0) + 1
            if seen[name] > 1:  # two tasks with the same words
                entry["uid"] = f"{seen[name]}-{name}"
            calendar.add_component(entry)
        calendar.add_missing_timezones(*self._find_years())
        data: bytes = calendar.to_ical()
        return data

    def _find_years(self) -> tuple[date, date]:
        """The years for which the rules of a time zone are written out."""
        found = [one.day for _, one in self._find_meetings()] or [self._agenda.today]
        first = date(max(min(found).year, 1970), 1, 1)
        return first, date(max(min(max(found).year, 2100), first.year) + 2, 1, 1)

    # -- follow-ups ---------------------------------------------------------------------------

    def _make_day(self, one: Followup) -> Event | None:
        day = one.due or one.opens
        if day is None:
            return None
        event = Event()
        self._fill(event, one)
        event.add("dtstart", day)
        event.add("dtend", _next_day(day))
        event.add("transp", "TRANSPARENT")
        return event

    def _make_todo(self, one: Followup) -> Todo:
        todo = Todo()
        self._fill(todo, one)
        # A to-do may not be due on the day it starts (RFC 5545, 3.8.2.3).
        if one.opens and (one.due is None or one.opens < one.due):
            todo.add("dtstart", one.opens)
        if one.due:
            todo.add("due", one.due)
        todo.add("status", "NEEDS-ACTION")
        todo.add("priority", 1 if one.status is Status.OVERDUE else 5)
        return todo

    def _fill(self, entry: Component, one: Followup) -> None:
        about = one.contact.path if one.contact else one.path
        entry.add("uid", make_uid(one.rule, about, one.path, one.summary))
        entry.add("dtstamp", self._stamp)
        entry.add("summary", one_line(one.summary))
        entry.add("description", plain("\n".join(self._explain(one))))
        entry.add("categories", [one.action])

    def _explain(self, one: Followup) -> Iterator[str]:
        yield one.reason
        if one.opens and one.due and one.opens != one.due:
            yield f"from {one.opens} to {one.due}"
        contact = one.contact
        if contact and contact.path in self._addresses:
            yield f"draft: {self._addresses[contact.path]}#draft"
        yield f"{one.path}:{one.line}"

    # -- meetings -----------------------------------------------------------------------------

    def _find_meetings(self) -> Iterator[tuple[Contact, Meeting]]:
        for contact in self._vault.contacts:
            standing = self._agenda.standings[contact.path]
            for meeting in (*standing.held, *standing.ahead):
                if meeting.interview is not None:
                    yield contact, meeting

    def _make_meeting(self, contact: Contact, meeting: Meeting) -> Event:
        interview = meeting.interview
        assert interview is not None and interview.when is not None  # such were looked for
        event = Event()
        event.add("uid", make_uid("interview", contact.path, interview.path))
        event.add("dtstamp", self._stamp)
        event.add("summary", one_line(f"Meet {contact.name}"))
        event.add("description", plain("\n".join(self._describe(contact, interview))))
        if interview.place:
            event.add("location", one_line(interview.place))
        sure = interview.status in ("confirmed", "held")
        event.add("status", "CONFIRMED" if sure else "TENTATIVE")
        self._set_hours(event, interview)
        return event

    def _set_hours(self, event: Event, interview: Interview) -> None:
        when = interview.when
        assert when is not None
        if when.time is None:
            event.add("dtstart", when.day)
            event.add("dtend", _next_day(when.day))
            return
        start = datetime.combine(when.day, when.time, self._zone())
        event.add("dtstart", start)
        event.add("dtend", start + timedelta(minutes=interview.minutes))
        event.add_component(_make_alarm(interview))

    def _zone(self) -> ZoneInfo | None:
        """The zone of the searcher, in which `when` is written; None: wherever the reader is."""
        profile = self._vault.profile
        name = profile.values.text("timezone") if profile else None
        try:
            return ZoneInfo(name) if name else None
        except (OSError, ValueError, KeyError):
            return None

    def _describe(self, contact: Contact, interview: Interview) -> Iterator[str]:
        role, company = contact.values.text("role"), self._vault.company_name(contact)
        if who := ", ".join(part for part in (role, company) if part):
            yield who
        if contact.phone:
            ext = contact.values.text("ext")
            yield f"phone: {contact.phone}" + (f" ext. {ext}" if ext else "")
        yield f"bring: {', '.join(bring_list(interview))}"
        if interview.path in self._addresses:
            yield f"sheet: {self._addresses[interview.path]}"
        yield interview.path


def _make_alarm(interview: Interview) -> Alarm:
    """When to leave; by phone and video, when to be ready."""
    away = interview.mode in (None, "in-person")
    travel = timedelta(minutes=interview.travel or 0) if away else timedelta()
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "Leave now" if away else "Be ready")
    alarm.add("trigger", -(EARLY + travel))
    return alarm


def _next_day(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def make_uid(*parts: str) -> str:
    """The same for the same parts on every machine and every day."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32] + "@vaultkit"
