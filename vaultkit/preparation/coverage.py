"""The question bank against the interviews: which was asked where, what they answered."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Question, fold
from vaultkit.vault import Vault

ASKED = "xX"
# So many answers settle a question; so many from one company mark it there.
SETTLED, MARKED = 3, 2
# Words that say something: five letters or more, and none of those that stand in any answer.
_WORD = re.compile(r"[^\W\d_]{5,}")
_EMPTY = frozenset(
    """about after again always another because before being could every first least might never
    often other people really should since something still their there these thing things think
    those though through under until usually where which while whole would years""".split()  # noqa: SIM905
)
# `- [-] none: why` below ### Chances says why nothing is asked about it (R66).
_NONE = re.compile(r"none\b[\s:,.\u2013\u2014-]*(.*)", re.I)


class Use(NamedTuple):
    """A question of the bank as one interview has it."""

    interview: Interview
    question: Question

    @property
    def is_asked(self) -> bool:
        """Whether it was put to them."""
        return self.question.mark in ASKED

    @property
    def is_answered(self) -> bool:
        """Whether an answer stands below it; one that came unasked is one, too."""
        return bool(self.question.answer) and not self.question.is_open


class Coverage(NamedTuple):
    """What became of one question of the bank; uses by day."""

    question: Question
    uses: tuple[Use, ...]

    @property
    def asked(self) -> int:
        """In how many interviews it was asked."""
        return sum(use.is_asked for use in self.uses)

    @property
    def answers(self) -> tuple[Use, ...]:
        """The uses that hold an answer."""
        return tuple(use for use in self.uses if use.is_answered)

    @property
    def state(self) -> str:
        """How well it is covered: never asked, thin (one answer at most), or asked."""
        if not self.asked:
            return "never"
        return "thin" if len(self.answers) < MARKED else "asked"


def cover_bank(vault: Vault) -> tuple[Coverage, ...]:
    """Every question of the bank, in its order, with its uses."""
    return _cover_bank(vault, _find_uses(vault))


def cover_all(vault: Vault) -> tuple[tuple[Coverage, ...], tuple[Coverage, ...]]:
    """Every question of the bank, and those that no bank holds."""
    found = _find_uses(vault)
    return _cover_bank(vault, found), _cover_own(vault, found)


def _cover_bank(vault: Vault, found: Mapping[str, list[Use]]) -> tuple[Coverage, ...]:
    return tuple(
        Coverage(question, _uses_of(question, found))
        for bank in vault.banks
        for question in bank.questions
    )


def _find_uses(vault: Vault) -> Mapping[str, list[Use]]:
    """Uses by the id of a question and by its words, in the order of the days."""
    found: dict[str, list[Use]] = {}
    for note in sorted(vault.interviews, key=_by_day):
        for question in note.questions:
            for key in _keys(question):
                found.setdefault(key, []).append(Use(note, question))
    return found


def _uses_of(question: Question, found: Mapping[str, list[Use]]) -> tuple[Use, ...]:
    """Each interview once; an id ties more closely than the words."""
    uses: dict[str, Use] = {}
    for key in _keys(question):
        for use in found.get(key, ()):
            uses.setdefault(use.interview.path, use)
    return tuple(sorted(uses.values(), key=lambda use: _by_day(use.interview)))


def _keys(question: Question) -> list[str]:
    keys = (f"^{question.id}" if question.id else "", fold(question.words))
    return [key for key in keys if key]


def _by_day(note: Interview) -> tuple[str, str]:
    return str(note.when.day) if note.when else "9", note.path


def find_colleague_answers(vault: Vault, interview: Interview, found: Coverage) -> tuple[Use, ...]:
    """Answers to a question from others at the same company, one a person (SPEC 3)."""
    contact = vault.contact_of(interview)
    colleagues = vault.colleagues(contact) if contact else ()
    paths = {one.path for one in colleagues}
    by_person: dict[str, Use] = {}
    for use in found.answers:
        other = vault.contact_of(use.interview)
        if other and other.path in paths:
            by_person.setdefault(other.path, use)
    return tuple(by_person.values())


def cover_chosen(vault: Vault, interview: Interview) -> tuple[Coverage, ...]:
    """The questions of one interview, each with its uses in all of them."""
    found = _find_uses(vault)
    return tuple(Coverage(one, _uses_of(one, found)) for one in interview.questions)


def _cover_own(vault: Vault, found: Mapping[str, list[Use]]) -> tuple[Coverage, ...]:
    """Questions of interviews that no bank holds, each once, by the words; the first one speaks.

    A reason why a subject is left out is no question.
    """
    banked = {key for bank in vault.banks for one in bank.questions for key in _keys(one)}
    own: dict[str, Question] = {}
    for note in sorted(vault.interviews, key=_by_day):
        for question in note.questions:
            is_known = bool(banked & set(_keys(question)))
            if not is_known and question.words and not find_reason(question):
                own.setdefault(fold(question.words), question)
    return tuple(Coverage(one, _uses_of(one, found)) for one in own.values())


def find_reason(question: Question) -> str:
    """Why nothing is asked about a subject, "" for a question like any other."""
    found = _NONE.fullmatch(question.words) if question.mark == "-" else None
    return (found[1].strip() or "no reason given") if found else ""


def find_shared_words(found: Coverage) -> tuple[tuple[str, int], ...]:
    """Words that stand in the answers of three people or more, with their number; most first.

    No more is claimed: what they mean by them, the answers side by side tell.
    """
    counts: dict[str, int] = {}
    for use in found.answers:
        text = " ".join(use.question.answer).casefold()
        for word in {one for one in _WORD.findall(text) if one not in _EMPTY}:
            counts[word] = counts.get(word, 0) + 1
    shared = [(word, count) for word, count in counts.items() if count >= SETTLED]
    return tuple(sorted(shared, key=lambda pair: (-pair[1], pair[0])))
