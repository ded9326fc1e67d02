"""trips/: every stay, and a page for each with who can be met there."""

from collections.abc import Iterator

from vaultkit.notes.contact import Contact
from vaultkit.notes.note import fold
from vaultkit.notes.trip import Trip
from vaultkit.site.frame import Page, Site
from vaultkit.site.pages.lists import Group, ListContent, ListRow
from vaultkit.site.pages.note import make_note_content


def trips(site: Site) -> Iterator[Page]:
    """The list of all trips."""
    found = sorted(site.vault.trips, key=lambda trip: (str(trip.start or "9"), trip.path))
    rows = tuple(ListRow(site.ref(trip), trip.city or "", _say_days(site, trip)) for trip in found)
    groups = (Group("all", "", rows),) if rows else ()
    empty = "No trips yet. Make a file trips/NAME.md with city, start and end."
    yield Page("trips/index.html", "list.html", ListContent("Trips", "", groups, empty))


def trip_page(site: Site, trip: Trip) -> Page:
    """The page of one trip, with who can be met there."""
    people = tuple(site.ref(one) for one in site.vault.contacts if _fits(site, one, trip))
    content = make_note_content(site, trip, lede=_say_days(site, trip), people=people)
    return Page(site.addresses[trip.path], "note.html", content)


def _say_days(site: Site, trip: Trip) -> str:
    days = [site.say(day) for day in (trip.start, trip.end) if day]
    return " to ".join(days)


def _fits(site: Site, contact: Contact, trip: Trip) -> bool:
    company = site.vault.company_of(contact) if site.company_name(contact) else None
    cities = (site.public(contact, "city"), *(company.cities if company else ()))
    return bool(trip.city) and fold(trip.city or "") in {fold(city) for city in cities}
