"""An interview: one meeting, the sheet it is prepared on and the record of it."""

from dataclasses import dataclass

from vaultkit.diagnostics import Diagnostic
from vaultkit.document import Item
from vaultkit.links import Link
from vaultkit.notes.fields import When
from vaultkit.notes.leads import read_leads
from vaultkit.notes.note import Advice, Lead, Note, Question
from vaultkit.notes.tasks import read_advice, read_questions
from vaultkit.settings import Settings

# A talk is asked for half an hour unless the note says otherwise (SPEC 1).
MINUTES = 30


@dataclass(frozen=True, slots=True)
class Interview(Note):
    """One meeting; `answers` maps each ### heading under Answers to its text."""

    contact: Link | None
    when: When | None
    minutes: int
    mode: str | None
    setting: str | None
    place: str | None
    status: str
    travel: int | None
    pitch: str
    questions: tuple[Question, ...]
    research: tuple[Item, ...]
    has_notes: bool
    advice: tuple[Advice, ...]
    leads: tuple[Lead, ...]


def read_interview(note: Note, settings: Settings) -> tuple[Interview, tuple[Diagnostic, ...]]:
    """A note of the kind interview to an Interview."""
    document, values, word = note.document, note.values, settings.section_word
    leads, problems = read_leads(document.items(word("leads")), note.path)
    interview = Interview(
        path=note.path,
        kind=note.kind,
        name=note.name,
        aliases=note.aliases,
        tags=note.tags,
        document=document,
        values=values,
        tasks=note.tasks,
        contact=values.link("contact"),
        when=values.when("when"),
        minutes=values.number("minutes") or MINUTES,
        mode=values.text("mode"),
        setting=values.text("setting"),
        place=values.text("place"),
        status=values.text("status") or "planned",
        travel=values.number("travel"),
        pitch=document.section_text(word("pitch")),
        questions=tuple(read_questions(document.items(word("questions")), note.path)),
        research=document.items(word("research")),
        has_notes=bool(document.section_text(word("notes"))),
        advice=read_advice(document.items(word("advice")), note.path),
        leads=leads,
    )
    return interview, problems
