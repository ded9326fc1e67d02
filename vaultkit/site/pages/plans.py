"""plans.html: interests and places, where several people could be met on one journey, its cost."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from vaultkit.counting import count_in_words, count_of, say_number, start_sentence
from vaultkit.notes.company import Company
from vaultkit.notes.contact import Contact
from vaultkit.notes.trip import Trip
from vaultkit.plans import (
    Interest,
    Place,
    count_interests,
    count_places,
    find_orphans,
    find_spread_places,
    list_interests,
    nearest_site,
    ranked_cities,
    say_nearest,
)
from vaultkit.site.frame import Page, Ref, Site
from vaultkit.site.pages.trips import MOST_FLAGS, is_over, say_days, say_stay
from vaultkit.sources import count_sources
from vaultkit.stays import find_overlaps, find_talks, fits, make_stay, sum_costs

# More people than this in one place are counted, not named.
MOST_NAMES = 12


class InterestRow(NamedTuple):
    """An interest: its rank ("" when me.md does not name it), where, who serves it in words."""

    rank: str
    name: str
    places: str
    words: str


class PlaceRow(NamedTuple):
    """A place: its rank, the companies there by interest, who can be met there in words."""

    rank: str
    name: str
    interests: str
    words: str


class Cluster(NamedTuple):
    """A place where several people could be met on one journey."""

    name: str
    words: str
    people: tuple[Ref, ...]
    more: int
    trip: Ref
    cost: str


class Journey(NamedTuple):
    """A trip, its days, its talks, what it costs."""

    ref: Ref
    when: str
    days: int
    talks: int
    cost: str


class Sites(NamedTuple):
    """A company with several sites: all of them, and the one to go for."""

    ref: Ref
    cities: str
    near: str
    why: str


class SourceRow(NamedTuple):
    """A place to look for people, and how many were found there."""

    name: str
    found: str


@dataclass(frozen=True, slots=True)
class PlansContent:
    """The content of the page."""

    lede: str
    flags: tuple[str, ...]
    interests: tuple[InterestRow, ...]
    unserved: tuple[str, ...]
    places: tuple[PlaceRow, ...]
    clusters: tuple[Cluster, ...]
    journeys: tuple[Journey, ...]
    total: str
    sites: tuple[Sites, ...]
    more_sites: int
    orphans: tuple[Ref, ...]
    sources: tuple[SourceRow, ...]


# So many companies with several sites are named.
MOST_SITES = 200


def plans(site: Site) -> Iterator[Page]:
    """One page."""
    places = list_places(site)
    profile = site.vault.profile
    hides = profile is not None and bool({"fields", "positions"} & site.private(profile))
    interests = () if hides else count_interests(site.vault)
    rows, sites = [_make_interest(site, one) for one in interests], list(_list_sites(site))
    content = PlansContent(
        _say_lede(site),
        tuple(_find_flags(site, places)),
        tuple(row for row in rows if row.words),
        tuple(row.name for row in rows if row.rank and not row.words),
        tuple(_make_place(site, one) for one in places),
        tuple(_make_cluster(site, one) for one in places if one.is_cluster),
        tuple(_list_journeys(site)),
        _say_total(site),
        tuple(sites[:MOST_SITES]),
        len(sites[MOST_SITES:]),
        tuple(site.ref(one) for one in find_orphans(site.vault) if _shows(site, one)),
        tuple(_list_sources(site)),
    )
    yield Page("plans.html", "plans.html", content)


def list_places(site: Site) -> tuple[Place, ...]:
    """Places with their people, without those who keep their place private."""
    private = {"city", "company"}
    hidden = frozenset(one.path for one in site.vault.contacts if private & site.private(one))
    return count_places(site.vault, site.agenda.standings, site.today, hidden)


def _shows(site: Site, note: Contact | Company) -> bool:
    return "interests" not in site.private(note)


def _say_lede(site: Site) -> str:
    profile = site.vault.profile
    cities = ranked_cities(site.vault)
    if profile is None or "cities" in site.private(profile) or not cities:
        return "Put the places you want into cities of me.md, best first, and they are ranked here."
    flexible = site.public(profile, "flexible")
    return f"{', '.join(cities)}, in this order{f'; {flexible}' if flexible else ''}."


def _find_flags(site: Site, places: tuple[Place, ...]) -> Iterator[str]:
    spread = find_spread_places(places)
    if spread:
        days = sum(place.days for place in spread)
        where = ", ".join(place.name for place in spread)
        many = count_in_words(len(spread), "place")
        yield (
            f"Plans spread over {many}: {where}. At two talks a day they take "
            f"{count_of(days, 'day')} at least, the way not counted."
        )
    for one, other in islice(find_overlaps(site.vault.trips), MOST_FLAGS):
        yield f"{one.name} and {other.name} overlap: nobody is in two places."


def _make_interest(site: Site, one: Interest) -> InterestRow:
    ranked = list_interests(site.vault)
    rank = str(ranked.index(one.name) + 1) if one.name in ranked else ""
    contacts = [contact for contact in one.contacts if _shows(site, contact)]
    met = sum(bool(site.agenda.standings[contact.path].held) for contact in contacts)
    companies = [company for company in one.companies if _shows(site, company)]
    cities = dict.fromkeys(
        city
        for company in companies
        if "city" not in site.private(company)
        for city in company.cities
    )
    words = _count_notes(len(contacts), len(companies))
    words += f"; {say_number(met)} met" if met else ""
    words += "" if rank or not words else "; not in me.md"
    return InterestRow(rank, one.name, ", ".join(cities), start_sentence(words))


def _count_notes(contacts: int, companies: int) -> str:
    """ "13 contacts, three companies"; "" for none of both."""
    parts = ((contacts, "contact", "contacts"), (companies, "company", "companies"))
    return ", ".join(count_in_words(*part) for part in parts if part[0])


def _make_place(site: Site, one: Place) -> PlaceRow:
    rank = "" if one.rank is None else str(one.rank + 1)
    counts: dict[str, int] = {}
    for company in one.companies:
        for name in company.values.texts("interests") if _shows(site, company) else ():
            counts[name] = counts.get(name, 0) + 1
    found = ", ".join(f"{name} {many}" for name, many in sorted(counts.items(), key=_most_first))
    words = _count_notes(len(one.contacts), len(one.companies)) or "nobody yet"
    if one.open:
        days = count_in_words(one.days, "day")
        words += f"; {say_number(len(one.open))} still to be met, in {days} at two talks a day"
    return PlaceRow(rank, one.name, found, start_sentence(words))


def _most_first(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def _make_cluster(site: Site, one: Place) -> Cluster:
    found = (site.vault.company_of(contact) for contact in one.open if site.company_name(contact))
    companies = dict.fromkeys(site.ref(company) for company in found if company)
    people = start_sentence(count_in_words(len(one.open), "person", "people"))
    at = f" at {count_in_words(len(companies), 'company', 'companies')}" if companies else ""
    days = count_in_words(one.days, "day")
    words = f"{people}{at} still to be met: {days} at two talks a day."
    trip = one.trip
    ref = Ref(say_stay(site, trip), site.addresses[trip.path]) if trip else Ref("", "")
    refs = tuple(site.ref(contact) for contact in one.open[:MOST_NAMES])
    more = len(one.open) - len(refs)
    return Cluster(one.name, words, refs, more, ref, _say_cost(site, one))


def _say_cost(site: Site, place: Place) -> str:
    """What a stay there cost, as its note says; no sum is made up."""
    stays = [trip for trip in site.vault.trips if fits((place.name,), trip)]
    last = max(stays, key=lambda trip: (str(trip.start or ""), trip.path), default=None)
    cost = site.public(last, "cost") if last else ""
    return f"{last.name}: {cost}" if last and cost else "no trip tells what the way costs"


def _list_journeys(site: Site) -> Iterator[Journey]:
    for trip in sorted(site.vault.trips, key=lambda one: (str(one.start or "9"), one.path)):
        stay = make_stay(trip)
        talks = find_talks(site.agenda.standings.values(), stay) if stay else ()
        when = f"{say_days(site, trip)}{', over' if is_over(trip, site.today) else ''}"
        cost = site.public(trip, "cost") or "not noted"
        yield Journey(site.ref(trip), when, stay.days if stay else 0, len(talks), cost)


def _say_total(site: Site) -> str:
    trips: list[Trip] = [one for one in site.vault.trips if "cost" not in site.private(one)]
    if len(trips) < 2:
        return ""
    total, unknown = sum_costs(trips)
    days = sum(stay.days for stay in (make_stay(trip) for trip in trips) if stay)
    text = f"{count_of(days, 'day')} away in all"
    if total:
        text += f", {total:.2f}".removesuffix(".00") + " as far as the notes begin with a number"
    return f"{text}; {count_of(unknown, 'trip')} without one." if unknown else f"{text}."


def _list_sites(site: Site) -> Iterator[Sites]:
    ranked = ranked_cities(site.vault)
    for company in site.vault.companies:
        if len(company.cities) > 1 and "city" not in site.private(company):
            near = nearest_site(company.cities, ranked)
            why = say_nearest(company.cities, ranked)
            yield Sites(site.ref(company), ", ".join(company.cities), near, why)


def _list_sources(site: Site) -> Iterator[SourceRow]:
    """Where people were found, and where nobody was looked for yet."""
    contacts = site.vault.contacts
    named = sum(
        one.referred_by is not None and "referred_by" not in site.private(one) for one in contacts
    )
    for source in count_sources((site.public(one, "source") for one in contacts), named):
        found = count_of(source.found, "person", "people") if source.found else ""
        yield SourceRow(source.name, found)
