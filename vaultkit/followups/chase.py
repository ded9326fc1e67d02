"""The chase: from the first letter to a fixed day, one move at a time (SPEC 2)."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from vaultkit.contact_log import ANSWERS, APPROACHES, MISSES, OUTGOING, LogEntry
from vaultkit.followups.followup import Case, Followup, say_entry
from vaultkit.notes.note import fold
from vaultkit.notes.trip import Trip
from vaultkit.vault import Naming, first_dated

# What is still asked for after a meeting, and of people of our own network (SPEC 2).
AFTER_MEETING = frozenset(("answer", "book", "note", "missed", "resend"))


def chase(case: Case) -> Followup | None:
    """The one move a contact is owed, if any."""
    move = _find_move(case)
    only = _find_limit(case)
    return move if move and (only is None or move.action in only) else None


def _find_limit(case: Case) -> frozenset[str] | None:
    standing = case.standing
    if standing.ahead:
        return frozenset(("answer",))
    if standing.held or standing.only_asked_for_leads():
        return AFTER_MEETING
    return None


def _find_move(case: Case) -> Followup | None:
    state = case.standing.chase
    if state.answer and (move := answer(case, state.answer)):
        return move
    return MOVES[state.state](case)


def _entry(case: Case) -> LogEntry:
    entry = case.standing.chase.entry
    assert entry is not None  # a state other than "" has its entry
    return entry


# -- before the first letter ------------------------------------------------------------------


def before_writing(case: Case) -> Followup | None:
    """Leave first where a referrer could be named, then the letter."""
    match find_leave(case):
        case "open":
            return ask_permission(case)
        case "asked":
            return permission_nudge(case)
        case _:
            return write_first(case)


def find_leave(case: Case) -> str:
    """Leave to name the referrer: none (nobody to ask), open, asked, given, refused, unanswered."""
    contact = case.contact
    if contact.referred_by is None:
        return "none"
    if contact.may_mention in ("yes", "no"):
        return "given" if contact.may_mention == "yes" else "refused"
    asked = len(_permissions(case))
    if asked > 1:
        return "unanswered"
    return "asked" if asked or contact.may_mention == "asked" else "open"


def _permissions(case: Case) -> tuple[LogEntry, ...]:
    return tuple(entry for entry in case.standing.entries if entry.kind == "permission")


def _referrer_name(case: Case) -> str:
    referrer = case.vault.referrer_of(case.contact)
    if referrer:
        return referrer.name
    link = case.contact.referred_by
    return link.shown or link.target if link else ""


def ask_permission(case: Case) -> Followup | None:
    """Before the letter, the referrer is asked whether they may be named."""
    naming = _first_naming(case)
    referrer = _referrer_name(case)
    place = (case.contact.path, case.contact.values.line("referred_by"))
    said = f"{_say_naming(case, naming)}; " if naming else ""
    return case.make(
        "permission",
        "ask-permission",
        (naming.path, naming.line) if naming else place,
        case.window("ask_permission", naming.day if naming else None),
        f"Ask {referrer} whether you may mention them to {case.name}",
        f"{said}the letter may name {referrer} only with their leave",
    )


def permission_nudge(case: Case) -> Followup | None:
    """No word from the referrer: asked once more, or the letter goes without the name."""
    asked = _permissions(case)
    place = (case.contact.path, case.contact.values.line("may_mention"))
    when = f" on {case.say(asked[-1].day)}" if asked else ""
    referrer = _referrer_name(case)
    return case.make(
        "permission",
        "permission-nudge",
        asked[-1].place if asked else place,
        case.window("permission_nudge", asked[-1].day if asked else None),
        f"Ask {referrer} once more, or write without the name",
        f"you asked {referrer}{when} for leave to name them; the letter waits for it",
    )


class _Start(NamedTuple):
    """What a first letter waits for: the place it counts from, the day, the reason."""

    place: tuple[str, int]
    due: date | None
    reason: str


def write_first(case: Case) -> Followup | None:
    """The letter comes first: three weeks before a trip, a week after they were named."""
    asked = _permissions(case)
    leave = asked[-1].day if asked else None
    starts = [start for start in (_from_trip(case, leave), _from_naming(case, leave)) if start]
    if case.waits.get("write_first") is None:
        return None
    start = min(starts, key=lambda found: (found.due or date.max), default=None)
    if start is None:
        place, reason = (case.contact.path, 1), _say_why(case)
        window: tuple[date | None, date | None] = (None, None)
    else:
        place, reason, window = start.place, start.reason, (None, start.due)
    return case.make("write", "write-first", place, window, f"Write to {case.name}", reason)


def _say_why(case: Case) -> str:
    why = case.contact.values.text("why")
    return f"no letter yet; {_uncapital(why)}" if why else "no letter yet; writing comes first"


def _uncapital(text: str) -> str:
    head, _, rest = text.rstrip(".").partition(" ")
    return f"{head[:1].lower()}{head[1:]} {rest}" if head.istitle() and len(head) > 1 else text


def find_trip(case: Case) -> Trip | None:
    """The first trip to where the contact or their company is that starts today or later."""
    cities = {fold(city) for city in _cities(case)}
    trips = [
        trip
        for trip in case.vault.trips
        if trip.start and trip.start >= case.today and trip.city and fold(trip.city) in cities
    ]
    return min(trips, key=lambda trip: (trip.start or date.max, trip.path), default=None)


def _cities(case: Case) -> tuple[str, ...]:
    company = case.vault.company_of(case.contact)
    own = (case.contact.city,) if case.contact.city else ()
    return (*own, *(company.cities if company else ()))


def _from_trip(case: Case, leave: date | None) -> _Start | None:
    trip = find_trip(case)
    window = case.window("write_first_trip", trip.start, after=leave) if trip else None
    if trip is None or trip.start is None or window is None:
        return None
    stay = f"you are in {trip.city} from {case.say(trip.start)}"
    reason = f"{stay}; letters go three weeks before"
    if window[1] and window[1] < case.today:
        reason = f"{stay}; a letter and a call no longer fit, so send an e-mail or offer video"
    return _Start((trip.path, trip.values.line("start")), window[1], reason)


def _from_naming(case: Case, leave: date | None) -> _Start | None:
    """A lead is written to within a week of the leave, else of the day they were first named."""
    naming = _first_naming(case)
    if naming is None:
        return None
    asked = _permissions(case)
    window = case.window("write_first", leave or naming.day, after=leave)
    place = asked[-1].place if asked else (naming.path, naming.line)
    said = f"you asked for leave on {case.say(leave)}" if leave else _say_naming(case, naming)
    return _Start(place, window[1] if window else None, f"{said}; write within a week")


def _first_naming(case: Case) -> Naming | None:
    namings = case.standing.namings
    day = first_dated(namings)
    return next((naming for naming in namings if naming.day == day), None)


def _say_naming(case: Case, naming: Naming) -> str:
    when = f" on {case.say(naming.day)}" if naming.day else ""
    return f"{naming.namer.name} named them{when}"


# -- letter sent, calls made ------------------------------------------------------------------


def call_after_letter(case: Case) -> Followup | None:
    """One to two weeks after the letter, one calls."""
    entry = _entry(case)
    late = case.waits.get("call_after_letter")
    usual = late is not None and str(late[0]) == "7d"
    how = "ring one to two weeks later" if usual else "ring when they have had time to read it"
    return case.make(
        "call",
        "call-after-letter",
        entry.place,
        case.window("call_after_letter", entry.day),
        f"Call {case.name}",
        f"{say_entry(entry, case.today)}; {how}",
    )


def after_miss(case: Case) -> Followup | None:
    """The person was missed: again soon, from the third time another way, then a rest."""
    state = case.standing.chase
    if state.is_parked:
        return parked(case)
    if state.misses >= 3:
        return another_way(case)
    return _retry(case)


def _retry(case: Case) -> Followup | None:
    entry = _entry(case)
    rule = "no-answer" if entry.kind == "no-answer" else "voicemail"
    wait = f"retry_after_{rule.replace('-', '_')}"
    soon = "try again in a day or three" if rule == "no-answer" else "try again in three days"
    return case.make(
        "call-again",
        f"retry-after-{rule}",
        entry.place,
        case.window(wait, entry.day),
        f"Call {case.name} again",
        f"{say_entry(entry, case.today)}; {soon}",
    )


def another_way(case: Case) -> Followup | None:
    """Three calls missed: another number, an e-mail, a colleague."""
    entry = _entry(case)
    return case.make(
        "another-way",
        "another-way",
        entry.place,
        case.window("another_way", entry.day),
        f"Try another way to reach {case.name}",
        f"{say_entry(entry, case.today)}, missed {case.standing.chase.misses} times; "
        "ringing does not work",
    )


def parked(case: Case) -> Followup | None:
    """Three calls and two letters without a word: a pause of three months."""
    entry = _entry(case)
    state = case.standing.chase
    return case.make(
        "ask-later",
        "parked",
        entry.place,
        case.window("parked", entry.day),
        f"Ask {case.name} again, or let it rest",
        f"{state.misses} calls and {state.approaches} letters without an answer, "
        f"the last on {case.say(entry.day)}; leave them in peace for a while",
    )


def resend(case: Case) -> Followup | None:
    """What came back is sent again to the right address."""
    entry = _entry(case)
    moved = case.standing.chase.moved
    if moved and moved.kind in OUTGOING:
        return None
    return case.make(
        "resend",
        "resend",
        entry.place,
        case.window("resend", entry.day),
        f"Find {case.name}'s right address and send again",
        f"{say_entry(entry, case.today)}; they have not read it",
    )


def spoke(case: Case) -> Followup | None:
    """You spoke and nothing was settled: a week later one asks again."""
    entry = _entry(case)
    return case.make(
        "call-again",
        "spoke",
        entry.place,
        case.window("spoke", entry.day),
        f"Call {case.name} again",
        f"{say_entry(entry, case.today)} and nothing is settled yet",
    )


# -- they answered ----------------------------------------------------------------------------


def answer(case: Case, reply: LogEntry) -> Followup | None:
    """Whoever writes gets an answer by the next day."""
    return case.make(
        "answer",
        "answer",
        reply.place,
        case.window("answer", reply.day),
        f"Answer {case.name}",
        f"{say_entry(reply, case.today)} and wait for your answer",
    )


def after_reply(case: Case) -> Followup | None:
    """A reply that a note put to rest, by somebody never met: ask again in a month."""
    note = case.standing.chase.ended_by
    if note is None or case.standing.held:
        return None
    reply = f"{say_entry(_entry(case), case.today)}, settled on {case.say(note.day)}"
    return _ask_later(case, note, f"{reply}; ask again after a month")


def _ask_later(case: Case, start: LogEntry, reason: str) -> Followup | None:
    window = case.window("ask_later", start.day)
    summary = f"Ask {case.name} again"
    return case.make("ask-later", "ask-later", start.place, window, summary, reason)


def book(case: Case) -> Followup | None:
    """They said yes, or a meeting fell through: a day is fixed while they remember."""
    entry, moved = _entry(case), case.standing.chase.moved
    again = moved is not None and moved.kind in OUTGOING
    start = moved or entry
    wait = "book_again" if again else "book"
    window = case.window(wait, start.day)
    if case.standing.chase.status_only and moved is None:
        window = (None, None) if window else None
    reason = f"{say_entry(entry, case.today)} and no day is fixed"
    if again:
        reason += f"; you tried on {case.say(start.day)}"
    place = entry.place if moved is None else start.place
    return case.make("book", "book", place, window, f"Fix a day with {case.name}", reason)


def note_booked(case: Case) -> Followup | None:
    """A day is fixed but no interview note tells when and where."""
    entry = case.standing.chase.moved or _entry(case)
    return case.make(
        "note",
        "note-booked",
        entry.place,
        case.window("note_booked", entry.day),
        f"Write the interview note for {case.name}",
        f"{say_entry(_entry(case), case.today)}, but no interview note holds the day and place",
    )


def missed(case: Case) -> Followup | None:
    """A missed meeting is answered the same day, short, once."""
    entry = _entry(case)
    return case.make(
        "missed",
        "missed",
        entry.place,
        case.window("missed", entry.day),
        f"Write to {case.name} about the missed meeting",
        f"{say_entry(entry, case.today)}; a short friendly word keeps the door open",
    )


def ask_later(case: Case) -> Followup | None:
    """They asked to be tried later: in a month, unless `next` names a day."""
    if is_next_waiting(case):
        return None
    entry = _entry(case)
    return _ask_later(case, entry, f"{say_entry(entry, case.today)}; a month is a fair pause")


def reconsider(case: Case) -> Followup | None:
    """After a first no one may ask once more, three months on; after a second never."""
    entry = _entry(case)
    if case.standing.chase.declined > 1:
        return None
    return case.make(
        "ask-later",
        "reconsider",
        entry.place,
        case.window("reconsider", entry.day),
        f"Ask {case.name} again",
        f"{say_entry(entry, case.today)}; after three months you may ask once more",
    )


def is_next_waiting(case: Case) -> bool:
    """Whether `next` is set and no entry but note and snafu stands on or after it."""
    day = case.contact.next
    ended = (entry.day for entry in case.standing.entries if entry.kind not in ("note", "snafu"))
    return day is not None and not any(one >= day for one in ended)


# -- beside the chase -------------------------------------------------------------------------


def another_person(case: Case) -> Followup | None:
    """Pack two-hour: three working days without an answer, and one writes to a colleague."""
    if case.waits.get("another_person") is None or _find_limit(case) is not None:
        return None
    approach = _unanswered_approach(case)
    company = case.vault.company_name(case.contact)
    if approach is None or company is None:
        return None
    colleagues = case.vault.colleagues(case.contact)
    if any(case.standings[one.path].has_since(APPROACHES, approach.day) for one in colleagues):
        return None
    return case.make(
        "another-person",
        "another-person",
        approach.place,
        case.window("another_person", approach.day),
        f"Write to someone else at {company}",
        f"{say_entry(approach, case.today)} to {case.name}, no answer yet; "
        "another door may open sooner",
    )


def _unanswered_approach(case: Case) -> LogEntry | None:
    for entry in reversed(case.standing.entries):
        if entry.kind in ANSWERS:
            return None
        if entry.kind in APPROACHES:
            return entry
    return None


Rule = Callable[[Case], Followup | None]

# State of the chase -> the rule that says what to do.
MOVES: Mapping[str, Rule] = MappingProxyType(
    {
        "": before_writing,
        **dict.fromkeys(sorted(APPROACHES), call_after_letter),
        **dict.fromkeys(sorted(MISSES), after_miss),
        "call": spoke,
        "reply": after_reply,
        "wrote": after_reply,
        "agreed": book,
        "booked": note_booked,
        "cancelled": book,
        "missed": missed,
        "declined": reconsider,
        "later": ask_later,
        "bounced": resend,
    }
)
