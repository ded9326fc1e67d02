"""What is known before the talk: findings about company and person, those to cite first."""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from vaultkit.items import Item
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import read_day_before
from vaultkit.preparation.readiness import is_fact, is_in_group
from vaultkit.settings import Settings
from vaultkit.vault import Vault

_ID = re.compile(r"\s\^[A-Za-z0-9-]+$")
_OTHER = "other"


class Finding(NamedTuple):
    """One thing found out: about the company, the person, or other; `is_fact` can be cited."""

    about: str
    text: str
    day: date | None
    is_fact: bool
    path: str
    line: int


def find_company_findings(vault: Vault, interview: Interview) -> tuple[Finding, ...]:
    """What the note of the company holds."""
    contact = vault.contact_of(interview)
    company = vault.company_of(contact) if contact else None
    return read_findings("company", company.research, company.path) if company else ()


def find_person_findings(vault: Vault, interview: Interview) -> tuple[Finding, ...]:
    """What the note of the contact holds."""
    contact = vault.contact_of(interview)
    return read_findings("person", contact.research, contact.path) if contact else ()


def find_own_findings(interview: Interview, settings: Settings) -> tuple[Finding, ...]:
    """What the interview's own Research adds, by its ### headings."""
    found: list[Finding] = []
    for item in interview.research:
        names = ("company", "person")
        about = (one for one in names if is_in_group(item, settings.section_word(one)))
        found += read_findings(next(about, _OTHER), (item,), interview.path)
    return tuple(found)


def read_findings(about: str, items: Iterable[Item], path: str) -> tuple[Finding, ...]:
    """Items to findings, those one can cite first; a task that is still to be done is none."""
    found = [
        _read(about, item, path) for item in items if item.level == 0 and item.mark in (None, *"xX")
    ]
    return tuple(sorted((one for one in found if one.text), key=lambda one: not one.is_fact))


def _read(about: str, item: Item, path: str) -> Finding:
    day, text = read_day_before(item.text)
    return Finding(about, _ID.sub("", text).strip(), day, is_fact(item), path, item.line)
