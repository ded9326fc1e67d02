"""What commands that write have in common: whom a few words name, what is said before and after."""

import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta

import click

from vaultkit import changes
from vaultkit.agenda import find_owed
from vaultkit.cli.context import Context, find_one_to_write
from vaultkit.cli.due_command import say_window
from vaultkit.cli.options import clean, echo, fail, read_day_or_fail, style
from vaultkit.cli.tables import echo_folded
from vaultkit.dates import WEEKDAYS, shift
from vaultkit.diagnostics import VaultkitError
from vaultkit.names import find_who
from vaultkit.notes import read_note
from vaultkit.notes.contact import Contact
from vaultkit.notes.note import LoggedNote, Note
from vaultkit.standings import make_standings

_TIME = re.compile(r"(\d{1,2}):(\d\d)")
# A day without its year this far ahead was last year's (for what has happened already).
_HALF_A_YEAR = timedelta(days=183)

dry_run_option = click.option(
    "-n", "--dry-run", is_flag=True, help="Show what would change, write nothing."
)


def split_name(words: Sequence[str], is_rest: Callable[[Sequence[str]], bool]) -> int:
    """How many of the words are a name: as few as leave a rest that makes sense, else one.

    So that a name of two words needs no quotes.
    """
    return next((n for n in range(1, min(len(words), 6)) if is_rest(words[n:])), 1)


def find_first_to_write(
    context: Context, first: Iterable[Note], others: Iterable[Note], text: str, what: str
) -> Note:
    """The note a name means: one of the first kind, when any is called so, before all others."""
    first, others = tuple(first), tuple(others)
    match = find_who(first, text)
    named = bool(match.notes) and not match.guessed
    return find_one_to_write(context, first if named else others, text, what)


# Bytes that may come on stdin: no log entry holds as many, and some pipes send for ever.
MOST_WORDS = 1_000_000


def read_words(words: Sequence[str]) -> str:
    """Words as typed; a lone `-` takes them from stdin."""
    if tuple(words) != ("-",):
        return " ".join(words)
    if sys.stdin.isatty():
        click.echo("The words, then Ctrl-D on a line of its own:", err=True)
    data = sys.stdin.buffer.read(MOST_WORDS + 1)
    if len(data) > MOST_WORDS:
        fail(f"more than {MOST_WORDS // 1000} kB came on stdin; nothing written")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{data[error.start]:02x} on line {line} of stdin is not UTF-8"
        fail(f"{found}; send the words as UTF-8, nothing written")
    return text if text.strip() else fail("no words came on stdin, which - reads; nothing written")


def read_past_day_or_fail(context: Context, text: str) -> date:
    """A day on which something happened: a weekday is the last one, `28 dec` in January last year.

    A day that is written with its year, or as +3d, is taken as it is.
    """
    day = read_day_or_fail(text, context.today, context.loaded.settings.calendar)
    word = text.strip().casefold()
    if day <= context.today:
        return day
    if len(word) >= 3 and any(name.casefold().startswith(word) for name in WEEKDAYS):
        return shift(day, -7)
    if re.fullmatch(r"\d{1,2} [a-z]+", word) and day - context.today > _HALF_A_YEAR:
        return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)
    return day


def read_time_or_fail(text: str) -> str:
    """A time of day as `09:40`; exit code 2 when it is none."""
    found = _TIME.fullmatch(text.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        fail(f'"{text}" is no time of day; expected one such as 14:30')
    return f"{int(found[1]):02d}:{found[2]}"


def write(
    context: Context,
    wanted: Sequence[changes.Change],
    what: str,
    dry_run: bool,
    typed: Iterable[str] = (),
) -> bool:
    """Carry changes out and take them into the vault at hand; False when only shown.

    When they cannot be written, what the person typed is told, so that it is not lost.
    """
    try:
        done = changes.change_notes(context.loaded.root, wanted, what, dry_run)
    except VaultkitError:
        for line in typed:
            click.echo(clean(f"not written: {line}"), err=True)
        raise
    if dry_run:
        _show_diffs(done)
        return False
    take_in(context, {one.path: one.after for one in done})
    return True


def take_in(context: Context, after: Mapping[str, bytes | None]) -> None:
    """Let the vault at hand hold what was just written."""
    loaded = context.loaded
    for path, data in after.items():
        note = read_note(path, data, loaded.settings)[0] if data is not None else None
        loaded.vault.replace(path, note)


def say_next(context: Context, note: Note) -> None:
    """What is due next for a contact, as the last words of a command that wrote."""
    loaded, today = context.loaded, context.today
    now = loaded.vault.note(note.path)
    if not isinstance(now, Contact):
        return
    standings = make_standings(loaded.vault, today)
    one = next(iter(find_owed(loaded.vault, loaded.settings, standings, now)), None)
    if one is None:
        echo(style(f"Nothing is due for {now.name}.", dim=True))
        return
    echo(f"Next: {style(one.summary, bold=True)}  {style(say_window(today, one), dim=True)}")
    echo_folded(one.reason, "  ", dim=True)


def _show_diffs(done: Iterable[changes.Changed]) -> None:
    for one in done:
        if diff := changes.show_diff(one):
            echo(clean(diff))


def undo(context: Context, who: str | None, dry_run: bool) -> None:
    """Take back the last change that vaultkit made, whichever command made it.

    When somebody is named, only if it is a change of theirs; a dry run shows what would come back.
    """
    every = context.loaded.vault.notes.values()
    people = (one for one in every if isinstance(one, LoggedNote))
    of = find_first_to_write(context, people, every, who, "note").path if who else ""
    what, done = changes.undo_change(context.loaded.root, of, dry_run)
    if dry_run:
        context.talk(f"Would be undone: {what}")
        _show_diffs(done)
        return
    echo(f"Undone: {style(what, bold=True)}")
    for one in done:
        gone = " (gone again)" if one.after is None else ""
        echo(f"  {style(one.path + gone, dim=True)}")
