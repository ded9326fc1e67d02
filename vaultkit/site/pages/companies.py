"""companies/: every organisation in the open order of eagerness, and a page for each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from vaultkit.dates import say_day
from vaultkit.eagerness import Asked, Eagerness, by_eagerness
from vaultkit.gathering import Keyed
from vaultkit.notes.company import Company
from vaultkit.notes.contact import Contact
from vaultkit.notes.note import LoggedNote
from vaultkit.plans import nearest_site, next_trip, ranked_cities, say_nearest
from vaultkit.site.frame import Event, Page, Ref, Row, Site
from vaultkit.site.pages.contacts import by_due, make_row
from vaultkit.site.pages.eagerness import (
    EagernessContent,
    list_pips,
    make_eagerness,
    say_days,
    say_minutes,
    say_named,
    say_share,
    weigh,
)
from vaultkit.site.pages.lists import ListRow, Measure, say_head
from vaultkit.site.pages.log import left_of_log, make_event
from vaultkit.site.pages.note import NoteContent, make_note_content
from vaultkit.site.pages.trips import say_stay
from vaultkit.site.syntax import make_id
from vaultkit.site.turning import cut
from vaultkit.site.windows import count
from vaultkit.stays import fits


class Ranked(NamedTuple):
    """A company in the order: what it does, an answer per person asked, four measures."""

    ref: Ref
    detail: str
    pips: tuple[str, ...]
    measures: tuple[Measure, ...]


class Single(NamedTuple):
    """A company of which one person was asked, and what came of it."""

    ref: Ref
    detail: str
    pip: str
    words: str


class Totals(NamedTuple):
    """How many companies each part has; "" where it goes on from the page before."""

    ranked: str
    single: str
    unasked: str


@dataclass(frozen=True, slots=True)
class CompaniesContent:
    """One page of the companies: in order from a place on, too few to judge, nobody asked."""

    ranked: tuple[Ranked, ...]
    place: int
    single: tuple[Single, ...]
    unasked: tuple[Ref, ...]
    totals: Totals
    is_empty: bool


@dataclass(frozen=True, slots=True)
class CompanyContent:
    """The page of a company."""

    note: NoteContent
    eagerness: EagernessContent
    people: tuple[ListRow, ...]
    rows: tuple[Row, ...]
    events: tuple[Event, ...]
    more_events: int
    events_id: str
    named: tuple[Ref, ...]
    sites: tuple[tuple[str, str], ...]
    visit: Ref


LIST = "companies/index.html"
# A company takes two lines.
MOST = 250


def companies(site: Site) -> Iterator[Page]:
    """The list of all companies."""
    rows = [row for _, row in site.gatherings.find(site, list_company, Company)]
    ranked = [row for row in rows if isinstance(row, Ranked)]
    single = [row for row in rows if isinstance(row, Single)]
    unasked = [row for row in rows if isinstance(row, Ref)]
    parts: list[Sequence[object]] = [ranked, single, unasked]
    for leg in cut(LIST, parts, MOST):
        first, second, third = leg.sections
        content = CompaniesContent(
            tuple(ranked[first]),
            first.start + 1,
            tuple(single[second]),
            tuple(unasked[third]),
            Totals(*map(_say_total, parts, leg.sections)),
            not rows,
        )
        yield Page(leg.address, "companies.html", content, turn=leg.turn)


def _say_total(part: Sequence[object], span: slice) -> str:
    return say_head("", len(part), span)[1]


def list_company(site: Site, company: Company) -> Iterator[Keyed[Ranked | Single | Ref]]:
    """The row of one company, by how many were asked."""
    one = weigh(site, company)
    key = by_eagerness(company, one)
    if one.can_judge:
        yield key, _make_ranked(site, company, one)
    elif one.asked:
        yield key, _make_single(site, company, one)
    else:
        yield key, site.ref(company)


def say_what(site: Site, company: Company) -> str:
    """What a company does and where."""
    cities = () if "city" in site.private(company) else company.cities
    return ", ".join(part for part in (site.public(company, "field"), *cities) if part)


def _make_ranked(site: Site, company: Company, one: Eagerness) -> Ranked:
    measures = (
        Measure("Said yes", say_share(one)),
        Measure("Median answer", say_days(one)),
        Measure("Named", say_named(one)),
        Measure("Time given", say_minutes(one)),
    )
    return Ranked(site.ref(company), say_what(site, company), list_pips(one), measures)


def _make_single(site: Site, company: Company, one: Eagerness) -> Single:
    person = one.asked[0]
    words = _say_single(site, person)
    if named := one.count("named"):
        words += f"; named {count(named, 'person', 'people')}"
    return Single(site.ref(company), say_what(site, company), person.answer, words)


def _say_single(site: Site, person: Asked) -> str:
    name = person.contact.name
    within = f" in {count(person.days, 'working day')}" if person.days is not None else ""
    if person.answer == "yes":
        return f"{name} said yes{within and f', answered{within}'}"
    if person.answer == "no":
        return f"{name} said no{within}"
    since = f", asked {say_day(person.since, site.today)}" if person.since else ""
    return f"{name}{since}, still open"


# -- one company ------------------------------------------------------------------------------


def company_page(site: Site, company: Company) -> Page:
    """The page of one company: its people, how eager they were, all that happened with them."""
    staff = site.staff_of(company)
    word = site.settings.section_word("log")
    standings = [site.agenda.standings[one.path] for one in staff]
    named = (naming for standing in standings for naming in standing.named)
    content = CompanyContent(
        _make_note(site, company, word, staff),
        make_eagerness(site, weigh(site, company)),
        tuple(
            make_row(site, one)._replace(detail=site.public(one, "role"))
            for one in sorted(staff, key=lambda one: by_due(site, one))
        ),
        site.rows(one for one in site.agenda.at(company.path) if one.contact is None),
        tuple(_list_events(site, company, staff)),
        max(0, sum(len(one.log.entries) for one in staff) - MOST_EVENTS),
        make_id(word),
        tuple(dict.fromkeys(_ref(site, one.contact, one.name) for one in named)),
        tuple(_list_sites(site, company)),
        _find_visit(site, company),
    )
    return Page(site.addresses[company.path], "company.html", content)


def _make_note(site: Site, company: Company, word: str, staff: tuple[Contact, ...]) -> NoteContent:
    left = left_of_log(company.document, word, company.log.entries)
    known = {site.addresses[one.path] for one in staff}
    note = make_note_content(
        site,
        company,
        lede=say_what(site, company),
        hide=("field", "city"),
        without=(word,),
        more=f"## Also in the log\n\n{left}" if left else "",
        taken={make_id(word)},
    )
    others = tuple(ref for ref in note.backlinks if ref.address not in known)
    return replace(note, backlinks=others)


def _ref(site: Site, contact: Contact | None, name: str) -> Ref:
    return site.ref(contact) if contact else Ref(name, "")


# So many entries of its people stand on the page of a company, the newest; all of its own do.
MOST_EVENTS = 500


def _list_events(site: Site, company: Company, staff: tuple[Contact, ...]) -> Iterator[Event]:
    left = MOST_EVENTS
    notes: tuple[LoggedNote, ...] = (*staff, company)
    found = [(entry, note) for note in notes for entry in note.log.entries]
    found.sort(key=lambda pair: (pair[0].day, pair[0].time, pair[1].path, pair[0].line))
    for entry, note in reversed(found):
        left -= note is not company
        if left >= 0 or note is company:
            yield make_event(site, entry, note, site.root(company))


def _list_sites(site: Site, company: Company) -> Iterator[tuple[str, str]]:
    """All sites of a company with several: the one to go for, and why."""
    cities = () if "city" in site.private(company) else company.cities
    if len(cities) < 2:
        return
    ranked = ranked_cities(site.vault)
    first = nearest_site(cities, ranked)
    for city in cities:
        yield city, say_nearest(cities, ranked) if city == first else ""


def _find_visit(site: Site, company: Company) -> Ref:
    cities = () if "city" in site.private(company) else company.cities
    trip = next_trip((trip for trip in site.vault.trips if fits(cities, trip)), site.today)
    return Ref(say_stay(site, trip), site.addresses[trip.path]) if trip else Ref("", "")
