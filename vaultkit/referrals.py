"""Who led to whom: namings to branches, branches to a tree, meetings that grew from each person.

From the standings of a day; circles are cut where they close, everybody stands once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from vaultkit.notes.contact import Contact
from vaultkit.notes.note import fold
from vaultkit.stages import Standing
from vaultkit.vault import Vault

# A deeper chain goes on at the left edge.
DEEPEST = 6


class Person(NamedTuple):
    """Somebody in the tree: a contact, or a name that has no note yet."""

    key: str
    name: str
    contact: Contact | None


class Branch(NamedTuple):
    """One naming: who named whom, first on which day (None when no line tells), and where."""

    namer: Person
    named: Person
    day: date | None
    path: str
    line: int


class Leaf(NamedTuple):
    """One row of the tree: how deep it hangs, under which row, whether it stands above already."""

    person: Person
    depth: int
    parent: int | None
    branch: Branch | None
    is_repeat: bool


def find_branches(
    vault: Vault,
    standings: Mapping[str, Standing],
    shows_referrer: Callable[[Contact], bool] = lambda contact: True,
) -> tuple[Branch, ...]:
    """Every pair once: from leads and `referral` entries, and from `referred_by` alone."""
    found: dict[tuple[str, str], Branch] = {}
    for standing in standings.values():
        for naming in standing.named:
            named = _person(naming.contact, naming.name)
            branch = Branch(_person(naming.namer), named, naming.day, naming.path, naming.line)
            pair = (branch.namer.key, named.key)
            if pair not in found or _by_day(branch) < _by_day(found[pair]):
                found[pair] = branch
    for contact in vault.contacts:
        namer = vault.referrer_of(contact)
        if namer is None or namer is contact or not shows_referrer(contact):
            continue
        pair = (namer.path, contact.path)
        line = contact.values.line("referred_by")
        if pair not in found:
            found[pair] = Branch(_person(namer), _person(contact), None, contact.path, line)
    return tuple(sorted(found.values(), key=_by_names))


def _person(contact: Contact | None, name: str = "") -> Person:
    if contact is not None:
        return Person(contact.path, contact.name, contact)
    return Person(f"?{fold(name)}", name, None)


def _by_day(branch: Branch) -> tuple[date, str, int]:
    return branch.day or date.max, branch.path, branch.line


def _by_names(branch: Branch) -> tuple[str, str, str, str]:
    namer, named = branch.namer, branch.named
    return fold(namer.name), namer.key, fold(named.name), named.key


def grow_tree(branches: Iterable[Branch]) -> tuple[Leaf, ...]:
    """The rows of the tree, roots by name; a circle hangs from its first name."""
    below: dict[str, list[Branch]] = {}
    people: dict[str, Person] = {}
    named: set[str] = set()
    for branch in branches:
        if branch.namer.key == branch.named.key:
            continue
        people.setdefault(branch.namer.key, branch.namer)
        people.setdefault(branch.named.key, branch.named)
        below.setdefault(branch.namer.key, []).append(branch)
        named.add(branch.named.key)
    order = sorted(people, key=lambda key: (key in named, fold(people[key].name), key))
    leaves: list[Leaf] = []
    seen: set[str] = set()
    for key in order:
        if key not in seen and key in below:
            _hang(leaves, seen, below, people[key])
    return tuple(leaves)


def _hang(
    leaves: list[Leaf], seen: set[str], below: Mapping[str, list[Branch]], root: Person
) -> None:
    """Hang one root and all that grew from it, without recursion: chains may be long."""
    waiting: list[tuple[Person, int, int | None, Branch | None]] = [(root, 0, None, None)]
    while waiting:
        person, depth, parent, branch = waiting.pop()
        is_repeat = person.key in seen
        leaves.append(Leaf(person, depth, parent, branch, is_repeat))
        if is_repeat:
            continue
        seen.add(person.key)
        place = len(leaves) - 1
        for one in reversed(below.get(person.key, ())):
            waiting.append((one.named, depth + 1, place, one))


def count_grown(
    branches: Iterable[Branch], standings: Mapping[str, Standing]
) -> tuple[tuple[Person, tuple[Contact, ...]], ...]:
    """Namers with the contacts met who grew from them, over however many steps; most first."""
    below: dict[str, list[Person]] = {}
    namers: dict[str, Person] = {}
    for branch in branches:
        namers.setdefault(branch.namer.key, branch.namer)
        below.setdefault(branch.namer.key, []).append(branch.named)
    found = [(person, tuple(_met_below(key, below, standings))) for key, person in namers.items()]
    return tuple(sorted(found, key=lambda pair: (-len(pair[1]), fold(pair[0].name), pair[0].key)))


def _met_below(
    key: str, below: Mapping[str, list[Person]], standings: Mapping[str, Standing]
) -> Iterator[Contact]:
    seen, waiting = {key}, [key]
    while waiting:
        for person in below.get(waiting.pop(), ()):
            if person.key in seen:
                continue
            seen.add(person.key)
            waiting.append(person.key)
            if person.contact and standings[person.contact.path].held:
                yield person.contact


def was_feeler(standing: Standing) -> bool:
    """Whether this person of our own network was asked for leads."""
    return any(entry.kind == "feeler" for entry in standing.entries)
