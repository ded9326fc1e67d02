"""A note as it is edited: bytes to a Source, splices to new text, and the proof of each splice.

Nothing is ever written anew: an edit replaces a stretch of the text, and all else stays as it is
(line ends, BOM, a missing last newline). After an edit the text is read again and compared.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import NamedTuple, NoReturn

from vaultkit.diagnostics import Diagnostic, VaultkitError
from vaultkit.document import MAX_LINES, Document, read_document
from vaultkit.front_matter import Field
from vaultkit.items import Item

BOM = "\ufeff"
_BREAK = re.compile(r"\r\n|\n|\r")
# A note with one of these is not edited: what its parts are is a guess.
_REFUSED = ("encoding", "conflict-mark", "front-matter-unclosed", "note-size", "front-matter-size")
# So many places for an edit are tried, the best ones first.
MOST_TRIES = 8


class Edit(NamedTuple):
    """Characters `start` to `end` of a source's text give way to `text`."""

    start: int
    end: int
    text: str


class Source(NamedTuple):
    """A note's whole text, a BOM included, split up; `starts` and `ends` are those of its lines.

    Line indexes count from 0 and offsets from the first character, the BOM.
    """

    path: str
    text: str
    document: Document
    diagnostics: tuple[Diagnostic, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Every line, those that the document does not take apart too."""
        return tuple(self.text[a:b] for a, b in zip(self.starts, self.ends, strict=True))

    def offset(self, line: int, column: int) -> int:
        """Where a place that people see, both numbers from 1, stands in the text."""
        return self.starts[line - 1] + column - 1

    def newline(self, index: int) -> str:
        """The line end in use around a line: that of the line above, else the first of the file."""
        for near in (index - 1, index, 0):
            if 0 <= near < len(self.starts) - 1:
                return self.text[self.ends[near] : self.starts[near + 1]]
        return "\n"


def read_source(path: str, data: bytes) -> Source:
    """The bytes of a note as a Source; VaultkitError for a note that cannot be edited safely."""
    document, diagnostics = read_document(path, data)
    for problem in diagnostics:
        if problem.code in _REFUSED:
            place = f"{path}:{problem.line}:{problem.column}"
            raise VaultkitError(f"{place}: {problem.message}; the note was left as it is")
    return _make_source(path, data.decode("utf-8"), document, diagnostics)


def _make_source(
    path: str, text: str, document: Document, diagnostics: tuple[Diagnostic, ...]
) -> Source:
    first = 1 if text.startswith(BOM) else 0
    starts, ends = [first], []
    for found in _BREAK.finditer(text):
        ends.append(found.start())
        starts.append(found.end())
    return Source(path, text, document, diagnostics, tuple(starts), (*ends, len(text)))


def apply_edits(source: Source, edits: Iterable[Edit]) -> str:
    """The text with every edit made; edits may not overlap."""
    parts, last = [], 0
    for edit in sorted(edits):
        if not last <= edit.start <= edit.end <= len(source.text):
            refuse(source, source_line(source, edit.start), "two changes would overlap")
        parts += [source.text[last : edit.start], edit.text]
        last = edit.end
    return "".join((*parts, source.text[last:]))


def insert_lines(source: Source, index: int, lines: Sequence[str]) -> Edit:
    """Whole lines put before line `index`; behind the last line when index is their number.

    A file without a last newline has none afterwards.
    """
    newline = source.newline(index)
    if index < len(source.starts):
        start = source.starts[index]
        return Edit(start, start, "".join(line + newline for line in lines))
    end = len(source.text)
    return Edit(end, end, "".join(newline + line for line in lines))


def source_line(source: Source, offset: int) -> int:
    """The number of the line, from 1, that an offset stands on."""
    return max(1, bisect_right(source.starts, offset))


def refuse(source: Source, line: int, why: str) -> NoReturn:
    """Give up before a byte is written."""
    raise VaultkitError(f"{source.path}:{line}: {why}; change it by hand, nothing was written")


def reread(source: Source, text: str) -> Source:
    """The note after an edit, read by the same reader as ever."""
    return read_source(source.path, text.encode("utf-8"))


class Touched(NamedTuple):
    """What an edit means to change: `added` lines before line index `line`, single lines altered.

    `altered` holds line indexes of the old text; every other line must be what and where it was.
    """

    line: int
    added: int
    altered: frozenset[int] = frozenset()

    def move(self, line: int) -> int:
        """The index of an old line in the new text."""
        return line if line < self.line else line + self.added

    def keeps_in_sight(self, line: int) -> bool:
        """Whether an old line is one that is taken apart in the new text too."""
        return self.move(line) < MAX_LINES

    def is_new(self, line: int) -> bool:
        """Whether a line of the new text was inserted."""
        return self.line <= line < self.line + self.added


def is_only(before: Source, after: Source, touched: Touched) -> bool:
    """Whether an edit left everything but what it touches: lines, headings, code, items, fields.

    What it moves to where a long note is not taken apart, or from there, is held against by line.
    """
    old, new = before.document, after.document
    return (
        _keeps_lines(before, after, touched)
        and _keeps_headings(old, new, touched)
        and {touched.move(n) for n in old.hidden if touched.keeps_in_sight(n)}
        == {n for n in new.hidden if n < MAX_LINES and not touched.is_new(n)}
        and _keeps_items(old, new, touched)
    )


def _keeps_lines(before: Source, after: Source, touched: Touched) -> bool:
    old = before.lines
    kept = [line for n, line in enumerate(after.lines) if not touched.is_new(n)]
    pairs = enumerate(zip(old, kept, strict=False))
    return len(kept) == len(old) and all(
        one == other or n in touched.altered for n, (one, other) in pairs
    )


def _keeps_headings(old: Document, new: Document, touched: Touched) -> bool:
    kept = [head for head in new.headings if not touched.is_new(head.line - 1)]
    seen = [head for head in old.headings if touched.keeps_in_sight(head.line - 1)]
    return kept == [head._replace(line=touched.move(head.line - 1) + 1) for head in seen]


def _keeps_items(old: Document, new: Document, touched: Touched) -> bool:
    def shape(item: Item, line: int) -> tuple[object, ...]:
        words = None if _is_altered(touched, line) else (item.mark, item.text)
        return line, item.column, item.level, words, item.group

    kept = [
        shape(item, item.line - 1) for item in new.all_items() if not touched.is_new(item.line - 1)
    ]
    seen = [item for item in old.all_items() if touched.keeps_in_sight(item.line - 1)]
    return kept == [shape(item, touched.move(item.line - 1)) for item in seen]


def _is_altered(touched: Touched, line: int) -> bool:
    """Whether a line of the new text is one that was to be altered."""
    return any(touched.move(old) == line for old in touched.altered)


def same_fields(before: Source, after: Source, but: str = "") -> bool:
    """Whether the front matter says the same, one field left out."""
    return _fields(before.document.fields, but) == _fields(after.document.fields, but)


def _fields(fields: Iterable[Field], but: str) -> list[tuple[object, ...]]:
    return [
        (field.name, tuple(text.text for text in field.values), field.is_list, field.raw)
        for field in fields
        if field.name != but
    ]


def first_that_holds(
    source: Source,
    tries: Iterable[Edit],
    holds: Callable[[Edit, Source], bool],
) -> str | None:
    """The text after the first edit that, read again, is what was meant; None when none of the
    first few is: each costs a reading of the note, and a note may have thousands of places.
    """
    for edit in islice(tries, MOST_TRIES):
        text = apply_edits(source, [edit])
        try:
            after = reread(source, text)
        except VaultkitError:
            continue
        if holds(edit, after):
            return text
    return None


def end_of_item(document: Document, item: Item) -> int:
    """The line index behind all that belongs to an item: what is below it, code there included."""
    wanted = [line for line in reversed(item.below) if line.strip()]
    index = last = item.line
    lines = document.lines
    while index < len(lines):
        line = lines[index]
        if index in document.hidden:
            if index - 1 not in document.hidden and not line[:1].isspace():
                break
        elif line.strip() and not (wanted and wanted.pop() == line):
            break
        index += 1
        if line.strip():
            last = index
    return last


def cut_lines(source: Source, start: int, end: int) -> str:
    """The text without lines `start` to `end` - 1; VaultkitError when that would change others."""
    if end < len(source.starts):
        edit = Edit(source.starts[start], source.starts[end], "")
    else:
        edit = Edit(source.ends[start - 1] if start else 0, len(source.text), "")
    text = apply_edits(source, [edit])
    after = reread(source, text)
    # Taking lines out is right when putting them back would be.
    if not (is_only(after, source, Touched(start, end - start)) and same_fields(source, after)):
        refuse(source, start + 1, "these lines cannot be taken out without touching others")
    return text
