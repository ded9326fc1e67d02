"""Plans: trips that overlap, too many places, an interview outside its trip, what serves no aim."""

from collections.abc import Iterator
from itertools import combinations

from vaultkit.checks.scene import Scene, at_field
from vaultkit.dates import say_day
from vaultkit.diagnostics import Diagnostic
from vaultkit.gathering import Keyed
from vaultkit.notes.company import Company
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Note, fold
from vaultkit.notes.trip import Trip

# More places at once than this cost more travel than talks (our choice, for R15).
MOST_PLACES = 3


def check_trips(scene: Scene) -> Iterator[Diagnostic]:
    """Trips against each other (R15, R47)."""
    trips = [one for one in scene.vault.trips if one.start and one.end and one.start <= one.end]
    trips.sort(key=lambda trip: (str(trip.start), trip.path))
    for one, other in combinations(trips, 2):
        if _overlap(one, other):
            message = (
                f"starts on {other.start}, while {one.name} in {one.path} runs to {one.end}; "
                "mend one of the dates"
            )
            yield at_field("trip-overlap", other, "start", message)
    yield from _check_places(scene, trips)


def _overlap(one: Trip, other: Trip) -> bool:
    """Whether two stays share more than the day of travel between them."""
    assert one.end and other.start
    same = fold(one.city or "") == fold(other.city or "")
    return other.start < one.end or (same and other.start == one.end and one.start == one.end)


def _check_places(scene: Scene, trips: list[Trip]) -> Iterator[Diagnostic]:
    cities: dict[str, Trip] = {}
    for trip in trips:
        if trip.end and trip.end >= scene.today and trip.city:
            cities.setdefault(fold(trip.city), trip)
    if len(cities) > MOST_PLACES:
        last = list(cities.values())[MOST_PLACES]
        names = ", ".join(str(trip.city) for trip in cities.values())
        days = sum((t.end - t.start).days + 1 for t in trips if t.end and t.start and t.end >= scene.today)  # noqa: E501  # fmt: skip
        message = (
            f"plans spread over {len(cities)} places ({names}; {days} days away); "
            f"keep to {MOST_PLACES} and see several people in each"
        )
        yield at_field("places-many", last, "city", message)


def check_trip_of(scene: Scene, note: Note) -> Iterator[Diagnostic]:
    """An interview that lies outside the trip it names."""
    if not isinstance(note, Interview) or note.when is None:
        return
    link = note.values.link("trip")
    trip = scene.vault.find(link.target) if link else None
    if not isinstance(trip, Trip) or trip.start is None or trip.end is None:
        return
    if not trip.start <= note.when.day <= trip.end:
        first, last = (say_day(day, scene.today) for day in (trip.start, trip.end))
        message = f"the trip {trip.name} is from {first} to {last}; mend `when` or `trip`"
        yield at_field("trip-outside", note, "when", message)


def check_interests(scene: Scene) -> Iterator[Diagnostic]:
    """People and companies that serve none of your interests, where most notes name one (R11)."""
    found = scene.gatherings.find(scene, list_aims, Contact, Company)
    if sum(has_one for _, (has_one, _) in found) * 2 <= len(found):
        return
    for (*_, path), (_, serves) in found:
        note = None if serves else scene.vault.note(str(path))
        if note:
            message = "no `interests`: say which of yours this serves, or close it"
            yield at_field("interest-missing", note, "interests", message)


def list_aims(scene: Scene, note: Note) -> Iterator[Keyed[tuple[bool, bool]]]:
    """Whether a contact or company has interests, and whether it serves any; contacts first."""
    if isinstance(note, (Contact, Company)):
        key = isinstance(note, Company), note.path
        yield key, (bool(note.values.texts("interests")), _serves(scene, note))


def _serves(scene: Scene, note: Contact | Company) -> bool:
    if note.values.texts("interests") or note.values.flag("closed"):
        return True
    company = scene.vault.company_of(note) if isinstance(note, Contact) else None
    return company is not None and bool(company.values.texts("interests"))
