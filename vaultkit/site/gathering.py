"""What many notes add to one list: the rows of each note are kept, the list is put together.

A list of ten thousand rows asks one question, whether any row is another one now; what each row
was made from is known row by row.
"""

from collections.abc import Callable, Collection, Iterable
from functools import partial
from operator import itemgetter
from typing import Generic, TypeVar, cast

from vaultkit.notes.note import Note
from vaultkit.tracing import Question, Shelf
from vaultkit.vault import Vault

T = TypeVar("T")
# By what a row is put in order; no two rows of a list have the same.
Key = tuple[object, ...]
Keyed = tuple[Key, T]
_KEY = itemgetter(0)


class Gathering(Generic[T]):
    """The rows that all notes of some kinds add to one list, in order."""

    def __init__(
        self,
        vault: Vault,
        name: str,
        kinds: tuple[type[Note], ...],
        make: Callable[[Note], Iterable[Keyed[T]]],
    ) -> None:
        self._vault, self._name, self._kinds, self._make = vault, name, kinds, make
        self._of: Shelf[tuple[Keyed[T], ...]] = Shelf(vault.trace, apart=True)
        paths, _ = vault.trace.record(lambda: tuple(vault.notes), apart=True)
        for path in paths:
            self._put(path)
        self._rows = sorted((row for rows in self._of.values.values() for row in rows), key=_KEY)

    @property
    def rows(self) -> list[Keyed[T]]:
        """All rows with their keys, in the order of the keys."""
        self._vault.trace.asks("rows", self._name)
        return self._rows

    def refresh(self, changed: Collection[Question]) -> set[Question]:
        """Bring all up to date after these answers changed; what has another answer now."""
        own = {about for what, about in changed if what == "note"}
        stale = sorted(own | self._of.find_stale(changed))
        before = {path: self._of.values.get(path, ()) for path in stale}
        new = {path: rows for path in stale if (rows := self._put(path)) != before[path]}
        if not new:
            return set()
        gone = {id(row) for path in new for row in before[path]}
        self._rows = [row for row in self._rows if id(row) not in gone]
        self._rows += (row for rows in new.values() for row in rows)
        self._rows.sort(key=_KEY)  # little more than a look at each, as nearly all are in order
        return {("rows", self._name)}

    def _put(self, path: str) -> tuple[Keyed[T], ...]:
        """Make the rows of one note; when they are the same as before, the old ones stay."""
        note, _ = self._vault.trace.record(lambda: self._vault.note(path), apart=True)
        if not isinstance(note, self._kinds):
            self._of.drop(path)
            return ()
        before = self._of.values.get(path, ())
        rows = self._of.make(path, partial(self._find, path))
        if rows == before:
            rows = self._of.values[path] = before
        return rows

    def _find(self, path: str) -> tuple[Keyed[T], ...]:
        note = self._vault.note(path)
        return tuple(self._make(note)) if note else ()


class Gatherings:
    """All that was gathered for one site, by the names of what makes the rows."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._by_name: dict[str, Gathering[object]] = {}

    def find(
        self,
        name: str,
        kinds: tuple[type[Note], ...],
        make: Callable[[Note], Iterable[Keyed[T]]],
    ) -> list[Keyed[T]]:
        """The rows of one list; they are made when they are first asked for."""
        found = self._by_name.get(name)
        if found is None:
            found = Gathering(self._vault, name, kinds, make)
            self._by_name[name] = found
        return cast(list[Keyed[T]], found.rows)

    def refresh(self, changed: Collection[Question]) -> set[Question]:
        """Bring all up to date after these answers changed; what has another answer now."""
        lists = self._by_name.values()
        return {one for found in lists for one in found.refresh(changed)}

    def clear(self) -> None:
        """Forget all rows, where no change will come."""
        self._by_name.clear()
