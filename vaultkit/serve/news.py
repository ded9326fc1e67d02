"""What changed since when: the answer to a page that waits for the next build."""

import json
import secrets
from collections import deque
from collections.abc import Iterable
from threading import Condition

# A browser opens six connections to a host, so no more than this many may wait at once; the
# longest waiting is sent home early. Nor does one wait longer than PATIENCE seconds.
WAITING = 3
PATIENCE = 25.0
# With more addresses than this a page is told that all may have changed.
MANY = 500


class News:
    """A number that grows with every build, and which addresses each build changed."""

    def __init__(self) -> None:
        self._change = Condition()
        self._epoch = secrets.token_hex(4)  # a server started anew counts from nothing
        self._number = 0
        self._changed: dict[str, int] = {}
        self._waiting: deque[object] = deque()
        self.lost = ""

    @property
    def build(self) -> str:
        """The name of the latest build."""
        return f"{self._epoch}-{self._number}"

    def add(self, changed: Iterable[str], lost: str | None = None) -> None:
        """A build changed these addresses, or what is lost changed: tell all who wait."""
        with self._change:
            self._number += 1
            self._changed |= dict.fromkeys(changed, self._number)
            if lost is not None:
                self.lost = lost
            self._change.notify_all()

    def end(self) -> None:
        """Send home all who wait: somebody else has the news from now on."""
        with self._change:
            self._waiting.clear()
            self._change.notify_all()

    def wait(self, since: str, patience: float = PATIENCE) -> str:
        """The news since a build, as JSON, as soon as there are any."""
        ticket = object()
        with self._change:
            self._waiting.append(ticket)
            if len(self._waiting) > WAITING:
                self._waiting.popleft()
                self._change.notify_all()
            self._change.wait_for(
                lambda: since != self.build or ticket not in self._waiting, patience
            )
            if ticket in self._waiting:
                self._waiting.remove(ticket)
            return self._say(since)

    def _say(self, since: str) -> str:
        epoch, _, number = since.partition("-")
        changed: list[str] | None = None
        if epoch == self._epoch and number.isdecimal() and len(number) < 10:
            found = [one for one, at in self._changed.items() if at > int(number)]
            changed = sorted(found) if len(found) <= MANY else None
        return json.dumps({"build": self.build, "changed": changed, "lost": self.lost})
