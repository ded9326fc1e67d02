"""The introduction one says at the start: which text, how long, which parts it still lacks."""

import re
from typing import NamedTuple

from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Question
from vaultkit.settings import Settings
from vaultkit.vault import Vault

# A speech takes half a minute to three quarters (REQUIREMENTS R69).
PITCH_SECONDS = (30, 45)
_IS_ME = re.compile(r"\b(?:I am|I'm|I\u2019m|my name)\b", re.I)
_WHY = re.compile(r"\b(?:because|since|why|like|love|enjoy|drawn|drift\w*|matters?)\b", re.I)
_SEARCH = re.compile(
    r"\b(?:looking for|now|graduat\w*|finish\w*|start\w*|first (?:post|job)|from [A-Z]\w+)\b"
)
_LEARN = re.compile(r"\b(?:learn|understand|find out|hear (?:how|what)|ask you|know how)\b", re.I)
# Words as short as this carry no meaning of their own in a mission.
_SHORT = 4


class PitchPart(NamedTuple):
    """A part the introduction should have: its name, whether it is heard, what to add."""

    name: str
    is_there: bool
    remedy: str


def pitch_of(vault: Vault, interview: Interview) -> str:
    """The interview's own pitch, else that of me.md."""
    return interview.pitch or (vault.profile.pitch if vault.profile else "")


def count_words(text: str) -> int:
    """Words as they are spoken; marks and dashes are none."""
    return sum(any(map(str.isalnum, word)) for word in text.split())


def pitch_seconds(text: str, words_per_minute: int) -> float:
    """How long a text takes to say, in seconds."""
    return count_words(text) * 60 / words_per_minute


def check_parts(
    vault: Vault, pitch: str, mission: str, questions: tuple[Question, ...], settings: Settings
) -> tuple[PitchPart, ...]:
    """The three parts (R68), where the search stands (R70), their mission in the why (R71).

    A guess from the words, in English: what it does not hear, it asks for. `mission` is "" when
    the company has none on record; then nothing has to be echoed.
    """
    parts = [
        PitchPart("who you are", _names_me(vault, pitch), "begin with your name"),
        PitchPart("the work you want", _names_work(vault, pitch), "name the kind of work you want"),
        PitchPart("why", bool(_WHY.search(pitch)), "say why: what drew you to it"),
        PitchPart("where you are in the search", *_check_stage(vault, pitch)),
        PitchPart("what you hope to learn", *_check_hope(pitch, questions, settings)),
    ]
    if mission:
        remedy = f'let your why answer theirs: "{mission}"'
        parts.append(PitchPart("their mission", _echoes(pitch, mission), remedy))
    return tuple(parts)


def _names_me(vault: Vault, pitch: str) -> bool:
    name = vault.profile.values.text("name") if vault.profile else None
    return bool(_IS_ME.search(pitch)) or bool(name and name.split()[0] in pitch)


def _names_work(vault: Vault, pitch: str) -> bool:
    if vault.profile is None:
        return False
    values = vault.profile.values
    wanted = [*values.texts("fields"), *values.texts("positions")]
    wanted += [values.text("sector") or "", values.text("specialism") or ""]
    return any(_echoes(pitch, words) for words in wanted)


def _check_stage(vault: Vault, pitch: str) -> tuple[bool, str]:
    values = vault.profile.values if vault.profile else None
    known = [values.text(name) for name in ("stage", "available")] if values else []
    said = ", ".join(word for word in known if word)
    remedy = f"say where you are: {said}" if said else "set `stage` in me.md, and say it"
    return bool(_SEARCH.search(pitch)), remedy


def _check_hope(
    pitch: str, questions: tuple[Question, ...], settings: Settings
) -> tuple[bool, str]:
    lean = say_lean(questions, settings)
    remedy = (
        f"end with what you hope to learn: {lean}" if lean else "end with what you hope to learn"
    )
    return bool(_LEARN.search(pitch)), remedy


def _echoes(pitch: str, words: str) -> bool:
    """Whether one of the longer words is heard, whatever its ending."""
    roots = {word[:5] for word in re.findall(r"\w+", words.casefold()) if len(word) > _SHORT}
    return any(word[:5] in roots for word in re.findall(r"\w+", pitch.casefold()))


def say_lean(questions: tuple[Question, ...], settings: Settings) -> str:
    """What the open questions lean to (R72): "how things work inside", "an insider's view", both.

    "" when there are none: closing questions lean to nothing.
    """
    words = {name: settings.section_word(name) for name in ("company", "person", "chances")}
    counts = dict.fromkeys(words, 0)
    for question in questions:
        for name, word in words.items():
            counts[name] += question.is_open and word in question.group
    inside, view, own = counts["company"], counts["person"], counts["chances"]
    if not inside + view + own:
        return ""
    if own > max(inside, view):
        return "what you would still need"
    if inside == view:
        return "how the work goes inside, and how it looks to one who does it"
    return "how the work goes inside" if inside > view else "an insider's own view"
