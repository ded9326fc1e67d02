"""The way in: a vault's folder to Vault, agenda and problems; `build` goes on to the site."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from vaultkit import disk
from vaultkit.agenda import Agenda, make_agenda
from vaultkit.diagnostics import Diagnostic, VaultkitError, make_diagnostic
from vaultkit.notes import Note, read_note
from vaultkit.notes.profile import Letter
from vaultkit.settings import Settings, read_settings
from vaultkit.standings import make_standings
from vaultkit.tracing import Trace
from vaultkit.vault import Vault

# The day on which the example vault is in the middle of its life.
EXAMPLE_DAY = date(2026, 11, 10)


class Loaded(NamedTuple):
    """A vault as it was read, with what reading found wrong."""

    root: Path
    vault: Vault
    settings: Settings
    diagnostics: tuple[Diagnostic, ...]


def load_vault(
    start: Path, redact: bool = False, initials: bool = False, trace: Trace | None = None
) -> Loaded:
    """Read the vault that holds `start`: settings first, then every note on its own.

    With `redact` what tells how people are reached is taken out before anything is read, and no
    file beside the notes counts; with `initials` their names too. With a `trace` the vault can be
    kept up to date.
    """
    root = disk.find_root(start)
    settings, of_settings = load_settings(root)
    folder = disk.read_folder(root)
    if redact:
        folder, settings = _redact(folder, settings, initials)
    diagnostics = [*of_settings, *folder.diagnostics]
    notes: list[Note] = []
    waiting, folder = [*reversed(folder.notes)], folder._replace(notes=())
    while waiting:  # the bytes of each leave memory as its note comes
        note, found = read_note(*waiting.pop(), settings)
        notes.append(note)
        diagnostics += found
    return Loaded(root, Vault(notes, folder.files, trace), settings, tuple(diagnostics))


def load_settings(root: Path) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """The settings of a vault, and what is wrong with them; also when they name no theme."""
    text, problems = disk.read_settings_text(root)
    settings, of_settings = read_settings(text)
    return settings, (*problems, *of_settings, *_check_theme(root, settings))


def _check_theme(root: Path, settings: Settings) -> tuple[Diagnostic, ...]:
    try:
        disk.find_theme(settings.theme, root)
    except VaultkitError as error:
        line = settings.lines.get("theme", 1)
        return (make_diagnostic("settings-value", disk.FILE_NAME, line, 1, str(error)),)
    return ()


# What a copy without files, places and names would be told, and the vault itself is not.
_MADE_BY_REDACTION = ("contact-twice", "file-missing", "meeting-unready", "slug-twice")


def _redact(
    folder: disk.Folder, settings: Settings, initials: bool
) -> tuple[disk.Folder, Settings]:
    from vaultkit.redaction import redact_notes

    notes, name = redact_notes(folder.notes, settings, initials)
    ignore = (*settings.ignore, *_MADE_BY_REDACTION)
    return disk.Folder(notes, (), ()), replace(settings, name=name, ignore=ignore)


def load_agenda(loaded: Loaded, today: date) -> Agenda:
    """Who is owed what in a vault on a day."""
    return make_agenda(loaded.vault, loaded.settings, today)


def load_letters(settings: Settings) -> tuple[Letter, ...]:
    """The letters that come with vaultkit, for what a vault has no template of its own."""
    files = disk.read_files(disk.find_shipped("starter") / "letters")
    notes = (read_note(f"letters/{path}", data, settings)[0] for path, data in files.items())
    return tuple(note for note in notes if isinstance(note, Letter))


def find_problems(
    loaded: Loaded, today: date, agenda: Agenda | None = None
) -> tuple[Diagnostic, ...]:
    """All that is wrong: what reading found and what only the whole vault can tell.

    With the agenda of that day at hand nothing of it is worked out again.
    """
    from vaultkit.problems import Problems

    standings = agenda.standings if agenda else make_standings(loaded.vault, today)
    vault, settings = loaded.vault, loaded.settings
    return Problems(vault, settings, today, standings, loaded.diagnostics).all()


def shift_example(files: Mapping[str, bytes], today: date) -> dict[str, bytes]:
    """The example vault moved by whole weeks, so that it is alive on a day."""
    days = timedelta(days=(today - EXAMPLE_DAY).days // 7 * 7)

    def move(found: re.Match[str]) -> str:
        try:
            return (date.fromisoformat(found[0]) + days).isoformat()
        except (ValueError, OverflowError):
            return found[0]

    def move_all(text: str) -> str:
        return re.sub(r"\b\d{4}-\d\d-\d\d\b", move, text)

    return {move_all(path): move_all(data.decode()).encode() for path, data in files.items()}
