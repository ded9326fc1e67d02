"""What a contact's page offers before you reach out: what to know, the drafts, the call script."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from vaultkit.dates import say_weekday
from vaultkit.drafts import Draft, Part, Writer, find_due
from vaultkit.drafts.mailto import LONGEST_MAILTO, make_mailto
from vaultkit.drafts.preflight import TOUCHES, Point, check_first
from vaultkit.drafts.purposes import CALLS, DueDraft, make_draft_id
from vaultkit.drafts.script import Outcome, Script, make_script
from vaultkit.followups import Status
from vaultkit.notes.contact import Contact
from vaultkit.notes.note import Note
from vaultkit.site.frame import Ref, Site
from vaultkit.site.means import Means, phone_means
from vaultkit.site.privacy import find_hidden_words, hide_words

# A draft as it is shown: paragraphs of lines of parts.
Lines = tuple[tuple[tuple[Part, ...], ...], ...]
HEADINGS = {
    "letter": "Letter",
    "thanks": "Thanks",
    "questions": "Questions left over",
    "update": "Update",
    "permission": "Asking for leave",
    "feeler": "Asking for names",
    "news": "News",
    "resend": "Letter, once more",
}
BY = {"letter": "by post", "email": "by e-mail", "message": "LinkedIn note"}
NOW = (Status.OVERDUE, Status.DUE)
# The ids of these sections, so that no heading of the note takes them.
IDS = frozenset(("draft", "script", "first", "on-the-phone"))


@dataclass(frozen=True, slots=True)
class DraftContent:
    """A draft on a page; `mailto` is "" when there is no address."""

    id: str
    heading: str
    hint: str
    is_open: bool
    subject: str
    lines: Lines
    mailto: str
    enclosures: tuple[str, ...]
    remarks: tuple[str, ...]


class BranchContent(NamedTuple):
    """A branch of a call script as it is shown."""

    heading: str
    say: tuple[str, ...]
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class ScriptContent:
    """The call script on a page."""

    is_open: bool
    phone: Means | None
    hint: str
    lines: Lines
    branches: tuple[BranchContent, ...]
    remarks: tuple[str, ...]


class PointContent(NamedTuple):
    """One thing to know first: words behind the name of another contact, if it speaks of one."""

    words: str
    is_warning: bool
    ref: Ref


class PointGroup(NamedTuple):
    """All there is to know of one kind."""

    subject: str
    points: tuple[PointContent, ...]


@dataclass(frozen=True, slots=True)
class ReachOut:
    """All of it for one contact; empty when nothing is to be sent or said."""

    first: tuple[PointGroup, ...] = ()
    drafts: tuple[DraftContent, ...] = ()
    script: ScriptContent | None = None


def make_reach_out(site: Site, contact: Contact) -> ReachOut:
    """The drafts and the script that a contact is owed, the due one open."""
    writer = site.writer
    due = [one for one in find_due(writer.sources, contact) if writer.can_write(one.wish.purpose)]
    calls = [one for one in due if one.followup.action in CALLS]
    drafts = [one for one in due if one.followup.action not in CALLS]
    if not due:
        return ReachOut()
    hide = _Hider(site, contact)
    return ReachOut(
        tuple(_group_points(site, hide, check_first(writer.sources, due[0].wish))),
        tuple(_make_drafts(site, writer, hide, drafts)),
        _make_script(site, hide, make_script(writer, contact), calls[0]) if calls else None,
    )


class _Hider:
    """Takes the words of private fields out of what is said about a contact."""

    def __init__(self, site: Site, contact: Contact) -> None:
        company = site.vault.company_of(contact)
        profile = site.vault.profile
        self.words = frozenset(
            word
            for note in (contact, company, profile)
            if note is not None and (private := site.private(note))
            for word in _find_words(site, note, private)
        )

    def text(self, text: str) -> str:
        return hide_words(text, self.words) if self.words else text

    def lines(self, parts: Iterable[Part]) -> Lines:
        if self.words:
            parts = (part._replace(text=self.text(part.text)) for part in parts)
        return make_lines(parts)


def _find_words(site: Site, note: Note, private: frozenset[str]) -> Iterator[str]:
    for word in find_hidden_words(note, private):
        yield word
        found = site.vault.find(word)
        if found is not None:
            yield found.name


def make_lines(parts: Iterable[Part]) -> Lines:
    """Parts to paragraphs of lines; an empty line ends a paragraph."""
    paragraphs: list[list[list[Part]]] = [[[]]]
    for part in parts:
        for number, text in enumerate(part.text.split("\n")):
            if number and not paragraphs[-1][-1]:
                paragraphs[-1].pop()
                paragraphs.append([[]])
            elif number:
                paragraphs[-1].append([])
            if text:
                whole = text == part.text
                paragraphs[-1][-1].append(part if whole else part._replace(text=text))
    return tuple(tuple(tuple(line) for line in one if line) for one in paragraphs if any(one))


def _group_points(site: Site, hide: _Hider, points: Iterable[Point]) -> Iterator[PointGroup]:
    """Points by subject; what the page tells below is left out."""
    found: dict[str, list[PointContent]] = {}
    for one in points:
        if one.subject != TOUCHES:
            found.setdefault(one.subject, []).append(_make_point(site, hide, one))
    return (PointGroup(subject, tuple(ones)) for subject, ones in found.items())


def _make_point(site: Site, hide: _Hider, one: Point) -> PointContent:
    other = next((who for who in one.others if one.words.startswith(who.name)), None)
    words = hide.text(one.words.removeprefix(other.name) if other else one.words)
    return PointContent(words, one.is_warning, site.ref(other) if other else Ref("", ""))


def _make_drafts(
    site: Site, writer: Writer, hide: _Hider, due: list[DueDraft]
) -> Iterator[DraftContent]:
    for number, one in enumerate(due):
        draft = writer.write(one.wish)
        id_ = make_draft_id(one.followup.action)
        yield _make_draft(site, hide, draft, id_, _say_due(site, one), number == 0)
        if one.wish.purpose == "letter":
            short = writer.write(one.wish._replace(channel="message"))
            yield _make_draft(site, hide, short, "draft-short", f"{len(short.text)} signs", False)


def _say_due(site: Site, one: DueDraft) -> str:
    followup = one.followup
    if followup.status is Status.OVERDUE and followup.due:
        return f"overdue since {say_weekday(followup.due, site.today)}"
    if followup.status is Status.UPCOMING and followup.opens:
        return f"from {say_weekday(followup.opens, site.today)}"
    if followup.due:
        return f"due {say_weekday(followup.due, site.today)}"
    return "any day"


def _make_draft(
    site: Site, hide: _Hider, draft: Draft, id_: str, hint: str, is_open: bool
) -> DraftContent:
    heading = HEADINGS[draft.wish.purpose]
    if draft.wish.is_report:
        heading = f"How it went, to {draft.to_name}"
    elif draft.wish.purpose == "permission":
        heading = f"{heading}, to {draft.to_name}"
    return DraftContent(
        id_,
        hide.text(heading),
        f"{BY[draft.wish.channel]}, {hint}",
        is_open,
        hide.text(draft.subject),
        hide.lines((*draft.head, *draft.parts)),
        _make_mailto(site, draft) if draft.wish.channel == "email" else "",
        tuple(map(hide.text, draft.enclosures)),
        tuple(hide.text(str(one)) for one in (*draft.problems, *draft.remarks)),
    )


def _make_mailto(site: Site, draft: Draft) -> str:
    """A link that opens a mail program; without the text when that is too long for some.

    None to a referrer whose name is private: the address would tell it.
    """
    contact = draft.wish.contact
    is_secret = draft.to is not contact and "referred_by" in site.private(contact)
    if draft.to is None or is_secret or not site.public(draft.to, "email"):
        return ""
    whole = make_mailto(draft)
    return whole if len(whole) <= LONGEST_MAILTO else make_mailto(draft, with_text=False)


def _make_script(site: Site, hide: _Hider, script: Script, due: DueDraft) -> ScriptContent:
    contact = script.draft.wish.contact
    phone, ext = site.public(contact, "phone"), site.public(contact, "ext")
    branches = tuple(
        BranchContent(one.heading, tuple(map(hide.text, one.say)), one.outcomes)
        for one in script.branches
    )
    return ScriptContent(
        due.followup.status in NOW,
        phone_means(phone, ext) if phone else None,
        f"{script.seconds} seconds, {_say_due(site, due)}",
        hide.lines(script.opening),
        branches,
        tuple(hide.text(str(one)) for one in (*script.draft.problems, *script.draft.remarks)),
    )
