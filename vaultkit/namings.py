"""Who was named to us by whom: what one contact's leads and `referral` entries say."""

from collections.abc import Iterator, Mapping
from datetime import date

from vaultkit.links import plain_words
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Lead
from vaultkit.vault import Naming, Vault


def find_named(
    vault: Vault, namer: Contact, days: Mapping[str, date], today: date
) -> tuple[Naming, ...]:
    """Every lead of one contact and their interviews, every `referral [[...]]` of their log.

    `days` gives the day of each interview note by path: a lead without a date of its own has that
    day. Dropped leads are left out.
    """
    found = [_make_naming(vault, namer, lead, None, None) for lead in namer.leads]
    found += _read_referrals(vault, namer, today)
    talks = (note for note in vault.interviews_of(namer) if note.leads)
    for note in sorted(talks, key=lambda note: note.path):
        day = days.get(note.path) or (note.when.day if note.when else None)
        found += (_make_naming(vault, namer, lead, note, day) for lead in note.leads)
    return tuple(one for one in found if one.lead is None or not one.lead.dropped)


def by_place(naming: Naming) -> tuple[bool, str]:
    """The order of namings by several contacts: those in their own notes first, by path."""
    if naming.interview:
        return True, naming.interview.path
    return False, naming.namer.path


def _read_referrals(vault: Vault, namer: Contact, today: date) -> Iterator[Naming]:
    for entry in namer.log.entries:
        if entry.kind == "referral" and entry.link and entry.day <= today:
            contact, name = vault.find_contact(entry.link), plain_words(entry.link)
            yield Naming(name, contact, namer, entry.day, None, None, entry.path, entry.line)


def _make_naming(
    vault: Vault, namer: Contact, lead: Lead, interview: Interview | None, day: date | None
) -> Naming:
    contact = vault.find_contact(lead.target) if lead.target else vault.find_at_start(lead.text)
    place = (lead.path, lead.line)
    return Naming(lead.name, contact, namer, lead.day or day, lead, interview, *place)
