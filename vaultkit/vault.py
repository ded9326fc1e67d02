"""All notes together: find one by name, follow links both ways; one note changed at a time."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, TypeVar, cast

from vaultkit.contact_log import LogEntry
from vaultkit.dates import earliest
from vaultkit.indexes import (
    HeadIndex,
    KeyIndex,
    NameIndex,
    link_keys,
    make_key,
    names_of,
    pointer_keys,
    shows_same,
    split_words,
)
from vaultkit.notes.company import Company
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Lead, Note, fold
from vaultkit.notes.profile import Letter, Profile, QuestionBank
from vaultkit.notes.trip import Trip
from vaultkit.tracing import EVERYTHING, Question, Trace

N = TypeVar("N", bound=Note)


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
    """The notes of one folder, and the paths of the files beside them.

    Each answer is noted in `trace`, by what was asked and by the notes handed out; `replace` tells
    which questions have another answer now.
    """

    def __init__(
        self, notes: Iterable[Note], files: Iterable[str] = (), trace: Trace | None = None
    ) -> None:
        self.trace = trace or Trace()
        self._notes: dict[str, Note] = {note.path: note for note in sorted(notes, key=_by_path)}
        self._kinds: dict[type, tuple[Note, ...]] = {}
        self._names = NameIndex(self._notes.values())
        self._set_files(files)
        self._pointers: KeyIndex | None = None
        self._linkers: KeyIndex | None = None
        self._staff: dict[str, set[str]] | None = None
        self._firms: dict[str, str] = {}
        self._heads: HeadIndex | None = None
        self._talk_of: dict[str, str | None] = {}
        self._talks: dict[str, tuple[Interview, ...]] = {}
        self._company_of: dict[str, str | None] = {}
        self._regroup(self._notes)

    # -- what there is ------------------------------------------------------------------------

    @property
    def notes(self) -> Mapping[str, Note]:
        """Every note by its path, in the order of the paths."""
        self.trace.asks(*EVERYTHING)
        return self._notes

    def note(self, path: str) -> Note | None:
        """The note at a path."""
        self.trace.asks("note", path)
        return self._notes.get(path)

    @property
    def kinds(self) -> dict[str, str]:
        """The kind of every note by its path, for who need not know what stands in them."""
        self.trace.asks("kinds")
        return {path: note.kind for path, note in self._notes.items()}

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Every contact, by path; so are the other kinds."""
        return self._all(Contact)

    @property
    def companies(self) -> tuple[Company, ...]:
        """Every company."""
        return self._all(Company)

    @property
    def interviews(self) -> tuple[Interview, ...]:
        """Every interview."""
        return self._all(Interview)

    @property
    def trips(self) -> tuple[Trip, ...]:
        """Every trip."""
        return self._all(Trip)

    @property
    def banks(self) -> tuple[QuestionBank, ...]:
        """Every note with questions."""
        return self._all(QuestionBank)

    @property
    def letters(self) -> tuple[Letter, ...]:
        """Every template of a draft."""
        return self._all(Letter)

    @property
    def profile(self) -> Profile | None:
        """The searcher; of several such notes the first."""
        return next(iter(self._all(Profile)), None)

    @property
    def files(self) -> frozenset[str]:
        """The paths of the files that are no notes."""
        self.trace.asks("files")
        return self._files

    def _all(self, kind: type[N]) -> tuple[N, ...]:
        self.trace.asks("all", kind.__name__)
        if kind not in self._kinds:
            self._kinds[kind] = tuple(one for one in self._notes.values() if type(one) is kind)
        return cast(tuple[N, ...], self._kinds[kind])

    def _set_files(self, files: Iterable[str]) -> None:
        self._files = frozenset(files)
        self._files_by_name = {fold(path.rpartition("/")[2]): path for path in sorted(self._files)}

    # -- by name ------------------------------------------------------------------------------

    def find_ranked(self, target: str) -> tuple[tuple[int, Note], ...]:
        """Every note a link target could mean with its rank: 0 file name, 1 name, 2 alias."""
        key = make_key(target)
        self.trace.asks("name", key)
        return tuple((rank, self._hand_out(path)) for rank, path in self._names.ranked(key))

    def _hand_out(self, path: str) -> Note:
        self.trace.asks("note", path)
        return self._notes[path]

    def find_all(self, target: str) -> tuple[Note, ...]:
        """Every note a link target could mean, best first."""
        return tuple(note for _, note in self.find_ranked(target))

    def find_path(self, target: str) -> str | None:
        """The path of the note a link target means; for who need not know what stands in it."""
        key = make_key(target)
        self.trace.asks("name", key)
        return next((path for _, path in self._names.ranked(key)), None)

    def find_like(self, target: str, likeness: int) -> str | None:
        """The name or file name most like a target, from so many percent on."""
        self.trace.asks(*EVERYTHING)
        return self._names.find_like(target, likeness, self._notes.values())

    def find(self, target: str) -> Note | None:
        """The note a link target means, None when it leads nowhere."""
        path = self.find_path(target)
        return None if path is None else self._hand_out(path)

    def find_contact(self, target: str) -> Contact | None:
        """The contact a target means, if there is one of that name."""
        return self._find_kind(target, Contact)

    def _find_kind(self, target: str, kind: type[N]) -> N | None:
        key = make_key(target)
        self.trace.asks("name", key)
        for _, path in self._names.ranked(key):
            note = self._notes[path]
            self.trace.asks("kind", path)
            if isinstance(note, kind):
                self.trace.asks("note", path)
                return note
        return None

    def find_at_start(self, text: str) -> Contact | None:
        """The contact whose name, alias or file name stands at the start of a text, whole words."""
        folded = fold(text)
        words = split_words(folded)
        if not words:
            return None
        if self._heads is None:
            self._heads = HeadIndex(self._notes.values())
        self.trace.asks("head", words[0])
        path = self._heads.find(words[0], folded)
        return None if path is None else cast(Contact, self._hand_out(path))

    def find_file(self, target: str) -> str | None:
        """The path of a file that is no note: by path, else by file name."""
        if target in self.files:
            return target
        return self._files_by_name.get(fold(target.rpartition("/")[2]))

    # -- who belongs to whom ------------------------------------------------------------------

    def company_of(self, contact: Contact) -> Company | None:
        """The company note of a contact."""
        self.trace.asks("company", contact.path)
        path = self._company_of.get(contact.path)
        return None if path is None else cast(Company, self._hand_out(path))

    def company_name(self, contact: Contact) -> str | None:
        """What the contact's company is called, with or without a note of it."""
        company = self.company_of(contact)
        return company.name if company else contact.company.target if contact.company else None

    def contact_of(self, interview: Interview) -> Contact | None:
        """With whom an interview is."""
        return self.find_contact(interview.contact.target) if interview.contact else None

    def interviews_of(self, contact: Contact) -> tuple[Interview, ...]:
        """A contact's interviews by day, those without a day last."""
        self.trace.asks("talks", contact.path)
        return self._talks.get(contact.path, ())

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
        if self._linkers is None:
            self._linkers = KeyIndex(self._notes.values(), link_keys)
        found: set[str] = set()
        for name in names_of(note):
            self.trace.asks("name", name)
            if next((path for _, path in self._names.ranked(name)), None) == note.path:
                self.trace.asks("linkers", name)
                found.update(self._linkers.paths(name))
        return tuple(self._hand_out(path) for path in sorted(found - {note.path}))

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
            self._staff, self._firms = {}, {}
            for path in self._company_of:
                self._firms[path] = firm = self._find_firm(path)
                self._staff.setdefault(firm, set()).add(path)
        self.trace.asks("staff", name)
        found = sorted(self._staff.get(name, ()))
        return tuple(cast(Contact, self._hand_out(path)) for path in found)

    def _find_firm(self, path: str) -> str:
        """What the company of the contact at a path is called."""
        contact, company = cast(Contact, self._notes[path]), self._company_of[path]
        if company is not None:
            return self._notes[company].name
        return contact.company.target if contact.company else ""

    # -- a note that changes ------------------------------------------------------------------

    def replace(self, path: str, note: Note | None) -> set[Question]:
        """Put a note in its place, or take the one at a path out; what has another answer now."""
        old = self._notes.get(path)
        if old == note:
            return set()
        self._put(path, note)
        changed = {EVERYTHING, ("note", path)}
        changed |= {("all", type(one).__name__) for one in (old, note) if one}
        if type(old) is not type(note):
            changed |= {("kind", path), ("kinds", "")}
        names = self._names.replace(old, note)
        changed |= {("name", name) for name in names}
        if self._linkers:
            changed |= {("linkers", key) for key in self._linkers.replace(old, note)}
        if self._heads:
            changed |= {("head", head) for head in self._heads.replace(old, note)}
        if self._pointers:
            self._pointers.replace(old, note)
        if shows_same(old, note):
            return changed | self._regroup([path])
        return changed | self._regroup(sorted({path, *self._find_pointing(old, note)}))

    def _find_pointing(self, *notes: Note | None) -> set[str]:
        """Who names one of these notes in its front matter, as company or as contact."""
        if self._pointers is None:
            self._pointers = KeyIndex(self._notes.values(), pointer_keys)
        names = (name for note in notes if note for name in names_of(note))
        return {path for name in names for path in self._pointers.paths(name)}

    def replace_files(self, files: Iterable[str]) -> set[Question]:
        """The files beside the notes, anew."""
        before = self._files
        self._set_files(files)
        return set() if before == self._files else {EVERYTHING, ("files", "")}

    def _put(self, path: str, note: Note | None) -> None:
        old = self._notes.get(path)
        for one in (old, note):
            if one is not None:
                self._kinds.pop(type(one), None)
        if note is None:
            del self._notes[path]
            return
        self._notes[path] = note
        if old is None:
            self._notes = dict(sorted(self._notes.items()))

    def _regroup(self, paths: Iterable[str]) -> set[Question]:
        """Find anew whose the interviews, and where the contacts at these paths are."""
        groups: set[str] = set()
        changed: set[Question] = set()
        for path in paths:
            note = self._notes.get(path)
            if isinstance(note, Interview) or path in self._talk_of:
                now = self.contact_of(note) if isinstance(note, Interview) else None
                was = self._talk_of.pop(path, None)
                if isinstance(note, Interview):
                    self._talk_of[path] = now.path if now else None
                groups |= {one for one in (was, now.path if now else None) if one}
            if isinstance(note, Contact) or path in self._company_of:
                changed |= self._rehire(path, note)
        self._regroup_talks(groups)
        return changed | {("talks", path) for path in groups}

    def _rehire(self, path: str, note: Note | None) -> set[Question]:
        """Find anew where one contact works."""
        changed: set[Question] = set()
        was = self._company_of.pop(path, None)
        now = None
        if isinstance(note, Contact):
            company = self._find_kind(note.company.target, Company) if note.company else None
            now = self._company_of[path] = company.path if company else None
        if was != now:
            changed.add(("company", path))
        if self._staff is not None:
            firm = self._find_firm(path) if isinstance(note, Contact) else None
            changed |= self._restaff(self._staff, path, firm)
        return changed

    def _restaff(self, staff: dict[str, set[str]], path: str, firm: str | None) -> set[Question]:
        was = self._firms.pop(path, None)
        if firm is not None:
            self._firms[path] = firm
        if was == firm:
            return set()
        if was is not None:
            staff[was].discard(path)
        if firm is not None:
            staff.setdefault(firm, set()).add(path)
        return {("staff", one) for one in (was, firm) if one is not None}

    def _regroup_talks(self, contacts: set[str]) -> None:
        if not contacts:
            return
        found: dict[str, list[Interview]] = {path: [] for path in contacts}
        for path, whose in self._talk_of.items():
            if whose in found:
                found[whose].append(cast(Interview, self._notes[path]))
        for path, talks in found.items():
            self._talks[path] = tuple(sorted(talks, key=_by_day))


def _by_path(note: Note) -> str:
    """The one order of notes."""
    return note.path


def _by_day(interview: Interview) -> tuple[bool, date, str, str]:
    when = interview.when
    day, time = (when.day, str(when.time or "")) if when else (date.max, "")
    return when is None, day, time, interview.path


def first_dated(namings: Iterable[Naming]) -> date | None:
    """The earliest day on which somebody was named."""
    return earliest(naming.day for naming in namings)
