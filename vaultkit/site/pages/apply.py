"""apply.html: for the day of an opening: each company in the open order, what is known of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from vaultkit.contact_log import OUTGOING, LogEntry
from vaultkit.dates import say_day
from vaultkit.eagerness import Eagerness, by_eagerness
from vaultkit.gathering import Keyed
from vaultkit.notes.company import Company
from vaultkit.notes.contact import Contact
from vaultkit.notes.note import fold
from vaultkit.notes.tasks import OPEN
from vaultkit.site.frame import Page, Ref, Site
from vaultkit.site.log_words import label_of
from vaultkit.site.pages.companies import say_what
from vaultkit.site.pages.eagerness import list_pips, say_asked, weigh
from vaultkit.site.turning import cut
from vaultkit.stages import Stage, Standing

# Words by which a log entry tells that the CV went along.
_CV = re.compile(r"\b(?:cv|r[\u00e9e]sum[\u00e9e]|curriculum vitae)\b", re.I)
_KEPT = frozenset((Stage.IN_TOUCH, Stage.MET, Stage.SCHEDULED))


class Known(NamedTuple):
    """Somebody at a company: who they are, where they stand, the last word, whether one kept up."""

    ref: Ref
    role: str
    stage: str
    last: str
    is_kept: bool


class Learned(NamedTuple):
    """Something learned there: the words, from whom, the line it stands in."""

    words: Markup
    who: Ref
    kind: str
    place: str
    address: str


class Sent(NamedTuple):
    """A CV that went out: to whom, when, with what."""

    who: Ref
    words: str


class Firm(NamedTuple):
    """A company as one needs it when applying; `more` people, lessons and CVs are left out."""

    id: str
    ref: Ref
    detail: str
    place: int | None
    pips: tuple[str, ...]
    sentence: str
    people: tuple[Known, ...]
    learned: tuple[Learned, ...]
    sent: tuple[Sent, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ApplyContent:
    """The content of one page."""

    ordered: tuple[Firm, ...]
    others: tuple[Firm, ...]
    has_order: bool
    is_empty: bool


# A company takes as much room as a dozen rows, a few as much as hundreds.
MOST_FIRMS = 40
# So many of its people, of what was learned and of the CVs stand with it.
MOST_EACH = 40


def apply(site: Site) -> Iterator[Page]:
    """Companies in the open order, then the others by name."""
    rows = [row for _, row in site.gatherings.find(site, list_firm, Company)]
    ordered = [firm._replace(place=n) for n, firm in enumerate((f for f in rows if f.place), 1)]
    others = [firm for firm in rows if not firm.place]
    for leg in cut("apply.html", [ordered, others], MOST_FIRMS):
        first, second = leg.sections
        content = ApplyContent(
            tuple(ordered[first]), tuple(others[second]), bool(ordered), not rows
        )
        yield Page(leg.address, "apply.html", content, turn=leg.turn)


def list_firm(site: Site, company: Company) -> Iterator[Keyed[Firm]]:
    """One company; it has some place while it has one in the order at all."""
    one = weigh(site, company)
    if one.can_judge or site.staff_of(company):
        place = 1 if one.can_judge else None
        yield by_eagerness(company, one), _make_firm(site, company, one, place)


def _make_firm(site: Site, company: Company, one: Eagerness, place: int | None) -> Firm:
    staff = [site.agenda.standings[contact.path] for contact in site.staff_of(company)]
    staff.sort(key=_kept_first)
    learned, sent = tuple(_list_learned(site, company, staff)), tuple(_list_sent(site, staff))
    return Firm(
        site.addresses[company.path].removesuffix(".html").replace("/", "-"),
        site.ref(company),
        say_what(site, company),
        place,
        list_pips(one),
        say_asked(one),
        tuple(_make_known(site, standing) for standing in staff[:MOST_EACH]),
        learned[:MOST_EACH],
        sent[:MOST_EACH],
        sum(max(0, len(found) - MOST_EACH) for found in (staff, learned, sent)),
    )


def _kept_first(standing: Standing) -> tuple[bool, str, str]:
    """Those you are in touch with first, then by name."""
    contact = standing.contact
    return standing.stage not in _KEPT, fold(contact.name), contact.path


def _make_known(site: Site, standing: Standing) -> Known:
    contact, touch = standing.contact, standing.last_touch
    last = f"{label_of(touch.kind, touch.word)} {say_day(touch.day, site.today)}" if touch else ""
    stage = standing.stage.value.replace("-", " ")
    role = site.public(contact, "role")
    return Known(site.ref(contact), role, stage, last, standing.stage in _KEPT)


def _list_learned(site: Site, company: Company, staff: list[Standing]) -> Iterator[Learned]:
    """What was new to us, what they advised, what was found out."""
    for standing in staff:
        yield from _list_heard(site, standing.contact)
    for item in company.research:
        if item.level == 0 and item.text and item.mark != OPEN:
            yield _learn(site, item.text, company, "research", company.path, item.line)


def _list_heard(site: Site, contact: Contact) -> Iterator[Learned]:
    talks = site.vault.interviews_of(contact)
    for note in talks:
        for item in note.document.items(site.settings.section_word("new to me")):
            if item.level == 0 and item.text:
                yield _learn(site, item.text, contact, "new to me", note.path, item.line)
    for piece in (*contact.advice, *(one for note in talks for one in note.advice)):
        yield _learn(site, piece.words, contact, "advice", piece.path, piece.line)


def _learn(
    site: Site, text: str, who: Contact | Company, kind: str, path: str, line: int
) -> Learned:
    address = site.addresses[path]
    return Learned(site.inline(text, ""), site.ref(who), kind, f"{path}:{line}", address)


def _list_sent(site: Site, staff: list[Standing]) -> Iterator[Sent]:
    for standing in staff:
        for entry in standing.entries:
            if entry.kind in OUTGOING and tells_of_cv(entry, _resume(site)):
                words = f"{label_of(entry.kind, entry.word)} {say_day(entry.day, site.today)}"
                yield Sent(site.ref(standing.contact), words)


def _resume(site: Site) -> str:
    """The file name of the CV, as me.md has it."""
    profile = site.vault.profile
    return (site.public(profile, "resume") if profile else "").rpartition("/")[2]


def tells_of_cv(entry: LogEntry, resume: str) -> bool:
    """Whether the words of an entry name a CV or its file."""
    text = "\n".join((entry.words, *entry.below))
    return bool(_CV.search(text)) or bool(resume and resume.casefold() in text.casefold())
