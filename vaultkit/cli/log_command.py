"""`vaultkit log`: one line for what happened, in its place, and what is due next."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import click

from vaultkit import changes
from vaultkit.cli.booking import Talk, add_talk, find_talk
from vaultkit.cli.context import Context, find_one_to_write, pass_context
from vaultkit.cli.new_values import MODES
from vaultkit.cli.options import echo, fail, read_coming_day_or_fail, style
from vaultkit.cli.writing import (
    dry_run_option,
    read_past_day_or_fail,
    read_time_or_fail,
    read_words,
    say_next,
    split_name,
    undo,
    write,
)
from vaultkit.contact_log import KINDS, LogEntry, list_words, write_entry
from vaultkit.dates import say_weekday
from vaultkit.diagnostics import VaultkitError, find_nearest
from vaultkit.editing import Source, add_entry, entry_lines, make_entry, reread, set_field
from vaultkit.names import find_who
from vaultkit.notes import find_folder_kind
from vaultkit.notes.contact import Contact
from vaultkit.notes.leads import read_bare_name
from vaultkit.notes.note import LoggedNote, Note
from vaultkit.settings import Settings


class Options(NamedTuple):
    """What was typed behind the words."""

    on: str | None
    at: str | None
    next_day: str | None
    talk: Talk
    dry_run: bool


@click.command("log")
@click.argument("who", metavar="WHO", required=False)
@click.argument("kind", metavar="KIND", required=False)
@click.argument("words", metavar="[WORDS|-]", nargs=-1)
@click.option("--on", metavar="D", help="The day it happened; today unless given.")
@click.option("--at", metavar="TIME", help="The time of day, such as 14:30.")
@click.option("--next", "next_day", metavar="D", help="Get back to them on that day.")
@click.option(
    "--when", metavar="DAY", help="With booked: makes the note of the talk, and links it."
)
@click.option("--place", metavar="PLACE", help="With --when: an address, number or link.")
@click.option("--mode", type=click.Choice(MODES), help="With --when: how you meet.")
@click.option(
    "--minutes", metavar="N", type=click.IntRange(1, 1440), help="With --when: minutes asked for."
)
@click.option("--edit", is_flag=True, help="Open the note of the talk; met makes one if need be.")
@click.option("--undo", "take_back", is_flag=True, help="Take back the last change of vaultkit.")
@dry_run_option
@pass_context
def command(
    context: Context,
    /,
    who: str | None,
    kind: str | None,
    words: tuple[str, ...],
    on: str | None,
    at: str | None,
    next_day: str | None,
    when: str | None,
    edit: bool,
    take_back: bool,
    dry_run: bool,
    **fields: str | int | None,
) -> None:
    """Log what happened with WHO, and hear what is due next.

    \b
    vaultkit log ruth letter
    vaultkit log "Ruth Okafor" call "spoke of maps" --on yesterday --at 14:30
    vaultkit log ruth booked --when "13 oct 14:00" --place "Tern Press, Leeds"
    vaultkit log --undo

    WHO is a name, an alias, an e-mail address, or the start of a name. KIND is one of: letter
    email message questions thanks update · call voicemail relayed no-answer · feeler permission ·
    reply wrote agreed booked declined later bounced · met cancelled missed · referral snafu note.
    WORDS are free; `-` reads them from stdin, further lines go below the first.
    """
    if take_back:
        undo(context, who, dry_run)
        return
    if who is None or kind is None:
        fail('who and what? For example: vaultkit log "Ruth Okafor" call "spoke of maps"')
    typed = [who, kind, *words]
    settings = context.loaded.settings
    cut = split_name(typed, lambda rest: _is_kind(rest[0], settings))
    word = _read_kind(typed[cut], settings)
    note = _find(context, " ".join(typed[:cut]))
    talk = Talk(when, {name: str(value) for name, value in fields.items() if value}, edit)
    options = Options(on, at, next_day, talk, dry_run)
    _log(context, note, word, read_words(typed[cut + 1 :]), options)


def _find(context: Context, who: str) -> LoggedNote:
    notes = context.loaded.vault.notes.values()
    logged = [one for one in notes if isinstance(one, LoggedNote)]
    _check_plain(notes, logged, who)
    note = find_one_to_write(context, logged, who)
    assert isinstance(note, LoggedNote)  # no other was asked for
    return note


def _check_plain(notes: Iterable[Note], logged: Iterable[Note], who: str) -> None:
    """A note in contacts/ without front matter is no contact: say so, rather than unknown."""
    if find_who(logged, who).notes:
        return
    folders = ("contact", "company")
    found = find_who((one for one in notes if find_folder_kind(one.path) in folders), who)
    for note in () if found.guessed else found.notes:
        raise VaultkitError(
            f"{note.path}:1: no front matter, so it has no log; start the note with two `---` lines"
        )


def _is_kind(word: str, settings: Settings) -> bool:
    return word.casefold() in list_words(settings.kinds)


def _read_kind(word: str, settings: Settings) -> str:
    """A log word as it is written; exit code 2 with the nearest for one that nobody knows."""
    if _is_kind(word, settings):
        return word.casefold()
    near = find_nearest(word, list_words(settings.kinds))
    hint = f'; nearest is "{near}"' if near else f"; expected one of {', '.join(KINDS)}"
    return fail(f'no kind of entry "{word}"{hint} (a name of several words may want quotes)')


def _log(context: Context, note: LoggedNote, word: str, words: str, options: Options) -> None:
    settings, today = context.loaded.settings, context.today
    day = read_past_day_or_fail(context, options.on) if options.on else today
    time = read_time_or_fail(options.at) if options.at else ""
    entry = _make_entry(context, day, time, word, words)
    entry, made = add_talk(context, note, entry, options.talk)
    next_day = _read_next(context, note, options.next_day)

    def edit(source: Source) -> str:
        text = add_entry(source, entry, settings)
        return set_field(reread(source, text), "next", str(next_day)) if next_day else text

    _say_remarks(context, note, entry)
    wanted = [changes.edit_note(note.path, edit), *([made.change] if made else [])]
    what = f"log {note.name} {word} of {day}"
    if write(context, wanted, what, options.dry_run, entry_lines(entry)):
        _say_entry(context, note, entry)
        if made:
            echo(f"  {style(made.path, dim=True)}")
        say_next(context, note)
        _open_talk(context, note, entry, options.talk)


def _open_talk(context: Context, note: LoggedNote, entry: LogEntry, talk: Talk) -> None:
    if not talk.edit:
        return
    interview = find_talk(context, note, entry)
    if interview is None:
        context.talk("No note of a talk belongs to this entry; nothing to open.")
        return
    from vaultkit.cli.edit_command import find_writing_line, open_note

    open_note(context, interview, find_writing_line(interview))


def _make_entry(context: Context, day: date, time: str, word: str, words: str) -> LogEntry:
    kind = context.loaded.settings.kinds.get(word, word)
    entry = make_entry(day, time, word, kind, words)
    if kind == "referral" and not entry.link and (name := read_bare_name(entry.words)):
        rest = entry.words.partition(name)[2].strip(" ,:")
        return entry._replace(link=name, words=rest) if entry.words.startswith(name) else entry
    return entry


def _read_next(context: Context, note: LoggedNote, text: str | None) -> date | None:
    if text is None:
        return None
    if not isinstance(note, Contact):
        fail("--next is for contacts; a company has no day of its own")
    day = read_coming_day_or_fail(text, context.today, context.loaded.settings.calendar)
    if day < context.today:
        context.talk(f"--next: {say_weekday(day, context.today)} lies before today.")
    return day


def _say_remarks(context: Context, note: LoggedNote, entry: LogEntry) -> None:
    from vaultkit.remarks import find_remarks

    loaded = context.loaded
    for remark in find_remarks(loaded.vault, loaded.settings, note, entry, context.today):
        context.talk(remark)


def _say_entry(context: Context, note: LoggedNote, entry: LogEntry) -> None:
    """The line as it stands in the file, its day as people say it."""
    day = style(say_weekday(entry.day, context.today), dim=True)
    line = write_entry(entry).partition(" ")[2]
    echo(f"{style(note.name, bold=True)}  {day}  {style(line)}")
