"""The options of the group: the folder, the day, how much to say; and how a command speaks.

Apart from context, which reads a vault: what needs none starts in a third of the time.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NoReturn, TypeVar

import click

from vaultkit.dates import Calendar, read_coming_day, read_day

# Control characters, and the marks that turn the direction of text: inert in a terminal.
_UNSAFE = dict.fromkeys(
    (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), 0x200E, 0x200F, 0xFEFF,
     *range(0x202A, 0x202F), *range(0x2066, 0x206A)),
    "\ufffd",
)  # fmt: skip


@dataclass
class Options:
    """What was typed before the command; `today` is read when first asked for."""

    folder: Path
    day: str | None
    quiet: bool
    verbose: bool
    no_input: bool
    clock: Callable[[], date]

    @property
    def today(self) -> date:
        """The day given, else the machine's local date."""
        here = self.clock()
        return here if self.day is None else read_day_or_fail(self.day, here, Calendar())

    @property
    def may_ask(self) -> bool:
        """Whether a person sits there to be asked."""
        return not self.no_input and sys.stdin.isatty() and sys.stderr.isatty()

    def talk(self, text: str) -> None:
        """A word to the person, on stderr, unless they asked for quiet."""
        if not self.quiet:
            click.echo(clean(text), err=True)

    def warn_of_missing(self) -> None:
        """One line when notes could not be read in full: what is due may be incomplete."""
        self.talk("Some notes could not be read in full: see vaultkit check")


Command = TypeVar("Command", bound=Callable[..., object])
pass_options = click.make_pass_decorator(Options)


# What a file is called that is no file: the answer goes to stdout.
STDOUT = "-"


def takes_out(metavar: str, words: str) -> Callable[[Command], Command]:
    """The option `-o`, its value as `out`; exit code 2 when that is empty, as the unset variable
    of a shell is.
    """
    return click.option("-o", "out", metavar=metavar, callback=_check_named, help=words)


def _check_named(_context: click.Context, _option: click.Parameter, name: str | None) -> str | None:
    if name == "":
        raise click.BadParameter("it is empty; name a place, or leave -o out")
    return name


def read_day_or_fail(text: str, today: date, calendar: Calendar) -> date:
    """A day as a person types it; exit code 2 with what was expected when it is none."""
    return _day_or_fail(text, read_day(text, today, calendar))


def read_coming_day_or_fail(text: str, today: date, calendar: Calendar) -> date:
    """The same for a day that is planned: in December `10 jan` is next year's."""
    return _day_or_fail(text, read_coming_day(text, today, calendar))


def _day_or_fail(text: str, day: date | None) -> date:
    if "/" in text:
        raise click.BadParameter(
            f'"{text}" could be day or month first; write it as 2026-10-13 or "13 oct"'
        )
    if day is None:
        expected = '2026-10-13, today, friday, +3d, +2w, +1m, +5bd or "13 oct"'
        raise click.BadParameter(f'"{text}" is no day; expected {expected}')
    return day


def clean(text: str) -> str:
    """Text that cannot steer a terminal: control and direction marks become U+FFFD."""
    return text.translate(_UNSAFE)


def write_data(data: bytes) -> None:
    """Bytes as they are to stdout."""
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def clean_cell(text: str) -> str:
    """The same for a cell of a table in a pipe: neither its row nor its column ends in it."""
    return clean(text).replace("\t", " ").replace("\n", " ")


def fail(message: str) -> NoReturn:
    """A usage error: exit code 2, the message on stderr."""
    raise click.UsageError(clean(message))


def echo(text: str = "") -> None:
    """One line of the answer, on stdout, inert in a terminal."""
    click.echo(text)


def style(text: str, **how: bool | str | None) -> str:
    """Text with colour, cleaned before: click takes the colour out where there is no terminal."""
    return click.style(clean(text), **how)  # type: ignore[arg-type]
