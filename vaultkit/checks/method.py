"""Slips against the method that the log shows: vague feelers, repeated snafus, empty updates."""

import re
from collections.abc import Iterator

from vaultkit.checks.scene import Scene
from vaultkit.dates import say_day
from vaultkit.diagnostics import Diagnostic, make_diagnostic
from vaultkit.notes.contact import Contact
from vaultkit.notes.note import Note

_TAG = re.compile(r"(?:^|(?<=\s))#([^\W\d][\w/-]*)")
# A feeler with fewer words can hardly name an occupation and a place or whom it serves (R23).
FEELER_WORDS = 4


def check_snafus(scene: Scene, note: Note) -> Iterator[Diagnostic]:
    """The same lesson twice with one person (R54)."""
    if not isinstance(note, Contact):
        return
    seen: dict[str, str] = {}
    for entry in scene.standing(note).entries:
        if entry.kind != "snafu":
            continue
        for tag in map(str.casefold, _TAG.findall(entry.words)):
            if tag in seen:
                message = f"#{tag} went wrong here before, on {seen[tag]}; read its lesson first"
                yield make_diagnostic("snafu-again", entry.path, entry.line, entry.column, message)
            seen[tag] = say_day(entry.day, scene.today)


def check_feelers(scene: Scene, note: Note) -> Iterator[Diagnostic]:
    """A feeler that says too little to be answered."""
    if not isinstance(note, Contact):
        return
    for entry in scene.standing(note).entries:
        if entry.kind == "feeler" and 0 < len(entry.words.split()) < FEELER_WORDS:
            message = (
                f'"{entry.words}" is too vague to answer; note which occupation, and where or '
                "for whom"
            )
            yield make_diagnostic("feeler-vague", entry.path, entry.line, entry.column, message)


def check_updates(scene: Scene, note: Note) -> Iterator[Diagnostic]:
    """An update to somebody whose advice was not followed in anything yet (R99)."""
    if not isinstance(note, Contact):
        return
    updates = [one for one in scene.standing(note).entries if one.kind == "update"]
    if not updates:
        return
    talks = scene.vault.interviews_of(note)
    given = [*note.advice, *(one for talk in talks for one in talk.advice)]
    applied = [one for one in given if one.mark in ("x", "X")]
    for entry in updates if given else ():
        if not any(one.applied is None or one.applied <= entry.day for one in applied):
            message = (
                "an update, though none of their advice was marked as followed by then; "
                "tick what you did: `[x] ... ✅ DATE`"
            )
            yield make_diagnostic("update-empty", entry.path, entry.line, entry.column, message)
