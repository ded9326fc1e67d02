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
A = TypeVar("A")
N = TypeVar("N", bound=Note)
# By what a row is put in order; no two rows of a list have the same.
Key = tuple[object, ...]
Keyed = tuple[Key, T]
_KEY = itemgetter(0)
# The rows of one note, whatever they are rows of.
Rows = tuple[Keyed[object], ...]


class Gathering(Generic[T]):
    """The rows that all notes of some kinds add to one list, in order; `shelf` keeps them."""

    def __init__(
        self,
        vault: Vault,
        shelf: Shelf[Rows],
        name: str,
        kinds: tuple[type[Note], ...],
        make: Callable[[Note], Iterable[Keyed[T]]],
    ) -> None:
        self._vault, self._name, self._kinds, self._make = vault, name, kinds, make
        self._shelf = shelf
        notes, _ = vault.trace.record(lambda: tuple(vault.notes.values()), apart=True)
        self._rows = [r for note in notes if isinstance(note, kinds) for r in self._add(note)]
        self._rows.sort(key=_KEY)

    @property
    def rows(self) -> list[Keyed[T]]:
        """All rows with their keys, in the order of the keys."""
        self._vault.trace.asks("rows", self._name)
        return self._rows

    def refresh(self, paths: Collection[str]) -> bool:
        """Make the rows of some notes again; whether any is another one now."""
        before = {path: self._of(path) for path in paths}
        new = {path: rows for path in paths if (rows := self._put(path)) != before[path]}
        if not new:
            return False
        gone = {id(row) for path in new for row in before[path]}
        self._rows = [row for row in self._rows if id(row) not in gone]
        self._rows += (row for rows in new.values() for row in rows)
        self._rows.sort(key=_KEY)  # little more than a look at each, as nearly all are in order
        return True

    def _of(self, path: str) -> tuple[Keyed[T], ...]:
        return cast(tuple[Keyed[T], ...], self._shelf.values.get(f"{self._name} {path}", ()))

    def _put(self, path: str) -> tuple[Keyed[T], ...]:
        """Make the rows of one note; when they are the same as before, the old ones stay.

        That they ask for this note need not be kept: whenever it changes they are made again.
        """
        name = f"{self._name} {path}"
        note, _ = self._vault.trace.record(lambda: self._vault.note(path), apart=True)
        if not isinstance(note, self._kinds):
            self._shelf.drop(name)
            return ()
        before, rows = self._of(path), self._add(note)
        if rows and rows == before:
            self._shelf.values[name] = before
        return self._of(path)

    def _add(self, note: Note) -> tuple[Keyed[T], ...]:
        """Make the rows of one note, and keep them if there are any and a change may come."""
        if not self._vault.trace.on:
            return tuple(self._make(note))
        name = f"{self._name} {note.path}"
        rows = self._shelf.make(name, lambda: tuple(self._make(note)))
        if not rows:
            del self._shelf.values[name]
        return cast(tuple[Keyed[T], ...], rows)


class Gatherings:
    """All that was gathered for one site, by what makes the rows."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._shelf: Shelf[Rows] = Shelf(vault.trace, apart=True)
        self._by_name: dict[str, Gathering[object]] = {}
        self._wanted, self._wanted_before = set[str](), set[str]()

    def find(
        self, around: A, make: Callable[[A, N], Iterable[Keyed[T]]], *kinds: type[N]
    ) -> list[Keyed[T]]:
        """The rows that all notes of these kinds add to one list, in the order of their keys.

        `make` makes those of one note, and is handed `around`, which is the same each time. They
        are made when they are first asked for.
        """
        name = f"{make.__module__}.{make.__name__}"
        self._wanted.add(name)
        found = self._by_name.get(name)
        if found is None:
            make_rows = cast(Callable[[Note], Iterable[Keyed[object]]], partial(make, around))
            found = Gathering(self._vault, self._shelf, name, kinds, make_rows)
            self._by_name[name] = found
        return cast(list[Keyed[T]], found.rows)

    def refresh(self, changed: Collection[Question]) -> set[Question]:
        """Bring all up to date after these answers changed; what has another answer now."""
        own = {about for what, about in changed if what == "note"}
        stale = {name: set(own) for name in self._by_name}
        for one in self._shelf.find_stale(changed):
            name, _, path = one.partition(" ")
            stale[name].add(path)
        lists = self._by_name.items()
        return {("rows", name) for name, found in lists if found.refresh(sorted(stale[name]))}

    def let_go(self) -> None:
        """Forget the rows that nobody asked for since the last time but one, where no change will
        come."""
        if not self._vault.trace.on:
            wanted = self._wanted | self._wanted_before
            self._by_name = {name: found for name, found in self._by_name.items() if name in wanted}
        self._wanted, self._wanted_before = set(), self._wanted

    def clear(self) -> None:
        """Forget all rows, where no change will come."""
        if not self._vault.trace.on:
            self._by_name.clear()
