"""The values no redacted text may hold: how people are reached, and what their notes keep."""

from collections.abc import Iterable, Iterator

from vaultkit.links import find_link, make_link, plain_words
from vaultkit.notes.note import Note
from vaultkit.redaction.fields import ALIKE, REACH, find_dropped

# Shorter values ("yes", "no", an extension) stand in every text; their fields go all the same.
SHORTEST = 4


def find_secrets(notes: Iterable[Note]) -> Iterator[str]:
    """Every value of a dropped field, as it could stand elsewhere, longest parts first."""
    for note in notes:
        dropped = find_dropped(note.document) - {"private"}
        for field in note.document.fields:
            if field.name.casefold() in dropped:
                for text in field.values:
                    yield from _shapes(text.text)


def _shapes(text: str) -> Iterator[str]:
    found = find_link(text)
    link = make_link(found[2], found[3], False, 0, 0) if found else None
    shapes = [text, plain_words(text), *(link[:3] if link else ())]
    shapes += [text.replace("@", " at ")] if "@" in text else []
    shapes += [part for part in text.replace("\n", ",").split(",") if any(map(str.isdigit, part))]
    for shape in dict.fromkeys(str(one).strip() for one in shapes):
        if len(shape) >= SHORTEST:
            yield shape


def find_private_values(notes: Iterable[Note]) -> Iterator[tuple[str, str]]:
    """(value, "path: field") of the fields that notes name in their `private` list."""
    for note in notes:
        names = find_dropped(note.document) - REACH - ALIKE
        names |= frozenset(name.casefold() for name in note.values.texts("private")) & (
            REACH | ALIKE
        )
        for field in note.document.fields:
            for text in field.values if field.name.casefold() in names - {"private"} else ():
                if len(text.text) >= SHORTEST:
                    yield text.text, f"{note.path}: {field.name}"
