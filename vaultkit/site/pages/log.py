"""log.html: everything that happened, newest first; a long log has a page for each month, too."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, islice
from textwrap import dedent
from typing import NamedTuple

from markupsafe import Markup

from vaultkit.contact_log import LogEntry
from vaultkit.dates import say_day
from vaultkit.document import Document
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import LoggedNote
from vaultkit.site.frame import Event, Page, Ref, Site
from vaultkit.site.log_words import begin_of, label_of
from vaultkit.site.syntax import COMMENT

# A link to its interview at the start of an entry, and what stands between it and the words.
_LINK = re.compile(r"\[\[[^\[\]\n|#]+\]\][ \t]*:?[ \t]*")


# A log with more entries than this is split up; so many of it stand on its first page.
MOST, NEWEST = 2000, 500


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
    """One table of all logs; of a long one the newest entries, and a table for each month."""
    entries = _find_entries(site)
    if len(entries) <= MOST:
        yield Page("log.html", "log.html", Log(_show(site, entries)))
        return
    by_month: dict[str, list[tuple[LogEntry, LoggedNote]]] = {}
    for pair in entries:
        by_month.setdefault(f"{pair[0].day:%Y-%m}", []).append(pair)
    months = tuple(Ref(month, f"log-{month}.html") for month in by_month)
    yield Page("log.html", "log.html", Log(_show(site, entries[:NEWEST]), months))
    for month, found in by_month.items():
        yield Page(f"log-{month}.html", "log.html", Log(_show(site, found), months))


def _show(site: Site, entries: Iterable[tuple[LogEntry, LoggedNote]]) -> tuple[Event, ...]:
    return tuple(make_event(site, entry, note, "") for entry, note in entries)


def make_recent(site: Site, most: int) -> tuple[Recent, ...]:
    """The latest lines of all logs; what is of one day and one kind stands in one."""
    past = (pair for pair in _find_entries(site) if pair[0].day <= site.today)
    grouped = groupby(past, key=lambda pair: (pair[0].day, pair[0].kind, pair[0].word))
    return tuple(
        Recent(say_day(day, site.today), day.isoformat(), begin_of(kind, word), _name(site, pairs))
        for (day, kind, word), pairs in islice(grouped, most)
    )


def _name(site: Site, pairs: Iterable[tuple[LogEntry, LoggedNote]]) -> tuple[Ref, ...]:
    return tuple(dict.fromkeys(site.ref(note) for _, note in pairs))


def _find_entries(site: Site) -> list[tuple[LogEntry, LoggedNote]]:
    notes: list[LoggedNote] = [*site.vault.contacts, *site.vault.companies]
    found = [(entry, note) for note in notes for entry in note.log.entries]
    found.sort(key=lambda pair: (pair[0].day, pair[0].time, pair[1].path, pair[0].line))
    found.reverse()
    return found


def make_event(site: Site, entry: LogEntry, note: LoggedNote, root: str) -> Event:
    """One entry as it is shown."""
    said = words(site, entry, note, root)
    day = say_day(entry.day, site.today) + (f", {entry.time}" if entry.time else "")
    label = label_of(entry.kind, entry.word)
    return Event(day, entry.day.isoformat(), entry.word, label, site.ref(note), said)


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
    lines = ((n, document.lines[n]) for a, b in document.spans(word) for n in range(a, b))
    left = [line for n, line in lines if n not in own and line.strip() not in shown]
    text = "\n".join(left)
    return text if COMMENT.sub("", text).strip() else ""


def _behind_kind(line: str, entry: LogEntry) -> str:
    found = _find_word(entry.word).search(line)
    return line[found.end() :].lstrip(" \t:") if found else entry.words


@lru_cache(maxsize=256)
def _find_word(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=[\s\]]){re.escape(word)}(?![\w-])", re.I)
