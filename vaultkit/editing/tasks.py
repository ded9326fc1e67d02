"""Tasks ticked: text and the line of a task in, text out; an answer goes below it."""

import re
from collections.abc import Iterable
from datetime import date

from vaultkit.editing.entries import make_safe_lines
from vaultkit.editing.source import (
    Edit,
    Source,
    Touched,
    apply_edits,
    end_of_item,
    insert_lines,
    is_only,
    refuse,
    reread,
    same_fields,
)
from vaultkit.items import Item
from vaultkit.notes.tasks import DONE

# The marks of a task that is done.
DONE_MARKS = ("x", "X")
_BOX = re.compile(r"([ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+)\[(.)\]")
_DONE_DAY = re.compile(rf"(?<![ \t])[ \t]*{DONE}\ufe0f?[ ]*\d{{4}}-\d\d-\d\d")
_TAIL = re.compile(r"(?<![ \t])(?:[ \t]+\^[A-Za-z0-9-]+)?[ \t]*$")


def tick(source: Source, line: int, mark: str, day: date | None, answer: str = "") -> str:
    """The note with one task marked; `day`, if given, is put behind `✅`.

    A task that is not done keeps no day of a tick. `answer` goes in lines below the task, behind
    those already there.
    """
    item = next((one for one in source.document.all_items() if one.line == line), None)
    if item is None or item.mark is None:
        refuse(source, line, "there is no task on this line")
    index = line - 1
    text = source.document.lines[index]
    new = _mark(text, mark, day)
    edits = [Edit(source.starts[index], source.ends[index], new)]
    below = _answer_lines(source, item, answer)
    end = end_of_item(source.document, item)
    if below:
        edits.append(insert_lines(source, end, below))
    changed = apply_edits(source, _shrink(source, edits))
    touched = Touched(end, len(below), frozenset((index,)))
    if not _holds(source, changed, item, mark, below, touched):
        refuse(source, line, "the task cannot be marked without touching others")
    return changed


def _mark(line: str, mark: str, day: date | None) -> str:
    """The one character changed, the day of the tick set or taken out."""
    found = _BOX.match(line)
    assert found is not None  # the reader has just seen the box
    line = f"{line[: found.start(2)]}{mark}{line[found.end(2) :]}"
    head, rest = line[: found.end()], line[found.end() :]
    if mark not in DONE_MARKS:
        return head + _DONE_DAY.sub("", rest)
    if day is None:
        return head + rest
    if was := _DONE_DAY.search(rest):
        return f"{head}{rest[: was.end() - 10]}{day.isoformat()}{rest[was.end() :]}"
    tail = _TAIL.search(rest)
    at = tail.start() if tail else len(rest)
    return f"{head}{rest[:at]} {DONE} {day.isoformat()}{rest[at:]}"


def _shrink(source: Source, edits: list[Edit]) -> list[Edit]:
    """The edits without the characters that stay at both ends."""
    shrunk = []
    for start, end, text in edits:
        old = source.text[start:end]
        head = 0
        while head < min(len(old), len(text)) and old[head] == text[head]:
            head += 1
        shrunk.append(Edit(start + head, end, text[head:]))
    return shrunk


def _answer_lines(source: Source, item: Item, answer: str) -> list[str]:
    """An answer indented as what stands below the task already, else under its words."""
    lines = make_safe_lines(answer)
    if not lines:
        return []
    text = source.document.lines[item.line - 1]
    found = _BOX.match(text)
    assert found is not None  # the reader has just seen the box
    blank = text[: len(text) - len(text.lstrip())] + " " * len(found[1].lstrip())
    first = next((one for one in item.below if one.strip()), "")
    indent = first[: len(first) - len(first.lstrip())] or blank
    return [indent + line if line else "" for line in lines]


def _filled(lines: Iterable[str]) -> list[str]:
    return [line for line in lines if line.strip()]


def _holds(
    source: Source, text: str, item: Item, mark: str, below: list[str], touched: Touched
) -> bool:
    after = reread(source, text)
    line = touched.move(item.line - 1) + 1
    now = next((one for one in after.document.all_items() if one.line == line), None)
    return (
        now is not None
        and now.mark == mark
        and _filled(now.below) == _filled((*item.below, *below))
        and is_only(source, after, touched)
        and same_fields(source, after)
    )
