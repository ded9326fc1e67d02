"""Notes to notes that can be shown to a coach: (path, bytes) in, (path, bytes) out.

Everything is taken out before anything is read, so that no page, export or search index made
from the result can hold it in any shape.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from vaultkit.document import Document, read_document
from vaultkit.notes import Note, read_note
from vaultkit.redaction.fields import drop_fields, drop_lines
from vaultkit.redaction.names import make_initials
from vaultkit.redaction.patterns import WITHHELD, Replacer
from vaultkit.redaction.secrets import find_secrets
from vaultkit.settings import Settings

NoteBytes = tuple[str, bytes]


class Redacted(NamedTuple):
    """What may be shown: the notes, and the name of the vault."""

    notes: tuple[NoteBytes, ...]
    name: str


def redact_notes(
    notes: Iterable[NoteBytes], settings: Settings, initials: bool = False
) -> Redacted:
    """Notes without e-mail, phone, address and private fields, wherever these stand.

    With `initials` the people in it are "R.O" instead of "Ruth Okafor", in paths too.
    """
    read = [read_note(_normal(path), data, settings)[0] for path, data in notes]
    replacer = make_replacer(read, initials)
    redacted = [(replacer.replace_path(note.path), _redact(note, replacer)) for note in read]
    name = replacer.replace(_normal(settings.name))
    return Redacted(tuple(sorted(_keep_apart(redacted))), name)


def make_replacer(notes: Sequence[Note], initials: bool) -> Replacer:
    """What to look for in a text, and what to put in its place."""
    words = dict.fromkeys(find_secrets(notes), WITHHELD)
    people = make_initials(notes) if initials else {}
    return Replacer(words, people)


def _redact(note: Note, replacer: Replacer) -> bytes:
    document: Document = note.document
    lines = drop_fields(document, note.kind)
    text = replacer.replace(_normal("\n".join(lines)))
    if "\\" in text and document.has_front_matter:
        text = _drop_escaped(note.path, text, replacer)
    return text.encode("utf-8", "replace")


def _drop_escaped(path: str, text: str, replacer: Replacer) -> str:
    """A note without the fields that spell out with YAML's escapes what must not stand there."""
    document, _ = read_document(path, text.encode("utf-8", "replace"))
    told = frozenset(
        field.name.casefold()
        for field in document.fields
        if any(replacer.replace(value.text) != value.text for value in field.values)
    )
    return "\n".join(drop_lines(document, told))


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _keep_apart(notes: Iterable[NoteBytes]) -> list[NoteBytes]:
    """Two notes that now have one path: the later ones get a number."""
    found: dict[str, NoteBytes] = {}
    for path, data in notes:
        stem, number = path.removesuffix(".md"), 2
        while path.casefold() in found:
            path, number = f"{stem} {number}.md", number + 1
        found[path.casefold()] = (path, data)
    return list(found.values())


__all__ = ["NoteBytes", "Redacted", "Replacer", "make_replacer", "redact_notes"]
