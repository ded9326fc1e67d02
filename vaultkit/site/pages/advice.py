"""advice.html: what people advised, whether it was followed, what came of it, whether they know."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from markupsafe import Markup

from vaultkit.counting import count_in_words, say_number, start_sentence
from vaultkit.dates import say_day
from vaultkit.drafts.talks import by_help
from vaultkit.gathering import Keyed
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Advice
from vaultkit.site.frame import Page, Ref, Row, Site
from vaultkit.site.pages.lists import say_head
from vaultkit.site.turning import cut, find_start
from vaultkit.stages import Standing


class Piece(NamedTuple):
    """One piece of advice as it is shown; `told` is whether its giver knows what came of it."""

    words: Markup
    giver: Ref
    outcome: Markup
    state: str
    told: str
    update: str
    place: str
    address: str


class Ledger(NamedTuple):
    """Advice in one state; `total` is empty where it goes on from the page before."""

    id: str
    heading: str
    total: str
    hint: str
    pieces: tuple[Piece, ...]


class Giver(NamedTuple):
    """Somebody who gave advice: how many pieces, followed, still to be told."""

    who: Ref
    given: int
    followed: int
    untold: int


class Told(NamedTuple):
    """Somebody who helped and has heard the news, and when."""

    who: Ref
    day: str


@dataclass(frozen=True, slots=True)
class AdviceContent:
    """The content of one page; `landed` is empty until me.md says so.

    `news_total` counts who is still to be told on all pages; `more_heard` who has heard of it and
    is not named; `way` leads to the givers where they stand on another page.
    """

    lede: str
    landed: str
    news: tuple[Row, ...]
    news_total: str
    heard: tuple[Told, ...]
    more_heard: int
    ledgers: tuple[Ledger, ...]
    is_empty: bool
    givers: tuple[Giver, ...]
    way: str


# So many who have heard the news are named.
MOST_HEARD = 100
# In the order of the page: what asks for something to be done stands first.
HEADINGS = {
    "untold": ("Followed, not told yet", "The next update to its giver reports it."),
    "open": ("Open", ""),
    "undated": (
        "Followed, without a day",
        "Put \u2705 and the day behind the tick, so that an update can report it.",
    ),
    "told": ("Followed, and they know", ""),
    "dropped": ("Let go", ""),
}
_UPDATE = frozenset(("update",))
_TOLD = frozenset(("update", "thanks"))


class _Given(NamedTuple):
    contact: Contact
    source: Contact | Interview
    piece: Advice
    state: str


_Pieces = dict[str, list[Piece]]


def advice(site: Site) -> Iterator[Page]:
    """What they advised, by what became of it; then who gave how much."""
    pieces: _Pieces = {id_: [] for id_ in HEADINGS}
    for _, (state, piece) in site.gatherings.find(site, list_pieces, Contact):
        pieces[state].append(piece)
    givers = [giver for _, giver in site.gatherings.find(site, list_giver, Contact)]
    news, heard = _list_news(site), tuple(_list_heard(site))
    legs = cut("advice.html", [news, *pieces.values(), givers])
    way = f"{find_start(legs, len(pieces) + 1)}#givers" if givers else ""
    for leg in legs:
        of_news, *of_pieces, of_givers = leg.sections
        shown = tuple(_make_ledgers(pieces, of_pieces))
        content = AdviceContent(
            _say_lede(pieces) if leg.is_first else "",
            _say_landed(site) if leg.is_first or news[of_news] else "",
            news[of_news],
            str(len(news)) if leg.is_first else "",
            heard[:MOST_HEARD] if leg.is_first else (),
            max(0, len(heard) - MOST_HEARD),
            shown,
            not any(pieces.values()),
            tuple(givers[of_givers]),
            way if leg.is_first and not givers[of_givers] else "",
        )
        yield Page(leg.address, "advice.html", content, turn=leg.turn)


def _make_ledgers(pieces: _Pieces, spans: list[slice]) -> Iterator[Ledger]:
    """The parts of one page."""
    for (id_, found), span in zip(pieces.items(), spans, strict=True):
        words, hint = HEADINGS[id_]
        heading, total = say_head(words, len(found), span)
        if found[span]:
            yield Ledger(id_, heading, total, hint if total else "", tuple(found[span]))


def list_pieces(site: Site, contact: Contact) -> Iterator[Keyed[tuple[str, Piece]]]:
    """The advice of one contact, each piece with its state."""
    for number, one in enumerate(_read_given(site, contact)):
        yield (contact.path, number), (one.state, _make_piece(site, one))


def list_giver(site: Site, contact: Contact) -> Iterator[Keyed[Giver]]:
    """How much one contact gave."""
    states = [one.state for one in _read_given(site, contact)]
    followed = sum(state in ("told", "untold", "undated") for state in states)
    if states:
        giver = Giver(site.ref(contact), len(states), followed, states.count("untold"))
        yield (contact.path,), giver


def _read_given(site: Site, contact: Contact) -> Iterator[_Given]:
    standing = site.agenda.standings[contact.path]
    sources: tuple[Contact | Interview, ...] = (contact, *site.vault.interviews_of(contact))
    for source in sources:
        for piece in source.advice:
            yield _Given(contact, source, piece, find_state(standing, piece))


def find_state(standing: Standing, piece: Advice) -> str:
    """ "open", "dropped", "undated", or whether an update on or after its day reported it."""
    if piece.mark == "-":
        return "dropped"
    if piece.mark not in ("x", "X"):
        return "open"
    if piece.applied is None:
        return "undated"
    return "told" if standing.has_since(_UPDATE, piece.applied) else "untold"


def _make_piece(site: Site, one: _Given) -> Piece:
    piece, contact = one.piece, one.contact
    outcome = " ".join(line.strip() for line in piece.outcome)
    day = f"followed {say_day(piece.applied, site.today)}" if piece.applied else ""
    update = f"{site.addresses[contact.path]}#draft" if one.state == "untold" else ""
    return Piece(
        site.inline(piece.words, ""),
        site.ref(contact),
        site.inline(outcome, ""),
        day,
        _say_told(site, one),
        update,
        f"{piece.path}:{piece.line}",
        site.addresses[one.source.path],
    )


def _say_told(site: Site, one: _Given) -> str:
    """The day of the update that reported it, else the one that will."""
    if one.state == "told" and one.piece.applied:
        entries = site.agenda.standings[one.contact.path].entries
        days = (entry.day for entry in entries if entry.kind in _UPDATE)
        return f"told {say_day(min(day for day in days if day >= one.piece.applied), site.today)}"
    if one.state != "untold":
        return ""
    update = next((row for row in site.agenda.of(one.contact) if row.action == "update"), None)
    if update is None or update.opens is None:
        return "not told yet"
    if update.opens <= site.today:
        return "an update is due"
    return f"the update of {say_day(update.opens, site.today)} reports it"


def _say_lede(pieces: _Pieces) -> str:
    count = {state: len(found) for state, found in pieces.items()}
    total = sum(count.values())
    if not total:
        return ""
    followed = count["untold"] + count["told"] + count["undated"]
    parts = ((followed, "followed"), (count["open"], "open"), (count["dropped"], "let go"))
    said = ", ".join(f"{say_number(many)} {what}" for many, what in parts if many)
    text = (
        f"{start_sentence(count_in_words(total, 'piece of advice', 'pieces of advice'))}: {said}."
    )
    left = count["untold"]
    verb = "is" if left == 1 else "are"
    untold = f" {start_sentence(say_number(left))} {verb} not reported yet to whoever gave it."
    return text + (untold if left else "")


# -- landed -----------------------------------------------------------------------------------


def _landed(site: Site) -> date | None:
    profile = site.vault.profile
    day = profile.landed if profile and "landed" not in site.private(profile) else None
    return day if day and day <= site.today else None


def _say_landed(site: Site) -> str:
    day = _landed(site)
    return say_day(day, site.today) if day else ""


def _list_news(site: Site) -> tuple[Row, ...]:
    """Who is still to be told: whose advice was followed first, then who named others."""
    if _landed(site) is None:
        return ()
    standings = site.agenda.standings
    news = [
        (by_help(site.vault, standings[one.contact.path]), one)
        for one in site.agenda.followups
        if one.action == "news" and one.contact
    ]
    return site.rows(one for _, one in sorted(news, key=itemgetter(0)))


def _list_heard(site: Site) -> Iterator[Told]:
    day = _landed(site)
    for standing in site.agenda.standings.values() if day else ():
        if day and standing.held and standing.has_since(_TOLD, day):
            days = (entry.day for entry in standing.entries if entry.kind in _TOLD)
            first = min(one for one in days if one >= day)
            yield Told(site.ref(standing.contact), say_day(first, site.today))
