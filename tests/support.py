"""What tests share: note text to a vault in memory, and a vault on disk."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from vaultkit.agenda import Agenda, make_agenda
from vaultkit.diagnostics import Diagnostic
from vaultkit.followups import Followup
from vaultkit.notes import read_note
from vaultkit.settings import Settings, read_settings
from vaultkit.vault import Vault

RUTH = "contacts/Ruth Okafor.md"


def read_vault(
    notes: Mapping[str, str], toml: str = ""
) -> tuple[Vault, Settings, list[Diagnostic]]:
    """Paths and texts to a vault, its settings and what reading found wrong."""
    settings, found = read_settings(toml)
    problems = list(found)
    read = []
    for path, text in notes.items():
        note, of_note = read_note(path, text.encode(), settings)
        read.append(note)
        problems += of_note
    return Vault(read), settings, problems


def agenda_of(day: str, notes: Mapping[str, str], toml: str = "") -> Agenda:
    """The agenda of notes on a day."""
    vault, settings, _ = read_vault(notes, toml)
    return make_agenda(vault, settings, date.fromisoformat(day))


def contact(log: str = "", fields: str = "", body: str = "") -> str:
    """A contact's note: fields, log lines, and what stands above the log."""
    return f"---\n{fields}\n---\n{body}\n\n## Log\n{log}\n"


def rows(agenda: Agenda) -> list[str]:
    """Each follow-up as `action name opens due status`."""
    return [row(one) for one in agenda.followups]


def row(one: Followup) -> str:
    """A follow-up in one line."""
    name = one.contact.name if one.contact else "-"
    return f"{one.action} {name} {one.opens or '-'} {one.due or '-'} {one.status.value}"


def ruth(day: str, log: str, fields: str = "", toml: str = "") -> list[str]:
    """What Ruth is owed on a day, without her name."""
    agenda = agenda_of(day, {RUTH: contact(log, fields)}, toml)
    return [line.replace(" Ruth Okafor", "") for line in rows(agenda)]


def write_vault(folder: Path, notes: Mapping[str, str], toml: str = "format = 1\n") -> Path:
    """Notes to files in a folder that becomes a vault."""
    for path, text in {"vaultkit.toml": toml, **notes}.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
    return folder
