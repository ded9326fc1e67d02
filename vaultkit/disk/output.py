"""Writing a site: pages to a folder that is ours, each write whole; only our own files removed."""

import json
import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from vaultkit.diagnostics import VaultkitError
from vaultkit.disk.names import MANIFEST, MARKER, SITE


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
