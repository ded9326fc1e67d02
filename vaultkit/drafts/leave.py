"""The referrer's name stays out of a draft until they gave leave, wherever it came from."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from vaultkit.drafts.facts import Wish
from vaultkit.drafts.slots import Part
from vaultkit.drafts.sources import Sources
from vaultkit.names import fold_accents
from vaultkit.notes.contact import Contact

_WORD = re.compile(r"\w+")
# Shorter parts of a name stand in many words.
SHORTEST = 3


class Withheld(NamedTuple):
    """A name that must not be said: whole names and single words of it, folded."""

    whole: frozenset[tuple[str, ...]]
    words: frozenset[str]

    @property
    def starts(self) -> frozenset[str]:
        """The words one of which stands wherever such a name does."""
        return self.words | {name[0] for name in self.whole}


NOTHING = Withheld(frozenset(), frozenset())
GAP = "[a name left out: no leave to use it]"


def find_withheld(sources: Sources, wish: Wish) -> Withheld:
    """The names of whoever named the contact and gave no leave, unless they are written to."""
    contact = wish.contact
    if wish.is_report or wish.purpose == "permission":
        return NOTHING
    names = [name for one in _find_ungranted(sources, contact) for name in _names_of(one)]
    link = contact.referred_by
    if link and contact.may_mention != "yes":
        names += [link.target, link.shown]
    if not names:
        return NOTHING
    whole = frozenset(words for name in names if (words := tuple(_split(name))))
    profile = sources.vault.profile
    known = [*_names_of(contact), profile.name if profile else ""]
    known.append(sources.vault.company_name(contact) or "")
    harmless = {word for name in known for word in _split(name)}
    parts = {word for words in whole for word in words if len(word) >= SHORTEST}
    own = tuple(_split(contact.name))
    return Withheld(whole - {own}, frozenset(parts - harmless))


def _find_ungranted(sources: Sources, contact: Contact) -> Iterator[Contact]:
    """The referrer without leave, and all others who named the contact: leave is for one alone."""
    referrer = sources.vault.referrer_of(contact)
    if contact.may_mention != "yes":
        yield from (referrer,) if referrer else ()
    elif referrer is None:
        return
    for naming in sources.standing(contact).namings:
        if naming.namer not in (referrer, contact):
            yield naming.namer


def _names_of(contact: Contact) -> tuple[str, ...]:
    return contact.name, contact.stem, *contact.aliases


def _split(name: str) -> list[str]:
    return [_fold(word) for word in _WORD.findall(name)]


@lru_cache(maxsize=10_000)  # the words of a template stand in every letter
def _fold(word: str) -> str:
    return fold_accents(word)


def withhold(parts: tuple[Part, ...], withheld: Withheld) -> tuple[Part, ...]:
    """Parts with each such name taken out; a gap shows where it stood, and from which line."""
    if not withheld.whole:
        return parts
    starts = withheld.starts
    return tuple(piece for part in parts for piece in _cut(part, withheld, starts))


def _cut(part: Part, withheld: Withheld, starts: frozenset[str]) -> Iterator[Part]:
    if starts.isdisjoint(_split(part.text)):
        yield from (part,) if part.text else ()
        return
    start = 0
    for begin, end in _find_names(part.text, withheld):
        if begin < start:
            continue
        if begin > start:
            yield part._replace(text=part.text[start:begin])
        yield Part(GAP, "gap", part.path, part.line)
        start = end
    if start < len(part.text):
        yield part._replace(text=part.text[start:])


def _find_names(text: str, withheld: Withheld) -> Iterator[tuple[int, int]]:
    """Where names stand: whole ones in any case, single words when they are capitalized."""
    found = list(_WORD.finditer(text))
    words = [_fold(one[0]) for one in found]
    longest = sorted(withheld.whole, key=lambda name: (-len(name), name))
    for number, one in enumerate(found):
        name = next((n for n in longest if tuple(words[number : number + len(n)]) == n), None)
        if name and (len(name) > 1 or one[0][:1].isupper()):
            yield one.start(), found[number + len(name) - 1].end()
        elif words[number] in withheld.words and not one[0][:1].islower():
            yield one.start(), one.end()
