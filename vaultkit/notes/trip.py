"""A trip: a stay in one city, from one day to another."""

from dataclasses import dataclass
from datetime import date

from vaultkit.diagnostics import Diagnostic, make_diagnostic
from vaultkit.notes.note import Note
from vaultkit.settings import Settings


@dataclass(frozen=True, slots=True)
class Trip(Note):
    """A stay; both days count."""

    city: str | None
    start: date | None
    end: date | None


def read_trip(note: Note, settings: Settings) -> tuple[Trip, tuple[Diagnostic, ...]]:
    """A note of the kind trip to a Trip."""
    values = note.values
    trip = Trip(
        *note.shared,
        city=values.text("city"),
        start=values.day("start"),
        end=values.day("end"),
    )
    if trip.start and trip.end and trip.end < trip.start:
        message = f"end {trip.end} lies before start {trip.start}; swap or mend one of them"
        place = (note.path, values.line("end"), 1)
        return trip, (make_diagnostic("trip-dates", *place, message),)
    return trip, ()
