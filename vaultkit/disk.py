"""The only module that touches files: a folder to bytes, pages to a folder, each write whole."""

import json
import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from vaultkit.diagnostics import Diagnostic, VaultkitError, make_diagnostic
from vaultkit.document import TOO_LARGE
from vaultkit.settings import FILE_NAME as FILE_NAME

MARKER = ".vaultkit-site"
MANIFEST = ".vaultkit-manifest.json"
SITE = "site"
_IGNORED_FOLDERS = frozenset(("node_modules", "__pycache__"))
# What editors and systems leave beside a note (RELIABILITY 2).
_DROPPINGS = re.compile(r"~$|^#.*#$|\.sw[a-px]$|\.tmp$|\.bak$|___jb_\w+___$|^4913$|^Thumbs\.db$")


class Folder(NamedTuple):
    """What a vault folder holds: the notes as bytes, the paths of other files, problems."""

    notes: tuple[tuple[str, bytes], ...]
    files: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


def find_root(start: Path) -> Path:
    """The nearest folder, from `start` upwards, that holds vaultkit.toml."""
    here = start.resolve()
    if not here.is_dir():
        raise VaultkitError(f"{start} is no folder; give the folder of a vault after -C")
    for folder in (here, *here.parents):
        if (folder / FILE_NAME).is_file():
            return folder
    raise VaultkitError(
        f"no {FILE_NAME} in {start} or above it; go to a vault, name one with -C, "
        "or make one: vaultkit init DIR"
    )


def read_settings_text(root: Path) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text of vaultkit.toml; bytes that are no UTF-8 are a problem, not an end."""
    try:
        data = (root / FILE_NAME).read_bytes()
    except OSError as error:
        raise VaultkitError(f"{root / FILE_NAME}: {error.strerror}; make it readable") from error
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        message = "not UTF-8 text; save it as UTF-8"
        return "", (make_diagnostic("settings-toml", FILE_NAME, 1, 1, message),)


def read_folder(root: Path) -> Folder:
    """Every note and the path of every other file of a vault, in the order of their paths."""
    notes: list[tuple[str, bytes]] = []
    files: list[str] = []
    diagnostics: list[Diagnostic] = []
    for path, entry in _walk(str(root), "", os.path.realpath(root)):
        shown = _show_path(path)
        if isinstance(entry, OSError):
            diagnostics.append(_say_unreadable(shown, entry))
        elif not path.casefold().endswith(".md"):
            files.append(shown)
        else:
            data = _read_note(entry, shown, diagnostics)
            if data is not None:
                notes.append((shown, data))
    return Folder(tuple(sorted(notes)), tuple(sorted(files)), tuple(diagnostics))


def _read_note(entry: "os.DirEntry[str]", path: str, diagnostics: list[Diagnostic]) -> bytes | None:
    try:
        if entry.stat().st_size > TOO_LARGE:
            size = entry.stat().st_size // 1048576
            message = f"{size} MB; expected at most 20, so the note is skipped: split it"
            diagnostics.append(make_diagnostic("note-size", path, 1, 1, message))
            return None
        with open(entry.path, "rb", buffering=0) as file:
            return file.read()
    except OSError as error:
        diagnostics.append(_say_unreadable(path, error))
        return None


def _say_unreadable(path: str, error: OSError) -> Diagnostic:
    message = f"cannot be read ({error.strerror}); mend its rights or take it out"
    return make_diagnostic("note-unreadable", path or ".", 1, 1, message)


def _walk(
    folder: str, prefix: str, root: str
) -> Iterator[tuple[str, "os.DirEntry[str] | OSError"]]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        yield prefix.rstrip("/"), error
        return
    for entry in entries:
        name = entry.name
        if name.startswith(".") or _DROPPINGS.search(name) or not _is_inside(entry, root):
            continue
        if entry.is_dir():
            if not _is_ignored(entry, prefix):
                yield from _walk(entry.path, f"{prefix}{name}/", root)
        elif entry.is_file():
            yield prefix + name, entry


def _is_inside(entry: "os.DirEntry[str]", root: str) -> bool:
    """A link counts when it leads to a file of the same vault; links to folders never do."""
    if not entry.is_symlink():
        return True
    target = os.path.realpath(entry.path)
    return target.startswith(root + os.sep) and not os.path.isdir(target)


def _is_ignored(entry: "os.DirEntry[str]", prefix: str) -> bool:
    if entry.name in _IGNORED_FOLDERS or (not prefix and entry.name == SITE):
        return True
    return os.path.exists(os.path.join(entry.path, MARKER))


def _show_path(path: str) -> str:
    """A path that can be shown and written: bytes that are no UTF-8 become U+FFFD."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


# -- whole writes ---------------------------------------------------------------------------


def write_whole(path: Path, data: bytes) -> None:
    """Write beside and rename over: readers see the old file or the new one, never half."""
    beside = path.with_name(f".vaultkit-{os.getpid()}.tmp")
    try:
        beside.write_bytes(data)
        os.replace(beside, path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


class Written(NamedTuple):
    """What a build changed in its output folder."""

    changed: tuple[str, ...]
    removed: tuple[str, ...]


def check_output(out: Path, root: Path) -> None:
    """Refuse an output folder that is not ours: VaultkitError says what to name instead."""
    target = out.resolve()
    vault = root.resolve()
    if target == vault or target in vault.parents:
        raise VaultkitError(f"{out} holds the vault itself; name a folder of its own after -o")
    if target in (Path(target.anchor), Path.home().resolve()) or os.path.ismount(target):
        raise VaultkitError(f"{out} is not a folder to build into; name one of its own after -o")
    if target.exists() and not target.is_dir():
        raise VaultkitError(f"{out} is a file; name a folder after -o")
    if target.is_dir() and not (target / MARKER).is_file() and any(target.iterdir()):
        raise VaultkitError(
            f"{out} holds files that vaultkit did not make; name an empty or new folder after -o"
        )
    first = target.relative_to(vault).parts[0] if vault in target.parents else SITE
    if first in ("contacts", "companies", "interviews", "questions", "letters", "notes", "trips"):
        raise VaultkitError(f"{out} lies among the notes; name a folder of its own after -o")


def write_site(
    out: Path, root: Path, pages: Mapping[str, bytes], keep: Sequence[str] = ()
) -> Written:
    """Make the output folder hold exactly these pages: write what differs, remove what was ours.

    `keep` names pages whose last good version stays. Files no earlier build wrote are left alone.
    """
    check_output(out, root)
    try:
        return _sync(out, pages, keep)
    except OSError as error:
        raise VaultkitError(
            f"{error.filename or out}: {error.strerror}; the site could not be written"
        ) from error


def _sync(out: Path, pages: Mapping[str, bytes], keep: Sequence[str]) -> Written:
    out.mkdir(parents=True, exist_ok=True)
    if not (out / MARKER).is_file():
        write_whole(out / MARKER, b"made by vaultkit; safe to delete with all it holds\n")
    before = _read_manifest(out)
    changed = []
    for address, data in pages.items():
        path = out / address
        if _read_old(path) != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, data)
            changed.append(address)
    kept = [address for address in keep if address in before]
    removed = tuple(one for one in before if one not in pages and one not in kept)
    for address in removed:
        _remove(out, address)
    manifest = json.dumps(sorted((*pages, *kept)), ensure_ascii=False, indent=0).encode()
    if _read_old(out / MANIFEST) != manifest:
        write_whole(out / MANIFEST, manifest)
    return Written(tuple(changed), removed)


def _read_old(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if stat.S_ISREG(os.lstat(path).st_mode) else None
    except OSError:
        return None


def _read_manifest(out: Path) -> tuple[str, ...]:
    try:
        found = json.loads((out / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return ()
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()


def _remove(out: Path, address: str) -> None:
    """Remove a page of an earlier build, if it is a regular file inside the output folder."""
    path = out / address
    inside = os.path.realpath(path.parent)
    top = os.path.realpath(out)
    if inside != top and not inside.startswith(top + os.sep):
        return
    if _read_old(path) is not None:
        path.unlink(missing_ok=True)
    if path.parent != out and path.parent.is_dir() and not any(path.parent.iterdir()):
        path.parent.rmdir()


# -- what comes with vaultkit -----------------------------------------------------------------


def find_shipped(name: str) -> Path:
    """A folder that comes with vaultkit: in the installed package, else in the checkout."""
    package = Path(__file__).resolve().parent
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


def read_file(root: Path, path: str) -> bytes | None:
    """A file of the vault that a note links to; None when it cannot be read."""
    try:
        return (root / path).read_bytes()
    except OSError:
        return None


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
