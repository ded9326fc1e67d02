"""People of a file against the contacts of a vault: who is who, which empty fields they fill."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from vaultkit.exchange.people import Person, Refused
from vaultkit.lookalikes import find_keys, make_keys
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


class Matched(NamedTuple):
    """Everybody of a file who can be told apart, and the rows that cannot."""

    matches: tuple[Match, ...]
    refused: tuple[Refused, ...]


def match_people(vault: Vault, people: Iterable[Person]) -> Matched:
    """Each person once; a row that could be two contacts is refused, never guessed."""
    by_key: dict[tuple[str, str], list[Contact]] = {}
    for one in vault.contacts:
        for key in find_keys(one):
            by_key.setdefault(key, []).append(one)
    matches: list[Match] = []
    refused: list[Refused] = []
    for person in _merge(people):
        found = _find(vault, by_key, person)
        if len(found) > 1:
            names = " or ".join(one.path for one in found)
            refused.append(Refused(person.line, f"{person.name} could be {names}"))
        else:
            contact = found[0] if found else None
            matches.append(Match(person, contact, tuple(_find_fills(contact, person))))
    return Matched(tuple(matches), tuple(refused))


def _keys(person: Person) -> list[tuple[str, str]]:
    aliases = person.fields.get("aliases", ())
    names = (person.name, *person.names, *(aliases if isinstance(aliases, tuple) else (aliases,)))
    return list(make_keys(names, person.text("email"), person.text("phone"), person.text("ext")))


def _merge(people: Iterable[Person]) -> Iterator[Person]:
    """Rows of one person as one: the first, with what the later ones add."""
    found: list[Person] = []
    by_key: dict[tuple[str, str], int] = {}
    for person in people:
        own = [key for key in _keys(person) if key[0] != "phone"]
        number = next((by_key[key] for key in own if key in by_key), -1)
        if number >= 0 and _may_be_one(found[number], person):
            first = found[number]
            found[number] = first._replace(fields={**person.fields, **first.fields})
        else:
            number = len(found)
            found.append(person)
        for key in own:
            by_key.setdefault(key, number)
    yield from found


def _may_be_one(one: Person, other: Person) -> bool:
    """Two rows of one name are one person unless e-mail and company both differ."""
    mails = {one.text("email").casefold(), other.text("email").casefold()} - {""}
    firms = {fold_company(one.text("company")), fold_company(other.text("company"))} - {""}
    return len(mails) < 2 or len(firms) < 2


def _find(
    vault: Vault, by_key: dict[tuple[str, str], list[Contact]], person: Person
) -> Sequence[Contact]:
    """The contacts a person may be: by e-mail, else by name, else by number."""
    for what in ("email", "name", "phone"):
        keys = [key for key in _keys(person) if key[0] == what]
        found = {one.path: one for key in keys for one in by_key.get(key, ())}
        if what == "name":
            found = {path: one for path, one in found.items() if _agrees(vault, one, person)}
        if what == "phone":  # a number alone may be a switchboard's
            found = {path: one for path, one in found.items() if _shares_a_word(one, person)}
        if found:
            return [found[path] for path in sorted(found)]
    return ()


def _agrees(vault: Vault, contact: Contact, person: Person) -> bool:
    """A namesake with another e-mail address at another company is somebody else."""
    mails = {(contact.values.text("email") or "").casefold(), person.text("email").casefold()}
    firms = {fold_company(vault.company_name(contact) or ""), fold_company(person.text("company"))}
    return len(mails - {""}) < 2 or len(firms - {""}) < 2


def _shares_a_word(contact: Contact, person: Person) -> bool:
    names = (contact.name, contact.stem, *contact.aliases)
    words = {word for name in names for word in fold_accents(name).split()}
    return bool(words & set(fold_accents(person.name).split()))


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
