"""Vault, settings and a day to the agenda: every follow-up, in the order to look at them."""

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

    def of(self, contact: Contact) -> tuple[Followup, ...]:
        """What one contact is owed, in order."""
        return tuple(one for one in self.followups if one.contact is contact)

    def next_of(self, contact: Contact) -> Followup | None:
        """What comes first for one contact."""
        return next((one for one in self.followups if one.contact is contact), None)


def make_agenda(vault: Vault, settings: Settings, today: date) -> Agenda:
    """All follow-ups: overdue by due, then due by due, then upcoming by opens, then whenever."""
    standings = make_standings(vault, today)
    followups = sorted(make_followups(vault, settings, today, standings), key=_by_urgency)
    return Agenda(today, tuple(followups), standings)


def _by_urgency(one: Followup) -> tuple[int, date, int, str, str, str, int]:
    day = one.opens if one.status is Status.UPCOMING else one.due
    name = fold(one.contact.name if one.contact else one.summary)
    first = _FIRST.get(one.action, 2)
    return _ORDER[one.status], day or date.max, first, name, one.action, one.path, one.line
