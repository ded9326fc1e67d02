"""What every list page shows: groups of rows, each row a note."""

from dataclasses import dataclass
from typing import NamedTuple

from vaultkit.site.frame import Ref


class ListRow(NamedTuple):
    """A note in a list: what it is, what happened last, what comes next and on which day.

    `day` is that day in words, `due` as ISO text; `company` stands in `detail` too: lists are
    ordered by it.
    """

    ref: Ref
    detail: str
    last: str = ""
    step: str = ""
    status: str = ""
    city: str = ""
    day: str = ""
    due: str = ""
    company: str = ""


class Measure(NamedTuple):
    """A fact among a few side by side: its name, its value, in a few words why."""

    name: str
    value: str
    why: str = ""


class Group(NamedTuple):
    """Rows under one heading ("" for none)."""

    id: str
    heading: str
    rows: tuple[ListRow, ...]


@dataclass(frozen=True, slots=True)
class ListContent:
    """A list page; `empty` is what it says when there is nothing.

    `shape` is "people" (five columns) or "single" (name, what it is, words); `order` says what
    its groups are.
    """

    title: str
    lede: str
    groups: tuple[Group, ...]
    empty: str
    shape: str = "people"
    order: str = ""
