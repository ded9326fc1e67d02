"""Counts as strokes."""

import pytest

from vaultkit.site.tally import MOST, draw_tally


@pytest.mark.parametrize(("count", "strokes"), [(1, 1), (4, 4), (5, 5), (9, 9), (MOST, MOST)])
def test_there_is_one_stroke_for_each(count: int, strokes: int) -> None:
    assert draw_tally(count).path.count("M") == strokes


def test_the_fifth_stroke_crosses_the_four_before_it() -> None:
    assert draw_tally(5).path.endswith("l18-7")
    assert draw_tally(5).path.count("l18-7") == 1
    assert draw_tally(9).path.count("l18-7") == 1
    assert draw_tally(10).path.count("l18-7") == 2


@pytest.mark.parametrize("count", [-1, 0, MOST + 1, 10_000])
def test_nothing_is_drawn_for_nothing_and_for_too_many(count: int) -> None:
    assert draw_tally(count) == (count, 0, "")


def test_a_drawing_grows_with_its_count() -> None:
    widths = [draw_tally(count).width for count in range(1, MOST + 1)]
    assert widths == sorted(widths)
