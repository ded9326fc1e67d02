"""Which draft is due: from what a contact is owed to what to write, and on which way."""

from typing import NamedTuple

from vaultkit.drafts.facts import Wish
from vaultkit.drafts.sources import Sources
from vaultkit.followups import Followup
from vaultkit.followups.followup import find_addressee
from vaultkit.notes.contact import Contact
from vaultkit.notes.trip import Trip

# What to write for each action that asks for words; the others are done without a draft.
PURPOSES = {
    "permission": "permission",
    "write": "letter",
    "another-way": "letter",
    "ask-later": "letter",
    "resend": "resend",
    "call": "call",
    "call-again": "call",
    "thanks": "thanks",
    "questions": "questions",
    "update": "update",
    "report-back": "update",
    "news": "news",
    "feeler": "feeler",
}
# What is rung rather than written.
CALLS = frozenset(("call", "call-again"))


def make_draft_id(action: str) -> str:
    """Where on a contact's page the draft, or the call script, for an action stands."""
    if action in CALLS:
        return "script"
    purpose = PURPOSES.get(action, "")
    return "draft-report" if action == "report-back" else f"draft-{purpose}" if purpose else ""


class DueDraft(NamedTuple):
    """A follow-up and the draft it asks for."""

    followup: Followup
    wish: Wish


def make_wish(
    sources: Sources, contact: Contact, purpose: str, *, is_report: bool = False,
    trip: Trip | None = None, channel: str = "",
) -> Wish:  # fmt: skip
    """A wish, on the way that is open: e-mail where there is an address, else by post."""
    is_others = is_report or purpose == "permission"
    to = sources.vault.referrer_of(contact) if is_others else contact
    return Wish(contact, purpose, channel or find_channel(sources, to), trip, is_report)


def find_channel(sources: Sources, to: Contact | None) -> str:
    """E-mail when they have an address for it, by post when they have one for that."""
    if to is None:
        return "email"
    hidden = sources.hidden(to)
    company = sources.vault.company_of(to)
    address = to.values.text("address") or (company.values.text("address") if company else None)
    has_mail = to.values.text("email") and "email" not in hidden
    return "email" if has_mail or not address else "letter"


def find_due(sources: Sources, contact: Contact, trip: Trip | None = None) -> tuple[DueDraft, ...]:
    """The drafts a contact is owed, in the order of the agenda, each once."""
    found: dict[tuple[str, bool], DueDraft] = {}
    for one in sources.agenda.of(contact):
        purpose = PURPOSES.get(one.action)
        if purpose:
            is_report = one.action == "report-back"
            wish = make_wish(sources, contact, purpose, is_report=is_report, trip=trip)
            found.setdefault((purpose, is_report), DueDraft(one, wish))
    return tuple(found.values())


def find_due_for_others(sources: Sources, contact: Contact) -> tuple[DueDraft, ...]:
    """The drafts that go to a contact but are about somebody else: leave, and how it went."""
    return tuple(
        DueDraft(one, make_wish(sources, one.contact, PURPOSES[one.action],
                                is_report=one.action == "report-back"))
        for one in sources.agenda.followups
        if one.action in ("permission", "report-back") and one.contact
        if find_addressee(sources.vault, one) is contact
    )  # fmt: skip
