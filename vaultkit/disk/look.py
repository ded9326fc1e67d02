"""Looking at files that are no notes: texts of hooks and pages, and who may change what."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

# A page is no larger; of a larger file the beginning is read.
_MOST_BYTES = 4 * 1024 * 1024


def read_text(path: Path) -> str:
    """The text of a file, "" when there is none or it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""


def find_pages(folder: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    """The files under a folder whose names end so, in the order of their paths."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(place) / name for name in sorted(names) if name.endswith(endings))


def find_modes(root: Path) -> Iterator[tuple[Path, int]]:
    """Every folder and file of a vault with its mode; links and git's own files left out."""
    yield root, stat.S_IMODE(os.stat(root).st_mode)
    for place, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name != ".git")
        for name in (*folders, *sorted(names)):
            path = Path(place) / name
            mode = os.lstat(path).st_mode
            if not stat.S_ISLNK(mode):
                yield path, stat.S_IMODE(mode)
