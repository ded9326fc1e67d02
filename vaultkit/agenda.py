"""Vault, settings and a day to the agenda: every follow-up, in the order to look at them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vaultkit.followups import Followup, Status, make_followups
from vaultkit.notes.contact import Contact
from vaultkit.notes.note import fold
from vaultkit.settings import Settings
from vaultkit.stages import Standing, make_standings
from vaultkit.vault import Vault

_ORDER = {status: number for number, status in enumerate(Status)}
# On one day these come first (SPEC 5).
_FIRST = {"meet": 0, "thanks": 1}


@dataclass(frozen=True, slots=True)
class Agenda:
    """Who is owed what on a day; `standings` tells by path where each contact stands."""

    today: date
    followups: tuple[Followup, ...]
    standings: dict[str, Standing]
    by_contact: dict[str, tuple[Followup, ...]]
    by_place: dict[str, tuple[Followup, ...]]

    def of(self, contact: Contact) -> tuple[Followup, ...]:
        """What one contact is owed, in order."""
        return self.by_contact.get(contact.path, ())

    def next_of(self, contact: Contact) -> Followup | None:
        """What comes first for one contact."""
        return next(iter(self.of(contact)), None)

    def at(self, path: str) -> tuple[Followup, ...]:
        """What counts from a place in one note, in order."""
        return self.by_place.get(path, ())


def make_agenda(vault: Vault, settings: Settings, today: date) -> Agenda:
    """All follow-ups: overdue by due, then due by due, then upcoming by opens, then whenever."""
    standings = make_standings(vault, today)
    followups = sorted(make_followups(vault, settings, today, standings), key=by_urgency)
    by_contact = _group((one.contact.path, one) for one in followups if one.contact)
    by_place = _group((one.path, one) for one in followups)
    return Agenda(today, tuple(followups), standings, by_contact, by_place)


def _group(pairs: Iterable[tuple[str, Followup]]) -> dict[str, tuple[Followup, ...]]:
    found: dict[str, list[Followup]] = {}
    for key, one in pairs:
        found.setdefault(key, []).append(one)
    return {key: tuple(ones) for key, ones in found.items()}


def by_urgency(one: Followup) -> tuple[int, date, int, str, str, str, int]:
    """The order of the agenda, as a key to sort by."""
    day = one.opens if one.status is Status.UPCOMING else one.due
    name = fold(one.contact.name if one.contact else one.summary)
    first = _FIRST.get(one.action, 2)
    return _ORDER[one.status], day or date.max, first, name, one.action, one.path, one.line
