"""Headings that were meant to be sections: "Logs", "# Log", entries that stand under no log."""

import re
from collections.abc import Iterator

from vaultkit.checks.scene import Scene
from vaultkit.contact_log import KINDS, read_entry
from vaultkit.diagnostics import Diagnostic, find_near, make_diagnostic
from vaultkit.document import Heading
from vaultkit.items import Item, read_items
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import LoggedNote, Note
from vaultkit.notes.profile import QuestionBank

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
    homeless = tuple(_check_homeless(scene, note, present & words))
    told = {one.line for one in homeless}
    for heading in note.document.headings:
        word = _find_meant(heading, words) if heading.line not in told else None
        if word and word not in present:
            found = f"{'#' * heading.level} {heading.text}"
            message = f'"{found}" is no section; write ## {word.capitalize()}'
            yield make_diagnostic("section-odd", note.path, heading.line, 1, message)
    yield from homeless


def _find_meant(heading: Heading, words: set[str]) -> str | None:
    """The section a heading stands for: by another level, or by an s too much or too few."""
    text = heading.text.casefold().rstrip(" :")
    if text in words:
        return text if heading.level != 2 or heading.text.endswith(":") else None
    if heading.level > 3:
        return None
    near = {text + "s", text.removesuffix("s")} & words
    return min(near) if near else find_near(text, tuple(sorted(words)))


def check_groups(scene: Scene, note: Note) -> Iterator[Diagnostic]:
    """`### Compny` above questions, `## Compny` in the bank: a subject misspelt."""
    level = {Interview: 3, QuestionBank: 2}.get(type(note))
    if level is None:
        return
    word = scene.settings.section_word
    subjects = tuple(sorted(map(word, ("company", "person", "chances", "closing"))))
    spans = [(0, 0)]
    if isinstance(note, Interview):
        spans = list(note.document.spans(word("questions")))
    for heading in note.document.headings:
        inside = level == 2 or any(start < heading.line <= end for start, end in spans)
        text = heading.text.casefold()
        if heading.level != level or not inside or any(one in text for one in subjects):
            continue
        if near := find_near(text, subjects):
            message = f'"{heading.text}" is no subject; write {"#" * level} {near.capitalize()}'
            yield make_diagnostic("section-odd", note.path, heading.line, 1, message)


def _check_homeless(scene: Scene, note: Note, sections: set[str]) -> Iterator[Diagnostic]:
    """Lines that read as log entries where the note has no log at all."""
    if not isinstance(note, LoggedNote) or note.log.entries:
        return
    document = note.document
    taken = {n for word in sections for span in document.spans(word) for n in range(*span)}
    taken |= {*range(document.body_start), *document.hidden}
    rows = ((n, line) for n, line in enumerate(document.lines) if n not in taken)
    for item in read_items(rows):
        entry = read_entry(item.text, scene.settings.kinds)
        if entry and entry.kind in KINDS and item.mark is None:
            yield _say_homeless(scene, note, item)
            return


def _say_homeless(scene: Scene, note: Note, item: Item) -> Diagnostic:
    """At the heading above the lines, when there is one that could be meant; else at the first."""
    word = scene.settings.section_word("log").capitalize()
    lines = note.document.lines
    above = range(item.line - 2, note.document.body_start - 1, -1)
    index = next((n for n in above if _HEADING.match(lines[n])), None)
    if index is None:
        message = f"reads as a log entry, but stands under no log; put ## {word} above it"
        return make_diagnostic("section-odd", note.path, item.line, item.column, message)
    found = lines[index].strip()
    message = f'"{found}" is no section, and log entries stand below it; write ## {word}'
    return make_diagnostic("section-odd", note.path, index + 1, 1, message)


# With or without the blank; a title of the note is no such heading.
_HEADING = re.compile(r" {0,3}##+[ \t]*[^\s#]")
