"""What drafts are made from: the vault on a day, and what of it must stay unseen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from vaultkit.agenda import Agenda
from vaultkit.followups.followup import Case
from vaultkit.followups.waits import make_waits
from vaultkit.notes.contact import Contact
from vaultkit.notes.note import Note, fold
from vaultkit.notes.profile import Letter
from vaultkit.notes.trip import Trip
from vaultkit.settings import Settings
from vaultkit.stages import Standing
from vaultkit.vault import Vault


def hide_nothing(note: Note) -> frozenset[str]:
    """On your own terminal no field is private."""
    return frozenset()


@dataclass(frozen=True, slots=True)
class Sources:
    """The vault, its agenda, the letters that come with vaultkit; `hidden` names private fields."""

    vault: Vault
    settings: Settings
    agenda: Agenda
    letters: tuple[Letter, ...] = ()
    hidden: Callable[[Note], frozenset[str]] = hide_nothing

    @property
    def today(self) -> date:
        """The day the draft is written on."""
        return self.agenda.today

    def standing(self, contact: Contact) -> Standing:
        """Where a contact stands."""
        return self.agenda.standings[contact.path]

    def case(self, contact: Contact) -> Case:
        """A contact as the rules see it."""
        pack = make_waits(self.settings, contact.pack)
        standings = self.agenda.standings
        standing = self.standing(contact)
        return Case(self.vault, self.settings, self.today, standing, standings, pack)

    def company_name(self, contact: Contact) -> str:
        """What a contact's company is called, "" when there is none or it is private."""
        if "company" in self.hidden(contact):
            return ""
        return self.vault.company_name(contact) or ""

    def referrer_name(self, contact: Contact) -> str:
        """What the referrer of a contact is called, with or without a note; "" for nobody."""
        link = contact.referred_by
        if link is None or "referred_by" in self.hidden(contact):
            return ""
        referrer = self.vault.referrer_of(contact)
        return referrer.name if referrer else link.shown or link.target

    def trips_to(self, contact: Contact) -> tuple[Trip, ...]:
        """The trips to where a contact or their company is that are not over, by start."""
        hidden = self.hidden(contact)
        company = self.vault.company_of(contact) if "company" not in hidden else None
        own = (contact.city,) if contact.city and "city" not in hidden else ()
        cities = {fold(city) for city in (*own, *(company.cities if company else ()))}
        found = [one for one in self.vault.trips if one.city and fold(one.city) in cities]
        ahead = [one for one in found if one.start and (one.end or one.start) >= self.today]
        return tuple(sorted(ahead, key=lambda one: (one.start or date.max, one.path)))
