"""Words to look for in a text, however they are cased, spaced or joined, and what to put there."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import pairwise

from vaultkit.redaction.names import split_names

WITHHELD = "withheld"
_DATE = re.compile(r"(\d{4}-\d\d-\d\d(?:[T ]\d{1,2}:\d\d)?)")
_EMAIL = re.compile(r"(?:mailto:)?[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+", re.I)
# Seven digits or more with the marks people put between them.
_PHONE = re.compile(r"(?<![\w-])(?:tel:)?\+?\(?\d(?:[\s().\u00a0\u2010-\u2015\u2060/-]{0,3}\d){6,}")
_TOKEN = re.compile(r"%20|[^\W_]+")
# What may stand between two words of one name: at most one line break, and no bullet behind it.
_JOINT = re.compile(r"(?:%20|[ \t\u00a0_.,;:'\u2019&@/+()\u2010-\u2015-])*(?:\r?\n[ \t]*)?")
# A name run together ("ruthokafor") is looked for from this many letters on.
_LONG = 8
# From here on scripts put no blanks between words: a name is found inside a run of letters.
_UNSPACED = "\u2e80"

Words = tuple[str, ...]


class Replacer:
    """`words` -> what stands for them, `people` -> their initials.

    Unless `is_narrow` every address and number goes as well, whosesoever it is.
    """

    def __init__(
        self, words: Mapping[str, str], people: Mapping[str, str], is_narrow: bool = False
    ) -> None:
        self._is_narrow = is_narrow
        self._by_first: dict[str, dict[Words, str]] = {}
        self._inside: dict[str, str] = {}
        self._parts = split_names(people)
        for word, other in {**people, **words}.items():
            self._add(word, other)

    def _add(self, word: str, other: str) -> None:
        if any(char >= _UNSPACED for char in word):
            self._inside[word] = other
        for shape in {word, strip_accents(word)}:
            words = tuple(found[0].casefold() for found in _TOKEN.finditer(shape))
            joined = "".join(words)
            for key in (words, (joined,) if len(joined) >= _LONG else words):
                if key:
                    self._by_first.setdefault(key[0], {}).setdefault(key, other)

    def replace(self, text: str) -> str:
        """A text without any of the words, addresses and numbers."""
        if not self._is_narrow:
            text = _replace_numbers(_EMAIL.sub(WITHHELD, text))
        for word in sorted(self._inside, key=lambda one: (-len(one), one)):
            text = text.replace(word, self._inside[word])
        return "".join(self._walk(text))

    def replace_path(self, path: str) -> str:
        """The same for a path; folders stay."""
        folder, slash, name = path.rpartition("/")
        stem = name.removesuffix(".md")
        return f"{folder}{slash}{self.replace(stem).replace('/', '-')}.md"

    def _walk(self, text: str) -> Iterator[str]:
        tokens = [found for found in _TOKEN.finditer(text) if found[0] != "%20"]
        place = number = 0
        while number < len(tokens):
            count, other = self._find(text, tokens, number)
            if count:
                yield text[place : tokens[number].start()]
                yield other
                place = tokens[number + count - 1].end()
            number += max(count, 1)
        yield text[place:]

    def _find(self, text: str, tokens: list[re.Match[str]], number: int) -> tuple[int, str]:
        """How many tokens from here on are one word to hide, and what stands for it."""
        first = tokens[number][0]
        known = self._by_first.get(first.casefold(), {})
        for words in sorted(known, key=lambda one: -len(one)):
            if _stands_here(text, tokens[number : number + len(words)], words):
                return len(words), known[words]
        return (1, self._parts[first]) if first in self._parts else (0, "")


def _stands_here(text: str, tokens: list[re.Match[str]], words: Words) -> bool:
    if tuple(found[0].casefold() for found in tokens) != words:
        return False
    gaps = ((one.end(), two.start()) for one, two in pairwise(tokens))
    return all(_JOINT.fullmatch(text, *gap) for gap in gaps)


def strip_accents(text: str) -> str:
    """ "García" to "Garcia"."""
    flat = unicodedata.normalize("NFKD", text)
    return "".join(c for c in flat if not unicodedata.combining(c))


def _replace_numbers(text: str) -> str:
    """Phone numbers go, dates stay."""
    parts = _DATE.split(text)
    parts[::2] = [_PHONE.sub(WITHHELD, part) for part in parts[::2]]
    return "".join(parts)
