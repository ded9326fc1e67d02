"""What `watch` and `serve` say on the terminal, and how they end."""

import gc
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from vaultkit.cli.build_command import say_strangers
from vaultkit.cli.options import Options
from vaultkit.watch import Ahead, Event, Failed, Lost, Rebuilt, Said, Watcher
from vaultkit.watch.events import Listener

# What ends watching, and the exit code less the signal's number, as shells count.
STOPS, BY_SIGNAL = (signal.SIGINT, signal.SIGTERM), 128


class Teller:
    """Prints one calm line for each thing that happens."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._failed: str | None = None

    def hear(self, event: Event) -> None:
        """Say an event; a rebuild that changed no page is only said with -v."""
        match event:
            case Rebuilt():
                self._say_rebuilt(event)
            case Ahead():
                pass  # a line tells when all is done
            case Failed(text, trace):
                self._failed = text
                self._options.talk(f"{text}; the last pages stay{trace and chr(10)}{trace}")
            case Said(text):
                self._options.talk(text)
            case Lost(text) if self._failed and self._failed in text:
                pass  # said as it happened; this is for the pages
            case Lost(text):
                self._options.talk(text or "All is well again.")

    def _say_rebuilt(self, event: Rebuilt) -> None:
        written = event.built.written
        if written.changed or written.removed or event.first or self._options.verbose:
            self._options.talk(say_rebuilt(event))
        for line in say_strangers(written):
            self._options.talk(line)


def say_rebuilt(event: Rebuilt) -> str:
    """What changed, pages written, milliseconds, problems: one line."""
    written = event.built.written
    pages = f"{_count(len(written.changed), 'page')} written"
    if written.removed:
        pages += f", {len(written.removed)} removed"
    problems = len(event.built.diagnostics)
    found = _count(problems, "problem") if problems else "no problems"
    return f"{event.cause}: {pages}, {event.seconds * 1000:.0f} ms, {found}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def make_watcher(
    options: Options, listener: Listener, out: str | None, theme: str | None
) -> Watcher:
    """A watcher of the vault around the folder; today is asked for at every tick."""
    target = Path(out).absolute() if out else None
    options.today  # noqa: B018  a wrong --today is told before anything is read
    return Watcher(options.folder, lambda: options.today, listener, target, theme)


@contextmanager
def until_stopped(options: Options, watcher: Watcher) -> Iterator[None]:
    """Run what is inside until Ctrl-C (exit code 130) or SIGTERM (143), and end cleanly.

    The handler raises, so that a build ends in the middle. Should that meet a moment whose
    exceptions Python drops (`__del__`, say), the watcher was told to end as well.
    """
    gc.enable()  # this command does not live for a moment
    codes: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> NoReturn:
        codes.append(BY_SIGNAL + number)
        watcher.stop()
        raise SystemExit(codes[0])

    before = {number: signal.signal(number, stop) for number in STOPS}
    try:
        yield
        if codes:
            raise SystemExit(codes[0])
    except SystemExit:
        options.talk("Stopped.")
        raise
    finally:
        watcher.close()
        for number, handler in before.items():
            signal.signal(number, handler)
