"""What a thoughtful friend would say when an entry is logged: vault, entry and day to sentences.

Nothing here forbids anything: the entry is written all the same.
"""

import re
from collections.abc import Iterator
from datetime import date

from vaultkit.agenda import find_owed
from vaultkit.contact_log import ANSWERS, APPROACHES, KINDS, MISSES, OUTGOING, Group, LogEntry
from vaultkit.dates import say_day, say_weekday
from vaultkit.followups import Followup, Status
from vaultkit.followups.followup import say_entry
from vaultkit.notes.contact import Contact
from vaultkit.notes.note import LoggedNote, fold
from vaultkit.settings import Settings
from vaultkit.stages import Stage
from vaultkit.standings import Standings, make_standings
from vaultkit.vault import Vault

_CALLING = frozenset(kind for kind, (group, _) in KINDS.items() if group is Group.CALLING)
# While one of these waits for its day, another try presses (R36).
_WAITING = frozenset(("call", "call-again", "another-way", "ask-later"))
_SILENT = frozenset(
    ("call-after-letter", "retry-after-voicemail", "retry-after-no-answer", "another-way", "parked")
)
_IN_PLAY = frozenset((Stage.ASKED, Stage.AGREED, Stage.SCHEDULED))
# So many colleagues are told by name.
FEW = 3
_LESSON = re.compile(r"(?:^|(?<=\s))#([^\W\d][\w/-]*)")


def find_remarks(
    vault: Vault, settings: Settings, note: LoggedNote, entry: LogEntry, today: date
) -> tuple[str, ...]:
    """What there is to say of an entry about to be logged, the weightiest first."""
    found = [*_check_day(note, entry, today), *_check_twin(note, entry)]
    if isinstance(note, Contact) and entry.kind in _CALLING | APPROACHES:
        standings = make_standings(vault, entry.day)
        owed = find_owed(vault, settings, standings, note)
        found += _check_too_soon(owed, entry)
        found += _check_unasked(note, entry)
        found += _check_colleagues(vault, standings, note, entry)
    found += _check_leave(vault, note, entry)
    found += _recall_snafus(note, entry, today)
    found += _check_lesson(vault, note, entry, today)
    return tuple(found)


def _check_day(note: LoggedNote, entry: LogEntry, today: date) -> Iterator[str]:
    if entry.day > today:
        day = say_weekday(entry.day, today)
        yield f"{day} lies ahead: no rule counts this entry before that day."
    timed = [one for one in note.log.entries if one.day == entry.day and one.time]
    if timed and not entry.time:
        last = timed[-1]
        yield (
            f"Without a time this counts as earlier than {last.time} {last.word} of that day; "
            "if it came after, undo it and give --at."
        )


def _check_twin(note: LoggedNote, entry: LogEntry) -> Iterator[str]:
    for one in note.log.entries:
        is_other_time = bool(one.time and entry.time) and one.time != entry.time
        if not is_other_time and _same_of(one) == _same_of(entry):
            yield (
                f"The same entry stands in line {one.line} already; this is a second one "
                "(vaultkit log --undo takes it back)."
            )
            return


def _same_of(entry: LogEntry) -> tuple[date, str, str, str]:
    return entry.day, entry.kind, fold(entry.link), entry.words


def _check_leave(vault: Vault, note: LoggedNote, entry: LogEntry) -> Iterator[str]:
    """Leave to name somebody is logged with the one it is for, not with the one who gives it."""
    if entry.kind != "permission" or (isinstance(note, Contact) and note.referred_by):
        return
    told = "Leave is logged with the one your letter goes to"
    waiting = [one for one in vault.contacts if vault.referrer_of(one) is note]
    names = [one.name for one in waiting if one.may_mention is None][:FEW]
    rest = f"; from {note.name} you may need it for {', '.join(names)}" if names else ""
    yield f"{told}, and nobody named {note.name} to you{rest} (vaultkit log --undo takes it back)."


def _check_too_soon(owed: tuple[Followup, ...], entry: LogEntry) -> Iterator[str]:
    for one in owed:
        waits = one.action in _WAITING and one.status is Status.UPCOMING
        if one.opens and waits and (entry.kind in _CALLING or one.rule in _SILENT):
            opens = say_weekday(one.opens, entry.day)
            yield f"Too soon: the time to try again opens {opens} ({one.reason})."


def _check_unasked(contact: Contact, entry: LogEntry) -> Iterator[str]:
    """Writing comes first: a call before any letter is told (R26)."""
    if entry.kind not in _CALLING:
        return
    before = {one.kind for one in contact.log.entries if one.day <= entry.day}
    if not before & (APPROACHES | ANSWERS | {"wrote", "feeler", "call"} | MISSES):
        yield "No letter or e-mail went before this call; writing comes first."


def _check_colleagues(
    vault: Vault, standings: Standings, contact: Contact, entry: LogEntry
) -> Iterator[str]:
    """Contacts of one firm may know of each other (R46)."""
    pairs = ((other, standings[other.path]) for other in vault.colleagues(contact))
    found = [(other, standing) for other, standing in pairs if standing.stage in _IN_PLAY]
    firm = vault.company_name(contact)
    for other, standing in found[:FEW]:
        last = standing.last_touch
        said = f", {say_entry(last, entry.day)}" if last else ""
        yield f"{other.name} at {firm} is in play too ({standing.stage.value}{said})."
    if len(found) > FEW:
        yield f"{len(found) - FEW} more at {firm} are in play."


def _recall_snafus(note: LoggedNote, entry: LogEntry, today: date) -> Iterator[str]:
    """What went wrong before, shown before the next try (R54)."""
    if entry.kind not in OUTGOING:
        return
    for one in note.log.entries:
        if one.kind == "snafu" and one.day <= entry.day:
            lesson = next((line.strip() for line in one.below if line.strip()), "")
            words = " / ".join(part for part in (one.words, lesson) if part)
            yield f"Earlier snafu, {say_day(one.day, today)}: {words or 'no words'}"


def _check_lesson(vault: Vault, note: LoggedNote, entry: LogEntry, today: date) -> Iterator[str]:
    """A lesson that comes up again, with this contact or with others (R54)."""
    if entry.kind != "snafu":
        return
    for lesson in find_lessons(entry):
        for other in (note, *(one for one in vault.contacts if one.path != note.path)):
            for one in other.log.entries:
                if one.kind == "snafu" and lesson in find_lessons(one) and one.day <= entry.day:
                    whom = "" if other is note else f" with {other.name}"
                    day = say_day(one.day, today)
                    yield f"#{lesson} came up before, {day}{whom}: {one.words}"


def find_lessons(entry: LogEntry) -> tuple[str, ...]:
    """The hashtags of a snafu, each once, without case."""
    text = "\n".join((entry.words, *entry.below))
    return tuple(dict.fromkeys(tag.casefold() for tag in _LESSON.findall(text)))
