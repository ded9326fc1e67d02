"""What a check looks at: the whole vault, its settings, the day, where each contact stands."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, TypeVar

from vaultkit.diagnostics import Diagnostic, make_diagnostic
from vaultkit.gathering import Gatherings
from vaultkit.notes.contact import Contact
from vaultkit.notes.note import Note
from vaultkit.settings import Settings
from vaultkit.stages import Standing
from vaultkit.vault import Vault

N = TypeVar("N", bound=Note)


class Scene(NamedTuple):
    """A vault on a day."""

    vault: Vault
    settings: Settings
    today: date
    standings: Mapping[str, Standing]
    gatherings: Gatherings

    def find(self, kind: type[N], paths: Iterable[str]) -> list[N]:
        """The notes of a kind at these paths."""
        notes = (self.vault.note(path) for path in paths)
        return [note for note in notes if isinstance(note, kind)]

    def standing(self, contact: Contact) -> Standing:
        """Where a contact stands."""
        return self.standings[contact.path]


def at_field(code: str, note: Note, field: str, message: str) -> Diagnostic:
    """A problem at the line of a field; at line 1 when it is not there."""
    found = note.document.field(field)
    place = (found.line, found.column) if found else (1, 1)
    return make_diagnostic(code, note.path, *place, message)


def at_section(code: str, note: Note, word: str, message: str) -> Diagnostic:
    """A problem at the heading of a section; at line 1 when there is none."""
    line = next((start for start, _ in note.document.spans(word)), 1)
    return make_diagnostic(code, note.path, line, 1, message)
