"""Tasks that stand twice, as a merge leaves them when both sides ticked neighbours."""

from bisect import bisect_right
from collections.abc import Iterator

from vaultkit.checks.scene import Scene
from vaultkit.diagnostics import Diagnostic, make_diagnostic
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import LoggedNote, Note, fold
from vaultkit.notes.tasks import strip_marks


def check_tasks(scene: Scene, note: Note) -> Iterator[Diagnostic]:
    """The same words with a box twice in one section of a contact, company or interview."""
    if not isinstance(note, (LoggedNote, Interview)):
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
