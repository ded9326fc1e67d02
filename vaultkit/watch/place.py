"""Where a watched vault is: the same folder as before, another one under its name, or gone."""

import os
from pathlib import Path
from typing import NamedTuple

from vaultkit import disk


class Place(NamedTuple):
    """The vault's own folder behind all links, with its disk and inode."""

    root: Path
    device: int
    inode: int


def find_name(start: Path) -> Path:
    """The vault that holds `start`, by the name that leads there: its links are not resolved."""
    here = Path(os.path.abspath(start))
    root = disk.find_root(start)
    for folder in (here, *here.parents):
        if (folder / disk.FILE_NAME).is_file():
            return folder
    return root


def find_place(name: Path) -> Place | None:
    """What is under the vault's name now; None while no vault is there."""
    try:
        root = name.resolve(strict=True)
        found = os.stat(root)
        os.stat(root / disk.FILE_NAME)
    except (OSError, RuntimeError):
        return None
    return Place(root, found.st_dev, found.st_ino)
