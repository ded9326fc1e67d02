"""Vault, settings and a day to the agenda: every follow-up, in the order to look at them."""

from collections.abc import Collection, Iterable
from datetime import date
from functools import partial

from vaultkit.followups import Followup, Status, make_followups
from vaultkit.notes.company import Company
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import fold
from vaultkit.owed import Row
from vaultkit.settings import Settings
from vaultkit.standings import Standings, make_standings
from vaultkit.tracing import Groups, Question, Shelf
from vaultkit.vault import Vault

_ORDER = {status: number for number, status in enumerate(Status)}
# On one day these come first (SPEC 5).
_FIRST = {"meet": 0, "thanks": 1}


# The rank of a follow-up and the follow-up.
_Ranked = tuple["Urgency", Followup]


class Agenda:
    """Who is owed what on a day; `standings` tells by path where each contact stands."""

    def __init__(self, vault: Vault, settings: Settings, today: date) -> None:
        self.today = today
        self.standings = make_standings(vault, today)
        self._vault, self._settings = vault, settings
        self._owed: Shelf[tuple[_Ranked, ...]] = Shelf(vault.trace)
        self._at: Groups[_Ranked] = Groups()
        self._all: tuple[Followup, ...] | None = None
        self._make(set(vault.notes))

    @property
    def followups(self) -> tuple[Followup, ...]:
        """Overdue by due, then due by due, then upcoming by opens, then whenever."""
        self._vault.trace.asks("followups")
        if self._all is None:
            self._all = _order(one for owed in self._owed.values.values() for one in owed)
        return self._all

    def of(self, contact: Contact) -> tuple[Followup, ...]:
        """What one contact is owed, in order."""
        self._vault.trace.asks("owed", contact.path)
        return tuple(one for _, one in self._owed.values.get(contact.path, ()))

    def ranked(self, path: str) -> tuple[tuple["Rank", Followup], ...]:
        """What comes of one note, each with its rank among all follow-ups."""
        self._vault.trace.asks("owed", path)
        return tuple((_rank(pair), pair[1]) for pair in self._owed.values.get(path, ()))

    def next_of(self, contact: Contact) -> Followup | None:
        """What comes first for one contact."""
        return next(iter(self.of(contact)), None)

    def at(self, path: str) -> tuple[Followup, ...]:
        """What counts from a place in one note, in order."""
        self._vault.trace.asks("at", path)
        return _order(self._at.about(path))

    def refresh(self, changed: Collection[Question]) -> set[Question]:
        """Bring all up to date after these answers changed; what has another answer now."""
        more = self.standings.refresh(changed)
        own = {about for what, about in changed if what == "note"}
        return more | self._make(own | self._owed.find_stale({*changed, *more}))

    def _make(self, paths: Collection[str]) -> set[Question]:
        changed: set[Question] = set()
        for path in sorted(paths):
            before = self._owed.values.get(path, ())
            owed = self._owed.make(path, partial(self._find_owed, path))
            if owed != before:
                changed.add(("owed", path))
            if not owed:
                self._owed.values.pop(path)
            places = self._at.put(path, ((one.path, (rank, one)) for rank, one in owed))
            changed |= {("at", place) for place in places}
        if changed:
            self._all = None
            changed.add(("followups", ""))
        return changed

    def _find_owed(self, path: str) -> tuple[_Ranked, ...]:
        note = self._vault.note(path)
        if not isinstance(note, (Contact, Company, Interview)):
            return ()
        found = make_followups(self._vault, self._settings, self.today, self.standings, note)
        return tuple(sorted(((by_urgency(one), one) for one in found), key=_rank))


def make_agenda(vault: Vault, settings: Settings, today: date) -> Agenda:
    """All follow-ups of a vault on a day."""
    return Agenda(vault, settings, today)


def make_rows(followups: Iterable[Followup]) -> tuple[Row, ...]:
    """Follow-ups as they are told."""
    return tuple(
        Row(one.action, one.rule, one.status, one.contact.name if one.contact else None,
            one.path, one.line, one.opens, one.due, one.summary, one.reason)
        for one in followups
    )  # fmt: skip


def find_owed(
    vault: Vault, settings: Settings, standings: Standings, contact: Contact
) -> tuple[Followup, ...]:
    """What one contact alone is owed, in order: a fraction of the work of an agenda."""
    found = make_followups(vault, settings, standings.today, standings, contact)
    return tuple(sorted(found, key=by_urgency))


# No two follow-ups have the same.
Rank = tuple["Urgency", str]


def _rank(pair: _Ranked) -> Rank:
    return pair[0], pair[1].contact.path if pair[1].contact else ""


def _order(pairs: Iterable[_Ranked]) -> tuple[Followup, ...]:
    return tuple(one for _, one in sorted(pairs, key=_rank))


Urgency = tuple[int, date, int, str, str, str, int]


def by_urgency(one: Followup) -> Urgency:
    """The order of the agenda, as a key to sort by."""
    day = one.opens if one.status is Status.UPCOMING else one.due
    name = fold(one.contact.name if one.contact else one.summary)
    first = _FIRST.get(one.action, 2)
    return _ORDER[one.status], day or date.max, first, name, one.action, one.path, one.line
