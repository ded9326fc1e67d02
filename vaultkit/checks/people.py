"""One person in two notes; people of one firm who are asked at once; facts that grow old."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, groupby

from vaultkit.checks.scene import Scene, at_field
from vaultkit.contact_log import APPROACHES, MISSES
from vaultkit.dates import read_date, say_day
from vaultkit.diagnostics import Diagnostic, make_diagnostic
from vaultkit.gathering import Keyed
from vaultkit.items import Item
from vaultkit.lookalikes import find_initials, find_keys, fold_firm
from vaultkit.notes.company import Company
from vaultkit.notes.contact import Contact
from vaultkit.notes.note import Note

# Facts grow old after so many days (REQUIREMENTS T23): a job, a phone number or address, news.
JOB_AGE, REACH_AGE, NEWS_AGE = timedelta(180), timedelta(365), timedelta(90)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def check_twins(scene: Scene) -> Iterator[Diagnostic]:
    """Two notes that look like one person, reported once at each."""
    told: set[str] = set()
    for what, paths in _group(scene.gatherings.find(scene, list_keys, Contact)):
        group = scene.find(Contact, paths[:MOST_OF_ONE])
        for one, other in combinations(group, 2):
            if {one.path, other.path} <= told or _are_two(scene, what, one, other):
                continue
            for first, second in ((one, other), (other, one)):
                if second.path not in told:
                    told.add(second.path)
                    yield _say_twin(what, first, second)


def list_keys(_: Scene, contact: Contact) -> Iterator[Keyed[str]]:
    """What a contact may stand under twice."""
    for key in find_keys(contact):
        yield (key, contact.path), key[0]


def _group(rows: list[Keyed[str]]) -> Iterator[tuple[str, list[str]]]:
    """What stands in two notes or more under one key, with the paths of the notes."""
    for _, found in groupby(rows, key=lambda row: row[0][0]):
        group = list(found)
        if len(group) > 1:
            yield group[0][1], [str(path) for (_, path), _ in group]


# With more notes than this of one name or number it is no longer a slip that the rest would tell.
MOST_OF_ONE = 20


def _are_two(scene: Scene, what: str, one: Contact, other: Contact) -> bool:
    """Namesakes with two addresses at two firms; colleagues behind one switchboard."""
    firms = {scene.vault.company_name(one), scene.vault.company_name(other)}
    if what == "phone":
        return len(firms) == 1 and firms != {None}
    if what == "name" and _differ(one, other):
        return True
    mails = {one.values.text("email"), other.values.text("email")}
    return what == "name" and None not in mails | firms and len(mails) == len(firms) == 2


def _differ(one: Contact, other: Contact) -> bool:
    """Omar J. Diaz and Omar K. Diaz."""
    first, second = find_initials(one.name), find_initials(other.name)
    return bool(first and second) and first != second


def check_firms(scene: Scene) -> Iterator[Diagnostic]:
    """Two notes of one company, reported at both."""
    seen: dict[str, Company] = {}
    for company in scene.vault.companies:
        for key in dict.fromkeys(map(fold_firm, (company.name, company.stem))):
            other = seen.setdefault(key, company) if key else company
            if other is not company:
                yield _say_firm(other, company)
                yield _say_firm(company, other)
                break


def _say_firm(one: Company, other: Company) -> Diagnostic:
    message = (
        f"{other.name} looks like {one.name} in {one.path}; merge the two notes (its sites go "
        "into `city`)"
    )
    field = "name" if other.document.field("name") else ""
    return at_field("company-twice", other, field, message)


def _say_twin(what: str, one: Contact, other: Contact) -> Diagnostic:
    message = (
        f"{other.name} looks like {one.name} in {one.path} (same {_WORDS[what]}); "
        "merge the two notes, or tell them apart in name, email and company"
    )
    field = what if what != "name" or other.document.field("name") else ""
    return at_field("contact-twice", other, field, message)


_WORDS = {"name": "name", "email": "e-mail", "phone": "phone number"}


def check_crowds(scene: Scene) -> Iterator[Diagnostic]:
    """Several people of one firm with a question open: they may talk to each other (R46)."""
    for firm, paths in _group(scene.gatherings.find(scene, list_open, Contact)):
        yield _say_crowd(scene, firm, scene.find(Contact, paths))


def list_open(scene: Scene, contact: Contact) -> Iterator[Keyed[str]]:
    """The firm of a contact with a question open."""
    firm = scene.vault.company_name(contact)
    if firm and _is_in_play(scene, contact):
        yield (firm, contact.path), firm


def _is_in_play(scene: Scene, contact: Contact) -> bool:
    chase = scene.standing(contact).chase
    return (
        not contact.closed and chase.state in APPROACHES | MISSES | {"call"} and not chase.is_parked
    )


def _say_crowd(scene: Scene, firm: str, group: list[Contact]) -> Diagnostic:
    entries = [scene.standing(one).chase.entry for one in group]
    last = max((one for one in entries if one), key=lambda one: (one.day, one.path))
    names = ", ".join(sorted(one.name for one in group))
    message = f"{len(group)} people at {firm} are asked at once ({names}); tell each of the others"
    return make_diagnostic("company-crowded", last.path, last.line, last.column, message)


def check_age(scene: Scene, note: Note) -> Iterator[Diagnostic]:
    """What was last confirmed long ago: the job, the number, the news before a meeting."""
    if not isinstance(note, Contact) or note.closed:
        return
    known = _last_known(scene, note)
    age = scene.today - known if known else timedelta(0)
    for field, most in (("role", JOB_AGE), ("phone", REACH_AGE), ("email", REACH_AGE)):
        if age > most and note.values.text(field) and known:
            message = (
                f"{field} was last sure on {say_day(known, scene.today)}; look whether it still "
                "holds and log a note"
            )
            yield at_field("fact-stale", note, field, message)
    yield from _check_news(scene, note)


def _last_known(scene: Scene, contact: Contact) -> date | None:
    """The latest day in the note on which something was seen or heard of them."""
    days = [entry.day for entry in scene.standing(contact).entries]
    return max([*days, *filter(None, map(_day_of, contact.research))], default=None)


def _check_news(scene: Scene, contact: Contact) -> Iterator[Diagnostic]:
    company = scene.vault.company_of(contact)
    if company is None or not scene.standing(contact).ahead:
        return
    dated = [(day, item.line) for item in company.research if (day := _day_of(item))]
    if dated and scene.today - max(dated)[0] > NEWS_AGE:
        day, line = max(dated)
        message = (
            f"the newest fact is of {say_day(day, scene.today)} and you meet {contact.name} soon; "
            "look for news"
        )
        yield make_diagnostic("fact-stale", company.path, line, 1, message)


def _day_of(item: Item) -> date | None:
    days = (read_date(text) for line in (item.text, *item.below) for text in _DAY.findall(line))
    return max((day for day in days if day), default=None)


def check_circles(scene: Scene, note: Note) -> Iterator[Diagnostic]:
    """Somebody who, link by link, was named by themselves."""
    if not isinstance(note, Contact):
        return
    way, one = [note.path], scene.vault.referrer_of(note)
    while one is not None and one.path not in way:
        way.append(one.path)
        one = scene.vault.referrer_of(one)
    if one is note:
        names = " -> ".join(way)
        message = f"referred_by leads back to this note ({names}); mend one of the links"
        yield at_field("link-circle", note, "referred_by", message)
