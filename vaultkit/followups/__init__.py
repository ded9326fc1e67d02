"""The rules: who is owed what. One contact's case in, its follow-ups out."""

from collections.abc import Iterator, Mapping
from datetime import date

from vaultkit.followups import afterwards
from vaultkit.followups.chase import another_person, chase, is_next_waiting
from vaultkit.followups.followup import Case, Followup, find_addressee, say_source
from vaultkit.followups.meeting import meeting_rules
from vaultkit.followups.waits import make_waits
from vaultkit.notes.company import Company
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Note
from vaultkit.owed import Status
from vaultkit.settings import Settings
from vaultkit.stages import Standing
from vaultkit.vault import Vault

# Rules that give at most one follow-up a contact; those that give several stand in `_all_of`.
RULES = (
    chase,
    another_person,
    afterwards.thank,
    afterwards.keep_in_touch,
    afterwards.report_back,
    afterwards.feeler,
    afterwards.next_step,
)

# What we would do of ourselves: `next` hides it until that day is over (SPEC 2).
HIDDEN_BY_NEXT = frozenset(
    ("permission", "write", "call", "call-again", "another-way", "ask-later", "book", "update",
     "report-back", "feeler", "lead")
)  # fmt: skip
# What a closed contact may still be owed (SPEC 2).
LEFT_WHEN_CLOSED = frozenset(
    ("prepare", "confirm", "meet", "write-up", "questions", "thanks", "lead", "news", "task")
)


def make_followups(
    vault: Vault, settings: Settings, today: date, standings: Mapping[str, Standing], note: Note
) -> Iterator[Followup]:
    """What one note asks for on a day, in no promised order: all that a contact is owed, or the
    tasks of a company or of an interview with nobody.
    """
    if isinstance(note, Contact):
        waits = make_waits(settings, note.pack or settings.pack)
        case = Case(vault, settings, today, standings[note.path], standings, waits)
        yield from _keep_wanted(case, _all_of(case))
    elif note.tasks and _is_nobodys(vault, note) and (pair := make_waits(settings).get("task")):
        calendar = settings.calendar
        yield from (afterwards.loose_task(today, calendar, pair, note, one) for one in note.tasks)


def _is_nobodys(vault: Vault, note: Note) -> bool:
    is_loose = isinstance(note, Interview) and vault.contact_of(note) is None
    return is_loose or isinstance(note, Company)


def _all_of(case: Case) -> Iterator[Followup | None]:
    yield from (rule(case) for rule in RULES)
    yield from meeting_rules(case)
    yield from afterwards.leads(case)
    yield from afterwards.tasks(case)


def _keep_wanted(case: Case, found: Iterator[Followup | None]) -> Iterator[Followup]:
    contact = case.contact
    waiting = is_next_waiting(case)
    for followup in found:
        if followup is None or followup.action in contact.mute:
            continue
        if contact.closed and followup.action not in LEFT_WHEN_CLOSED:
            continue
        if waiting and not contact.closed and followup.action in HIDDEN_BY_NEXT:
            continue
        yield followup


__all__ = ["Case", "Followup", "Status", "find_addressee", "make_followups", "say_source"]
