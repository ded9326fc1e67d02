"""A long list on several pages: the rows of its sections to what stands on which page, the way on.

What counts all rows stands on the first page only: then one row more changes few of the others.
"""

from collections.abc import Sequence
from typing import NamedTuple

# So many rows stand on one page.
MOST = 500


class Turn(NamedTuple):
    """The way through the pages of a list, as addresses, "" where there is none."""

    number: int
    of: int
    first: str
    previous: str
    next: str
    last: str


class Leg(NamedTuple):
    """One page of a list: its address, its place among the others, the rows of each section."""

    address: str
    turn: Turn | None
    sections: tuple[slice, ...]

    @property
    def is_first(self) -> bool:
        """Whether this is the page that stands for the whole list."""
        return self.turn is None or self.turn.number == 1


def cut(address: str, sections: Sequence[Sequence[object]], most: int = 0) -> list[Leg]:
    """The pages of a list with these sections; a short one stays one page."""
    most = most or MOST
    sizes = [len(one) for one in sections]
    number = max(1, -(-sum(sizes) // most))
    addresses = [number_address(address, n) for n in range(1, number + 1)]
    legs = []
    for place, own in enumerate(addresses):
        begin, spans = place * most, []
        for size in sizes:
            spans.append(slice(max(0, min(begin, size)), max(0, min(begin + most, size))))
            begin -= size
        legs.append(Leg(own, make_turn(addresses, place), tuple(spans)))
    return legs


def make_turn(addresses: Sequence[str], place: int) -> Turn | None:
    """The way on from one of several pages; None when there is but one."""
    if len(addresses) < 2:
        return None
    before = addresses[place - 1] if place else ""
    after = addresses[place + 1] if place + 1 < len(addresses) else ""
    first = addresses[0] if before else ""
    last = addresses[-1] if after else ""
    return Turn(place + 1, len(addresses), first, before, after, last)


def number_address(address: str, number: int) -> str:
    """ "advice.html" to "advice-2.html"."""
    return address if number == 1 else f"{address.removesuffix('.html')}-{number}.html"


def find_start(legs: Sequence[Leg], section: int, row: int = 0) -> str:
    """The address of the page where a row of a section stands."""
    for leg in legs:
        if leg.sections[section].start <= row < leg.sections[section].stop:
            return leg.address
    return legs[0].address


def say_way(here: str, there: str, anchor: str) -> str:
    """What a link to a place on another page of the same list says, or on this one."""
    return f"#{anchor}" if here == there else f"{there.rpartition('/')[2]}#{anchor}"
