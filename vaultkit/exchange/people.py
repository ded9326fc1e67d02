"""People as other programs hand them over: a name, fields of our own table, where they stood."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from vaultkit.exchange.text import one_line

Fields = Mapping[str, str | tuple[str, ...]]
_EXT = re.compile(r"[\s,;]*(?:;?ext\.?\s*=?|extension|x|#)\s*(\d{1,8})\s*$", re.I)


class Person(NamedTuple):
    """One person of a file: `fields` without empty ones, `more` what no field of ours holds.

    `names` are others they may be here under, to find them by: the name without a title.
    """

    name: str
    fields: Fields
    line: int
    more: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def text(self, field: str) -> str:
        """A field as text, "" when it is not there."""
        value = self.fields.get(field, "")
        return value if isinstance(value, str) else ""


class Refused(NamedTuple):
    """A row or card that cannot be taken: where, and why."""

    line: int
    why: str


class Read(NamedTuple):
    """What a file holds: people, refused rows, and how many people a whole company stood for."""

    people: tuple[Person, ...]
    refused: tuple[Refused, ...]


def make_person(
    name: str,
    fields: Mapping[str, str | Iterable[str]],
    line: int,
    more: Iterable[str] = (),
    names: Iterable[str] = (),
) -> Person:
    """A person with every value on one line, empty ones left out, the extension off the number."""
    found: dict[str, str | tuple[str, ...]] = {}
    for field, value in fields.items():
        if isinstance(value, str):
            text = one_line(value)
            if text:
                found[field] = text
        elif items := tuple(filter(None, map(one_line, value))):
            found[field] = items
    number = found.get("phone")
    if isinstance(number, str) and "ext" not in found and (hit := _EXT.search(number)):
        found |= {"phone": number[: hit.start()].strip(), "ext": hit[1]}
    rest = tuple(dict.fromkeys(filter(None, map(one_line, more))))
    return Person(one_line(name), found, line, rest, tuple(map(one_line, names)))


def split_first(values: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """The first of several values, and the others, each once."""
    found = tuple(dict.fromkeys(filter(None, map(one_line, values))))
    return (found[0], found[1:]) if found else ("", ())
