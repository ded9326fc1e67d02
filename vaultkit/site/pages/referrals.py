"""referrals.html: who named whom, when, and whether their name may be used."""

from collections.abc import Iterator
from dataclasses import dataclass

from vaultkit.site.frame import Page, Ref, Site
from vaultkit.vault import Naming


@dataclass(frozen=True, slots=True)
class Branch:
    """One naming: who named whom, on which day, what became of it."""

    namer: Ref
    named: Ref
    day: str
    leave: str
    stage: str


@dataclass(frozen=True, slots=True)
class Referrals:
    """The content of the page."""

    branches: tuple[Branch, ...]


def referrals(site: Site) -> Iterator[Page]:
    """One table, by namer, each pair once."""
    found: dict[tuple[str, str], Branch] = {}
    for standing in site.agenda.standings.values():
        for naming in standing.named:
            found.setdefault((naming.namer.path, naming.name.casefold()), _make(site, naming))
    branches = sorted(found.values(), key=lambda one: (one.namer.name.casefold(), one.named.name))
    yield Page("referrals.html", "referrals.html", Referrals(tuple(branches)))


def _make(site: Site, naming: Naming) -> Branch:
    contact = naming.contact
    named = site.ref(contact) if contact else Ref(naming.name, "")
    stage = site.agenda.standings[contact.path].stage.value if contact else "no note yet"
    leave = ""
    hidden = contact and site.private(contact) & {"referred_by", "may_mention"}
    if contact and not hidden and site.vault.referrer_of(contact) is naming.namer:
        states = {"yes": "may be named", "no": "may not be named", "asked": "asked"}
        leave = states.get(contact.may_mention or "", "not asked yet")
    day = site.say(naming.day) if naming.day else ""
    return Branch(site.ref(naming.namer), named, day, leave, stage.replace("-", " "))
