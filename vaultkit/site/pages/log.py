"""log.html: everything that happened, newest first."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import dedent

from markupsafe import Markup

from vaultkit.contact_log import LogEntry
from vaultkit.document import Document
from vaultkit.notes.note import LoggedNote
from vaultkit.site.frame import Event, Page, Site
from vaultkit.site.syntax import COMMENT


@dataclass(frozen=True, slots=True)
class Log:
    """The content of the log page."""

    events: tuple[Event, ...]


def log(site: Site) -> Iterator[Page]:
    """One table of all logs."""
    yield Page("log.html", "log.html", Log(make_events(site, "")))


def make_events(site: Site, root: str, most: int | None = None) -> tuple[Event, ...]:
    """The entries of all logs, newest first; on one day the last one first."""
    notes: list[LoggedNote] = [*site.vault.contacts, *site.vault.companies]
    found = [(entry, note) for note in notes for entry in note.log.entries]
    found.sort(key=lambda pair: (pair[0].day, pair[0].time, pair[1].path, pair[0].line))
    found.reverse()
    return tuple(make_event(site, entry, note, root) for entry, note in found[:most])


def make_event(site: Site, entry: LogEntry, note: LoggedNote, root: str) -> Event:
    """One entry as it is shown."""
    said = words(site, entry, note, root)
    day = site.say(entry.day) + (f", {entry.time}" if entry.time else "")
    return Event(day, entry.day.isoformat(), entry.word, site.ref(note), said)


def words(site: Site, entry: LogEntry, note: LoggedNote, root: str) -> Markup:
    """What an entry says: all that stands behind its kind, and the lines below it."""
    line = site.inline(_behind_kind(note.document.lines[entry.line - 1], entry), root)
    if not entry.below:
        return line
    return line + site.block(dedent("\n".join(entry.below)), root)


def left_of_log(document: Document, word: str, entries: Sequence[LogEntry]) -> str:
    """The log without what its entries show: plans, odd lines, quotes; "" when nothing is left."""
    shown = {line.strip() for entry in entries for line in entry.below} - {""}
    own = {entry.line - 1 for entry in entries}
    lines = ((n, document.lines[n]) for a, b in document.spans(word) for n in range(a, b))
    left = [line for n, line in lines if n not in own and line.strip() not in shown]
    text = "\n".join(left)
    return text if COMMENT.sub("", text).strip() else ""


def _behind_kind(line: str, entry: LogEntry) -> str:
    found = re.search(rf"(?<=[\s\]]){re.escape(entry.word)}(?![\w-])", line, re.I)
    return line[found.end() :].lstrip(" \t:") if found else entry.words
