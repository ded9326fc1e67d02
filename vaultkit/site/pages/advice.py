"""advice.html: what people advised, whether it was followed, whether they heard of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from vaultkit.notes.contact import Contact
from vaultkit.notes.note import Advice
from vaultkit.site.frame import Page, Ref, Site


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of advice as it is shown."""

    words: Markup
    giver: Ref
    outcome: Markup
    day: str
    told: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """Advice in one state."""

    id: str
    heading: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class AdviceContent:
    """The content of the advice page."""

    ledgers: tuple[Ledger, ...]


_STATES = {"x": "applied", "X": "applied", "-": "dropped"}
_HEADINGS = {"open": "Open", "applied": "Followed", "dropped": "Let go"}


def advice(site: Site) -> Iterator[Page]:
    """One page: open first, then followed, then let go."""
    found: dict[str, list[Piece]] = {name: [] for name in _HEADINGS}
    for contact in site.vault.contacts:
        for piece in _pieces_of(site, contact):
            state = (
                "applied"
                if piece.mark in ("x", "X")
                else "dropped"
                if piece.mark == "-"
                else "open"
            )
            found[state].append(_make(site, contact, piece))
    ledgers = tuple(Ledger(id_, _HEADINGS[id_], tuple(ones)) for id_, ones in found.items() if ones)
    yield Page("advice.html", "advice.html", AdviceContent(ledgers))


def _pieces_of(site: Site, contact: Contact) -> Iterator[Advice]:
    yield from contact.advice
    for note in site.vault.interviews_of(contact):
        yield from note.advice


def _make(site: Site, contact: Contact, piece: Advice) -> Piece:
    told = ""
    if piece.applied:
        heard = site.agenda.standings[contact.path].has_since(frozenset(("update",)), piece.applied)
        told = "they know" if heard else "not told yet"
    outcome = " ".join(line.strip() for line in piece.outcome)
    return Piece(
        site.inline(piece.words, ""),
        site.ref(contact),
        site.inline(outcome, ""),
        site.say(piece.applied) if piece.applied else "",
        told,
    )
