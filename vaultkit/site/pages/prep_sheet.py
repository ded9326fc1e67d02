"""The page of an interview that is ahead: all one needs for the day, on one printed page."""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from vaultkit.dates import shift
from vaultkit.notes.company import Company
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Question
from vaultkit.preparation import check_readiness, count_words, pitch_of, pitch_seconds
from vaultkit.preparation.answers import find_answers, holds_only_answers
from vaultkit.preparation.bring import Packing, find_other_packing, find_packing, own_things
from vaultkit.preparation.digest import (
    Finding,
    find_company_findings,
    find_own_findings,
    find_person_findings,
)
from vaultkit.preparation.pitch import PitchPart, check_parts
from vaultkit.preparation.questions import CLOSING, in_order, subject_of
from vaultkit.preparation.sheet import Fit, Load, first_sentence, fit_sheet
from vaultkit.preparation.times import find_times
from vaultkit.preparation.zones import say_their_time
from vaultkit.site.frame import Ref, Site
from vaultkit.site.means import Means
from vaultkit.site.pages.asked import QuestionPart, make_questions
from vaultkit.site.pages.note import NoteContent, Reading, body_text, make_note_content
from vaultkit.site.pages.talk import is_list, show_section


class Known(NamedTuple):
    """A finding: its words, its day, and whether it is printed."""

    words: Markup
    day: str
    is_printed: bool


class Reply(NamedTuple):
    """An own answer: the question behind it, the text, its first sentence for a full sheet."""

    question: str
    text: Markup
    first: str
    remedy: str


class Step(NamedTuple):
    """Something to do afterwards, with the line or command that records it."""

    words: str
    code: str


class Speech(NamedTuple):
    """The introduction: its text, how long it takes, where it stands, what it lacks."""

    text: Markup
    seconds: str
    note: str
    parts: tuple[PitchPart, ...]


class KnownPart(NamedTuple):
    """What is known, about the company with what it says it is for, and about the person."""

    company: tuple[Known, ...]
    mission: str
    person: tuple[Known, ...]


class Bag(NamedTuple):
    """What to take along, what the note adds, what other places would ask for."""

    packing: Packing
    more: tuple[Markup, ...]
    others: tuple[Packing, ...]


@dataclass(frozen=True, slots=True)
class SheetContent:
    """The page of an interview ahead."""

    note: NoteContent
    contact: Ref
    lede: str
    company: Ref
    strip: tuple[tuple[str, str], ...]
    means: tuple[Means, ...]
    is_small: bool
    is_brief: bool
    warnings: tuple[str, ...]
    goals: Markup
    questions: QuestionPart
    readiness: tuple[Reading, ...]
    speech: Speech
    known: KnownPart
    common: tuple[Markup, ...]
    bridges: Markup
    answers: tuple[Reply, ...]
    bag: Bag
    afterwards: tuple[Step, ...]


def make_sheet(site: Site, note: Interview) -> SheetContent:
    """Everything for the day."""
    contact = site.vault.contact_of(note)
    chosen = in_order(note.questions) if "questions" in _find_apart(note) else ()
    found = tuple(_find_findings(site, note, contact))
    speech = _make_speech(site, note)
    fit = fit_sheet(_weigh(site, note, chosen, found, speech))
    company = find_company(site, contact)
    firm = site.company_name(contact) if contact else ""
    return SheetContent(
        note=_make_content(site, note),
        contact=site.ref(contact, note.contact.target if note.contact and not contact else ""),
        lede=site.public(contact, "role") if contact else "",
        company=site.ref(company, firm),
        strip=tuple(_make_strip(site, note, contact)),
        means=site.means(contact) if contact else (),
        is_small=fit.is_small,
        is_brief=fit.is_brief,
        warnings=fit.warnings,
        goals=show_section(site, note, "goals"),
        questions=make_questions(site, note, chosen, fit),
        readiness=tuple(
            Reading(one.name, one.is_ready, one.remedy)
            for one in check_readiness(site.vault, note, site.settings)
        ),
        speech=speech,
        known=_make_known(site, note, found, fit),
        common=tuple(_find_common(site, note, contact)),
        bridges=show_section(site, note, "bridges"),
        answers=tuple(_make_replies(site, note)),
        bag=_make_bag(site, note),
        afterwards=tuple(_plan_afterwards(site, note, contact)),
    )


def _make_content(site: Site, note: Interview) -> NoteContent:
    return make_note_content(
        site,
        note,
        kicker="Prep sheet",
        rows=site.rows(site.agenda.at(note.path)),
        hide=("contact", "when", "place", "minutes"),
        without=tuple(site.settings.section_word(name) for name in _find_apart(note)),
    )


def _mission_of(site: Site, contact: Contact | None) -> str:
    company = find_company(site, contact)
    return site.public(company, "mission") if company else ""


def find_company(site: Site, contact: Contact | None) -> Company | None:
    """The company of a contact, None when it has no note or is private."""
    return site.vault.company_of(contact) if contact and site.company_name(contact) else None


def _find_apart(note: Interview) -> Iterator[str]:
    """The sections that have a place of their own on the sheet, where nothing of them is lost."""
    yield from ("pitch", "goals", "bridges")
    if is_list(note, "questions", deep=True, tasks=True):
        yield "questions"
    if is_list(note, "research"):
        yield "research"
    if is_list(note, "bring"):
        yield "bring"
    if holds_only_answers(note, note.settings):
        yield "answers"


def _weigh(
    site: Site, note: Interview, chosen: tuple[Question, ...], found: tuple[Finding, ...],
    speech: Speech,
) -> Load:  # fmt: skip
    """The texts of the sheet, for what fits on its page."""
    closing = [one for one in chosen if subject_of(one, site.settings) == CLOSING]
    asked = [one for one in chosen if one not in closing]
    texts = note.document.section_text
    word = site.settings.section_word
    contact = site.vault.contact_of(note)
    packing = find_packing(note)
    answers = find_answers(site.vault, note, site.settings)
    rest = body_text(note, tuple(word(name) for name in _find_apart(note)))
    return Load(
        tuple(one.words for one in asked if one.is_open),
        tuple(f"{one.words} {' '.join(one.answer)}" for one in asked if not one.is_open),
        tuple(one.words for one in closing),
        len({one.group for one in chosen}),
        tuple(f"{texts(word('goals'))}\n{texts(word('bridges'))}\n{rest}".split("\n")),
        speech.text.striptags(),
        tuple(f"{one.text} Thu 12 Nov" for one in found if one.about == "company"),
        tuple(f"{one.text} Thu 12 Nov" for one in found if one.about != "company"),
        (_mission_of(site, contact), *_common_texts(site, contact)),
        tuple(f"{one.question[:-1]}: {one.text}" for one in answers),
        len(packing.things) + len(own_things(note)) + bool(packing.dress),
    )


# -- what you say and know --------------------------------------------------------------------


def _make_speech(site: Site, note: Interview) -> Speech:
    pitch = pitch_of(site.vault, note)
    pace = site.settings.words_per_minute
    mission = _mission_of(site, site.vault.contact_of(note))
    parts = check_parts(site.vault, pitch, mission, note.questions, site.settings)
    seconds = f"{pitch_seconds(pitch, pace):.0f} s" if pitch else ""
    rehearsed = note.values.number("rehearsed") or 0
    times = "not rehearsed yet" if not rehearsed else f"rehearsed {_times(rehearsed)}"
    own = "written for this talk" if note.pitch else "from me.md"
    words = f"{count_words(pitch)} words at {pace} a minute, {own}; aim for 30 to 45 s; {times}"
    return Speech(site.render(note, pitch), seconds, words if pitch else times, parts)


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _find_findings(site: Site, note: Interview, contact: Contact | None) -> Iterator[Finding]:
    """Those of the interview first; a company that is private stays away."""
    if is_list(note, "research"):
        yield from find_own_findings(note, site.settings)
    if find_company(site, contact):
        yield from find_company_findings(site.vault, note)
    yield from find_person_findings(site.vault, note)


def _make_known(site: Site, note: Interview, found: tuple[Finding, ...], fit: Fit) -> KnownPart:
    """Findings about the company; about the person and what else there is."""
    firm = [one for one in found if one.about == "company"]
    mission = _mission_of(site, site.vault.contact_of(note))
    rest = [one for one in found if one.about != "company"]
    return KnownPart(_show(site, note, firm, fit), mission, _show(site, note, rest, fit))


def _show(site: Site, note: Interview, found: list[Finding], fit: Fit) -> tuple[Known, ...]:
    root = site.root(note)
    return tuple(
        Known(
            site.inline(one.text, root),
            site.say(one.day) if one.day else "",
            number < fit.findings,
        )
        for number, one in enumerate(found)
    )


def _find_common(site: Site, note: Interview, contact: Contact | None) -> Iterator[Markup]:
    for text in _common_texts(site, contact):
        yield site.value(text, site.root(note))


def _common_texts(site: Site, contact: Contact | None) -> tuple[str, ...]:
    """Why this person, what is shared, who named them and may be named."""
    if contact is None:
        return ()
    private = site.private(contact)
    texts: list[str] = []
    for name in ("why", "in_common"):
        if name not in private:
            value = contact.values.text(name)
            texts += [value] if value else contact.values.texts(name)
    referrer = None if "referred_by" in private else site.vault.referrer_of(contact)
    if referrer:
        leave = {"yes": "and may be named", "no": "and must not be named"}
        said = leave.get(contact.may_mention or "", "ask before you name them")
        texts.append(f"{referrer.name} named them, {said}")
    return tuple(texts)


def _make_replies(site: Site, note: Interview) -> Iterator[Reply]:
    for one in find_answers(site.vault, note, site.settings):
        text, first = site.render(note, one.text), first_sentence(one.text)
        yield Reply(one.question, text, first, "" if one.text else one.remedy)


# -- the day ----------------------------------------------------------------------------------


def _make_bag(site: Site, note: Interview) -> Bag:
    more = tuple(site.inline(one, site.root(note)) for one in own_things(note))
    return Bag(find_packing(note), more, find_other_packing(note))


def _make_strip(
    site: Site, note: Interview, contact: Contact | None
) -> Iterator[tuple[str, str]]:  # fmt: skip
    """When, arrive by, leave by, wrap up, where, their hour."""
    times = find_times(note)
    assert note.when is not None  # an interview ahead has a day
    day = site.say(note.when.day)
    yield "When", f"{day}, {times.start} to {times.end}" if times else f"{day}, time open"
    if times and times.leave:
        yield "Leave by", times.leave
    if times and times.arrive:
        yield "Arrive by", times.arrive
    if times:
        yield "Wrap up", times.wrap_up
    where = {"phone": "Number", "video": "Link"}.get(note.mode or "", "Where")
    number = site.public(contact, "phone") if contact and note.mode == "phone" else ""
    yield where, note.place or number or "not noted yet: set `place` in this note"
    theirs = site.public(contact, "timezone") if contact else ""
    mine = site.vault.profile.values.text("timezone") if site.vault.profile else None
    if note.mode in ("phone", "video"):
        hours = say_their_time(note.when, mine or "", theirs)
        yield "Their clock", hours or _say_no_clock(contact, mine, theirs)


def _say_no_clock(contact: Contact | None, mine: str | None, theirs: str) -> str:
    """Which note lacks the `timezone` that tells their hour."""
    lacks = ([] if theirs or not contact else [contact.path]) + ([] if mine else ["me.md"])
    return f"set `timezone` in {' and in '.join(lacks)}" if lacks else "not known"


def _plan_afterwards(site: Site, note: Interview, contact: Contact | None) -> Iterator[Step]:
    """What to do after the talk, each with what to type or to write."""
    assert note.when is not None  # an interview ahead has a day
    who = shlex.quote(contact.name) if contact else "NAME"
    day = note.when.day
    yield Step("Say that you met", f"- {day} met [[{note.stem}]]")
    yield Step("The same evening: Notes, New to me, Advice, Leads", note.path)
    yield Step(f"Thanks by {site.say(shift(day, 1))}", f"vaultkit log {who} thanks")
    later = "they allow it" if note.values.flag("ask_later") else "if they allow it"
    yield Step(f"Left-over questions by mail, {later}", f"vaultkit log {who} questions")
    hidden = contact is None or "referred_by" in site.private(contact)
    referrer = None if contact is None or hidden else site.vault.referrer_of(contact)
    if referrer:
        name = shlex.quote(referrer.name)
        yield Step(f"Tell {referrer.name} how it went", f"vaultkit log {name} update")
