"""log.html: everything that happened, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from vaultkit.contact_log import LogEntry
from vaultkit.notes.note import LoggedNote
from vaultkit.site.frame import Event, Page, Site


@dataclass(frozen=True, slots=True)
class Log:
    """The content of the log page."""

    events: tuple[Event, ...]


def log(site: Site) -> Iterator[Page]:
    """One table of all logs."""
    yield Page("log.html", "log.html", Log(make_events(site, "")))


def make_events(site: Site, root: str) -> tuple[Event, ...]:
    """The entries of all logs, newest first; on one day the last one first."""
    notes: list[LoggedNote] = [*site.vault.contacts, *site.vault.companies]
    found = [(entry, note) for note in notes for entry in note.log.entries]
    found.sort(key=lambda pair: (pair[0].day, pair[0].time, pair[1].path, pair[0].line))
    return tuple(make_event(site, entry, note, root) for entry, note in reversed(found))


def make_event(site: Site, entry: LogEntry, note: LoggedNote, root: str) -> Event:
    """One entry as it is shown."""
    day = site.say(entry.day) + (f", {entry.time}" if entry.time else "")
    return Event(day, entry.day.isoformat(), entry.word, site.ref(note), words(site, entry, root))


def words(site: Site, entry: LogEntry, root: str) -> Markup:
    """What an entry says: its link, its words, the lines below it."""
    link = f"[[{entry.link}]]" if entry.link and not entry.words.startswith("[[") else ""
    lines = " ".join(line.strip() for line in entry.below)
    return site.inline(" ".join(part for part in (link, entry.words, lines) if part), root)
