"""contacts/: everyone by stage, and a page for each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from vaultkit.contact_log import OUTGOING
from vaultkit.dates import earliest, say_day
from vaultkit.gathering import Keyed
from vaultkit.notes.contact import Contact
from vaultkit.site.frame import Event, Page, Ref, Site
from vaultkit.site.log_words import label_of
from vaultkit.site.pages.contact_drafts import IDS, ReachOut, make_reach_out
from vaultkit.site.pages.contact_parts import (
    Named,
    Piece,
    Talk,
    find_advice,
    find_named,
    find_talks,
    is_plain_list,
    shows_all_leads,
)
from vaultkit.site.pages.lists import Group, ListContent, ListRow, turn_list
from vaultkit.site.pages.log import left_of_log, make_event
from vaultkit.site.pages.note import NoteContent, make_note_content
from vaultkit.site.syntax import make_id
from vaultkit.site.turning import cut, find_start
from vaultkit.site.windows import count, say_step_day
from vaultkit.stages import Stage, Standing

# The stages where a conversation is nearest come first.
ORDER = (
    Stage.SCHEDULED, Stage.MET, Stage.AGREED, Stage.ASKED, Stage.TO_APPROACH, Stage.IN_TOUCH,
    Stage.LATER, Stage.PARKED, Stage.DECLINED, Stage.CLOSED,
)  # fmt: skip

LIST = "contacts/index.html"


@dataclass(frozen=True, slots=True)
class Step:
    """A stage on the way so far and its day; the last one is where the contact stands."""

    name: str
    day: str
    iso: str


@dataclass(frozen=True, slots=True)
class ContactContent:
    """The page of a contact; `ids` are those of the sections shown apart from the text."""

    note: NoteContent
    city: str
    stage: str
    path: tuple[Step, ...]
    events: tuple[Event, ...]
    advice: tuple[Piece, ...]
    named: tuple[Named, ...]
    talks: tuple[Talk, ...]
    out: ReachOut
    ids: Mapping[str, str]
    command: str


def contacts(site: Site) -> Iterator[Page]:
    """The list of everyone, by stage; within one what is due first comes first."""
    found = site.gatherings.find(site, list_contact, Contact)
    groups = (
        Group(stage.value, stage.value.replace("-", " ").capitalize(), tuple(rows))
        for stage in ORDER
        if (rows := [row for _, (of, row) in found if of is stage])
    )
    empty = "No contacts yet. The first: vaultkit new contact NAME."
    lede = f"{count(len(found), 'person', 'people')}, by stage." if found else ""
    content = ListContent("Contacts", lede, tuple(groups), empty, order="stage")
    yield from turn_list(LIST, content)


def find_stages(counts: Mapping[Stage, int]) -> dict[Stage, str]:
    """Where each stage begins in the list, by how many people stand at each."""
    there = [stage for stage in ORDER if counts.get(stage)]
    legs = cut(LIST, [range(counts[stage]) for stage in there])
    return {stage: f"{find_start(legs, n)}#{stage.value}" for n, stage in enumerate(there)}


def list_contact(site: Site, contact: Contact) -> Iterator[Keyed[tuple[Stage, ListRow]]]:
    """The row of one contact, and the stage under which it stands."""
    stage = site.agenda.standings[contact.path].stage
    yield (*by_due(site, contact), contact.path), (stage, make_row(site, contact))


def contact_page(site: Site, contact: Contact) -> Page:
    """The page of one contact."""
    return Page(site.addresses[contact.path], "contact.html", _make_contact(site, contact))


def by_due(site: Site, contact: Contact) -> tuple[str, str]:
    """What is due first comes first, as a key."""
    one = site.agenda.next_of(contact)
    return str(one.due or "9") if one else "99", contact.name.casefold()


def make_row(site: Site, contact: Contact) -> ListRow:
    """A contact as a row of a list."""
    one = site.agenda.next_of(contact)
    company = site.company_name(contact)
    detail = ", ".join(part for part in (site.public(contact, "role"), company) if part)
    return ListRow(
        site.ref(contact),
        detail,
        _say_last(site, contact),
        site.step(one) if one else "Nothing planned",
        one.status.value if one else "",
        site.public(contact, "city"),
        say_step_day(one, site.today) if one else "",
        str(one.due or one.opens or "") if one else "",
        company,
    )


def _say_last(site: Site, contact: Contact) -> str:
    """What happened last with a contact, else when they were named."""
    standing = site.agenda.standings[contact.path]
    if touch := standing.last_touch:
        return f"{label_of(touch.kind, touch.word)} {say_day(touch.day, site.today)}"
    named = earliest(one.day for one in standing.namings)
    return f"Named {say_day(named, site.today)}" if named else ""


def _make_contact(site: Site, contact: Contact) -> ContactContent:
    standing = site.agenda.standings[contact.path]
    word = site.settings.section_word
    own = is_plain_list(contact.document, word("advice"))
    apart = [name for name, here in _lists(site, contact, own) if here]
    entries = reversed(contact.log.entries)
    return ContactContent(
        _make_note(site, contact, ("log", *apart)),
        site.public(contact, "city"),
        standing.stage.value,
        tuple(_make_path(site, standing)),
        tuple(make_event(site, one, contact, site.root(contact)) for one in entries),
        tuple(find_advice(site, contact, own)),
        tuple(find_named(site, contact)),
        tuple(find_talks(site, contact)),
        make_reach_out(site, contact),
        {
            name: make_id(word(name)) if name in ("log", *apart) else ""
            for name in ("log", "advice", "leads")
        },
        f"- {site.today} note: ...",
    )


def _lists(site: Site, contact: Contact, own: bool) -> tuple[tuple[str, bool], ...]:
    """The sections that are lists, and whether all of each is shown apart from the text."""
    return ("advice", own), ("leads", shows_all_leads(site, contact))


def _make_note(site: Site, contact: Contact, apart: tuple[str, ...]) -> NoteContent:
    word = site.settings.section_word
    company = site.company_name(contact)
    note = make_note_content(
        site,
        contact,
        lede=site.public(contact, "role"),
        lede_ref=site.ref(site.vault.company_of(contact), company) if company else Ref("", ""),
        rows=site.rows(site.agenda.of(contact)),
        hide=("role", "company", "city", *(("ext",) if site.public(contact, "phone") else ())),
        without=tuple(word(name) for name in apart),
        taken={make_id(word(name)) for name in apart} | IDS,
        more=_say_left(left_of_log(contact.document, word("log"), contact.log.entries)),
    )
    own = {site.addresses[one.path] for one in site.vault.interviews_of(contact)}
    links = tuple(ref for ref in note.backlinks if ref.address not in own)
    return replace(note, backlinks=links)


def _make_path(site: Site, standing: Standing) -> Iterator[Step]:
    """Asked, agreed, met, and the stage of today with the day it began."""
    entries = standing.entries
    asked = next((one.day for one in entries if one.kind in OUTGOING), None)
    agreed = next((one.day for one in entries if one.kind in ("agreed", "booked")), None)
    met = standing.held[0].day if standing.held else None
    names = {"asked": asked, "agreed": agreed, "met": met}
    stage = standing.stage.value
    for name, day in names.items():
        if day and name != stage:
            yield Step(name.capitalize(), say_day(day, site.today), day.isoformat())
    begun = _find_start(standing) or names.get(stage)
    words = stage.replace("-", " ").capitalize()
    joint = _JOINTS.get(standing.stage, "")
    since = say_day(begun, site.today) if begun else ""
    yield Step(f"{words} {joint}" if joint and begun else words, since, str(begun or ""))


_JOINTS = {Stage.SCHEDULED: "for", Stage.IN_TOUCH: "since"}


def _find_start(standing: Standing) -> date | None:
    """Since when somebody stands where they stand; for a meeting ahead, its day."""
    match standing.stage:
        case Stage.SCHEDULED:
            return standing.ahead[0].day
        case Stage.MET:
            return standing.latest.day if standing.latest else None
        case Stage.IN_TOUCH:
            thanks = (one for one in standing.entries if one.kind in ("thanks", "update"))
            since = standing.latest.since if standing.latest else date.min
            return next((one.day for one in thanks if one.day >= since), None)
        case Stage.DECLINED | Stage.LATER | Stage.AGREED:
            return standing.chase.entry.day if standing.chase.entry else None
        case _:
            return None


def _say_left(left: str) -> str:
    return f"## Also in the log\n\n{left}" if left else ""
