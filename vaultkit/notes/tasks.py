"""Marks that tasks carry: due days, done days, flags, ids; from the text of an item to values."""

import re
from collections.abc import Iterator
from datetime import date

from vaultkit.dates import read_date
from vaultkit.diagnostics import Diagnostic, make_diagnostic
from vaultkit.document import Document
from vaultkit.items import ITEM, Item
from vaultkit.links import plain_words
from vaultkit.notes.note import Advice, Question, Task

_DUE = re.compile(r"\U0001f4c5\ufe0f?[ ]*(\S+)|\[due::[ ]*([^\]\n]*)\]|(?:^|(?<=\s))due:(?!:)(\S+)")
_DONE = re.compile(r"\u2705\ufe0f?[ ]*(\d{4}-\d\d-\d\d)")
_DONE_TEXT = re.compile(r"\u2705\ufe0f?[ ]*(\d\S*)")
_FLAG = re.compile(r"(?:^|(?<=\s))#([^\W\d][\w/-]*)")
_ID = re.compile(r"(?:^|\s)\^([A-Za-z0-9-]+)$")
OPEN = " "
# A box that lost its blank is no task: it is told of, and counts for nothing.
EMPTY_BOX = re.compile(r"\[\](?:\s|$)")
# One for all questions without flags: each new one is 216 bytes.
_NO_FLAGS: frozenset[str] = frozenset()
# Stands before the day on which a task was done.
DONE = "\u2705"


def read_tasks(document: Document) -> tuple[tuple[Task, ...], tuple[Diagnostic, ...]]:
    """The open tasks of a note that carry a due mark, wherever they stand."""
    if not any(mark in document.text for mark in ("\U0001f4c5", "due:", DONE)):
        return (), ()
    tasks: list[Task] = []
    diagnostics: list[Diagnostic] = []
    for item in document.all_items():
        diagnostics += _check_done(document, item)
        found = _DUE.search(item.text) if item.mark == OPEN else None
        if not found:
            continue
        text = (found[1] or found[2] or found[3] or "").strip().rstrip(".,;)")
        day = read_date(text)
        if day is not None:
            tasks.append(Task(strip_marks(item.text), day, item.line))
        elif found[3] is None or text[:1].isdigit():
            message = f'due mark "{text}" is no date; expected one such as 2026-11-20'
            place = (item.line, item.column + found.start())
            diagnostics.append(make_diagnostic("due-mark", document.path, *place, message))
    return tuple(tasks), tuple(diagnostics)


def _check_done(document: Document, item: Item) -> Iterator[Diagnostic]:
    found = _DONE_TEXT.search(item.text) if item.mark else None
    text = found[1].rstrip(".,;)") if found else ""
    if found and read_date(text) is None:
        message = f'done mark "{text}" is no date; expected one such as 2026-11-20'
        place = (item.line, item.column + found.start())
        yield make_diagnostic("due-mark", document.path, *place, message)


def read_done_day(item: Item) -> date | None:
    """The day behind the tick of a done item, None when it is open or undated."""
    found = _DONE.search(item.text) if item.mark in ("x", "X") else None
    return read_date(found[1]) if found else None


def strip_marks(text: str) -> str:
    """The words of an item without due marks, done days and its id."""
    if not text.isascii() or "due:" in text or "^" in text:
        text = _ID.sub("", _DONE.sub("", _DUE.sub("", text)))
    return " ".join(plain_words(text).split())


def item_words(line: str) -> str:
    """The words of a list item as they are written, flags and id with them, without its box."""
    found = ITEM.fullmatch(line.rstrip())
    return (found[5] if found else line).strip()


def read_bank_questions(items: tuple[Item, ...], path: str) -> Iterator[Question]:
    """The items of a list in the bank: a question there needs no box, as nobody ticks it."""
    plain = (item for item in items if item.text and not EMPTY_BOX.match(item.text))
    boxed = (item._replace(mark=OPEN) if item.mark is None else item for item in plain)
    return read_questions(tuple(boxed), path)


def read_questions(items: tuple[Item, ...], path: str) -> Iterator[Question]:
    """The tasks of a question list; what is indented below one is its answer."""
    for item in items:
        if item.mark is None or item.level:
            continue
        found = _ID.search(item.text)
        flags = frozenset(flag.casefold() for flag in _FLAG.findall(item.text)) or _NO_FLAGS
        words = " ".join(strip_marks(_FLAG.sub("", _ID.sub("", item.text))).split())
        answer = tuple(line.strip() for line in item.below)
        id_ = found[1] if found else ""
        yield Question(words, item.mark, flags, id_, answer, item.group, path, item.line)


def read_advice(items: tuple[Item, ...], path: str) -> tuple[Advice, ...]:
    """The items of an Advice section; what is indented below one is what came of it."""
    return tuple(
        Advice(strip_marks(item.text), item.mark, read_done_day(item), item.below, path, item.line)
        for item in items
        if item.level == 0 and item.text
    )
