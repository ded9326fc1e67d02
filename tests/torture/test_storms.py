"""Seeded storms of edits, moves, deletions: each time the site is that of a clean build."""

from pathlib import Path

import pytest

from tests.test_rebuild import weather
from tests.torture.conftest import Tried


@pytest.mark.parametrize("seed", [21, 22, 23])
def test_after_a_storm_the_site_is_that_of_a_clean_build(
    tmp_path: Path, tried: Tried, seed: int
) -> None:
    weather(tmp_path, seed, steps=70)
    tried("steps of a storm, each compared with a clean build", 70)
