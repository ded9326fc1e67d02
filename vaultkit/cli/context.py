"""What every command gets: the folder, the day, how much to say, whom a name means."""

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NoReturn

import click

from vaultkit.dates import Calendar, read_coming_day, read_day
from vaultkit.diagnostics import VaultkitError, has_errors
from vaultkit.notes import KINDS
from vaultkit.notes.note import Note
from vaultkit.pipeline import Loaded, load_vault

# Control characters, and the marks that turn the direction of text: inert in a terminal.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass
class Context:
    """The options of the group; `today` and the vault are read when first asked for."""

    folder: Path
    day: str | None
    quiet: bool
    verbose: bool
    no_input: bool
    clock: Callable[[], date]
    _loaded: Loaded | None = field(default=None, repr=False)

    @property
    def today(self) -> date:
        """The day given, else the machine's local date."""
        here = self.clock()
        return here if self.day is None else read_day_or_fail(self.day, here, Calendar())

    @property
    def loaded(self) -> Loaded:
        """The vault around the folder."""
        if self._loaded is None:
            self.today  # noqa: B018  a wrong --today is told before anything is read
            self._loaded = load_vault(self.folder)
        return self._loaded

    @property
    def may_ask(self) -> bool:
        """Whether a person sits there to be asked."""
        return not self.no_input and sys.stdin.isatty() and sys.stderr.isatty()

    def forget_loaded(self) -> None:
        """Notes were written: read them anew when they are next asked for."""
        self._loaded = None

    def talk(self, text: str) -> None:
        """A word to the person, on stderr, unless they asked for quiet."""
        if not self.quiet:
            click.echo(clean(text), err=True)

    def warn_of_errors(self) -> None:
        """One line when notes could not be read in full: what is due may be incomplete."""
        if has_errors(self.loaded.diagnostics):
            self.talk("Some notes could not be read in full: see vaultkit check")


pass_context = click.make_pass_decorator(Context)


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


def read_kind_or_fail(text: str) -> str:
    """A kind of note, or the folder it lives in, as a person types it; else exit code 2."""
    word = text.casefold().strip("/")
    kind = {folder: kind for kind, (folder, _) in KINDS.items() if folder}.get(word, word)
    if kind not in KINDS:
        fail(f'no kind of note "{text}"; expected one of {", ".join(KINDS)}')
    return kind


def clean(text: str) -> str:
    """Text that cannot steer a terminal: control and direction marks become U+FFFD."""
    return _UNSAFE.sub("\ufffd", text)


def find_one(context: Context, notes: Iterable[Note], text: str, what: str = "note") -> Note:
    """The one note a typed name means; a clear guess is taken and said, else exit code 2."""
    from vaultkit.names import find_who

    match = find_who(notes, text)
    if len(match.notes) == 1:
        if match.guessed:
            context.talk(f'No {what} "{text}"; taking {match.notes[0].name}.')
        return match.notes[0]
    if match.notes:
        names = ", ".join(f"{note.name} ({note.path})" for note in match.notes[:8])
        fail(f'"{text}" could be several: {names}; write more of the name')
    hint = f"; nearest: {', '.join(match.nearest)}" if match.nearest else ""
    return fail(f'no {what} "{text}"{hint}')


def find_one_to_write(
    context: Context, notes: Iterable[Note], text: str, what: str = "contact"
) -> Note:
    """The one note a typed name means for a command that writes, which never guesses.

    An ambiguous or misspelt name asks on a terminal; elsewhere, or with --no-input, exit code 2
    with the notes it could mean.
    """
    from vaultkit.names import find_who

    match = find_who(notes, text)
    if len(match.notes) == 1 and not match.guessed:
        name = match.notes[0].name
        if text.casefold() != name.casefold():
            check_all_read(context, f'"{text}" may mean it, so write "{name}" in full')
        return match.notes[0]
    is_known = bool(match.notes) and not match.guessed
    candidates = (match.notes if is_known else match.near)[:8]
    said = f'"{text}" could be several' if is_known else f'no {what} "{text}"'
    if candidates and context.may_ask:
        return _ask_which(said, candidates)
    names = ", ".join(f"{note.name} ({note.path})" for note in candidates)
    hint = f"{'' if is_known else '; nearest'}: {names}" if names else ""
    return fail(f"{said}{hint}" + ("; write more of the name" if is_known else ""))


def check_all_read(context: Context, why: str) -> None:
    """Refuse to go on while some note cannot be read."""
    for one in context.loaded.diagnostics:
        if one.code == "note-unreadable":
            raise VaultkitError(f"{one.path}: {one.message}; {why}")


def _ask_which(said: str, candidates: Sequence[Note]) -> Note:
    click.echo(clean(f"{said[:1].upper()}{said[1:]}. Which one?"), err=True)
    for number, note in enumerate(candidates, 1):
        click.echo(clean(f"  {number}  {note.name}  ({note.path})"), err=True)
    numbers = click.IntRange(0, len(candidates))
    chosen: int = click.prompt("Number, 0 for none", type=numbers, default=0, err=True)
    if not chosen:
        fail("none chosen, nothing written")
    return candidates[chosen - 1]


def fail(message: str) -> NoReturn:
    """A usage error: exit code 2, the message on stderr."""
    raise click.UsageError(clean(message))


def echo(text: str = "") -> None:
    """One line of the answer, on stdout, inert in a terminal."""
    click.echo(text)


def style(text: str, **how: bool | str | None) -> str:
    """Text with colour, cleaned before: click takes the colour out where there is no terminal."""
    return click.style(clean(text), **how)  # type: ignore[arg-type]
