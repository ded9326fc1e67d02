"""A bar on the terminal while a long build runs; nothing in a pipe, nothing for a short one."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from time import monotonic
from types import FrameType

from vaultkit.cli.options import Options

# Seconds before the bar appears, and between two of its steps.
AFTER, STEP = 0.8, 0.1
# Short enough that any line written over it covers it.
_WIDTH, _HAND = 16, 5


@contextmanager
def show_progress(options: Options, words: str) -> Iterator[None]:
    """A bar that moves, with the seconds so far, until what is inside is done.

    It says that work goes on, not how much is left. A timer of the system draws it: a thread would
    keep the build from using a second processor.
    """
    if options.quiet or not _can_draw():
        yield
        return
    begin, steps = monotonic(), count()

    def draw(_number: int, _frame: FrameType | None) -> None:
        line = f"{words} {_bar(next(steps))} {monotonic() - begin:.0f} s\r"
        os.write(sys.stderr.fileno(), line.encode("utf-8", "replace"))

    before = signal.signal(signal.SIGALRM, draw)
    signal.setitimer(signal.ITIMER_REAL, AFTER, STEP)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if next(steps):
            os.write(sys.stderr.fileno(), b"\r\x1b[K")


def _can_draw() -> bool:
    return hasattr(signal, "setitimer") and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def _bar(step: int) -> str:
    """A hand that goes to and fro."""
    way = _WIDTH - _HAND
    place = way - abs(way - step % (2 * way))
    return f"[{' ' * place}{'=' * _HAND}{' ' * (way - place)}]"
