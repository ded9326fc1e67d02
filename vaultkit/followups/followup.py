"""What a rule gets (Case) and what it gives (Followup), and how days are counted for it."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from vaultkit.contact_log import OUTGOING, LogEntry
from vaultkit.dates import Calendar, say_day, shift
from vaultkit.followups.waits import Waits, find_source, is_usual
from vaultkit.notes.contact import Contact
from vaultkit.notes.trip import Trip
from vaultkit.owed import Status
from vaultkit.settings import Settings, WaitPair
from vaultkit.stages import Standing
from vaultkit.vault import Vault


class Followup(NamedTuple):
    """Something to do: what, for whom, from when to when, and why.

    `opens` is the first sensible day, `due` the last good one; `path` and `line` are where it
    counts from.
    """

    action: str
    rule: str
    contact: Contact | None
    path: str
    line: int
    opens: date | None
    due: date | None
    status: Status
    summary: str
    reason: str


class Case(NamedTuple):
    """One contact on one day, with all that a rule may ask."""

    vault: Vault
    settings: Settings
    today: date
    standing: Standing
    standings: Mapping[str, Standing]
    waits: Waits

    @property
    def contact(self) -> Contact:
        """The contact the rules are asked about."""
        return self.standing.contact

    @property
    def name(self) -> str:
        """What the contact is called."""
        return self.contact.name

    def say(self, day: date) -> str:
        """A day as it stands in a reason."""
        return say_day(day, self.today)

    def words(self, wait: str, usual: str, other: str) -> str:
        """What a reason says of a wait: the words of the tables, or those for one of your own."""
        return usual if is_usual(wait, self.waits) else other

    def window(
        self,
        wait: str,
        start: date | None,
        exact: bool = False,
        after: date | None = None,
    ) -> tuple[date | None, date | None] | None:
        """The window of a wait counted from a day; None when the row is switched off."""
        pair = self.waits.get(wait)
        return find_window(pair, self.settings.calendar, start, exact, after) if pair else None

    def make(
        self,
        action: str,
        rule: str,
        place: tuple[str, int],
        window: tuple[date | None, date | None] | None,
        summary: str,
        reason: str,
    ) -> Followup | None:
        """A follow-up with its status; None when its row is switched off."""
        if window is None:
            return None
        return make_followup(self.today, action, rule, self.contact, place, window, summary, reason)


def find_window(
    pair: WaitPair,
    calendar: Calendar,
    start: date | None,
    exact: bool = False,
    after: date | None = None,
) -> tuple[date | None, date | None]:
    """Opening and due day of a wait counted from a day.

    Both roll forward to a working day unless `exact`. No due day lies before the day after
    `after`, the day of the entry that made the follow-up possible.
    """
    opens = calendar.add(start, pair[0]) if start and pair[0] else None
    if opens and not exact:
        opens = calendar.roll(opens)
    begin = opens if pair[1] and pair[1].from_opens else start
    due = calendar.add(begin, pair[1]) if begin and pair[1] else None
    if due and after:
        due = max(due, shift(after, 1))
    if due and not exact:
        due = calendar.roll(due)
    return opens, due


def make_followup(
    today: date,
    action: str,
    rule: str,
    contact: Contact | None,
    place: tuple[str, int],
    window: tuple[date | None, date | None],
    summary: str,
    reason: str,
) -> Followup:
    """A follow-up with the status that its window has today."""
    opens, due = window
    status = find_status(opens, due, today)
    return Followup(action, rule, contact, *place, opens, due, status, summary, reason)


def find_status(opens: date | None, due: date | None, today: date) -> Status:
    """SPEC 2: overdue, due (also without an opening day), upcoming, whenever (neither day)."""
    if opens is None and due is None:
        return Status.WHENEVER
    if due is not None and due < today:
        return Status.OVERDUE
    return Status.UPCOMING if opens is not None and opens > today else Status.DUE


SAID = {
    "letter": "letter sent",
    "email": "e-mail sent",
    "message": "message sent",
    "voicemail": "voicemail left",
    "relayed": "message left with somebody else",
    "no-answer": "nobody answered",
    "call": "you spoke",
    "reply": "they answered",
    "wrote": "they wrote",
    "agreed": "they said yes",
    "booked": "a day was fixed",
    "cancelled": "the meeting was called off",
    "missed": "the meeting was missed",
    "declined": "they said no",
    "later": "they asked to be tried later",
    "bounced": "what you sent came back",
}


def say_entry(entry: LogEntry, today: date) -> str:
    """ "letter sent 24 Sep"."""
    return f"{SAID.get(entry.kind, entry.word)} {say_day(entry.day, today)}"


def say_source(vault: Vault, settings: Settings, one: Followup) -> str:
    """Where the days of a follow-up come from, in words."""
    contact = one.contact
    if one.rule == "update" and contact and contact.cadence is not None:
        return f"cadence in {contact.path}:{contact.values.line('cadence')}"
    return find_source(_find_wait(vault, one), settings, contact.pack if contact else None)


def _find_wait(vault: Vault, one: Followup) -> str:
    """The wait that a follow-up came from: that of its rule, or the one that stands beside it."""
    if one.rule == "write-first" and isinstance(vault.note(one.path), Trip):
        return "write_first_trip"
    if one.rule == "book" and one.contact:
        starts = (entry for entry in one.contact.log.entries if entry.place == (one.path, one.line))
        if any(entry.kind in OUTGOING for entry in starts):
            return "book_again"
    return one.rule.replace("-", "_")


# What is asked of, or told to, the referrer of the contact it is about.
_TO_REFERRER = frozenset(("permission", "report-back"))


def find_addressee(vault: Vault, one: Followup) -> Contact | None:
    """Whom a follow-up has one call or write to: mostly the contact it is about."""
    if one.contact and one.action in _TO_REFERRER:
        return vault.referrer_of(one.contact)
    return one.contact
