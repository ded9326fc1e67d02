"""The tree of who led to whom to places in a picture: px across and down, words beside the dots."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from vaultkit.referrals import DEEPEST, Leaf

# In px: from row to row, from step to step, the first dot.
ROW, STEP, FIRST = 28, 22, 8
# More rows than this are left to the table.
MOST_ROWS = 60
# The width at which a picture must still be whole, and what one letter takes of it.
_WIDTH, _LETTER = 288, 7.6


class Twig(NamedTuple):
    """The line from a namer down to whom they named, as the path of an SVG."""

    path: str
    look: str


class Bud(NamedTuple):
    """One person in the picture: the dot, its look, the name beside it."""

    x: int
    y: int
    look: str
    name: str


class Tree(NamedTuple):
    """The picture; `left` rows stand in the table only."""

    height: int
    twigs: tuple[Twig, ...]
    buds: tuple[Bud, ...]
    left: int


def draw_tree(found: Sequence[Leaf], look: Callable[[Leaf], tuple[str, str]]) -> Tree:
    """Rows to a picture; `look` is that of the dot (met, open, no, none) and that of the twig."""
    shown = [(leaf, *look(leaf)) for leaf in found[:MOST_ROWS]]
    leaves = [leaf for leaf, _, _ in shown]
    buds = tuple(_place(number, *row[:2]) for number, row in enumerate(shown))
    twigs = tuple(_draw_twigs(leaves, [look for _, _, look in shown]))
    return Tree(len(shown) * ROW, twigs, buds, len(found) - len(shown))


def _place(number: int, leaf: Leaf, look: str) -> Bud:
    x = _across(leaf)
    room = int((_WIDTH - x - 14) / _LETTER)
    return Bud(x, _down(number), look, shorten(leaf.person.name, room))


def _across(leaf: Leaf) -> int:
    return FIRST + min(leaf.depth, DEEPEST) * STEP


def _draw_twigs(leaves: list[Leaf], looks: list[str]) -> Iterator[Twig]:
    """A trunk below each namer, and from it a twig to everyone they named."""
    lowest: dict[int, int] = {}
    for number, leaf in enumerate(leaves):
        if leaf.parent is not None and leaf.depth <= DEEPEST:
            lowest[leaf.parent] = number
            start, down = _across(leaves[leaf.parent]), _down(number)
            yield Twig(f"M{start} {down}H{_across(leaf) - 6}", looks[number])
    for parent, number in lowest.items():
        yield Twig(f"M{_across(leaves[parent])} {_down(parent) + 6}V{_down(number)}", "")


def _down(number: int) -> int:
    return number * ROW + ROW // 2


def shorten(name: str, room: int) -> str:
    """A name as long as there is room for, cut between words; the table has it whole."""
    if len(name) <= room:
        return name
    words, kept = name.split(), ""
    for word in words:
        if len(f"{kept} {word}".strip()) > room - 2:
            break
        kept = f"{kept} {word}".strip()
    return f"{kept or name[: max(room - 2, 1)]} \u2026"
