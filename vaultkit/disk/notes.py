"""Writing notes: each change whole or not at all, never over a save that was made meanwhile.

All that a command changes is worked out first; then every note is written beside its place,
compared with what was read, and exchanged for it, so that what was there is seen before it goes.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import NamedTuple

from vaultkit.diagnostics import VaultkitError
from vaultkit.disk import journal
from vaultkit.disk.exchange import exchange, rename_new
from vaultkit.disk.lease import BusyError, hold_lease
from vaultkit.disk.lock import hold_lock
from vaultkit.disk.snapshot import (
    Snapshot,
    check_free,
    check_movable,
    is_same,
    read_snapshot,
    resolve,
    was_read,
)
from vaultkit.disk.temps import copy_rights, make_swap, open_beside, show_place, sweep_temps

# From so many notes in one change on, all are brought to the disk together.
BULK = 50
# A note that keeps changing under our hands is read anew so many times.
TRIES = 4
# Seconds before the second try, four times as long before each further one: time to finish a save.
PAUSE = 0.01


class Change(NamedTuple):
    """One note to be changed: its bytes in, the new bytes out.

    `edit` gets None when the note is to be made, and gives None when it is to be taken away.
    It is called again when the note changed since it was read. `to` moves the note as well.
    """

    path: str
    edit: Callable[[bytes | None], bytes | None]
    to: str | None = None


class Changed(NamedTuple):
    """What became of one note; None stands for no note. `path` is its new one when it moved."""

    path: str
    before: bytes | None
    after: bytes | None


class StaleError(Exception):
    """The note is not what was read any more."""


class Step(NamedTuple):
    """A change worked out on what was read."""

    change: Change
    snapshot: Snapshot | None
    after: bytes | None

    @property
    def before(self) -> bytes | None:
        """The bytes that were read."""
        return self.snapshot.data if self.snapshot else None

    @property
    def does_something(self) -> bool:
        """Whether anything differs afterwards."""
        return self.before != self.after or self.change.to is not None


def write_changes(
    root: Path, changes: Sequence[Change], what: str, dry_run: bool = False
) -> tuple[Changed, ...]:
    """Make several changes: all are worked out before the first is written.

    `what` names the command for the journal. Raises VaultkitError, with every note as it was,
    when one cannot be made; a note that changed meanwhile is read and edited anew first.
    """
    if dry_run:
        return _say([_prepare(root, change) for change in changes])
    with clear_errors(), hold_lock(root):
        for tried in range(TRIES):
            steps = [_prepare(root, change) for change in changes]
            try:
                write_steps(root, [step for step in steps if step.does_something], what)
                return _say(steps)
            except StaleError as error:
                stale = error
                time.sleep(PAUSE * 4**tried)
        raise VaultkitError(
            f"{stale}: changed while it was being edited; nothing was written, "
            "try again once it is saved"
        )


@contextmanager
def clear_errors() -> Iterator[None]:
    """A full disk, a folder that cannot be written: one clear line."""
    try:
        yield
    except OSError as error:
        place = show_place(str(error.filename2 or error.filename or "the vault"))
        raise VaultkitError(f"{place}: {error.strerror}; nothing was changed") from error


def _prepare(root: Path, change: Change) -> Step:
    snapshot = read_snapshot(root, change.path)
    if snapshot is not None and not os.access(snapshot.place, os.W_OK):
        raise VaultkitError(f"{change.path}: is read-only; nothing was written")
    after = change.edit(snapshot.data if snapshot else None)
    if snapshot is None and after is not None:
        check_free(root, change.path)
    if change.to is not None:
        check_movable(root, change.path)
        check_free(root, change.to, moved=change.path)
    return Step(change, snapshot, after)


def _say(steps: Sequence[Step]) -> tuple[Changed, ...]:
    return tuple(Changed(one.change.to or one.change.path, one.before, one.after) for one in steps)


def write_steps(root: Path, steps: Sequence[Step], what: str) -> None:
    """Write every note beside its place, journal, then put one after the other in place.

    New notes go first and those taken away last, so that nothing is ever nowhere. StaleError or
    OSError when one cannot be put; those before it are taken back. No journal without `what`.
    """
    steps = sorted(steps, key=lambda step: (step.snapshot is not None, step.after is None))
    beside: list[str | None] = []
    done: list[Step] = []
    number = 0
    is_bulk = len(steps) > BULK
    try:
        for folder in _folders(root, steps):
            sweep_temps(folder, root)
        for step in steps:
            beside.append(_write_beside(root, step, not is_bulk))
        if is_bulk:
            os.sync()  # once for all: one by one a disk takes minutes for thousands
        if what and steps:
            number = journal.keep_record(root, _make_record(what, steps))
        for step, temp in zip(steps, beside, strict=True):
            _put(root, step, temp)
            done.append(step)
    except BaseException:
        _take_back(root, done)
        if number:
            journal.drop_record(root, number)
        raise
    finally:
        for temp in filter(None, beside):
            with suppress(OSError):
                os.unlink(temp)
    for folder in _folders(root, steps):
        _sync_folder(folder)


def _folders(root: Path, steps: Sequence[Step]) -> list[str]:
    """The folders of the notes, made where there are none."""
    folders = sorted({os.path.dirname(resolve(root, step.change.path)) for step in steps})
    for folder in folders:
        os.makedirs(folder, exist_ok=True)
    return folders


def _make_record(what: str, steps: Sequence[Step]) -> journal.Record:
    notes = []
    for step in steps:
        mode = step.snapshot.mode if step.snapshot else None
        after = journal.hash_of(step.after) if step.after is not None else None
        if step.change.to is None:
            notes.append(journal.RecordedNote(step.change.path, step.before, after, mode))
        else:
            notes.append(journal.RecordedNote(step.change.path, step.before, None, mode))
            notes.append(journal.RecordedNote(step.change.to, None, after, mode))
    return journal.Record(what, tuple(notes))


def _write_beside(root: Path, step: Step, sync: bool = True) -> str | None:
    """The new bytes in a file of their own beside the note; None when there are none.

    Without `sync` the caller sees to it that they reach the disk.
    """
    if step.after is None or step.before == step.after:
        return None
    place = resolve(root, step.change.path)
    with open_beside(place) as file:
        try:
            file.write(step.after)
            file.flush()
            if step.snapshot is not None:
                copy_rights(step.snapshot.place, file.fileno())
            if sync:
                os.fsync(file.fileno())
        except BaseException:
            os.unlink(file.name)
            raise
        return str(file.name)


def _put(root: Path, step: Step, temp: str | None) -> None:
    """Put one note in place; StaleError, and nothing changed, when it is not what was read."""
    place = resolve(root, step.change.path)
    if step.snapshot is None:
        assert temp is not None  # a note that is neither there nor to be made is no change
        try:
            rename_new(temp, place)
        except FileExistsError as error:
            raise StaleError(step.change.path) from error
        return
    if not is_same(step.snapshot):
        raise StaleError(step.change.path)
    if step.after is None:
        os.unlink(place)
    elif temp is not None:
        _replace(step.snapshot, temp, place)
    if step.change.to is not None:
        _move(root, step, place)


def _replace(snapshot: Snapshot, temp: str, place: str) -> None:
    """Exchange the new bytes for the old, and look at what came out before it goes."""
    swap = make_swap(temp)
    try:
        with hold_lease(place, swap) as is_alone:
            if not is_same(snapshot):
                raise StaleError(snapshot.path)
            if exchange(swap, place):
                _look_at(swap, place, snapshot, is_alone)
            else:
                os.replace(swap, place)  # no exchange here: what was compared just now goes
    except (BusyError, FileNotFoundError) as error:
        raise StaleError(snapshot.path) from error
    finally:
        with suppress(OSError):
            os.unlink(swap)


def _look_at(swap: str, place: str, snapshot: Snapshot, is_alone: Callable[[], bool]) -> None:
    """Put back what came out of an exchange, unless it is what was read and nobody wants in."""
    good = False
    try:
        good = was_read(swap, snapshot) and is_alone()
    finally:
        if not good:
            exchange(swap, place)
    if not good:
        raise StaleError(snapshot.path)


def _move(root: Path, step: Step, place: str) -> None:
    assert step.change.to is not None
    target = os.path.join(os.path.realpath(root), step.change.to)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    try:
        rename_new(place, target)
    except FileExistsError as error:
        raise StaleError(step.change.to) from error


def _take_back(root: Path, done: Sequence[Step]) -> None:
    """Undo the first notes of a change whose later ones could not be written."""
    for step in reversed(done):
        with suppress(OSError, StaleError, VaultkitError):
            if step.change.to is not None:
                rename_new(resolve(root, step.change.to), resolve(root, step.change.path))
            back = _prepare(root, Change(step.change.path, _restore(step.after, step.before)))
            _put(root, back, _write_beside(root, back))


def _restore(expected: bytes | None, back: bytes | None) -> Callable[[bytes | None], bytes | None]:
    """An edit that puts bytes back, if the note still is what we made it."""

    def edit(data: bytes | None) -> bytes | None:
        if data != expected:
            raise StaleError("saved since: it stays")
        return back

    return edit


def _sync_folder(folder: str) -> None:
    """Make renames last; not every system lets a folder be synced."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def undo_last(root: Path, of: str = "", dry_run: bool = False) -> tuple[str, tuple[Changed, ...]]:
    """Take the last change back, byte for byte: what made it, and the notes.

    VaultkitError when there is none, when a note was changed since by anything else, or when it
    is not one `of` the note that is meant.
    """
    with clear_errors(), nullcontext() if dry_run else hold_lock(root):
        for record in journal.read_records(root):
            steps = [step for note in record.notes if (step := _undo_note(root, record, note))]
            if steps and of and of not in {note.path for note in record.notes}:
                raise VaultkitError(f'the last change is "{record.what}"; {of} is not in it')
            if dry_run:
                if steps:
                    return record.what, _say(steps)
                continue
            if steps:
                try:
                    write_steps(root, steps, "")
                except StaleError as stale:
                    raise VaultkitError(f"{stale}: changed just now; nothing undone") from stale
                _set_modes(root, record)
            journal.drop_record(root, record.number)
            if steps:
                return record.what, _say(steps)
    raise VaultkitError("nothing to undo: vaultkit has changed no note here")


def _undo_note(root: Path, record: journal.Record, note: journal.RecordedNote) -> Step | None:
    """The step that takes one note back; None when the change never reached it."""
    snapshot = read_snapshot(root, note.path)
    data = snapshot.data if snapshot else None
    now = journal.hash_of(data) if data is not None else None
    if now == note.after:
        return Step(Change(note.path, lambda _: note.before), snapshot, note.before)
    if data == note.before:
        return None
    raise VaultkitError(
        f'{note.path}: changed since "{record.what}"; nothing was undone, take it back by hand'
    )


def _set_modes(root: Path, record: journal.Record) -> None:
    for note in record.notes:
        if note.before is not None and note.mode is not None:
            with suppress(OSError):
                os.chmod(resolve(root, note.path), note.mode)
