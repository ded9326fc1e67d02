"""assets/search-data.js and what goes on from it: all that the search looks through, in files.

A page opened from disk may load a script, but not JSON. One file for all notes would be larger than
a phone likes, and made anew with each edit; so each note has its entry in one of several files.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator
from zlib import crc32

from vaultkit.links import plain_words
from vaultkit.notes.note import Note
from vaultkit.site.frame import Site
from vaultkit.site.syntax import COMMENT
from vaultkit.tracing import Question, Shelf

# So many notes have their entries in one file, give or take half of them.
MOST_ENTRIES = 500
# So much of a note stands in its entry as it is written, to be shown; of what follows each word
# once, up to so much. `vaultkit find` searches all of it.
MOST_PROSE, MOST_WORDS = 1000, 20_000
# Signs of Markdown that nobody searches for: headings, tables, rules, bullets, boxes, emphasis.
_SIGNS = re.compile(r"^[ \t]*[-*+>][ \t]+(?:\[.\][ \t])?|^#{1,6}[ \t]+|-{3,}|[|*`]+", re.M)
# What stands between words, as the script reads it.
_BETWEEN = re.compile(r"[\s!-/:-@\[-`{-~\u00a0-\u00bf\u2000-\u206f\u3000-\u303f\uff00-\uff0f]+")


class Searched:
    """The entries of all notes; after a change only the files where one differs are made."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._entries: Shelf[str] = Shelf(site.vault.trace)
        self._files = 0  # as many as there were last
        self._owed: set[int] = set()  # those of them that may hold something else now

    @property
    def addresses(self) -> list[str]:
        """Where the files stand."""
        return [say_address(place) for place in range(count_files(len(self._site.vault.notes)))]

    def print(self, changed: Collection[Question] | None = None) -> Iterator[tuple[str, bytes]]:
        """Those files that may hold something else, address and text, after these answers changed;
        None stands for all. Who does not ask for all of them gets the rest another time.
        """
        self.refresh(changed or ())
        if changed is None:
            self._owed = set(range(self._files))
        found: dict[int, list[str]] = {place: [] for place in sorted(self._owed)}
        for path in self._site.vault.notes:
            place = find_place(path, self._files)
            if place in found:
                found[place].append(self._entries.values[path])
        for place, entries in found.items():
            self._owed.discard(place)
            yield say_address(place), _make_file(entries, 0 if place else self._files)

    def refresh(self, changed: Collection[Question] = ()) -> None:
        """Make the entries of new notes, and those that these answers make stale."""
        notes = self._site.vault.notes
        touched = self._entries.keep(notes, self._make_entry, changed)
        files = count_files(len(notes))
        if files != self._files:
            self._files, self._owed = files, set(range(files))
        self._owed |= {find_place(path, files) for path in touched}

    def _make_entry(self, path: str) -> str:
        note = self._site.vault.note(path)
        assert note is not None  # callers looked
        return make_entry(self._site, note)


def count_files(notes: int) -> int:
    """How many files hold the entries of so many notes."""
    return max(1, -(-notes // MOST_ENTRIES))


def find_place(path: str, files: int) -> int:
    """Which of so many files holds the entry of a note, counted from 0.

    Another note moves nothing. One file more takes its entries from one of the others: the places
    of twice as many files as there are by halves, those that are not there yet folded back.
    """
    whole = 1 << (files.bit_length() - 1)
    place = crc32(path.encode("utf-8", "replace")) % (2 * whole)
    return place if place < files else place - whole


def say_address(place: int) -> str:
    """Where one of the files stands."""
    return f"assets/search-data{f'-{place + 1}' if place else ''}.js"


def _make_file(entries: Iterable[str], files: int) -> bytes:
    """A script that hands entries to the search; the first of several tells how many there are."""
    more = f",{files}" if files > 1 else ""
    return f"vaultkitSearch([{','.join(entries)}]{more});\n".encode("utf-8", "replace")


def make_entry(site: Site, note: Note) -> str:
    """One note as [name, kind, address, text, more words]. Private fields and comments stay out."""
    prose, words = _cut(_make_text(site, note))
    entry = [note.name, note.kind, site.addresses[note.path], prose, *([words] if words else ())]
    data = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
    for sign in ("<", "\u2028", "\u2029"):
        data = data.replace(sign, f"\\u{ord(sign):04x}")
    return data


def _make_text(site: Site, note: Note) -> str:
    hidden = site.private(note) | {"private", "type", "name"}
    fields = (
        plain_words(text.text)
        for field in note.document.fields
        if field.name.casefold() not in hidden
        for text in field.values
    )
    body = COMMENT.sub("", "\n".join(note.document.lines[note.document.body_start :]))
    return " ".join(" ".join((*fields, plain_words(_SIGNS.sub(" ", body)))).split())


def _cut(text: str) -> tuple[str, str]:
    """A text as far as it is shown, and each further word once."""
    if len(text) <= MOST_PROSE:
        return text, ""
    end = text.rfind(" ", 0, MOST_PROSE + 1)
    end = MOST_PROSE if end < 0 else end
    known = {word.casefold() for word in _BETWEEN.split(text[:end])} | {""}
    more: dict[str, str] = {}
    for word in _BETWEEN.split(text[end:]):
        if (key := word.casefold()) not in known:
            more.setdefault(key, word)
    return text[:end], " ".join(more.values())[:MOST_WORDS]
