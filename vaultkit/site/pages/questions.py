"""questions/: the bank against the interviews: asked, thin or never; answers side by side."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from vaultkit.notes.profile import SUBJECTS
from vaultkit.preparation.coverage import Coverage, Use, cover_bank, find_own, find_shared_words
from vaultkit.site.frame import Page, Ref, Site
from vaultkit.site.pages.talk import Fate, find_fate
from vaultkit.site.syntax import COMMENT, make_id
from vaultkit.site.tally import Tally, draw_tally
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

    `state` is asked, thin (one answer at most) or never; `answers` where its answers stand on
    the page, "" without any.
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
    """The questions of one subject, most asked first, never asked last."""

    id: str
    heading: str
    asked: int
    rows: tuple[Covered, ...]


class Answer(NamedTuple):
    """What one person answered, and when."""

    who: Ref
    company: str
    day: str
    text: Markup


class Compared(NamedTuple):
    """The answers to one question; `shared` are words that three or more used."""

    id: str
    words: str
    shared: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """The content of the question page."""

    lede: str
    subjects: tuple[Subject, ...]
    compared: tuple[Compared, ...]
    banks: tuple[Ref, ...]
    empty: str


def questions(site: Site) -> Iterator[Page]:
    """The questions of all banks, then those asked without a bank."""
    bank, own = cover_bank(site.vault), find_own(site.vault)
    by_subject = {name: [one for one in bank if one.question.group == name] for name in SUBJECTS}
    subjects = [
        _make_subject(site, name, HEADINGS[name], rows) for name, rows in by_subject.items() if rows
    ]
    if own:
        subjects.append(_make_subject(site, "own", "Your own, not in the bank", own))
    empty = "No questions yet. Make a file questions/Bank.md with lists under ## Company and so on."
    banks = tuple(site.ref(one) for one in site.vault.banks)
    answered = sorted((*bank, *own), key=lambda one: -len(one.answers))
    compared = tuple(_compare(site, one) for one in answered if one.answers)
    lede = _say_lede(bank)
    content = Questions(lede, tuple(subjects), compared, banks, empty)
    yield Page("questions/index.html", "questions.html", content)


def _make_subject(site: Site, name: str, heading: str, found: Iterable[Coverage]) -> Subject:
    rows = sorted(found, key=lambda one: (-one.asked, -len(one.answers)))
    asked = sum(one.asked > 0 for one in rows)
    return Subject(name, heading, asked, tuple(_make_row(site, one) for one in rows))


def _make_row(site: Site, found: Coverage) -> Covered:
    asked = [use for use in found.uses if use.is_asked]
    ahead = [use for use in found.uses if use.question.is_open and _is_ahead(site, use)]
    last = asked[-1] if asked else None
    when = last.interview.when if last else None
    return Covered(
        COMMENT.sub("", found.question.words),
        ", ".join(sorted(found.question.flags)),
        draw_tally(found.asked),
        found.state,
        f"asked {found.asked}, answered {len(found.answers)}" if found.asked else "never asked",
        _ref(site, last),
        site.say(when.day) if when else "",
        _ref(site, ahead[0] if ahead else None),
        _say_otherwise(site, found),
        _id_of(found) if found.answers else "",
    )


def _say_otherwise(site: Site, found: Coverage) -> str:
    """Where a question stands that was neither asked nor chosen for a talk ahead."""
    if any(use.question.mark == ">" for use in found.uses):
        return "kept for a letter"
    if found.answers:
        return "answered unasked"
    if "lookup" in found.question.flags:
        return "find out yourself"
    held = [use for use in found.uses if find_fate(site, use.interview) is Fate.HELD]
    if any(use.question.is_open for use in held):
        return "chosen, and left open"
    return "dropped" if any(use.question.mark == "-" for use in found.uses) else "not chosen yet"


def _is_ahead(site: Site, use: Use) -> bool:
    return find_fate(site, use.interview) is Fate.AHEAD


def _ref(site: Site, use: Use | None) -> Ref:
    if use is None:
        return Ref("", "")
    contact = site.vault.contact_of(use.interview)
    return site.ref(use.interview, contact.name if contact else "")


def _id_of(found: Coverage) -> str:
    return make_id(f"{found.question.path} {found.question.line}")


def _compare(site: Site, found: Coverage) -> Compared:
    words = (f"{word} ({count})" for word, count in find_shared_words(found))
    return Compared(
        _id_of(found),
        COMMENT.sub("", found.question.words),
        ", ".join(words),
        tuple(_make_answer(site, use) for use in found.answers),
    )


def _make_answer(site: Site, use: Use) -> Answer:
    contact = site.vault.contact_of(use.interview)
    when = use.interview.when
    return Answer(
        _ref(site, use),
        site.company_name(contact) if contact else "",
        site.say(when.day) if when else "",
        site.inline(" ".join(use.question.answer), ROOT),
    )


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
