"""A contact: one person, what is known of them, what happened with them."""

from dataclasses import dataclass
from datetime import date

from vaultkit.contact_log import read_log
from vaultkit.diagnostics import Diagnostic
from vaultkit.items import Item
from vaultkit.links import Link
from vaultkit.notes.leads import read_leads
from vaultkit.notes.note import Advice, Lead, LoggedNote, Note
from vaultkit.notes.tasks import read_advice
from vaultkit.settings import Settings

# One for all who keep nothing to themselves: each new one is 216 bytes.
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Contact(LoggedNote):
    """One person; see notes/fields.py for what each field holds."""

    company: Link | None
    referred_by: Link | None
    may_mention: str | None
    city: str | None
    phone: str | None
    pack: str | None
    cadence: int | None
    next: date | None
    next_what: str | None
    mute: tuple[str, ...]
    closed: bool
    private: frozenset[str]
    leads: tuple[Lead, ...]
    settings: Settings

    @property
    def advice(self) -> tuple[Advice, ...]:
        """What they advised; read when asked for, as few rules do."""
        return read_advice(self.document.items(self.settings.section_word("advice")), self.path)

    @property
    def research(self) -> tuple[Item, ...]:
        """What was found out about them; read when asked for."""
        return self.document.items(self.settings.section_word("research"))


def read_contact(note: Note, settings: Settings) -> tuple[Contact, tuple[Diagnostic, ...]]:
    """A note of the kind contact to a Contact."""
    document, values = note.document, note.values
    log, problems = read_log(document, settings)
    lead_items = document.items(settings.section_word("leads"))
    leads, more = read_leads(lead_items, note.path)
    contact = Contact(
        *note.shared,
        log=log,
        company=values.link("company"),
        referred_by=values.link("referred_by"),
        may_mention=values.text("may_mention"),
        city=values.text("city"),
        phone=values.text("phone"),
        pack=values.text("pack"),
        cadence=values.number("cadence"),
        next=values.day("next"),
        next_what=values.text("next_what"),
        mute=values.texts("mute"),
        closed=values.flag("closed"),
        private=frozenset(values.texts("private")) or _NOTHING,
        leads=leads,
        settings=settings,
    )
    return contact, (*problems, *more)
