"""Changes of notes, as commands ask for them: what to edit, make, move or take away, and how
it is said. All of one command's changes are worked out before the first is written.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from vaultkit.diagnostics import VaultkitError
from vaultkit.disk.notes import Change, Changed, undo_last, write_changes
from vaultkit.editing import Source, read_source
from vaultkit.items import split_lines

Edit = Callable[[Source], str]


def edit_note(path: str, edit: Edit, to: str | None = None) -> Change:
    """A note's text edited, and the note moved when `to` is given.

    Several edits of one note: `lambda source: second(reread(source, first(source)))`.
    """

    def apply(data: bytes | None) -> bytes | None:
        if data is None:
            raise make_gone(path)
        return edit(read_source(path, data)).encode("utf-8")

    return Change(path, apply, to)


def make_gone(path: str) -> VaultkitError:
    """Why a note that was read is not found: it went, or its path says bytes that are no text."""
    if "\ufffd" in path:
        said = "its file name holds what is no text, so no command can write it; rename it first"
        return VaultkitError(f"{path}: {said}")
    return VaultkitError(f"{path}: is not there any more; nothing was written")


def create_note(path: str, text: str) -> Change:
    """A new note; one of that name, in whatever case or encoding, is never written over."""

    def make(data: bytes | None) -> bytes | None:
        if data is not None:
            raise VaultkitError(f"{path}: exists already; nothing was written over it")
        return text.encode("utf-8")

    return Change(path, make)


def move_note(path: str, to: str) -> Change:
    """A note moved, its bytes as they are."""

    def keep(data: bytes | None) -> bytes | None:
        if data is None:
            raise make_gone(path)
        return data

    return Change(path, keep, to)


def delete_note(path: str) -> Change:
    """A note taken away; it stays in the journal, so that the change can be undone."""
    return Change(path, lambda _: None)


def change_notes(
    root: Path, changes: Sequence[Change], what: str, dry_run: bool = False
) -> tuple[Changed, ...]:
    """Carry changes out, all or none; `what` is what `log --undo` will call them.

    With `dry_run` only works out what would become of each note.
    """
    return write_changes(root, changes, what, dry_run)


def change_note(root: Path, path: str, edit: Edit, what: str, dry_run: bool = False) -> Changed:
    """Edit one note."""
    return change_notes(root, [edit_note(path, edit)], what, dry_run)[0]


def undo_change(root: Path, of: str = "", dry_run: bool = False) -> tuple[str, tuple[Changed, ...]]:
    """Take back the last change, byte for byte: what made it, and what became of each note.

    With `of`, the path of a note, only when the change is one of that note.
    """
    return undo_last(root, of, dry_run)


def show_diff(changed: Changed) -> str:
    """A change as a unified diff, for `--dry-run`."""
    import difflib

    before, after = (_lines(data) for data in (changed.before, changed.after))
    old = changed.path if changed.before is not None else "/dev/null"
    new = changed.path if changed.after is not None else "/dev/null"
    return "\n".join(difflib.unified_diff(before, after, old, new, n=1, lineterm=""))


def _lines(data: bytes | None) -> list[str]:
    return split_lines((data or b"").decode("utf-8", "replace"))


__all__ = [
    "Change",
    "Changed",
    "change_note",
    "change_notes",
    "create_note",
    "delete_note",
    "edit_note",
    "make_gone",
    "move_note",
    "show_diff",
    "undo_change",
]
