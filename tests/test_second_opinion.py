"""The rules agree with a second reading of them, on vaults by chance."""

from tests.second_opinion.chance import make_vault
from tests.second_opinion.judge import compare
from tests.second_opinion.rows import RULES

VAULTS, CONTACTS = 14, 150


def test_two_readings_of_the_rules_agree_and_meet_every_rule() -> None:
    met: set[str] = set()
    for seed in range(VAULTS):
        verdict = compare(make_vault(seed, CONTACTS))
        assert verdict.seen == verdict.expected, f"vault {seed}"
        met |= verdict.rules
    assert sorted(met) == sorted(RULES)
