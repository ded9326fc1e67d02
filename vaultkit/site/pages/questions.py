"""questions/: the bank by subject against the interviews, and a page for each of its notes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Question, fold
from vaultkit.notes.profile import SUBJECTS
from vaultkit.site.frame import Page, Ref, Site
from vaultkit.site.syntax import COMMENT

HEADINGS = {
    "company": "Company and field",
    "person": "The person",
    "chances": "My chances",
    "closing": "To close",
}


class Coverage(NamedTuple):
    """A question of the bank: how often asked and answered, where last, where chosen."""

    words: str
    flags: str
    asked: int
    answered: int
    last: Ref
    last_day: str
    chosen: Ref


@dataclass(frozen=True, slots=True)
class Subject:
    """The questions of one subject, most asked first."""

    id: str
    heading: str
    asked: int
    rows: tuple[Coverage, ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """The content of the question page."""

    lede: str
    subjects: tuple[Subject, ...]
    banks: tuple[Ref, ...]
    empty: str


def questions(site: Site) -> Iterator[Page]:
    """The questions of all banks."""
    uses = _find_uses(site)
    subjects = tuple(_make_subject(site, subject, uses) for subject in SUBJECTS)
    shown = tuple(subject for subject in subjects if subject.rows)
    empty = "No questions yet. Make a file questions/Bank.md with lists under ## Company and so on."
    banks = tuple(site.ref(bank) for bank in site.vault.banks)
    content = Questions(_say_lede(site, shown), shown, banks, empty)
    yield Page("questions/index.html", "questions.html", content)


Use = tuple[str, Interview, Question]


def _find_uses(site: Site) -> dict[str, list[Use]]:
    """Where a question was chosen, by its id and by its words; the latest interview last."""
    found: dict[str, list[Use]] = {}
    for note in site.vault.interviews:
        day = str(note.when.day) if note.when else ""
        for question in note.questions:
            for key in {f"^{question.id}" if question.id else "", fold(question.words)} - {""}:
                found.setdefault(key, []).append((day, note, question))
    return found


def _make_subject(site: Site, subject: str, uses: dict[str, list[Use]]) -> Subject:
    rows = [
        _cover(site, question, uses)
        for bank in site.vault.banks
        for question in bank.questions
        if question.group == subject
    ]
    rows.sort(key=lambda row: -row.asked)
    asked = sum(row.asked > 0 for row in rows)
    return Subject(subject, HEADINGS[subject], asked, tuple(rows))


def _cover(site: Site, question: Question, uses: dict[str, list[Use]]) -> Coverage:
    keys = (f"^{question.id}" if question.id else "", fold(question.words))
    found = {(day, note.path): (note, one) for key in keys for day, note, one in uses.get(key, ())}
    ordered = [pair for _, pair in sorted(found.items(), key=lambda row: row[0])]
    done = [(note, one) for note, one in ordered if one.mark in "xX"]
    ahead = [note for note, one in ordered if one.is_open and _is_ahead(site, note)]
    last = done[-1][0] if done else None
    return Coverage(
        COMMENT.sub("", question.words),
        ", ".join(sorted(question.flags)),
        len(done),
        sum(bool(one.answer) for _, one in done),
        _ref(site, last),
        site.say(last.when.day) if last and last.when else "",
        _ref(site, ahead[0] if ahead else None),
    )


def _is_ahead(site: Site, note: Interview) -> bool:
    return note.when is not None and note.when.day >= site.today and note.status != "cancelled"


def _ref(site: Site, note: Interview | None) -> Ref:
    contact = site.vault.contact_of(note) if note else None
    return site.ref(note, contact.name if contact else "")


def _say_lede(site: Site, subjects: tuple[Subject, ...]) -> str:
    every = sum(len(subject.rows) for subject in subjects)
    asked = sum(subject.asked for subject in subjects)
    if not every:
        return ""
    talks = len(site.vault.interviews)
    return f"{every} questions over {talks} interviews; {asked} have been asked at least once."
