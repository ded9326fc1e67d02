"""What a vault looks like from outside: enough of each file to tell that it changed."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from vaultkit.disk.folder import is_read, show_path, walk
from vaultkit.disk.names import MANIFEST


class State(NamedTuple):
    """A file as the system keeps it; any change of its bytes changes one of these."""

    inode: int
    size: int
    modified: int
    changed: int


GONE = State(0, -1, 0, 0)


def scan(root: Path) -> dict[str, State]:
    """The state of every file of a vault that a build would look at, by path."""
    found = {}
    for path, entry in walk(str(root), "", os.path.realpath(root)):
        if isinstance(entry, OSError):
            found[show_path(path)] = State(0, -2, entry.errno or 0, 0)
        else:
            found[show_path(path)] = _look(os.fspath(entry))
    return found


def find_differing(before: dict[str, State], after: dict[str, State]) -> Iterable[str]:
    """The paths whose state is another one, those that are gone first."""
    if before == after:
        return []
    gone = [path for path in before if path not in after]
    return gone + [path for path, state in after.items() if before.get(path) != state]


def look(root: Path, path: str) -> State:
    """The state of one file; GONE when there is none, or none that a build would look at."""
    return _look(f"{root}/{path}") if is_read(root, path) else GONE


def look_at_site(out: Path) -> State:
    """The state of a site's manifest: another one means that somebody else built, or removed it."""
    return _look(f"{out}/{MANIFEST}")


def _look(path: str) -> State:
    try:
        found = os.stat(path)
    except OSError:
        return GONE
    return State(found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
