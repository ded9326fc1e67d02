"""Is a meeting ready? Six things, each with what is missing.

From the interview, its contact and company, me.md and the settings; nothing is written here.
"""

import re
from typing import NamedTuple

from vaultkit.items import Item
from vaultkit.notes.interview import Interview
from vaultkit.notes.profile import OWN_ANSWERS, read_answers
from vaultkit.preparation.pitch import PITCH_SECONDS, pitch_of, pitch_seconds
from vaultkit.preparation.questions import SUBJECTS, reason_for
from vaultkit.settings import Settings
from vaultkit.vault import Vault

_SOURCE = re.compile(r"\b\d{4}-\d\d-\d\d\b|https?://|www\.|\[\[[^\]]+\]\]|\]\([^)]+\)")


class Readiness(NamedTuple):
    """One of the six things: its name, whether it is there, what to do when it is not."""

    name: str
    is_ready: bool
    remedy: str


def check_readiness(
    vault: Vault, interview: Interview, settings: Settings
) -> tuple[Readiness, ...]:
    """The six things of SPEC 3, in its order."""
    return (
        Readiness("company fact", *_check_company_fact(vault, interview, settings)),
        Readiness("person fact", *_check_person_fact(vault, interview, settings)),
        Readiness("pitch", *_check_pitch(vault, interview, settings)),
        Readiness("questions", *_check_questions(interview, settings)),
        Readiness("time and place", *_check_place(vault, interview)),
        Readiness("own answers", *_check_answers(vault, interview, settings)),
    )


def is_ready(vault: Vault, interview: Interview, settings: Settings) -> bool:
    """Whether all six are there."""
    return all(part.is_ready for part in check_readiness(vault, interview, settings))


def is_fact(item: Item) -> bool:
    """A finding counts when it carries a date or a link, so that it can be cited."""
    return bool(_SOURCE.search("\n".join((item.text, *item.below))))


def _has_fact(items: tuple[Item, ...], group: str | None = None) -> bool:
    return any(is_fact(item) and (group is None or is_in_group(item, group)) for item in items)


def is_in_group(item: Item, group: str) -> bool:
    """Whether an item stands under a ### heading that holds this word."""
    return group in item.group


def _check_company_fact(vault: Vault, interview: Interview, settings: Settings) -> tuple[bool, str]:
    contact = vault.contact_of(interview)
    company = vault.company_of(contact) if contact else None
    own = _has_fact(interview.research, settings.section_word("company"))
    found = own or (company is not None and _has_fact(company.research))
    return found, "note one fact about the company with its date or link"


def _check_person_fact(vault: Vault, interview: Interview, settings: Settings) -> tuple[bool, str]:
    contact = vault.contact_of(interview)
    own = _has_fact(interview.research, settings.section_word("person"))
    found = own or (contact is not None and _has_fact(contact.research))
    return found, "note one fact about the person with its date or link"


def _check_pitch(vault: Vault, interview: Interview, settings: Settings) -> tuple[bool, str]:
    low, high = PITCH_SECONDS
    pitch = pitch_of(vault, interview)
    if not pitch:
        return False, f"write your introduction: {low} to {high} seconds"
    seconds = pitch_seconds(pitch, settings.words_per_minute)
    remedy = f"your introduction takes {seconds:.0f} s; aim for {low} to {high}"
    return low <= seconds <= high, remedy


def _check_questions(interview: Interview, settings: Settings) -> tuple[bool, str]:
    missing = [
        subject
        for subject in SUBJECTS
        if not _asks(interview, settings, subject) and not reason_for(interview, subject)
    ]
    names = {"company": "the company", "person": "the person", "chances": "your chances"}
    return not missing, "choose a question about " + _join([names[name] for name in missing])


def _asks(interview: Interview, settings: Settings, subject: str) -> bool:
    word = settings.section_word(subject)
    return any(
        question.is_open and word in question.group and "lookup" not in question.flags
        for question in interview.questions
    )


def _check_place(vault: Vault, interview: Interview) -> tuple[bool, str]:
    contact = vault.contact_of(interview)
    if interview.when is None or interview.when.time is None:
        return False, "settle the time"
    by_phone = interview.mode == "phone" and contact is not None and bool(contact.phone)
    what = {"phone": "the number", "video": "the link"}.get(interview.mode or "", "the place")
    return bool(interview.place) or by_phone, f"note {what}"


def _check_answers(vault: Vault, interview: Interview, settings: Settings) -> tuple[bool, str]:
    filled = read_answers(interview, settings)
    if vault.profile:
        filled |= vault.profile.answers
    missing = [name for name in OWN_ANSWERS if name not in filled]
    return not missing, "write down in me.md what you say about " + _join(missing)


def _join(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
