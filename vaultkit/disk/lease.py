"""Whether anybody is just writing into a file: an editor that saves in place, say.

Linux lets us ask by a lease: it is refused while somebody has the file open for writing, and
whoever opens it meanwhile waits until we have looked again and let go.
"""

import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class BusyError(Exception):
    """Somebody has the file open for writing."""


@contextmanager
def hold_lease(place: str, like: str) -> Iterator[Callable[[], bool]]:
    """Hold a lease on a file; gives a question: does nobody wait to write into it?

    BusyError when somebody has it open for writing. Where leases are not to be had, on network
    disks for example, nothing is asked and nobody waits: that is so when `like`, a file beside it
    that only we know, is refused one too.
    """
    descriptor = os.open(place, os.O_RDONLY)
    try:
        held = _take(descriptor)
        if held is False and _may_have_one(like):
            raise BusyError(place)
        yield lambda: not held or _still_ours(descriptor)
    finally:
        os.close(descriptor)  # lets go as well


def _take(descriptor: int) -> bool | None:
    """Whether a lease was given; None where there is no such thing."""
    if not sys.platform.startswith("linux"):
        return None
    import fcntl

    try:
        # A signal that does nothing unless asked for: the usual one would end us.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError as error:
        return False if error.errno == errno.EAGAIN else None
    return True


def _still_ours(descriptor: int) -> bool:
    import fcntl

    return fcntl.fcntl(descriptor, fcntl.F_GETLEASE) == fcntl.F_RDLCK


def _may_have_one(like: str) -> bool:
    descriptor = os.open(like, os.O_RDONLY)
    try:
        return bool(_take(descriptor))
    finally:
        os.close(descriptor)
