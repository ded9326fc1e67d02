"""`vaultkit show WHO`: one card, with what is due and what happened."""

import click

from vaultkit.agenda import make_rows
from vaultkit.cli.context import Context, find_one, pass_context
from vaultkit.cli.due_command import say_window
from vaultkit.cli.json_output import row_as_json, write_json
from vaultkit.cli.options import echo, style
from vaultkit.contact_log import LogEntry, write_entry
from vaultkit.notes.contact import Contact
from vaultkit.notes.note import LoggedNote, Note

# A card shows so many log entries; the file has them all.
RECENT = 12


@click.command("show")
@click.argument("who", metavar="WHO", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_context
def command(context: Context, who: tuple[str, ...], as_json: bool) -> None:
    """One card: fields, what is due, what happened, who links here.

    WHO is a name, an alias, an e-mail address, or the start of a name.
    """
    notes = context.loaded.vault.notes.values()
    people = [note for note in notes if isinstance(note, Contact)]
    note = _find(context, people, list(notes), " ".join(who))
    if as_json:
        _write_as_json(context, note)
    else:
        _write_card(context, note)


def _find(context: Context, people: list[Contact], notes: list[Note], who: str) -> Note:
    """A contact before any other note of that name."""
    from vaultkit.names import find_who

    match = find_who(people, who)
    if len(match.notes) == 1 and not match.guessed:
        return match.notes[0]
    return find_one(context, people if len(match.notes) > 1 else notes, who)


def _write_as_json(context: Context, note: Note) -> None:
    agenda = context.agenda
    fields = {field.name: [text.text for text in field.values] for field in note.document.fields}
    stage, followups = None, []
    if isinstance(note, Contact):
        stage = agenda.standings[note.path].stage.value
        followups = [row_as_json(one) for one in make_rows(agenda.of(note))]
    write_json(
        "show",
        kind=note.kind,
        name=note.name,
        path=note.path,
        stage=stage,
        fields=fields,
        followups=followups,
        log=[_entry_as_json(entry) for entry in _entries(note)],
        backlinks=[one.path for one in context.loaded.vault.backlinks(note)],
    )


def _entry_as_json(entry: LogEntry) -> dict[str, object]:
    return {
        "date": entry.day.isoformat(),
        "time": entry.time or None,
        "kind": entry.kind,
        "link": entry.link or None,
        "words": entry.words,
        "line": entry.line,
    }


def _entries(note: Note) -> tuple[LogEntry, ...]:
    return tuple(reversed(note.log.entries)) if isinstance(note, LoggedNote) else ()


def _write_card(context: Context, note: Note) -> None:
    agenda = context.agenda
    stage = f"  {agenda.standings[note.path].stage.value}" if isinstance(note, Contact) else ""
    echo(f"{style(note.name, bold=True)}{style(stage, dim=True)}")
    for field in note.document.fields:
        if field.values and field.name not in ("name", "type"):
            values = ", ".join(text.text.strip() for text in field.values)
            echo(f"  {style(field.name, dim=True)}: {style(values)}")
    if isinstance(note, Contact):
        for one in agenda.of(note):
            echo(
                f"{style(one.summary, bold=True)}  {style(say_window(agenda.today, one), dim=True)}"
            )
            echo(f"  {style(one.reason)}")
    entries = _entries(note)
    if entries:
        echo(style("Log", bold=True))
    for entry in entries[:RECENT]:
        echo(f"  {style(write_entry(entry))}")
    if len(entries) > RECENT:
        echo(f"  {len(entries) - RECENT} earlier")
    echo(style(note.path, dim=True))
