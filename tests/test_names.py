"""Whom a typed name means: the same person every time, and for a write never the wrong one."""

import pytest

from tests.support import contact, read_vault
from vaultkit.names import find_who

NOTES = {
    "contacts/José García.md": contact("", "email: jose@library.example\naliases: [Pepe]"),
    "contacts/Jose Garcia.md": contact(),
    "contacts/Anne-Marie Duval.md": contact(),
    "contacts/Anna Lind.md": contact("", "aliases: [Ann]"),
    "companies/Lind & Sons.md": "---\n---\n",
}


def who(text: str) -> tuple[list[str], bool]:
    match = find_who(read_vault(NOTES)[0].notes.values(), text)
    return [note.path for note in match.notes], match.guessed


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("José García", "contacts/José García.md"),
        ("JOSÉ GARCÍA", "contacts/José García.md"),
        ("Jose\u0301 Garci\u0301a", "contacts/José García.md"),
        ("jose garcia", "contacts/Jose Garcia.md"),
        ("contacts/Jose Garcia.md", "contacts/Jose Garcia.md"),
        ("pepe", "contacts/José García.md"),
        ("JOSE@library.example", "contacts/José García.md"),
        ("anne marie", "contacts/Anne-Marie Duval.md"),
        ("duv", "contacts/Anne-Marie Duval.md"),
        ("ann", "contacts/Anna Lind.md"),
        ("sons", "companies/Lind & Sons.md"),
    ],
)
def test_a_name_is_found(text: str, path: str) -> None:
    assert who(text) == ([path], False)


@pytest.mark.parametrize("text", ["garcia", "lind", "an", "jos gar"])
def test_a_name_that_could_be_several_is_none_of_them(text: str) -> None:
    assert len(who(text)[0]) > 1


@pytest.mark.parametrize("text", ["", " ", "-", "...", "Anne-Marie Duvall"])
def test_a_name_that_nobody_has_is_at_most_a_guess(text: str) -> None:
    found, guessed = who(text)
    assert not found or guessed
