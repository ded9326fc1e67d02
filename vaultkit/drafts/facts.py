"""The slots of a letter, each from its line in the notes, or a gap that says where to write it."""

import re
from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import NamedTuple

from vaultkit.contact_log import ANSWERS, APPROACHES, MISSES, LogEntry
from vaultkit.dates import say_date, say_long_day
from vaultkit.drafts.slots import Fields, Group, Lazy, Slot, Slots
from vaultkit.drafts.sources import Sources
from vaultkit.drafts.talks import TALK_SLOTS, make_talk_slots
from vaultkit.items import Item
from vaultkit.links import Link
from vaultkit.notes.contact import Contact
from vaultkit.notes.fields import FIELDS, FieldSpec
from vaultkit.notes.note import Note, read_day_before
from vaultkit.notes.trip import Trip
from vaultkit.preparation import is_fact

_LINK = re.compile(r"\[([^\[\]]*)\]\([^)]*\)")
_ADDRESS = re.compile(r"<?(?:https?://|\bwww\.)[^\s)>]+>?")
_TITLES = frozenset(("dr", "prof", "professor", "mr", "mrs", "ms", "miss", "sir", "dame"))
_HEARD = ANSWERS | {"call", "wrote"}
_ASKS = frozenset(("feeler", "permission"))
_EDGES = " ,;:.-\u2013\u2014"
# What introduced an address that is taken out.
_TAIL = re.compile(r"(?<![ ,;:(])[ ,;:(]*\b(?:see|in|at|on|from|via|source)?[ :(]*\)?$", re.I)
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


Context = Lazy
# What a template may ask for at its top: the keys of every context.
SLOTS = frozenset(
    ("me", "contact", "company", "referrer", "fact", "work", "window", "trip", "sent", "bounced",
     "tried", "asked", "report", "channel", "today", *TALK_SLOTS)
)  # fmt: skip


def list_parts(slot: str) -> frozenset[str]:
    """What a template may ask for within a slot; empty for one that has no parts of its own."""
    more = {"profile": (*_OWN,), "contact": ("first", "facts"), "company": ("facts",),
            "trip": ("dates", "soon")}  # fmt: skip
    kind = "profile" if slot == "me" else slot
    if kind in more:
        return frozenset((*(spec.name for spec in FIELDS[kind]), *more[kind]))
    if slot == "referrer":
        return frozenset(("name",))
    return frozenset(("kind", "day") if slot in ("sent", "tried", "asked") else ())


def make_context(slots: Slots, sources: Sources, wish: Wish) -> Context:
    """Every slot there is, for one letter; each is made when it is asked for."""
    contact = wish.contact
    context = Lazy(make_talk_slots(slots, sources, contact))
    context |= {
        "me": partial(_make_me, slots, sources),
        "contact": partial(_make_contact, slots, sources, contact),
        "company": partial(_make_company, slots, sources, contact),
        "referrer": partial(_make_referrer, slots, sources, wish),
        "fact": lambda: _find_fact(slots, contact, context),
        "work": partial(_find_work, slots, sources, contact),
        "window": partial(_make_window, slots, sources, wish),
        "trip": partial(_make_trip, slots, sources, wish),
        "sent": lambda: _make_entry(slots, sources, _last(sources, contact, APPROACHES)),
        "bounced": lambda: _make_bounce(slots, sources, contact),
        "tried": lambda: _make_entry(slots, sources, _find_miss(sources, contact)),
        "asked": lambda: _make_entry(slots, sources, _find_ask(sources, wish)),
        "report": wish.is_report,
        "channel": wish.channel,
        "today": partial(slots.fact, say_long_day(sources.today)),
    }
    return context


_SPECS = {kind: {spec.name: spec for spec in specs} for kind, specs in FIELDS.items()}

# -- fields -----------------------------------------------------------------------------------


def make_fields(slots: Slots, sources: Sources, note: Note, kind: str) -> Lazy:
    """Every field of a note as a slot: text, a list, or a gap that names file and field."""
    hidden = sources.hidden(note)
    return Fields(lambda name: _make_field(slots, note, _SPECS[kind][name], hidden))


def _make_field(slots: Slots, note: Note, spec: FieldSpec, hidden: frozenset[str]) -> object:
    name, is_list, line = spec.name, spec.type == "list", note.values.line(spec.name)
    what = f"{spec.about}: write it in {note.path}, {name}"
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
        return Group(Fields(partial(_make_gap_of_me, slots)), is_there=False)
    found = make_fields(slots, sources, note, "profile")
    whom = "who you are: write it in me.md, school or employer"
    lacks = "your CV: write its file in me.md, resume"
    line = note.values.line("resume")

    def make_cv() -> Slot:
        has = bool(found["resume"])
        return slots.fact("my CV", note.path, line) if has else slots.gap(lacks, note.path, 1)

    found["background"] = lambda: (
        found["school"] or found["employer"] or slots.gap(whom, note.path, 1)
    )
    found["cv"] = make_cv
    stage = STAGES.get(note.values.text("stage") or "")
    found["status"] = partial(_make_status, slots, note, stage)
    found["news"] = partial(_make_news, slots, note)
    if note.landed:
        day = say_date(note.landed, sources.today)
        found["landed"] = slots.fact(day, note.path, note.values.line("landed"))
    return Group(found)


def _make_gap_of_me(slots: Slots, name: str) -> object:
    """What would stand in me.md, when there is none."""
    spec = None if name in _OWN else _SPECS["profile"][name]
    what = f"{name}: write it in me.md"
    return slots.missing(what) if spec and spec.type == "list" else slots.gap(what)


def _make_status(slots: Slots, note: Note, stage: str | None) -> Slot:
    """Where you are in the search, as a letter says it; other words as they stand."""
    line, words = note.values.line("stage"), note.values.text("stage")
    if words is None or stage == "":
        return slots.gap("where you stand: write it in me.md, stage", note.path, line)
    return slots.fact(stage or words, note.path, line)


# Who looks for a post now need not say so in a letter that asks to learn.
STAGES = {"now": "", "graduating": "soon to graduate", "starting": "at the very beginning"}
_OWN = ("background", "status", "cv", "news")
NEWS = "news"


def _make_news(slots: Slots, note: Note) -> Slot:
    """What you landed, in your own words: the section News of me.md."""
    lines = [(n, line) for n, line in note.document.section(NEWS) if line.strip()]
    if not lines:
        return slots.gap("what you found, and where: write it in me.md, ## News", note.path, 1)
    return slots.fact(" ".join(line for _, line in lines), note.path, lines[0][0] + 1)


def _make_contact(slots: Slots, sources: Sources, contact: Contact) -> Group:
    found = make_fields(slots, sources, contact, "contact")
    line = contact.values.line("name")
    found["name"] = slots.fact(contact.name, contact.path, line)
    found["first"] = slots.fact(find_first_name(contact.name), contact.path, line)
    if company := sources.company_name(contact):
        found["company"] = slots.fact(company, contact.path, contact.values.line("company"))
    found["facts"] = lambda: _read_facts(slots, contact.path, contact.research)
    return Group(found)


def find_first_name(name: str) -> str:
    """The first word of a name, or all of it when that is a title or the name is short."""
    words = name.split()
    if len(words) < 2 or words[0].rstrip(".").casefold() in _TITLES or len(words[0]) < 2:
        return name
    return words[0]


def _make_company(slots: Slots, sources: Sources, contact: Contact) -> Group:
    name = sources.company_name(contact)
    company = sources.vault.company_of(contact) if name else None
    if company is None:
        what = f"where they work: write it in {contact.path}, company"
        line = contact.values.line("company")
        gaps = Fields(
            lambda name: () if _SPECS["company"][name].type == "list" else slots.gap(what)
        )
        gaps["name"] = slots.fact(name, contact.path, line) if name else slots.gap(what)
        gaps["facts"] = ()
        return Group(gaps, bool(name))
    found = make_fields(slots, sources, company, "company")
    found["name"] = slots.fact(company.name, company.path, company.values.line("name"))
    found["facts"] = lambda: _read_facts(slots, company.path, company.research)
    return Group(found)


# -- research, work, windows ------------------------------------------------------------------


def _find_fact(slots: Slots, contact: Contact, context: Lazy) -> Slot:
    """The first finding with a date or a link, about the person, else about the company."""
    for name in ("contact", "company"):
        group = context[name]
        assert isinstance(group, Group)
        for fact in as_slots(group["facts"]):
            return fact
    where = f"{contact.path}, Research, with its date or link"
    return slots.gap(f"{NO_FACT}: write it in {where}", contact.path, 1)


def as_slots(value: object) -> tuple[Slot, ...]:
    """The facts behind a slot, be it one or a list; none for a gap."""
    found = value if isinstance(value, tuple) else (value,)
    return tuple(one for one in found if isinstance(one, Slot) and one)


def _read_facts(slots: Slots, path: str, items: Iterable[Item]) -> tuple[Slot, ...]:
    found = (one for one in items if one.level == 0 and one.mark in (None, "x", "X"))
    words = ((say_fact(one.text), one.line) for one in found if is_fact(one))
    return tuple(slots.fact(text, path, line) for text, line in words if text)


def say_fact(text: str) -> str:
    """A finding without its date and its address."""
    _, words = read_day_before(text)
    words = _LINK.sub(r"\1", words)
    bare = _ADDRESS.sub("", words)
    if bare != words:
        bare = _TAIL.sub("", bare.rstrip())
    return " ".join(bare.split()).strip(_EDGES)


def _find_work(slots: Slots, sources: Sources, contact: Contact) -> Slot:
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
        words = f"in {trip.city} {say_stay(trip, sources.today)}"
        return slots.fact(words, trip.path, trip.values.line("start"))
    profile = sources.vault.profile
    value = profile.values.text("available") if profile else None
    if profile and value:
        return slots.fact(value, profile.path, profile.values.line("available"))
    path = profile.path if profile else ""
    return slots.gap("when you could come: write it in me.md, available, or plan a trip", path, 1)


def say_stay(trip: Trip, today: date) -> str:
    """ "from 16 to 20 November": of a stay that has begun the days that are left."""
    start, end = trip.start, trip.end
    if start and end and start < today <= end:
        start = today
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
    found["dates"] = slots.fact(say_stay(trip, sources.today), trip.path, line)
    found["soon"] = (trip.start - sources.today).days < SOON
    return Group(found)


# -- what went before -------------------------------------------------------------------------


def _last(sources: Sources, contact: Contact, kinds: frozenset[str]) -> LogEntry | None:
    return sources.standing(contact).last(kinds)


def _find_miss(sources: Sources, contact: Contact) -> LogEntry | None:
    """The last call that missed them, unless they answered or you spoke since."""
    miss, heard = _last(sources, contact, MISSES), _last(sources, contact, _HEARD)
    return miss if miss and (heard is None or heard.day < miss.day) else None


def _make_bounce(slots: Slots, sources: Sources, contact: Contact) -> Group:
    """When what you sent last came back: `day` "on 4 November"."""
    entry = _last(sources, contact, APPROACHES | {"bounced"})
    if entry is None or entry.kind != "bounced":
        what = f"the day it came back: log it in {contact.path}, bounced"
        return Group({"day": slots.gap(what, contact.path, 1)}, is_there=False)
    day = f"on {say_date(entry.day, sources.today)}"
    return Group({"day": slots.fact(day, *entry.place)})


def _find_ask(sources: Sources, wish: Wish) -> LogEntry | None:
    """When you asked for the same before: leave to name somebody, or names."""
    return _last(sources, wish.contact, frozenset((wish.purpose,)) & _ASKS)


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
