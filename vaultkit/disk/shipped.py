"""What comes with vaultkit, themes and the example vault; and the start of a new vault."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from vaultkit.diagnostics import VaultkitError
from vaultkit.disk.names import SITE


def find_shipped(name: str) -> Path:
    """A folder that comes with vaultkit: in the installed package, else in the checkout."""
    package = Path(__file__).resolve().parent.parent
    for place in (package / name, package.parent / name):
        if place.is_dir():
            return place
    raise VaultkitError(f"{name} is missing from this installation; install vaultkit again")


def find_theme(name: str, root: Path) -> Path:
    """A theme's folder: in the vault's own `themes/`, else among those that come with us."""
    if not re.fullmatch(r"[\w-]+", name):
        raise VaultkitError(f'theme "{name}" is no name of a theme; use letters and hyphens')
    own = root / "themes" / name
    shipped = find_shipped("themes")
    for place in (own, shipped / name):
        if (place / "theme.toml").is_file():
            return place
    known = ", ".join(sorted(one.name for one in shipped.iterdir() if one.is_dir()))
    raise VaultkitError(f'no theme "{name}"; there is {known}, or make themes/{name}/theme.toml')


def read_files(folder: Path) -> dict[str, bytes]:
    """Every file of a theme or the example vault by its path in the folder, links left out."""
    found: dict[str, bytes] = {}
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in ("__pycache__", SITE))
        for name in sorted(names):
            path = Path(place) / name
            if not path.is_symlink() and path.is_file():
                found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def write_new_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a new or empty folder; nothing that exists is overwritten."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise VaultkitError(f"{folder} exists and is not empty; name a new folder")
    try:
        for path, data in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with open(target, "xb") as file:
                file.write(data)
    except OSError as error:
        raise VaultkitError(f"{error.filename or folder}: {error.strerror}") from error


def write_start(folder: Path, files: Mapping[str, bytes]) -> None:
    """Add files to a folder that may hold others; those that exist are left as they are."""
    try:
        for path, data in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                with open(target, "xb") as file:
                    file.write(data)
    except OSError as error:
        raise VaultkitError(f"{error.filename or folder}: {error.strerror}") from error
