"""What was asked while a value was made: it is made again when an answer differs, and only then.

Nobody keeps a list of who depends on whom. Whoever hands something out (the vault, the agenda, the
site) says so here; a value asks while it is made, and so tells by itself what it was made from.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from typing import Generic, TypeVar

T = TypeVar("T")

# What was asked, and about whom: ("note", "contacts/Ruth Okafor.md").
Question = tuple[str, str]
Asked = tuple[Question, ...]
# Asked by who looks at the whole vault, and put in the place of very many questions.
EVERYTHING: Question = ("everything", "")
MOST = 2000


class Trace:
    """Listens to the questions asked while a value is made; switched off it costs next to nothing.

    Values may be made inside one another: what the inner one asks, the outer one asks too.
    """

    def __init__(self, on: bool = False) -> None:
        self.on = on
        self._open: list[set[Question]] = []
        self._seen: dict[Question, Question] = {}

    def asks(self, what: str, about: str = "") -> None:
        """Somebody was handed an answer."""
        if self._open:
            self._open[-1].add((what, about))

    def record(self, make: Callable[[], T], apart: bool = False) -> tuple[T, Asked]:
        """A value, and what was asked while it was made; `apart` from what is made around it."""
        if not self.on:
            return make(), ()
        asked: set[Question] = set()
        self._open.append(asked)
        try:
            value = make()
        finally:
            self._open.pop()
        if len(asked) > MOST:
            asked = {EVERYTHING}
        if self._open and not apart:
            self._open[-1] |= asked
        return value, self.share(asked)

    def share(self, asked: Iterable[Question]) -> Asked:
        """Questions as they are kept: each of them once in memory, however many ask it."""
        return tuple(self._seen.setdefault(one, one) for one in asked)


class Shelf(Generic[T]):
    """Values by name, each with what was asked while it was made.

    Values made `apart` are asked for by a question of their own, so whoever takes many of them
    asks one question, not all of theirs.
    """

    def __init__(self, trace: Trace, apart: bool = False) -> None:
        self.values: dict[str, T] = {}
        self._trace, self._apart = trace, apart
        self._asked: dict[str, Asked] = {}
        # Most questions are asked by one value only, which then stands there alone.
        self._readers: dict[Question, str | list[str]] = {}

    def make(self, name: str, make: Callable[[], T]) -> T:
        """Make a value, or make it again, and keep it."""
        value, asked = self._trace.record(make, self._apart)
        self._note(name, asked)
        self.values[name] = value
        return value

    def asked(self, name: str) -> Asked:
        """What was asked while a value was made."""
        return self._asked.get(name, ())

    def put(self, name: str, value: T, asked: Asked) -> None:
        """Keep a value that was made elsewhere."""
        self._note(name, self._trace.share(asked))
        self.values[name] = value

    def keep(
        self, names: Collection[str], make: Callable[[str], T], changed: Collection[Question]
    ) -> set[str]:
        """Have the values of these names and no others: new ones made, those that asked one of
        these questions made again. The names of all that came, went or were made again.
        """
        gone = {name for name in self.values if name not in names}
        for name in gone:
            self.drop(name)
        stale = self.find_stale(changed)
        made = [name for name in names if name in stale or name not in self.values]
        for name in made:
            self.make(name, partial(make, name))
        return gone.union(made)

    def drop(self, name: str) -> None:
        """Forget a value."""
        self._note(name, ())
        self.values.pop(name, None)

    def find_stale(self, changed: Collection[Question]) -> set[str]:
        """The names of the values that asked one of these questions."""
        if not changed:
            return set()
        return {name for one in {*changed, EVERYTHING} for name in self._find_readers(one)}

    def _note(self, name: str, asked: Asked) -> None:
        if not asked and name not in self._asked:
            return
        before, after = set(self._asked.pop(name, ())), set(asked)
        for one in before - after:
            left = [other for other in self._find_readers(one) if other != name]
            self._readers[one] = left[0] if len(left) == 1 else left
            if not left:
                del self._readers[one]
        for one in after - before:
            found = self._readers.get(one)
            if found is None:
                self._readers[one] = name
            elif isinstance(found, str):
                self._readers[one] = [found, name]
            else:
                found.append(name)
        if asked:
            self._asked[name] = asked

    def _find_readers(self, question: Question) -> Sequence[str]:
        found = self._readers.get(question, ())
        return (found,) if isinstance(found, str) else found


class Groups(Generic[T]):
    """What many sources say about many subjects, to be asked by subject."""

    def __init__(self) -> None:
        self._by_source: dict[str, dict[str, tuple[T, ...]]] = {}
        self._by_subject: dict[str, dict[str, tuple[T, ...]]] = {}

    def put(self, source: str, pairs: Iterable[tuple[str, T]]) -> set[str]:
        """All that a source says now; the subjects of which it says something else than before."""
        said: dict[str, list[T]] = {}
        for subject, value in pairs:
            said.setdefault(subject, []).append(value)
        after = {subject: tuple(values) for subject, values in said.items()}
        before = self._by_source.pop(source, {})
        if not before and not after:
            return set()
        if after:
            self._by_source[source] = after
        changed = {one for one in {*before, *after} if before.get(one) != after.get(one)}
        for subject in changed:
            self._tell(subject, source, after.get(subject))
        return changed

    def about(self, subject: str) -> tuple[T, ...]:
        """All that is said about a subject, in no promised order."""
        found = self._by_subject.get(subject, {}).values()
        return tuple(value for values in found for value in values)

    def all(self) -> tuple[T, ...]:
        """All that is said, in no promised order."""
        return tuple(
            value
            for said in self._by_source.values()
            for values in said.values()
            for value in values
        )

    def _tell(self, subject: str, source: str, values: tuple[T, ...] | None) -> None:
        told = self._by_subject.setdefault(subject, {})
        if values:
            told[source] = values
        else:
            told.pop(source, None)
        if not told:
            del self._by_subject[subject]
