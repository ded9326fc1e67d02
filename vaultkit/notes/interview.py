"""An interview: one meeting, the sheet it is prepared on and the record of it."""

from dataclasses import dataclass
from functools import lru_cache

from vaultkit.diagnostics import Diagnostic
from vaultkit.document import Document
from vaultkit.items import Item
from vaultkit.links import Link
from vaultkit.notes.leads import read_leads
from vaultkit.notes.note import Advice, Lead, Note, Question
from vaultkit.notes.tasks import read_advice, read_questions
from vaultkit.notes.values import When
from vaultkit.settings import Settings

# A talk is asked for half an hour unless the note says otherwise (SPEC 1).
MINUTES = 30


class _Asked:
    """The section of one text that holds questions; equal when path, text and word are."""

    def __init__(self, document: Document, word: str) -> None:
        self.document, self.word = document, word
        self._key = (document.path, document.text, word)

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self._key == other._key


# What every sheet asks of every interview: the same text holds the same questions.
@lru_cache(maxsize=4096)
def _read_asked(asked: _Asked) -> tuple[Question, ...]:
    document = asked.document
    return tuple(read_questions(document.items(asked.word), document.path))


@dataclass(frozen=True, slots=True)
class Interview(Note):
    """One meeting; its longer sections are read when asked for, as few rules do."""

    contact: Link | None
    when: When | None
    minutes: int
    mode: str | None
    setting: str | None
    place: str | None
    status: str
    travel: int | None
    leads: tuple[Lead, ...]
    settings: Settings

    @property
    def pitch(self) -> str:
        """Its own pitch, "" for that of me.md."""
        return self.document.said_in(self.settings.section_word("pitch"))

    @property
    def has_notes(self) -> bool:
        """Whether anything was written up."""
        return bool(self.document.said_in(self.settings.section_word("notes")))

    @property
    def questions(self) -> tuple[Question, ...]:
        """The chosen questions, in their order."""
        return _read_asked(_Asked(self.document, self.settings.section_word("questions")))

    @property
    def research(self) -> tuple[Item, ...]:
        """Findings, grouped by the headings Company and Person."""
        return self.document.items(self.settings.section_word("research"))

    @property
    def advice(self) -> tuple[Advice, ...]:
        """What was advised there."""
        return read_advice(self.document.items(self.settings.section_word("advice")), self.path)


def read_interview(note: Note, settings: Settings) -> tuple[Interview, tuple[Diagnostic, ...]]:
    """A note of the kind interview to an Interview."""
    document, values, word = note.document, note.values, settings.section_word
    leads, problems = read_leads(document.items(word("leads")), note.path)
    interview = Interview(
        *note.shared,
        contact=values.link("contact"),
        when=values.when("when"),
        minutes=values.number("minutes") or MINUTES,
        mode=values.text("mode"),
        setting=values.text("setting"),
        place=values.text("place"),
        status=values.text("status") or "planned",
        travel=values.number("travel"),
        leads=leads,
        settings=settings,
    )
    return interview, problems
