"""A text to its lines, and lines of a section to the items of its lists, each with what stands
below it.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

# Words and the blanks between them by turns: `.*?` before blanks would cost the square of a line.
HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+([^ \t]+(?:[ \t]+[^ \t]+)*?)??)?(?:[ \t]+#+)?[ \t]*")
ITEM = re.compile(r"([ \t]*)([-*+]|\d{1,9}[.)])([ \t]+|$)(?:\[(.)\](?:[ \t]+|$))?(.*)")
# Each line of a list belongs to every item above it: without a bound, to half the note.
MAX_LEVELS = 20
_BREAK = re.compile(r"\r\n|\n|\r")


class Item(NamedTuple):
    """One item of a list: its words, its task mark (None: no task), the lines under it.

    `group` is the `###` heading above it (casefolded, "" for none); `level` is 0 for an item of
    the outermost list, 1 for one below it, and so on.
    """

    line: int
    column: int
    level: int
    mark: str | None
    text: str
    below: tuple[str, ...]
    group: str


def split_lines(text: str) -> list[str]:
    """All lines of a text, where editors break them: `str.splitlines` sees further breaks."""
    lines = _BREAK.split(text)
    return lines if lines[-1] else lines[:-1]


def read_items(rows: Iterable[tuple[int, str]]) -> tuple[Item, ...]:
    """(line index, text) rows to list items, in order; what belongs to an item is `below` it."""
    return read_list(rows)[0]


def read_list(
    rows: Iterable[tuple[int, str]],
) -> tuple[tuple[Item, ...], tuple[tuple[int, str], ...]]:
    """Rows to list items, and the rows that belong to none of them (headings left out).

    An item deeper than MAX_LEVELS is text of the one above it.
    """
    strays: list[tuple[int, str]] = []
    found = _Items()
    group, blank = "", False
    for index, line in rows:
        if not line or line.isspace():
            blank = True
            found.lines.append("")
            continue
        indent = _indent(line) if line[0] in " \t" else 0
        if indent < 4 and line[indent] == "#" and (head := HEADING.fullmatch(line)):
            group = (head[2] or "").strip().casefold()
            found.close(0)
            continue
        item = ITEM.fullmatch(line)
        if item or blank:
            found.close(indent)
        found.lines.append(line)
        if item and (found.open or indent < 4) and len(found.open) < MAX_LEVELS:
            found.add(index, item, indent, group)
        elif not found.open:
            strays.append((index, line))
        blank = False
    return found.finish(), tuple(strays)


class _Items:
    """The items of a list while it is read; what stands below each is a run of its lines."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.open: list[tuple[int, int]] = []  # (content column, index in items)
        self._items: list[Item] = []
        self._runs: list[tuple[int, int]] = []

    def add(self, index: int, found: re.Match[str], indent: int, group: str) -> None:
        """An item on a line; it stays open until the next that stands further left."""
        level, column = len(self.open), found.start(5) + 1
        self.open.append((_content_column(found, indent), len(self._items)))
        item = Item(index + 1, column, level, found[4], found[5].rstrip(), (), group)
        self._items.append(item)
        self._runs.append((len(self.lines), 0))

    def close(self, indent: int) -> None:
        """End the items whose words begin further right than a line that comes now."""
        while self.open and (not indent or indent < self.open[-1][0]):
            number = self.open.pop()[1]
            self._runs[number] = (self._runs[number][0], len(self.lines))

    def finish(self) -> tuple[Item, ...]:
        """Every item with the lines below it."""
        self.close(0)
        rows = zip(self._items, self._runs, strict=True)
        return tuple(
            item._replace(below=_trim(self.lines[slice(*run)])) if run[0] < run[1] else item
            for item, run in rows
        )


def _indent(line: str) -> int:
    blanks = line[: len(line) - len(line.lstrip(" \t"))]
    return len(blanks.expandtabs(4)) if "\t" in blanks else len(blanks)


def _content_column(found: re.Match[str], indent: int) -> int:
    marker, gap = found[2], found[3]
    spaces = len(gap.expandtabs(4)) if "\t" in gap else len(gap)
    return indent + len(marker) + (spaces if 1 <= spaces <= 4 else 1)


def _trim(lines: list[str]) -> tuple[str, ...]:
    while lines and not lines[-1].strip():
        lines.pop()
    return tuple(lines)
