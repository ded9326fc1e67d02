"""Files written whole: whenever we are killed, readers see the old one or the new one."""

import os
import re
import stat
from pathlib import Path

# Our own files on their way; what a killed run left of them is swept by the next.
_BESIDE = re.compile(r"\.vaultkit-\d+\.tmp")


def write_whole(
    path: Path, data: bytes, folder: Path | None = None, keep_mode: bool = False
) -> None:
    """Write beside, or in `folder` on the same disk, and rename over what was there.

    With `keep_mode` who may read the old file may read the new one, and nobody else.
    """
    beside = (folder or path.parent) / f".vaultkit-{os.getpid()}.tmp"
    try:
        beside.unlink(missing_ok=True)
        with open(beside, "xb") as file:
            if keep_mode and path.exists():
                os.chmod(beside, stat.S_IMODE(path.stat().st_mode))
            file.write(data)
        os.replace(beside, path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def sweep(folder: Path) -> None:
    """Remove what killed runs left; for one who holds the folder's lock."""
    for entry in os.scandir(folder):
        if _BESIDE.fullmatch(entry.name) and not entry.is_dir(follow_symlinks=False):
            os.unlink(entry.path)


def read_regular(path: str) -> bytes | None:
    """The bytes of a regular file; None when there is none that is ours to read, or a link, a pipe.

    An error of the disk is raised: who took it for an absent file would forget what it says.
    """
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return None
        with open(path, "rb", buffering=0) as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return None


def holds(path: str, data: bytes) -> bool:
    """Whether a regular file holds exactly these bytes."""
    try:
        found = os.lstat(path)
        same = stat.S_ISREG(found.st_mode) and found.st_size == len(data)
        return same and read_regular(path) == data
    except OSError:
        return False
