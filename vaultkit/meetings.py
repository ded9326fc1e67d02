"""Which talks stand and which took place: interview notes and `met` entries, matched."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from vaultkit.contact_log import LogEntry
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.vault import Vault

# An unlinked `met` this many days after an interview is the `met` of that interview (SPEC 2).
MET_WITHIN = timedelta(days=3)
_NOT_AS_PLANNED = frozenset(("cancelled", "missed"))


class Meeting(NamedTuple):
    """A talk that stands: its interview note, its `met` entry, or both.

    `day` is that of the `met` entry, else of `when`; `since` the earlier of the two.
    """

    interview: Interview | None
    met: LogEntry | None
    day: date
    since: date
    took_place: bool
    booking: LogEntry | None

    @property
    def place(self) -> tuple[str, int]:
        """Where its day stands: the `met` entry, else the field `when`."""
        if self.met:
            return self.met.place
        assert self.interview is not None  # a meeting has one of the two
        return self.interview.path, self.interview.values.line("when")


def past(contact: Contact, today: date) -> tuple[LogEntry, ...]:
    """A contact's entries up to a day; those after it no rule counts."""
    return tuple(entry for entry in contact.log.entries if entry.day <= today)


def find_meetings(vault: Vault, contact: Contact, today: date) -> tuple[Meeting, ...]:
    """The meetings that stand, by day: interview notes and `met` entries without one."""
    entries = past(contact, today)
    interviews = [note for note in vault.interviews_of(contact) if note.when]
    mets = [entry for entry in entries if entry.kind == "met"]
    own = _match_linked(vault, contact, mets)
    standing = [
        note
        for note in interviews
        if note.path in own or note.status == "held" or _stands(vault, contact, note, entries)
    ]
    for met in mets:
        if met not in own.values() and not vault.linked_interview(contact, met):
            _match_unlinked(standing, own, met)
    found = [
        _make_meeting(vault, contact, note, own.get(note.path), entries, today) for note in standing
    ]
    taken = {met.place for met in own.values()}
    alone = [met for met in mets if met.place not in taken and not _repeats(vault, contact, met)]
    found += (Meeting(None, met, met.day, met.day, True, None) for met in alone)
    order = {entry.place: number for number, entry in enumerate(entries)} if mets else {}
    return tuple(sorted(found, key=lambda meeting: _by_day(meeting, order)))


def _repeats(vault: Vault, contact: Contact, met: LogEntry) -> bool:
    """Whether a `met` links to an interview that another `met` already made its own."""
    return vault.linked_interview(contact, met) is not None


def _by_day(meeting: Meeting, order: Mapping[tuple[str, int], int]) -> tuple[date, int]:
    """By day; on one day those without a `met` first, then in the order of the log."""
    return meeting.day, order[meeting.met.place] if meeting.met else -1


def _match_linked(vault: Vault, contact: Contact, mets: list[LogEntry]) -> dict[str, LogEntry]:
    own: dict[str, LogEntry] = {}
    for met in mets:
        note = vault.linked_interview(contact, met)
        if note:
            own.setdefault(note.path, met)
    return own


def _match_unlinked(standing: list[Interview], own: dict[str, LogEntry], met: LogEntry) -> None:
    """Give an unlinked `met` to the latest free interview up to three days before it."""
    for note in reversed(standing):
        day = day_of(note)
        if note.path not in own and timedelta(0) <= met.day - day <= MET_WITHIN:
            own[note.path] = met
            return


def day_of(note: Interview) -> date:
    """The day in `when` of an interview that has one."""
    assert note.when is not None  # callers keep to notes that have one
    return note.when.day


def _make_meeting(
    vault: Vault,
    contact: Contact,
    note: Interview,
    met: LogEntry | None,
    entries: tuple[LogEntry, ...],
    today: date,
) -> Meeting:
    planned = day_of(note)
    day = met.day if met else planned
    took_place = note.status == "held" or met is not None or planned < today
    booking = find_booking(vault, contact, note, entries)
    return Meeting(note, met, day, min(day, planned), took_place, booking)


def find_booking(
    vault: Vault, contact: Contact, note: Interview, entries: tuple[LogEntry, ...]
) -> LogEntry | None:
    """The last `booked` that links to an interview, else the last unlinked one up to its day."""
    booked = [entry for entry in entries if entry.kind == "booked"]
    linked = [entry for entry in booked if vault.linked_interview(contact, entry) is note]
    if linked:
        return linked[-1]
    day = day_of(note)
    loose = [entry for entry in booked if entry.day <= day and links_nowhere(vault, entry)]
    return loose[-1] if loose else None


def links_nowhere(vault: Vault, entry: LogEntry) -> bool:
    """Whether an entry links to no interview at all."""
    return not entry.link or not isinstance(vault.find(entry.link), Interview)


def _stands(vault: Vault, contact: Contact, note: Interview, entries: tuple[LogEntry, ...]) -> bool:
    if note.status in ("cancelled", "missed"):
        return False
    return find_undoing(vault, contact, note, entries) is None


def find_undoing(
    vault: Vault, contact: Contact, note: Interview, entries: tuple[LogEntry, ...]
) -> LogEntry | None:
    """The entry that called an interview off after it was booked and before the next booking.

    Without a booking in the log only a `cancelled` or `missed` that links to the note counts.
    """
    booking = find_booking(vault, contact, note, entries)
    day = day_of(note)
    after = entries[entries.index(booking) + 1 :] if booking else entries
    for entry in after:
        if entry.kind == "booked" and entry.day > day:
            return None
        if entry.kind in ("cancelled", "missed"):
            is_own = vault.linked_interview(contact, entry) is note
            if is_own or (booking and links_nowhere(vault, entry)):
                return entry
        if booking and entry.kind in ("declined", "later") and entry.day <= day:
            return entry
    return None


def find_interview_of(vault: Vault, contact: Contact, kind: str, day: date) -> Interview | None:
    """The interview that an entry of a day is about, when there is exactly one it could be.

    A `met` or `missed` is about the talk of that day or up to three days before it, a
    `cancelled` about the one still ahead.
    """
    interviews = [note for note in vault.interviews_of(contact) if note.when]
    match kind:
        case "met" | "missed":
            fits = [n for n in interviews if n.status not in _NOT_AS_PLANNED - {kind}]
            found = [n for n in fits if timedelta(0) <= day - day_of(n) <= MET_WITHIN]
            found = [n for n in found if day_of(n) == day] or found
        case "cancelled":
            found = [n for n in interviews if day_of(n) >= day and n.status != "cancelled"]
        case _:
            found = []
    own = (entry for entry in contact.log.entries if entry.kind == kind)
    linked = [vault.linked_interview(contact, entry) for entry in own]
    taken = {note.path for note in linked if note}
    open_ = [note for note in found if note.path not in taken]
    return open_[0] if len(open_) == 1 else None


def link_of(vault: Vault, note: Interview) -> str:
    """What stands between [[ and ]] to lead to this note and no other; "" when nothing does."""
    for target in (note.stem, note.path.removesuffix(".md")):
        if not set(target) & set("[]|#\n") and vault.find(target) is note:
            return target
    return ""
