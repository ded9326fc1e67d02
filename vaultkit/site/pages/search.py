"""search.html: every note by its name."""

from collections.abc import Iterator

from vaultkit.site.frame import Page, Site
from vaultkit.site.pages.lists import Group, ListContent, ListRow


def search(site: Site) -> Iterator[Page]:
    """An index of all notes, by kind of note and path beside each name."""
    found = sorted(site.vault.notes.values(), key=lambda note: (note.name.casefold(), note.path))
    rows = tuple(ListRow(site.ref(note), note.kind, note.path) for note in found)
    groups = (Group("all", "", rows),) if rows else ()
    content = ListContent("All notes", "Every note by name.", groups, "No notes yet.")
    yield Page("search.html", "list.html", content)
