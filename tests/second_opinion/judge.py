"""The judge: what vaultkit and the second reading say of one vault, side by side."""

from typing import NamedTuple

from tests.second_opinion.notes import write_notes, write_settings
from tests.second_opinion.opinion import Case, Owed, task_of_company
from tests.second_opinion.talks import Reading
from tests.second_opinion.vault import Vault
from tests.support import agenda_of
from vaultkit.agenda import Agenda
from vaultkit.followups import Followup

# By name of a contact or path of a company: the stage, the last touch, what is owed.
Opinion = dict[str, tuple[str, str | None, list[Owed]]]


class Verdict(NamedTuple):
    """What each says where they differ, and the rules that were asked."""

    seen: Opinion
    expected: Opinion
    rules: set[str]


def compare(vault: Vault) -> Verdict:
    """Where the two readings of one vault differ."""
    notes = write_notes(vault)
    seen = see(agenda_of(str(vault.today), notes, write_settings(vault)), vault)
    expected = read_anew(vault)
    assert sorted(seen) == sorted(expected)
    wrong = [name for name in sorted(expected) if seen[name] != expected[name]]
    rules = {one.rule for _, _, owed in expected.values() for one in owed}
    return Verdict({one: seen[one] for one in wrong}, {one: expected[one] for one in wrong}, rules)


def read_anew(vault: Vault) -> Opinion:
    """What the second reading says; the notes are written before."""
    reading = Reading(vault)
    found: Opinion = {}
    for contact in vault.contacts:
        case = Case(reading, contact)
        touch = str(case.touch.day) if case.touch else None
        found[contact.name] = (case.stage(), touch, sorted(case.owed(), key=str))
    for company in vault.companies:
        tasks = (task_of_company(task, company.path, reading) for task in company.tasks)
        found[company.path] = ("", None, sorted((one for some in tasks for one in some), key=str))
    return found


def see(agenda: Agenda, vault: Vault) -> Opinion:
    """What vaultkit says."""
    found: Opinion = {company.path: ("", None, []) for company in vault.companies}
    for one in agenda.standings.values():
        touch = str(one.last_touch.day) if one.last_touch else None
        found[one.contact.name] = (one.stage.value, touch, [])
    for owed in sorted(map(as_owed, agenda.followups), key=str):
        found[owed.contact or owed.path][2].append(owed)
    return found


def as_owed(one: Followup) -> Owed:
    name = one.contact.name if one.contact else None
    opens, due = (str(day) if day else None for day in (one.opens, one.due))
    place = (one.path, one.line)
    return Owed(one.action, one.rule, one.status.value, name, *place, opens, due, one.summary)
