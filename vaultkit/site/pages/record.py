"""The page of an interview behind us: what is left to do, what they said, what to thank for."""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import dedent
from typing import NamedTuple

from markupsafe import Markup

from vaultkit.followups import Followup
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Advice, Question
from vaultkit.preparation.coverage import find_reason
from vaultkit.preparation.questions import in_order
from vaultkit.site.frame import Ref, Row, Site
from vaultkit.site.means import Means
from vaultkit.site.pages.note import NoteContent, make_note_content
from vaultkit.site.pages.prep_sheet import find_company
from vaultkit.site.pages.talk import Fate, find_fate, find_meeting, is_list, show_section
from vaultkit.site.syntax import COMMENT
from vaultkit.stages import Standing
from vaultkit.vault import Naming

# What one does in the days after a talk; other follow-ups stand on the page of the contact.
AFTERWARDS = ("thanks", "write-up", "questions", "report-back", "lead", "answer", "missed", "book")
THANKS = frozenset(("thanks", "update"))


class Thanks(NamedTuple):
    """Whether they were thanked, in words; `status` is that of the follow-up that asks for it."""

    words: str
    status: str


class Answered(NamedTuple):
    """A question and what became of it."""

    words: Markup
    answer: Markup


class Advised(NamedTuple):
    """A piece of advice, whether it was applied, what came of it."""

    words: Markup
    is_applied: bool
    state: str
    outcome: Markup


class Suggested(NamedTuple):
    """Somebody they named; `ref` has no address while there is no note."""

    ref: Ref
    words: str
    state: str


class Left(NamedTuple):
    """The questions left over: what they are, what to do with them, the mail, what to log."""

    questions: tuple[Markup, ...]
    hint: str
    means: tuple[Means, ...]
    code: str


@dataclass(frozen=True, slots=True)
class RecordContent:
    """The page of an interview that is over, or did not take place."""

    note: NoteContent
    contact: Ref
    lede: str
    company: Ref
    counts: str
    strip: tuple[tuple[str, str], ...]
    off: str
    rows: tuple[Row, ...]
    gaps: tuple[str, ...]
    left: Left
    answered: tuple[Answered, ...]
    unasked: tuple[Answered, ...]
    lookups: tuple[Answered, ...]
    written: Markup
    new: Markup
    advice: tuple[Advised, ...]
    suggested: tuple[Suggested, ...]


def make_record(site: Site, note: Interview) -> RecordContent:
    """What became of a talk."""
    fate = find_fate(site, note)
    contact = site.vault.contact_of(note)
    apart = tuple(_find_apart(note))
    questions = note.questions if "questions" in apart else ()
    lookups = [one for one in questions if "lookup" in one.flags]
    asked = in_order(questions)
    answered = tuple(one for one in asked if one.mark in "xX")
    left = _find_left(asked, fate)
    others = [one for one in questions if one not in (*answered, *left, *lookups)]
    company = find_company(site, contact)
    return RecordContent(
        note=_make_content(site, note, fate, apart),
        contact=site.ref(contact, note.contact.target if note.contact and not contact else ""),
        lede=site.public(contact, "role") if contact else "",
        company=site.ref(company, site.company_name(contact) if contact else ""),
        counts=_say_counts(asked, answered, left) if fate is Fate.HELD else "",
        strip=tuple(_make_strip(site, note, fate)),
        off=_say_off(site, note, contact, fate),
        rows=site.rows(_find_rows(site, note, contact)),
        gaps=tuple(_find_gaps(note, answered)) if fate is Fate.HELD else (),
        left=_make_left(site, note, contact, left),
        answered=_show(site, note, answered),
        unasked=_show(site, note, others),
        lookups=_show(site, note, lookups),
        written=show_section(site, note, "notes"),
        new=show_section(site, note, "new to me"),
        advice=tuple(_show_advice(site, note, contact)) if "advice" in apart else (),
        suggested=tuple(_show_suggested(site, note, contact)) if "leads" in apart else (),
    )


def _find_apart(note: Interview) -> Iterator[str]:
    """The sections that have a place of their own, where nothing of them is lost."""
    yield from ("notes", "new to me")
    if is_list(note, "questions", deep=True, tasks=True):
        yield "questions"
    if is_list(note, "advice", deep=True):
        yield "advice"
    if is_list(note, "leads") and all(lead.name and not lead.dropped for lead in note.leads):
        yield "leads"


def _make_content(site: Site, note: Interview, fate: Fate, apart: tuple[str, ...]) -> NoteContent:
    days = (site.today - note.when.day).days if note.when else 0
    ago = {0: ", today", 1: ", yesterday"}.get(days, "") if fate is Fate.HELD and note.when else ""
    kicker = "Interview" + (ago if fate is Fate.HELD else f", {fate.value}")
    return make_note_content(
        site,
        note,
        kicker=kicker,
        hide=("contact", "when", "place", "minutes", "given"),
        without=tuple(site.settings.section_word(name) for name in apart),
    )


# -- what happened ----------------------------------------------------------------------------


def _make_strip(site: Site, note: Interview, fate: Fate) -> Iterator[tuple[str, str]]:
    if note.when is None:
        yield "When", "no day yet"
    else:
        time = f", {note.when.time:%H:%M}" if note.when.time else ""
        yield "When", f"{site.say(note.when.day)}{time}"
    given = note.values.number("given")
    if fate is Fate.HELD:
        planned = f"{note.minutes} minutes planned"
        yield "Time", f"{given} minutes, {note.minutes} planned" if given else planned
    if note.place:
        yield "Where", note.place
    if fate is Fate.HELD:
        yield "Thank-you", find_thanks(site, note).words
    names = [lead.name for lead in note.leads if not lead.dropped]
    if names:
        yield "Suggested", ", ".join(names)


def find_thanks(site: Site, note: Interview) -> Thanks:
    """Whether they were thanked for this talk, or by when that is due."""
    contact, meeting = site.vault.contact_of(note), find_meeting(site, note)
    if contact is None or meeting is None:
        return Thanks("", "")
    standing = site.agenda.standings[contact.path]
    since = [one for one in standing.entries if one.kind in THANKS and one.day >= meeting.since]
    if since:
        return Thanks(f"thanked {site.say(since[0].day)}", "")
    asked = [one for one in site.agenda.of(contact) if one.action == "thanks"]
    if not asked or standing.latest is not meeting:
        return Thanks("no thanks in the log", "")
    row = site.row(asked[0])
    return Thanks(f"thanks due {row.when}" + (f", {row.left}" if row.left else ""), row.status)


def _say_off(site: Site, note: Interview, contact: Contact | None, fate: Fate) -> str:
    """Why a talk did not take place, as the log tells it; "" for one that did."""
    if fate is Fate.HELD:
        return ""
    if fate is Fate.OFF:
        return "This note has no contact with a note, or no day, so no rule counts it."
    standing = site.agenda.standings.get(contact.path) if contact else None
    kinds = ("cancelled", "missed", "declined", "later")
    entries = [one for one in standing.entries if one.kind in kinds] if standing else []
    linked = [one for one in entries if one.link and site.vault.find(one.link) is note]
    said = (linked or entries)[-1:]
    word = "You missed each other" if fate is Fate.MISSED else "This talk was called off"
    if not said:
        return f"{word}; the log does not say why."
    words = COMMENT.sub("", said[0].words).strip().rstrip(".")
    why = f": {words}" if words else ""
    return f"{word} on {site.say(said[0].day)}{why}."


def _find_rows(site: Site, note: Interview, contact: Contact | None) -> tuple[Followup, ...]:
    """What the days after ask for; an older talk shows only what counts from it or its note."""
    at = site.agenda.at(note.path)
    standing = site.agenda.standings.get(contact.path) if contact else None
    if contact is None or standing is None:
        return at
    if _is_latest(site, note, standing):
        found = [one for one in site.agenda.of(contact) if one.action in AFTERWARDS]
    else:
        meeting = find_meeting(site, note)
        place = meeting.place if meeting else None
        found = [one for one in site.agenda.of(contact) if (one.path, one.line) == place]
    return (*found, *(one for one in at if one not in found))


def _is_latest(site: Site, note: Interview, standing: Standing) -> bool:
    meeting = find_meeting(site, note)
    if meeting:
        return standing.latest is meeting
    mine = site.vault.interviews_of(standing.contact)
    return bool(mine) and mine[-1] is note


def _find_gaps(note: Interview, answered: tuple[Question, ...]) -> Iterator[str]:
    """What is still to be written up, while it is fresh."""
    word = note.settings.section_word
    if not note.has_notes:
        yield f"## {word('notes').capitalize()}: what was said, and by whom"
    if not note.document.said_in(word("new to me")):
        yield f"## {word('new to me').capitalize()}: one point for the thank-you"
    bare = sum(not one.answer for one in answered)
    if bare:
        what = "one asked question has" if bare == 1 else f"{bare} asked questions have"
        yield f"{what} no answer below it"
    if not note.advice:
        yield f"## {word('advice').capitalize()}: what they would do in your place, if they said"
    if not note.values.number("given"):
        yield "given: the minutes they really gave"
    if note.setting == "cafe" and not note.values.text("paid"):
        yield "paid: what you paid for the drinks"


# -- questions --------------------------------------------------------------------------------


def _find_left(asked: tuple[Question, ...], fate: Fate) -> tuple[Question, ...]:
    """Those kept for later, then the open ones, must first (R90); none where no talk was."""
    if fate is not Fate.HELD:
        return ()
    kept = [one for one in asked if one.mark == ">"]
    return (*kept, *(one for one in asked if one.is_open and "closing" not in one.flags))


def _make_left(
    site: Site, note: Interview, contact: Contact | None, left: tuple[Question, ...]
) -> Left:
    if not left:
        return Left((), "", (), "")
    kept = sum(one.mark == ">" for one in left)
    hints = ["They allow a question or two by mail."] if note.values.flag("ask_later") else []
    if kept < len(left):
        hints.append("Open ones: [x] if you asked it, [>] to send it by mail, [-] to drop it.")
    who = shlex.quote(contact.name) if contact else "NAME"
    means = (
        [one for one in site.means(contact) if one.href.startswith("mailto:")] if contact else []
    )
    words = tuple(_say_question(site, note, one) for one in left)
    by_mail = tuple(one for one in means if one.href.startswith("mailto:"))
    code = f"vaultkit log {who} questions" if kept else ""
    return Left(words, " ".join(hints), by_mail if kept else (), code)


def _say_question(site: Site, note: Interview, one: Question) -> Markup:
    """Its words; a reason why a subject was left out says which."""
    words = f"{one.group.capitalize()}: {find_reason(one)}" if find_reason(one) else one.words
    return site.inline(words, site.root(note))


def _render(site: Site, note: Interview, below: tuple[str, ...]) -> Markup:
    """The lines below an item, as they would stand at the left edge."""
    return site.render(note, dedent("\n".join(below)))


def _show(
    site: Site, note: Interview, found: tuple[Question, ...] | list[Question]
) -> tuple[Answered, ...]:
    return tuple(
        Answered(_say_question(site, note, one), _render(site, note, one.answer)) for one in found
    )


def _say_counts(
    asked: tuple[Question, ...], answered: tuple[Question, ...], left: tuple[Question, ...]
) -> str:
    if not asked:
        return ""
    rest = f", {len(left)} left over" if left else ""
    return f"{len(answered)} of {len(asked)} questions asked{rest}."


# -- what they gave ---------------------------------------------------------------------------


def _show_advice(site: Site, note: Interview, contact: Contact | None) -> Iterator[Advised]:
    for one in note.advice:
        outcome = _render(site, note, one.outcome)
        words = site.inline(one.words, site.root(note))
        yield Advised(words, one.mark in ("x", "X"), _say_applied(site, contact, one), outcome)


def _say_applied(site: Site, contact: Contact | None, one: Advice) -> str:
    if one.mark == "-":
        return "dropped"
    if one.mark not in ("x", "X"):
        return "not applied yet"
    if one.applied is None:
        return "applied; add its day"
    standing = site.agenda.standings.get(contact.path) if contact else None
    told = standing is not None and standing.has_since(frozenset(("update",)), one.applied)
    return f"applied {site.say(one.applied)}, " + ("they know" if told else "not told yet")


def _show_suggested(site: Site, note: Interview, contact: Contact | None) -> Iterator[Suggested]:
    standing = site.agenda.standings.get(contact.path) if contact else None
    for one in standing.named if standing else ():
        if one.interview is note and one.lead:
            yield Suggested(site.ref(one.contact, one.name), one.lead.text, _say_lead(one))


def _say_lead(one: Naming) -> str:
    if one.contact:
        return ""
    return f"no note yet: vaultkit new contact {shlex.quote(one.name)}"
