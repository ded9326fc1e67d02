"""People of a file against the contacts of a vault: who is who, which empty fields they fill."""

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import NamedTuple

from vaultkit.exchange.people import Person, Refused
from vaultkit.lookalikes import find_keys, fold_person, make_keys
from vaultkit.names import fold_accents
from vaultkit.notes.company import Company
from vaultkit.notes.contact import Contact
from vaultkit.vault import Vault

# Fields a file may fill where a note has none; lists and choices stay yours.
FILLED = ("email", "phone", "ext", "role", "company", "city", "address", "timezone", "source")
# What companies are called beside their name.
_FORMS = frozenset(
    ("ltd", "limited", "inc", "incorporated", "llc", "plc", "gmbh", "ag", "sa", "sarl", "srl", "bv",
     "nv", "oy", "ab", "as", "co", "corp", "corporation", "company", "group", "the")
)  # fmt: skip


class Match(NamedTuple):
    """A person of the file, their note if there is one, and the empty fields it would fill."""

    person: Person
    contact: Contact | None
    fills: tuple[tuple[str, str], ...] = ()


class Known(NamedTuple):
    """A company of the vault and the people of the file who work there."""

    company: Company
    matches: tuple[Match, ...]


class Rank(IntEnum):
    """How sure it is that two are one person."""

    OTHER = 0
    UNSURE = 1
    LIKELY = 2
    SURE = 3


class Matched(NamedTuple):
    """Everybody of a file who can be told apart, and the rows that cannot."""

    matches: tuple[Match, ...]
    refused: tuple[Refused, ...]


class Here:
    """The contacts of a vault, found by what a file may hold about them."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._by_key: dict[tuple[str, str], list[Contact]] = {}
        for one in vault.contacts:
            for key in {*find_keys(one), *_word_keys(one.name), *_page_keys(_read_page(one))}:
                self._by_key.setdefault(key, []).append(one)

    def find(self, person: Person) -> tuple[list[Contact], str]:
        """Whom a person may be by page or e-mail, else by name, else by number; else what speaks
        against everybody who comes near, "" when nobody does."""
        doubt = ""
        for what in ("page", "email", "name", "phone"):
            near = self._near(person, what)
            ranked = [(self._rank(one, person, what), one) for one in near]
            best = max((rank for rank, _ in ranked), default=Rank.OTHER)
            if best >= Rank.LIKELY:
                return [one for rank, one in ranked if rank is best], ""
            if best is Rank.UNSURE and not doubt:
                doubt = f"{person.name} may be {near[0].path}, where {_DOUBTS[what]}"
        return [], doubt

    def _near(self, person: Person, what: str) -> list[Contact]:
        keys = [key for key in _keys(person) if key[0] == what]
        found = {one.path: one for key in keys for one in self._by_key.get(key, ())}
        return [found[path] for path in sorted(found)]

    def _rank(self, contact: Contact, person: Person, what: str) -> Rank:
        if what in ("page", "name"):
            mails = {(contact.values.text("email") or "").casefold()} - {""}
            rank = _compare(mails, self._vault.company_name(contact) or "", person)
            return Rank.SURE if what == "page" else rank
        if _shares_a_word(contact, person):
            return Rank.LIKELY
        # A number alone may be a switchboard's, an address a whole office's.
        return Rank.UNSURE if what == "email" else Rank.OTHER


_DOUBTS = {
    "email": "the e-mail address is the same and the name another",
    "name": "the name is the same and company or e-mail address another",
}


def match_people(vault: Vault, people: Iterable[Person]) -> Matched:
    """Each person once; a row that could be two contacts is refused, never guessed."""
    here = Here(vault)
    matches: list[Match] = []
    refused: list[Refused] = []
    for person in _merge(people):
        found, doubt = here.find(person)
        if len(found) > 1:
            doubt = f"{person.name} could be {' or '.join(one.path for one in found)}"
        if doubt:
            refused.append(Refused(person.line, doubt))
        else:
            contact = found[0] if found else None
            matches.append(Match(person, contact, tuple(_find_fills(contact, person))))
    return Matched(tuple(matches), tuple(refused))


def _keys(person: Person) -> list[tuple[str, str]]:
    aliases = person.fields.get("aliases", ())
    names = (person.name, *person.names, *((aliases,) if isinstance(aliases, str) else aliases))
    keys = list(make_keys(names, "", person.text("phone"), person.text("ext")))
    keys += (("email", mail) for mail in sorted(_mails(person)))
    return [*keys, *_word_keys(person.name), *_page_keys(person.text("linkedin"))]


def _word_keys(name: str) -> Iterator[tuple[str, str]]:
    """The name of somebody who goes by one word, as many do whose script has no blanks."""
    word = fold_person(name)
    if word and " " not in word:
        yield "name", word


def _mails(person: Person) -> set[str]:
    """Every e-mail address of a person, the ones without a field of their own too."""
    found = (person.text("email"), *(one for one in person.more if " " not in one))
    return {one.casefold() for one in found if "@" in one}


def _read_page(contact: Contact) -> str:
    field = contact.document.field("linkedin")
    return field.values[0].text if field and field.values else ""


def _page_keys(address: str) -> Iterator[tuple[str, str]]:
    """The page of a person in a network, however its address is written."""
    name = re.sub(r"^https?://(?:[a-z]{2,3}\.)?|[?#].*$|/+$", "", address.strip().casefold())
    if "/" in name:
        yield "page", name


def _merge(people: Iterable[Person]) -> Iterator[Person]:
    """Rows of one person as one: the first, with what the later ones add."""
    found: list[Person] = []
    by_key: dict[tuple[str, str], list[int]] = {}
    for person in people:
        own = [key for key in _keys(person) if key[0] != "phone"]
        near = dict.fromkeys(number for key in own for number in by_key.get(key, ()))
        number = next((number for number in near if _are_one(found[number], person)), len(found))
        if number < len(found):
            found[number] = _add(found[number], person)
        else:
            found.append(person)
        for key in own:
            if number not in (known := by_key.setdefault(key, [])):
                known.append(number)
    yield from found


def _are_one(one: Person, other: Person) -> bool:
    """Two rows of one name are two people only when their companies say so."""
    pages = {*_page_keys(one.text("linkedin")), *_page_keys(other.text("linkedin"))}
    if len(pages) == 2:
        return False
    if pages and one.text("linkedin") and other.text("linkedin"):
        return True
    if not _words(one.name, *one.names) & _words(other.name, *other.names):
        return False
    if any(_word_keys(one.name)) and _mails(one) and _mails(other).isdisjoint(_mails(one)):
        return not _mails(other)  # one word is many people's, an address is not
    firms = _same_firm(one.text("company"), other.text("company"))
    return firms is not False or bool(_mails(one) & _mails(other))


def _add(first: Person, later: Person) -> Person:
    """A person with what a later row adds; a second address or number is kept beside."""
    fields = {**later.fields, **first.fields}
    second = [later.text(name) for name in ("email", "phone")]
    more = dict.fromkeys((*first.more, *later.more, *filter(None, second)))
    rest = tuple(one for one in more if one not in fields.values())
    return first._replace(fields=fields, more=rest)


def _compare(mails: set[str], company: str, person: Person) -> Rank:
    """What address and company say about two of one name."""
    theirs = _mails(person)
    same_mail = bool(mails & theirs) if mails and theirs else None
    says = (_same_firm(company, person.text("company")), same_mail)
    if True in says:
        return Rank.SURE
    if False not in says:
        return Rank.LIKELY
    return Rank.UNSURE if None in says else Rank.OTHER


def _same_firm(one: str, other: str) -> bool | None:
    """Whether two names mean one company, "Tern" and "Tern Press Ltd" too; None: one is empty."""
    words, others = set(fold_company(one).split()), set(fold_company(other).split())
    return (words <= others or others <= words) if words and others else None


def _words(*names: str) -> set[str]:
    return {word for name in names for word in fold_person(name).split()}


def _shares_a_word(contact: Contact, person: Person) -> bool:
    names = _words(contact.name, contact.stem, *contact.aliases)
    return bool(names & _words(person.name, *person.names))


def _find_fills(contact: Contact | None, person: Person) -> Iterator[tuple[str, str]]:
    """The fields a note leaves empty and the file holds; an extension only with its number."""
    if contact is None:
        return
    for field in FILLED:
        known = contact.document.field(field)
        is_empty = known is None or not known.values
        if field == "ext" and contact.phone:
            continue
        if is_empty and (text := person.text(field)):
            yield field, text


def fold_company(name: str) -> str:
    """A company's name as it is compared: without "Ltd", "The" and marks."""
    words = re.findall(r"[^\W_]+", fold_accents(name))
    return " ".join(word for word in words if word not in _FORMS) or " ".join(words)


def find_company(vault: Vault, name: str) -> Company | None:
    """The company of the vault that a name means."""
    wanted = fold_company(name)
    for company in vault.companies if wanted else ():
        if wanted in map(fold_company, (company.name, company.stem, *company.aliases)):
            return company
    return None


def find_known(vault: Vault, matches: Iterable[Match]) -> tuple[Known, ...]:
    """ "Whom do I already know at the companies I follow?", by company and name."""
    by_name = {
        fold_company(name): company
        for company in vault.companies
        for name in (company.name, company.stem, *company.aliases)
    }
    found: dict[str, list[Match]] = {}
    for match in matches:
        company = by_name.get(fold_company(match.person.text("company")))
        if company:
            found.setdefault(company.path, []).append(match)
    return tuple(
        Known(company, tuple(sorted(found[company.path], key=lambda one: one.person.name)))
        for company in vault.companies
        if company.path in found
    )
