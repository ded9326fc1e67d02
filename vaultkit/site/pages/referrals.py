"""referrals.html: who led to whom, as a tree with its table; what each name may be used for."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from vaultkit.counting import count_in_words, start_sentence
from vaultkit.dates import say_day
from vaultkit.notes.contact import Contact
from vaultkit.plans import find_vague_feelers
from vaultkit.referrals import (
    Branch,
    Leaf,
    Person,
    count_grown,
    find_branches,
    grow_tree,
    was_feeler,
)
from vaultkit.site.frame import Page, Ref, Site
from vaultkit.site.tree import Tree, draw_tree
from vaultkit.site.turning import cut
from vaultkit.stages import Stage

# What the leave of the referrer is called, and the look of its branch.
LEAVES = {"yes": "may be named", "no": "may not be named", "asked": "asked, no answer yet"}
UNASKED = "not asked yet"
UNKNOWN = "referred_by is not set"
_LOOKS = {LEAVES["yes"]: "", LEAVES["no"]: "no", LEAVES["asked"]: "asked", UNASKED: "asked"}


class BranchRow(NamedTuple):
    """One branch in the table: who named whom, when, whether the name may be used, what came."""

    namer: Ref
    named: Ref
    day: str
    leave: str
    stage: str
    place: str
    address: str


class Feeler(NamedTuple):
    """Somebody asked for leads, or who gave some: whom they led to, who was met.

    `met` holds the first few of `grown` people.
    """

    who: Ref
    asked: str
    named: int
    grown: int
    met: tuple[Ref, ...]


class Vague(NamedTuple):
    """An ask that is hard to answer with a name."""

    who: Ref
    words: str
    place: str
    address: str


@dataclass(frozen=True, slots=True)
class ReferralsContent:
    """The content of one page; the tree stands on the first. `total` counts all branches."""

    finding: str
    tree: Tree | None
    title: str
    branches: tuple[BranchRow, ...]
    total: str
    feelers: tuple[Feeler, ...]
    vague: tuple[Vague, ...]
    is_empty: bool


# So many who were met are named.
MOST_MET = 20


def referrals(site: Site) -> Iterator[Page]:
    """The tree, the table of its branches, what grew from each."""
    standings = site.agenda.standings
    branches = find_branches(site.vault, standings, lambda one: _shows(site, one))
    leaves = grow_tree(branches)
    hung = [leaf.branch for leaf in leaves if leaf.branch]
    feelers, vague = list(_list_feelers(site, branches)), list(_list_vague(site))
    for leg in cut("referrals.html", [hung, feelers, vague]):
        first, second, third = leg.sections
        rows = tuple(_make_row(site, branch) for branch in hung[first])
        content = ReferralsContent(
            _say_finding(feelers) if leg.is_first else "",
            draw_tree(leaves, partial(_look, site)) if leg.is_first and hung else None,
            f"{count_in_words(len(hung), 'naming')}; the table has each of them in words.",
            rows,
            str(len(hung)) if leg.is_first else "",
            tuple(feelers[second]),
            tuple(vague[third]),
            not hung and not feelers,
        )
        yield Page(leg.address, "referrals.html", content, turn=leg.turn)


def _shows(site: Site, contact: Contact) -> bool:
    return "referred_by" not in site.private(contact)


def _ref(site: Site, person: Person) -> Ref:
    return site.ref(person.contact) if person.contact else Ref(person.name, "")


def _make_row(site: Site, branch: Branch) -> BranchRow:
    contact = branch.named.contact
    stage = site.agenda.standings[contact.path].stage.value if contact else "no note yet"
    note = site.vault.note(branch.path)
    return BranchRow(
        _ref(site, branch.namer),
        _ref(site, branch.named),
        say_day(branch.day, site.today) if branch.day else "",
        say_leave(site, branch),
        stage.replace("-", " "),
        f"{branch.path}:{branch.line}",
        site.addresses[note.path] if note else "",
    )


def say_leave(site: Site, branch: Branch) -> str:
    """Whether the namer may be mentioned to whom they named; "" when that is somebody else's."""
    contact = branch.named.contact
    if contact is None:
        return UNASKED
    if {"referred_by", "may_mention"} & site.private(contact):
        return ""
    if contact.referred_by is None:
        return UNKNOWN
    if site.vault.referrer_of(contact) is not branch.namer.contact:
        return ""
    asked = any(entry.kind == "permission" for entry in site.agenda.standings[contact.path].entries)
    return LEAVES.get(contact.may_mention or "", LEAVES["asked"] if asked else UNASKED)


def _look(site: Site, leaf: Leaf) -> tuple[str, str]:
    """What became of somebody, and whether the name of who named them may be used."""
    twig = _LOOKS.get(say_leave(site, leaf.branch), "asked") if leaf.branch else ""
    contact = leaf.person.contact
    if contact is None:
        return "none", twig
    standing = site.agenda.standings[contact.path]
    if standing.held:
        return "met", twig
    return ("no" if standing.stage is Stage.DECLINED else "open"), twig


def _list_feelers(site: Site, branches: tuple[Branch, ...]) -> Iterator[Feeler]:
    """Everyone who named somebody, and everyone asked for leads, most meetings first."""
    grown = count_grown(branches, site.agenda.standings)
    known = {person.key for person, _ in grown}
    named = Counter(branch.namer.key for branch in branches)
    for person, met in grown:
        refs = tuple(site.ref(one) for one in met[:MOST_MET])
        asked = _say_asked(site, person.contact)
        yield Feeler(_ref(site, person), asked, named[person.key], len(met), refs)
    for contact in site.vault.contacts:
        if contact.path not in known and was_feeler(site.agenda.standings[contact.path]):
            yield Feeler(site.ref(contact), _say_asked(site, contact), 0, 0, ())


def _say_asked(site: Site, contact: Contact | None) -> str:
    """The last day on which they were asked for leads."""
    entries = site.agenda.standings[contact.path].entries if contact else ()
    days = [entry.day for entry in entries if entry.kind == "feeler"]
    return say_day(days[-1], site.today) if days else ""


def _say_finding(feelers: Sequence[Feeler]) -> str:
    """Whose names grew most meetings; nothing while none has grown."""
    most = max((one.grown for one in feelers), default=0)
    if not most:
        return "No conversation has grown from a name yet." if feelers else ""
    best = [one.who.name for one in feelers if one.grown == most]
    whose = " and ".join(best) if len(best) < 3 else f"{len(best)} people"
    talks = start_sentence(count_in_words(most, "conversation"))
    each = " each" if len(best) > 1 else ""
    return f"{talks}{each} grew from whom {whose} named: the most so far."


def _list_vague(site: Site) -> Iterator[Vague]:
    for contact, entry in find_vague_feelers(site.vault, site.today):
        words = entry.words or "nothing but that you asked"
        place = f"{entry.path}:{entry.line}"
        yield Vague(site.ref(contact), words, place, site.addresses[contact.path])
