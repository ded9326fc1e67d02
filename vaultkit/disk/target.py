"""The folder a site may go to: which are refused, and how two builders take turns."""

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vaultkit.diagnostics import VaultkitError
from vaultkit.disk.names import MARKER, OWN, SITE, find_real
from vaultkit.settings import FILE_NAME

try:
    import fcntl
except ImportError:  # Windows has no flock; two builders at once are not kept apart there
    fcntl = None  # type: ignore[assignment]

# Seconds the second of two builders waits for the first, and how often it looks.
PATIENCE = 30.0
_LOOK = 0.05


def check_output(out: Path, root: Path) -> None:
    """Refuse an output folder that is not ours: VaultkitError says what to name instead."""
    target, vault = find_real(out), find_real(root)
    if any(_is_same(target, one) for one in (vault, *vault.parents)):
        raise VaultkitError(f"{out} holds the vault itself; name a folder of its own after -o")
    if _is_same(target, _find_home()) or os.path.ismount(target):
        raise VaultkitError(f"{out} is not a folder to build into; name one of its own after -o")
    if target.exists() and not target.is_dir():
        raise VaultkitError(f"{out} is a file; name a folder after -o")
    if _lies_among_notes(target, vault):
        raise VaultkitError(f"{out} lies among the notes; name a folder of its own after -o")
    if not is_ours(target) and not is_empty(target):
        raise VaultkitError(
            f"{out} holds files that vaultkit did not make; name an empty or new folder after -o"
        )


def _lies_among_notes(target: Path, vault: Path) -> bool:
    """Whether people write in a folder, or in one above: in this vault, or in another one."""
    ways = [
        target.relative_to(above).parts
        for above in target.parents
        if _is_same(above, vault) or (above / FILE_NAME).is_file()
    ]
    return any(_is_for_notes(way) for way in ways if way != (SITE,))


def _is_for_notes(way: tuple[str, ...]) -> bool:
    """Whether the way from a vault down to a folder goes through one of the vault's own."""
    from vaultkit.notes import KINDS

    folders = (*(folder for folder, _ in KINDS.values() if folder), "files", "themes")
    return way[0].casefold() in folders or ".git" in way or ".vaultkit" in way


def is_ours(target: Path) -> bool:
    """Whether the marker of an earlier build lies in a folder."""
    marker = target / MARKER
    return marker.is_file() and not marker.is_symlink()


def _is_same(one: Path, other: Path) -> bool:
    """The same folder by name, or by disk and inode: a second mount has another name."""
    if one == other:
        return True
    try:
        return one.samefile(other)
    except OSError:
        return False


def _find_home() -> Path:
    try:
        return find_real(Path.home())
    except RuntimeError:  # a user without a home
        return Path("/")


def is_empty(target: Path) -> bool:
    """Nothing lies there but what a first build that was killed had on its way."""
    try:
        with os.scandir(target) as found:
            return all(entry.name.startswith(OWN) for entry in found)
    except FileNotFoundError:
        return True
    except OSError as error:
        raise VaultkitError(
            f"{target}: {error.strerror}; mend that, or name another folder after -o"
        ) from error


def make_parents(out: Path, root: Path) -> None:
    """The folders above a site; never the vault's own, which may just have been moved away."""
    if root not in out.parents:
        out.parent.mkdir(parents=True, exist_ok=True)
        return
    for folder in reversed(out.parents):
        if root in folder.parents:
            folder.mkdir(exist_ok=True)


@contextmanager
def lock_output(out: Path) -> Iterator[None]:
    """Be the only builder that writes into a folder; wait for another one, but not for ever."""
    out.mkdir(exist_ok=True)
    handle = _take(out, time.monotonic() + PATIENCE) if fcntl else None
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


@contextmanager
def lock_building(out: Path) -> Iterator[None]:
    """Be the only one who makes a whole site in a folder that is ours, from its first page to its
    last; each write takes the lock of the folder as well."""
    handle = _take_marker(out, time.monotonic() + PATIENCE) if fcntl else None
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _take_marker(out: Path, until: float) -> int | None:
    """An open handle on the marker that holds its lock; None when there is none to be had."""
    try:
        handle = os.open(out / MARKER, os.O_RDONLY)
    except OSError:
        return None
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return handle
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.EACCES):
                return handle
        if time.monotonic() > until:
            os.close(handle)
            raise VaultkitError(f"another vaultkit is building {out}; wait for it, or stop it")
        time.sleep(_LOOK)


def _take(out: Path, until: float) -> int | None:
    """An open handle on the folder that holds its lock; None on a disk that knows no locks."""
    while True:
        out.mkdir(exist_ok=True)
        handle = os.open(out, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(handle), os.stat(out)):
                return handle
        except FileNotFoundError:  # the folder was removed while we held it: make it anew
            pass
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.EACCES):
                return handle
        os.close(handle)
        if time.monotonic() > until:
            raise VaultkitError(f"another vaultkit is writing {out}; wait for it, or stop it")
        time.sleep(_LOOK)
