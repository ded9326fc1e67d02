"""What the system tells about a vault; a scan is the truth, these hints hurry it."""

import logging
import os
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.utils import BaseThread

from vaultkit.disk.folder import is_read, show_path
from vaultkit.watch.settle import Kind
from vaultkit.watch.told import Told

# It warns of folders that it watches twice, which come and go quickly: no news for anybody.
warnings.filterwarnings("ignore", module=r"watchdog\.")

# Reading a file is no change: `opened` and `closed_no_write` are not asked for, nor can they come.
_EVENTS: list[type[FileSystemEvent]] = [
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
]
_KINDS = {
    "closed": Kind.CLOSED,
    "created": Kind.CREATED,
    "deleted": Kind.DELETED,
    "modified": Kind.WRITTEN,
}
# Whether this system tells that a writer has closed its file.
CLOSES = sys.platform == "linux"


class Hint(NamedTuple):
    """Something happened to a path of the vault; with `path` None: look everywhere."""

    path: str | None
    kind: Kind = Kind.FOUND


def _be_quiet(args: threading.ExceptHookArgs) -> None:
    """A thread of watchdog that ends is noticed and replaced; its traceback helps nobody."""
    if not isinstance(args.thread, BaseThread):
        threading.__excepthook__(args)


class Hints:
    """The system's watch on a vault; raises OSError when the system has none left to give."""

    def __init__(self, root: Path, queue: Told) -> None:
        self._root = os.path.realpath(root)
        threading.excepthook = _be_quiet
        self._log = _Warnings(queue)
        logging.getLogger("watchdog").addHandler(self._log)
        self._observer: BaseObserver | None = None
        try:
            self._observer = Observer()
            self._observer.schedule(
                _Handler(queue), self._root, recursive=True, event_filter=_EVENTS
            )
            self._observer.start()
        except BaseException:
            self.stop()
            raise

    def is_alive(self) -> bool:
        """Whether the threads that listen still do; one ends when a handler or the system fails."""
        observer = self._observer
        if observer is None or not observer.is_alive():
            return False
        return bool(observer.emitters) and all(one.is_alive() for one in observer.emitters)

    def covers(self) -> bool:
        """Whether every folder is watched: beyond a limit of the system some are left out."""
        wanted = sum(1 for _ in os.walk(self._root))
        watched = _count_watches()
        return watched is None or watched >= wanted

    def stop(self) -> None:
        """Listen no longer; waits two seconds at most.

        Watchdog waits without end for threads of its own, and one that joins the halves of a move
        sleeps for as long as a clock was set back meanwhile.
        """
        logging.getLogger("watchdog").removeHandler(self._log)
        observer, self._observer = self._observer, None
        if observer is not None and observer.is_alive():
            ending = threading.Thread(target=observer.stop, daemon=True)
            ending.start()
            ending.join(1.0)
            observer.join(1.0)

    def read(self, event: FileSystemEvent | None) -> Iterator[Hint]:
        """An event to hints: none when it happened to something a build would not look at."""
        if event is None or event.is_directory:
            yield Hint(None)
            return
        old = self._find_path(event.src_path)
        new = self._find_path(event.dest_path) if event.event_type == "moved" else None
        if event.event_type != "moved":
            if old and event.event_type in _KINDS:
                yield Hint(old, _KINDS[event.event_type])
            return
        if old:
            yield Hint(old, Kind.MOVED if new else Kind.DELETED)
        if new:
            yield Hint(new, Kind.MOVED)

    def _find_path(self, path: str | bytes) -> str | None:
        """The path in the vault, if a build would look at it."""
        text = os.fsdecode(path)
        if not text.startswith(self._root + os.sep):
            return None
        inside = text[len(self._root) + 1 :].replace(os.sep, "/")
        return show_path(inside) if is_read(Path(self._root), inside) else None


class _Handler(FileSystemEventHandler):
    """Hands every event on and does no more: an exception here would end the observer."""

    def __init__(self, queue: Told) -> None:
        self._queue = queue

    def dispatch(self, event: FileSystemEvent) -> None:
        self._queue.put(event)


class _Warnings(logging.Handler):
    """Watchdog only logs that events were lost: that means to look everywhere."""

    def __init__(self, queue: Told) -> None:
        super().__init__(logging.WARNING)
        self._queue = queue

    def emit(self, record: logging.LogRecord) -> None:
        self._queue.put(None)


def _count_watches() -> int | None:
    """How many folders this process watches, as Linux tells; None where it does not."""
    try:
        count = 0
        for handle in os.scandir("/proc/self/fdinfo"):
            with open(handle.path, "rb") as file:
                count += file.read().count(b"inotify wd:")
        return count
    except OSError:
        return None
