"""What every note has: a path, a kind, a name, its document; and the plain note itself."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from vaultkit.contact_log import Log
from vaultkit.dates import read_date
from vaultkit.document import Document
from vaultkit.links import Link
from vaultkit.notes.values import Values


@lru_cache(maxsize=65_536)
def fold(name: str) -> str:
    """A name as it is compared: NFC, casefolded, blanks as one."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def stem(path: str) -> str:
    """The file name without folder and `.md`."""
    name = path.rpartition("/")[2]
    return name[:-3] if name.casefold().endswith(".md") else name


class Task(NamedTuple):
    """An open task with a due day, wherever in a note it stands."""

    words: str
    due: date
    line: int


class Advice(NamedTuple):
    """One piece of advice: `applied` when a day stands behind its tick."""

    words: str
    mark: str | None
    applied: date | None
    outcome: tuple[str, ...]
    path: str
    line: int


class Lead(NamedTuple):
    """Someone named to us under Leads: the name, the words behind it, the day if one is given.

    `target` is the link when there is one; `text` is the item from the name on.
    """

    name: str
    target: str
    text: str
    day: date | None
    dropped: bool
    path: str
    line: int


class Question(NamedTuple):
    """One question: its words without flags, its mark, flags, bank id, answer and group."""

    words: str
    mark: str
    flags: frozenset[str]
    id: str
    answer: tuple[str, ...]
    group: str
    path: str
    line: int

    @property
    def is_open(self) -> bool:
        """Still to be asked."""
        return self.mark not in "xX->"


Shared = tuple[str, str, str, tuple[str, ...], tuple[str, ...], Document, Values, tuple[Task, ...]]


@dataclass(frozen=True, slots=True)
class Note:
    """A plain note, and what all kinds of note share."""

    path: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    tags: tuple[str, ...]
    document: Document
    values: Values
    tasks: tuple[Task, ...]

    @property
    def shared(self) -> Shared:
        """What a note of any kind begins with, in the order of the fields above."""
        return (
            self.path,
            self.kind,
            self.name,
            self.aliases,
            self.tags,
            self.document,
            self.values,
            self.tasks,
        )

    @property
    def stem(self) -> str:
        """The file name without folder and `.md`."""
        return stem(self.path)

    @property
    def links(self) -> tuple[Link, ...]:
        """The links of the text and the front matter, in the order they stand."""
        named = (value for value in self.values.by_name.values() if isinstance(value, Link))
        return (*named, *self.document.links())


@dataclass(frozen=True, slots=True)
class LoggedNote(Note):
    """A note with a log: a contact or a company."""

    log: Log


def read_day_before(text: str) -> tuple[date | None, str]:
    """An ISO date at the start of an item, and what stands behind it."""
    head, _, rest = text.partition(" ")
    day = read_date(head.strip("[]:,"))
    return (day, rest.lstrip(" :,-\u2013\u2014")) if day else (None, text)
