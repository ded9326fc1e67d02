"""questions/: the bank against the interviews: asked, thin or never; answers side by side."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from vaultkit.gathering import Keyed
from vaultkit.notes.interview import Interview
from vaultkit.notes.profile import SUBJECTS
from vaultkit.preparation.coverage import Coverage, Use, cover_all, find_shared_words
from vaultkit.site.frame import Page, Ref, Site
from vaultkit.site.pages.lists import go_on
from vaultkit.site.pages.talk import Fate, find_fate
from vaultkit.site.syntax import COMMENT, make_id
from vaultkit.site.tally import Tally, draw_tally
from vaultkit.site.turning import cut, find_start, say_way
from vaultkit.site.windows import count

HEADINGS = {
    "company": "Company and field",
    "person": "The person",
    "chances": "My chances",
    "closing": "To close",
}
ROOT = "../"


class Covered(NamedTuple):
    """A question: how often asked and answered, where last, where chosen for a talk ahead.

    `state` is asked, thin (one answer at most) or never; `answers` where its answers stand, ""
    without any.
    """

    words: str
    flags: str
    tally: Tally
    state: str
    said: str
    last: Ref
    last_day: str
    chosen: Ref
    otherwise: str
    answers: str


class Subject(NamedTuple):
    """The questions of one subject, most asked first, never asked last.

    `said` tells how many were asked; it is empty where a subject goes on from the page before.
    """

    id: str
    heading: str
    said: str
    rows: tuple[Covered, ...]


class Answer(NamedTuple):
    """What one person answered, and when."""

    who: Ref
    company: str
    day: str
    text: Markup


class Compared(NamedTuple):
    """The answers to one question; `shared` are words that three or more used.

    `total` tells how many answers there are; it is empty where they go on from the page before.
    """

    id: str
    words: str
    shared: str
    total: str
    is_open: bool
    answers: tuple[Answer, ...]


class Talk(NamedTuple):
    """An interview as the questions see it: what became of it, its day, its answers by line."""

    path: str
    fate: Fate
    ref: Ref
    day: str
    answers: tuple[tuple[int, Answer], ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """The content of one page of the questions; `empty` is what it says when there are none."""

    lede: str
    subjects: tuple[Subject, ...]
    compared: tuple[Compared, ...]
    banks: tuple[Ref, ...]
    empty: str


_EMPTY = "No questions yet. Make a file questions/Bank.md with lists under ## Company and so on."


def questions(site: Site) -> Iterator[Page]:
    """The questions of all banks, then those asked without a bank, then the answers."""
    bank, own = cover_all(site.vault)
    groups = [*_sort(bank), ("own", "Your own, not in the bank", _by_use(own))]
    subjects = [group for group in groups if group[2]]
    answered = sorted((*bank, *own), key=lambda one: -len(one.answers))
    compared = [one for one in answered if one.answers]
    talks = {talk.path: talk for _, talk in site.gatherings.find(site, list_talk, Interview)}
    sizes = [range(len(rows)) for *_, rows in subjects]
    legs = cut("questions/index.html", [*sizes, *(range(len(one.answers)) for one in compared)])
    starts = {_id_of(one): find_start(legs, n) for n, one in enumerate(compared, len(subjects))}
    for leg in legs:
        spans = leg.sections[: len(subjects)], leg.sections[len(subjects) :]
        shown = (
            _make_subject(talks, *one, span, (leg.address, starts))
            for one, span in zip(subjects, spans[0], strict=True)
            if span.start < span.stop  # what stands elsewhere is not counted again for each page
        )
        sides = (
            _compare(talks, one, span)
            for one, span in zip(compared, spans[1], strict=True)
            if span.start < span.stop
        )
        content = Questions(
            _say_lede(bank) if leg.is_first else "",
            tuple(shown),
            tuple(sides),
            tuple(site.ref(one) for one in site.vault.banks) if leg.is_first else (),
            "" if subjects else _EMPTY,
        )
        yield Page(leg.address, "questions.html", content, turn=leg.turn)


def _sort(bank: Iterable[Coverage]) -> Iterator[tuple[str, str, list[Coverage]]]:
    """The questions of the bank by subject, each with its heading."""
    found = list(bank)
    for name in SUBJECTS:
        yield name, HEADINGS[name], _by_use([one for one in found if one.question.group == name])


def _by_use(found: Iterable[Coverage]) -> list[Coverage]:
    return sorted(found, key=lambda one: (-one.asked, -len(one.answers)))


def list_talk(site: Site, note: Interview) -> Iterator[Keyed[Talk]]:
    """What one interview has to say of its questions."""
    contact = site.vault.contact_of(note)
    ref = site.ref(note, contact.name if contact else "")
    day = site.say(note.when.day) if note.when else ""
    company = site.company_name(contact) if contact else ""
    answers = (
        (one.line, Answer(ref, company, day, site.inline(" ".join(one.answer), ROOT)))
        for one in note.questions
        if Use(note, one).is_answered
    )
    yield (note.path,), Talk(note.path, find_fate(site, note), ref, day, tuple(answers))


_Talks = Mapping[str, Talk]
# The address of a page, and where the answers to each question begin.
_Place = tuple[str, Mapping[str, str]]


def _make_subject(
    talks: _Talks, name: str, heading: str, found: list[Coverage], span: slice, place: _Place
) -> Subject:
    rows = tuple(_make_row(talks, one, place) for one in found[span])
    if span.start:
        return Subject(name, go_on(heading), "", rows)
    asked = sum(one.asked > 0 for one in found)
    return Subject(name, heading, f"{asked} of {len(found)} asked", rows)


def _make_row(talks: _Talks, found: Coverage, place: _Place) -> Covered:
    asked = [use for use in found.uses if use.is_asked]
    ahead = [use for use in found.uses if use.question.is_open and _is_ahead(talks, use)]
    last = talks[asked[-1].interview.path] if asked else None
    chosen = talks[ahead[0].interview.path] if ahead else None
    here, starts = place
    id_ = _id_of(found)
    return Covered(
        COMMENT.sub("", found.question.words),
        ", ".join(sorted(found.question.flags)),
        draw_tally(found.asked),
        found.state,
        f"asked {found.asked}, answered {len(found.answers)}" if found.asked else "never asked",
        last.ref if last else Ref("", ""),
        last.day if last else "",
        chosen.ref if chosen else Ref("", ""),
        _say_otherwise(talks, found),
        say_way(here, starts[id_], id_) if found.answers else "",
    )


def _say_otherwise(talks: _Talks, found: Coverage) -> str:
    """Where a question stands that was neither asked nor chosen for a talk ahead."""
    if any(use.question.mark == ">" for use in found.uses):
        return "kept for a letter"
    if found.answers:
        return "answered unasked"
    if "lookup" in found.question.flags:
        return "find out yourself"
    held = [use for use in found.uses if talks[use.interview.path].fate is Fate.HELD]
    if any(use.question.is_open for use in held):
        return "chosen, and left open"
    return "dropped" if any(use.question.mark == "-" for use in found.uses) else "not chosen yet"


def _is_ahead(talks: _Talks, use: Use) -> bool:
    return talks[use.interview.path].fate is Fate.AHEAD


def _id_of(found: Coverage) -> str:
    return make_id(f"{found.question.path} {found.question.line}")


def _compare(talks: _Talks, found: Coverage, span: slice) -> Compared:
    uses = found.answers
    answers = tuple(
        dict(talks[use.interview.path].answers)[use.question.line] for use in uses[span]
    )
    id_, words, is_open = _id_of(found), COMMENT.sub("", found.question.words), len(uses) > 1
    if span.start:
        return Compared(id_, go_on(words), "", "", is_open, answers)
    shared = ", ".join(f"{word} ({number})" for word, number in find_shared_words(found))
    return Compared(id_, words, shared, str(len(uses)), is_open, answers)


def _say_lede(bank: tuple[Coverage, ...]) -> str:
    if not bank:
        return ""
    talks = {use.interview.path for one in bank for use in one.uses if use.is_asked}
    states = [one.state for one in bank]
    over = f"over {count(len(talks), 'talk')}"
    asked = len(states) - states.count("never")
    thin = f", {states.count('thin')} of them with one answer at most" if "thin" in states else ""
    never = f"; {states.count('never')} never" if "never" in states else ""
    return f"{count(len(bank), 'question')} {over}: {asked} asked{thin}{never}."
