"""Whether anybody is just writing into a file: an editor that saves in place, say.

Linux lets us ask by a lease: it is refused while somebody has the file open for writing, and
whoever opens it meanwhile waits until we have looked again and let go.
"""

import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


class BusyError(Exception):
    """Somebody has the file open for writing."""


@contextmanager
def hold_lease(place: str) -> Iterator[Callable[[], bool]]:
    """Hold a lease on a file; gives a question: does nobody wait to write into it?

    BusyError when somebody has it open for writing. Where leases are not to be had, nothing is
    asked and nobody waits.
    """
    if not sys.platform.startswith("linux"):
        yield lambda: True
        return
    import fcntl

    descriptor = os.open(place, os.O_RDONLY)
    held = False
    try:
        try:
            # A signal that does nothing unless asked for: the usual one would end us.
            fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
            held = True
        except OSError as error:
            if error.errno == errno.EAGAIN:
                raise BusyError(place) from error
        yield lambda: not held or fcntl.fcntl(descriptor, fcntl.F_GETLEASE) == fcntl.F_RDLCK
    finally:
        with suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        os.close(descriptor)
