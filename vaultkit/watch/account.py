"""What listeners hear of rebuilds: a whole site made bit by bit is told once, when it is done."""

from dataclasses import replace

from vaultkit.build import add_written
from vaultkit.watch.events import Ahead, Listener, Rebuilt


class Account:
    """Hands events to a listener, and keeps count of a site that is being made bit by bit."""

    def __init__(self, listener: Listener) -> None:
        self.tell = listener
        self._long: Rebuilt | None = None

    def begin(self) -> None:
        """Another whole site is begun; the one before will not be done."""
        self._long = None

    def add(self, event: Rebuilt, is_edit: bool) -> None:
        """Tell a rebuild: that for an edit at once, that of a whole site when no page is owed."""
        if is_edit:
            self.tell(event)
            if not event.built.whole or not self._long:
                return
            event = replace(event, seconds=0.0)
        event = _join(self._long, event) if self._long else event
        if event.built.whole or not (event.built.left or self._long):
            self._long = None
            self.tell(event)
        else:
            self._long = event
            self.tell(Ahead(event.built.written.changed))


def _join(long: Rebuilt, event: Rebuilt) -> Rebuilt:
    """All that was done so far, for the cause it was begun for."""
    written = add_written((long.built.written, event.built.written))
    seconds = long.seconds + event.seconds
    return replace(long, built=replace(event.built, written=written), seconds=seconds)
