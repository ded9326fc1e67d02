"""A queue that one thread waits at with a time limit, for events that others put in."""

import os
import select
from contextlib import suppress
from queue import Empty, SimpleQueue

from watchdog.events import FileSystemEvent


class Told:
    """Events as watchdog gives them; None when it says that it lost some.

    It waits at a pipe: the waiting of a lock ends at a moment of the clock, and would not end when
    the clock is set back meanwhile; the waiting at a pipe lasts so many seconds. The pipe stays
    open as long as the process lives, as a thread that ends late may still write into it.
    """

    def __init__(self) -> None:
        self._queue: SimpleQueue[FileSystemEvent | None] = SimpleQueue()
        self._pipe: tuple[int, int] | None = None
        if os.name == "posix":
            self._pipe = os.pipe()
            for end in self._pipe:
                os.set_blocking(end, False)

    def put(self, event: FileSystemEvent | None) -> None:
        """Add an event; never waits, never fails."""
        self._queue.put(event)
        if self._pipe:
            with suppress(BlockingIOError):  # full: who waits is awake already
                os.write(self._pipe[1], b"!")

    def take(self, seconds: float) -> list[FileSystemEvent | None]:
        """All events there are, after waiting for the first of them."""
        found: list[FileSystemEvent | None] = []
        try:
            if self._pipe:
                if select.select([self._pipe[0]], [], [], seconds)[0]:
                    os.read(self._pipe[0], 65_536)
            else:
                found.append(self._queue.get(timeout=seconds))
            while True:
                found.append(self._queue.get_nowait())
        except Empty:
            return found
