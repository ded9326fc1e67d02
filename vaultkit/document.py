"""One file split up: bytes to front matter fields, sections, list items and tasks, with lines.

Nothing means anything yet: what a field or a section is for is the business of `notes`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from sys import intern
from typing import NamedTuple

from vaultkit.diagnostics import Diagnostic, make_diagnostic
from vaultkit.front_matter import Field, read_front_matter
from vaultkit.items import HEADING, ITEM, Item, read_items
from vaultkit.links import Link, find_links
from vaultkit.settings import LARGE, TOO_LARGE

# What stands below so many lines, and links beyond so many, are shown but not taken apart: each
# line may cost what a log entry that names somebody to write to costs, a quarter of a millisecond.
MAX_LINES, MAX_LINKS = 20_000, 50_000

_FENCE = re.compile(r"([ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?)(`{3,}(?=[^`]*$)|~{3,})")
# Only where one of these stands can lines be hidden.
_HIDING = ("```", "~~~", "%%", "<!--")
_CODE = ("    ", "\t")
# What an item holds that nobody has filled in yet.
_NO_WORDS = "-*+> \t"
_BREAK = re.compile(r"\r\n|\n|\r")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# One for all notes that hide nothing: each new one is 216 bytes.
_NONE: frozenset[int] = frozenset()


class Heading(NamedTuple):
    """An ATX heading: its level, its words and its line."""

    level: int
    text: str
    line: int


class Document(NamedTuple):
    """A note's text split up."""

    path: str
    text: str
    has_front_matter: bool
    fields: tuple[Field, ...]
    body_start: int
    headings: tuple[Heading, ...]
    hidden: frozenset[int]

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines, 0-based; line numbers people see count from 1.

        What stands below MAX_LINES is one more line, and hidden. They are split when asked for:
        kept, the lines of ten thousand notes would take twice the memory of their text.
        """
        return _split(self.text)

    def field(self, name: str) -> Field | None:
        """The field of that name, set or not; None when it is not there."""
        return next((field for field in self.fields if field.name == name), None)

    def section(self, word: str) -> Iterator[tuple[int, str]]:
        """(line index, text) of every line under a `##` heading of that word, code left out."""
        lines = self.lines
        for start, end in self.spans(word):
            for index in range(start, end):
                if index not in self.hidden:
                    yield index, lines[index]

    def spans(self, word: str) -> Iterator[tuple[int, int]]:
        """First and last-but-one line index of each `##` section with that heading."""
        start: int | None = None
        for heading in self.headings:
            if heading.level > 2:
                continue
            if start is not None:
                yield start, heading.line - 1
            fits = heading.text == word or heading.text.casefold() == word
            start = heading.line if heading.level == 2 and fits else None
        if start is not None:
            yield start, len(self.lines)

    def section_text(self, word: str) -> str:
        """All that stands in the sections of that heading, stripped; "" when there is none."""
        lines = self.lines
        parts = ("\n".join(lines[start:end]) for start, end in self.spans(word))
        return "\n".join(parts).strip()

    def said_in(self, word: str) -> str:
        """What the sections of that heading say, without comments.

        "" when nothing but headings and empty items is left.
        """
        rows = [line for start, end in self.spans(word) for line in self._uncomment(start, end)]
        is_said = any(row.strip(_NO_WORDS) and not HEADING.fullmatch(row) for row in rows)
        return "\n".join(rows).strip() if is_said else ""

    def _uncomment(self, start: int, end: int) -> Iterator[str]:
        """Lines without those of comments; of what is hidden, code is left."""
        closing: str | None = None
        for index, line in enumerate(self.lines[start:end], start):
            if index not in self.hidden:
                closing = None
                yield line
                continue
            text = line.strip()
            if closing is None:
                opening = text[:2] if text.startswith("%%") else text[:4]
                closing = {"%%": "%%", "<!--": "-->"}.get(opening, "")
                text = text.removeprefix(opening)
            if not closing:
                yield line
            elif closing in text:
                closing = None

    def items(self, word: str) -> tuple[Item, ...]:
        """The list items of a section, nested ones too."""
        return read_items(self.section(word))

    def all_items(self) -> tuple[Item, ...]:
        """Every list item of the body."""
        rows = enumerate(self.lines[self.body_start :], self.body_start)
        return read_items(row for row in rows if row[0] not in self.hidden)

    def links(self) -> tuple[Link, ...]:
        """Every wikilink and relative link to a note in the body, outside code."""
        if "[" not in self.text:
            return ()
        rows = ((n, line) for n, line in self.prose() if "[[" in line or "](" in line)
        found = (link for n, line in rows for link in find_links(n, line))
        return tuple(islice(found, MAX_LINKS))

    def prose(self) -> Iterator[tuple[int, str]]:
        """(line index, text) of the lines with a `[` that are neither code nor comment."""
        above, is_code = self.body_start, False
        for index, line in enumerate(self.lines[self.body_start :], self.body_start):
            if not line.startswith(_CODE):
                above, is_code = index, False
            elif index == above + 1:
                is_code = self._opens_code(above)
            if not is_code and "[" in line and index not in self.hidden:
                yield index, line

    def _opens_code(self, index: int) -> bool:
        """Whether indented lines below a line are code: it is blank, and they belong to no list."""
        lines = self.lines
        if index == self.body_start or lines[index].strip():
            return False
        return not _stands_in_list(lines, index)


def read_document(path: str, data: bytes) -> tuple[Document, tuple[Diagnostic, ...]]:
    """The bytes of one note to a Document; whatever they are, without an exception."""
    if len(data) > TOO_LARGE:
        message = f"{len(data) // 1048576} MB; expected at most 20, so nothing of it was read"
        return _make_empty(path), (make_diagnostic("note-size", path, 1, 1, message),)
    text, diagnostics = _decode(path, data)
    lines = _split(text)
    diagnostics += _check_text(path, text, lines, len(data))
    end, unclosed = _find_fence_end(path, lines)
    fields: tuple[Field, ...] = ()
    has_front_matter, body_start = False, 0
    if end is not None:
        block = read_front_matter(path, "\n".join(lines[1:end]), 2)
        diagnostics += (*block.diagnostics, *unclosed)
        if block.is_mapping:
            closing = 0 if unclosed else 1
            has_front_matter, fields, body_start = True, block.fields, end + closing
        else:
            diagnostics += (_say_shape(path),)
    elif lines[0].strip().strip("\ufeff") in ("", "---"):
        diagnostics += _check_late(path, lines)
    headings, hidden, more = _scan(path, text, lines[:MAX_LINES], body_start)
    if len(lines) > MAX_LINES:
        hidden |= {MAX_LINES}
    document = Document(path, text, has_front_matter, fields, body_start, headings, hidden)
    return document, (*diagnostics, *more, *_check_conflict(path, text, lines, hidden))


def _make_empty(path: str) -> Document:
    return Document(path, "", False, (), 0, (), _NONE)


@lru_cache(maxsize=16)
def _split(text: str) -> tuple[str, ...]:
    """The lines of a text; those of the last few are kept, as one asks for them again and again."""
    parts = _BREAK.split(text, MAX_LINES) if "\r" in text else text.split("\n", MAX_LINES)
    return tuple(parts)


def _decode(path: str, data: bytes) -> tuple[str, tuple[Diagnostic, ...]]:
    try:
        return data.decode("utf-8").removeprefix("\ufeff"), ()
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = len(_BREAK.findall(before.decode("utf-8", "replace"))) + 1
        column = len(_BREAK.split(before.decode("utf-8", "replace"))[-1]) + 1
        found = f"byte 0x{data[error.start]:02x} is not UTF-8"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text, found = data.decode("utf-16", "replace"), "the file is UTF-16"
    else:
        text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    message = f"{found}; save the note as UTF-8"
    return text, (make_diagnostic("encoding", path, line, column, message),)


def _check_text(path: str, text: str, lines: tuple[str, ...], size: int) -> tuple[Diagnostic, ...]:
    diagnostics = []
    if size > LARGE:
        message = f"{size / 1048576:.1f} MB; notes over 2 MB make everything slow"
        diagnostics.append(make_diagnostic("note-large", path, 1, 1, message))
    if len(lines) > MAX_LINES or text.count("[[") > MAX_LINKS:
        message = (
            f"over {MAX_LINES} lines or links; what stands below is shown, but not taken apart: "
            "split it"
        )
        line = MAX_LINES if len(lines) > MAX_LINES else 1
        diagnostics.append(make_diagnostic("note-large", path, line, 1, message))
    if found := _CONTROL.search(text):
        line, column = _find_place(text, found.start())
        message = f"a control character (U+{ord(found[0]):04X}); take it out"
        diagnostics.append(make_diagnostic("control-character", path, line, column, message))
    return tuple(diagnostics)


def _check_conflict(
    path: str, text: str, lines: tuple[str, ...], hidden: frozenset[int]
) -> tuple[Diagnostic, ...]:
    """The lines that open a conflict; where a merge was half cleaned up, what is left of it."""
    if not any(mark * 7 in text for mark in _CONFLICT):
        return ()
    shown = [(n, line) for n, line in enumerate(lines) if n not in hidden and line[:1] in _CONFLICT]
    for mark in _CONFLICT:
        found = [n for n, line in shown if _is_mark(lines, n, mark)]
        if found:
            message = "a merge conflict is open here; keep one side and take the marks out"
            place = (make_diagnostic("conflict-mark", path, n + 1, 1, message) for n in found)
            return tuple(place)
    return ()


# In the order of a conflict; a line of `=` alone may also underline a title.
_CONFLICT = "<|>="


def _is_mark(lines: tuple[str, ...], index: int, mark: str) -> bool:
    line = lines[index].rstrip()
    if mark == "=":
        return line == "=" * 7 and index > 0 and ITEM.fullmatch(lines[index - 1]) is not None
    return line.startswith(mark * 7 + " ") or line == mark * 7


def _find_place(text: str, offset: int) -> tuple[int, int]:
    starts = [0, *(found.end() for found in _BREAK.finditer(text))]
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


def _find_fence_end(path: str, lines: tuple[str, ...]) -> tuple[int | None, tuple[Diagnostic, ...]]:
    """Index of the line that ends the front matter; None where there is none at all."""
    if lines[0].rstrip() != "---":
        return None, ()
    for index in range(1, len(lines)):
        if lines[index].rstrip() == "---":
            return index, ()
    end = 1
    while end < len(lines) and lines[end].strip() and not HEADING.fullmatch(lines[end]):
        end += 1
    message = "the front matter has no closing line; put `---` on a line of its own below it"
    return end, (make_diagnostic("front-matter-unclosed", path, 1, 1, message),)


def _say_shape(path: str) -> Diagnostic:
    message = "no `field: value` between the first two `---` lines, so they are shown as text"
    return make_diagnostic("front-matter-shape", path, 1, 1, message)


def _check_late(path: str, lines: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    first = next((n for n, line in enumerate(lines) if line.strip()), None)
    if first is None or lines[first].strip(" \t\ufeff") != "---" or "---" not in lines[first + 1 :]:
        return ()
    if not first and ":" not in lines[1]:  # a rule, as people indent it
        return ()
    wanted = "when `---` is line 1" if first else "with nothing before the `---` of line 1"
    message = f"front matter starts on line {first + 1}; it counts only {wanted}"
    return (make_diagnostic("front-matter-late", path, first + 1, 1, message),)


def _find_headings(lines: tuple[str, ...], start: int) -> tuple[Heading, ...]:
    """The headings of a note without fences and comments, which most are."""
    found = (
        (number, HEADING.fullmatch(line))
        for number, line in enumerate(lines[start:], start + 1)
        if "#" in line and "#" in line[:4]
    )
    return tuple(_make_heading(head, number) for number, head in found if head)


def _make_heading(found: re.Match[str], line: int) -> Heading:
    """A heading; its words, the same in most notes, once in memory."""
    return Heading(len(found[1]), intern((found[2] or "").strip()), line)


def _scan(
    path: str, text: str, lines: tuple[str, ...], start: int
) -> tuple[tuple[Heading, ...], frozenset[int], tuple[Diagnostic, ...]]:
    """Headings, and the lines inside code fences and comments, where nothing counts."""
    if not any(mark in text for mark in _HIDING):
        return _find_headings(lines, start), _NONE, ()
    headings: list[Heading] = []
    hidden: set[int] = set()
    diagnostics: tuple[Diagnostic, ...] = ()
    closers = {"%%": start, "<!--": start}
    index = start
    while index < len(lines):
        line = lines[index]
        head = line.lstrip()[:1]
        if head == "#" and (found := HEADING.fullmatch(line)):
            headings.append(_make_heading(found, index + 1))
        elif head and ("```" in line or "~~~" in line) and (fence := _open_fence(lines, index)):
            end = _find_fence_close(lines, index, fence)
            hidden.update(range(index, end))
            is_closed = end > index + 1 and _is_close(lines[end - 1], fence[2])
            if end == len(lines) and not is_closed:
                diagnostics += (_say_fence(path, index),)
            index = end - 1
        elif head in ("%", "<"):
            end = _find_comment_end(lines, index, closers)
            hidden.update(range(index, end))
            index = max(index, end - 1)
        index += 1
    return tuple(headings), frozenset(hidden), diagnostics


def _open_fence(lines: tuple[str, ...], index: int) -> tuple[int, bool, str] | None:
    """(indent, whether inside a list item, the run of marks) of a fence that opens here."""
    found = _FENCE.match(lines[index])
    if not found:
        return None
    indent = len(found[1].expandtabs(4))
    in_list = found[1].strip() != "" or indent >= 2
    if indent >= 4 and not found[1].strip() and not _stands_in_list(lines, index):
        return None
    return indent, in_list, found[2]


def _stands_in_list(lines: tuple[str, ...], index: int) -> bool:
    for above in range(index - 1, max(-1, index - 200), -1):
        line = lines[above]
        if line.strip() and not line[:1].isspace():
            return ITEM.fullmatch(line) is not None
    return False


def _find_fence_close(lines: tuple[str, ...], index: int, fence: tuple[int, bool, str]) -> int:
    """Index of the line after the fence; a fence in a list item also ends with the item."""
    _, in_list, run = fence
    for below in range(index + 1, len(lines)):
        line = lines[below]
        if _is_close(line, run):
            return below + 1
        if in_list and line.strip() and not line[:1].isspace():
            return below
    return len(lines)


def _is_close(line: str, run: str) -> bool:
    text = line.strip()
    return len(text) >= len(run) and not text.strip(run[0])


def _say_fence(path: str, index: int) -> Diagnostic:
    message = "this code fence is never closed; all below it is read as code"
    return make_diagnostic("fence-unclosed", path, index + 1, 1, message)


def _find_comment_end(lines: tuple[str, ...], index: int, closers: dict[str, int]) -> int:
    """Index after a `%%` or `<!--` comment that opens here; the line itself when none does.

    `closers` remembers from where on no closing mark is left, so that the scan stays linear.
    """
    text = lines[index].lstrip()
    opening = next((mark for mark in closers if text.startswith(mark)), None)
    if opening is None or closers[opening] < 0:
        return index
    closing = "-->" if opening == "<!--" else "%%"
    if closing in text[len(opening) :]:
        return index + 1 if text.rstrip().endswith(closing) else index
    for below in range(index + 1, len(lines)):
        if closing in lines[below]:
            return below + 1
    closers[opening] = -1
    return index
