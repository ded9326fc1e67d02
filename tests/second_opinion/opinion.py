"""A second reading of the rules, written from their description before their code was read.

It shares nothing with vaultkit: where the two agree, both read the description alike. Where they
differ, judge by the manual (docs/rules.md) which is wrong.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from tests.second_opinion.chase import ANSWER, APPROACH, OUTGOING, Chase
from tests.second_opinion.rows import ARTICLE, PACKS, RULES, Waits
from tests.second_opinion.talks import NEVER, Place, Reading, Talk
from tests.second_opinion.vault import Contact, Interview, Task

TOUCH = (OUTGOING - {"no-answer", "feeler"}) | ANSWER | {"wrote"}
AFTER_A_MEETING = {"answer", "book", "note", "missed", "resend"}
HIDDEN_BY_NEXT = {
    *("permission", "write", "call", "call-again", "another-way", "ask-later", "book", "update"),
    *("report-back", "feeler", "lead"),
}
LEFT_WHEN_CLOSED = {
    *("prepare", "confirm", "meet", "write-up", "left-over-questions", "thank", "lead", "news"),
    "task",
}


class Owed(NamedTuple):
    """A follow-up as `due --json` shows it, but for the reason."""

    action: str
    rule: str
    status: str
    contact: str | None
    path: str
    line: int
    opens: str | None
    due: str | None
    summary: str


class Case:
    """One contact and what they are owed."""

    def __init__(self, reading: Reading, contact: Contact) -> None:
        self.reading, self.contact, self.today = reading, contact, reading.today
        self.log = reading.logs.get(contact.name, [])
        self.talks = reading.talks.get(contact.name, [])
        past = [talk for talk in self.talks if reading.took_place(talk)]
        order = {entry: number for number, entry in enumerate(self.log)}
        self.past = sorted(
            past, key=lambda talk: (talk.start.day, order[talk.met] if talk.met else -1)
        )
        self.ahead = [talk for talk in self.talks if talk.stands and talk not in past]
        self.latest = self.past[-1] if self.past else None
        self.chase = Chase(self.log, self.talks, self.latest, self.today)
        since = self.latest.since if self.latest else NEVER
        self.is_thanked = self.has_since(since, {"thanks", "update"})
        self.touch = next((entry for entry in reversed(self.log) if entry.kind in TOUCH), None)

    def has_since(self, day: date, kinds: set[str]) -> bool:
        return any(entry.kind in kinds and entry.day >= day for entry in self.log)

    def stage(self) -> str:
        """Where the contact stands; the first that holds."""
        state = self.chase.state.kind if self.chase.state else ""
        stages = {
            "closed": self.contact.closed,
            "scheduled": self.ahead,
            "met": self.latest and not self.is_thanked,
            "in-touch": self.latest,
            "agreed": state in ("agreed", "booked", "cancelled", "missed"),
            "declined": state == "declined",
            "later": state == "later",
            "parked": self.chase.is_parked,
            "asked": any(entry.kind in OUTGOING for entry in self.log),
            "to-approach": True,
        }
        return next(stage for stage, holds in stages.items() if holds)

    # Every follow-up

    def owed(self) -> list[Owed]:
        """All that is not hidden."""
        found = [*self.one_move(), *self.another_person(), *self.afterwards()]
        for talk in self.talks:
            if talk.note and talk.stands:
                found += self.around(talk, talk.note)
        found += [*self.leads(), *self.tasks()]
        return [one for one in found if self.is_shown(one)]

    def is_shown(self, one: Owed) -> bool:
        if one.action in self.contact.mute:
            return False
        if self.contact.closed:
            return one.rule in LEFT_WHEN_CLOSED
        return not (one.action in HIDDEN_BY_NEXT and self.is_next_waiting())

    def is_next_waiting(self) -> bool:
        day = self.contact.next or NEVER
        later = [entry.kind for entry in self.log if entry.day >= day]
        return day != NEVER and all(kind in ("note", "snafu") for kind in later)

    def waits(self, rule: str) -> Waits | None:
        """The waits of a rule; None when it is off."""
        own, vault = rule.replace("-", "_"), self.reading.vault
        if own in vault.waits:
            return vault.waits[own]
        return {**ARTICLE, **PACKS[self.contact.pack or vault.pack or "article"]}[rule]

    def make(
        self,
        rule: str,
        start: Place,
        opens: date | None = None,
        waits: Waits | None = None,
        after: Place | None = None,
        **words: str,
    ) -> Iterator[Owed]:
        """A follow-up counted from a place, unless its row is off; waits given go first."""
        usual = self.waits(rule)
        if usual is None:
            return
        first, last = waits or usual
        days, is_exact = self.reading.days, RULES[rule].exact
        due = None
        if start.day != NEVER:
            if opens is None and first != "-":
                opens = days.shift(start.day, first)
            if opens and not is_exact:
                opens = days.roll(opens)
            due = days.shift(opens if opens and last.startswith("+") else start.day, last)
            due = max(due, after.day + timedelta(1)) if after else due
            due = due if is_exact else max(days.roll(due), opens or due)
        yield self.put(rule, start, opens, due, **words)

    def put(
        self, rule: str, start: Place, opens: date | None, due: date | None, **words: str
    ) -> Owed:
        referrer = self.reading.name_of(self.contact.referred_by)
        row, name = RULES[rule], self.contact.name
        summary = row.summary.format(name=name, referrer=referrer, **words)
        shown = (str(opens) if opens else None, str(due) if due else None)
        status = find_status(opens, due, self.today)
        return Owed(row.action, rule, status, name, start.path, start.line, *shown, summary)

    # The chase

    def one_move(self) -> Iterator[Owed]:
        allowed = {"answer"} if self.ahead else AFTER_A_MEETING
        for one in self.move():
            if one.action in allowed or not self.is_limited:
                yield one

    @property
    def is_limited(self) -> bool:
        kinds = {entry.kind for entry in self.log}
        is_asked_for_leads = "feeler" in kinds and "letter" not in kinds
        return bool(self.ahead or self.past or is_asked_for_leads)

    def move(self) -> Iterator[Owed]:
        reply = self.chase.open_reply()
        if reply and self.waits("answer"):
            yield from self.make("answer", reply)
        elif self.chase.state is None:
            yield from self.first()
        elif self.chase.state.kind in ("agreed", "cancelled"):
            yield from self.book(self.chase.state)
        elif found := self.chase.find_rule(self.chase.state):
            yield from self.make(*found)

    def book(self, state: Place) -> Iterator[Owed]:
        moves = OUTGOING | {"reply", "wrote"}
        later = self.chase.later(state)
        last = next((entry for entry in reversed(later) if entry.kind in moves), state)
        start = last if last.told else last._replace(day=NEVER)
        yield from self.make("book", start, waits=("5bd", "7bd") if last.kind in OUTGOING else None)

    def first(self) -> Iterator[Owed]:
        """Before anything was sent: leave, then the letter."""
        contact = self.contact
        asked = [entry for entry in self.log if entry.kind == "permission"]
        named = [place for _, name, place in self.reading.namings if name == contact.name]
        naming = min(named, key=lambda place: place[:3], default=None)
        is_open = bool(contact.referred_by) and contact.may_mention in ("", "asked")
        if is_open and not asked and not contact.may_mention:
            field = Place(NEVER, contact.path, contact.lines["referred_by"])
            yield from self.make("ask-permission", naming or field)
        elif is_open and len(asked) < 2:
            field = Place(NEVER, contact.path, contact.lines.get("may_mention", 0))
            yield from self.make("permission-nudge", asked[0] if asked else field)
        elif self.waits("write-first"):
            yield self.write(naming, asked[-1] if asked else None)

    def write(self, naming: Place | None, leave: Place | None) -> Owed:
        days = self.reading.days
        nowhere = Place(NEVER, self.contact.path, 1)
        lead = (leave or naming or nowhere) if naming else nowhere
        starts = [(days.roll(trip.day - timedelta(21)), trip) for trip in self.trips()]
        if lead.day != NEVER:
            starts.append((days.roll(lead.day + timedelta(7)), lead))
        due, start = min(starts, key=lambda pair: pair[0], default=(None, lead))
        if due and leave:
            due = days.roll(max(due, leave.day + timedelta(1)))
        return self.put("write-first", start, None, due)

    def trips(self) -> list[Place]:
        vault = self.reading.vault
        cities = {self.contact.city}
        for company in vault.companies:
            cities |= set(company.cities) if company.name == self.contact.company else set()
        fits = [trip for trip in vault.trips if trip.city in cities and trip.start >= self.today]
        return sorted(Place(trip.start, trip.path, trip.lines["start"]) for trip in fits)

    def another_person(self) -> Iterator[Owed]:
        """The row of the pack `two-hour`."""
        company, tries = self.contact.company, ANSWER | APPROACH
        last = next((entry for entry in reversed(self.log) if entry.kind in tries), None)
        if not last or last.kind in ANSWER or not company or self.is_limited:
            return
        for other in self.reading.vault.contacts:
            if other.company == company and other is not self.contact:
                log = self.reading.logs[other.name]
                if any(entry.kind in APPROACH and entry.day >= last.day for entry in log):
                    return
        yield from self.make("another-person", last, company=company)

    # The meeting and afterwards

    def around(self, talk: Talk, note: Interview) -> Iterator[Owed]:
        if talk in self.ahead:
            if not (note.ready and note.time):
                yield from self.make("prepare", talk.start, after=talk.booking)
            if note.status in ("", "planned"):
                yield from self.make("confirm", talk.start, after=talk.booking)
            yield from self.make("meet", talk.start)
            return
        if not note.noted:
            yield from self.make("write-up", talk.start)
        if note.later and not self.has_since(talk.start.day, {"questions"}):
            yield from self.make("left-over-questions", talk.start)

    def afterwards(self) -> Iterator[Owed]:
        landed = self.reading.vault.landed or NEVER
        if self.latest and not self.is_thanked:
            yield from self.make("thank", self.latest.start)
        has_news = landed != NEVER and self.waits("news") is not None
        if self.latest and has_news and not self.has_since(landed, {"update", "thanks"}):
            line = self.reading.vault.lines["landed"]
            yield from self.make("news", Place(landed, "me.md", line))
        elif self.latest and self.is_thanked and self.touch:
            yield from self.update(self.latest, self.touch)
        yield from self.report_back()
        yield from self.feeler()
        if self.contact.next and self.is_next_waiting():
            start = Place(self.contact.next, self.contact.path, self.contact.lines["next"])
            words = self.contact.next_what or f"Get back to {self.contact.name}"
            yield from self.make("next", start, next=words)

    def update(self, latest: Talk, touch: Place) -> Iterator[Owed]:
        if self.has_since(latest.since, {"update"}):
            own = self.contact.cadence
            opens = touch.day + timedelta(own) if own else None
            yield from self.make("update", touch, opens)
            return
        advice = [*self.contact.advice]
        for talk in self.talks:
            advice += talk.note.advice if talk.note else []
        done = [item.applied for item in advice if item.mark == "x" and item.applied]
        since = [day for day in done if touch.day <= day <= self.today]
        usual = self.waits("first-update")
        sooner = max(touch.day + timedelta(30), min(since)) if since else NEVER
        if usual and sooner < self.reading.days.shift(touch.day, usual[0]):
            yield from self.make("first-update", touch, sooner, ("30d", "+14d"))
        else:
            yield from self.make("first-update", touch)

    def report_back(self) -> Iterator[Owed]:
        referrer = self.reading.name_of(self.contact.referred_by)
        log = self.reading.logs.get(referrer)
        if self.past and log is not None:
            first, told = self.past[0].start, OUTGOING | {"met"}
            if not any(entry.kind in told and entry.day >= first.day for entry in log):
                yield from self.make("report-back", first)

    def feeler(self) -> Iterator[Owed]:
        since: list[Place] = []
        for entry in self.log:
            if entry.kind in ANSWER | {"call", "referral"}:
                since = []
            elif entry.kind == "feeler":
                since.append(entry)
        if len(since) == 1:
            yield from self.make("feeler", since[0])

    def leads(self) -> Iterator[Owed]:
        named: dict[str, Place] = {}
        for namer, name, place in self.reading.namings:
            if namer == self.contact.name and name not in self.reading.people:
                named[name] = min(named.get(name, place), place, key=lambda one: one[:3])
        for name, place in named.items():
            yield from self.make("lead", place, lead=name)

    def tasks(self) -> Iterator[Owed]:
        found = [(self.contact.path, [*self.contact.tasks, *self.contact.plans])]
        found += [(talk.note.path, talk.note.tasks) for talk in self.talks if talk.note]
        for path, tasks in found:
            for task in tasks:
                if task.mark == " " and task.due:
                    yield from self.make("task", Place(task.due, path, task.line), task=task.words)


def find_status(opens: date | None, due: date | None, today: date) -> str:
    """Where today lies against a window."""
    if opens is None and due is None:
        return "whenever"
    if due and due < today:
        return "overdue"
    return "upcoming" if opens and opens > today else "due"


def task_of_company(task: Task, path: str, reading: Reading) -> Iterator[Owed]:
    """What a task in the note of a company asks for."""
    nobody = Case(reading, Contact(""))
    if task.mark == " " and task.due:
        for one in nobody.make("task", Place(task.due, path, task.line), task=task.words):
            yield one._replace(contact=None)
