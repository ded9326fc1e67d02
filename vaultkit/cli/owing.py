"""What is owed, worked out from the notes: all of it, or what concerns a company or fits a trip."""

from vaultkit.agenda import make_rows
from vaultkit.cli.context import Context, find_one
from vaultkit.cli.options import Options
from vaultkit.diagnostics import has_errors
from vaultkit.followups import Followup
from vaultkit.notes.note import Note, fold
from vaultkit.owed import Owed
from vaultkit.vault import Vault


def find_owed(options: Options, company: str | None, trip: str | None) -> Owed:
    """Read the vault; all rows of its agenda, or those of one company, of one trip."""
    context = Context(**vars(options))
    loaded, agenda = context.loaded, context.agenda
    vault, found = loaded.vault, list(agenda.followups)
    if company is not None:
        at = find_one(context, vault.companies, company, "company")
        found = [one for one in found if _concerns(vault, one, at)]
    if trip is not None:
        note = find_one(context, vault.trips, trip, "trip")
        city = note.values.text("city") or ""
        found = [one for one in found if _fits(vault, one, city)]
    is_partial = has_errors(loaded.diagnostics)
    return Owed(agenda.today, make_rows(found), is_partial, bool(vault.contacts))


def _concerns(vault: Vault, one: Followup, company: Note) -> bool:
    """Whether a follow-up is about somebody at a company, or stands in its own note."""
    if one.contact is None:
        return one.path == company.path
    return vault.company_name(one.contact) == company.name


def _fits(vault: Vault, one: Followup, city: str) -> bool:
    if one.contact is None:
        return False
    company = vault.company_of(one.contact)
    cities = (one.contact.city or "", *(company.cities if company else ()))
    return fold(city) in {fold(name) for name in cities}
