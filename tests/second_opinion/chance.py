"""Vaults by chance, each from its seed, full of entries that meddle with each other."""

from datetime import date, timedelta
from random import Random

from tests.second_opinion.vault import Company, Contact, Entry, Interview, Lead, Task, Trip, Vault


def words(text: str) -> list[str]:
    """The words of a text."""
    return text.split()


CITIES = ("Aberdeen", "Bergen", "Cork", "Delft")
FIRST = ("Ana", "Bo", "Cem", "Dora", "Eli", "Finn", "Gul", "Hana", "Ivo", "Jun", "Kai", "Lena")
STRANGERS = ("Old Friend", "New Friend", "Gert Hollow")
KINDS = words(
    "letter email message questions thanks update call voicemail relayed no-answer feeler "
    "permission reply wrote agreed booked declined later bounced met cancelled missed "
    "referral snafu note coffee ping"
)
COMMON = words(
    "letter email reply agreed booked booked booked cancelled missed met met thanks update "
    "voicemail no-answer call declined later wrote note bounced"
)
STORIES = (
    "letter call agreed booked met thanks update",
    "letter voicemail no-answer email relayed",
    "email voicemail message no-answer voicemail",
    "letter voicemail no-answer relayed",
    "agreed booked cancelled booked",
    "booked cancelled reply",
    "booked declined email",
    "booked missed email reply",
    "reply note thanks",
    "wrote no-answer note",
    "later email email",
    "declined email declined",
    "booked met thanks reply no-answer",
    "agreed email reply note",
    "letter bounced thanks email",
    "permission permission letter",
    "feeler reply note referral feeler",
    "feeler referral",
    "snafu",
    "booked later booked met",
    "met booked cancelled met thanks update update",
)
MUTED = words(
    "permission write call call-again another-way ask-later book update report-back feeler lead "
    "answer resend note missed meet thanks prepare confirm write-up questions news next task "
    "another-person"
)
WAITS = {
    "permission_nudge": ("2bd", "4bd"),
    "call_after_letter": ("9d", "+5d"),
    "retry_after_voicemail": ("2d", "4bd"),
    "retry_after_no_answer": ("2bd", "+1bd"),
    "another_way": ("4bd", "+2bd"),
    "parked": ("45d", "60d"),
    "resend": ("1d", "+1bd"),
    "spoke": ("6bd", "8bd"),
    "answer": ("1d", "2bd"),
    "ask_later": ("20d", "+7d"),
    "book": ("1d", "3bd"),
    "note_booked": ("1d", "+1d"),
    "missed": ("1bd", "+2d"),
    "reconsider": ("100d", "+10d"),
    "another_person": ("2bd", "4bd"),
    "prepare": ("-5d", "-2d"),
    "confirm": ("-3bd", "-2bd"),
    "meet": ("0d", "0d"),
    "write_up": ("1d", "2d"),
    "left_over_questions": ("2d", "+2bd"),
    "thank": ("1d", "+1d"),
    "first_update": ("50d", "+7d"),
    "update": ("80d", "100d"),
    "report_back": ("1d", "+3d"),
    "lead": ("2d", "5d"),
    "news": ("1d", "+3d"),
    "feeler": ("8d", "12d"),
    "next": ("-1d", "0d"),
    "task": ("-2d", "0d"),
}


def make_vault(seed: int, size: int) -> Vault:
    """A vault with so many contacts."""
    return _Chance(seed, size).vault


class _Chance:
    def __init__(self, seed: int, size: int) -> None:
        self.random = random = Random(seed)
        self.vault = Vault(date(2026, 1, 1) + timedelta(random.randrange(700)))
        self.settings(self.vault)
        self.surroundings(max(2, size // 4))
        for number in range(size):
            contact = Contact(f"{random.choice(FIRST)} Q{number:03}")
            contact.file = self.rarely(6, f"p{number}")
            contact.alias = self.rarely(6, f"Nick {number}")
            self.vault.contacts.append(contact)
        for contact in self.vault.contacts:
            self.facts(contact)
            self.fill(contact)

    def one_in(self, number: int) -> bool:
        return self.random.randrange(number) == 0

    def rarely(self, number: int, text: str) -> str:
        return text if self.one_in(number) else ""

    def day(self, first: int, last: int, start: date | None = None) -> date:
        return (start or self.vault.today) + timedelta(self.random.randint(first, last))

    def somebody(self) -> str:
        """A contact by name, file or alias."""
        return self.random.choice(sorted(self.random.choice(self.vault.contacts).called))

    def settings(self, vault: Vault) -> None:
        random = self.random
        vault.pack = random.choice(("", "article", "careful", "two-hour"))
        vault.days_off = sorted({self.day(-60, 30) for _ in range(random.randrange(12))})
        vault.country = random.choice(("", "", "DE", "US"))
        vault.kinds = {"coffee": "met", "ping": random.choice(("email", "update", "wrote"))}
        for name in random.sample(sorted(WAITS), random.choice((0, 0, 3, 8))):
            vault.waits[name] = None if self.one_in(3) else WAITS[name]
        vault.landed = self.day(-40, 0) if self.one_in(4) else None

    def surroundings(self, companies: int) -> None:
        for number in range(companies):
            cities = self.random.sample(CITIES, self.random.randrange(3))
            self.vault.companies.append(Company(f"Mill {number}", cities, self.tasks(8)))
        for number in range(self.random.randrange(4)):
            start, city = (
                self.day(*self.random.choice(((0, 0), (-10, 60)))),
                self.random.choice(CITIES),
            )
            self.vault.trips.append(Trip(f"Trip {number}", city, start, start + timedelta(5)))

    # One contact

    def facts(self, contact: Contact) -> None:
        random = self.random
        companies = [company.name for company in self.vault.companies]
        contact.company = random.choice((*companies, "Mill of Nobody", "", ""))
        contact.city = self.rarely(3, random.choice(CITIES))
        others = [one for one in self.vault.contacts[:20] if one is not contact]
        referrer = random.choice(sorted(random.choice(others).called)) if others else ""
        contact.referred_by = self.rarely(3, random.choice((referrer, referrer, "Zoe Nobody")))
        contact.may_mention = self.rarely(4, random.choice(("yes", "no", "asked")))
        contact.pack = self.rarely(6, random.choice(("article", "careful", "two-hour")))
        contact.cadence = random.choice((20, 45, 120)) if self.one_in(6) else 0
        contact.mute = random.sample(MUTED, random.randint(1, 3)) if self.one_in(12) else []
        contact.closed = self.one_in(20)

    def fill(self, contact: Contact) -> None:
        middle = self.day(*self.random.choice(((-12, 3), (-12, 3), (-40, 0), (-130, -20))))
        talks = [
            self.interview(contact, number, middle)
            for number in range(self.random.choice((0, 0, 1, 1, 1, 2, 2, 3)))
        ]
        self.vault.interviews += talks
        self.log(contact, talks, middle)
        contact.advice, contact.leads = self.advice(middle), self.leads(middle)
        contact.tasks, contact.plans = self.tasks(15), self.tasks(15) if contact.log else []
        if self.one_in(8):
            days = [entry.day for entry in contact.log]
            contact.next = self.random.choice((self.day(-8, 12), *days))
            contact.next_what = self.rarely(2, "Send the old map")

    def interview(self, contact: Contact, number: int, middle: date) -> Interview:
        random = self.random
        day = self.day(-4, 7, middle) + timedelta(9 * number * self.one_in(2))
        talk = Interview(f"{day} {contact.name} {number}", contact.name, day)
        talk.contact = random.choice(sorted(contact.called))
        talk.time, talk.gap = random.choice(("09:00", "14:00", "14:00", "")), random.choice(" T")
        statuses = ("", "", "", "planned", "confirmed", "held", "cancelled", "missed")
        talk.status = random.choice(statuses)
        talk.ready, talk.noted, talk.later = self.one_in(2), self.one_in(2), self.one_in(3)
        talk.advice, talk.leads, talk.tasks = self.advice(day), self.leads(day), self.tasks(15)
        return talk

    def log(self, contact: Contact, talks: list[Interview], middle: date) -> None:
        random = self.random
        kinds = random.choices(random.choice((KINDS, COMMON)), k=random.randrange(7))
        if self.one_in(2):
            kinds = words(random.choice(STORIES))[: random.choice((2, 3, 4, 7, 7))]
            for _ in range(random.randrange(3)):
                kinds.insert(random.randrange(len(kinds) + 1), random.choice(KINDS))
        days = self.days(len(kinds), talks, middle)
        files = [talk.file for talk in talks] + ["Nowhere"]
        entries = [self.entry(day, kind, files) for day, kind in zip(days, kinds, strict=True)]
        contact.log = entries[::-1] if self.one_in(4) else entries
        if len(set(days)) == len(days) and self.one_in(6):
            random.shuffle(contact.log)

    def days(self, number: int, talks: list[Interview], middle: date) -> list[date]:
        """Days in order: near the middle of things, on the day of a talk, some of them the same."""
        spread = self.random.choice((1, 2, 5, 12, 40))
        days = [self.day(-spread, spread, middle) for _ in range(number)]
        if self.one_in(8):
            days = [middle + timedelta(self.random.choice((0, 14, 15))) for _ in range(number)]
        for place in range(number):
            if talks and self.one_in(3):
                near = self.random.choice((0, 0, 0, 1, 2, -1))
                days[place] = self.random.choice(talks).day + timedelta(near)
        return sorted(days)

    def entry(self, day: date, kind: str, files: list[str]) -> Entry:
        random = self.random
        entry = Entry(day, kind, words=self.rarely(2, "in a hurry"))
        entry.time = self.rarely(4, random.choice(("08:30", "12:00", "18:15")))
        if kind in ("booked", "met", "coffee", "cancelled", "missed"):
            entry.link = self.rarely(2, random.choice(files))
        if kind == "referral":
            entry.link = random.choice((self.somebody(), "Old Friend", "New Friend"))
        entry.style = random.choice((0, 0, 0, 1, 2))
        return entry

    # Lists

    def tasks(self, rare: int) -> list[Task]:
        count = self.random.randint(1, 2) if self.one_in(rare) else 0
        return [self.task() for _ in range(count)]

    def task(self) -> Task:
        due = None if self.one_in(4) else self.day(-9, 12)
        words = f"Mend clock {self.random.randrange(99)}"
        return Task(self.random.choice("  x-"), words, due, style=self.random.randrange(3))

    def advice(self, near: date) -> list[Task]:
        applied = self.day(-20, 60, near)
        is_dated = not self.one_in(3) and applied <= self.vault.today
        mark = self.random.choice("xx ")
        item = Task(mark, "Read the mill book", applied=applied if is_dated else None)
        return [item] if self.one_in(4) else []

    def leads(self, near: date) -> list[Lead]:
        count = self.random.randint(1, 3) if self.one_in(7) else 0
        return [self.lead(near) for _ in range(count)]

    def lead(self, near: date) -> Lead:
        random = self.random
        name = random.choice((self.somebody(), *STRANGERS))
        lead = Lead(name, is_linked=self.one_in(2) or name[0] == "p")
        lead.day = min(self.day(-3, 3, near), self.vault.today) if self.one_in(2) else None
        lead.mark = random.choice(" -x") if self.one_in(4) and name in STRANGERS else ""
        lead.words = random.choice(("", ", who runs the shop", " who knows looms", ": ask soon"))
        return lead
