"""Reading a vault: from any folder inside it to the bytes of its notes, in the order of paths."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from vaultkit.diagnostics import Diagnostic, VaultkitError, make_diagnostic
from vaultkit.disk.names import MARKER, SITE, find_real
from vaultkit.settings import FILE_NAME, TOO_LARGE

_IGNORED_FOLDERS = frozenset(("node_modules", "__pycache__"))
# What editors and systems leave beside a note (RELIABILITY 2).
_DROPPINGS = re.compile(r"~$|^#.*#$|\.sw[a-px]$|\.tmp$|\.bak$|___jb_\w+___$|^4913$|^Thumbs\.db$")
# What `vaultkit new` starts a note from: a form, no note.
_TEMPLATE = re.compile(r"templates/(?:contact|company|interview|trip|note)\.md", re.I)
# What other programs start a note from: in a folder of templates, with a slot to be filled. Our
# letters have slots too.
_FORMS = re.compile(r"(?:.*/)?[\W\d_]*templates?/.*\.md", re.I)
_SLOT = re.compile(rb"<%|\{\{")
_LETTER = re.compile(rb"^type:[ \t]*[\"']?letter\b", re.M | re.I)

# How the system hands over a byte of a name that is no UTF-8; and what breaks lines, where a path
# stands for one thing.
_BYTE = re.compile("[\n\r\udc80-\udcff]")


class OutsideError(OSError):
    """A link that counts for nothing: what it leads to lies outside the vault, or nowhere."""


# What a walk finds, and what is looked at by its name.
_Entry = os.DirEntry[str] | Path


class Folder(NamedTuple):
    """What a vault folder holds: the notes as bytes, the paths of other files, problems."""

    notes: tuple[tuple[str, bytes], ...]
    files: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


def find_root(start: Path) -> Path:
    """The nearest folder, from `start` upwards, that holds vaultkit.toml."""
    here = find_real(start)
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
    return _read_entries(walk(str(root), "", os.path.realpath(root)))


def read_some(root: Path, paths: Iterable[str]) -> Folder:
    """What stands at and below some paths of a vault now, by the same rules."""
    top = os.path.realpath(root)
    found: dict[str, _Entry | OSError] = {}
    for path in paths:
        found.update(find_below(root, path, top))
    return _read_entries(sorted(found.items()))


def _read_entries(entries: Iterable[tuple[str, "_Entry | OSError"]]) -> Folder:
    notes: list[tuple[str, bytes]] = []
    files: list[str] = []
    diagnostics: list[Diagnostic] = []
    for path, entry in entries:
        shown = show_path(path)
        if isinstance(entry, OSError):
            diagnostics.append(_say_unreadable(shown, entry))
        elif _TEMPLATE.fullmatch(path):
            continue
        elif not path.casefold().endswith(".md"):
            files.append(shown)
        else:
            data = _read_note(entry, shown, diagnostics)
            if data is not None and not _is_form(shown, data):
                notes.append((shown, data))
    return Folder(tuple(sorted(notes)), tuple(sorted(files)), tuple(diagnostics))


def find_below(root: Path, path: str, top: str) -> Iterator[tuple[str, "_Entry | OSError"]]:
    """What a walk over the whole vault would find at a path and below it."""
    parts = path.split("/")
    for number in range(1, len(parts)):
        folder = root.joinpath(*parts[:number])
        prefix = "/".join((*parts[: number - 1], ""))
        if not _counts(folder, top) or not folder.is_dir() or _is_ignored(folder, prefix):
            return
    here = root.joinpath(*parts)
    if _counts(here, top):
        yield from _enter(here, path[: -len(parts[-1])], top)
    elif (lost := _find_lost(here, top)) is not None:
        yield path, lost


def list_notes(root: Path) -> tuple[str, ...]:
    """The paths of all notes, none of them read: quick enough to ask behind every Tab."""
    found = walk(str(root), "", os.path.realpath(root))
    names = (path for path, entry in found if not isinstance(entry, OSError))
    notes = (name for name in names if name.casefold().endswith(".md"))
    return tuple(sorted(show_path(one) for one in notes if not _TEMPLATE.fullmatch(one)))


def _read_note(entry: "_Entry", path: str, diagnostics: list[Diagnostic]) -> bytes | None:
    try:
        if entry.stat().st_size > TOO_LARGE:
            size = entry.stat().st_size // 1048576
            message = f"{size} MB; expected at most 20, so the note is skipped: split it"
            diagnostics.append(make_diagnostic("note-size", path, 1, 1, message))
            return None
        with open(entry, "rb", buffering=0) as file:
            return file.read()
    except OSError as error:
        diagnostics.append(_say_unreadable(path, error))
        return None


def _say_unreadable(path: str, error: OSError) -> Diagnostic:
    if isinstance(error, OutsideError):
        message = f"a link that leads {error.strerror}, so nothing of it is read; put in its place "
        return make_diagnostic("note-outside", path, 1, 1, message + "what it should lead to")
    message = f"cannot be read ({error.strerror}); mend its rights or take it out"
    return make_diagnostic("note-unreadable", path or ".", 1, 1, message)


def walk(folder: str, prefix: str, root: str) -> Iterator[tuple[str, "_Entry | OSError"]]:
    """Every file that counts below a folder, by its path; a folder that cannot be read, by its."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        yield prefix.rstrip("/"), error
        return
    for entry in entries:
        if _counts(entry, root):
            yield from _enter(entry, prefix, root)
        elif (lost := _find_lost(entry, root)) is not None:
            yield prefix + entry.name, lost


def _enter(entry: "_Entry", prefix: str, root: str) -> Iterator[tuple[str, "_Entry | OSError"]]:
    try:
        is_folder, is_file = entry.is_dir(), entry.is_file()
    except OSError as error:  # a link that leads to itself
        yield prefix + entry.name, error
        return
    if is_folder and not _is_ignored(entry, prefix):
        yield from walk(os.fspath(entry), f"{prefix}{entry.name}/", root)
    elif is_file:
        yield prefix + entry.name, entry
    elif entry.is_symlink() and entry.name.casefold().endswith(".md"):
        yield prefix + entry.name, OutsideError(0, "nowhere")


def is_read(root: Path, path: str) -> bool:
    """Whether a file or folder of this path would be met on a walk, if it is there."""
    parts = path.split("/")
    if any(one.startswith(".") or _DROPPINGS.search(one) for one in parts):
        return False
    if parts[0] == SITE or not _IGNORED_FOLDERS.isdisjoint(parts):
        return False
    above = ["/".join(parts[:end]) for end in range(1, len(parts))]
    return not any(os.path.exists(f"{root}/{one}/{MARKER}") for one in above)


def _counts(entry: "_Entry", root: str) -> bool:
    """A link counts when it leads to a file of the same vault; links to folders never do."""
    if entry.name.startswith(".") or _DROPPINGS.search(entry.name):
        return False
    if not entry.is_symlink():
        return True
    target = os.path.realpath(entry)
    return target.startswith(root + os.sep) and not os.path.isdir(target)


def _find_lost(entry: "_Entry", root: str) -> OutsideError | None:
    """Why a note or folder that is a link is not read; None for all else that does not count."""
    name = entry.name
    if name.startswith(".") or _DROPPINGS.search(name) or name in _IGNORED_FOLDERS:
        return None
    if not entry.is_symlink() or not _is_note_or_folder(entry):
        return None
    target = os.path.realpath(entry)
    is_ours = f"{target}{os.sep}".startswith(root + os.sep)
    return None if is_ours else OutsideError(0, "out of the vault")


def _is_note_or_folder(entry: "_Entry") -> bool:
    return entry.name.casefold().endswith(".md") or os.path.isdir(entry)


def _is_ignored(entry: "_Entry", prefix: str) -> bool:
    if entry.name in _IGNORED_FOLDERS or (not prefix and entry.name == SITE):
        return True
    return os.path.exists(os.path.join(entry, MARKER))


def show_path(path: str) -> str:
    """A path that can be shown and written: a byte that is no UTF-8, or breaks the line, becomes
    U+FFFD and its number, so that no file goes by the name of another.
    """
    # In a locale without UTF-8 all its bytes come one by one.
    whole = path.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
    return _BYTE.sub(lambda found: f"\ufffd{ord(found[0]) & 0xFF:02X}", whole)


def read_file(root: Path, path: str) -> bytes | None:
    """A file of the vault that a note links to; None when it cannot be read."""
    try:
        return (root / path).read_bytes()
    except OSError:
        return None


def _is_form(path: str, data: bytes) -> bool:
    """Whether a note to be is made from it, by us or by another program."""
    if _TEMPLATE.fullmatch(path):
        return True
    has_slots = _FORMS.fullmatch(path) is not None and _SLOT.search(data) is not None
    return has_slots and not _LETTER.search(data)


def read_forms(root: Path) -> tuple[tuple[str, bytes], ...]:
    """The forms of a vault, which are no notes of it; one that cannot be read is left out."""
    found = walk(str(root), "", os.path.realpath(root))
    bad: list[Diagnostic] = []
    forms: list[tuple[str, bytes]] = []
    for path, entry in found:
        if path.casefold().endswith(".md") and not isinstance(entry, OSError):
            data = _read_note(entry, shown := show_path(path), bad)
            if data is not None and _is_form(shown, data):
                forms.append((shown, data))
    return tuple(sorted(forms))
