"""People as other programs hand them over: a name, fields of our own table, where they stood."""

import re
import unicodedata
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


# What people write behind their names.
_LETTERS = frozenset(
    ("phd", "dphil", "md", "mba", "emba", "msc", "bsc", "ma", "ba", "meng", "beng", "llm", "llb",
     "jd", "cpa", "cfa", "acca", "aca", "pmp", "csm", "pe", "ceng", "rn", "mph", "edd", "esq",
     "fcca", "cipd", "shrm", "scp", "cissp")
)  # fmt: skip


def tidy_name(given: str, family: str) -> str:
    """A name as a letter would have it: no signs, no degrees behind it, not in capitals only.

    Networks hold names as their owners decorate them: RUTH (Ruthie), "OKAFOR, PhD".
    """
    words = [*_drop_letters(given), *_drop_letters(family)]
    text = " ".join(words)
    if text.isupper() or text.islower():
        text = " ".join(word.title() if len(word) > 2 else word for word in words)
    return text or one_line(f"{given} {family}")


def _drop_letters(text: str) -> list[str]:
    text = re.sub(r"\([^()]*\)", " ", text).partition(",")[0]
    words = "".join(" " if _is_sign(one) else one for one in text).split()
    while len(words) > 1 and sum(map(str.isupper, words[-1])) > 1:
        if words[-1].replace(".", "").casefold() not in _LETTERS:
            break
        words.pop()
    return words


def _is_sign(one: str) -> bool:
    return one in "\u200d\ufe0f" or unicodedata.category(one) in ("So", "Co", "Cs")


def split_first(values: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """The first of several values, and the others, each once."""
    found = tuple(dict.fromkeys(filter(None, map(one_line, values))))
    return (found[0], found[1:]) if found else ("", ())
