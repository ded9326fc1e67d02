"""Tasks that stand twice, boxes nobody knows, entries of the log that were ticked like tasks."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from vaultkit.checks.scene import Scene
from vaultkit.contact_log import KINDS, read_entry
from vaultkit.diagnostics import Diagnostic, find_near, make_diagnostic
from vaultkit.items import Item
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import LoggedNote, Note, fold
from vaultkit.notes.profile import QuestionBank
from vaultkit.notes.tasks import EMPTY_BOX, strip_marks

# What a box may hold where boxes are counted (SPEC 1).
_MARKS = " xX->"
_FLAGS = ("must", "lookup", "sensitive", "closing")
_DONE = ("x", "X")


def check_tasks(scene: Scene, note: Note) -> Iterator[Diagnostic]:
    """The same words with a box twice in one section of a contact, company or interview."""
    if not isinstance(note, (LoggedNote, Interview)) or not _may_repeat(note.document.text):
        return
    first: dict[tuple[int, str, str], int] = {}
    heads = [head.line for head in note.document.headings if head.level <= 2]
    for item in note.document.all_items():
        words = fold(strip_marks(item.text)) if item.mark is not None else ""
        section = bisect_right(heads, item.line)
        line = first.setdefault((section, item.group, words), item.line)
        if words and line != item.line:
            message = f"the same task stands on line {line}; keep the one that is true"
            yield make_diagnostic("task-twice", note.path, item.line, item.column, message)


def _may_repeat(text: str) -> bool:
    """Whether the words behind two boxes are the same, wherever they stand."""
    found = _BOX.findall(text) if "] " in text else []
    return len(found) > 1 and len({fold(strip_marks(words)) for words in found}) < len(found)


_BOX = re.compile(r"^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[.\][ \t]+(.*)", re.M)


def check_boxes(scene: Scene, note: Note) -> Iterator[Diagnostic]:
    """Questions and advice whose box or flag counts for nothing."""
    words = {Interview: ("questions", "advice"), QuestionBank: _SUBJECTS}.get(type(note), ())
    text = note.document.text
    for word in words if words and (_ODD_BOX.search(text) or _ANY_FLAG.search(text)) else ():
        for item in note.document.items(scene.settings.section_word(word)):
            yield from _check_box(note, item)
            yield from _check_flags(note, item) if word != "advice" else ()


# Only where one of these stands can a box or a flag be odd.
_ODD_BOX = re.compile(r"\[[^ xX>\[\]-]?\](?:\s|$)", re.M)
_ANY_FLAG = re.compile(r"#(?<=\s#)\w")  # begins with its sign, so that the rest is skipped fast
_SUBJECTS = ("company", "person", "chances", "closing")


def _check_box(note: Note, item: Item) -> Iterator[Diagnostic]:
    is_empty = item.mark is None and EMPTY_BOX.match(item.text)
    if is_empty or (item.level == 0 and item.mark is not None and item.mark not in _MARKS):
        found = "[]" if is_empty else f"[{item.mark}]"
        message = f"{found} counts for nothing; expected [ ], [x], [-] or [>]"
        yield make_diagnostic("task-mark", note.path, item.line, item.column, message)


def _check_flags(note: Note, item: Item) -> Iterator[Diagnostic]:
    for found in re.finditer(r"(?:^|(?<=\s))#([^\W\d][\w-]*)", item.text):
        near = find_near(found[1], _FLAGS)
        if near:
            message = f'no flag "#{found[1]}"; nearest is "#{near}"'
            place = (item.line, item.column + found.start())
            yield make_diagnostic("question-flag", note.path, *place, message)


def check_ticked(scene: Scene, note: Note) -> Iterator[Diagnostic]:
    """`- [x] 2026-09-20 call` in a log is a plan that was ticked: no rule counts it."""
    if not isinstance(note, LoggedNote):
        return
    days = {(entry.day, entry.kind) for entry in note.log.entries}
    for plan in note.log.plans:
        entry = read_entry(plan.text, scene.settings.kinds) if plan.mark in _DONE else None
        if entry and entry.kind in KINDS and (entry.day, entry.kind) not in days:
            message = f'"[x] {plan.text[:50]}" is a ticked plan, no entry; write it without [x]'
            yield make_diagnostic("log-unparsed", note.path, plan.line, plan.column, message)
