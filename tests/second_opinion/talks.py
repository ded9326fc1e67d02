"""What happened, read anew: entries in order, which talks stand and took place, who named whom."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import holidays

from tests.second_opinion.rows import Days
from tests.second_opinion.vault import Contact, Interview, Vault

NEVER = date.max


class Place(NamedTuple):
    """Where something counts from: an entry, a field, an item; NEVER is no day at all.

    `told` is false where only the status of an interview tells what happened.
    """

    day: date
    path: str
    line: int
    kind: str = ""
    link: str = ""
    told: bool = True
    time: str = ""


class Talk(NamedTuple):
    """A meeting that stands, or the interview note of one that does not."""

    start: Place
    note: Interview | None
    met: Place | None
    booking: Place | None
    stands: bool

    @property
    def since(self) -> date:
        """The earlier of its `met` entry and `when`."""
        return min(self.start.day, self.note.day) if self.note else self.start.day


class Reading:
    """One vault, and what it says of each contact."""

    def __init__(self, vault: Vault) -> None:
        self.vault, self.today = vault, vault.today
        years = range(vault.today.year - 2, vault.today.year + 3)
        public = holidays.country_holidays(vault.country, years=years) if vault.country else ()
        self.days = Days({*vault.days_off, *public})
        self.people = {word: contact for contact in vault.contacts for word in contact.called}
        self.files = {note.file for note in vault.interviews}
        self.logs = {contact.name: self.read_log(contact) for contact in vault.contacts}
        self.talks = {contact.name: self.find_talks(contact) for contact in vault.contacts}
        self.namings = list(self.find_namings())

    def name_of(self, word: str) -> str:
        """What somebody is called who was named by file, name or alias."""
        return self.people[word].name if word in self.people else word

    def read_log(self, contact: Contact) -> list[Place]:
        """The entries up to today: by day, those without a time first, then by place."""
        found = []
        for entry in contact.log:
            kind = self.vault.kinds.get(entry.kind, entry.kind)
            is_found = kind == "referral" or entry.link in self.files
            link = self.name_of(entry.link) if is_found else ""
            place = (contact.path, entry.line)
            found.append(Place(entry.day, *place, kind, link, time=entry.time))
        if len(found) > 1 and found[0].day > found[-1].day:
            found.reverse()
        found.sort(key=lambda entry: (entry.day, entry.time))
        return [entry for entry in found if entry.day <= self.today]

    # Talks

    def notes_of(self, contact: Contact) -> list[Interview]:
        """The interviews of a contact by `when`."""
        mine = (note for note in self.vault.interviews if note.contact in contact.called)
        return sorted(mine, key=lambda note: (note.day, note.time))

    def find_talks(self, contact: Contact) -> list[Talk]:
        """Every interview of a contact, then every `met` without one."""
        log, notes = self.logs[contact.name], self.notes_of(contact)
        own: dict[str, Place] = {}
        mets = [entry for entry in log if entry.kind == "met"]
        for met in mets:
            if met.link in {note.file for note in notes}:
                own.setdefault(met.link, met)
        standing = [note for note in notes if stands(note, log, own.get(note.file))]
        alone = [met for met in mets if not met.link]
        for met in list(alone):
            near = [note for note in standing if 0 <= (met.day - note.day).days <= 3]
            free = [note for note in near if note.file not in own]
            if free:
                own[free[-1].file] = met
                alone.remove(met)
        found = [self.make_talk(note, log, own.get(note.file), note in standing) for note in notes]
        return found + [Talk(met, None, met, None, True) for met in alone]

    def make_talk(self, note: Interview, log: list[Place], met: Place | None, ok: bool) -> Talk:
        when = Place(note.day, note.path, note.lines["when"])
        return Talk(met or when, note, met, find_booking(note, log), ok)

    def took_place(self, talk: Talk) -> bool:
        """Whether a talk that stands is behind us."""
        held = talk.note is not None and talk.note.status == "held"
        return talk.stands and (held or talk.met is not None or talk.start.day < self.today)

    # Who named whom

    def find_namings(self) -> Iterator[tuple[str, str, Place]]:
        """Who named whom, and where."""
        for contact in self.vault.contacts:
            for lead in contact.leads:
                if lead.mark != "-":
                    place = Place(lead.day or NEVER, contact.path, lead.line)
                    yield contact.name, self.name_of(lead.name), place
            for entry in self.logs[contact.name]:
                if entry.kind == "referral" and entry.link:
                    yield contact.name, entry.link, entry
            for talk in self.talks[contact.name]:
                for lead in talk.note.leads if talk.note else ():
                    if talk.note and lead.mark != "-":
                        place = Place(lead.day or talk.start.day, talk.note.path, lead.line)
                        yield contact.name, self.name_of(lead.name), place


def stands(note: Interview, log: list[Place], met: Place | None) -> bool:
    """Whether an interview stands: held or met in any case."""
    if note.status == "held" or met:
        return True
    return note.status not in ("cancelled", "missed") and not is_undone(note, log)


def find_booking(note: Interview, log: list[Place]) -> Place | None:
    """The `booked` that links to an interview, else the last unlinked one up to its day."""
    booked = [entry for entry in log if entry.kind == "booked"]
    linked = [entry for entry in booked if entry.link == note.file]
    loose = [entry for entry in booked if not entry.link and entry.day <= note.day]
    return next(iter((linked or loose)[-1:]), None)


def is_undone(note: Interview, log: list[Place]) -> bool:
    """Whether the log called the booking off; without a booking only an entry that links to it."""
    booking = find_booking(note, log)
    for entry in log[log.index(booking) + 1 :] if booking else log:
        if entry.kind == "booked" and entry.day > note.day:
            return False
        loose = booking is not None and not entry.link
        if entry.kind in ("cancelled", "missed") and (loose or entry.link == note.file):
            return True
        if booking and entry.kind in ("declined", "later") and entry.day <= note.day:
            return True
    return False


def is_told(note: Interview, log: list[Place]) -> bool:
    """Whether an entry says what a status of cancelled or missed says."""
    if find_booking(note, log) or is_undone(note, log):
        return is_undone(note, log)
    same = [entry for entry in log if entry.kind == note.status and not entry.link]
    return any(note.status == "cancelled" or entry.day >= note.day for entry in same)
