"""The eagerness of a company as it is shown: pips, measures, every line behind them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from vaultkit.counting import count_in_words, say_number, start_sentence
from vaultkit.dates import say_day
from vaultkit.eagerness import MEASURES, Asked, Eagerness, Evidence, Shows, weigh_company
from vaultkit.notes.company import Company
from vaultkit.notes.note import Note
from vaultkit.site.frame import Ref, Site
from vaultkit.site.pages.lists import Measure
from vaultkit.site.windows import count

HALF = "\u00bd"


class Proof(NamedTuple):
    """One line of evidence: the day, whose, what it says, the line of the file it stands in."""

    day: str
    iso: str
    who: Ref
    words: str
    place: str
    address: str


class ProofGroup(NamedTuple):
    """The evidence of one measure."""

    heading: str
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class EagernessContent:
    """One company's eagerness; `pips` are the answers of the people asked."""

    pips: tuple[str, ...]
    sentence: str
    measures: tuple[Measure, ...]
    groups: tuple[ProofGroup, ...]


def weigh(site: Site, company: Company) -> Eagerness:
    """A company's eagerness as far as it may be shown."""
    staff = [site.agenda.standings[one.path] for one in site.staff_of(company)]
    return weigh_company(site.vault, site.settings.calendar, site.today, staff, _shows(site))


def _shows(site: Site) -> Shows:
    return lambda note, field: field not in site.private(note)


def make_eagerness(site: Site, one: Eagerness) -> EagernessContent:
    """All there is to show of it."""
    groups = (ProofGroup(MEASURES[name], make_proofs(site, one.of(name))) for name in MEASURES)
    shown = tuple(group for group in groups if group.proofs)
    return EagernessContent(list_pips(one), say_asked(one), tuple(_measures(one)), shown)


def list_pips(one: Eagerness) -> tuple[str, ...]:
    """An answer for each person asked: yes first, then no, then those still open."""
    order = {"yes": 0, "no": 1, "open": 2}
    return tuple(sorted((person.answer for person in one.asked), key=order.__getitem__))


def say_asked(one: Eagerness) -> str:
    """ "Four people asked: two said yes, one said no, one has not settled it yet."."""
    if not one.asked:
        return "Nobody asked yet."
    counts = {answer: list_pips(one).count(answer) for answer in ("yes", "no", "open")}
    parts = [f"{say_number(counts['yes']) if counts['yes'] else 'nobody'} said yes"]
    parts += [f"{say_number(counts['no'])} said no"] if counts["no"] else []
    parts += [f"{say_number(counts['open'])} not settled yet"] if counts["open"] else []
    few = "" if one.can_judge else "; too few to judge"
    people = start_sentence(count_in_words(len(one.asked), "person", "people"))
    return f"{people} asked: {', '.join(parts)}{few}."


def make_proofs(site: Site, found: Iterable[Evidence]) -> tuple[Proof, ...]:
    """Evidence to the lines that show it."""
    return tuple(_make_proof(site, one) for one in found)


def _make_proof(site: Site, one: Evidence) -> Proof:
    day, iso = (say_day(one.day, site.today), one.day.isoformat()) if one.day else ("", "")
    note: Note | None = site.vault.note(one.path)
    address = site.addresses[note.path] if note else ""
    return Proof(day, iso, site.ref(one.contact), one.words, f"{one.path}:{one.line}", address)


def say_share(one: Eagerness) -> str:
    """ "2 of 4"."""
    return f"{one.yes} of {len(one.asked)}"


def say_days(one: Eagerness) -> str:
    """The median time to an answer, in working days."""
    if one.days is None:
        return "none yet"
    whole, rest = int(one.days), one.days % 1
    said = f"{whole or ''}{HALF}" if rest else str(whole)
    return f"{said} day" if one.days in (0.5, 1) else f"{said} days"


def say_named(one: Eagerness) -> str:
    """How many people they named."""
    named = one.count("named")
    return count(named, "person", "people") if named else "nobody"


def say_minutes(one: Eagerness) -> str:
    """Minutes beyond the plan, or that no talk tells."""
    if one.minutes is None:
        return "not noted"
    return f"{one.minutes:+d} min" if one.minutes else "as planned"


def _measures(one: Eagerness) -> Iterable[Measure]:
    yield Measure(MEASURES["asked"], str(len(one.asked)), _name_all(one.asked))
    yes = [person for person in one.asked if person.answer == "yes"]
    yield Measure(MEASURES["yes"], say_share(one), _name_all(yes))
    days = ", ".join(str(person.days) for person in one.asked if person.days is not None)
    yield Measure(MEASURES["days"], say_days(one), f"working days: {days}" if days else "")
    names = dict.fromkeys(proof.words for proof in one.of("named"))
    yield Measure(MEASURES["named"], say_named(one), ", ".join(names))
    talks = len(one.of("minutes"))
    why = f"in {count(talks, 'talk')}" if talks else "no interview says what they gave"
    yield Measure(MEASURES["minutes"], say_minutes(one), why)
    for name in ("unasked", "off"):
        whose = dict.fromkeys(proof.contact.name for proof in one.of(name))
        yield Measure(MEASURES[name], str(one.count(name) or "none"), ", ".join(whose))


def _name_all(people: Iterable[Asked]) -> str:
    return ", ".join(person.contact.name for person in people)
