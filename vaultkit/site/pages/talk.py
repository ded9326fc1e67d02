"""What both pages of an interview share: what became of it, its sections as text or as lists."""

from enum import StrEnum

from markupsafe import Markup

from vaultkit.items import read_list
from vaultkit.meetings import Meeting
from vaultkit.notes.interview import Interview
from vaultkit.site.frame import Site


class Fate(StrEnum):
    """What became of a meeting; OFF when its contact, day or booking is not there."""

    AHEAD = "ahead"
    HELD = "held"
    CANCELLED = "cancelled"
    MISSED = "missed"
    OFF = "no day"


def find_meeting(site: Site, note: Interview) -> Meeting | None:
    """The meeting an interview note stands for, None when it does not stand."""
    contact = site.vault.contact_of(note)
    standing = site.agenda.standings.get(contact.path) if contact else None
    meetings = (*standing.ahead, *standing.held) if standing else ()
    return next((one for one in meetings if one.interview is note), None)


def find_fate(site: Site, note: Interview) -> Fate:
    """What became of it by today."""
    meeting = find_meeting(site, note)
    if meeting:
        return Fate.HELD if meeting.took_place else Fate.AHEAD
    if note.status == "missed":
        return Fate.MISSED
    return Fate.CANCELLED if note.status == "cancelled" or _is_called_off(site, note) else Fate.OFF


def _is_called_off(site: Site, note: Interview) -> bool:
    """It has a contact and a day and yet does not stand: an entry of the log undid it."""
    return note.when is not None and site.vault.contact_of(note) is not None


def is_list(note: Interview, section: str, *, deep: bool = False, tasks: bool = False) -> bool:
    """Whether a section holds a list and nothing else, so that nothing is lost when taken apart.

    `deep`: items may have lines below them; `tasks`: all of them are tasks.
    """
    word = note.settings.section_word(section)
    items, strays = read_list(note.document.section(word))
    spans, hidden = note.document.spans(word), note.document.hidden
    if strays or any(n in hidden for start, end in spans for n in range(start, end)):
        return False
    top = [item for item in items if item.level == 0]
    if tasks and any(item.mark is None for item in top):
        return False
    return deep or not any(item.below for item in top)


def show_section(site: Site, note: Interview, section: str) -> Markup:
    """A section as it is written."""
    text = note.document.section_text(note.settings.section_word(section))
    return site.render(note, text) if text else Markup("")
