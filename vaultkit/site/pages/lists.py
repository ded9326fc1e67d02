"""What every list page shows: groups of rows, each row a note."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Generic, NamedTuple, TypeVar

from vaultkit.site.frame import Page, Ref
from vaultkit.site.turning import Leg, cut, find_start, say_way

R = TypeVar("R")


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


class Group(NamedTuple, Generic[R]):
    """Rows under one heading ("" for none); `total` is empty where a group goes on."""

    id: str
    heading: str
    rows: tuple[R, ...]
    total: str = ""


class Way(NamedTuple):
    """The link to a group, its heading, how many rows it has on all pages."""

    href: str
    heading: str
    total: int


@dataclass(frozen=True, slots=True)
class ListContent:
    """A list page; `empty` is what it says when there is nothing.

    `shape` is "people" (five columns) or "single" (name, what it is, words); `order` says what
    its groups are.
    """

    title: str
    lede: str
    groups: tuple[Group[ListRow], ...]
    empty: str
    shape: str = "people"
    order: str = ""
    ways: tuple[Way, ...] = ()


def turn_list(
    address: str, whole: ListContent, template: str = "list.html", first: str = ""
) -> Iterator[Page]:
    """The pages of a list: its groups run on from one to the next.

    `first` is the template of the first page, where it is another one.
    """
    legs = cut(address, [group.rows for group in whole.groups])
    for leg in legs:
        groups = tuple(
            show_group(group, rows) for group, rows in zip(whole.groups, leg.sections, strict=True)
        )
        content = replace(whole, groups=tuple(group for group in groups if group.rows))
        if leg.is_first:
            content = replace(content, ways=tuple(_find_ways(legs, whole.groups)))
        else:
            content = replace(content, lede="")
        shown_by = first if first and leg.is_first else template
        yield Page(leg.address, shown_by, content, turn=leg.turn)


def show_group(group: Group[R], rows: slice) -> Group[R]:
    """Those rows of a group that stand on one page."""
    heading, total = say_head(group.heading, len(group.rows), rows)
    return Group(group.id, heading, group.rows[rows], total)


def say_head(heading: str, total: int, rows: slice) -> tuple[str, str]:
    """The heading of a section with these rows, and how many it has on all pages; where it goes on
    from the page before, that it does.
    """
    return (go_on(heading), "") if rows.start else (heading, str(total))


def go_on(heading: str) -> str:
    """A heading where its section goes on from the page before."""
    return f"{heading}, continued" if heading else ""


def _find_ways(legs: Sequence[Leg], groups: Sequence[Group[ListRow]]) -> Iterator[Way]:
    """Where each group begins, for more than two of them."""
    for number, group in enumerate(groups if len(groups) > 2 else ()):
        href = say_way(legs[0].address, find_start(legs, number), group.id)
        yield Way(href, group.heading, len(group.rows))
