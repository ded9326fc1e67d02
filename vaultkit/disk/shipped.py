"""What comes with vaultkit, themes and the example vault; and the start of a new vault."""

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

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
        remedy = "name a folder that can be made and written to"
        raise VaultkitError(f"{error.filename or folder}: {error.strerror}; {remedy}") from error


def read_form(root: Path, kind: str) -> str:
    """What a new note of a kind starts from: the vault's own form, else the one we bring."""
    for place in (find_any_case(root, "templates"), find_shipped("starter") / "templates"):
        path = find_any_case(place, f"{kind}.md")
        try:
            return path.read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            continue
        except UnicodeDecodeError as error:
            raise VaultkitError(f"templates/{kind}.md: not UTF-8 text; save it as UTF-8") from error
        except OSError as error:
            raise VaultkitError(f"templates/{kind}.md: {error.strerror}") from error
    raise VaultkitError(f"no form for a new {kind}; install vaultkit again")


class Start(NamedTuple):
    """What a new vault got, and what was there before and stayed as it was."""

    made: tuple[str, ...]
    left: tuple[str, ...]


def write_start(folder: Path, files: Mapping[str, bytes], folders: Iterable[str] = ()) -> Start:
    """Add files and folders to a folder that may hold others; what exists is left as it is.

    A name that differs only in case counts as existing: `Contacts/` is the folder `contacts/`.
    """
    made: list[str] = []
    left: list[str] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in folders:
            find_any_case(folder, name).mkdir(exist_ok=True)
        for path, data in files.items():
            target = folder
            for part in path.split("/"):
                target = find_any_case(target, part)
            target.parent.mkdir(parents=True, exist_ok=True)
            (made if create_whole(target, data) else left).append(path)
    except OSError as error:
        remedy = "name a folder that can be made and written to"
        raise VaultkitError(f"{error.filename or folder}: {error.strerror}; {remedy}") from error
    return Start(tuple(made), tuple(left))


def create_whole(path: Path, data: bytes) -> bool:
    """Make a file that does not exist yet, whole or not at all; False when something is there."""
    if os.path.lexists(path):
        return False
    beside = path.with_name(f".vaultkit-{os.getpid()}.tmp")
    try:
        beside.write_bytes(data)
        try:
            os.link(beside, path)
        except FileExistsError:
            return False
        except OSError:  # a file system without hard links
            os.rename(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    return True


def find_any_case(folder: Path, name: str) -> Path:
    """A file or folder of that name, in whatever case it is there."""
    if (folder / name).exists() or not folder.is_dir():
        return folder / name
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        raise VaultkitError(f"{folder}: {error.strerror}; make it readable") from error
    same = (one for one in names if one.casefold() == name.casefold())
    return folder / next(same, name)
