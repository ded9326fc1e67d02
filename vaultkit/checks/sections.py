"""Headings that were meant to be sections: "Logs", "# Log", entries that stand under no log."""

from collections.abc import Iterator

from vaultkit.checks.scene import Scene
from vaultkit.contact_log import KINDS, read_entry
from vaultkit.diagnostics import Diagnostic, make_diagnostic
from vaultkit.document import Heading, read_items
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import LoggedNote, Note

_OF_LOGGED = ("log", "research", "advice", "leads")
_OF_INTERVIEW = ("goals", "pitch", "research", "questions", "answers", "bridges", "bring", "notes",
                 "new to me", "advice", "leads")  # fmt: skip


def check_sections(scene: Scene, note: Note) -> Iterator[Diagnostic]:
    """Each heading of a contact, a company or an interview that is one mark or letter off."""
    if not isinstance(note, (LoggedNote, Interview)):
        return
    names = _OF_INTERVIEW if isinstance(note, Interview) else _OF_LOGGED
    words = {scene.settings.section_word(name) for name in names}
    present = {one.text.casefold() for one in note.document.headings if one.level == 2}
    for heading in note.document.headings:
        word = _find_meant(heading, words)
        if word and word not in present:
            found = f"{'#' * heading.level} {heading.text}"
            message = f'"{found}" is no section; write ## {word.capitalize()}'
            yield make_diagnostic("section-odd", note.path, heading.line, 1, message)
    if isinstance(note, LoggedNote) and not note.log.entries:
        yield from _check_homeless(scene, note, present & words)


def _find_meant(heading: Heading, words: set[str]) -> str | None:
    """The section a heading stands for: by another level, or by an s too much or too few."""
    text = heading.text.casefold().rstrip(" :")
    if text in words:
        return text if heading.level != 2 or heading.text.endswith(":") else None
    near = {text + "s", text.removesuffix("s")} & words
    return min(near) if near and heading.level <= 3 else None


def _check_homeless(scene: Scene, note: LoggedNote, sections: set[str]) -> Iterator[Diagnostic]:
    """Lines that read as log entries where the note has no log at all."""
    document = note.document
    taken = {n for word in sections for span in document.spans(word) for n in range(*span)}
    taken |= {*range(document.body_start), *document.hidden}
    rows = ((n, line) for n, line in enumerate(document.lines) if n not in taken)
    for item in read_items(rows):
        entry = read_entry(item.text, scene.settings.kinds)
        if entry and entry.kind in KINDS and item.mark is None:
            word = scene.settings.section_word("log").capitalize()
            message = f"reads as a log entry, but stands under no log; put ## {word} above it"
            yield make_diagnostic("section-odd", note.path, item.line, item.column, message)
            return
