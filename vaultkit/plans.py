"""Interests and places: who serves which, who serves none, where several could be met together.

From me.md, contacts and companies; nothing is known of geography, so "near" means: ranked first.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from vaultkit.contact_log import LogEntry
from vaultkit.notes.company import Company
from vaultkit.notes.contact import Contact
from vaultkit.notes.note import Note, fold
from vaultkit.notes.trip import Trip
from vaultkit.stages import Stage, Standing
from vaultkit.vault import Vault

# Plans in more places than this cost days and money: they are flagged.
SPREAD = 3
# Two people can be met on one day: one in the morning, one in the afternoon.
TALKS_A_DAY = 2
_SHORTEST, _LONGEST = 3, 40
_LEAST_WORDS, _ENOUGH_WORDS = 4, 5
_EMPTY = frozenset(("the", "and", "for", "with", "from", "that", "who", "are", "not", "any", "one"))
_WORD = re.compile(r"[^\W\d_]+")


class Interest(NamedTuple):
    """An interest of me.md by its rank, with who serves it."""

    name: str
    contacts: tuple[Contact, ...]
    companies: tuple[Company, ...]


class Place(NamedTuple):
    """A city: its rank in me.md (None when it is not there), who can be met there.

    `open` are those still to be met, `trip` the next stay there.
    """

    name: str
    rank: int | None
    contacts: tuple[Contact, ...]
    companies: tuple[Company, ...]
    open: tuple[Contact, ...]
    trip: Trip | None

    @property
    def days(self) -> int:
        """Days it takes to meet those still open, two a day."""
        return -(-len(self.open) // TALKS_A_DAY)

    @property
    def is_cluster(self) -> bool:
        """Whether several can be met on one journey."""
        return len(self.open) > 1


# -- interests --------------------------------------------------------------------------------


def list_interests(vault: Vault) -> tuple[str, ...]:
    """What me.md says you look for, best first: fields, then specialism, then positions."""
    if vault.profile is None:
        return ()
    values = vault.profile.values
    special = values.text("specialism")
    found = (*values.texts("fields"), *((special,) if special else ()), *values.texts("positions"))
    return tuple(dict.fromkeys(found))


def interests_of(vault: Vault, note: Contact | Company) -> tuple[str, ...]:
    """The interests a note is tied to: its own, else those of the contact's company."""
    own = note.values.texts("interests")
    company = vault.company_of(note) if isinstance(note, Contact) and not own else None
    return company.values.texts("interests") if company else own


def count_interests(vault: Vault) -> tuple[Interest, ...]:
    """The interests of me.md in their order, then those that only contacts and companies name."""
    named: dict[str, str] = {fold(name): name for name in list_interests(vault)}
    ranked = len(named)
    contacts: dict[str, list[Contact]] = {}
    companies: dict[str, list[Company]] = {}
    for contact in vault.contacts:
        for name in _fold_all(interests_of(vault, contact), named):
            contacts.setdefault(name, []).append(contact)
    for company in vault.companies:
        for name in _fold_all(interests_of(vault, company), named):
            companies.setdefault(name, []).append(company)
    order = [*list(named)[:ranked], *sorted(list(named)[ranked:])]
    return tuple(
        Interest(named[one], tuple(contacts.get(one, ())), tuple(companies.get(one, ())))
        for one in order
    )


def _fold_all(names: Iterable[str], named: dict[str, str]) -> list[str]:
    for name in names:
        named.setdefault(fold(name), name)
    return list(dict.fromkeys(fold(name) for name in names))


def find_orphans(vault: Vault) -> tuple[Contact | Company, ...]:
    """Contacts and companies that serve no interest; none while me.md names none (R11)."""
    if not list_interests(vault):
        return ()
    notes: tuple[Contact | Company, ...] = (*vault.contacts, *vault.companies)
    return tuple(note for note in notes if not _is_resting(note) and not interests_of(vault, note))


def _is_resting(note: Note) -> bool:
    return isinstance(note, Contact) and note.closed


# -- feelers ----------------------------------------------------------------------------------


class Vocabulary(NamedTuple):
    """Words to look for: whole, and every beginning of them."""

    words: frozenset[str]
    stems: frozenset[str]

    def knows(self, word: str) -> bool:
        """Whether a word begins as a known one does, or the other way round: map, mapping."""
        ends = range(_SHORTEST, len(word))
        return word in self.stems or any(word[:end] in self.words for end in ends)


def find_vague_feelers(vault: Vault, today: date) -> tuple[tuple[Contact, LogEntry], ...]:
    """Asks of fewer than four words, without an interest, or short and without a place (R23)."""
    asks = [
        (contact, entry)
        for contact in vault.contacts
        for entry in contact.log.entries
        if entry.kind == "feeler" and entry.day <= today
    ]
    if not asks:
        return ()
    interests, places = _name_interests(vault), _name_places(vault)
    return tuple((contact, one) for contact, one in asks if is_vague(one, interests, places))


def is_vague(entry: LogEntry, interests: Vocabulary, places: Vocabulary) -> bool:
    """Whether an ask is too vague to be answered with a name."""
    text = " ".join((entry.words, *entry.below))
    words = _split_words(text)
    if len(text.split()) < _LEAST_WORDS or not any(map(interests.knows, words)):
        return True
    return len(words) < _ENOUGH_WORDS and not any(map(places.knows, words))


def _name_interests(vault: Vault) -> Vocabulary:
    texts = [*list_interests(vault), *(one.field or "" for one in vault.companies)]
    texts += [name for contact in vault.contacts for name in contact.values.texts("interests")]
    return _make_vocabulary(texts)


def _name_places(vault: Vault) -> Vocabulary:
    cities = [*ranked_cities(vault), *(trip.city or "" for trip in vault.trips)]
    cities += [contact.city or "" for contact in vault.contacts]
    cities += [city for company in vault.companies for city in company.cities]
    return _make_vocabulary(cities)


def _make_vocabulary(texts: Iterable[str]) -> Vocabulary:
    found = {word for text in dict.fromkeys(texts) for word in _split_words(text)}
    words = frozenset(word for word in found if len(word) >= _SHORTEST)
    stems = {word[:end] for word in words for end in range(_SHORTEST, len(word) + 1)}
    return Vocabulary(words, frozenset(stems))


def _split_words(text: str) -> list[str]:
    """The words of a text that say something; very long ones are cut."""
    return [word[:_LONGEST] for word in _WORD.findall(fold(text)) if word not in _EMPTY]


# -- places -----------------------------------------------------------------------------------


def ranked_cities(vault: Vault) -> tuple[str, ...]:
    """The cities of me.md, best first."""
    return vault.profile.values.texts("cities") if vault.profile else ()


def cities_of(vault: Vault, contact: Contact) -> tuple[str, ...]:
    """Where a contact can be met: their own city and those of their company."""
    company = vault.company_of(contact)
    own = (contact.city,) if contact.city else ()
    found = {fold(city): city for city in reversed((*own, *(company.cities if company else ())))}
    return tuple(reversed(found.values()))


def nearest_site(cities: tuple[str, ...], ranked: tuple[str, ...], stay: str = "") -> str:
    """The site to go for: that of a stay, else the one ranked first, else the one named first."""
    order = {fold(city): number for number, city in enumerate(ranked)}
    near = {fold(stay): -1} if stay else {}
    places = order | near
    return min(cities, key=lambda city: places.get(fold(city), len(places)), default="")


def say_nearest(cities: tuple[str, ...], ranked: tuple[str, ...]) -> str:
    """Why that site: yours come first, and where none is yours, theirs."""
    mine = {fold(city) for city in ranked}
    is_ranked = any(fold(city) in mine for city in cities)
    return "ranked first of your cities" if is_ranked else "named first"


def is_open(standing: Standing) -> bool:
    """Whether somebody is still to be met: neither met nor booked, and has not said no."""
    if standing.held or standing.ahead:
        return False
    return standing.stage in (Stage.TO_APPROACH, Stage.ASKED, Stage.AGREED, Stage.LATER)


def count_places(
    vault: Vault,
    standings: Mapping[str, Standing],
    today: date,
    hidden: frozenset[str] = frozenset(),
) -> tuple[Place, ...]:
    """Every city, those of me.md first in their order, then by how many can be met there.

    A contact stands where they can be met best: their own city, else the nearest site of their
    company. `hidden` holds the paths of contacts whose place is kept back.
    """
    ranked = ranked_cities(vault)
    names = {fold(city): city for city in ranked}
    contacts: dict[str, list[Contact]] = {}
    companies: dict[str, list[Company]] = {}
    for contact in vault.contacts:
        city = place_of(vault, contact, ranked) if contact.path not in hidden else ""
        if city:
            contacts.setdefault(names.setdefault(fold(city), city), []).append(contact)
    for company in vault.companies:
        for city in company.cities:
            companies.setdefault(names.setdefault(fold(city), city), []).append(company)
    order = {fold(city): number for number, city in enumerate(ranked)}
    places = [
        _make_place(name, order.get(key), contacts, companies, standings, vault, today)
        for key, name in names.items()
    ]
    return tuple(sorted(places, key=_by_rank))


def place_of(vault: Vault, contact: Contact, ranked: tuple[str, ...]) -> str:
    """The one city a contact is counted in."""
    return contact.city or nearest_site(cities_of(vault, contact), ranked)


def _make_place(
    name: str,
    rank: int | None,
    contacts: dict[str, list[Contact]],
    companies: dict[str, list[Company]],
    standings: Mapping[str, Standing],
    vault: Vault,
    today: date,
) -> Place:
    people = tuple(contacts.get(name, ()))
    left = tuple(one for one in people if is_open(standings[one.path]))
    stays = [one for one in vault.trips if fold(one.city or "") == fold(name)]
    trip = next_trip(stays, today)
    return Place(name, rank, people, tuple(companies.get(name, ())), left, trip)


def _by_rank(place: Place) -> tuple[bool, int, int, str]:
    return place.rank is None, place.rank or 0, -len(place.contacts), fold(place.name)


def next_trip(trips: Iterable[Trip], today: date) -> Trip | None:
    """The first stay that is not over."""
    ahead = (trip for trip in trips if trip.start and (trip.end or trip.start) >= today)
    return min(ahead, key=lambda trip: (trip.start or date.max, trip.path), default=None)


def find_spread_places(places: Iterable[Place]) -> tuple[Place, ...]:
    """The places where somebody is still to be met, when they are too many; else none (R15)."""
    found = tuple(place for place in places if place.open)
    return found if len(found) > SPREAD else ()
