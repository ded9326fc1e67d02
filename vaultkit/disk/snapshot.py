"""A note as it was read, with what tells whether it is still the same file."""

import os
import stat
from pathlib import Path
from typing import NamedTuple

from vaultkit.diagnostics import VaultkitError
from vaultkit.file_names import fold_path


class Snapshot(NamedTuple):
    """A note's bytes, its real place, mode and number of hard links, and the file's identity."""

    path: str
    data: bytes
    place: str
    mode: int
    links: int
    stamp: tuple[int, ...]


def read_snapshot(root: Path, path: str) -> Snapshot | None:
    """A note with its identity, None where there is no file; a link is followed in the vault."""
    place = resolve(root, path)
    try:
        with open(place, "rb") as file:
            status = os.fstat(file.fileno())
            data = file.read()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise VaultkitError(f"{path}: cannot be read ({error.strerror})") from error
    if not stat.S_ISREG(status.st_mode):
        raise VaultkitError(f"{path}: is no regular file; nothing was written")
    mode = stat.S_IMODE(status.st_mode)
    return Snapshot(path, data, place, mode, status.st_nlink, _stamp(status))


def resolve(root: Path, path: str) -> str:
    """The real place of a note, which must lie inside the vault."""
    top = os.path.realpath(root)
    place = os.path.realpath(os.path.join(top, path))
    if not place.startswith(top.rstrip(os.sep) + os.sep):
        raise VaultkitError(f"{path}: leads out of the vault; nothing was written")
    return place


def _stamp(status: os.stat_result) -> tuple[int, ...]:
    times = (status.st_mtime_ns, status.st_ctime_ns)
    return (status.st_dev, status.st_ino, status.st_size, *times)


def is_same(snapshot: Snapshot) -> bool:
    """Whether the file is still the one that was read, to the byte."""
    try:
        same = _stamp(os.stat(snapshot.place)) == snapshot.stamp
    except OSError:
        return False
    return same and was_read(snapshot.place, snapshot)


def was_read(place: str, snapshot: Snapshot) -> bool:
    """Whether a file holds the bytes that were read."""
    try:
        with open(place, "rb") as file:
            return file.read() == snapshot.data
    except OSError:
        return False


def check_free(root: Path, path: str, moved: str = "") -> None:
    """Refuse a new note where another differs only in case or in how accents are encoded.

    The note that is moved there does not stand in its own way.
    """
    folder, name = os.path.split(os.path.join(root, path))
    names = os.listdir(folder) if os.path.isdir(folder) else ()
    before = os.path.dirname(path) + "/" if os.path.dirname(path) else ""
    for one in sorted(names):
        if fold_path(one) == fold_path(name) and before + one != moved:
            raise VaultkitError(f"{before}{one}: exists already; nothing was written over it")


def check_movable(root: Path, path: str) -> None:
    """Refuse to move a link: the file it leads to would go, and the link stay behind."""
    place = os.path.join(root, path)
    if os.path.islink(place):
        to = os.readlink(place)
        raise VaultkitError(f"{path}: is a link to {to}; move it by hand, nothing was written")
