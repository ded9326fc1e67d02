"""When a file that changes has come to rest: hints and looks in, paths to read again out.

Editors save in many ways (docs/watching.md): some empty the file first, some move it away and put
another in its place. A page must never show the moment between, so each path waits for as long as
what happened to it last asks for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from vaultkit.disk.scan import GONE, State


class Kind(StrEnum):
    """What was last seen to happen to a path."""

    CLOSED = "closed"  # a writer has closed it
    MOVED = "moved"  # it took another's place, whole, or it is known where it went
    CREATED = "created"
    WRITTEN = "written"  # and still open, as far as we know
    DELETED = "deleted"
    FOUND = "found"  # by a scan, as nobody tells
    UNTOLD = "untold"  # by a scan, though the system should have told


# Seconds of rest that each kind asks for. A writer that keeps its file open may pause between two
# writes, so WRITTEN waits longest; a deleted file may be about to be put back.
REST = {
    Kind.CLOSED: 0.005,
    Kind.MOVED: 0.005,
    Kind.CREATED: 0.02,
    Kind.WRITTEN: 0.7,
    Kind.DELETED: 0.15,
    Kind.FOUND: 0.1,
    Kind.UNTOLD: 0.7,
}
# What is due within this time goes along.
GATHER = 0.01
# An empty file is given this once: many a writer empties a file before it fills it.
EMPTY = 0.3
# So many paths at once are a checkout or a copy: wait until it pauses, but not over FLOOD_CAP.
FLOOD, FLOOD_REST, FLOOD_CAP = 30, 0.1, 1.0
# A file that never comes to rest is read as it is after this long.
CAP = 5.0


@dataclass(slots=True)
class _Waiting:
    kind: Kind
    since: float
    due: float
    state: State | None = None
    was_empty: bool = False


class Pending:
    """The paths that changed and have not been read again; `look` tells a file's state."""

    def __init__(self, look: Callable[[str], State], closes: bool) -> None:
        self._look = look
        self._closes = closes
        self._paths: dict[str, _Waiting] = {}
        self._last = 0.0

    def __contains__(self, path: str) -> bool:
        return path in self._paths

    def add(self, path: str, kind: Kind, now: float) -> None:
        """Take note of a change; a scan that finds what is waited for already adds nothing."""
        known = self._paths.get(path)
        if known is not None and kind in (Kind.FOUND, Kind.UNTOLD):
            return
        rest = REST[kind]
        if kind is Kind.WRITTEN and not self._closes:
            rest = REST[Kind.FOUND]
        since = now if known is None else known.since
        was_empty = known is not None and known.was_empty
        self._paths[path] = _Waiting(kind, since, min(now + rest, since + CAP), None, was_empty)
        self._last = now

    def wait(self, now: float) -> float | None:
        """Seconds until `take` may give something; None when nothing is waited for."""
        if not self._paths:
            return None
        first = min(one.due for one in self._paths.values())
        return max(0.0, max(first, self._calm()) - now)

    def _calm(self) -> float:
        """In a flood, when it pauses."""
        if len(self._paths) <= FLOOD:
            return float("-inf")
        first = min(one.since for one in self._paths.values())
        return min(self._last + FLOOD_REST, first + FLOOD_CAP)

    def take(self, now: float) -> dict[str, tuple[Kind, State]]:
        """The paths that have come to rest, with the state they are about to be read in."""
        ready: dict[str, tuple[Kind, State]] = {}
        if self._calm() > now:
            return ready
        for path, one in self._paths.items():
            if one.due > now + GATHER:
                continue
            state = self._look(path)
            if now > one.since + CAP or not self._is_restless(one, state, now):
                ready[path] = (one.kind, state)
        for path in ready:
            del self._paths[path]
        return ready

    def _is_restless(self, one: _Waiting, state: State, now: float) -> bool:
        """Whether to look once more later: the file changed since the last look, or is empty."""
        before, one.state = one.state, state
        if state.size == 0 and not one.was_empty:
            one.was_empty = True
            one.due = now + EMPTY
            return True
        if one.kind in (Kind.CLOSED, Kind.MOVED, Kind.DELETED) or state == GONE:
            return False
        if before is None and one.kind in (Kind.FOUND, Kind.UNTOLD):
            one.due = now + REST[Kind.FOUND]
            return True
        if before is not None and before != state:
            one.due = now + REST[one.kind]
            return True
        return False
