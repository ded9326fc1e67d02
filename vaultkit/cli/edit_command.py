"""`vaultkit edit`: a note in your editor, at the line where one writes next."""

import os
import re
import shlex
import shutil
import subprocess
import sys

import click

from vaultkit import editors
from vaultkit.changes import make_gone
from vaultkit.cli.context import Context, pass_context
from vaultkit.cli.writing import find_first_to_write
from vaultkit.diagnostics import Severity, VaultkitError
from vaultkit.notes import read_note
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import LoggedNote, Note


@click.command("edit")
@click.argument("who", metavar="WHO", nargs=-1, required=True)
@pass_context
def command(context: Context, who: tuple[str, ...]) -> None:
    """Open a note in your editor, at the line where one writes next.

    WHO is a name, or a path as other commands print it: contacts/Ruth Okafor.md:12. The editor is
    VAULTKIT_EDITOR, else VISUAL, else EDITOR, with its own options if you like: "code -w".
    """
    text = " ".join(who)
    found = re.fullmatch(r"(.+\.md):(\d+)(?::\d+)?:?", text, re.IGNORECASE)
    name, line = (found[1], int(found[2])) if found else (text, 0)
    vault = context.loaded.vault
    note = vault.note(name)
    if note is None:
        people = (*vault.contacts, *vault.companies)
        note = find_first_to_write(context, people, vault.notes.values(), name, "note")
    open_note(context, note, line or find_writing_line(note))


def find_writing_line(note: Note) -> int:
    """The line where one writes next: the latest log entry, or the notes of a talk."""
    document = note.document
    if isinstance(note, LoggedNote) and note.log.entries:
        return note.log.entries[-1].line
    words: tuple[str, ...] = ()
    if isinstance(note, Interview):
        settings = note.settings
        words = (settings.section_word("notes"), settings.section_word("questions"))
    for word in words:
        for start, _ in document.spans(word):
            return min(start + 1, len(document.lines))
    return min(document.body_start + 1, len(document.lines))


def open_note(context: Context, note: Note, line: int) -> None:
    """Start the editor, wait for it, and say what is wrong in the note afterwards."""
    place = context.loaded.root / note.path
    if not place.exists():  # an editor would begin a second note there
        raise make_gone(note.path)
    call = editors.make_call(_find_editor(), str(place), line)
    if call.in_terminal and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise VaultkitError(
            f"no terminal to open {call.words[0]} in; the note is {place}, line {line}"
        )
    try:
        code = subprocess.run(call.words, check=False).returncode
    except OSError as error:
        names = ", ".join(editors.VARIABLES)
        raise VaultkitError(
            f"{call.words[0]}: {error.strerror}; name your editor in one of {names}"
        ) from error
    if code:
        raise VaultkitError(f"{call.words[0]} ended with {code}")
    _say_problems(context, note)


def _find_editor() -> tuple[str, ...]:
    setting = editors.find_setting(os.environ)
    if setting is None:
        found = next((name for name in editors.FALLBACKS if shutil.which(name)), None)
        if found is None:
            raise VaultkitError(f"no editor; name one in {editors.VARIABLES[-1]}")
        return (found,)
    name, text = setting
    try:
        return tuple(shlex.split(text))
    except ValueError as error:
        raise VaultkitError(f"{name} is {text!r}: {error}; mend its quotes") from error


def _say_problems(context: Context, note: Note) -> None:
    loaded = context.loaded
    try:
        data = (loaded.root / note.path).read_bytes()
    except OSError:
        return
    for problem in read_note(note.path, data, loaded.settings)[1]:
        if problem.severity is not Severity.INFO:
            context.talk(str(problem))
