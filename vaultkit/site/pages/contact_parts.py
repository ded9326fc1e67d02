"""The lists on a contact's page: what they advised, whom they named, their interviews."""

import re
from collections.abc import Iterator
from textwrap import dedent
from typing import NamedTuple

from markupsafe import Markup

from vaultkit.dates import say_day
from vaultkit.document import Document
from vaultkit.items import Item, read_list
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Note
from vaultkit.notes.tasks import read_done_day
from vaultkit.site.frame import Ref, Site
from vaultkit.site.windows import count
from vaultkit.vault import Naming

# The day behind a tick; the state beside the words says it.
_DONE_DAY = re.compile("(?<!\\s)\\s*\u2705\ufe0f?\\s*\\d{4}-\\d\\d-\\d\\d")
_LINK = re.compile(r"^\[\[[^\[\]\n]*\]\]")
_LEAVE = {
    "yes": "your letter may name {}",
    "no": "your letter may not name {}",
    "asked": "asked whether your letter may name {}",
}


class Piece(NamedTuple):
    """One piece of advice: its words, whether it was followed, what came of it."""

    words: Markup
    is_followed: bool
    state: str
    outcome: Markup
    source: Ref


class Named(NamedTuple):
    """Somebody they named: who, where from, the words behind the name, how it stands."""

    ref: Ref
    company: str
    words: Markup
    state: str


class Talk(NamedTuple):
    """An interview with them: its day, the way it was held, what was answered."""

    ref: Ref
    detail: str
    answered: str


def is_plain_list(document: Document, word: str) -> bool:
    """Whether a section holds list items alone, so that it can be shown item by item."""
    items, strays = read_list(document.section(word))
    lines = (n for start, end in document.spans(word) for n in range(start, end))
    has_code = any(n in document.hidden for n in lines)
    return bool(items) and not strays and not has_code and not any(one.group for one in items)


def find_advice(site: Site, contact: Contact, own: bool) -> Iterator[Piece]:
    """What they advised: in their own note, when `own`, then in their interviews."""
    word = site.settings.section_word("advice")
    if own:
        yield from _read_pieces(site, contact, contact, word)
    for note in site.vault.interviews_of(contact):
        yield from _read_pieces(site, contact, note, word)


def _read_pieces(site: Site, contact: Contact, note: Note, word: str) -> Iterator[Piece]:
    source = Ref("", "") if note is contact else _day_of(site, note)
    root = site.root(contact)
    for item in note.document.items(word):
        if item.level == 0 and item.text:
            words = site.inline(_DONE_DAY.sub("", item.text), root)
            outcome = site.block(dedent("\n".join(item.below)), root) if item.below else Markup("")
            followed = item.mark in ("x", "X")
            yield Piece(words, followed, _say_state(site, contact, item), outcome, source)


def _say_state(site: Site, contact: Contact, item: Item) -> str:
    if item.mark == "-":
        return "Let go."
    if item.mark not in ("x", "X"):
        return "Not followed yet."
    day = read_done_day(item)
    if day is None:
        return "Followed."
    knows = site.agenda.standings[contact.path].has_since(frozenset(("update",)), day)
    return f"Followed {say_day(day, site.today)}; {'they know' if knows else 'not told yet'}."


def shows_all_leads(site: Site, contact: Contact) -> bool:
    """Whether each item under their Leads is somebody whom `find_named` shows."""
    named = site.agenda.standings[contact.path].named
    shown = {one.lead.line for one in named if one.lead and one.path == contact.path}
    word = site.settings.section_word("leads")
    items = [one for one in contact.document.items(word) if one.level == 0]
    is_flat = all(one.line in shown and not one.below for one in items)
    return is_plain_list(contact.document, word) and is_flat


def find_named(site: Site, contact: Contact) -> Iterator[Named]:
    """Whom they named, each once."""
    found: dict[str, Named] = {}
    for one in site.agenda.standings[contact.path].named:
        made = _make_named(site, contact, one)
        known = found.get(made.ref.name)
        if known is None or (made.words and not known.words):
            found[made.ref.name] = made
    yield from found.values()


def _make_named(site: Site, namer: Contact, one: Naming) -> Named:
    contact = one.contact
    ref = site.ref(contact) if contact else Ref(one.name, "")
    company = site.company_name(contact) if contact else ""
    text = _LINK.sub("", one.lead.text).removeprefix(one.name) if one.lead else ""
    words = site.inline(text.lstrip(" ,;:"), site.root(namer))
    return Named(ref, company, words, _say_named(site, namer, one))


def _say_named(site: Site, namer: Contact, one: Naming) -> str:
    contact = one.contact
    day = f"named {say_day(one.day, site.today)}" if one.day else ""
    if contact is None:
        return ", ".join(part for part in (day, "no note yet") if part)
    stage = site.agenda.standings[contact.path].stage.value.replace("-", " ")
    leave = ""
    hidden = site.private(contact) & {"referred_by", "may_mention"}
    if not hidden and site.vault.referrer_of(contact) is namer:
        words = _LEAVE.get(
            contact.may_mention or "", "not asked yet whether your letter may name {}"
        )
        leave = words.format(namer.name)
    return ", ".join(part for part in (day, stage, leave) if part)


def find_talks(site: Site, contact: Contact) -> Iterator[Talk]:
    """Their interviews, by day."""
    for note in site.vault.interviews_of(contact):
        minutes = f"{note.values.number('given') or note.minutes} min"
        place = site.public(note, "place") or note.mode or ""
        how = f"by {note.mode}" if note.mode in ("phone", "video") else place
        detail = ", ".join(part for part in (how, minutes) if part)
        if note.status not in ("planned", "held"):
            detail = f"{detail}, {note.status}"
        yield Talk(_day_of(site, note), detail, _count_answers(note))


def _day_of(site: Site, note: Note) -> Ref:
    day = note.when.day if isinstance(note, Interview) and note.when else None
    return site.ref(note, say_day(day, site.today) if day else "")


def _count_answers(note: Interview) -> str:
    if not note.questions:
        return ""
    answered = sum(not one.is_open for one in note.questions)
    return f"{answered} of {count(len(note.questions), 'question')} settled"
