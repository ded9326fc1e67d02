"""A trip as a planner: counted backwards, its days and half-days, who fits, what it runs into.

From trips, interviews and standings of a day; money is only what the note says.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from vaultkit.dates import Calendar, shift
from vaultkit.meetings import Meeting
from vaultkit.notes.contact import Contact
from vaultkit.notes.note import fold
from vaultkit.notes.trip import Trip
from vaultkit.stages import Standing

# Letters go out three weeks before a stay, calls one week before it (REQUIREMENTS T22).
LETTERS, CALLS = -21, -7
NOON = 13
# A longer stay is no planner's page any more; the days beyond are only counted.
MOST_DAYS = 21
HALVES = ("morning", "afternoon")
_AMOUNT = re.compile(r"\D{0,4}(\d{1,7})(?:[.,](\d\d?))?(?!\d)")


class Talk(NamedTuple):
    """A meeting with its contact."""

    contact: Contact
    meeting: Meeting


class Day(NamedTuple):
    """One day of a stay: its talks by time, and its half-days that are still free."""

    day: date
    talks: tuple[Talk, ...]
    free: tuple[str, ...]
    thanks: tuple[Contact, ...]


class Stay(NamedTuple):
    """A trip with both its days, and what counts from them."""

    trip: Trip
    start: date
    end: date

    @property
    def days(self) -> int:
        """Days away, both ends counted."""
        return (self.end - self.start).days + 1

    @property
    def letters_by(self) -> date:
        """The last good day for letters."""
        return shift(self.start, LETTERS)

    @property
    def calls_by(self) -> date:
        """The last good day for calls."""
        return shift(self.start, CALLS)

    def holds(self, day: date) -> bool:
        """Whether a day belongs to the stay."""
        return self.start <= day <= self.end


def make_stay(trip: Trip) -> Stay | None:
    """A trip to a stay; None while one of its days is missing or they are the wrong way round."""
    if trip.start is None or trip.end is None or trip.end < trip.start:
        return None
    return Stay(trip, trip.start, trip.end)


def find_overlaps(trips: Iterable[Trip]) -> Iterator[tuple[Trip, Trip]]:
    """Pairs of trips that share more than a day of travel, the earlier one first (R47)."""
    made = (make_stay(trip) for trip in trips)
    stays = sorted((stay for stay in made if stay), key=_by_start)
    for number, stay in enumerate(stays):
        for other in stays[number + 1 :]:
            if not _overlap(stay, other):
                break
            yield stay.trip, other.trip


def _overlap(one: Stay, other: Stay) -> bool:
    """Whether the later stay begins before the earlier one ends; on its last day one may move."""
    return other.start < one.end or other.start == one.start


def find_overlapping(trip: Trip, trips: Iterable[Trip]) -> Iterator[Trip]:
    """The other trips that overlap with this one."""
    own = make_stay(trip)
    if own is None:
        return
    for other in trips:
        stay = make_stay(other)
        if stay is None or other is trip:
            continue
        if _overlap(*sorted((own, stay), key=_by_start)):
            yield other


def _by_start(stay: Stay) -> tuple[date, str]:
    return stay.start, stay.trip.path


def fits(cities: Iterable[str], trip: Trip) -> bool:
    """Whether one of these cities is that of the trip."""
    return bool(trip.city) and fold(trip.city or "") in {fold(city) for city in cities}


def find_talks(standings: Iterable[Standing], stay: Stay) -> tuple[Talk, ...]:
    """The meetings on the days of a stay, wherever they are, by time."""
    found = [
        Talk(standing.contact, meeting)
        for standing in standings
        for meeting in (*standing.held, *standing.ahead)
        if stay.holds(meeting.day)
    ]
    return tuple(sorted(found, key=_by_time))


def _by_time(talk: Talk) -> tuple[date, str, str]:
    return talk.meeting.day, _time_of(talk), talk.contact.path


def _time_of(talk: Talk) -> str:
    when = talk.meeting.interview.when if talk.meeting.interview else None
    return f"{when.time:%H:%M}" if when and when.time else ""


def lay_out_days(
    stay: Stay, talks: tuple[Talk, ...], calendar: Calendar, today: date
) -> tuple[Day, ...]:
    """The days of a stay; free half-days are those ahead, on working days, without a talk."""
    by_day: dict[date, list[Talk]] = {}
    for talk in talks:
        by_day.setdefault(talk.meeting.day, []).append(talk)
    days = [shift(stay.start, number) for number in range(min(stay.days, MOST_DAYS))]
    return tuple(
        Day(
            day,
            tuple(by_day.get(day, ())),
            find_free(day, by_day.get(day, []), calendar, today),
            tuple(talk.contact for talk in by_day.get(shift(day, -1), ())),
        )
        for day in days
    )


def find_free(day: date, talks: list[Talk], calendar: Calendar, today: date) -> tuple[str, ...]:
    """The half-days of one day that are still free."""
    if day < today or not calendar.is_working(day):
        return ()
    taken = {half_of(talk) for talk in talks}
    if "" in taken:  # a talk whose time is open may fall anywhere
        return ()
    return tuple(half for half in HALVES if half not in taken)


def half_of(talk: Talk) -> str:
    """The half-day a talk falls into; "" while its time is open."""
    time = _time_of(talk)
    return "" if not time else HALVES[int(time[:2]) >= NOON]


def read_amount(cost: str | None) -> float | None:
    """The number a cost begins with, as "86 for the train" or "£86.50"; None without one."""
    found = _AMOUNT.match(cost or "")
    return float(f"{found[1]}.{found[2] or 0}") if found else None


def sum_costs(trips: Iterable[Trip]) -> tuple[float, int]:
    """What the trips cost as far as their notes say, and how many do not say."""
    amounts = [read_amount(trip.values.text("cost")) for trip in trips]
    known = [amount for amount in amounts if amount is not None]
    return sum(known), len(amounts) - len(known)
