"""A count to a drawing in strokes, five to a bundle, as people count on paper."""

from typing import NamedTuple

# Beyond this many strokes nobody counts them, and they are wider than a narrow column.
MOST = 30
# In px: from stroke to stroke, from bundle to bundle, and where the first one stands.
_STEP, _BUNDLE, _FIRST = 4, 22, 3


class Tally(NamedTuple):
    """A number, the width of its drawing in px, the drawing as the path of an SVG ("" for none)."""

    number: int
    width: int
    path: str


def draw_tally(count: int) -> Tally:
    """The strokes of a count; none for nothing, and none where there would be too many."""
    if not 0 < count <= MOST:
        return Tally(count, 0, "")
    places = [_place(number) for number in range(count)]
    strokes = (_upright(x) if number % 5 < 4 else _across(x) for number, x in enumerate(places))
    return Tally(count, places[-1] + (_FIRST if count % 5 else 2 * _FIRST), "".join(strokes))


def _place(number: int) -> int:
    bundle, within = divmod(number, 5)
    return _FIRST + bundle * _BUNDLE + min(within, 3) * _STEP


def _upright(x: int) -> str:
    return f"M{x} 1v11"


def _across(x: int) -> str:
    return f"M{x - 3 * _STEP - _FIRST} 10l18-7"
