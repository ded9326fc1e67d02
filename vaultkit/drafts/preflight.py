"""What to know before you reach out: last touches, what went wrong, is it too soon, who else."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from vaultkit.contact_log import APPROACHES, OUTGOING, LogEntry
from vaultkit.contact_log import TOUCHES as TOUCH_KINDS
from vaultkit.dates import say_day, say_weekday
from vaultkit.drafts.facts import Wish, say_stay
from vaultkit.drafts.sources import Sources
from vaultkit.followups import Status
from vaultkit.followups.followup import say_entry
from vaultkit.followups.writing import find_leave
from vaultkit.notes.contact import Contact
from vaultkit.stages import Stage

TOUCHES = "Before"
# So many touches are enough to remember where you stand.
RECENT = 3
# So many people of one company are still read before a call.
MOST_OTHERS = 5
_TAG = re.compile(r"(?:^|(?<=\s))#[^\W\d][\w/-]*")
# What a wait is kept for: a new try of our own (R36).
_TRIES = frozenset(
    ("call", "call-again", "another-way", "ask-later", "feeler", "permission", "book")
)
# What asks for time; the rest is courtesy.
ASKS = frozenset(("letter", "call", "resend", "feeler"))
_QUIET = frozenset((Stage.TO_APPROACH, Stage.CLOSED))


class Point(NamedTuple):
    """One thing to know: its subject, the words, where it stands; `is_warning` says: stop and look.

    `others` are the contacts it speaks of.
    """

    subject: str
    words: str
    path: str = ""
    line: int = 0
    is_warning: bool = False
    others: tuple[Contact, ...] = ()

    def __str__(self) -> str:
        return f"{self.subject}: {self.words}"


def check_first(sources: Sources, wish: Wish) -> tuple[Point, ...]:
    """Everything to know before one touch, warnings first."""
    contact = wish.contact
    is_others = wish.is_report or wish.purpose == "permission"
    to = sources.vault.referrer_of(contact) if is_others else contact
    found = (
        *_check_wait(sources, wish),
        *_check_order(sources, wish),
        *(_find_snafus(sources, wish, to) if to else ()),
        *(_check_leave(sources, contact) if wish.purpose in ASKS else ()),
        *(_find_touches(sources, to) if to else ()),
        *(() if is_others else _find_others(sources, contact)),
        *(_find_windows(sources, contact) if wish.purpose in ASKS else ()),
    )
    return tuple(sorted(found, key=lambda point: not point.is_warning))


# -- when -------------------------------------------------------------------------------------


def _check_wait(sources: Sources, wish: Wish) -> Iterator[Point]:
    """A try before its day: they may still be reading."""
    if wish.purpose not in ASKS:
        return
    for one in sources.agenda.of(wish.contact):
        if one.status is Status.UPCOMING and one.opens and one.action in _TRIES:
            words = f"not before {say_weekday(one.opens, sources.today)}: {one.reason}"
            yield Point("Too soon", words, one.path, one.line, True)
            return
    yield from _check_said_no(sources, wish)


def _check_said_no(sources: Sources, wish: Wish) -> Iterator[Point]:
    contact = wish.contact
    standing = sources.standing(contact)
    for meeting in standing.ahead[:1]:
        words = f"you meet on {say_weekday(meeting.day, sources.today)} already"
        yield Point("Fixed", words, *meeting.place, True)
    said = contact.closed or standing.stage is Stage.CLOSED
    if said:
        line = contact.values.line("closed")
        yield Point("Closed", "this contact is to rest", contact.path, line, True)
    elif standing.chase.declined > 1 and standing.chase.entry:
        yield Point("Said no", "twice; let it rest", *standing.chase.entry.place, True)


def _check_order(sources: Sources, wish: Wish) -> Iterator[Point]:
    """Writing comes before ringing (R26)."""
    entries = sources.standing(wish.contact).entries
    if wish.purpose == "call" and not any(one.kind in APPROACHES for one in entries):
        line = wish.contact.values.line("phone")
        words = "you have not written yet; a letter makes the call easier for both"
        yield Point("Write first", words, wish.contact.path, line, True)


# -- what went wrong --------------------------------------------------------------------------


def _find_snafus(sources: Sources, wish: Wish, to: Contact) -> Iterator[Point]:
    """Earlier snafus with their lesson; one on the same way is about to happen again (R54)."""
    entries = sources.standing(to).entries
    for number, entry in enumerate(entries):
        if entry.kind not in ("snafu", "bounced"):
            continue
        before = next((one for one in reversed(entries[:number]) if one.kind in OUTGOING), None)
        again = before is not None and _is_same_way(wish, before)
        words = _say_snafu(sources, entry, before)
        if again and before and entry.kind == "bounced":
            words += "; you are about to go the same way: check the address"
        elif again:
            words += "; you are about to go the same way"
        yield Point("Went wrong", words, *entry.place, again)


def _is_same_way(wish: Wish, before: LogEntry) -> bool:
    way = "call" if wish.purpose == "call" else wish.channel
    kind = "call" if before.kind in ("call", "voicemail", "relayed", "no-answer") else before.kind
    return way == kind


def _say_snafu(sources: Sources, entry: LogEntry, before: LogEntry | None) -> str:
    lessons = " ".join(_TAG.findall(entry.words))
    words = " ".join(_TAG.sub("", entry.words).split()).rstrip(".,;: ")
    if not words and entry.kind == "bounced":
        words = f"{before.word if before else 'it'} came back"
    day = say_day(entry.day, sources.today)
    lesson = f" (lesson: {lessons})" if lessons else ""
    return f"{day}, {words or entry.word}{lesson}"


# -- who --------------------------------------------------------------------------------------


def _check_leave(sources: Sources, contact: Contact) -> Iterator[Point]:
    name = sources.referrer_name(contact)
    if not name:
        return
    leave = find_leave(sources.case(contact))
    field = "referred_by" if leave == "open" else "may_mention"
    place = (contact.path, contact.values.line(field))
    match leave:
        case "given":
            yield Point("Leave", f"you may name {name}", *place)
        case "refused":
            yield Point("Leave", f"{name} does not want to be named", *place, True)
        case "open":
            yield Point("Leave", f"ask {name} before you name them", *place, True)
        case _:
            yield Point("Leave", f"{name} has not answered yet; leave the name out", *place, True)


def _find_touches(sources: Sources, contact: Contact) -> Iterator[Point]:
    entries = sources.standing(contact).entries
    touches = [one for one in entries if one.kind in TOUCH_KINDS | {"no-answer", "feeler"}]
    for entry in reversed(touches[-RECENT:]):
        words = f": {entry.words}" if entry.words else ""
        yield Point(TOUCHES, f"{say_entry(entry, sources.today)}{words}", *entry.place)


def _find_others(sources: Sources, contact: Contact) -> Iterator[Point]:
    """They may know each other: who else is in play there, and who led here or on (R46)."""
    firm = sources.company_name(contact)
    others = sources.vault.colleagues(contact) if firm else ()
    open_ones = [one for one in others if "company" not in sources.hidden(one)]
    in_play = [one for one in open_ones if sources.standing(one).stage not in _QUIET]
    for other in in_play[:MOST_OTHERS]:
        standing = sources.standing(other)
        touch = standing.last_touch or standing.last(OUTGOING)
        since = f", {say_entry(touch, sources.today)}" if touch else ""
        words = f"{other.name}, {standing.stage.value.replace('-', ' ')}{since}"
        yield Point(f"Also at {firm}", words, other.path, 1, others=(other,))
    if len(in_play) > MOST_OTHERS:
        yield Point(f"Also at {firm}", f"and {len(in_play) - MOST_OTHERS} more", contact.path, 1)
    yield from _find_linked(sources, contact)


def _find_linked(sources: Sources, contact: Contact) -> Iterator[Point]:
    standing = sources.standing(contact)
    namers = {one.namer.path: (one.namer, one.day) for one in standing.namings}
    for other, day in namers.values():
        words = f"{other.name} named them{_on(sources, day)}"
        yield Point("They may talk", words, other.path, 1, others=(other,))
    for one in standing.named:
        if one.contact and one.contact.path not in namers:
            words = f"they named {one.contact.name}{_on(sources, one.day)}"
            yield Point("They may talk", words, one.path, one.line, others=(one.contact,))


def _on(sources: Sources, day: date | None) -> str:
    return f" on {say_day(day, sources.today)}" if day else ""


def _find_windows(sources: Sources, contact: Contact) -> Iterator[Point]:
    for trip in sources.trips_to(contact)[:2]:
        words = f"you are in {trip.city} {say_stay(trip, sources.today)}"
        yield Point("Your window", words, trip.path, trip.values.line("start"))
    profile = sources.vault.profile
    available = profile.values.text("available") if profile else None
    if profile and available:
        line = profile.values.line("available")
        yield Point("Your window", available, profile.path, line)
