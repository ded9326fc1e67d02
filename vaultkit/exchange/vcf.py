"""vCard, both ways: contacts to cards of version 3.0, cards of 2.1, 3.0 and 4.0 to people.

vobject reads and writes lines (folding, escaping, quoted-printable). Fields of ours that vCard
has no word for go as X-VAULTKIT-FIELD, one line a value, and come back from there.
"""

import logging
import re
from collections.abc import Iterable, Iterator

import vobject
from vobject.base import Component, ParseError, VObjectError

from vaultkit.exchange.people import Person, Read, Refused, make_person, split_first
from vaultkit.exchange.text import one_line
from vaultkit.notes.contact import Contact
from vaultkit.notes.fields import FIELDS
from vaultkit.vault import Vault

_OURS = "x-vaultkit-"
# What vCard has a word for; all other fields of a contact go under ours.
_PLAIN = {"role": "title", "email": "email", "timezone": "tz"}
_LISTS = ("tags", "aliases")
_OWN_WAY = frozenset(("name", "company", "phone", "ext", "address", "city", *_PLAIN, *_LISTS))
# Pictures, sounds and keys: never read.
_HEAVY = re.compile(
    r"^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|X-MS-CARDPICTURE|X-ABCROP[\w-]*)[;:].*"
    r"(?:\n[ \t].*)*\n?",
    re.M | re.I,
)
_BEGIN = re.compile(r"^BEGIN:VCARD[ \t]*$", re.M | re.I)
_END = re.compile(r"^END:VCARD[ \t]*$", re.M | re.I)


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
    logging.getLogger("vobject").setLevel(logging.CRITICAL)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    people: list[Person] = []
    refused: list[Refused] = []
    for line, card in _split(text):
        found = _read_card(card, line)
        if isinstance(found, Person):
            people.append(found)
        else:
            refused.append(found)
    if not people and not refused:
        refused.append(Refused(1, "no BEGIN:VCARD; expected a file of vCards"))
    return Read(tuple(people), tuple(refused))


def _split(text: str) -> Iterator[tuple[int, str]]:
    """(line, text) of each card, without pictures."""
    starts = [found.start() for found in _BEGIN.finditer(text)]
    for start, after in zip(starts, [*starts[1:], len(text)], strict=True):
        yield text.count("\n", 0, start) + 1, _HEAVY.sub("", text[start:after])


def _read_card(text: str, line: int) -> Person | Refused:
    if not _END.search(text):
        return Refused(line, "the card has no END:VCARD")
    try:
        card = next(vobject.readComponents(text, ignoreUnreadable=True, allowQP=True), None)
    except (VObjectError, ParseError, ValueError, LookupError, AttributeError, TypeError) as error:
        return Refused(line, f"cannot be read: {str(error).split(chr(10))[0][:80]}")
    if card is None:
        return Refused(line, "the card is empty")
    if _is_company(card):
        return Refused(line, "is a company, no person: vaultkit new company")
    name = _read_name(card)
    if not name:
        return Refused(line, "the card has no name")
    return _make_person(card, name, line)


def _is_company(card: Component) -> bool:
    kind = (_first(card, "kind") or _first(card, "x-abshowas")).casefold()
    return kind in ("org", "organization", "company", "group", "location")


def _read_name(card: Component) -> str:
    if full := _first(card, "fn"):
        return full
    for line in card.contents.get("n", ()):
        parts = [getattr(_value(line), part, "") for part in ("given", "additional", "family")]
        return " ".join(_join(part) for part in parts if part)
    return ""


def _value(line: object) -> object:
    return getattr(line, "value", "")


def _make_person(card: Component, name: str, line: int) -> Person:
    emails, numbers = _texts(card, "email"), [_number(one) for one in _texts(card, "tel")]
    (email, mails), (phone, phones) = split_first(emails), split_first(numbers)
    place = next(iter(card.contents.get("adr", ())), None)
    fields: dict[str, str | Iterable[str]] = {
        "email": email.removeprefix("mailto:"),
        "phone": phone,
        "role": _first(card, "title") or _first(card, "role"),
        "company": _first(card, "org"),
        "timezone": _first(card, "tz"),
        "address": _address(_value(place)) if place else "",
        "city": _join(getattr(_value(place), "city", "")) if place else "",
        "aliases": [one for one in _texts(card, "nickname") if one != name],
        "tags": [one for one in _texts(card, "categories") if one.casefold() != "mycontacts"],
        **_read_own(card),
    }
    urls = [one.replace("\\:", ":") for one in _texts(card, "url")]
    more = [*mails, *phones, *urls, *_texts(card, "note")]
    return make_person(name, fields, line, more)


def _number(text: str) -> str:
    return re.sub(r"^tel:", "", text, flags=re.I)


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
    return ", ".join(part for part in parts if part)


def _first(card: Component, word: str) -> str:
    return next(iter(_texts(card, word)), "")


def _texts(card: Component, word: str) -> list[str]:
    """The values of a property, the preferred one first, lists taken apart (not `org`)."""
    lines = sorted(card.contents.get(word, ()), key=lambda line: not _is_preferred(line))
    found: list[str] = []
    for line in lines:
        value = _value(line)
        if isinstance(value, list) and word != "org":
            found += [_join(one) for one in value]
        elif word in ("nickname", "categories") and isinstance(value, str):
            found += re.split(r"(?<!\\),", value)
        else:
            found.append(_join(value[:1] if isinstance(value, list) else value))
    return [text for one in found if (text := one_line(one))]


def _is_preferred(line: object) -> bool:
    params = getattr(line, "params", {})
    return "PREF" in params or any(str(one).casefold() == "pref" for one in params.get("TYPE", ()))


def _join(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return " ".join(_join(one) for one in value if one)
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
