"""The tasks of a contact: questions of their interviews, advice, anything with a box, in order."""

from collections.abc import Iterable
from typing import NamedTuple

from vaultkit.document import Document
from vaultkit.names import fold_accents
from vaultkit.notes.contact import Contact
from vaultkit.notes.note import Note
from vaultkit.notes.tasks import strip_marks
from vaultkit.vault import Vault


class Box(NamedTuple):
    """A task somewhere in a note: what can be ticked. `number` is what a person may type."""

    number: int
    note: Note
    section: str
    mark: str
    words: str
    line: int


def find_boxes(vault: Vault, note: Note) -> tuple[Box, ...]:
    """The tasks of a note; of a contact also those of the interviews, the latest first."""
    notes: list[Note] = [note]
    if isinstance(note, Contact):
        notes = [*reversed(vault.interviews_of(note)), note]
    found = [box for one in notes for box in _boxes_of(one)]
    return tuple(box._replace(number=number) for number, box in enumerate(found, 1))


def _boxes_of(note: Note) -> Iterable[Box]:
    for item in note.document.all_items():
        if item.mark is not None and (words := strip_marks(item.text)):
            section = _section_of(note.document, item.line)
            yield Box(0, note, section, item.mark, words, item.line)


def _section_of(document: Document, line: int) -> str:
    above = [head.text for head in document.headings if head.level <= 2 and head.line < line]
    return above[-1] if above else ""


def choose_boxes(boxes: Iterable[Box], text: str) -> tuple[Box, ...]:
    """The boxes that a number or a few words mean: all of the words, the very words first."""
    boxes = tuple(boxes)
    if text.isdecimal():
        return tuple(box for box in boxes if box.number == int(text))
    wanted = fold_accents(text)
    exact = tuple(box for box in boxes if fold_accents(box.words).strip(" ?") == wanted.strip(" ?"))
    if exact or not wanted:
        return exact
    parts = wanted.split()
    found = tuple(box for box in boxes if all(part in fold_accents(box.words) for part in parts))
    still_open = tuple(box for box in found if box.mark == " ")
    return still_open if len(still_open) == 1 else found
