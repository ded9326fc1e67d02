"""Two renames the standard library lacks: exchange two files, and rename over nothing."""

import ctypes
import os
import sys
from functools import cache

_AT_FDCWD, _NOREPLACE, _EXCHANGE = -100, 1, 2


@cache
def _library() -> ctypes.CDLL | None:
    """The C library with renameat2, which Linux has."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None, use_errno=True)
    return library if hasattr(library, "renameat2") else None


def _rename(old: str, new: str, flag: int) -> bool:
    library = _library()
    if library is None:
        return False
    a, b = os.fsencode(old), os.fsencode(new)
    done: int = library.renameat2(_AT_FDCWD, a, _AT_FDCWD, b, flag)
    return done == 0


def exchange(one: str, other: str) -> bool:
    """Let two files change places at once; False, and nothing done, where that cannot be."""
    return _rename(one, other, _EXCHANGE)


def rename_new(old: str, new: str) -> None:
    """Rename a file to a name that must be free; FileExistsError when it is not."""
    if os.path.lexists(new) and os.path.samefile(old, new):
        os.rename(old, new)  # only the case of the name changes, where case does not count
        return
    if _rename(old, new, _NOREPLACE):
        return
    try:
        os.link(old, new)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(new):
            raise FileExistsError(f"{new} exists") from None
        os.rename(old, new)
        return
    try:
        os.unlink(old)
    except OSError:
        os.unlink(new)
        raise
