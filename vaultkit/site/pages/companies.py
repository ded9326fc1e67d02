"""companies/: every organisation, and a page for each with its people."""

from collections.abc import Iterator

from vaultkit.agenda import by_urgency
from vaultkit.followups import Followup
from vaultkit.notes.company import Company
from vaultkit.site.frame import Page, Site
from vaultkit.site.pages.lists import Group, ListContent, ListRow
from vaultkit.site.pages.note import make_note_content


def companies(site: Site) -> Iterator[Page]:
    """The list of all companies."""
    rows = tuple(_make_row(site, one) for one in sorted(site.vault.companies, key=_by_name))
    empty = "No companies yet. Make a file companies/NAME.md that starts with two --- lines."
    groups = (Group("all", "", rows),) if rows else ()
    yield Page("companies/index.html", "list.html", ListContent("Companies", "", groups, empty))


def company_page(site: Site, company: Company) -> Page:
    """The page of one company, with its people."""
    content = make_note_content(
        site,
        company,
        lede=company.field or "",
        rows=site.rows(_followups(site, company)),
        people=tuple(site.ref(one) for one in site.staff_of(company)),
        hide=("field",),
    )
    return Page(site.addresses[company.path], "company.html", content)


def _by_name(company: Company) -> str:
    return company.name.casefold()


def _followups(site: Site, company: Company) -> list[Followup]:
    """What is owed to its people and what its own note asks for, in the order of the agenda."""
    own = [one for one in site.agenda.at(company.path) if one.contact is None]
    people = (one for contact in site.staff_of(company) for one in site.agenda.of(contact))
    return sorted((*own, *people), key=by_urgency)


def _make_row(site: Site, company: Company) -> ListRow:
    people = ", ".join(contact.name for contact in site.staff_of(company))
    detail = ", ".join(part for part in (company.field, *company.cities) if part)
    return ListRow(site.ref(company), detail, people)
