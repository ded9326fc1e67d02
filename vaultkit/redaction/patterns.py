"""Words to look for in a text, however they are cased, spaced or joined, and what to put there."""

import html
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from urllib.parse import quote, unquote

from vaultkit.redaction.names import split_names, strip_accents

WITHHELD = "withheld"
_DATE = re.compile(r"(\d{4}-\d\d-\d\d(?:[T ]\d{1,2}:\d\d)?)")
_EMAIL = re.compile(r"(?:mailto:)?[\w.!#$%&'*+/=?^`{|}~-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+", re.I)
# Seven digits or more with the marks people put between them.
_PHONE = re.compile(
    r"(?<![\w-])(?:tel:)?\+?\(?\d(?:(?:[\s().\u2010-\u2015\u2060/*_~-]|%20){0,4}\d){6,}"
)
# Letters and digits, percent-encoded ones too; skipped before that: encoded marks and bare tags.
_GAP = (
    r"%(?:2[\dA-Fa-f]|3[A-Fa-f]|40|5[B-Fb-f]|60|7[B-Fb-f])"
    r"|</?(?:a|b|br|code|del|div|em|font|i|ins|mark|p|s|small|span|strong|sub|sup|u|wbr) ?/?>"
)
_TOKEN = re.compile(
    rf"{_GAP}|((?:[^\W_]|%[89A-Fa-f][\da-fA-F]|%(?:3\d|[46][1-9A-Fa-f]|[57][\dAa]))+)", re.I
)
# What may stand between two parts of one value: marks, tags and encoded marks, and at most one line
# break with no bullet behind it.
_MARKS = rf"(?:[^\w\n]|_|{_GAP}){{0,60}}"
_JOINT = re.compile(_MARKS + r"(?:\n[ \t>]*(?!(?:[-*+]|\d{1,9}[.)])[ \t])[*_~`\"'(]{0,6})?")
# A value run together or broken up ("ruthokafor", "**Ru**th") is looked for from this many on.
_LONG, _SUM = 8, 5
_HEAD = 4
# Digits at the end of a phone number that neither a nought nor the code of a country stands before.
_TAIL = 9
# From here on scripts put no blanks between words: a name is found inside a run of letters.
_UNSPACED = "\u2e80"

Words = tuple[str, ...]
_FOLDERS = frozenset(
    ("contacts", "companies", "interviews", "trips", "questions", "letters", "notes")
)


class Replacer:
    """`words` -> what stands for them, `people` -> their initials.

    Unless `is_narrow` every address and number goes as well, whosesoever it is.
    """

    def __init__(
        self, words: Mapping[str, str], people: Mapping[str, str], is_narrow: bool = False
    ) -> None:
        self._is_narrow = is_narrow
        self._by_first: dict[str, dict[Words, str]] = {}
        self._joined: dict[str, dict[str, str]] = {}
        self._inside: dict[str, str] = {}
        self._parts = split_names(people)
        self._numbers = frozenset(filter(None, map(_number_of, words)))
        for word, other in {**people, **words}.items():
            self._add(word, other)

    def _add(self, word: str, other: str) -> None:
        if any(char >= _UNSPACED for char in word):
            self._inside[word] = other
        words = tuple(fold_token(found[0]) for found in _TOKEN.finditer(word) if found[1])
        joined = "".join(words)
        if len(joined) >= (_SUM if joined.isdecimal() else _LONG):
            self._joined.setdefault(joined[:_HEAD], {}).setdefault(joined, other)
        elif words:
            self._by_first.setdefault(words[0], {}).setdefault(words, other)

    def replace(self, text: str) -> str:
        """A text without any of the words, addresses and numbers."""
        if self._is_narrow:
            text = _replace_numbers(text, self._hide_number)
            return "".join(map(self._replace_line, self._replace_words(text).splitlines(True)))
        text = unmask(text)
        return self._replace_words(_replace_numbers(_EMAIL.sub(WITHHELD, text), lambda _: WITHHELD))

    def _hide_number(self, found: re.Match[str]) -> str:
        """A number of theirs goes with the code of its country and without, as people type it."""
        return WITHHELD if _number_of(found[0]) in self._numbers else found[0]

    def _replace_line(self, line: str) -> str:
        """A line as it is, unless there is something to hide behind entities and the like."""
        plain = unmask(line)
        found = self._replace_words(plain) if plain != line else line
        return found if found != plain else line

    def _replace_words(self, text: str) -> str:
        for word in sorted(self._inside, key=lambda one: (-len(one), one)):
            text = text.replace(word, self._inside[word])
        return "".join(self._walk(text))

    def replace_path(self, path: str) -> str:
        """The same for a path; the folders of our kinds stay."""
        *folders, name = path.split("/")
        kept = folders[:1] if folders and folders[0].casefold() in _FOLDERS else []
        parts = [*folders[len(kept) :], name.removesuffix(".md")]
        found = (self.replace(part).replace("/", "-") for part in parts)
        return "/".join((*kept, *found)) + ".md"

    def _walk(self, text: str) -> Iterator[str]:
        tokens = [found for found in _TOKEN.finditer(text) if found[1]]
        place = number = 0
        while number < len(tokens):
            count, other = self._find(text, tokens, number)
            if count:
                end = tokens[number + count - 1].end()
                yield text[place : tokens[number].start()]
                is_address = _PERCENT.search(text, tokens[number].start(), end)
                yield quote(other) if is_address else other
                place = end
            number += max(count, 1)
        yield text[place:]

    def _find(self, text: str, tokens: list[re.Match[str]], number: int) -> tuple[int, str]:
        """How many tokens from here on are one word to hide, and what stands for it."""
        first = tokens[number][0]
        head = self._read_head(text, tokens, number)
        for joined in sorted(self._joined.get(head, ()), key=lambda one: -len(one)):
            if count := _count_tokens(text, tokens, number, joined):
                return count, self._joined[head][joined]
        known = self._by_first.get(fold_token(first), {})
        for words in sorted(known, key=lambda one: -len(one)):
            if _stands_here(text, tokens[number : number + len(words)], words):
                return len(words), known[words]
        part = self._parts.get(first) or self._parts.get(fold_token(first))
        return (1, part) if part else (0, "")

    def _read_head(self, text: str, tokens: list[re.Match[str]], number: int) -> str:
        """The first letters from a token on, over joints if it is short."""
        head = fold_token(tokens[number][0])
        for one, two in pairwise(tokens[number : number + _HEAD]):
            if len(head) >= _HEAD or not _JOINT.fullmatch(text, one.end(), two.start()):
                break
            head += fold_token(two[0])
        return head[:_HEAD]


def _count_tokens(text: str, tokens: list[re.Match[str]], number: int, joined: str) -> int:
    """How many tokens from here on make up a value, however it is broken up; 0 when they do not."""
    found, before = "", tokens[number].start()
    for count, token in enumerate(tokens[number:], 1):
        found += fold_token(token[0])
        if not joined.startswith(found) or not _JOINT.fullmatch(text, before, token.start()):
            return 0
        if found == joined:
            return count
        before = token.end()
    return 0


def _stands_here(text: str, tokens: list[re.Match[str]], words: Words) -> bool:
    if tuple(fold_token(found[0]) for found in tokens) != words:
        return False
    gaps = ((one.end(), two.start()) for one, two in pairwise(tokens))
    return all(_JOINT.fullmatch(text, *gap) for gap in gaps)


@lru_cache(maxsize=65536)
def fold_token(token: str) -> str:
    """Letters and digits as they are compared: decoded, without accents and case."""
    return strip_accents(unquote(token) if "%" in token else token).casefold()


_PERCENT = re.compile(r"%[\dA-Fa-f]{2}")
_INVISIBLE = "\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_HIDDEN = re.compile(rf"(?<=[!-\u024f])[{_INVISIBLE}]+(?=[!-\u024f])")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,31});")
_ESCAPED = re.compile(r"(?<=\w)\\(?=[@.+-])")
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF20, 0xFF3B),
                                          *range(0xFF41, 0xFF5B), 0xFF0B)}  # fmt: skip
# What an entity may stand for without changing what the text around it is.
_SAFE = frozenset(" @.,+-/()")


def unmask(text: str) -> str:
    """A text whose letters are all there as themselves: no entities, nothing invisible between."""
    while "&" in text and (plain := _ENTITY.sub(_decode, text)) != text:
        text = plain
    return _ESCAPED.sub("", _HIDDEN.sub("", text)).translate(_WIDE)


def _decode(found: re.Match[str]) -> str:
    sign = html.unescape(found[0])
    if sign.isspace():
        return " "
    if sign == "&":  # an entity in an entity
        after = found.string[found.end() : found.end() + 34]
        return "&" if _ENTITY.match(f"&{after}") else found[0]
    return sign if sign in _SAFE or sign.isalnum() else found[0]


def _replace_numbers(text: str, hide: Callable[[re.Match[str]], str]) -> str:
    """Phone numbers as `hide` has them, dates stay."""
    parts = _DATE.split(text)
    parts[::2] = [_PHONE.sub(hide, part) for part in parts[::2]]
    return "".join(parts)


def _number_of(text: str) -> str:
    """What all ways to write one phone number end in; "" for what is none."""
    found = None if _DATE.search(text) else _PHONE.search(text)
    return re.sub(r"\D", "", unquote(found[0]))[-_TAIL:] if found else ""
