"""interviews/: every meeting; before it the page is a prep sheet, after it the record."""

from collections.abc import Iterator

from vaultkit.gathering import Keyed
from vaultkit.notes.interview import Interview
from vaultkit.preparation import check_readiness
from vaultkit.site.frame import Page, Ref, Site
from vaultkit.site.pages.lists import Group, ListContent, ListRow, turn_list
from vaultkit.site.pages.prep_sheet import make_sheet
from vaultkit.site.pages.record import find_thanks, make_record
from vaultkit.site.pages.talk import Fate, find_fate

HEADINGS = (
    ("ahead", "Ahead", (Fate.AHEAD,)),
    ("past", "Held", (Fate.HELD,)),
    ("off", "Did not take place", (Fate.CANCELLED, Fate.MISSED, Fate.OFF)),
)


def interviews(site: Site) -> Iterator[Page]:
    """The list of all interviews: those ahead the nearest first, the others the latest."""
    found = site.gatherings.find(site, list_interview, Interview)
    groups = []
    for id_, heading, wanted in HEADINGS:
        rows = [row for _, (fate, row) in found if fate in wanted]
        groups.append(Group(id_, heading, tuple(rows if id_ == "ahead" else reversed(rows))))
    empty = "No interviews yet. When a day is fixed: vaultkit log WHO booked --when DAY."
    shown = tuple(group for group in groups if group.rows)
    yield from turn_list("interviews/index.html", ListContent("Interviews", "", shown, empty))


def list_interview(site: Site, note: Interview) -> Iterator[Keyed[tuple[Fate, ListRow]]]:
    """The row of one interview, and whether it took place."""
    fate = find_fate(site, note)
    yield _by_day(note), (fate, _make_row(site, note, fate))


def interview_page(site: Site, interview: Interview) -> Page:
    """The page of one interview."""
    address = site.addresses[interview.path]
    if find_fate(site, interview) is Fate.AHEAD:
        return Page(address, "interview.html", make_sheet(site, interview))
    return Page(address, "record.html", make_record(site, interview))


def _by_day(note: Interview) -> tuple[str, str, str]:
    when = note.when
    return (str(when.day), str(when.time or ""), note.path) if when else ("9", "", note.path)


def _make_row(site: Site, note: Interview, fate: Fate) -> ListRow:
    contact = site.vault.contact_of(note)
    when = site.say(note.when.day) if note.when else "no day yet"
    if note.when and fate is Fate.AHEAD:
        when += f", {note.when.time:%H:%M}" if note.when.time else ", time open"
    where = note.place or note.mode or ""
    name = contact.name if contact else note.name
    step, status = _say_state(site, note, fate)
    return ListRow(Ref(name, site.addresses[note.path]), where, when, step, status)


def _say_state(site: Site, note: Interview, fate: Fate) -> tuple[str, str]:
    """Ready or not, thanked or not, or what came between."""
    if fate is Fate.AHEAD:
        parts = check_readiness(site.vault, note, site.settings)
        ready = sum(part.is_ready for part in parts)
        state = "ready" if ready == len(parts) else f"{ready} of {len(parts)} ready"
        return f"{note.status}, {state}", ""
    if fate is Fate.HELD:
        thanks = find_thanks(site, note)
        written = "" if note.has_notes else ", not written up"
        return thanks.words + written, thanks.status
    return fate.value, ""
