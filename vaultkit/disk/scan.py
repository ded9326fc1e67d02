"""What a vault looks like from outside: enough of each file to tell that it changed."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from vaultkit.disk.folder import find_below, show_path, walk
from vaultkit.disk.names import MANIFEST, MARKER


class State(NamedTuple):
    """A file as the system keeps it; any change of its bytes changes one of these."""

    inode: int
    size: int
    modified: int
    changed: int


GONE = State(0, -1, 0, 0)


class SiteState(NamedTuple):
    """A site as the system keeps it: its marker is written once, its manifest by every build."""

    marker: State
    manifest: State


NO_SITE = SiteState(GONE, GONE)


def scan(root: Path) -> dict[str, State]:
    """The state of every file of a vault that a build would look at, by path."""
    entries = walk(str(root), "", os.path.realpath(root))
    return {show_path(path): _look_at(entry) for path, entry in entries}


def find_differing(before: dict[str, State], after: dict[str, State]) -> Iterable[str]:
    """The paths whose state is another one, those that are gone first."""
    if before == after:
        return []
    gone = [path for path in before if path not in after]
    return gone + [path for path, state in after.items() if before.get(path) != state]


def look(root: Path, path: str) -> State:
    """The state of one file as a scan tells it; GONE when it tells of none."""
    for found, entry in find_below(root, path, os.path.realpath(root)):
        return _look_at(entry) if show_path(found) == path else GONE
    return GONE


def _look_at(entry: "os.PathLike[str] | OSError") -> State:
    if isinstance(entry, OSError):
        return State(0, -2, entry.errno or 0, 0)
    return _look(os.fspath(entry))


def look_at_site(out: Path) -> SiteState:
    """The state of a site: another one means that somebody else built, or removed it."""
    return SiteState(_look(f"{out}/{MARKER}"), _look(f"{out}/{MANIFEST}"))


def look_again(out: Path, before: SiteState) -> SiteState:
    """The state of a site after we wrote in it; that of before when it is another site now.

    Who removes a site while it is written in gets a new one, with a marker of its own: what was
    written earlier is not there.
    """
    now = look_at_site(out)
    return now if now.marker == before.marker else before


def look_at_folders(out: Path, folders: Iterable[str]) -> dict[str, State]:
    """The states of a site's folders: another one means that something was put in or taken out."""
    return {one: _look(f"{out}/{one}") for one in folders}


def _look(path: str) -> State:
    try:
        found = os.stat(path)
    except OSError:
        return GONE
    return State(found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
