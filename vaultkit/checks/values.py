"""Values that are text to the format and nonsense to a person: addresses, zones, files, leave."""

import re
from collections.abc import Iterator

from vaultkit.checks.scene import Scene, at_field
from vaultkit.diagnostics import Diagnostic, find_near, find_nearest
from vaultkit.notes.contact import Contact
from vaultkit.notes.fields import FIELDS
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Note
from vaultkit.notes.profile import Profile

_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>.]+|.*<[^\s@<>]+@[^\s@<>]+\.[^\s@<>.]+>")
_WEBSITE = re.compile(r"(?:https?://)?[^\s/.]+(?:\.[^\s/.]+)+(?:[/?#]\S*)?|\[[^\]]*\]\(\S+\)|<\S+>")
# The shortest number anybody can dial from a desk.
_DIGITS = 3
# A day of looking over somebody's shoulder is a long talk; more minutes are a slip.
LONGEST_TALK = 12 * 60
STAGES = ("now", "graduating", "starting")
EXPECTED = {
    "email": "an address such as ruth@harbour.example",
    "phone": "a number to dial; what else there is to say goes into the text",
    "website": "an address such as harbour.example/people",
    "timezone": "a zone such as Europe/Lisbon",
}


def check_values(scene: Scene, note: Note) -> Iterator[Diagnostic]:
    """Fields whose text cannot be what it is for."""
    for field, expected in EXPECTED.items():
        text = note.values.text(field)
        if text and not _READS[field](text):
            message = f'{field} is "{text[:60]}"; expected {expected}'
            yield at_field("field-odd", note, field, message)
    if isinstance(note, Interview):
        minutes = note.values.number("minutes")
        if minutes is not None and not 0 < minutes <= LONGEST_TALK:
            message = f"minutes is {minutes}; expected how long you ask for, such as 30"
            yield at_field("field-odd", note, "minutes", message)
    if isinstance(note, Contact):
        yield from _check_private(note)
        if note.cadence == 0:
            message = "cadence is 0; expected days between updates, such as 90"
            yield at_field("field-odd", note, "cadence", message)
        yield from _check_leave(note)
    if isinstance(note, Profile):
        yield from _check_resume(scene, note)
        yield from _check_stage(note)


_OFFSET = re.compile(r"(?:UTC|GMT)?[+-]\d{1,2}(?::?\d\d)?")


def _is_zone(text: str) -> bool:
    return _knows_zone(text) or bool(_OFFSET.fullmatch(text)) or not _knows_zone("Europe/London")


def _knows_zone(text: str) -> bool:
    """Whether the zone database has it; without a database it knows none."""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(text)
    except (OSError, ValueError, KeyError):
        return False
    return True


_READS = {
    "email": lambda text: bool(_EMAIL.fullmatch(text)),
    "phone": lambda text: sum(map(str.isdigit, text)) >= _DIGITS,
    "website": lambda text: bool(_WEBSITE.fullmatch(text)),
    "timezone": _is_zone,
}


def _check_private(note: Contact) -> Iterator[Diagnostic]:
    """A field that `private` names and the note does not have hides nothing."""
    present = {field.name.casefold() for field in note.document.fields}
    known = {spec.name for spec in FIELDS["contact"]}
    for name in sorted(note.private):
        if name.casefold() not in present | known:
            near = find_nearest(name, sorted(present | known))
            hint = f'; nearest is "{near}"' if near else ""
            message = f'private names "{name}", which is no field of this note{hint}'
            yield at_field("field-odd", note, "private", message)


def _check_leave(note: Contact) -> Iterator[Diagnostic]:
    """Leave to name a referrer where no referrer is named."""
    if note.referred_by is not None:
        return
    if note.may_mention:
        message = f"may_mention is {note.may_mention}, but no referred_by says whom it is about"
        yield at_field("leave-unclear", note, "may_mention", message)
    for entry in note.log.entries:
        if entry.kind == "permission":
            message = "permission was asked, but no referred_by says of whom; add it"
            yield at_field("leave-unclear", note, "", message)._replace(
                line=entry.line, column=entry.column
            )


def _check_resume(scene: Scene, note: Profile) -> Iterator[Diagnostic]:
    path = note.values.text("resume")
    if path and scene.vault.find_file(path.removeprefix("./")) is None:
        message = f'no file "{path}" in the vault; put your CV there or mend the path'
        yield at_field("file-missing", note, "resume", message)


def _check_stage(note: Profile) -> Iterator[Diagnostic]:
    """The stage may be any words, but not one of ours misspelt."""
    text = note.values.text("stage")
    if text and (near := find_near(text, STAGES)):
        message = f'stage is "{text}"; nearest is "{near}"'
        yield at_field("field-odd", note, "stage", message)
