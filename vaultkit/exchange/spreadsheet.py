"""A vault to tables for a spreadsheet, none of whose cells it would reckon with."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import StringIO
from types import MappingProxyType

from vaultkit.agenda import Agenda
from vaultkit.contact_log import LogEntry
from vaultkit.exchange.text import plain
from vaultkit.links import Link
from vaultkit.notes.contact import Contact
from vaultkit.notes.fields import FIELDS
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Advice, Note, Question
from vaultkit.notes.values import Value, When
from vaultkit.vault import Vault

Row = tuple[str, ...]
# What makes a spreadsheet take a cell for a formula; a quote before it keeps it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def write_tables(vault: Vault, agenda: Agenda) -> dict[str, bytes]:
    """Every table by name."""
    return {name: write_table(vault, agenda, name) for name in TABLES}


def write_table(vault: Vault, agenda: Agenda, name: str) -> bytes:
    """One of TABLES as CSV: UTF-8 with a BOM, so that spreadsheets read names right."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in TABLES[name](vault, agenda):
        writer.writerow([guard(cell) for cell in row])
    return ("\ufeff" + out.getvalue()).encode("utf-8", "replace")


# Where a spreadsheet that expects other marks between cells would begin a new one.
_INSIDE = re.compile("(?<=[;\\t\\n])(?=[=+\\-@\uff1d\uff0b\uff0d\uff20])")


def guard(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, not even one that parts it elsewhere."""
    text = _INSIDE.sub(" ", plain(cell))
    return f"'{text}" if text.startswith(_FORMULA) else text


def _say(value: Value | None) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Link():
            return value.target
        case When():
            return f"{value.day} {value.time:%H:%M}" if value.time else str(value.day)
        case tuple():
            return "; ".join(map(str, value))
    return str(value)


def _fields(kind: str) -> Row:
    return tuple(spec.name for spec in FIELDS[kind] if spec.name != "name")


def _notes(kind: str, notes: Iterable[Note]) -> Iterator[Row]:
    names = _fields(kind)
    yield ("name", *names, "path")
    for note in notes:
        cells = (_say(note.values.by_name.get(name)) for name in names)
        yield (note.name, *cells, note.path)


def _contacts(vault: Vault, agenda: Agenda) -> Iterator[Row]:
    rows = _notes("contact", vault.contacts)
    yield (*next(rows), "stage", "last_touch", "next_action", "next_due")
    for contact, row in zip(vault.contacts, rows, strict=True):
        standing, one = agenda.standings[contact.path], agenda.next_of(contact)
        touch = str(standing.last_touch.day) if standing.last_touch else ""
        due = str(one.due or "") if one else ""
        yield (*row, standing.stage.value, touch, one.action if one else "", due)


def _companies(vault: Vault, agenda: Agenda) -> Iterator[Row]:
    return _notes("company", vault.companies)


def _interviews(vault: Vault, agenda: Agenda) -> Iterator[Row]:
    return _notes("interview", vault.interviews)


def _trips(vault: Vault, agenda: Agenda) -> Iterator[Row]:
    return _notes("trip", vault.trips)


def _followups(vault: Vault, agenda: Agenda) -> Iterator[Row]:
    yield (
        "status",
        "action",
        "rule",
        "contact",
        "opens",
        "due",
        "summary",
        "reason",
        "path",
        "line",
    )
    for one in agenda.followups:
        days = (str(one.opens or ""), str(one.due or ""))
        name = one.contact.name if one.contact else ""
        place = (one.path, str(one.line))
        yield (one.status.value, one.action, one.rule, name, *days, one.summary, one.reason, *place)


def _log(vault: Vault, agenda: Agenda) -> Iterator[Row]:
    yield ("date", "time", "name", "kind", "link", "words", "path", "line")
    entries = [(entry, note) for note in (*vault.contacts, *vault.companies)
               for entry in note.log.entries]  # fmt: skip
    for entry, note in sorted(entries, key=lambda pair: (pair[0].day, pair[0].time, pair[0].place)):
        words = "\n".join((entry.words, *entry.below))
        place = (entry.path, str(entry.line))
        yield (str(entry.day), entry.time, note.name, entry.word, _link(entry), words, *place)


def _link(entry: LogEntry) -> str:
    return "" if entry.words.startswith("[[") else entry.link


_STATES = {" ": "open", "x": "done", "X": "done", "-": "dropped", ">": "later"}


def _questions(vault: Vault, agenda: Agenda) -> Iterator[Row]:
    yield ("contact", "subject", "question", "state", "id", "flags", "answer", "path", "line")
    asked: list[tuple[str, Question]] = [
        ("", one) for bank in vault.banks for one in bank.questions
    ]
    asked += [
        (_contact_name(vault, talk), one) for talk in vault.interviews for one in talk.questions
    ]
    for name, one in asked:
        flags, answer = " ".join(sorted(one.flags)), "\n".join(one.answer)
        cells = (one.group, one.words, _STATES.get(one.mark, "open"), one.id, flags, answer)
        yield (name, *cells, one.path, str(one.line))


def _advice(vault: Vault, agenda: Agenda) -> Iterator[Row]:
    yield ("giver", "advice", "state", "applied", "outcome", "path", "line")
    given: list[tuple[str, Advice]] = [
        (note.name, one) for note in vault.contacts for one in note.advice
    ]
    given += [(_contact_name(vault, talk), one) for talk in vault.interviews for one in talk.advice]
    for name, one in given:
        state, day = _STATES.get(one.mark or " ", "open"), str(one.applied or "")
        yield (name, one.words, state, day, "\n".join(one.outcome), one.path, str(one.line))


def _leads(vault: Vault, agenda: Agenda) -> Iterator[Row]:
    yield ("lead", "named_by", "date", "note", "path", "line")
    found = {
        (one.path, one.line): one
        for standing in agenda.standings.values()
        for one in standing.named
    }
    for place, one in sorted(found.items()):
        note = one.contact.path if one.contact else ""
        yield (one.name, one.namer.name, str(one.day or ""), note, place[0], str(place[1]))


def _contact_name(vault: Vault, talk: Interview) -> str:
    contact: Contact | None = vault.contact_of(talk)
    return contact.name if contact else talk.contact.target if talk.contact else ""


TABLES: Mapping[str, Callable[[Vault, Agenda], Iterator[Row]]] = MappingProxyType(
    {
        "contacts": _contacts,
        "companies": _companies,
        "interviews": _interviews,
        "trips": _trips,
        "followups": _followups,
        "log": _log,
        "questions": _questions,
        "advice": _advice,
        "leads": _leads,
    }
)
