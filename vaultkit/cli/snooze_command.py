"""`vaultkit snooze`: a day of your own to get back to somebody."""

from datetime import date

import click

from vaultkit import changes
from vaultkit.cli.context import Context, find_one_to_write, pass_context
from vaultkit.cli.options import echo, fail, read_coming_day_or_fail, style
from vaultkit.cli.writing import dry_run_option, say_next, split_name, write
from vaultkit.dates import Calendar, read_day, say_weekday
from vaultkit.editing import Source, clear_field, reread, set_field
from vaultkit.notes.note import Note


@click.command("snooze")
@click.argument("who", metavar="WHO")
@click.argument("day", metavar="[D]", nargs=-1)
@click.option("--what", metavar="WORDS", help="What to do that day.")
@click.option("--off", is_flag=True, help="Take the day away again.")
@dry_run_option
@pass_context
def command(
    context: Context, who: str, day: tuple[str, ...], what: str | None, off: bool, dry_run: bool
) -> None:
    """Get back to WHO on day D: until then nothing is asked of you that you would do of yourself.

    \b
    vaultkit snooze ruth +2w
    vaultkit snooze ruth "13 oct" --what "ask about the survey"
    vaultkit snooze ruth --off

    Sets `next` (and `next_what`) in the note. Answers, meetings and thanks are still asked for.
    """
    words = [who, *day]
    calendar = Calendar()
    cut = split_name(
        words, lambda rest: read_day(" ".join(rest), context.today, calendar) is not None
    )
    cut = len(words) if off else cut
    note = find_one_to_write(context, context.loaded.vault.contacts, " ".join(words[:cut]))
    typed = " ".join(words[cut:])
    if off:
        _clear(context, note, dry_run)
    elif not typed:
        fail("until when? For example: vaultkit snooze ruth +2w, or --off")
    else:
        until = read_coming_day_or_fail(typed, context.today, context.loaded.settings.calendar)
        _set(context, note, until, what, dry_run)


def _set(context: Context, note: Note, until: date, what: str | None, dry_run: bool) -> None:
    if until < context.today:
        fail(f"{say_weekday(until, context.today)} lies before today; give a day to come")

    def edit(source: Source) -> str:
        text = set_field(source, "next", str(until))
        return set_field(reread(source, text), "next_what", what) if what else text

    wanted = [changes.edit_note(note.path, edit)]
    if write(context, wanted, f"snooze {note.name} until {until}", dry_run):
        day = style(say_weekday(until, context.today), bold=True)
        echo(f"{style(note.name, bold=True)}  until {day}")
        say_next(context, note)


def _clear(context: Context, note: Note, dry_run: bool) -> None:
    def edit(source: Source) -> str:
        return clear_field(reread(source, clear_field(source, "next")), "next_what")

    wanted = [changes.edit_note(note.path, edit)]
    if write(context, wanted, f"snooze {note.name} --off", dry_run):
        echo(f"{style(note.name, bold=True)}  no day of your own any more")
        say_next(context, note)
