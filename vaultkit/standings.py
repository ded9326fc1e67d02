"""Where every contact stands on a day; after a change only those are found anew who may differ."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from vaultkit.meetings import find_meetings
from vaultkit.namings import by_place, find_named
from vaultkit.notes.contact import Contact
from vaultkit.stages import Standing, make_standing
from vaultkit.tracing import Groups, Question, Shelf
from vaultkit.vault import Naming, Vault


class Standings(Mapping[str, Standing]):
    """Each contact's standing by path, in the order of the paths."""

    def __init__(self, vault: Vault, today: date) -> None:
        self._vault, self.today = vault, today
        self._named: Shelf[tuple[Naming, ...]] = Shelf(vault.trace)
        self._namings: Groups[Naming] = Groups()
        self._standings: Shelf[Standing] = Shelf(vault.trace)
        self.refresh({("note", contact.path) for contact in vault.contacts})

    def __getitem__(self, path: str) -> Standing:
        self._vault.trace.asks("standing", path)
        return self._standings.values[path]

    def __iter__(self) -> Iterator[str]:
        return (contact.path for contact in self._vault.contacts)

    def __len__(self) -> int:
        return len(self._vault.contacts)

    def refresh(self, changed: Collection[Question]) -> set[Question]:
        """Bring all up to date after these answers changed; what has another answer now."""
        own = {about for what, about in changed if what == "note"}
        more: set[Question] = set()
        for path in sorted(own | self._named.find_stale(changed)):
            more |= self._rename(path)
        stale = own | self._standings.find_stale({*changed, *more})
        return more | {("standing", path) for path in sorted(stale) if self._restand(path)}

    def _rename(self, path: str) -> set[Question]:
        """Whom one contact named, and so by whom others were."""
        named: tuple[Naming, ...] = ()
        if isinstance(self._vault.note(path), Contact):
            named = self._named.make(path, lambda: self._find_named(path))
        else:
            self._named.drop(path)
        found = self._namings.put(path, ((one.contact.path, one) for one in named if one.contact))
        return {("named", path), *(("namings", about) for about in found)}

    def _find_named(self, path: str) -> tuple[Naming, ...]:
        contact = self._contact(path)
        days: dict[str, date] = {}
        if any(note.leads for note in self._vault.interviews_of(contact)):
            meetings = find_meetings(self._vault, contact, self.today)
            days = {one.interview.path: one.day for one in meetings if one.interview}
        return find_named(self._vault, contact, days, self.today)

    def _restand(self, path: str) -> bool:
        """Whether a contact stands differently now."""
        before = self._standings.values.get(path)
        if not isinstance(self._vault.note(path), Contact):
            self._standings.drop(path)
            return before is not None
        return self._standings.make(path, lambda: self._make(path)) != before

    def _make(self, path: str) -> Standing:
        contact = self._contact(path)
        self._vault.trace.asks("namings", path)
        self._vault.trace.asks("named", path)
        namings = tuple(sorted(self._namings.about(path), key=by_place))
        named = self._named.values[path]
        meetings = find_meetings(self._vault, contact, self.today)
        return make_standing(self._vault, contact, self.today, meetings, namings, named)

    def _contact(self, path: str) -> Contact:
        contact = self._vault.note(path)
        assert isinstance(contact, Contact)  # callers looked
        return contact


def make_standings(vault: Vault, today: date) -> Standings:
    """Each contact's standing on a day, by path."""
    return Standings(vault, today)
