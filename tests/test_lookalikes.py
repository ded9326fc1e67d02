"""Two spellings of one person meet in one key, two people do not."""

import pytest

from vaultkit.lookalikes import fold_person, make_keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José García", "Jose Garcia"),
        ("García, José", "jose garcia"),
        ("Anne-Marie Dahl", "Anne Marie Dahl"),
        ("Bob Lind", "Robert Lind"),
        ("Dr. Liz Okello", "Elizabeth Okello"),
    ],
)
def test_one_person_has_one_folded_name(one: str, other: str) -> None:
    assert fold_person(one) == fold_person(other)


@pytest.mark.parametrize(("one", "other"), [("Wei Zhang", "Wei Zheng"), ("Ana Roca", "Anna Roca")])
def test_two_people_keep_two_names(one: str, other: str) -> None:
    assert fold_person(one) != fold_person(other)


def test_a_number_is_compared_by_its_digits_with_the_extension() -> None:
    home = set(make_keys((), phone="0117 496 0142"))
    assert home == set(make_keys((), phone="+44 117 496 0142"))
    assert home != set(make_keys((), phone="0117 496 0142", ext="12"))
    assert not set(make_keys(("Ruth",), phone="142"))
