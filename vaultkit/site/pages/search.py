"""search.html: every note by its name."""

from collections.abc import Iterator

from vaultkit.gathering import Keyed
from vaultkit.notes.note import Note
from vaultkit.site.frame import Page, Site
from vaultkit.site.pages.lists import Group, ListContent, ListRow, turn_list


def search(site: Site) -> Iterator[Page]:
    """An index of all notes, by kind of note and path beside each name."""
    rows = tuple(row for _, row in site.gatherings.find(site, list_name, Note))
    groups = (Group("all", "", rows),) if rows else ()
    content = ListContent("All notes", "Every note by name.", groups, "No notes yet.", "single")
    yield from turn_list("search.html", content, first="search.html")


def list_name(site: Site, note: Note) -> Iterator[Keyed[ListRow]]:
    """The row of one note in the index."""
    yield (note.name.casefold(), note.path), ListRow(site.ref(note), note.kind, note.path)
