"""Where a log and an interview tell different stories of one meeting."""

from collections.abc import Iterator

from vaultkit.checks.scene import Scene, at_field
from vaultkit.contact_log import LogEntry
from vaultkit.dates import say_day
from vaultkit.diagnostics import Diagnostic, make_diagnostic
from vaultkit.notes.company import Company
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Note

_OFF = ("cancelled", "missed")
_DECISIVE = ("booked", "met", *_OFF)


def check_agreement(scene: Scene, note: Note) -> Iterator[Diagnostic]:
    """The status of an interview against its entries; entries about an interview that is none."""
    if isinstance(note, Contact):
        yield from _check_targets(scene, note)
    elif isinstance(note, Interview) and (contact := scene.vault.contact_of(note)):
        entries = [
            one
            for one in scene.standing(contact).entries
            if one.kind in _DECISIVE and _is_about(scene, contact, one, note)
        ]
        yield from _check_status(scene, note, entries)
        yield from _check_undone(scene, entries)


def _is_about(scene: Scene, contact: Contact, entry: LogEntry, note: Interview) -> bool:
    if entry.link:
        return scene.vault.linked_interview(contact, entry) is note
    return entry.kind == "met" and note.when is not None and entry.day == note.when.day


def _check_targets(scene: Scene, contact: Contact) -> Iterator[Diagnostic]:
    """`booked [[Ruth Okafor]]`: a meeting is an interview note, not a person or a firm."""
    for entry in contact.log.entries:
        found = scene.vault.find(entry.link) if entry.link and entry.kind in _DECISIVE else None
        wrong = Contact if entry.kind == "met" else (Contact, Company)
        if isinstance(found, wrong):
            message = f"{entry.word} leads to {found.path}, a {found.kind}; expected an interview"
            yield make_diagnostic("link-kind", entry.path, entry.line, entry.column, message)


def _check_status(scene: Scene, note: Interview, entries: list[LogEntry]) -> Iterator[Diagnostic]:
    last = entries[-1] if entries else None
    if note.status == "missed" and note.when and note.when.day > scene.today:
        day = say_day(note.when.day, scene.today)
        message = f"status is missed, but {day} lies ahead; mend one of them"
        yield at_field("date-order", note, "status", message)
    elif last and _differ(note.status, last.kind):
        day = say_day(last.day, scene.today)
        message = f"status is {note.status}, but {last.path} says {last.word} on {day}"
        yield at_field("link-one-sided", note, "status", f"{message}; mend one of them")


def _differ(status: str, kind: str) -> bool:
    return (status in _OFF and kind == "met") or (status == "held" and kind in _OFF)


def _check_undone(scene: Scene, entries: list[LogEntry]) -> Iterator[Diagnostic]:
    """Called off before it was booked, when nothing stands before that."""
    if len(entries) > 1 and entries[0].kind in _OFF and entries[1].kind == "booked":
        first, booked = entries[0], entries[1]
        message = (
            f"{first.word} on {say_day(first.day, scene.today)}, before it was booked on "
            f"{say_day(booked.day, scene.today)}; mend one of the dates"
        )
        yield make_diagnostic("date-order", first.path, first.line, first.column, message)
