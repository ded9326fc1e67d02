"""The kinds with little of their own: question bank, letter template, the searcher's profile."""

from dataclasses import dataclass
from datetime import date

from vaultkit.diagnostics import Diagnostic
from vaultkit.items import HEADING
from vaultkit.notes.note import Note, Question
from vaultkit.notes.tasks import read_bank_questions
from vaultkit.settings import Settings

SUBJECTS = ("company", "person", "chances", "closing")
OWN_ANSWERS = ("education", "experience", "goals", "their work")


@dataclass(frozen=True, slots=True)
class QuestionBank(Note):
    """A list of questions, grouped by subject."""

    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Letter(Note):
    """The template of one kind of draft."""

    purpose: str | None
    subject: str | None


@dataclass(frozen=True, slots=True)
class Profile(Note):
    """The searcher: me.md. `answers` holds the own answers that are filled in."""

    pitch: str
    answers: frozenset[str]
    landed: date | None


def read_bank(note: Note, settings: Settings) -> tuple[QuestionBank, tuple[Diagnostic, ...]]:
    """A note of the kind questions to a QuestionBank; each question's group is its subject."""
    questions: list[Question] = []
    for subject in SUBJECTS:
        items = note.document.items(settings.section_word(subject))
        found = read_bank_questions(items, note.path)
        questions += (question._replace(group=subject) for question in found)
    bank = QuestionBank(
        *note.shared,
        questions=tuple(questions),
    )
    return bank, ()


def read_letter(note: Note, settings: Settings) -> tuple[Letter, tuple[Diagnostic, ...]]:
    """A note of the kind letter to a Letter."""
    letter = Letter(
        *note.shared,
        purpose=note.values.text("for"),
        subject=note.values.text("subject"),
    )
    return letter, ()


def read_profile(note: Note, settings: Settings) -> tuple[Profile, tuple[Diagnostic, ...]]:
    """me.md to a Profile."""
    word = settings.section_word
    profile = Profile(
        *note.shared,
        pitch=note.document.said_in(word("pitch")),
        answers=read_answers(note, settings),
        landed=note.values.day("landed"),
    )
    return profile, ()


def read_answers(note: Note, settings: Settings) -> frozenset[str]:
    """Which of the own answers have text under their ### heading."""
    names = {settings.section_word(name): name for name in OWN_ANSWERS}
    filled: set[str] = set()
    group: str | None = None
    for _, line in note.document.section(settings.section_word("answers")):
        if found := HEADING.fullmatch(line):
            group = names.get((found[2] or "").strip().casefold())
        elif group and line.strip():
            filled.add(group)
    return frozenset(filled)
