"""notes/: every other note, me.md and the letters among them."""

from collections.abc import Iterator

from vaultkit.addresses import FOLDERS
from vaultkit.notes.note import Note
from vaultkit.site.frame import Page, Site
from vaultkit.site.pages.lists import Group, ListContent, ListRow
from vaultkit.site.pages.note import make_note_content

_HEADINGS = {"profile": "You", "note": "Notes", "letter": "Letters"}


def notes(site: Site) -> Iterator[Page]:
    """The list of the notes that have no folder of pages of their own."""
    found = [note for note in site.vault.notes.values() if note.kind not in FOLDERS]
    groups = tuple(_make_group(site, kind, found) for kind in _HEADINGS)
    shown = tuple(group for group in groups if group.rows)
    empty = "No notes yet. Any Markdown file in the vault is shown here."
    yield Page("notes/index.html", "list.html", ListContent("Notes", "", shown, empty))


def note_page(site: Site, note: Note) -> Page:
    """The page of a note of no kind that has one of its own."""
    return Page(site.addresses[note.path], "note.html", make_note_content(site, note))


def _make_group(site: Site, kind: str, found: list[Note]) -> Group:
    rows = [ListRow(site.ref(note), ", ".join(note.tags)) for note in found if note.kind == kind]
    rows.sort(key=lambda row: row.ref.name.casefold())
    return Group(kind, _HEADINGS[kind], tuple(rows))
