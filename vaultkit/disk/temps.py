"""Files written beside the note they will replace, and those that killed commands left.

`.vaultkit-PID-N.tmp` is being written; `.vaultkit-PID-N.swap` is whole and about to change places
with a note, after which it holds what the note was.
"""

import itertools
import os
import re
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from vaultkit.disk.journal import knows_bytes

_TEMP = re.compile(r"\.vaultkit-(\d{1,9})-\d{1,9}\.(tmp|swap)")
_count = itertools.count(1)


def open_beside(place: str) -> BinaryIO:
    """A new file in the folder of a note, for this process alone, under a short name."""
    folder = os.path.dirname(place)
    while True:
        name = os.path.join(folder, f".vaultkit-{os.getpid()}-{next(_count)}.tmp")
        with suppress(FileExistsError):
            return open(name, "xb")


def make_swap(temp: str) -> str:
    """Give a file that is whole the name under which it changes places with a note."""
    swap = f"{temp.removesuffix('.tmp')}.swap"
    os.rename(temp, swap)
    return swap


def show_place(name: str) -> str:
    """A file's name as a person should see it: a file of ours stands for its folder."""
    folder, base = os.path.split(name)
    return folder if _TEMP.fullmatch(base) else name


def copy_rights(place: str, descriptor: int) -> None:
    """Mode, owner and extended attributes of a note for the file that takes its place."""
    status = os.stat(place)
    if sys.platform == "win32":
        return  # none of these can be set there
    with suppress(OSError):
        if (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
            os.fchown(descriptor, status.st_uid, status.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(status.st_mode))
    with suppress(OSError, AttributeError):
        for name in os.listxattr(place):
            with suppress(OSError):
                os.setxattr(descriptor, name, os.getxattr(place, name))


def sweep_temps(folder: str, root: Path) -> None:
    """Remove what killed commands left in a folder.

    A `.swap` may hold somebody's save of the very moment: it goes only when its bytes are safe.
    """
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if entry.name.startswith(".vaultkit-"))
    for name in names:
        found = _TEMP.fullmatch(name)
        if found and not _is_alive(int(found[1])):
            _remove(os.path.join(folder, name), found[2], root)


def _remove(path: str, state: str, root: Path) -> None:
    with suppress(FileNotFoundError):
        if state == "swap":
            with open(path, "rb") as file:
                if not knows_bytes(root, file.read()):
                    return
        os.unlink(path)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
