"""People of a file to the changes they make: empty fields filled, new notes where asked for.

Nothing is written here: `changes.change_notes` carries out what is planned.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from vaultkit.changes import Change, edit_note
from vaultkit.diagnostics import VaultkitError
from vaultkit.editing import Source, reread, set_field, write_value
from vaultkit.exchange.matching import Match, find_company
from vaultkit.exchange.people import Person, Refused
from vaultkit.lookalikes import fold_person
from vaultkit.making import NewNote, link_to, plan_note
from vaultkit.notes.note import fold
from vaultkit.pipeline import Loaded


class Planned(NamedTuple):
    """What an import would do: notes filled, notes made, people left alone, rows refused."""

    filled: tuple[Match, ...]
    made: tuple[NewNote, ...]
    left: tuple[Match, ...]
    refused: tuple[Refused, ...]

    def changes(self) -> list[Change]:
        """Everything as one change."""
        fills = [_fill(one) for one in self.filled]
        return [*fills, *(one.change for one in self.made)]


def plan_import(
    loaded: Loaded, matches: Iterable[Match], today: date, create: bool, companies: str | None
) -> Planned:
    """`create` makes a note for everybody who has none; `companies` only for people at those of
    the vault ("*"), or at the one of that name."""
    filled, left = [], []
    made: list[NewNote] = []
    refused: list[Refused] = []
    taken = {fold(path) for path in loaded.vault.notes}
    for match in matches:
        if match.contact is not None:
            filled += [_link_company(loaded, match)] if match.fills else []
        elif create or _works_there(loaded, match, companies):
            try:
                made.append(_plan_new(loaded, match, today, taken))
            except VaultkitError as error:
                refused.append(Refused(match.person.line, str(error)))
        else:
            left.append(match)
    return Planned(tuple(filled), tuple(made), tuple(left), tuple(refused))


def _works_there(loaded: Loaded, match: Match, companies: str | None) -> bool:
    name = match.person.text("company")
    company = find_company(loaded.vault, name) if companies and name else None
    if company is None:
        return False
    wanted = find_company(loaded.vault, companies or "")
    return companies == "*" or company is wanted


def _link_company(loaded: Loaded, match: Match) -> Match:
    """The company as a link where the vault has a note of it."""
    fills = tuple((field, _write_company(loaded, text) if field == "company" else text)
                  for field, text in match.fills)  # fmt: skip
    return match._replace(fills=tuple(pair for pair in fills if write_value(pair[1])))


def _write_company(loaded: Loaded, name: str) -> str:
    company = find_company(loaded.vault, name)
    return link_to(loaded.vault, company) if company else name


def _plan_new(loaded: Loaded, match: Match, today: date, taken: set[str]) -> NewNote:
    person = match.person
    fields = {field: value for field, value in person.fields.items() if field != "name"}
    if aliases := _find_aliases(person):
        fields["aliases"] = aliases
    if company := person.text("company"):
        fields["company"] = _write_company(loaded, company)
    intro = "Also: " + "; ".join(person.more) if person.more else ""
    note = plan_note(loaded, "contact", person.name, fields, today, intro, beside=True, taken=taken)
    taken.add(fold(note.path))
    if note.problems:
        raise VaultkitError(f"{person.name}: {note.problems[0].message}")
    return note


def _find_aliases(person: Person) -> tuple[str, ...]:
    """Other names, and the one without titles that the next file may hold."""
    known = person.fields.get("aliases", ())
    aliases = (known,) if isinstance(known, str) else known
    folded = {fold_person(person.name), *map(fold_person, aliases), ""}
    return (*aliases, *(one for one in person.names if fold_person(one) not in folded))


def _fill(match: Match) -> Change:
    assert match.contact is not None  # only such are filled

    def edit(source: Source) -> str:
        for field, text in match.fills:
            known = source.document.field(field)
            if known is None or not known.values:
                source = reread(source, set_field(source, field, text))
        return source.text

    return edit_note(match.contact.path, edit)


def say_plan(planned: Planned, name: str) -> Iterator[str]:
    """The plan in lines: what becomes of each note, what is left, what is refused and where."""
    for match in planned.filled:
        assert match.contact is not None
        fields = ", ".join(f"{field} {text}" for field, text in match.fills)
        yield f"fill    {match.contact.path}: {fields}"
    for note in planned.made:
        yield f"make    {note.path}"
    for one in planned.refused:
        yield f"refuse  {name}:{one.line}: {one.why}"
