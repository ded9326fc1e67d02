"""What the last changes replaced, so that they can be taken back byte for byte.

`.vaultkit/` at the vault's root, ignored by git by a file of its own, holds one small file a
change and the bytes it replaced, each named by its hash.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from vaultkit.diagnostics import VaultkitError

STATE = ".vaultkit"
KEPT = 200
_RECORDS, _BYTES = "journal", "bytes"


class RecordedNote(NamedTuple):
    """One note of a change: the bytes before (None: there was none), the hash after, its mode."""

    path: str
    before: bytes | None
    after: str | None
    mode: int | None


class Record(NamedTuple):
    """One change: what made it, and the notes it changed."""

    what: str
    notes: tuple[RecordedNote, ...]
    number: int = 0


def hash_of(data: bytes) -> str:
    """The name under which bytes are kept."""
    return hashlib.sha256(data).hexdigest()


def make_state_folder(root: Path) -> Path:
    """The state folder, made with a .gitignore that hides all of it."""
    folder = root / STATE
    for place in (folder, *(folder / name for name in (_RECORDS, _BYTES, ".gitignore", "lock"))):
        if place.is_symlink():  # it could lead anywhere, and old bytes of notes would go there
            raise VaultkitError(f"{place}: is a link; take it away, nothing was written")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        (folder / _RECORDS).mkdir(exist_ok=True)
        (folder / _BYTES).mkdir(exist_ok=True)
        if not (folder / ".gitignore").exists():
            (folder / ".gitignore").write_bytes(b"*\n")
    except OSError as error:
        raise VaultkitError(
            f"{folder}: {error.strerror}; the vault cannot be written to"
        ) from error
    return folder


def keep_record(root: Path, record: Record) -> int:
    """Write down what a change is about to replace, and its number; beyond 200 the oldest goes."""
    folder = root / STATE
    numbers = _numbers(folder)
    number = numbers[-1] + 1 if numbers else 1
    for note in record.notes:
        if note.before is not None:
            _keep_bytes(folder, note.before)
    rows = [
        {
            "path": note.path,
            "before": hash_of(note.before) if note.before is not None else None,
            "after": note.after,
            "mode": note.mode,
        }
        for note in record.notes
    ]
    text = json.dumps({"what": record.what, "notes": rows}, ensure_ascii=False)
    _write(folder / _RECORDS / f"{number:08}.json", text.encode("utf-8", "surrogateescape"))
    if len(numbers) >= KEPT:
        _prune(folder, numbers[: len(numbers) - KEPT + 1])
    return number


def _keep_bytes(folder: Path, data: bytes) -> None:
    path = folder / _BYTES / hash_of(data)
    if not path.exists():
        _write(path, data)


def _write(path: Path, data: bytes) -> None:
    beside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(data)
        os.replace(beside, path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def _numbers(folder: Path) -> list[int]:
    names = os.listdir(folder / _RECORDS)
    return sorted(int(name[:-5]) for name in names if name[:-5].isdecimal())


def _prune(folder: Path, numbers: list[int]) -> None:
    for number in numbers:
        drop_record(folder.parent, number)
    kept = {one for record in read_records(folder.parent) for one in _hashes(record)}
    for name in os.listdir(folder / _BYTES):
        if name not in kept:
            (folder / _BYTES / name).unlink(missing_ok=True)


def _hashes(record: Record) -> Iterator[str]:
    return (hash_of(note.before) for note in record.notes if note.before is not None)


def drop_record(root: Path, number: int) -> None:
    """Forget one change."""
    (root / STATE / _RECORDS / f"{number:08}.json").unlink(missing_ok=True)


def clear_records(root: Path) -> None:
    """Forget every change, and the bytes it replaced."""
    folder = root / STATE
    if (folder / _RECORDS).is_dir():
        _prune(folder, _numbers(folder))


def read_records(root: Path) -> Iterator[Record]:
    """The changes on record, the latest first; one that cannot be read is passed over."""
    folder = root / STATE
    if not (folder / _RECORDS).is_dir():
        return
    for number in reversed(_numbers(folder)):
        with suppress(OSError, ValueError, KeyError, TypeError):
            yield _read_record(folder, number)


def _read_record(folder: Path, number: int) -> Record:
    found = json.loads((folder / _RECORDS / f"{number:08}.json").read_bytes())
    notes = tuple(
        RecordedNote(
            str(row["path"]),
            None if row["before"] is None else _read_bytes(folder, str(row["before"])),
            row["after"],
            row["mode"],
        )
        for row in found["notes"]
    )
    return Record(str(found["what"]), notes, number)


def _read_bytes(folder: Path, name: str) -> bytes:
    data = (folder / _BYTES / name).read_bytes()
    if hash_of(data) != name:
        raise ValueError("not the bytes that were kept")
    return data


def knows_bytes(root: Path, data: bytes) -> bool:
    """Whether bytes are those that some change replaced, or those it wrote."""
    name = hash_of(data)
    if (root / STATE / _BYTES / name).exists():
        return True
    return any(note.after == name for record in read_records(root) for note in record.notes)
