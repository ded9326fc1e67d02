"""The questions of a prep sheet: those chosen, with room to write, and what the bank adds."""

from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Question
from vaultkit.preparation.coverage import cover_chosen, find_reason
from vaultkit.preparation.questions import (
    CLOSING,
    Pick,
    find_late,
    find_lookups,
    pick_questions,
    say_colleagues,
    subject_of,
)
from vaultkit.preparation.sheet import Fit
from vaultkit.preparation.times import say_pace
from vaultkit.site.frame import Site
from vaultkit.site.syntax import COMMENT

HEADINGS = {
    "company": "Company and field",
    "person": "The person",
    "chances": "My chances",
    "closing": "To close, with five minutes left",
}


class Asked(NamedTuple):
    """A question on the sheet: its words, what marks it, its answer, whether to write there."""

    words: Markup
    marks: str
    is_done: bool
    answer: str
    has_room: bool


class AskedGroup(NamedTuple):
    """The questions of one subject."""

    heading: str
    questions: tuple[Asked, ...]


class More(NamedTuple):
    """A question of the bank that is not on the sheet, with the reason."""

    words: str
    why: str


class QuestionPart(NamedTuple):
    """The questions: those on the sheet, the time for them, what the bank would add or leaves out.

    `lookups` are to be found out beforehand, never asked.
    """

    groups: tuple[AskedGroup, ...]
    summary: str
    pace: str
    proposed: tuple[More, ...]
    left_out: tuple[More, ...]
    lookups: tuple[str, ...]


def make_questions(
    site: Site, note: Interview, chosen: tuple[Question, ...], fit: Fit
) -> QuestionPart:
    left = sum(one.is_open for one in chosen)
    settled = f", {len(chosen) - left} settled" if len(chosen) > left else ""
    picks = pick_questions(site.vault, note, site.settings)
    return QuestionPart(
        tuple(_group(site, note, chosen, fit)),
        f"{left} to ask{settled}" if chosen else "",
        say_pace(note, left),
        _show_picks(picks.proposed),
        _show_picks(picks.left_out),
        tuple(COMMENT.sub("", one.words) for one in find_lookups(site.vault, note)),
    )


def _show_picks(picks: tuple[Pick, ...]) -> tuple[More, ...]:
    return tuple(More(COMMENT.sub("", one.question.words), one.why) for one in picks)


def _group(
    site: Site, note: Interview, chosen: tuple[Question, ...], fit: Fit
) -> Iterator[AskedGroup]:
    """By their headings, in the order of the note."""
    late = find_late(note)
    marks = {one.question.line: say_colleagues(site.vault, note, one)
             for one in cover_chosen(site.vault, note)}  # fmt: skip
    by_group: dict[str, list[Question]] = {}
    for question in note.questions:
        if question in chosen:
            by_group.setdefault(question.group, [])
    for question in chosen:
        by_group[question.group].append(question)
    for group, questions in by_group.items():
        subject = subject_of(questions[0], site.settings)
        heading = HEADINGS[subject] if _is_plain(site, group, subject) else group.capitalize()
        rows = (
            _make_asked(site, note, one, fit, marks.get(one.line, ""), one.line in late)
            for one in questions
        )
        yield AskedGroup(heading or "Questions", tuple(rows))
    for question in note.questions:
        if reason := find_reason(question):
            yield AskedGroup(f"{question.group.capitalize()}: nothing to ask", (
                Asked(Markup(""), "", True, reason, False),
            ))  # fmt: skip


def _is_plain(site: Site, group: str, subject: str) -> bool:
    return bool(subject) and group == site.settings.section_word(subject)


def _make_asked(
    site: Site, note: Interview, one: Question, fit: Fit, mark: str, is_late: bool
) -> Asked:
    flags: list[str] = [flag for flag in ("must", "sensitive") if flag in one.flags]
    flags += ["if there is time"] if is_late else []
    flags += [mark] if mark and one.is_open else []
    is_closing = subject_of(one, site.settings) == CLOSING
    has_room = one.is_open and (fit.closing_rules if is_closing else fit.rules)
    words = site.inline(one.words, site.root(note))
    answer = COMMENT.sub("", " ".join(one.answer))
    return Asked(words, ", ".join(flags), not one.is_open, answer, has_room)
