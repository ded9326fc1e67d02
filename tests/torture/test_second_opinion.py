"""The rules at length: other vaults than in `make test`, larger and more of them."""

import pytest

from tests.second_opinion.chance import make_vault
from tests.second_opinion.judge import compare
from tests.torture.conftest import Tried

BLOCKS, VAULTS, CONTACTS = 10, 8, 250


@pytest.mark.parametrize("block", range(BLOCKS))
def test_two_readings_of_the_rules_agree_at_length(block: int, tried: Tried) -> None:
    first = 1000 + block * VAULTS
    for seed in range(first, first + VAULTS):
        verdict = compare(make_vault(seed, CONTACTS))
        assert verdict.seen == verdict.expected, f"vault {seed}"
        tried("contacts whose follow-ups two readings of the rules agree on", CONTACTS)
