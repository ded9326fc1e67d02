"""Log entries into and out of a note: text and entry in, text out, in date order."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from vaultkit.contact_log import (
    LINKING,
    LogEntry,
    read_entry,
    read_log,
    runs_newest_first,
    write_entry,
)
from vaultkit.document import Document
from vaultkit.editing.source import (
    Edit,
    Source,
    Touched,
    cut_lines,
    end_of_item,
    first_that_holds,
    insert_lines,
    is_only,
    refuse,
    same_fields,
)
from vaultkit.items import Item
from vaultkit.settings import Settings

_INDENT = "  "
_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# What would open code, a comment, a heading or a rule at the start of a line below an entry.
_OPENS = re.compile(r"[ \t]*(?=```|~~~|%%|<!--|#{1,6}(?:[ \t]|$)|[-=*_](?:[ \t]*[-=*_])+[ \t]*$)")
_BARE_LINK = re.compile(r"\[\[([^\[\]|#\n]+)\]\](?:[ \t]*:)?[ \t]*(.*)")


class Placed(NamedTuple):
    """An entry of a log as it stands in the file: its item, the lines it takes, its indent."""

    entry: LogEntry
    start: int
    end: int
    indent: str
    group: str

    @property
    def key(self) -> tuple[date, str]:
        """What a log is in order of."""
        return self.entry.day, self.entry.time


def make_entry(day: date, time: str, word: str, kind: str, words: str) -> LogEntry:
    """An entry from what a person typed: several lines become lines below, nothing breaks out.

    `booked [[Note]]: words` typed as words of a linking kind gives the entry its link.
    """
    first, *rest = _BREAK.split(words.strip())
    first, link = _CONTROL.sub(" ", first).strip(), ""
    if kind in LINKING and (found := _BARE_LINK.fullmatch(first)):
        link, first = found[1].strip(), found[2].strip()
    below = tuple(_INDENT + line if line else "" for line in map(_make_safe, rest))
    return LogEntry(day, time, kind, word, link, first, below, "", 0)


def make_safe_lines(text: str) -> tuple[str, ...]:
    """Text as lines to go below an item: none can open code or a section, no blank ones around."""
    return tuple(map(_make_safe, _BREAK.split(text.strip()))) if text.strip() else ()


def _make_safe(line: str) -> str:
    line = _CONTROL.sub(" ", line.expandtabs(4)).rstrip()
    found = _OPENS.match(line)
    return f"{line[: found.end()]}\\{line[found.end() :]}" if found else line


def entry_lines(entry: LogEntry) -> tuple[str, ...]:
    """An entry as the lines it takes in a log, without indent."""
    return f"- {write_entry(entry)}", *entry.below


def add_entry(source: Source, entry: LogEntry, settings: Settings) -> str:
    """The note with one more log entry, in date order; `## Log` is made where there is none.

    VaultkitError when the entry cannot be put in without touching something else.
    """

    def holds(edit: Edit, after: Source) -> bool:
        return _is_added(source, after, edit, entry, settings)

    text = first_that_holds(source, _find_places(source, entry, settings), holds)
    if text is None:
        where = next(source.document.spans(settings.section_word("log")), (0, 0))[0]
        refuse(source, max(1, where), "the log cannot take a line without touching others")
    return text


def _find_places(source: Source, entry: LogEntry, settings: Settings) -> Iterator[Edit]:
    """Places for an entry, best first."""
    spans = tuple(source.document.spans(settings.section_word("log")))
    if not spans:
        yield from _open_section(source, entry, settings)
        return
    placed = place_entries(source, settings)
    if placed:
        yield from _beside(source, entry, placed)
    for start, end in reversed(spans) if placed else spans:
        yield _at_end(source, entry, start, end)


def place_entries(source: Source, settings: Settings) -> tuple[Placed, ...]:
    """The entries of a note in the order of the file, also those whose word nobody knows."""
    document, found = source.document, []
    for item in document.items(settings.section_word("log")):
        if item.level or item.mark is not None:
            continue
        place = item.line, item.column
        entry = read_entry(item.text, settings.kinds, source.path, place, item.below)
        if entry is not None:
            found.append(_place(document, entry, item))
    return tuple(found)


def _place(document: Document, entry: LogEntry, item: Item) -> Placed:
    line = document.lines[item.line - 1]
    indent = line[: len(line) - len(line.lstrip())]
    return Placed(entry, item.line - 1, end_of_item(document, item), indent, item.group)


def _beside(source: Source, entry: LogEntry, placed: tuple[Placed, ...]) -> Iterator[Edit]:
    """Behind the entry it follows in time, or before the one it precedes."""
    key = entry.day, entry.time
    newest_first = runs_newest_first([one.entry for one in placed])
    rows = placed[::-1] if newest_first else placed
    before = next((one for one in reversed(rows) if one.key <= key), None)
    after = next((one for one in rows if one.key > key), None)
    pairs = [(one, side) for one, side in ((before, "after"), (after, "before")) if one]
    if before and after and before.group != after.group and _is_nearer(entry, after, before):
        pairs.reverse()
    for one, side in pairs:
        index = one.end if (side == "after") != newest_first else one.start
        for indent in dict.fromkeys((one.indent, "")):
            yield insert_lines(source, index, _indent(entry_lines(entry), indent))


def _is_nearer(entry: LogEntry, one: Placed, other: Placed) -> bool:
    """Whether an entry shares its month, or else its year, with one neighbour alone."""
    for length in (7, 4):
        day, a, b = (str(x)[:length] for x in (entry.day, one.entry.day, other.entry.day))
        if (a == day) != (b == day):
            return a == day
    return False


def _indent(lines: tuple[str, ...], indent: str) -> list[str]:
    return [indent + line if line else "" for line in lines]


def _at_end(source: Source, entry: LogEntry, start: int, end: int) -> Edit:
    """Behind the last words of a section; under its heading when it is empty."""
    lines, hidden = source.document.lines, source.document.hidden
    filled = [n for n in range(start, end) if n not in hidden and lines[n].strip()]
    if filled:
        return insert_lines(source, filled[-1] + 1, entry_lines(entry))
    blanks = end - start
    index = start + 1 if blanks >= 2 and start not in hidden else start
    return insert_lines(source, index, entry_lines(entry))


def _open_section(source: Source, entry: LogEntry, settings: Settings) -> Iterator[Edit]:
    """A section of its own behind everything, else before code that is never closed."""
    word = settings.section_word("log")
    heading = f"## {word[:1].upper()}{word[1:]}"
    lines, start = source.document.lines, source.document.body_start
    unclosed = [one.line - 1 for one in source.diagnostics if one.code == "fence-unclosed"]
    for last in (len(lines), *unclosed):
        while last > start and not lines[last - 1].strip():
            last -= 1
        gap = [""] if last > start else []
        tail = [""] if last < len(lines) and lines[last].strip() else []
        yield insert_lines(source, last, [*gap, heading, "", *entry_lines(entry), *tail])


def _is_added(
    source: Source, after: Source, edit: Edit, entry: LogEntry, settings: Settings
) -> bool:
    count = len(after.starts) - len(source.starts)
    touched = Touched(_line_of(source, edit), count)
    if not (is_only(source, after, touched) and same_fields(source, after)):
        return False
    was, said = read_log(source.document, settings)
    now, says = read_log(after.document, settings)
    mine = [one for one in now.entries if touched.is_new(one.line - 1)]
    rest = [one for one in now.entries if not touched.is_new(one.line - 1)]
    return (
        len(mine) == 1
        and _meaning(mine[0]) == _meaning(entry)
        and sorted(map(_meaning, rest)) == sorted(map(_meaning, was.entries))
        and len(now.plans) == len(was.plans)
        and len(says) <= len(said)
    )


def _line_of(source: Source, edit: Edit) -> int:
    """The index that inserted lines have: that of the line they push down, else the end."""
    return source.starts.index(edit.start) if edit.start in source.starts else len(source.starts)


def _meaning(entry: LogEntry) -> tuple[object, ...]:
    below = tuple(line.strip() for line in entry.below)
    return entry.day, entry.time, entry.kind, entry.word, entry.link, entry.words, below


def remove_entry(source: Source, entry: LogEntry, settings: Settings) -> str:
    """The note without an entry that was read from it, and without the lines below it."""
    found = next((one for one in place_entries(source, settings) if one.entry == entry), None)
    if found is None:
        refuse(source, entry.line, "this entry is not in the log any more")
    return cut_lines(source, found.start, found.end)
