"""The chase: from the first letter to a fixed day, one move at a time (SPEC 2)."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from vaultkit.contact_log import ANSWERS, APPROACHES, MISSES, OUTGOING, LogEntry
from vaultkit.followups.followup import Case, Followup, say_entry
from vaultkit.followups.writing import before_writing

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


# -- letter sent, calls made ------------------------------------------------------------------


def call_after_letter(case: Case) -> Followup | None:
    """One to two weeks after the letter, one calls."""
    entry = _entry(case)
    usual, other = "ring one to two weeks later", "ring when they have had time to read it"
    how = case.words("call_after_letter", usual, other)
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
    usual = "try again in a day or three" if rule == "no-answer" else "try again in three days"
    soon = case.words(wait, usual, "try again")
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
    after = case.words("ask_later", "after a month", "after a while")
    return _ask_later(case, note, f"{reply}; ask again {after}")


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
    window = case.window(wait, start.day) if case.waits.get("book") else None
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
    pause = case.words("ask_later", "a month is a fair pause", "leave them a fair pause")
    return _ask_later(case, entry, f"{say_entry(entry, case.today)}; {pause}")


def reconsider(case: Case) -> Followup | None:
    """After a first no one may ask once more, three months on; after a second never."""
    entry = _entry(case)
    if case.standing.chase.declined > 1:
        return None
    after = case.words("reconsider", "after three months", "after a while")
    return case.make(
        "ask-later",
        "reconsider",
        entry.place,
        case.window("reconsider", entry.day),
        f"Ask {case.name} again",
        f"{say_entry(entry, case.today)}; {after} you may ask once more",
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
