"""Names of referrers where no leave was given to use them (R31)."""

import re
from collections.abc import Iterator

from vaultkit.checks.scene import Scene
from vaultkit.contact_log import APPROACHES
from vaultkit.diagnostics import Diagnostic, make_diagnostic
from vaultkit.names import fold_accents
from vaultkit.notes.contact import Contact
from vaultkit.notes.note import Note
from vaultkit.notes.profile import Letter


def check_leave(scene: Scene, note: Note) -> Iterator[Diagnostic]:
    """A letter in the log that names the referrer, a template that names one for everybody."""
    if isinstance(note, Contact):
        yield from _check_log(scene, note)
    elif isinstance(note, Letter):
        yield from _check_template(scene, note)


def _check_log(scene: Scene, contact: Contact) -> Iterator[Diagnostic]:
    referrer = scene.vault.referrer_of(contact)
    if referrer is None or contact.may_mention == "yes":
        return
    for entry in contact.log.entries:
        if entry.kind not in APPROACHES or not (entry.words or entry.below):
            continue
        for number, line in enumerate((entry.words, *entry.below)):
            if _names(referrer, line):
                message = (
                    f"names {referrer.name}, who has not said yes (may_mention is "
                    f"{contact.may_mention or 'empty'}); ask first, or leave the name out"
                )
                place = (entry.path, entry.line + number, 1)
                yield make_diagnostic("name-ungranted", *place, message)


def _check_template(scene: Scene, note: Letter) -> Iterator[Diagnostic]:
    """A name typed into a template goes into every letter made from it."""
    found = {one.path: one for one in map(scene.vault.referrer_of, scene.vault.contacts) if one}
    lines = note.document.lines
    for number in range(note.document.body_start, len(lines)):
        for referrer in found.values():
            if _names(referrer, lines[number]):
                message = (
                    f"names {referrer.name} in every letter, with leave or without; write "
                    "{{ referrer.name }} instead"
                )
                yield make_diagnostic("name-ungranted", note.path, number + 1, 1, message)


def _names(referrer: Contact, line: str) -> bool:
    words = f" {_plain(line)} "
    return any(f" {_plain(name)} " in words for name in (referrer.name, *referrer.aliases))


def _plain(text: str) -> str:
    return _APART.sub(" ", fold_accents(text)).strip()


# All that is neither letter nor digit.
_APART = re.compile(r"[\W_]+")
