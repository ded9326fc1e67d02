"""What a template can fill in: facts that know where they come from, and gaps that show.

A fact stands in the rendered text as one sign of a plane of Unicode nobody writes in, so that
whatever a template does around it, the draft still knows which words came from which line.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from vaultkit.links import plain_words

FIRST_MARK, LAST_MARK = 0xF0000, 0xFFFFD
MARKS = re.compile("[\U000f0000-\U000ffffd]")
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\U000f0000-\U0010ffff]+")
_COMMENT = re.compile(r"%%.*?(?:%%|$)", re.S)
_ENDS = (".", "!", "?", "\u2026", ".)", '."')
# A fact is a sentence or two; a longer one is cut.
LONGEST = 1500


class Part(NamedTuple):
    """A piece of a draft: words of the template, a `fact` with its place, or a `gap`."""

    text: str
    kind: str = "text"
    path: str = ""
    line: int = 0


class Slot(str):
    """A fact from a note: its words, and the sign that stands for them while rendering."""

    mark: str

    def __new__(cls, text: str, mark: str) -> "Slot":
        made = super().__new__(cls, text)
        made.mark = mark
        return made


class Gap(Slot):
    """A fact that is not there: false to a template that asks, visible when it is printed."""

    def __bool__(self) -> bool:
        return False


class Missing(tuple[object, ...]):
    """A list that is empty but matters: false to a template that asks, one gap when looped over."""

    def __bool__(self) -> bool:
        return False


class Lazy(dict[str, object]):
    """Slots by name; one that is a function is made when it is first asked for."""

    def __getitem__(self, name: str) -> object:
        value = super().__getitem__(name)
        if callable(value):
            value = self[name] = value()
        return value


class Fields(Lazy):
    """Slots made by `make` when they are first asked for; it raises KeyError for none of them."""

    def __init__(self, make: Callable[[str], object]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, name: str) -> object:
        value = self[name] = self._make(name)
        return value


class Group:
    """Slots under one name, as `contact.name`; true when the thing itself is there."""

    def __init__(self, slots: Mapping[str, object], is_there: bool = True) -> None:
        self._slots = slots if isinstance(slots, Lazy) else Lazy(slots)
        self._is_there = is_there

    def __getitem__(self, name: str) -> object:
        return self._slots[name]

    def __iter__(self) -> "Group":
        raise TypeError("a group of slots is no list")

    def __bool__(self) -> bool:
        return self._is_there


class Slots:
    """Every fact and gap of one draft, each under its sign."""

    def __init__(self) -> None:
        self.parts: list[Part] = []

    def fact(self, text: str, path: str = "", line: int = 0) -> Slot:
        """Words from a line of a note."""
        words = tidy(text)
        return Slot(words, self._add(Part(words, "fact", path, line)))

    def gap(self, what: str, path: str = "", line: int = 0) -> Gap:
        """A fact that is missing: `what` says which, and where to write it."""
        mark = self._add(Part(f"[{tidy(what)}]", "gap", path, line))
        return Gap(mark, mark)

    def missing(self, what: str, path: str = "", line: int = 0) -> Missing:
        """An empty list that matters."""
        return Missing((self.gap(what, path, line),))

    def _add(self, part: Part) -> str:
        self.parts.append(part)
        return chr(min(FIRST_MARK + len(self.parts) - 1, LAST_MARK))

    def split(self, text: str) -> tuple[Part, ...]:
        """A rendered text to its parts; neighbouring words of the template become one."""
        found: list[Part] = []
        start = 0
        for sign in MARKS.finditer(text):
            found.append(Part(text[start : sign.start()]))
            number = ord(sign[0]) - FIRST_MARK
            found += self.parts[number : number + 1]
            start = sign.end()
        found.append(Part(text[start:]))
        return tuple(_end_once(part for part in found if part.text))


def _end_once(parts: Iterable[Part]) -> Iterator[Part]:
    """A fact that ends a sentence needs no second full stop behind it."""
    before = ""
    for part in parts:
        text = part.text
        if text.startswith(".") and not text.startswith("..") and before.endswith(_ENDS):
            text = text[1:]
        if text:
            yield part._replace(text=text)
            before = text


def tidy(text: str) -> str:
    """A value as one line of plain words: no comments, no control signs, not endless."""
    words = " ".join(_UNFIT.sub(" ", plain_words(_COMMENT.sub("", text))).split())
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}\u2026"


def join_parts(parts: Iterable[Part]) -> str:
    """The words of parts in one text."""
    return "".join(part.text for part in parts)
