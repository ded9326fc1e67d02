"""All notes together: find one by name, follow links both ways, who was named by whom."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from vaultkit.contact_log import LogEntry
from vaultkit.dates import earliest
from vaultkit.links import plain_words
from vaultkit.notes.company import Company
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Lead, Note, fold
from vaultkit.notes.profile import Letter, Profile, QuestionBank
from vaultkit.notes.trip import Trip


class Naming(NamedTuple):
    """Somebody was named to us: by whom, when, where it stands.

    `lead` is the item under Leads, None for a `referral` entry; `interview` the note it stands in.
    """

    name: str
    contact: Contact | None
    namer: Contact
    day: date | None
    lead: Lead | None
    interview: Interview | None
    path: str
    line: int


class Vault:
    """The notes of one folder, and the paths of the files beside them. Only read once made."""

    def __init__(self, notes: Iterable[Note], files: Iterable[str] = ()) -> None:
        self.notes: Mapping[str, Note] = {note.path: note for note in _sort_by_path(notes)}
        self.files = frozenset(files)
        values = self.notes.values()
        self.contacts = tuple(note for note in values if isinstance(note, Contact))
        self.companies = tuple(note for note in values if isinstance(note, Company))
        self.interviews = tuple(note for note in values if isinstance(note, Interview))
        self.trips = tuple(note for note in values if isinstance(note, Trip))
        self.banks = tuple(note for note in values if isinstance(note, QuestionBank))
        self.letters = tuple(note for note in values if isinstance(note, Letter))
        self.profile = next((note for note in values if isinstance(note, Profile)), None)
        self._by_name = _index_names(values)
        self._files_by_name = {fold(path.rpartition("/")[2]): path for path in sorted(self.files)}
        self._interviews = self._group_interviews()
        self._companies = {note.path: self._find_company(note) for note in self.contacts}
        self._backlinks: dict[str, tuple[Note, ...]] | None = None
        self._staff: dict[str, list[Contact]] | None = None

    def find_ranked(self, target: str) -> tuple[tuple[int, Note], ...]:
        """Every note a link target could mean with its rank: 0 file name, 1 name, 2 alias."""
        name = fold(target).removesuffix(".md")
        if "/" in name:
            name = name.removeprefix("./")
            while name.startswith("../"):
                name = name[3:]
        return self._by_name.get(name, ())

    def find_all(self, target: str) -> tuple[Note, ...]:
        """Every note a link target could mean, best first."""
        return tuple(note for _, note in self.find_ranked(target))

    def find(self, target: str) -> Note | None:
        """The note a link target means, None when it leads nowhere."""
        found = self.find_all(target)
        return found[0] if found else None

    def find_contact(self, target: str) -> Contact | None:
        """The contact a target means, if there is one of that name."""
        return next((note for note in self.find_all(target) if isinstance(note, Contact)), None)

    def find_file(self, target: str) -> str | None:
        """The path of a file that is no note: by path, else by file name."""
        if target in self.files:
            return target
        return self._files_by_name.get(fold(target.rpartition("/")[2]))

    def company_of(self, contact: Contact) -> Company | None:
        """The company note of a contact."""
        return self._companies[contact.path]

    def company_name(self, contact: Contact) -> str | None:
        """What the contact's company is called, with or without a note of it."""
        company = self.company_of(contact)
        return company.name if company else contact.company.target if contact.company else None

    def contact_of(self, interview: Interview) -> Contact | None:
        """With whom an interview is."""
        return self.find_contact(interview.contact.target) if interview.contact else None

    def interviews_of(self, contact: Contact) -> tuple[Interview, ...]:
        """A contact's interviews by day, those without a day last."""
        return self._interviews.get(contact.path, ())

    def referrer_of(self, contact: Contact) -> Contact | None:
        """The contact who named this one, when that is a note of its own."""
        return self.find_contact(contact.referred_by.target) if contact.referred_by else None

    def linked_interview(self, contact: Contact, entry: LogEntry) -> Interview | None:
        """The interview of this contact that a log entry links to."""
        if not entry.link:
            return None
        found = self.find_all(entry.link)
        mine = self.interviews_of(contact)
        return next((note for note in found if isinstance(note, Interview) and note in mine), None)

    def backlinks(self, note: Note) -> tuple[Note, ...]:
        """The notes that link to this one, by path."""
        if self._backlinks is None:
            self._backlinks = self._find_backlinks()
        return self._backlinks.get(note.path, ())

    def staff_of(self, company: Company) -> tuple[Contact, ...]:
        """The contacts at a company, by path."""
        return self._staff_called(company.name)

    def colleagues(self, contact: Contact) -> tuple[Contact, ...]:
        """The other contacts at the same company."""
        name = self.company_name(contact)
        if name is None:
            return ()
        return tuple(other for other in self._staff_called(name) if other is not contact)

    def _staff_called(self, name: str) -> tuple[Contact, ...]:
        if self._staff is None:
            self._staff = self._group_staff()
        return tuple(self._staff.get(name, ()))

    def _group_staff(self) -> dict[str, list[Contact]]:
        staff: dict[str, list[Contact]] = {}
        for contact in self.contacts:
            staff.setdefault(self.company_name(contact) or "", []).append(contact)
        return staff

    def _group_interviews(self) -> dict[str, tuple[Interview, ...]]:
        found: dict[str, list[Interview]] = {}
        for interview in self.interviews:
            contact = self.contact_of(interview)
            if contact:
                found.setdefault(contact.path, []).append(interview)
        return {path: tuple(sorted(notes, key=_by_day)) for path, notes in found.items()}

    def _find_company(self, contact: Contact) -> Company | None:
        if not contact.company:
            return None
        found = self.find_all(contact.company.target)
        return next((note for note in found if isinstance(note, Company)), None)

    def _find_backlinks(self) -> dict[str, tuple[Note, ...]]:
        found: dict[str, dict[str, Note]] = {}
        for note in self.notes.values():
            for link in note.links:
                target = self.find(link.target) if link.target else None
                if target is not None and target is not note:
                    found.setdefault(target.path, {})[note.path] = note
        return {path: tuple(notes.values()) for path, notes in found.items()}


def _sort_by_path(notes: Iterable[Note]) -> list[Note]:
    """The one order of notes: by path."""
    return sorted(notes, key=lambda note: note.path)


def _by_day(interview: Interview) -> tuple[bool, date, str, str]:
    when = interview.when
    day, time = (when.day, str(when.time or "")) if when else (date.max, "")
    return when is None, day, time, interview.path


def _index_names(notes: Iterable[Note]) -> dict[str, tuple[tuple[int, Note], ...]]:
    """Folded name to notes: file names go before `name`, `name` before aliases, then by path."""
    ranked: dict[str, dict[str, tuple[int, Note]]] = {}
    for note in notes:
        path = fold(note.path)
        names = [(path.removesuffix(".md"), 0), (fold(note.stem), 0), (fold(note.name), 1)]
        names += [(fold(alias), 2) for alias in note.aliases]
        for name, rank in names:
            best = ranked.setdefault(name, {})
            if note.path not in best or best[note.path][0] > rank:
                best[note.path] = (rank, note)
    return {name: _best(found) for name, found in ranked.items()}


def _best(found: dict[str, tuple[int, Note]]) -> tuple[tuple[int, Note], ...]:
    return tuple(sorted(found.values(), key=lambda pair: (pair[0], pair[1].path)))


def find_namings(vault: Vault, interview_days: Mapping[str, date], today: date) -> list[Naming]:
    """Every item under Leads and every `referral [[...]]`, dropped items left out.

    `interview_days` gives the day of each interview note by path: a lead without a date of its
    own has that day.
    """
    found: list[Naming] = []
    names = _contact_names(vault)
    for namer in vault.contacts:
        found += (_make_naming(vault, names, namer, lead, None, None) for lead in namer.leads)
        found += _read_referrals(vault, namer, today)
    for interview in vault.interviews:
        contact = vault.contact_of(interview) if interview.leads else None
        day = interview_days.get(interview.path)
        if contact:
            found += (
                _make_naming(vault, names, contact, lead, interview, day)
                for lead in interview.leads
            )
    return [naming for naming in found if naming.lead is None or not naming.lead.dropped]


def _read_referrals(vault: Vault, namer: Contact, today: date) -> list[Naming]:
    return [
        Naming(
            plain_words(entry.link),
            vault.find_contact(entry.link),
            namer,
            entry.day,
            None,
            None,
            entry.path,
            entry.line,
        )
        for entry in namer.log.entries
        if entry.kind == "referral" and entry.link and entry.day <= today
    ]


def _make_naming(
    vault: Vault,
    names: Mapping[str, tuple[tuple[str, Contact], ...]],
    namer: Contact,
    lead: Lead,
    interview: Interview | None,
    day: date | None,
) -> Naming:
    if lead.target:
        contact = vault.find_contact(lead.target)
    else:
        contact = _find_at_start(names, fold(lead.text))
    place = (lead.path, lead.line)
    return Naming(lead.name, contact, namer, lead.day or day, lead, interview, *place)


def _contact_names(vault: Vault) -> dict[str, tuple[tuple[str, Contact], ...]]:
    """First word to (name, contact), longest name first."""
    found: dict[str, list[tuple[str, Contact]]] = {}
    for contact in vault.contacts:
        for name in {fold(contact.stem), fold(contact.name), *map(fold, contact.aliases)}:
            if name:
                head = "".join(c if c.isalnum() else " " for c in name).split()
                found.setdefault(head[0] if head else name, []).append((name, contact))
    order = {first: sorted(pairs, key=_longest_first) for first, pairs in found.items()}
    return {first: tuple(pairs) for first, pairs in order.items()}


def _longest_first(pair: tuple[str, Contact]) -> tuple[int, str, str]:
    return -len(pair[0]), pair[0], pair[1].path


def _find_at_start(
    names: Mapping[str, tuple[tuple[str, Contact], ...]], text: str
) -> Contact | None:
    """The contact whose name, alias or file name stands at the start of a text, whole words."""
    words = "".join(c if c.isalnum() else " " for c in text).split()
    for name, contact in names.get(words[0], ()) if words else ():
        if text.startswith(name) and not text[len(name) : len(name) + 1].isalnum():
            return contact
    return None


def first_dated(namings: Iterable[Naming]) -> date | None:
    """The earliest day on which somebody was named."""
    return earliest(naming.day for naming in namings)
