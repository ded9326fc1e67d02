"""`vaultkit list KIND`: a table of one kind of note."""

from collections.abc import Callable, Mapping

import click

from vaultkit.agenda import Agenda
from vaultkit.cli.context import Context, pass_context, read_kind_or_fail
from vaultkit.cli.json_output import write_json
from vaultkit.cli.tables import write_table
from vaultkit.notes import KINDS
from vaultkit.notes.company import Company
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Note
from vaultkit.notes.trip import Trip
from vaultkit.vault import Vault


@click.command("list")
@click.argument("kind", metavar="KIND")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_context
def command(context: Context, kind: str, as_json: bool) -> None:
    """A table of one kind of note.

    KIND is contact, company, interview, trip, questions, letter or note.
    """
    kind = read_kind_or_fail(kind)
    vault = context.loaded.vault
    agenda = context.agenda
    describe = _ROWS.get(kind, _describe_note)
    items = [describe(vault, agenda, note) for note in vault.notes.values() if note.kind == kind]
    items.sort(key=lambda item: str(item["name"]).casefold())
    if as_json:
        write_json("list", kind=kind, items=items)
    elif items:
        header = [name for name in items[0] if name != "path"]
        write_table(header, [[_show(item[name]) for name in header] for item in items])
    else:
        folder = KINDS[kind][0] or "."
        context.talk(f"None yet. {_EXPECTED.format(kind=kind, folder=folder)}")


_EXPECTED = "Kind {kind}: a file of {folder}/ that starts with two `---` lines."


def _describe_contact(vault: Vault, agenda: Agenda, note: Note) -> dict[str, object]:
    assert isinstance(note, Contact)
    standing, first = agenda.standings[note.path], agenda.next_of(note)
    touch = standing.last_touch
    step = {"action": first.action, "due": _iso(first.due)} if first else None
    return {
        "name": note.name,
        "path": note.path,
        "stage": standing.stage.value,
        "last_touch": _iso(touch.day if touch else None),
        "company": vault.company_name(note),
        "next": step,
    }


def _describe_company(vault: Vault, agenda: Agenda, note: Note) -> dict[str, object]:
    assert isinstance(note, Company)
    people = [one.name for one in vault.staff_of(note)]
    return {
        "name": note.name,
        "path": note.path,
        "field": note.field,
        "city": list(note.cities),
        "contacts": people,
    }


def _describe_interview(vault: Vault, agenda: Agenda, note: Note) -> dict[str, object]:
    assert isinstance(note, Interview)
    contact = vault.contact_of(note)
    when = note.when
    time = f"T{when.time:%H:%M}" if when and when.time else ""
    return {
        "name": note.name,
        "path": note.path,
        "contact": contact.name if contact else None,
        "when": f"{when.day}{time}" if when else None,
        "status": note.status,
        "mode": note.mode,
        "place": note.place,
    }


def _describe_trip(vault: Vault, agenda: Agenda, note: Note) -> dict[str, object]:
    assert isinstance(note, Trip)
    days = {"start": _iso(note.start), "end": _iso(note.end)}
    return {"name": note.name, "path": note.path, "city": note.city, **days}


def _describe_note(vault: Vault, agenda: Agenda, note: Note) -> dict[str, object]:
    return {"name": note.name, "path": note.path, "tags": list(note.tags)}


_ROWS: Mapping[str, Callable[[Vault, Agenda, Note], dict[str, object]]] = {
    "contact": _describe_contact,
    "company": _describe_company,
    "interview": _describe_interview,
    "trip": _describe_trip,
}


def _iso(day: object) -> str | None:
    return str(day) if day else None


def _show(value: object) -> str:
    match value:
        case None:
            return "-"
        case dict():
            due = value.get("due")
            return f"{value['action']} by {due}" if due else str(value["action"])
        case list():
            return ", ".join(map(str, value)) or "-"
        case _:
            return str(value)
