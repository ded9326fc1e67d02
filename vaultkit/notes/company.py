"""A company: an organisation where contacts work."""

from dataclasses import dataclass

from vaultkit.contact_log import read_log
from vaultkit.diagnostics import Diagnostic
from vaultkit.items import Item
from vaultkit.notes.note import LoggedNote, Note
from vaultkit.settings import Settings


@dataclass(frozen=True, slots=True)
class Company(LoggedNote):
    """One organisation and its sites."""

    field: str | None
    cities: tuple[str, ...]
    settings: Settings

    @property
    def research(self) -> tuple[Item, ...]:
        """What was found out about it; read when asked for."""
        return self.document.items(self.settings.section_word("research"))


def read_company(note: Note, settings: Settings) -> tuple[Company, tuple[Diagnostic, ...]]:
    """A note of the kind company to a Company."""
    log, problems = read_log(note.document, settings)
    company = Company(
        *note.shared,
        log=log,
        field=note.values.text("field"),
        cities=note.values.texts("city"),
        settings=settings,
    )
    return company, problems
