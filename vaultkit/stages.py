"""Where a contact stands, read off the log: meetings that took place, the chase, the stage."""

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from vaultkit.contact_log import ANSWERS, APPROACHES, MISSES, OUTGOING, TOUCHES, LogEntry
from vaultkit.meetings import (
    Meeting,
    day_of,
    find_booking,
    find_undoing,
    links_nowhere,
    past,
)
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.vault import Naming, Vault

# Writing this soon after a no is courtesy, not a new approach (SPEC 2).
COURTESY = timedelta(days=14)

DECISIVE = APPROACHES | MISSES | frozenset(
    ("call", "reply", "wrote", "agreed", "booked", "cancelled", "missed", "declined", "later",
     "bounced")
)  # fmt: skip
_KEEPERS = frozenset(("agreed", "booked", "cancelled"))
_KEPT = APPROACHES | MISSES | frozenset(("call", "reply", "wrote"))
_INCOMING = frozenset(("reply", "wrote"))


class Stage(StrEnum):
    """Where a contact stands; the order is that of the method."""

    TO_APPROACH = "to-approach"
    ASKED = "asked"
    AGREED = "agreed"
    SCHEDULED = "scheduled"
    MET = "met"
    IN_TOUCH = "in-touch"
    LATER = "later"
    PARKED = "parked"
    DECLINED = "declined"
    CLOSED = "closed"


class Chase(NamedTuple):
    """The state of the chase: the latest decisive entry, what moved its clock, what is unanswered.

    `state` is the kind of `entry`; `status_only` marks an entry that only the status of an
    interview gives. `answer` is a reply not yet answered, `ended_by` the note that ended one.
    """

    state: str
    entry: LogEntry | None
    moved: LogEntry | None
    answer: LogEntry | None
    ended_by: LogEntry | None
    status_only: bool
    misses: int
    approaches: int
    declined: int

    @property
    def is_parked(self) -> bool:
        """Three misses and two approaches without an answer: let it rest for a while."""
        return self.state in MISSES and self.misses >= 3 and self.approaches >= 2


class Standing(NamedTuple):
    """All that the rules ask about one contact on one day.

    `namings` are those that named this contact, `named` those this contact made.
    """

    contact: Contact
    entries: tuple[LogEntry, ...]
    ahead: tuple[Meeting, ...]
    held: tuple[Meeting, ...]
    chase: Chase
    thanked: bool
    updated: bool
    last_touch: LogEntry | None
    stage: Stage
    namings: tuple[Naming, ...]
    named: tuple[Naming, ...]

    @property
    def latest(self) -> Meeting | None:
        """The latest meeting that took place."""
        return self.held[-1] if self.held else None

    def meeting_at(self, place: tuple[str, int]) -> Meeting | None:
        """The meeting whose day stands at a place."""
        return next((one for one in (*self.ahead, *self.held) if one.place == place), None)

    def last(self, kinds: frozenset[str]) -> LogEntry | None:
        """The latest entry of these kinds."""
        return next((entry for entry in reversed(self.entries) if entry.kind in kinds), None)

    def has_since(self, kinds: frozenset[str], day: date) -> bool:
        """Whether an entry of these kinds stands on or after a day."""
        return any(entry.kind in kinds and entry.day >= day for entry in self.entries)

    def only_asked_for_leads(self) -> bool:
        """Someone of our own network: a feeler went to them and no letter."""
        kinds = {entry.kind for entry in self.entries}
        return "feeler" in kinds and "letter" not in kinds


def make_standing(
    vault: Vault,
    contact: Contact,
    today: date,
    meetings: tuple[Meeting, ...],
    namings: tuple[Naming, ...],
    named: tuple[Naming, ...],
) -> Standing:
    """One contact's standing on a day, from their meetings and who named whom."""
    entries = past(contact, today)
    held = tuple(meeting for meeting in meetings if meeting.took_place)
    ahead = tuple(m for m in meetings if not m.took_place and m.day >= today)
    latest = held[-1] if held else None
    chase = find_chase(vault, contact, entries, latest, today)
    thanked = latest is not None and _has_since(entries, ("thanks", "update"), latest.since)
    updated = latest is not None and _has_since(entries, ("update",), latest.since)
    touch = next((entry for entry in reversed(entries) if entry.kind in TOUCHES), None)
    stage = _find_stage(contact, ahead, latest, thanked, chase, entries)
    return Standing(
        contact, entries, ahead, held, chase, thanked, updated, touch, stage, namings, named
    )


def _has_since(entries: tuple[LogEntry, ...], kinds: tuple[str, ...], day: date) -> bool:
    return any(entry.kind in kinds and entry.day >= day for entry in entries)


def _find_stage(
    contact: Contact,
    ahead: tuple[Meeting, ...],
    latest: Meeting | None,
    thanked: bool,
    chase: Chase,
    entries: tuple[LogEntry, ...],
) -> Stage:
    if contact.closed:
        return Stage.CLOSED
    if ahead:
        return Stage.SCHEDULED
    if latest:
        return Stage.IN_TOUCH if thanked else Stage.MET
    match chase.state:
        case "agreed" | "booked" | "cancelled" | "missed":
            return Stage.AGREED
        case "declined":
            return Stage.DECLINED
        case "later":
            return Stage.LATER
    if chase.is_parked:
        return Stage.PARKED
    asked = any(entry.kind in OUTGOING for entry in entries)
    return Stage.ASKED if asked else Stage.TO_APPROACH


# -- the chase --------------------------------------------------------------------------------


def find_chase(
    vault: Vault,
    contact: Contact,
    entries: tuple[LogEntry, ...],
    latest: Meeting | None,
    today: date,
) -> Chase:
    """The state of the chase after the latest meeting that took place."""
    entries, status_only = add_status_entries(vault, contact, entries, today)
    window = _cut_after(entries, latest)
    entry, moved = _find_state(window, met=latest is not None)
    after = window[window.index(entry) :] if entry else ()
    answer, ended_by = _find_unanswered(after, met=latest is not None)
    misses, approaches = _count_tries(entries)
    declined = sum(one.kind == "declined" for one in window)
    kind, alone = (entry.kind, entry in status_only) if entry else ("", False)
    return Chase(kind, entry, moved, answer, ended_by, alone, misses, approaches, declined)


def add_status_entries(
    vault: Vault, contact: Contact, entries: tuple[LogEntry, ...], today: date
) -> tuple[tuple[LogEntry, ...], tuple[LogEntry, ...]]:
    """The entries with those that only the status of an interview tells, and these alone."""
    added: list[LogEntry] = []
    rows = list(entries)
    for note in vault.interviews_of(contact):
        if note.status not in ("cancelled", "missed") or note.when is None:
            continue
        if _is_logged(vault, contact, note, entries) or not _is_due(note, today):
            continue
        booking = find_booking(vault, contact, note, entries)
        last = booking.day if booking and note.status == "cancelled" else note.when.day
        entry = _make_status_entry(note, min(last, today))
        is_cut = booking is not None and note.status == "cancelled"
        place = rows.index(booking) + 1 if is_cut and booking else _find_place(rows, note, entry)
        rows.insert(place, entry)
        added.append(entry)
    return tuple(rows), tuple(added)


def _is_logged(
    vault: Vault, contact: Contact, note: Interview, entries: tuple[LogEntry, ...]
) -> bool:
    """Whether the log itself tells what the status of an interview says, or that it took place.

    Without a booking in the log an entry of the same kind that links to nothing tells it, but
    nobody missed a meeting before its day.
    """
    if find_undoing(vault, contact, note, entries):
        return True
    linked = (entry for entry in entries if vault.linked_interview(contact, entry) is note)
    if any(entry.kind == "met" for entry in linked):
        return True
    if find_booking(vault, contact, note, entries):
        return False
    same = (entry for entry in entries if entry.kind == note.status and links_nowhere(vault, entry))
    return any(note.status == "cancelled" or entry.day >= day_of(note) for entry in same)


def _is_due(note: Interview, today: date) -> bool:
    return note.status == "cancelled" or day_of(note) <= today


def _make_status_entry(note: Interview, day: date) -> LogEntry:
    line = note.values.line("status")
    return LogEntry(day, "", note.status, note.status, note.stem, "", (), note.path, line)


def _find_place(rows: list[LogEntry], note: Interview, status: LogEntry) -> int:
    """Missed: before what was logged later on that day; else at the end of the day."""
    time = note.when.time if note.when and status.kind == "missed" else None
    moment = (status.day, f"{time:%H:%M}" if time else "24:00")
    return next((n for n, one in enumerate(rows) if (one.day, one.time) > moment), len(rows))


def _cut_after(entries: tuple[LogEntry, ...], latest: Meeting | None) -> tuple[LogEntry, ...]:
    """What stands after a meeting; without a `met` entry what is dated after its day."""
    if latest is None:
        return entries
    if latest.met:
        return entries[entries.index(latest.met) + 1 :]
    return tuple(entry for entry in entries if _is_after(entry, latest))


def _is_after(entry: LogEntry, latest: Meeting) -> bool:
    if entry.day == latest.day and entry.kind == "booked":
        return entry != latest.booking
    return entry.day > latest.day


def _find_state(window: tuple[LogEntry, ...], met: bool) -> tuple[LogEntry | None, LogEntry | None]:
    """The decisive entry that is the state, and the latest outgoing or incoming one after it."""
    state: LogEntry | None = None
    moved: LogEntry | None = None
    for entry in window:
        if entry.kind in DECISIVE and not (state and _keeps(state, entry, met)):
            state, moved = entry, None
        elif state and _moves(state, entry):
            moved = entry
    return state, moved


def _moves(state: LogEntry, entry: LogEntry) -> bool:
    """Whether an entry moves the clock of a state: for a booking only another try or a reply."""
    if state.kind == "booked":
        return entry.kind in _KEPT
    return entry.kind in OUTGOING or entry.kind in _INCOMING


def _keeps(state: LogEntry, entry: LogEntry, met: bool) -> bool:
    """Whether a decisive entry leaves the state as it is."""
    if state.kind in _KEEPERS and entry.kind in _KEPT:
        return True
    if met and state.kind in _INCOMING and entry.kind == "no-answer":
        return True
    return _is_courtesy(state, entry)


def _is_courtesy(state: LogEntry, entry: LogEntry) -> bool:
    no = state.kind in ("declined", "later")
    return no and entry.kind in APPROACHES and entry.day - state.day <= COURTESY


def _find_unanswered(
    after: tuple[LogEntry, ...], met: bool
) -> tuple[LogEntry | None, LogEntry | None]:
    """The latest reply nobody answered, or, if a `note` ended the latest one, that note.

    `after` starts with the state: a reply before it is settled by it.
    """
    reply: LogEntry | None = None
    ended_by: LogEntry | None = None
    for entry in after:
        if entry.kind in _INCOMING:
            reply, ended_by = entry, None
        elif reply and entry.kind == "note":
            reply, ended_by = None, entry
        elif entry.kind in OUTGOING and not (met and entry.kind == "no-answer"):
            reply = None
    return reply, ended_by


def _count_tries(entries: tuple[LogEntry, ...]) -> tuple[int, int]:
    """Misses and approaches since the last answer or call."""
    misses = approaches = 0
    for entry in entries:
        if entry.kind in ANSWERS or entry.kind == "call":
            misses = approaches = 0
        misses += entry.kind in MISSES
        approaches += entry.kind in APPROACHES
    return misses, approaches
