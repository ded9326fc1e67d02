"""log.html: everything that happened, newest first; a long log has a page for each month, too."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby, islice, pairwise
from textwrap import dedent
from typing import NamedTuple

from markupsafe import Markup

from vaultkit.contact_log import LogEntry
from vaultkit.dates import say_day
from vaultkit.document import Document
from vaultkit.gathering import Keyed
from vaultkit.notes.company import Company
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import LoggedNote
from vaultkit.site.frame import Event, Page, Ref, Site
from vaultkit.site.log_words import begin_of, label_of
from vaultkit.site.syntax import COMMENT
from vaultkit.site.turning import MOST, make_turn

# A link to its interview at the start of an entry, and what stands between it and the words.
_LINK = re.compile(r"\[\[[^\[\]\n|#]+\]\][ \t]*:?[ \t]*")


# A log with more entries than this is split up; so many of it stand on its first page.
MANY, NEWEST = 1000, MOST


class Line(NamedTuple):
    """An entry, and how it is shown."""

    entry: LogEntry
    event: Event


class Recent(NamedTuple):
    """A line of what happened lately: entries of one day and one kind, and with whom."""

    day: str
    iso: str
    begin: str
    who: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Log:
    """The content of a log page; `months` are the pages where the rest stands."""

    events: tuple[Event, ...]
    months: tuple[Ref, ...] = ()


def log(site: Site) -> Iterator[Page]:
    """One table of all logs; of a long one the newest entries, and tables for each month."""
    lines = [line for _, line in reversed(_gather_lines(site))]
    if len(lines) <= MANY:
        yield Page("log.html", "log.html", Log(_show(lines)))
        return
    grouped = groupby(lines, key=lambda line: line.event.iso[:7])
    by_month = {month: tuple(found) for month, found in grouped}
    months = tuple(Ref(month, f"log-{month}.html") for month in by_month)
    yield Page("log.html", "log.html", Log(_show(lines[:NEWEST]), months))
    for month, found in by_month.items():
        yield from _turn_month(month, _show(found), months)


def _turn_month(month: str, found: tuple[Event, ...], months: tuple[Ref, ...]) -> Iterator[Page]:
    """The pages of one month. They are cut from its first day on, and numbered so: what is logged
    today changes the newest page, none of the others.
    """
    older = max(0, len(found) // MOST - 1)
    ends = [len(found) - MOST * number for number in range(older, -1, -1)]
    names = [f"log-{month}-{number}.html" for number in range(older, 0, -1)]
    addresses = [f"log-{month}.html", *names]
    for place, (start, end) in enumerate(pairwise([0, *ends])):
        content = Log(found[start:end], months)
        turn = make_turn(addresses, place)
        yield Page(addresses[place], "log.html", content, turn=turn)


def _show(lines: Iterable[Line]) -> tuple[Event, ...]:
    return tuple(line.event for line in lines)


def make_recent(site: Site, most: int) -> tuple[Recent, ...]:
    """The latest lines of all logs; what is of one day and one kind stands in one."""
    lines = (line for _, line in reversed(_gather_lines(site)))
    past = (line for line in lines if line.entry.day <= site.today)
    grouped = groupby(past, key=lambda line: (line.entry.day, line.entry.kind, line.entry.word))
    return tuple(
        Recent(say_day(day, site.today), day.isoformat(), begin_of(kind, word), _name(found))
        for (day, kind, word), found in islice(grouped, most)
    )


def _name(found: Iterable[Line]) -> tuple[Ref, ...]:
    return tuple(dict.fromkeys(line.event.who for line in found))


def _gather_lines(site: Site) -> list[Keyed[Line]]:
    return site.gatherings.find(site, list_entries, Contact, Company)


def list_entries(site: Site, note: LoggedNote) -> Iterator[Keyed[Line]]:
    """The entries of one log."""
    for entry in note.log.entries:
        event = make_event(site, entry, note, "")
        yield (event.iso, entry.time, note.path, entry.line), Line(entry, event)


def make_event(site: Site, entry: LogEntry, note: LoggedNote, root: str) -> Event:
    """One entry as it is shown."""
    said = words(site, entry, note, root)
    iso, day = _say(entry.day, site.today)
    label = label_of(entry.kind, entry.word)
    shown = f"{day}, {entry.time}" if entry.time else day
    return Event(shown, iso, entry.word, label, site.ref(note), said)


@lru_cache(maxsize=4096)
def _say(day: date, today: date) -> tuple[str, str]:
    """A day as text for programs and for people; entries of one day share them in memory."""
    return day.isoformat(), say_day(day, today)


def words(site: Site, entry: LogEntry, note: LoggedNote, root: str) -> Markup:
    """What an entry says: all that stands behind its kind, and the lines below it."""
    text = _behind_kind(note.document.lines[entry.line - 1], entry)
    page = _find_page(site, entry) if _LINK.match(text) else ""
    line = site.inline(_LINK.sub("", text, count=1) if page else text, root)
    if page:
        name = "Notes" if entry.kind == "met" else "Interview"
        line += Markup(' <a href="{}">{}</a>').format(root + page, name)
    if not entry.below:
        return line
    return line + site.block(dedent("\n".join(entry.below)), root)


def _find_page(site: Site, entry: LogEntry) -> str:
    """The page of the interview that an entry links to right behind its kind, "" for none."""
    found = site.vault.find(entry.link) if entry.link else None
    return site.addresses[found.path] if isinstance(found, Interview) else ""


def left_of_log(document: Document, word: str, entries: Sequence[LogEntry]) -> str:
    """The log without what its entries show: plans, odd lines, quotes; "" when nothing is left."""
    shown = {line.strip() for entry in entries for line in entry.below} - {""}
    own = {entry.line - 1 for entry in entries}
    lines = document.lines
    rows = ((n, lines[n]) for a, b in document.spans(word) for n in range(a, b))
    left = [line for n, line in rows if n not in own and line.strip() not in shown]
    text = "\n".join(left)
    return text if COMMENT.sub("", text).strip() else ""


def _behind_kind(line: str, entry: LogEntry) -> str:
    found = _find_word(entry.word).search(line)
    return line[found.end() :].lstrip(" \t:") if found else entry.words


@lru_cache(maxsize=256)
def _find_word(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=[\s\]]){re.escape(word)}(?![\w-])", re.I)
