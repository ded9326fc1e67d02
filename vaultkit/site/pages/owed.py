"""followups.html: all follow-ups, where Today would be too long with them; there is none before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from vaultkit.dates import shift
from vaultkit.followups import Followup, Status
from vaultkit.gathering import Keyed
from vaultkit.notes.company import Company
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Note
from vaultkit.site.frame import Page, Row, Site
from vaultkit.site.pages.lists import Group, show_group
from vaultkit.site.turning import Leg, cut

# So many of one part stand on Today; with more there is a list of all.
MANY = 100
# So many stand on one page of the list: a follow-up takes more room than a row.
MOST = 300
HEADINGS = {"overdue": "Overdue", "today": "Today", "week": "This week", "later": "Later"}


class Owed(NamedTuple):
    """A follow-up as it is shown, the part it stands in, the first day that counts."""

    part: str
    begins: date | None
    row: Row


@dataclass(frozen=True, slots=True)
class Followups:
    """The content of one page of the list."""

    sections: tuple[Group[Row], ...]


def followups(site: Site) -> Iterator[Page]:
    """The pages of the list."""
    parts = split(site)
    if not is_cut(parts):
        return
    whole = [
        Group(id_, HEADINGS[id_], tuple(one.row for one in found)) for id_, found in parts.items()
    ]
    for leg in turn(parts):
        sections = map(show_group, whole, leg.sections)
        content = Followups(tuple(one for one in sections if one.rows))
        yield Page(leg.address, "followups.html", content, turn=leg.turn)


def split(site: Site) -> dict[str, list[Owed]]:
    """Every follow-up in exactly one part, in the order of the agenda."""
    parts: dict[str, list[Owed]] = {id_: [] for id_ in HEADINGS}
    for _, one in site.gatherings.find(site, list_owed, Contact, Company, Interview):
        parts[one.part].append(one)
    return parts


def is_cut(parts: dict[str, list[Owed]]) -> bool:
    """Whether Today would be too long with all of them."""
    return any(len(found) > MANY for found in parts.values())


def turn(parts: dict[str, list[Owed]]) -> list[Leg]:
    """The pages of the list, and which part stands where."""
    return cut("followups.html", list(parts.values()), MOST)


def list_owed(site: Site, note: Note) -> Iterator[Keyed[Owed]]:
    """The follow-ups of one note."""
    sunday = shift(site.today, 6 - site.today.weekday())
    for rank, one in site.agenda.ranked(note.path):
        yield rank, Owed(_part_of(one, sunday), one.opens or one.due, site.row(one))


def _part_of(one: Followup, sunday: date) -> str:
    if one.status is Status.OVERDUE:
        return "overdue"
    if one.status is Status.DUE:
        return "today"
    near = one.status is Status.UPCOMING and one.opens is not None and one.opens <= sunday
    return "week" if near else "later"
