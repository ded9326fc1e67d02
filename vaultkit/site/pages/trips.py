"""trips/: every stay; the page of one is a planner: its days, what is free, who could fill it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import NamedTuple

from vaultkit.counting import count_in_words, start_sentence
from vaultkit.dates import say_day
from vaultkit.followups.followup import find_window
from vaultkit.followups.waits import make_waits
from vaultkit.notes.contact import Contact
from vaultkit.notes.note import fold
from vaultkit.notes.trip import Trip
from vaultkit.plans import nearest_site, ranked_cities
from vaultkit.site.frame import Page, Ref, Site
from vaultkit.site.pages.contacts import by_due, make_row
from vaultkit.site.pages.lists import Group, ListContent, ListRow, Measure, turn_list
from vaultkit.site.pages.note import NoteContent, make_note_content
from vaultkit.site.pages.trip_days import DayContent, make_day
from vaultkit.site.windows import count, say_range
from vaultkit.stages import Stage
from vaultkit.stays import (
    Day,
    Stay,
    Talk,
    find_overlapping,
    find_overlaps,
    find_talks,
    fits,
    lay_out_days,
    make_stay,
    read_amount,
)

# More overlaps than these are named on the pages of the trips only.
MOST_FLAGS = 5
# What is left when neither a letter nor a call fits before the stay.
DISTANT = "E-mail or video"
_ASKED = frozenset(("letter", "email", "message", "call", "voicemail", "relayed", "no-answer"))
_SHOWN = ("city", "start", "end", "cost")
_REST = frozenset((Stage.DECLINED, Stage.PARKED, Stage.CLOSED))
_MET = frozenset((Stage.MET, Stage.IN_TOUCH))
# Who is not asked for a talk on these days: they said no, were met, or have a day elsewhere.
_SETTLED = _REST | _MET | {Stage.SCHEDULED}


@dataclass(frozen=True, slots=True)
class TripContent:
    """The page of a trip; `flags` say what is wrong with its days."""

    note: NoteContent
    flags: tuple[str, ...]
    strip: tuple[Measure, ...]
    days: tuple[DayContent, ...]
    undrawn: int
    people: tuple[ListRow, ...]
    distant: tuple[ListRow, ...]
    met: tuple[Ref, ...]


class _Found(NamedTuple):
    """What a page gathers about a stay."""

    stay: Stay
    talks: tuple[Talk, ...]
    days: tuple[Day, ...]
    here: tuple[Contact, ...]
    letters_by: date

    @property
    def others(self) -> tuple[Contact, ...]:
        """Who is there and has no meeting on these days."""
        booked = {talk.contact.path for talk in self.talks}
        return tuple(one for one in self.here if one.path not in booked)

    @property
    def free(self) -> int:
        """How many half-days are free."""
        return sum(len(day.free) for day in self.days)


def trips(site: Site) -> Iterator[Page]:
    """The list of all trips."""
    found = sorted(site.vault.trips, key=lambda trip: (str(trip.start or "9"), trip.path))
    over = [trip for trip in found if is_over(trip, site.today)]
    groups = (
        Group("ahead", "Ahead", tuple(_list_row(site, one) for one in found if one not in over)),
        Group("past", "Past", tuple(_list_row(site, one) for one in reversed(over))),
    )
    shown = tuple(group for group in groups if group.rows)
    empty = "No trips yet. The first: vaultkit new trip CITY."
    pairs = islice(find_overlaps(found), MOST_FLAGS)
    lede = " ".join(f"{one.name} and {other.name} overlap." for one, other in pairs)
    content = ListContent("Trips", lede, shown, empty)
    yield from turn_list("trips/index.html", content, "trips.html")


def is_over(trip: Trip, today: date) -> bool:
    """Whether a stay lies behind us."""
    last = trip.end or trip.start
    return last is not None and last < today


def say_stay(site: Site, trip: Trip) -> str:
    """ "Bristol, 16-20 Nov"."""
    days = say_days(site, trip)
    return ", ".join(part for part in (site.public(trip, "city"), days) if part)


def say_days(site: Site, trip: Trip) -> str:
    """The days of a stay as a range."""
    days = [day for day in (trip.start, trip.end) if day]
    if len(days) == 2 and days[0] < days[1]:
        return say_range(days[0], days[1], site.today)
    return " to ".join(say_day(day, site.today) for day in dict.fromkeys(days))


def _list_row(site: Site, trip: Trip) -> ListRow:
    found = _gather(site, trip)
    step = last = ""
    if found:
        last = count(found.stay.days, "day")
        step = f"{len(found.talks)} booked"
        if not is_over(trip, site.today):
            step += f", {count(found.free, 'half-day')} free"
    return ListRow(site.ref(trip), say_days(site, trip), last, step, "", site.public(trip, "city"))


def _gather(site: Site, trip: Trip) -> _Found | None:
    stay = make_stay(trip)
    if stay is None:
        return None
    talks = find_talks(site.agenda.standings.values(), stay)
    days = lay_out_days(stay, talks, site.settings.calendar, site.today)
    here = tuple(one for one in site.vault.contacts if _fits(site, one, trip))
    return _Found(stay, talks, days, here, _find_letters_by(site, stay))


def _fits(site: Site, contact: Contact, trip: Trip) -> bool:
    company = site.vault.company_of(contact) if site.company_name(contact) else None
    cities = (site.public(contact, "city"), *(company.cities if company else ()))
    return fits(cities, trip)


# -- one trip ---------------------------------------------------------------------------------


def trip_page(site: Site, trip: Trip) -> Page:
    """The page of one trip: its days, who else is there, what counts backwards from its start."""
    found = _gather(site, trip)
    lede = _say_lede(site, found) if found else say_days(site, trip)
    note = make_note_content(site, trip, kicker=_say_when(site, trip), lede=lede, hide=_SHOWN)
    flags = tuple(_find_flags(site, trip))
    if found is None:
        content = TripContent(note, flags, (), (), 0, (), (), ())
    else:
        content = _make_content(site, found, note, flags)
    return Page(site.addresses[trip.path], "trip.html", content)


def _make_content(
    site: Site, found: _Found, note: NoteContent, flags: tuple[str, ...]
) -> TripContent:
    rows = [] if is_over(found.stay.trip, site.today) else _make_rows(site, found)
    return TripContent(
        note,
        flags,
        tuple(_make_strip(site, found)),
        tuple(make_day(site, day) for day in found.days),
        found.stay.days - len(found.days),
        tuple(row for is_late, row in rows if not is_late),
        tuple(row for is_late, row in rows if is_late),
        tuple(site.ref(one) for one in found.others if _stage(site, one) in _MET),
    )


def _stage(site: Site, contact: Contact) -> Stage:
    return site.agenda.standings[contact.path].stage


def _say_when(site: Site, trip: Trip) -> str:
    if trip.start is None or is_over(trip, site.today):
        return "Visit, over" if trip.start else "Visit"
    days = (trip.start - site.today).days
    where = f"{say_stay(site, trip)}, " if site.public(trip, "city") else ""
    return f"{where}in {count(days, 'day')}" if days > 0 else f"{where}now"


def _find_flags(site: Site, trip: Trip) -> Iterator[str]:
    """What is wrong with the days of a trip."""
    if make_stay(trip) is None:
        yield "The days are not set, or end before they start: nothing can be counted from them."
    names = [other.name for other in find_overlapping(trip, site.vault.trips)]
    if names:
        yield f"Overlaps with {', '.join(names)}: nobody is in two places."
    if is_over(trip, site.today):
        yield "This stay is over: letters and calls no longer count from it."


def _say_lede(site: Site, found: _Found) -> str:
    """ "One conversation fixed. Nine half-days are still free; five people could fill them."."""
    text = f"{start_sentence(count_in_words(len(found.talks), 'conversation'))} fixed."
    if is_over(found.stay.trip, site.today):
        return text
    people = sum(_stage(site, one) not in _SETTLED for one in found.others)
    could = f", and {count_in_words(people, 'person', 'people')} in town could fill them"
    free = f" {start_sentence(count_in_words(found.free, 'half-day'))} still free"
    return f"{text}{free}{could if people else ''}." if found.free else text


def _make_strip(site: Site, found: _Found) -> Iterator[Measure]:
    stay, today = found.stay, site.today
    for name, day in (("Letters by", found.letters_by), ("Calls by", stay.calls_by)):
        yield Measure(name, say_day(day, today), "has passed" if day < today else "")
    yield Measure("Booked", str(len(found.talks)))
    yield Measure("Half-days free", str(found.free))
    yield Measure("Days away", str(stay.days))
    cost = site.public(stay.trip, "cost")
    if cost:
        amount = read_amount(cost)
        each = (
            f"{amount / len(found.talks):.0f} for each talk fixed" if amount and found.talks else ""
        )
        yield Measure("Cost", cost, each)


def _find_letters_by(site: Site, stay: Stay) -> date:
    """The last good day for letters, as the rule `write-first` counts it."""
    wait = make_waits(site.settings).get("write_first_trip")
    due = find_window(wait, site.settings.calendar, stay.start)[1] if wait else None
    return due or stay.letters_by


def _make_rows(site: Site, found: _Found) -> list[tuple[bool, ListRow]]:
    left = [one for one in found.others if _stage(site, one) not in _SETTLED]
    return [_make_row(site, one, found) for one in sorted(left, key=lambda c: by_due(site, c))]


def _make_row(site: Site, contact: Contact, found: _Found) -> tuple[bool, ListRow]:
    """Whether it is too late for a letter or call, and the row, its step counted backwards."""
    row = make_row(site, contact)
    city = _site_of(site, contact, found.stay)
    row = row._replace(detail=", ".join(part for part in (row.detail, city) if part))
    state = site.agenda.standings[contact.path].chase.state
    if state and state not in _ASKED:
        return False, row
    last = found.stay.calls_by if state else found.letters_by
    if last < site.today:
        return True, row if state else row._replace(step=DISTANT, day="", due="", status="")
    if row.due and row.due <= last.isoformat():
        return False, row
    day = f"by {say_day(last, site.today)}"
    return False, row._replace(step="Call" if state else "Write", day=day, due=last.isoformat())


def _site_of(site: Site, contact: Contact, stay: Stay) -> str:
    """What ties somebody to this city, when it is not their own: the site of their company."""
    own, city = site.public(contact, "city"), stay.trip.city or ""
    if own and fold(own) != fold(city):
        return f"based in {own}"
    company = site.vault.company_of(contact) if site.company_name(contact) else None
    if own or company is None or len(company.cities) < 2:
        return ""
    return f"{nearest_site(company.cities, ranked_cities(site.vault), city)} site"
