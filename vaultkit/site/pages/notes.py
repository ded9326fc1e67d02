"""notes/: every other note, me.md and the letters among them."""

import re
from collections.abc import Iterator

from vaultkit.addresses import FOLDERS
from vaultkit.gathering import Keyed
from vaultkit.links import plain_words
from vaultkit.notes.note import Note
from vaultkit.notes.profile import Letter
from vaultkit.site.frame import Page, Site
from vaultkit.site.pages.lists import Group, ListContent, ListRow, turn_list
from vaultkit.site.pages.note import make_note_content
from vaultkit.site.syntax import COMMENT

_HEADINGS = {"note": "Notes", "profile": "You", "letter": "Letters"}
_KICKERS = {"note": "Note", "profile": "You", "letter": "Letter template"}
# So much of a note's first words stands in the list.
MOST_WORDS = 110
# Lines that are no prose: headings, quotes, tables, fences, rules.
_NO_PROSE = re.compile(r"\s*(?:#|>|\||```|~~~|---|===)")
_BULLET = re.compile(r"^(?:[-*+]|\d{1,9}[.)])\s+(?:\[.\]\s+)?")


def notes(site: Site) -> Iterator[Page]:
    """The list of the notes that have no folder of pages of their own."""
    found = site.gatherings.find(site, list_note, Note)
    groups = (
        Group(kind, heading, tuple(row for _, (of, row) in found if of == kind))
        for kind, heading in _HEADINGS.items()
    )
    shown = tuple(group for group in groups if group.rows)
    empty = "No notes yet. Any Markdown file in the vault is shown here."
    yield from turn_list("notes/index.html", ListContent("Notes", "", shown, empty, "single"))


def list_note(site: Site, note: Note) -> Iterator[Keyed[tuple[str, ListRow]]]:
    """The row of one note, by name, and its kind."""
    if note.kind not in FOLDERS:
        yield (note.name.casefold(), note.path), (note.kind, _make_row(site, note))


def note_page(site: Site, note: Note) -> Page:
    """The page of a note of no kind that has one of its own."""
    kicker = ", ".join((_KICKERS.get(note.kind, ""), *note.tags)).strip(", ")
    content = make_note_content(site, note, kicker=kicker, hide=("tags",))
    return Page(site.addresses[note.path], "note.html", content)


def _make_row(site: Site, note: Note) -> ListRow:
    if isinstance(note, Letter):
        return ListRow(site.ref(note), note.purpose or "", note.subject or "")
    tags = "" if "tags" in site.private(note) else ", ".join(note.tags)
    return ListRow(site.ref(note), tags, _begin(note))


def _begin(note: Note) -> str:
    """The first words of a note's prose."""
    body = COMMENT.sub("", "\n".join(note.document.lines[note.document.body_start :]))
    prose = (line.strip() for line in body.split("\n") if not _NO_PROSE.match(line))
    words = plain_words(_BULLET.sub("", next((line for line in prose if line), ""), count=1))
    return words if len(words) <= MOST_WORDS else f"{words[:MOST_WORDS].rstrip()}\u2026"
