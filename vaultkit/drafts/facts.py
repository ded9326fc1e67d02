"""The slots of a letter, each from its line in the notes, or a gap that says where to write it."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from vaultkit.contact_log import APPROACHES, MISSES, LogEntry
from vaultkit.dates import say_date, say_long_day
from vaultkit.document import Item
from vaultkit.drafts.slots import Group, Slot, Slots
from vaultkit.drafts.sources import Sources
from vaultkit.drafts.talks import TALK_SLOTS, make_talk_slots
from vaultkit.links import Link
from vaultkit.notes.contact import Contact
from vaultkit.notes.fields import FIELDS
from vaultkit.notes.note import Note, read_day_before
from vaultkit.notes.trip import Trip
from vaultkit.preparation import is_fact

_ADDRESS = re.compile(r"<?https?://\S+|\bwww\.\S+|\[([^\]]*)\]\([^)]*\)")
_TITLES = frozenset(("dr", "prof", "professor", "mr", "mrs", "ms", "miss", "sir", "dame"))
SENT = {"letter": "a letter", "email": "an e-mail", "message": "a message"}

# A letter and the call a week or two after it take this many days (SPEC 2: 7 to 14).
SOON = 14
NO_FACT = "a fact about their work"


class Wish(NamedTuple):
    """Which draft is wanted: about whom, what for, on which way, for which trip.

    `is_report` marks the word to the referrer on how it went.
    """

    contact: Contact
    purpose: str
    channel: str
    trip: Trip | None = None
    is_report: bool = False


Context = dict[str, object]
# What a template may ask for at its top: the keys of every context.
SLOTS = frozenset(
    ("me", "contact", "company", "referrer", "fact", "work", "window", "trip", "sent", "tried",
     "report", "channel", "today", *TALK_SLOTS)
)  # fmt: skip


def make_context(slots: Slots, sources: Sources, wish: Wish) -> Context:
    """Every slot there is, for one letter."""
    contact = wish.contact
    me = _make_me(slots, sources)
    facts = _find_facts(slots, sources, contact)
    person = _make_contact(slots, sources, contact, facts["contact"])
    company = _make_company(slots, sources, contact, facts["company"])
    either = (*facts["contact"], *facts["company"])
    where = f"{contact.path}, Research, with its date or link"
    lacks = slots.gap(f"{NO_FACT}: write it in {where}", contact.path, 1)
    return {
        "me": me,
        "contact": person,
        "company": company,
        "referrer": _make_referrer(slots, sources, wish),
        "fact": either[0] if either else lacks,
        "work": _find_work(slots, sources, contact, me),
        "window": _make_window(slots, sources, wish),
        "trip": _make_trip(slots, sources, wish),
        "sent": _make_entry(slots, sources, _last(sources, contact, APPROACHES)),
        "tried": _make_entry(slots, sources, _last(sources, contact, MISSES)),
        "report": wish.is_report,
        "channel": wish.channel,
        "today": slots.fact(say_long_day(sources.today)),
        **make_talk_slots(slots, sources, contact),
    }


# -- fields -----------------------------------------------------------------------------------


def make_fields(slots: Slots, sources: Sources, note: Note, kind: str) -> dict[str, object]:
    """Every field of a note as a slot: text, a list, or a gap that names file and field."""
    hidden = sources.hidden(note)
    found: dict[str, object] = {}
    for spec in FIELDS[kind]:
        found[spec.name] = _make_field(slots, note, spec.name, spec.about, hidden)
    return found


def _make_field(slots: Slots, note: Note, name: str, about: str, hidden: frozenset[str]) -> object:
    line = note.values.line(name)
    is_list = any(one.name == name and one.type == "list" for one in FIELDS[note.kind])
    what = f"{about}: write it in {note.path}, {name}"
    value = note.values.by_name.get(name)
    if name in hidden:
        value, what = None, f"{name}: private, so not on the site"
    match value:
        case str() | int() if value is not False:
            return slots.fact(str(value), note.path, line)
        case Link():
            return slots.fact(value.shown or value.target, note.path, line)
        case tuple() if is_list and value:
            return tuple(slots.fact(str(one), note.path, line) for one in value)
    return slots.missing(what, note.path, line) if is_list else slots.gap(what, note.path, line)


def _make_me(slots: Slots, sources: Sources) -> Group:
    note = sources.vault.profile
    if note is None:
        names = (spec.name for spec in FIELDS["profile"])
        gaps: dict[str, object] = {n: slots.gap(f"{n}: write it in me.md") for n in names}
        lists = (spec.name for spec in FIELDS["profile"] if spec.type == "list")
        gaps |= {name: slots.missing(f"{name}: write it in me.md") for name in lists}
        rest = {name: slots.gap(f"{name}: write it in me.md") for name in _OWN}
        return Group({**gaps, **rest}, is_there=False)
    found = make_fields(slots, sources, note, "profile")
    whom = "who you are: write it in me.md, school or employer"
    found["background"] = found["school"] or found["employer"] or slots.gap(whom, note.path, 1)
    resume = found["resume"]
    lacks = slots.gap("your CV: write its file in me.md, resume", note.path, 1)
    line = note.values.line("resume")
    found["cv"] = slots.fact("my CV", note.path, line) if resume else lacks
    found["news"] = _make_news(slots, note)
    if note.landed:
        day = say_date(note.landed, sources.today)
        found["landed"] = slots.fact(day, note.path, note.values.line("landed"))
    return Group(found)


_OWN = ("background", "cv", "news")
NEWS = "news"


def _make_news(slots: Slots, note: Note) -> Slot:
    """What you landed, in your own words: the section News of me.md."""
    lines = [(n, line) for n, line in note.document.section(NEWS) if line.strip()]
    if not lines:
        return slots.gap("what you found, and where: write it in me.md, ## News", note.path, 1)
    return slots.fact(" ".join(line for _, line in lines), note.path, lines[0][0] + 1)


def _make_contact(
    slots: Slots, sources: Sources, contact: Contact, facts: tuple[Slot, ...]
) -> Group:
    found = make_fields(slots, sources, contact, "contact")
    line = contact.values.line("name")
    found["name"] = slots.fact(contact.name, contact.path, line)
    found["first"] = slots.fact(find_first_name(contact.name), contact.path, line)
    if company := sources.company_name(contact):
        found["company"] = slots.fact(company, contact.path, contact.values.line("company"))
    found["facts"] = facts
    return Group(found)


def find_first_name(name: str) -> str:
    """The first word of a name, or all of it when that is a title or the name is short."""
    words = name.split()
    if len(words) < 2 or words[0].rstrip(".").casefold() in _TITLES or len(words[0]) < 2:
        return name
    return words[0]


def _make_company(
    slots: Slots, sources: Sources, contact: Contact, facts: tuple[Slot, ...]
) -> Group:
    name = sources.company_name(contact)
    company = sources.vault.company_of(contact) if name else None
    if company is None:
        what = f"where they work: write it in {contact.path}, company"
        gaps: dict[str, object] = {spec.name: slots.gap(what) for spec in FIELDS["company"]}
        line = contact.values.line("company")
        gaps["name"] = slots.fact(name, contact.path, line) if name else slots.gap(what)
        lists = (spec.name for spec in FIELDS["company"] if spec.type == "list")
        return Group({**gaps, **dict.fromkeys(lists, ()), "facts": ()}, bool(name))
    found = make_fields(slots, sources, company, "company")
    found["name"] = slots.fact(company.name, company.path, company.values.line("name"))
    found["facts"] = facts
    return Group(found)


# -- research, work, windows ------------------------------------------------------------------


def _find_facts(slots: Slots, sources: Sources, contact: Contact) -> Mapping[str, tuple[Slot, ...]]:
    """Findings with a date or a link, about the person and about the company."""
    company = sources.vault.company_of(contact) if sources.company_name(contact) else None
    of_company = _read_facts(slots, company.path, company.research) if company else ()
    return {"contact": _read_facts(slots, contact.path, contact.research), "company": of_company}


def _read_facts(slots: Slots, path: str, items: Iterable[Item]) -> tuple[Slot, ...]:
    found = (one for one in items if one.level == 0 and one.mark in (None, "x", "X"))
    words = ((say_fact(one.text), one.line) for one in found if is_fact(one))
    return tuple(slots.fact(text, path, line) for text, line in words if text)


def say_fact(text: str) -> str:
    """A finding without its date and its address."""
    _, words = read_day_before(text)
    words = _ADDRESS.sub(lambda found: found[1] or "", words)
    words = words.replace("[[", "").replace("]]", "")
    return " ".join(words.split()).strip(" ,;:.-\u2013\u2014")


def _find_work(slots: Slots, sources: Sources, contact: Contact, me: Group) -> Slot:
    """Which kind of work one asks about: what the contact serves, else the company, else mine."""
    company = sources.vault.company_of(contact) if sources.company_name(contact) else None
    for note in (contact, company, sources.vault.profile):
        name = "fields" if note is sources.vault.profile else "interests"
        values = note.values.texts(name) if note and name not in sources.hidden(note) else ()
        if note and values:
            return slots.fact(values[0], note.path, note.values.line(name))
    what = f"the kind of work you ask about: write it in {contact.path}, interests"
    return slots.gap(what, contact.path, 1)


def find_trip(sources: Sources, wish: Wish) -> Trip | None:
    """The trip asked for, else the first one ahead that fits."""
    return wish.trip or next(iter(sources.trips_to(wish.contact)), None)


def _make_window(slots: Slots, sources: Sources, wish: Wish) -> Slot:
    """When you can come: a stay in their city, else what me.md says."""
    trip = find_trip(sources, wish)
    if trip and trip.start and trip.city:
        words = f"in {trip.city} {say_stay(trip)}"
        return slots.fact(words, trip.path, trip.values.line("start"))
    profile = sources.vault.profile
    value = profile.values.text("available") if profile else None
    if profile and value:
        return slots.fact(value, profile.path, profile.values.line("available"))
    path = profile.path if profile else ""
    return slots.gap("when you could come: write it in me.md, available, or plan a trip", path, 1)


def say_stay(trip: Trip) -> str:
    """ "from 16 to 20 November"."""
    start, end = trip.start, trip.end
    if start is None or end is None or end <= start:
        return f"on {say_long_day(start)}" if start else ""
    first, last = say_long_day(start).split(), say_long_day(end).split()
    month = "" if (start.month, start.year) == (end.month, end.year) else f" {first[2]}"
    return f"from {first[0]} {first[1]}{month} to {last[0]} {last[1]} {last[2]}"


def _make_trip(slots: Slots, sources: Sources, wish: Wish) -> Group:
    trip = find_trip(sources, wish)
    if trip is None or trip.start is None:
        names = ("city", "start", "end", "dates")
        gaps: dict[str, object] = {
            name: slots.gap("no trip to their city is planned") for name in names
        }
        return Group({**gaps, "soon": False}, is_there=False)
    found = make_fields(slots, sources, trip, "trip")
    line = trip.values.line("start")
    found["start"] = slots.fact(say_long_day(trip.start), trip.path, line)
    if trip.end:
        found["end"] = slots.fact(say_long_day(trip.end), trip.path, trip.values.line("end"))
    found["dates"] = slots.fact(say_stay(trip), trip.path, line)
    found["soon"] = (trip.start - sources.today).days < SOON
    return Group(found)


# -- what went before -------------------------------------------------------------------------


def _last(sources: Sources, contact: Contact, kinds: frozenset[str]) -> LogEntry | None:
    return sources.standing(contact).last(kinds)


def _make_entry(slots: Slots, sources: Sources, entry: LogEntry | None) -> Group:
    """A log entry as a letter speaks of it: `kind` "a letter", `day` "2 November"."""
    if entry is None:
        gap = slots.gap("nothing of the kind stands in the log")
        return Group({"kind": gap, "day": gap}, is_there=False)
    day = slots.fact(say_date(entry.day, sources.today), *entry.place)
    kind = slots.fact(SENT.get(entry.kind, entry.kind), *entry.place)
    return Group({"kind": kind, "day": day})


def _make_referrer(slots: Slots, sources: Sources, wish: Wish) -> Group:
    """The referrer; their name is a gap unless they gave leave, or are the one written to."""
    contact = wish.contact
    line = contact.values.line("referred_by")
    name = sources.referrer_name(contact)
    may = contact.may_mention == "yes" or wish.is_report or wish.purpose == "permission"
    if name and may:
        return Group({"name": slots.fact(name, contact.path, line)})
    what = "whoever named them: no leave to say so"
    if not name:
        what = f"who named them to you: write it in {contact.path}, referred_by"
    return Group({"name": slots.gap(what, contact.path, line)}, is_there=False)
