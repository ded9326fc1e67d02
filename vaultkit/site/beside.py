"""A second worker: work done beside ours on another processor, its result handed back.

A copy of the process does it, so that nothing has to be handed over first. Wherever that cannot
be, or goes wrong, the answer is None and the caller does the work itself. What both can do is
dealt out in shares, so that neither waits long for the other.
"""

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType
from typing import BinaryIO, Generic, NoReturn, TypeVar

T = TypeVar("T")
# Into so many shares work is dealt; a number has to fit into a byte.
SHARES = 200
# So often, in seconds, a copy looks whether the process it works for is still there.
LOOK = 0.1


class Shares(Generic[T]):
    """Work dealt out in shares; each is taken once, by whichever worker is free first.

    Their numbers lie in a pipe that a copy of the process reads from, too.
    """

    def __init__(self, work: Sequence[T]) -> None:
        size = max(1, -(-len(work) // SHARES))
        self._shares = [work[start : start + size] for start in range(0, len(work), size)]
        self._numbers, there = os.pipe()
        os.write(there, bytes(range(len(self._shares))))
        os.close(there)

    def take(self) -> Iterator[T]:
        """What there still is to do; a share is taken when the one before it is done."""
        while number := os.read(self._numbers, 1):
            yield from self._shares[number[0]]
        os.close(self._numbers)


@contextmanager
def start_beside(work: Callable[[], T]) -> Iterator[Callable[[], T | None]]:
    """Begin some work beside ours; what is yielded waits for its result. Whoever leaves without
    waiting, as Ctrl-C makes us, ends that work too.
    """
    copied = start_copy(lambda here, there: _answer(work, here, there))
    if copied is None:
        yield lambda: None
        return
    child, here, there = copied
    os.close(there)
    with open(here, "rb") as pipe:
        try:
            yield lambda: _read(pipe)
        finally:
            end_copy(child)


def start_copy(work: Callable[[int, int], object]) -> tuple[int, int, int] | None:
    """A copy of the process that does some work, and a pipe between the two.

    Returns the number of the copy, the end to read from and the end to write to; None where no copy
    can be made. Each side closes the end it has no use for. The copy does the work and is gone,
    whatever happens: nothing of ours is flushed or cleaned up twice. It does not outlive us.
    """
    if not can_fork():
        return None
    here, there = os.pipe()
    parent, child = os.getpid(), 0
    try:
        with _hold_signals():
            child = os.fork()
            if not child:
                _be_copy(work, here, there, parent)
        return child, here, there
    except BaseException as error:
        os.close(here)
        os.close(there)
        if child:
            end_copy(child)
        if isinstance(error, OSError):
            return None
        raise


def end_copy(child: int) -> None:
    """End a copy: it is done, or nobody wants what it does."""
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


@contextmanager
def _hold_signals() -> Iterator[None]:
    """Ctrl-C and SIGTERM wait: what Python runs around a fork drops the exception they raise."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _be_copy(work: Callable[[int, int], object], here: int, there: int, parent: int) -> NoReturn:
    """Ctrl-C is for the process that we are a copy of; it ends us, or we see that it was killed."""

    def look(_number: int, _frame: FrameType | None) -> None:
        if os.getppid() != parent:
            os._exit(0)

    try:
        signal.signal(signal.SIGALRM, look)
        signal.setitimer(signal.ITIMER_REAL, LOOK, LOOK)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT, signal.SIGTERM))
        work(here, there)
    finally:
        os._exit(0)


def can_fork() -> bool:
    """A copy of a process with threads may hang; one processor gains nothing."""
    if not hasattr(os, "fork") or sys.platform == "darwin" or threading.active_count() > 1:
        return False
    affinity = getattr(os, "sched_getaffinity", None)
    return (len(affinity(0)) if affinity else os.cpu_count() or 1) > 1


def _answer(work: Callable[[], object], here: int, there: int) -> None:
    os.close(here)  # else we would wait for ourselves to read, should the other side die
    with open(there, "wb") as pipe:
        pickle.dump(work(), pipe, pickle.HIGHEST_PROTOCOL)


def _read(pipe: BinaryIO) -> T | None:
    try:
        found: T = pickle.load(pipe)
    except (pickle.UnpicklingError, EOFError):  # it was killed before it was done
        return None
    return found
