"""Answers while the first site is built: from a copy of the process, so that the build may use
a second processor, which a process with threads may not.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

from vaultkit.serve.server import Server
from vaultkit.site.beside import start_copy

# Seconds that answers on their way may take when the copy hands over.
LEAVE = 1.0


@contextmanager
def answer_meanwhile(server: Server, then: Callable[[], object] | None = None) -> Iterator[None]:
    """Answer from now on, and do `then`: while what is inside runs in a copy, afterwards here.

    The copy knows the site as the last build left it; it ends with this process, however that
    ends. Where no copy can be made this process answers at once.
    """
    end = _start_copy(server, then)
    if end is None:
        _start(server, then)
        yield
        return
    try:
        yield
        server.start()
    finally:
        os.close(end)


def _start(server: Server, then: Callable[[], object] | None) -> None:
    server.start()
    if then is not None:
        Thread(target=then, daemon=True).start()


def _start_copy(server: Server, then: Callable[[], object] | None) -> int | None:
    """The copy answers as long as what comes back is open here; None where none can be made."""
    copied = start_copy(lambda here, there: _answer(server, then, here, there))
    if copied is None:
        return None
    _, here, there = copied
    os.close(here)
    return there


def _answer(server: Server, then: Callable[[], object] | None, here: int, there: int) -> None:
    """In the copy: answer until the other end is closed, by hand or by death."""
    os.close(there)
    _start(server, then)
    os.read(here, 1)
    server.leave(LEAVE)
