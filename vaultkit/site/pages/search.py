"""search.html: every note by its name."""

import json
import re
from collections.abc import Iterable, Iterator

from vaultkit.gathering import Keyed
from vaultkit.links import plain_words
from vaultkit.notes.note import Note
from vaultkit.site.frame import Page, Site
from vaultkit.site.pages.lists import Group, ListContent, ListRow, turn_list
from vaultkit.site.syntax import COMMENT

# So much of a note can be searched on the site; `vaultkit find` searches all of it.
MOST_TEXT = 20_000
# Signs of Markdown that nobody searches for: headings, tables, rules, bullets, boxes, emphasis.
_SIGNS = re.compile(r"^[ \t]*[-*+>][ \t]+(?:\[.\][ \t])?|^#{1,6}[ \t]+|-{3,}|[|*`]+", re.M)


def search(site: Site) -> Iterator[Page]:
    """An index of all notes, by kind of note and path beside each name."""
    rows = tuple(row for _, row in site.gatherings.find(site, list_name, Note))
    groups = (Group("all", "", rows),) if rows else ()
    content = ListContent("All notes", "Every note by name.", groups, "No notes yet.", "single")
    yield from turn_list("search.html", content, first="search.html")


def list_name(site: Site, note: Note) -> Iterator[Keyed[ListRow]]:
    """The row of one note in the index."""
    yield (note.name.casefold(), note.path), ListRow(site.ref(note), note.kind, note.path)


def make_search_entry(site: Site, note: Note) -> str:
    """One note as [name, kind, address, text]. Private fields and comments are not in it."""
    entry = [note.name, note.kind, site.addresses[note.path], _make_text(site, note)]
    data = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
    for sign in ("<", "\u2028", "\u2029"):
        data = data.replace(sign, f"\\u{ord(sign):04x}")
    return data


def make_search_data(entries: Iterable[str]) -> str:
    """Every entry, in a script that hands them to the search.

    A file opened from disk may load a script, but not JSON.
    """
    return f"vaultkitSearch([{','.join(entries)}]);\n"


def _make_text(site: Site, note: Note) -> str:
    hidden = site.private(note) | {"private", "type", "name"}
    fields = (
        plain_words(text.text)
        for field in note.document.fields
        if field.name.casefold() not in hidden
        for text in field.values
    )
    body = COMMENT.sub("", "\n".join(note.document.lines[note.document.body_start :]))
    return " ".join(" ".join((*fields, plain_words(_SIGNS.sub(" ", body)))).split())[:MOST_TEXT]
