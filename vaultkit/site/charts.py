"""Counts to the places of marks in a chart: per cent across, px down; text stays px.

A chart has no viewBox, so bars stretch with the page and letters keep their size.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from vaultkit.counting import count_in_words, say_number, start_sentence
from vaultkit.dates import say_day
from vaultkit.insights import Approach, Spread, Week, number

# The ordinary window of the first call, in days after the letter (pack article).
WINDOW = (7, 14)
# Days beyond this stand at the right edge as "more".
MOST_DAYS = 42
LEAST_DAYS = 21
_MARGIN = 1.5
_STEP, _MOST_STACK = 13, 8
# Below the words of the call window.
MIDDLE_AT = 36


class Dot(NamedTuple):
    """A mark: where it stands, and which look it has ("" for a full one)."""

    x: str
    y: int
    look: str


class Label(NamedTuple):
    """Words in a chart."""

    x: str
    y: int
    anchor: str
    words: str
    shift: int = 0


class TimesChart(NamedTuple):
    """One dot a letter: answered ones stand on the line, open ones hang below it."""

    height: int
    axis: int
    band: tuple[str, str]
    middle: str
    dots: tuple[Dot, ...]
    labels: tuple[Label, ...]


class Lane(NamedTuple):
    """One line of the weeks chart: its name, its marks, where its axis lies."""

    name: str
    top: int
    axis: int
    marks: tuple[Dot, ...]


class WeeksChart(NamedTuple):
    """Letters, calls and talks by week; a mark stands for `unit` of them."""

    height: int
    lanes: tuple[Lane, ...]
    labels: tuple[Label, ...]
    unit: int


def percent(part: float, whole: float) -> str:
    """A share as an SVG length."""
    return f"{100 * part / whole:.2f}%" if whole else "0%"


def draw_times(approaches: Iterable[Approach], spread: Spread | None) -> TimesChart:
    """Days from the first letter to the answer, and how long the open ones have waited."""
    found = [one for one in approaches if not one.came_back]
    answered = Counter(_cap(one.days) for one in found if one.answer)
    waiting = Counter(_cap(one.days) for one in found if not one.answer)
    last = max([LEAST_DAYS, *answered, *waiting])
    unit = _unit([*answered.values(), *waiting.values()])
    above = max([1, *(-(-many // unit) for many in answered.values())])
    below = max([1, *(-(-many // unit) for many in waiting.values())])
    axis = MIDDLE_AT + 8 + max(above * _STEP + 6, 30)
    height = axis + below * _STEP + 42
    middle = min(round(spread.middle), last) if spread else -1
    dots = (
        *_stack(answered, last, axis - 10, -_STEP, unit, middle),
        *_stack(waiting, last, axis + 11, _STEP, unit, None),
    )
    labels = tuple(_label_days(last, height, spread, middle, axis + below * _STEP + 16))
    band = (_across(WINDOW[0], last), f"{_share(WINDOW[1], last) - _share(WINDOW[0], last):.2f}%")
    return TimesChart(height, axis, band, _across(middle, last) if spread else "", dots, labels)


def _cap(days: int) -> int:
    return min(max(days, 0), MOST_DAYS)


def _unit(counts: Iterable[int]) -> int:
    return max(1, -(-max(counts, default=0) // _MOST_STACK))


def _share(day: int, last: int) -> float:
    return _MARGIN + (100 - 2 * _MARGIN) * day / last


def _across(day: int, last: int) -> str:
    return f"{_share(day, last):.2f}%"


def _stack(
    counts: Counter[int], last: int, start: int, step: int, unit: int, middle: int | None
) -> Iterator[Dot]:
    for day, many in sorted(counts.items()):
        for level in range(-(-many // unit)):
            look = "open" if middle is None else "hit" if day == middle and not level else ""
            yield Dot(_across(day, last), start + level * step, look)


def _label_days(
    last: int, height: int, spread: Spread | None, middle: int, open_at: int
) -> Iterator[Label]:
    yield Label(_across(WINDOW[0], last), 18, "start", "call window", 8)
    yield Label("100%", 18, "end", "answered")
    yield Label("0", min(open_at, height - 24), "start", "still open")
    if spread:
        anchor = "start" if middle < 3 else "end" if middle > last - 3 else "middle"
        yield Label(_across(middle, last), MIDDLE_AT, anchor, "middle")
    yield Label(_across(0, last), height - 4, "start", "day 0", -5)
    for day in (*WINDOW, *((28,) if last > LEAST_DAYS + 10 else (21,))):
        yield Label(_across(day, last), height - 4, "middle", str(day))
    if last == MOST_DAYS:
        yield Label(_across(last, last), height - 4, "end", f"{MOST_DAYS}+", 5)


def draw_weeks(weeks: tuple[Week, ...], today: date) -> WeeksChart:
    """Three lanes of marks, one column a week."""
    columns = (("Letters", "letters"), ("Calls", "calls"), ("Conversations", "talks"))
    unit = _unit(getattr(week, name) for week in weeks for _, name in columns)
    top, lanes = 0, []
    for heading, name in columns:
        counts = [-(-getattr(week, name) // unit) for week in weeks]
        axis = top + 30 + max([1, *counts]) * _STEP
        lanes.append(Lane(heading, top + 18, axis, tuple(_columns(counts, axis, name))))
        top = axis + 8
    labels = tuple(_label_weeks(weeks, top + 12, today))
    return WeeksChart(top + 20, tuple(lanes), labels, unit)


def _columns(counts: list[int], axis: int, name: str) -> Iterator[Dot]:
    for number_, many in enumerate(counts):
        for level in range(many):
            look = "hit" if name == "talks" else ""
            yield Dot(percent(number_, len(counts)), axis - 13 - level * _STEP, look)


def _label_weeks(weeks: tuple[Week, ...], y: int, today: date) -> Iterator[Label]:
    for place in range(0, len(weeks), 4):
        yield Label(percent(place, len(weeks)), y, "start", say_day(weeks[place].start, today))
    yield Label("100%", y, "end", "now")


def say_times(approaches: Iterable[Approach], spread: Spread | None) -> str:
    """The picture of the times in words."""
    found = [one for one in approaches if not one.came_back]
    done = [one.days for one in found if one.answer]
    left = [one.days for one in found if not one.answer]
    text = "One dot for each letter, by days."
    if done:
        text += f" {start_sentence(count_in_words(len(done), 'answer'))}"
        text += f" between day {min(done)} and day {max(done)}"
        text += f"; the middle one on day {number(spread.middle)}." if spread else "."
    if left:
        days = f"{min(left)} days" if min(left) == max(left) else f"{min(left)} to {max(left)} days"
        text += f" {start_sentence(say_number(len(left)))} still open after {days}."
    return text
