"""The interview note that belongs to an entry: made with `booked`, found for `met` and others."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from vaultkit.cli.context import Context
from vaultkit.cli.new_values import read_when_or_fail
from vaultkit.cli.options import fail
from vaultkit.contact_log import LogEntry
from vaultkit.dates import say_weekday
from vaultkit.making import NewNote, plan_interview
from vaultkit.meetings import day_of, find_interview_of, find_meetings, link_of
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import LoggedNote, stem
from vaultkit.notes.values import When


class Talk(NamedTuple):
    """What was typed about the talk: its day and time, its fields, whether to open its note."""

    when: str | None
    fields: Mapping[str, str]
    edit: bool


def add_talk(
    context: Context, note: LoggedNote, entry: LogEntry, talk: Talk
) -> tuple[LogEntry, NewNote | None]:
    """The entry linked to its interview, and the note of that when it is to be made."""
    _check_use(note, entry, talk)
    if entry.link or not isinstance(note, Contact):
        return entry, None
    vault = context.loaded.vault
    if talk.when is not None:
        calendar = context.loaded.settings.calendar
        when = read_when_or_fail(talk.when, context.today, calendar)
        _say_order(context, when, entry)
        found = _find_planned(context, note, when)
    else:
        when = When(entry.day)
        found = find_interview_of(vault, note, entry.kind, entry.day)
        if found is None and talk.edit:
            found = _find_of_day(context, note, entry.day)
    if found is not None:
        return entry._replace(link=link_of(vault, found)), None
    if talk.when is None and not (talk.edit and entry.kind == "met"):
        return entry, None
    made = plan_interview(context.loaded, note, when, talk.fields, context.today)
    for problem in made.problems:
        fail(problem.message)
    return entry._replace(link=stem(made.path)), made


def _say_order(context: Context, when: When, entry: LogEntry) -> None:
    if when.day < entry.day:
        day, fixed = (say_weekday(one, context.today) for one in (when.day, entry.day))
        context.talk(f"The talk on {day} lies before {fixed}, the day it was fixed; see --on.")


def _check_use(note: LoggedNote, entry: LogEntry, talk: Talk) -> None:
    if talk.when is not None and (entry.kind != "booked" or not isinstance(note, Contact)):
        fail("--when makes the note of a talk: it goes with booked, and with a contact")
    if talk.fields and talk.when is None:
        fail(f"--{next(iter(talk.fields))} goes with --when, the day and time of the talk")


def _find_of_day(context: Context, contact: Contact, day: date) -> Interview | None:
    notes = context.loaded.vault.interviews_of(contact)
    return next((one for one in notes if one.when and day_of(one) == day), None)


def _find_planned(context: Context, contact: Contact, when: When) -> Interview | None:
    """A note for a talk on that day that is there already; others ahead are told."""
    vault = context.loaded.vault
    notes = [note for note in vault.interviews_of(contact) if note.when]
    same = [one for one in notes if day_of(one) == when.day and one.status != "cancelled"]
    for talk in find_meetings(vault, contact, context.today):
        one = talk.interview
        if one and not talk.took_place and day_of(one) != when.day:
            day = say_weekday(day_of(one), context.today)
            context.talk(f"A talk on {day} stands too ({one.path}); if it is off, log cancelled.")
    if same:
        then = same[0].when.time if same[0].when else None
        at = f", at {then:%H:%M}" if then and then != when.time else ""
        context.talk(f"{same[0].path} is there already{at}; it stays as it is.")
    return same[0] if same else None


def find_talk(context: Context, note: LoggedNote, entry: LogEntry) -> Interview | None:
    """The interview an entry links to, once all is written."""
    now = context.loaded.vault.note(note.path)
    return context.loaded.vault.linked_interview(now, entry) if isinstance(now, Contact) else None
