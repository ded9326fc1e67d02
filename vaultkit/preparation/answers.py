"""What they may ask, and what one says: kept once in me.md, adapted in the interview's note."""

from typing import NamedTuple

from vaultkit.items import HEADING
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Note
from vaultkit.notes.profile import OWN_ANSWERS
from vaultkit.settings import Settings
from vaultkit.vault import Vault

ASKED = {
    "education": "What did you study, and why?",
    "experience": "What have you done in this field?",
    "goals": "Where do you want to go, and with us?",
    "their work": "What do you know of our work?",
}


class OwnAnswer(NamedTuple):
    """One of the four: its name, the question behind it, the answer, where it was taken from.

    `text` is "" for a gap; `source` is then the file to write it into.
    """

    name: str
    question: str
    text: str
    source: str

    @property
    def remedy(self) -> str:
        """What to do about a gap."""
        return f"write it in {self.source}, under ## Answers, ### {self.name.capitalize()}"


def find_answers(vault: Vault, interview: Interview, settings: Settings) -> tuple[OwnAnswer, ...]:
    """The four own answers (R83), those of the interview before those of me.md (R84)."""
    own = read_texts(interview, settings)
    base = read_texts(vault.profile, settings) if vault.profile else {}
    me = vault.profile.path if vault.profile else "me.md"
    return tuple(
        OwnAnswer(
            name,
            ASKED[name],
            own.get(name) or base.get(name, ""),
            interview.path if own.get(name) else me,
        )
        for name in OWN_ANSWERS
    )


def read_texts(note: Note, settings: Settings) -> dict[str, str]:
    """The text under each ### heading of Answers that is one of the four, by name."""
    names = {settings.section_word(name): name for name in OWN_ANSWERS}
    found: dict[str, list[str]] = {}
    name: str | None = None
    for _, line in note.document.section(settings.section_word("answers")):
        if heading := HEADING.fullmatch(line):
            name = names.get((heading[2] or "").strip().casefold())
        elif name:
            found.setdefault(name, []).append(line)
    texts = {name: "\n".join(lines).strip() for name, lines in found.items()}
    return {name: text for name, text in texts.items() if text}


def holds_only_answers(note: Note, settings: Settings) -> bool:
    """Whether Answers holds the four and nothing else, each once: shown apart, nothing is lost."""
    names = {settings.section_word(name) for name in OWN_ANSWERS}
    seen: list[str] = []
    for _, line in note.document.section(settings.section_word("answers")):
        if heading := HEADING.fullmatch(line):
            seen.append((heading[2] or "").strip().casefold())
        elif line.strip() and not seen:
            return False
    word = settings.section_word("answers")
    spans, hidden = note.document.spans(word), note.document.hidden
    has_code = any(n in hidden for start, end in spans for n in range(start, end))
    return not has_code and set(seen) <= names and len(seen) == len(set(seen))
