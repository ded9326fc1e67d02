"""vCard, both ways: contacts to cards of version 3.0, cards of 2.1, 3.0 and 4.0 to people.

vobject reads and writes lines (folding, escaping, quoted-printable). Fields of ours that vCard
has no word for go as X-VAULTKIT-FIELD, one line a value, and come back from there.
"""

import logging
import re
from collections.abc import Iterable, Iterator

import vobject
from vobject.base import Component, ParseError, VObjectError

from vaultkit.exchange.cards import Card, split_cards
from vaultkit.exchange.people import Person, Read, Refused, make_person, split_first
from vaultkit.exchange.text import one_line, unify_breaks
from vaultkit.notes.contact import Contact
from vaultkit.notes.fields import FIELDS
from vaultkit.preparation.zones import find_zone
from vaultkit.vault import Vault

_OURS = "x-vaultkit-"
# What vCard has a word for; all other fields of a contact go under ours.
_PLAIN = {"role": "title", "email": "email", "timezone": "tz"}
_LISTS = ("tags", "aliases")
_OWN_WAY = frozenset(("name", "company", "phone", "ext", "address", "city", *_PLAIN, *_LISTS))
# Kinds of numbers nobody answers.
_MUTE = frozenset(("FAX", "PAGER", "MODEM", "TELEX", "TTY"))
_OFFSET = re.compile(r"(?:UTC|GMT)?[+-]\d{1,2}(?::?\d\d)?")
_NICKNAME = "vnd.android.cursor.item/nickname;"
_UNREADABLE = (
    VObjectError, ParseError, ValueError, LookupError, AttributeError, TypeError
)  # fmt: skip


# -- out --------------------------------------------------------------------------------------


def write_cards(vault: Vault) -> bytes:
    """Every contact as a card, by path."""
    return "".join(_write_card(vault, one) for one in vault.contacts).encode("utf-8")


def _write_card(vault: Vault, contact: Contact) -> str:
    card = vobject.vCard()
    card.add("fn").value = one_line(contact.name)
    given, _, family = one_line(contact.name).rpartition(" ")
    card.add("n").value = vobject.vcard.Name(family=family if given else "", given=given or family)
    for field, word in _PLAIN.items():
        if text := contact.values.text(field):
            card.add(word).value = one_line(text)
    for alias in contact.aliases:
        card.add("nickname").value = one_line(alias)
    if contact.tags:
        card.add("categories").value = [one_line(tag) for tag in contact.tags]
    if company := vault.company_name(contact):
        card.add("org").value = [one_line(company)]
    _add_reach(card, contact)
    for field, value in _own_values(contact):
        card.add(_OURS + field.replace("_", "-")).value = value
    return str(card.serialize())


def _add_reach(card: Component, contact: Contact) -> None:
    phone, ext = contact.phone, contact.values.text("ext")
    if phone:
        number = card.add("tel")
        number.value = one_line(phone) + (f" ext. {one_line(ext)}" if ext else "")
        number.type_param = "WORK"
    address, city = contact.values.text("address"), contact.city
    if address or city:
        place = card.add("adr")
        place.value = vobject.vcard.Address(
            street=one_line(address or ""), city=one_line(city or "")
        )
        place.type_param = "WORK"


def _own_values(contact: Contact) -> Iterator[tuple[str, str]]:
    """Fields vCard has no word for, and lists whose items hold the mark that parts them."""
    for spec in FIELDS["contact"]:
        field = contact.document.field(spec.name)
        values = [one_line(text.text) for text in field.values] if field else []
        if spec.name not in _OWN_WAY or (spec.name in _LISTS and any("," in one for one in values)):
            yield from ((spec.name, value) for value in values)


# -- in ---------------------------------------------------------------------------------------


def read_cards(text: str) -> Read:
    """The cards of a file; one that cannot be read is refused with its line, the others count."""
    logging.getLogger("vobject.base").setLevel(logging.CRITICAL)
    people: list[Person] = []
    refused: list[Refused] = []
    for card in split_cards(unify_breaks(text)):
        found = _read_card(card)
        if isinstance(found, Person):
            people.append(found)
        else:
            refused.append(found)
    if not people and not refused:
        refused.append(Refused(1, "no BEGIN:VCARD; expected a file of vCards"))
    return Read(tuple(people), tuple(refused))


def _read_card(lines: Card) -> Person | Refused:
    line = lines.line
    if not lines.is_whole:
        return Refused(line, "the card has no END:VCARD")
    try:
        card = _parse(lines.lines)
    except _UNREADABLE:
        try:
            card = _parse([one for one in lines.lines if _is_readable(one)])
        except _UNREADABLE as error:
            return Refused(line, f"cannot be read: {str(error).split(chr(10))[0][:80]}")
    if card is None:
        return Refused(line, "the card is empty")
    if why := _tell_company(card):
        return Refused(line, why)
    name = _read_name(card)
    if not name:
        return Refused(line, _say_no_name(_first(card, "org")))
    return _make_person(card, name, line)


def _say_no_name(company: str) -> str:
    return f"no person's name, only {company}" if company else "the card has no name"


def _parse(lines: Iterable[str]) -> Component | None:
    text = "\n".join(lines)
    return next(vobject.readComponents(text, ignoreUnreadable=True, allowQP=True), None)


def _is_readable(line: str) -> bool:
    """Whether a line of a card can be read by itself; one that cannot does not cost the card."""
    if re.match(r"(?:BEGIN|VERSION|END):", line, re.I):
        return True
    try:
        return _parse(("BEGIN:VCARD", "VERSION:3.0", line, "END:VCARD")) is not None
    except _UNREADABLE:
        return False


def _tell_company(card: Component) -> str:
    """Why a card is nobody's, "" for a person's."""
    kind = _first(card, "kind") or _first(card, "x-addressbookserver-kind")
    match (kind or _first(card, "x-abshowas")).casefold():
        case "org" | "organization" | "company" | "location":
            return "is a company, no person: vaultkit new company"
        case "group":
            return "is a group, no person"
    return ""


def _read_name(card: Component) -> str:
    """As it is shown; put together where that is missing, or turned round as "Hill, Sam"."""
    full, parts = _first(card, "fn"), _name_parts(card)
    given, family = parts[0], parts[-1]
    if full and full != f"{family}, {given}":
        return full
    return " ".join(filter(None, parts)) or _first(card, "nickname")


def _name_parts(card: Component) -> tuple[str, str, str]:
    value = next((_value(line) for line in card.contents.get("n", ())), None)
    given, middle, family = (
        one_line(_join(getattr(value, part, ""))) for part in ("given", "additional", "family")
    )
    return given, middle, family


def _value(line: object) -> object:
    return getattr(line, "value", "")


def _make_person(card: Component, name: str, line: int) -> Person:
    mails = [re.sub("^mailto:", "", one, flags=re.I) for one in _texts(card, "email")]
    email, others = split_first(one for one in mails if "@" in one)
    phone, phones = split_first(_numbers(card, False))
    place = next(iter(_sort(card.contents.get("adr", ()))), None)
    zone = _first(card, "tz")
    fields: dict[str, str | Iterable[str]] = {
        "email": email,
        "phone": phone,
        "role": _first(card, "title") or _first(card, "role"),
        "company": _first(card, "org"),
        "timezone": zone if _OFFSET.fullmatch(zone) or find_zone(zone) else "",
        "address": _address(_value(place)) if place else "",
        "city": _join(getattr(_value(place), "city", "")) if place else "",
        "aliases": [one for one in _nicknames(card) if one != name],
        "tags": [one for one in _texts(card, "categories") if one.casefold() != "mycontacts"],
        **_read_own(card),
    }
    urls = [one.replace("\\:", ":") for word in _URLS for one in _texts(card, word) if "." in one]
    faxes = [f"fax {one}" for one in _numbers(card, True)]
    given, _, family = _name_parts(card)
    names = (f"{given} {family}",) if given and family else ()
    more = [*others, *phones, *faxes, *urls, *_texts(card, "note")]
    more += [one for one in mails if "@" not in one]
    return make_person(name, fields, line, more, names)


_URLS = ("url", "x-socialprofile")


def _numbers(card: Component, mute: bool) -> list[str]:
    """The numbers somebody answers, or those nobody does."""
    lines = [line for line in card.contents.get("tel", ()) if bool(_types(line) & _MUTE) is mute]
    return [re.sub(r"^tel:", "", _join(_value(line)), flags=re.I) for line in _sort(lines)]


def _nicknames(card: Component) -> Iterator[str]:
    yield from _texts(card, "nickname")
    for one in _texts(card, "x-android-custom"):
        if one.startswith(_NICKNAME):
            yield one.split(";")[1]


def _read_own(card: Component) -> dict[str, str | Iterable[str]]:
    found: dict[str, str | Iterable[str]] = {}
    for spec in FIELDS["contact"]:
        values = _texts(card, _OURS + spec.name.replace("_", "-"))
        if values:
            found[spec.name] = values if spec.type in ("list", "choices") else values[0]
    return found


def _address(value: object) -> str:
    """Street, code, region, country; the city has a field of its own."""
    parts = (
        _join(getattr(value, part, ""))
        for part in ("box", "extended", "street", "region", "code", "country")
    )
    return ", ".join(line.strip() for part in parts for line in part.splitlines() if line.strip())


def _first(card: Component, word: str) -> str:
    return next(iter(_texts(card, word)), "")


def _texts(card: Component, word: str) -> list[str]:
    """The values of a property, the preferred one first, lists taken apart (not `org`)."""
    found: list[str] = []
    for line in _sort(card.contents.get(word, ())):
        value = _value(line)
        if isinstance(value, list) and word != "org":
            found += [_join(one) for one in value]
        elif word in ("nickname", "categories") and isinstance(value, str):
            found += re.split(r"(?<!\\),", value)
        else:
            found.append(_join(value[:1] if isinstance(value, list) else value))
    return [text for one in found if (text := one_line(one))]


def _sort(lines: Iterable[object]) -> list[object]:
    """The preferred one first: PREF=1 before PREF=2 before none."""
    return sorted(lines, key=_rank)


def _rank(line: object) -> int:
    params = getattr(line, "params", {})
    first = next(iter(params.get("PREF", ())), "")
    if first.isascii() and first.isdigit():
        return int(first[:3])
    return 1 if "PREF" in params or "PREF" in _types(line) else 101


def _types(line: object) -> set[str]:
    """What a line is for, in the ways of all three versions: TYPE=FAX, TYPE="fax,work", ;FAX."""
    named = getattr(line, "params", {}).get("TYPE", ())
    words = ",".join((*named, *getattr(line, "singletonparams", ())))
    return set(words.upper().split(","))


def _join(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return " ".join(_join(one) for one in value if one)
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
