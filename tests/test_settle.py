"""A save is read when it has come to rest, whatever the editor: never empty, never half."""

from collections.abc import Sequence

import pytest

from vaultkit.disk.scan import GONE, State
from vaultkit.watch.settle import CAP, FLOOD, REST, Kind, Pending

WHOLE, HALF, EMPTY = State(1, 100, 5, 5), State(1, 40, 4, 4), State(1, 0, 3, 3)
NOTE = "contacts/Ruth Okafor.md"

# A moment in seconds, what is seen to happen to the note (or nothing), and the file from then on.
Step = tuple[float, Kind | None, State]

# The savers of RELIABILITY's table as their events arrive, with the moments between made long.
SAVERS: dict[str, Sequence[Step]] = {
    "vim: moved to note~, made anew": [
        (0.0, Kind.DELETED, GONE),
        (0.03, Kind.CREATED, EMPTY),
        (0.06, Kind.WRITTEN, HALF),
        (0.09, Kind.WRITTEN, WHOLE),
        (0.1, Kind.CLOSED, WHOLE),
    ],
    "nano, emacs, VS Code: emptied and filled": [
        (0.0, Kind.WRITTEN, EMPTY),
        (0.2, Kind.WRITTEN, HALF),
        (0.5, Kind.WRITTEN, WHOLE),
        (0.6, Kind.CLOSED, WHOLE),
    ],
    "sed -i, os.replace: moved over it": [(0.0, Kind.MOVED, WHOLE)],
    "JetBrains: moved away, another moved in": [
        (0.0, Kind.DELETED, GONE),
        (0.1, Kind.MOVED, WHOLE),
    ],
    "mv from outside": [(0.0, Kind.CREATED, WHOLE)],
    "git checkout": [
        (0.0, Kind.DELETED, GONE),
        (0.02, Kind.CREATED, EMPTY),
        (0.04, Kind.WRITTEN, WHOLE),
        (0.05, Kind.CLOSED, WHOLE),
    ],
    "emptied, closed, filled by another": [
        (0.0, Kind.CLOSED, EMPTY),
        (0.2, Kind.WRITTEN, WHOLE),
        (0.21, Kind.CLOSED, WHOLE),
    ],
    "a slow writer": [(0.4 * n, Kind.WRITTEN, State(1, n + 1, n, n)) for n in range(8)]
    + [(3.2, Kind.CLOSED, WHOLE)],
    "found by a scan while it is written": [
        (0.0, Kind.FOUND, HALF),
        (0.05, None, State(1, 60, 5, 5)),
        (0.15, None, WHOLE),
    ],
}


class Stage:
    """A file that changes as a clock of the test says."""

    def __init__(self, closes: bool = True) -> None:
        self.state = GONE
        self.now = 0.0
        self.pending = Pending(lambda _path: self.state, closes)
        self.read: list[tuple[float, State]] = []

    def play(self, steps: Sequence[Step], until: float) -> list[tuple[float, State]]:
        """Let time pass as the loop would: to the next step, or to what `wait` says."""
        left = list(steps)
        while self.now < until:
            while left and left[0][0] <= self.now:
                _, kind, self.state = left.pop(0)
                if kind is not None:
                    self.pending.add(NOTE, kind, self.now)
            ready = self.pending.take(self.now)
            self.read += [(self.now, state) for _, state in ready.values()]
            wait = self.pending.wait(self.now)
            times = [until] + [step[0] for step in left[:1]]
            times += [] if wait is None else [self.now + max(wait, 0.001)]
            self.now = min(times)
        return self.read


@pytest.mark.parametrize("saver", SAVERS)
def test_a_save_is_read_once_and_whole(saver: str) -> None:
    steps = SAVERS[saver]
    read = Stage().play(steps, 10.0)
    assert [state for _, state in read] == [WHOLE]
    assert read[0][0] - steps[-1][0] < 0.35


@pytest.mark.parametrize("kind", [Kind.CLOSED, Kind.MOVED])
def test_a_closed_or_moved_file_is_read_within_ten_milliseconds(kind: Kind) -> None:
    assert Stage().play([(1.0, kind, WHOLE)], 5.0)[0][0] <= 1.01


def test_a_writer_that_never_closes_is_read_after_a_rest() -> None:
    read = Stage().play([(0.0, Kind.WRITTEN, WHOLE)], 5.0)
    assert [state for _, state in read] == [WHOLE]
    assert read[0][0] < 1.0


def test_where_nobody_tells_of_closing_the_rest_is_short() -> None:
    assert Stage(closes=False).play([(0.0, Kind.WRITTEN, WHOLE)], 5.0)[0][0] < 0.3


def test_a_file_that_never_rests_is_read_all_the_same() -> None:
    steps = [(0.1 * n, Kind.WRITTEN, State(1, n + 1, n, n)) for n in range(200)]
    read = Stage().play(steps, 20.0)
    assert 2 <= len(read) <= 5
    assert read[0][0] <= CAP + 0.2


def test_an_empty_note_that_stays_empty_is_read() -> None:
    read = Stage().play([(0.0, Kind.CLOSED, EMPTY)], 5.0)
    assert [state for _, state in read] == [EMPTY]


def test_a_note_that_is_gone_for_good_is_told() -> None:
    read = Stage().play([(0.0, Kind.DELETED, GONE)], 5.0)
    assert [state for _, state in read] == [GONE]
    assert read[0][0] >= REST[Kind.DELETED] - 0.02


def test_a_flood_is_taken_in_few_goes() -> None:
    pending = Pending(lambda _path: WHOLE, True)
    events = [(number / 1000, f"notes/{number}.md") for number in range(2000)]
    now, goes, taken = 0.0, 0, 0
    while events or pending.wait(now) is not None:
        while events and events[0][0] <= now:
            pending.add(events.pop(0)[1], Kind.CLOSED, now)
        ready = pending.take(now)
        goes, taken = goes + bool(ready), taken + len(ready)
        now += 0.06 if ready else 0.001  # a build takes its time
    assert taken == 2000
    assert goes < 10


def test_waiting_never_turns_into_spinning() -> None:
    """With only open writers left of a flood the loop may sleep."""
    pending = Pending(lambda _path: WHOLE, True)
    for number in range(FLOOD * 2):
        pending.add(f"notes/{number}.md", Kind.WRITTEN, 0.0)
    assert pending.take(0.2) == {}
    wait = pending.wait(0.2)
    assert wait is not None and wait > 0.3
