"""What a vault looks up by: names, first words of names, what links are written with.

Each index takes one note out and another in, and tells which of its answers are others now.
"""

from collections.abc import Callable, Iterable, Iterator

from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Note, fold

# (0 file name, 1 name, 2 alias; path)
Ranked = tuple[tuple[int, str], ...]


def make_key(target: str) -> str:
    """A link's target as it is looked up: folded, without `.md`, `./` and `../`."""
    name = fold(target).removesuffix(".md")
    if "/" in name:
        name = name.removeprefix("./")
        while name.startswith("../"):
            name = name[3:]
    return name


def names_of(note: Note) -> dict[str, int]:
    """The names under which a note is found, each with its best rank."""
    names = {fold(alias): 2 for alias in note.aliases}
    names[fold(note.name)] = 1
    names[fold(note.stem)] = names[fold(note.path).removesuffix(".md")] = 0
    return names


def pointer_keys(note: Note) -> set[str]:
    """Whose an interview is, or where a contact works, as it is looked up."""
    match note:
        case Interview():
            link = note.contact
        case Contact():
            link = note.company
        case _:
            link = None
    return {make_key(link.target)} if link else set()


def link_keys(note: Note) -> set[str]:
    """What the links of a note are looked up by."""
    return {make_key(link.target) for link in note.links if link.target}


def shows_same(old: Note | None, note: Note | None) -> bool:
    """Whether a note is still found by the same names and called the same."""
    if old is None or note is None or type(old) is not type(note):
        return False
    return old.name == note.name and names_of(old) == names_of(note)


class NameIndex:
    """File names go before `name`, `name` before aliases, then by path."""

    def __init__(self, notes: Iterable[Note]) -> None:
        found: dict[str, list[tuple[int, str]]] = {}
        for note in notes:
            for name, rank in names_of(note).items():
                found.setdefault(name, []).append((rank, note.path))
        self._ranked: dict[str, Ranked] = {
            name: tuple(sorted(ranked)) for name, ranked in found.items()
        }
        self._shown: dict[str, str] = {}

    def ranked(self, key: str) -> Ranked:
        """Every note a key could mean."""
        return self._ranked.get(key, ())

    def find_like(self, target: str, likeness: int, notes: Iterable[Note]) -> str | None:
        """The name or file name of one of `notes`, which are all, that is most like a target."""
        from rapidfuzz import fuzz, process

        if not self._shown:
            for note in notes:
                for name in (note.stem, note.name):
                    self._shown.setdefault(name.casefold(), name)
        folded = target.casefold()
        found = process.extractOne(
            folded, self._shown.keys(), scorer=fuzz.ratio, score_cutoff=likeness
        )
        return self._shown[found[0]] if found else None

    def replace(self, old: Note | None, new: Note | None) -> set[str]:
        """Take a note out, put another in; the names that mean something else now."""
        self._shown = {}
        before = names_of(old) if old else {}
        after = names_of(new) if new else {}
        changed: set[str] = set()
        for name in {*before, *after}:
            left = [one for one in self.ranked(name) if old is None or one[1] != old.path]
            if new and name in after:
                left.append((after[name], new.path))
            ranked = tuple(sorted(left))
            if ranked != self.ranked(name):
                changed.add(name)
            if ranked:
                self._ranked[name] = ranked
            else:
                self._ranked.pop(name, None)
        return changed


class KeyIndex:
    """Keys that a note gives, to the paths of all notes that give them."""

    def __init__(self, notes: Iterable[Note], keys_of: Callable[[Note], set[str]]) -> None:
        self._keys_of = keys_of
        self._paths: dict[str, dict[str, None]] = {}
        for note in notes:
            for key in keys_of(note):
                self._paths.setdefault(key, {})[note.path] = None

    def paths(self, key: str) -> Iterable[str]:
        """The notes that give a key, in no promised order."""
        return self._paths.get(key, ())

    def replace(self, old: Note | None, new: Note | None) -> set[str]:
        """Take a note out, put another in; the keys that only one of them gives."""
        before, after = (self._keys_of(one) if one else set() for one in (old, new))
        for key in before - after:
            assert old is not None  # it gave the key
            self._paths[key].pop(old.path)
        for key in after - before:
            assert new is not None
            self._paths.setdefault(key, {})[new.path] = None
        return before ^ after


class HeadIndex:
    """The names of contacts by their first word, the longest first."""

    def __init__(self, notes: Iterable[Note]) -> None:
        self._names: dict[str, list[tuple[str, str]]] = {}
        for note in notes:
            for head, name, path in _heads_of(note):
                self._names.setdefault(head, []).append((name, path))
        for pairs in self._names.values():
            pairs.sort(key=_longest_first)

    def find(self, head: str, text: str) -> str | None:
        """The path of the contact whose name stands at the start of a text, whole words."""
        for name, path in self._names.get(head, ()):
            if text.startswith(name) and not text[len(name) : len(name) + 1].isalnum():
                return path
        return None

    def replace(self, old: Note | None, new: Note | None) -> set[str]:
        """Take a note out, put another in; the first words under which others stand now."""
        before, after = (set(_heads_of(one)) for one in (old, new))
        for head, name, path in before - after:
            self._names[head].remove((name, path))
        for head, name, path in after - before:
            self._names.setdefault(head, []).append((name, path))
            self._names[head].sort(key=_longest_first)
        return {head for head, _, _ in before ^ after}


def split_words(text: str) -> list[str]:
    """The words of a text, without what stands between them."""
    return "".join(c if c.isalnum() else " " for c in text).split()


def _heads_of(note: Note | None) -> Iterator[tuple[str, str, str]]:
    """First word, name and path, for every name of a contact."""
    if not isinstance(note, Contact):
        return
    for name in {fold(note.stem), fold(note.name), *map(fold, note.aliases)}:
        if name:
            yield (*split_words(name), name)[0], name, note.path


def _longest_first(pair: tuple[str, str]) -> tuple[int, str, str]:
    return -len(pair[0]), pair[0], pair[1]
