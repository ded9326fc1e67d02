"""The days of a trip as they are shown: what is fixed, whom to thank, what is free."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from vaultkit.dates import WEEKDAYS, shift_minutes
from vaultkit.notes.interview import Interview
from vaultkit.notes.values import When
from vaultkit.site.frame import Ref, Site
from vaultkit.stays import NOON, Day, Talk

# One goes in ten minutes before (SPEC 3).
EARLY = 10
NOBODY = Ref("", "")


class Item(NamedTuple):
    """One line of a day: when, who or what, a few words; `is_fixed` stands bold."""

    when: str
    iso: str
    ref: Ref
    words: str
    is_fixed: bool


class DayContent(NamedTuple):
    """One day of a stay."""

    id: str
    weekday: str
    number: int
    items: tuple[Item, ...]


def make_day(site: Site, day: Day) -> DayContent:
    """One day: its talks by time among the half-days that are free, then the thanks."""
    weekday = WEEKDAYS[day.day.weekday()][:3]
    items = [*_list_items(site, day)]
    return DayContent(f"day-{day.day.isoformat()}", weekday, day.day.day, tuple(items))


def _list_items(site: Site, day: Day) -> Iterator[Item]:
    early = [talk for talk in day.talks if _hour(talk) < NOON]
    late = [talk for talk in day.talks if _hour(talk) >= NOON]
    for half, talks in (("morning", early), ("afternoon", late)):
        yield from (_make_talk(site, talk) for talk in talks)
        if half in day.free:
            yield Item(half, "", NOBODY, "Free", False)
    for contact in day.thanks:
        yield Item("by evening", "", site.ref(contact, f"Thank {contact.name}"), "", False)


def _hour(talk: Talk) -> int:
    when = _when(talk)
    return when.time.hour if when and when.time else 0


def _when(talk: Talk) -> When | None:
    return talk.meeting.interview.when if talk.meeting.interview else None


def _make_talk(site: Site, talk: Talk) -> Item:
    note, when = talk.meeting.interview, _when(talk)
    time = f"{when.time:%H:%M}" if when and when.time else "time open"
    iso = f"{talk.meeting.day}T{time}" if when and when.time else talk.meeting.day.isoformat()
    ref = site.ref(note or talk.contact, talk.contact.name)
    parts = [site.company_name(talk.contact), _say_place(site, note) if note else ""]
    return Item(time, iso, ref, ", ".join(part for part in parts if part), True)


def _say_place(site: Site, note: Interview) -> str:
    """Where a meeting is, and when to leave for it."""
    by = {"phone": "by phone", "video": "by video"}.get(note.mode or "", "")
    place = by or site.public(note, "place")
    if by or not (note.travel and note.when and note.when.time):
        return place
    start = datetime.combine(note.when.day, note.when.time)
    leave = shift_minutes(start, -EARLY - note.travel)
    return f"{place}; leave {leave:%H:%M}" if place else f"leave {leave:%H:%M}"
