"""The chase of one contact, read anew: its state, what moves its clock, what it asks for."""

from datetime import date

from tests.second_opinion.talks import Place, Talk, is_told
from tests.second_opinion.vault import Interview

APPROACH = {"letter", "email", "message"}
MISS = {"voicemail", "relayed", "no-answer"}
ANSWER = {"reply", "agreed", "booked", "declined", "later", "met"}
OUTGOING = APPROACH | MISS | {"questions", "thanks", "update", "call", "feeler"}
INCOMING = {"reply", "wrote"}
STAYS = {"agreed", "booked", "cancelled"}
KEPT = APPROACH | MISS | INCOMING | {"call"}
DECISIVE = KEPT | STAYS | {"missed", "declined", "later", "bounced"}
PLAIN = {"call": "spoke", "missed": "missed", "later": "ask-later"}
PLAIN |= dict.fromkeys(APPROACH, "call-after-letter")


class Chase:
    """The entries after the latest meeting that took place, and the state they leave."""

    def __init__(
        self, log: list[Place], talks: list[Talk], latest: Talk | None, today: date
    ) -> None:
        self.log, self.latest, self.today = log, latest, today
        self.window = self.since_latest(self.with_statuses(talks))
        self.state: Place | None = None
        self.clock: Place | None = None
        for entry in self.window:
            if entry.kind in DECISIVE:
                self.take(entry)

    def with_statuses(self, talks: list[Talk]) -> list[Place]:
        """The log, and the statuses that no entry tells of."""
        rows = list(self.log)
        for talk in talks:
            note = talk.note
            if note is None or note.status not in ("cancelled", "missed") or talk.met:
                continue
            if not is_told(note, self.log):
                self.put(rows, note, talk.booking)
        return rows

    def put(self, rows: list[Place], note: Interview, booking: Place | None) -> None:
        """Cancelled counts right after its booking, missed at the hour of the talk."""
        entry = Place(min(note.day, self.today), note.path, note.lines["status"], note.status)
        if note.status == "cancelled" and booking:
            at = rows.index(booking) + 1
            rows.insert(at, entry._replace(day=booking.day, told=False))
        elif note.status == "cancelled" or note.day <= self.today:
            time = note.time if note.status == "missed" and note.time else "24:00"
            at = sum((row.day, row.time) <= (entry.day, time) for row in rows)
            rows.insert(at, entry._replace(told=False))

    def since_latest(self, rows: list[Place]) -> list[Place]:
        if self.latest is None:
            return rows
        if self.latest.met:
            return rows[rows.index(self.latest.met) + 1 :]
        day, own = self.latest.start.day, self.latest.booking
        later = (row for row in rows if row.day > day or (row.day == day and row.kind == "booked"))
        return [row for row in later if row.day > day or row != own]

    def take(self, entry: Place) -> None:
        """A decisive entry becomes the state, moves its clock or leaves it as it is."""
        kept = self.state.kind if self.state else ""
        if kept in STAYS and entry.kind in KEPT:
            self.clock = entry
        elif not (self.is_courtesy(entry) or (kept in INCOMING and self.ends_nothing(entry))):
            self.state = self.clock = entry

    def is_courtesy(self, entry: Place) -> bool:
        """Whether an approach comes so soon after a no that it changes nothing."""
        if self.state is None or self.state.kind not in ("declined", "later"):
            return False
        return entry.kind in APPROACH and (entry.day - self.state.day).days <= 14

    def ends_nothing(self, entry: Place) -> bool:
        """After a meeting a call that nobody took answers no letter."""
        return entry.kind == "no-answer" and self.latest is not None

    def later(self, entry: Place) -> list[Place]:
        return self.window[self.window.index(entry) + 1 :]

    def end_of(self, reply: Place) -> Place | None:
        """What answered a reply or put it to rest."""
        for entry in self.later(reply):
            if entry.kind == "note" or (entry.kind in OUTGOING and not self.ends_nothing(entry)):
                return entry
        return None

    def open_reply(self) -> Place | None:
        """The latest reply since the state that nothing ended."""
        if self.state is None or self.state.kind not in STAYS | INCOMING:
            return None
        after = [self.state, *self.later(self.state)]
        replies = [entry for entry in after if entry.kind in INCOMING]
        return replies[-1] if replies and self.end_of(replies[-1]) is None else None

    def count(self, kinds: set[str]) -> int:
        """Entries of these kinds since the last answer or call."""
        count = 0
        for entry in self.log:
            count = 0 if entry.kind in ANSWER | {"call"} else count + (entry.kind in kinds)
        return count

    @property
    def is_parked(self) -> bool:
        missing = self.state is not None and self.state.kind in MISS
        return missing and self.count(MISS) >= 3 and self.count(APPROACH) >= 2

    def find_rule(self, state: Place) -> tuple[str, Place] | None:
        """What a state asks for, and from where it counts."""
        match state.kind:
            case "voicemail" | "relayed" | "no-answer":
                return self.find_rule_of_miss(state), state
            case "reply" | "wrote":
                end = self.end_of(state)
                is_rest = end is not None and end.kind == "note" and not self.latest
                return ("ask-later", end) if end and is_rest else None
            case "booked":
                return "note-booked", self.clock or state
            case "declined":
                again = sum(entry.kind == "declined" for entry in self.window) > 1
                return None if again else ("reconsider", state)
            case "bounced":
                is_sent = any(entry.kind in OUTGOING for entry in self.later(state))
                return None if is_sent else ("resend", state)
        return PLAIN[state.kind], state

    def find_rule_of_miss(self, state: Place) -> str:
        if self.is_parked:
            return "parked"
        if self.count(MISS) >= 3:
            return "another-way"
        return f"retry-after-{'no-answer' if state.kind == 'no-answer' else 'voicemail'}"
