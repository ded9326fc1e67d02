"""interviews/: every meeting; before it the page is a prep sheet, after it the record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from vaultkit.dates import shift
from vaultkit.document import read_list
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Question
from vaultkit.preparation import bring_list, check_readiness, count_words, pitch_of, pitch_seconds
from vaultkit.site.frame import Page, Ref, Site
from vaultkit.site.means import Means
from vaultkit.site.pages.lists import Group, ListContent, ListRow
from vaultkit.site.pages.note import NoteContent, Reading, make_note_content
from vaultkit.site.syntax import COMMENT

# Arrive ten minutes early, begin to close five minutes before the end (SPEC 3).
EARLY, WRAP_UP = timedelta(minutes=10), timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on the prep sheet: its words, whether it is settled, what settled it."""

    words: Markup
    flag: str
    is_done: bool
    answer: str


@dataclass(frozen=True, slots=True)
class AskedGroup:
    """The questions of one subject."""

    heading: str
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class InterviewContent:
    """The page of an interview."""

    note: NoteContent
    contact: Ref
    lede: str
    company: Ref
    means: tuple[Means, ...]
    groups: tuple[AskedGroup, ...]
    asked_words: str
    research: tuple[Markup, ...]
    common: tuple[Markup, ...]
    answers: Markup
    bring: tuple[str, ...]
    afterwards: tuple[str, ...]
    strip: tuple[tuple[str, str], ...]
    is_ahead: bool
    readiness: tuple[Reading, ...]
    pitch: Markup
    pitch_note: str


def interviews(site: Site) -> Iterator[Page]:
    """The list of all interviews."""
    ahead = [note for note in site.vault.interviews if _is_ahead(site, note)]
    past = [note for note in site.vault.interviews if not _is_ahead(site, note)]
    groups = [
        Group("ahead", "Ahead", tuple(_make_row(site, one) for one in sorted(ahead, key=_by_day))),
        Group("past", "Past", tuple(_make_row(site, one) for one in sorted(past, key=_by_day))),
    ]
    empty = "No interviews yet. Log `booked`, then make a file interviews/DATE NAME.md."
    shown = tuple(group for group in groups if group.rows)
    yield Page("interviews/index.html", "list.html", ListContent("Interviews", "", shown, empty))


def interview_page(site: Site, interview: Interview) -> Page:
    """The page of one interview."""
    return Page(site.addresses[interview.path], "interview.html", _make(site, interview))


def _is_ahead(site: Site, note: Interview) -> bool:
    contact = site.vault.contact_of(note)
    standing = site.agenda.standings[contact.path] if contact else None
    return standing is not None and any(one.interview is note for one in standing.ahead)


def _by_day(note: Interview) -> tuple[str, str]:
    return str(note.when.day) if note.when else "9", note.path


def _make_row(site: Site, note: Interview) -> ListRow:
    contact = site.vault.contact_of(note)
    when = site.say(note.when.day) if note.when else "no day yet"
    time = f", {note.when.time:%H:%M}" if note.when and note.when.time else ""
    where = note.place or note.mode or ""
    name = contact.name if contact else note.name
    return ListRow(Ref(name, site.addresses[note.path]), where, when + time, note.status)


def _make(site: Site, note: Interview) -> InterviewContent:
    contact = site.vault.contact_of(note)
    ahead = _is_ahead(site, note)
    pitch = pitch_of(site.vault, note)
    seconds = pitch_seconds(pitch, site.settings.words_per_minute)
    parts = check_readiness(site.vault, note, site.settings) if ahead else ()
    groups = tuple(_group_questions(site, note)) if ahead else ()
    words = site.settings.section_word
    apart = (*(["questions"] if groups else []), *(["pitch"] if ahead else []))
    content = make_note_content(
        site,
        note,
        kicker="Prep sheet" if ahead else "Interview",
        rows=site.rows(site.agenda.at(note.path)),
        hide=("contact", "when", "place", "minutes"),
        without=tuple(words(name) for name in apart),
    )
    role = site.public(contact, "role") if contact else ""
    firm = site.company_name(contact) if contact else ""
    company = site.vault.company_of(contact) if contact and firm else None
    return InterviewContent(
        content,
        site.ref(contact, note.contact.target if note.contact and not contact else ""),
        role,
        site.ref(company, firm),
        site.means(contact) if contact else (),
        groups,
        _count_questions(groups),
        tuple(_digest(site, note)) if ahead else (),
        tuple(_find_common(site, note)) if ahead else (),
        site.render(note, _own_answers(site, note)) if ahead else Markup(""),
        bring_list(note) if ahead else (),
        tuple(_plan_afterwards(site, note)) if ahead else (),
        tuple(_make_strip(site, note)),
        ahead,
        tuple(Reading(part.name, part.is_ready, part.remedy) for part in parts),
        site.render(note, pitch) if ahead else Markup(""),
        f"{count_words(pitch)} words, {seconds:.0f} s; the aim is 30 to 45 s"
        if ahead and pitch
        else "",
    )


def _group_questions(site: Site, note: Interview) -> Iterator[AskedGroup]:
    """The chosen questions by their headings, must first; nothing when other text stands there."""
    word = site.settings.section_word("questions")
    items, strays = read_list(note.document.section(word))
    spans, hidden = note.document.spans(word), note.document.hidden
    has_code = any(n in hidden for start, end in spans for n in range(start, end))
    if has_code or strays or any(item.level == 0 and item.mark is None for item in items):
        return
    found: dict[str, list[Question]] = {}
    for question in note.questions:
        if "lookup" not in question.flags:
            found.setdefault(question.group, []).append(question)
    for heading, questions in found.items():
        questions.sort(key=lambda one: "must" not in one.flags)
        asked = tuple(_make_asked(site, note, one) for one in questions)
        yield AskedGroup(heading.capitalize() or "Questions", asked)


def _make_asked(site: Site, note: Interview, one: Question) -> Asked:
    flag = "must" if "must" in one.flags else "sensitive" if "sensitive" in one.flags else ""
    words = site.inline(one.words, site.root(note))
    return Asked(words, flag, not one.is_open, COMMENT.sub("", " ".join(one.answer)))


def _count_questions(groups: tuple[AskedGroup, ...]) -> str:
    every = [question for group in groups for question in group.questions]
    done = sum(question.is_done for question in every)
    settled = f", {done} settled" if done else ""
    return f"{len(every) - done} to ask{settled}" if every else ""


def _digest(site: Site, note: Interview) -> Iterator[Markup]:
    """What is known: the interview's own research is in its text; here company and person."""
    contact = site.vault.contact_of(note)
    company = site.vault.company_of(contact) if contact and site.company_name(contact) else None
    for items in (company.research if company else (), contact.research if contact else ()):
        for item in items:
            if item.level == 0 and item.mark in (None, "x", "X"):
                yield site.inline(item.text, site.root(note))


def _find_common(site: Site, note: Interview) -> Iterator[Markup]:
    contact = site.vault.contact_of(note)
    if contact is None:
        return
    for name in ("why", "in_common"):
        if name not in site.private(contact):
            value = contact.values.text(name)
            for text in (value,) if value else contact.values.texts(name):
                yield site.value(text, site.root(note))


def _own_answers(site: Site, note: Interview) -> str:
    profile = site.vault.profile
    word = site.settings.section_word("answers")
    return profile.document.section_text(word) if profile else ""


def _plan_afterwards(site: Site, note: Interview) -> Iterator[str]:
    if note.when:
        yield f"Write up your notes and send thanks by {site.say(shift(note.when.day, 1))}"
    yield "Left-over questions by mail, if they allow"
    contact = site.vault.contact_of(note)
    hidden = contact is None or "referred_by" in site.private(contact)
    referrer = None if contact is None or hidden else site.vault.referrer_of(contact)
    if referrer:
        yield f"A word to {referrer.name} on how it went"


def _make_strip(site: Site, note: Interview) -> Iterator[tuple[str, str]]:
    """The facts of the day: when, arrive by, leave by, where."""
    if note.when is None:
        yield "When", "no day yet"
    elif note.when.time is None:
        yield "When", f"{site.say(note.when.day)}, time open"
    else:
        start = datetime.combine(note.when.day, note.when.time)
        end = start + timedelta(minutes=note.minutes)
        yield "When", f"{site.say(note.when.day)}, {start:%H:%M} to {end:%H:%M}"
        if note.mode not in ("phone", "video"):
            yield "Arrive by", f"{start - EARLY:%H:%M}"
            if note.travel:
                leave = start - EARLY - timedelta(minutes=note.travel)
                yield "Leave by", f"{leave:%H:%M}"
        yield "Wrap up", f"{end - WRAP_UP:%H:%M}"
    if note.place:
        yield "Where", note.place
