"""One line of a log to a LogEntry and back; the words a log may use and what group they are in."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import pairwise
from sys import intern
from typing import NamedTuple

from vaultkit.dates import read_date
from vaultkit.diagnostics import Diagnostic, find_nearest, make_diagnostic
from vaultkit.document import Document
from vaultkit.items import Item, read_list
from vaultkit.links import find_link, make_link
from vaultkit.settings import Settings


class Group(StrEnum):
    """What an entry tells: we wrote, we called, we asked others, they answered, we met."""

    WRITING = "out, writing"
    CALLING = "out, calling"
    ASKING = "out, asking others"
    IN = "in"
    MEETING = "meeting"
    NO_CLOCK = "no clock"


# Every log word: its group and what it tells (SPEC 1).
KINDS: dict[str, tuple[Group, str]] = {
    "letter": (Group.WRITING, "wrote by post"),
    "email": (Group.WRITING, "wrote by e-mail"),
    "message": (Group.WRITING, "wrote on LinkedIn and the like"),
    "questions": (Group.WRITING, "sent the questions left over from a talk"),
    "thanks": (Group.WRITING, "thanked them"),
    "update": (Group.WRITING, "told them how it is going"),
    "call": (Group.CALLING, "spoke to them on the phone"),
    "voicemail": (Group.CALLING, "left a voicemail"),
    "relayed": (Group.CALLING, "left word with another person"),
    "no-answer": (Group.CALLING, "rang, nobody answered"),
    "feeler": (Group.ASKING, "asked this person of our own network for leads"),
    "permission": (Group.ASKING, "asked the referrer whether we may name them"),
    "reply": (Group.IN, "they answered"),
    "wrote": (Group.IN, "they wrote unasked"),
    "agreed": (Group.IN, "they said yes, no day yet"),
    "booked": (Group.IN, "a day is fixed"),
    "declined": (Group.IN, "they said no"),
    "later": (Group.IN, "they asked to be tried later"),
    "bounced": (Group.IN, "what we sent did not reach them"),
    "met": (Group.MEETING, "the talk we asked for took place"),
    "cancelled": (Group.MEETING, "the meeting was called off"),
    "missed": (Group.MEETING, "one of us did not come"),
    "referral": (Group.NO_CLOCK, "they named someone"),
    "snafu": (Group.NO_CLOCK, "something went wrong; a #hashtag names the lesson"),
    "note": (Group.NO_CLOCK, "anything else worth keeping"),
}

APPROACHES = frozenset(("letter", "email", "message"))
MISSES = frozenset(("voicemail", "relayed", "no-answer"))
ANSWERS = frozenset(("reply", "agreed", "booked", "declined", "later", "met"))
OUTGOING = frozenset(
    name for name, (group, _) in KINDS.items() if group in (Group.WRITING, Group.CALLING)
) | {"feeler"}
TOUCHES = (OUTGOING - {"no-answer", "feeler"}) | ANSWERS | {"wrote"}
# Entries that may name an interview note behind the word.
LINKING = frozenset(("booked", "met", "cancelled", "missed", "referral"))

_ENTRY = re.compile(
    r"(?:\[\[)?(\d{4}-\d\d-\d\d)(?:\]\])?(?:[ \t]+(\d{1,2}:\d\d))?[ \t]+([^\W\d_][\w-]*)"
    r"[ \t]*(\[\[[^\[\]\n]+\]\])?[ \t]*(?::(?:[ \t]*(.*))?)?"
)
_DATE_START = re.compile(r"(?:\[\[)?\d{4}-\d{1,2}-\d{1,2}")
_QUIET = ("#", ">", "|", "%%", "<!--", "---", "***", "___")
EXPECTED = "expected `- 2026-10-05 call: words`"


def list_words(kinds: Mapping[str, str]) -> tuple[str, ...]:
    """Every word an entry may use: ours, and those of `[kinds]` that are like one of ours."""
    return (*KINDS, *(word for word, like in kinds.items() if like in KINDS))


class LogEntry(NamedTuple):
    """What happened on a day: `kind` after `[kinds]`, `word` as written, `link` its target."""

    day: date
    time: str
    kind: str
    word: str
    link: str
    words: str
    below: tuple[str, ...]
    path: str
    line: int
    column: int = 1

    @property
    def place(self) -> tuple[str, int]:
        """Where it stands: path and line."""
        return self.path, self.line


class Log(NamedTuple):
    """The entries of one note in order of time; `plans` are the task lines among them."""

    entries: tuple[LogEntry, ...] = ()
    plans: tuple[Item, ...] = ()


def read_log(document: Document, settings: Settings) -> tuple[Log, tuple[Diagnostic, ...]]:
    """The Log sections of a note to its entries, sorted by day, time, then place.

    In a log that runs newest first, what stands lower on one day came earlier.
    """
    items, strays = read_list(document.section(settings.section_word("log")))
    entries: list[LogEntry] = []
    plans: list[Item] = []
    diagnostics = _check_strays(document.path, strays)
    for item in items:
        if item.level:
            continue
        if item.below:
            diagnostics += _check_below(document.path, item)
        if item.mark is not None:
            plans.append(item)
            continue
        entry = _read_item(document.path, item, settings.kinds)
        if isinstance(entry, LogEntry):
            entries.append(entry)
        else:
            diagnostics.append(entry)
    step = -1 if runs_newest_first(entries) else 1
    entries.sort(key=lambda entry: (entry.day, entry.time, step * entry.line))
    return Log(tuple(entries), tuple(plans)), tuple(diagnostics)


def runs_newest_first(entries: Sequence[LogEntry]) -> bool:
    """Whether entries in the order of the file step back in time more often than forward."""
    steps = [(a.day > b.day) - (a.day < b.day) for a, b in pairwise(entries)]
    return sum(steps) > 0


def _check_strays(path: str, strays: Iterable[tuple[int, str]]) -> list[Diagnostic]:
    """Prose in a log, once a paragraph; rules, quotes, tables and comments may stand there."""
    found: list[Diagnostic] = []
    last = -2
    for index, line in strays:
        text = line.strip()
        if index != last + 1 and not text.startswith(_QUIET):
            found.append(_say_unparsed(path, index + 1, 1, text, EXPECTED))
        last = index
    return found


def _check_below(path: str, item: Item) -> list[Diagnostic]:
    """A dated line at the left edge, right under an entry, has most likely lost its bullet."""
    return [
        _say_unparsed(path, item.line + number, 1, line, EXPECTED)
        for number, line in enumerate(item.below, 1)
        if _DATE_START.match(line)
    ]


def _say_unparsed(path: str, line: int, column: int, text: str, hint: str) -> Diagnostic:
    message = f'"{_shorten(text)}" is not a log entry; {hint}'
    return make_diagnostic("log-unparsed", path, line, column, message)


def _read_item(path: str, item: Item, kinds: Mapping[str, str]) -> LogEntry | Diagnostic:
    entry = read_entry(item.text, kinds, path, (item.line, item.column), item.below)
    if entry is None:
        return _say_unparsed(path, item.line, item.column, item.text, _explain(item.text))
    if entry.kind not in KINDS:
        near = find_nearest(entry.word, list_words(kinds))
        hint = f'; nearest is "{near}"' if near else f"; expected one of {', '.join(KINDS)}"
        message = f'no kind of entry "{entry.word}"{hint}'
        column = item.column + item.text.find(entry.word)
        return make_diagnostic("log-kind", path, item.line, column, message)
    return entry


def _explain(text: str) -> str:
    found = _DATE_START.match(text)
    if found and read_date(found[0].removeprefix("[[")) is None:
        return f"{found[0].removeprefix('[[')} is no date that exists as YYYY-MM-DD"
    entry = _ENTRY.fullmatch(text.rstrip())
    if entry and _read_time(entry[2] or "") is None:
        return f"{entry[2]} is no time of day as HH:MM"
    return EXPECTED


def read_entry(
    text: str,
    kinds: Mapping[str, str],
    path: str = "",
    place: tuple[int, int] = (0, 1),
    below: tuple[str, ...] = (),
) -> LogEntry | None:
    """The words of one list item to an entry; None when they have another shape."""
    found = _ENTRY.fullmatch(text.rstrip())
    if not found:
        return None
    written, at, word, target, words = found.groups("")
    day, time = read_date(written), _read_time(at)
    if day is None or time is None:
        return None
    word, words = intern(word.casefold()), words.strip()
    kind = kinds.get(word, word)
    link = _read_target(target) or (_read_target(words) if kind in LINKING else "")
    return LogEntry(day, time, kind, word, link, words, below, path, *place)


def _read_time(text: str) -> str | None:
    if not text:
        return ""
    hours, minutes = text.split(":")
    return f"{int(hours):02d}:{minutes}" if int(hours) < 24 and int(minutes) < 60 else None


def _read_target(text: str) -> str:
    found = find_link(text) if text else None
    return make_link(found[2], found[3], False, 0, 0).target if found else ""


def write_entry(entry: LogEntry) -> str:
    """An entry as one line of a log, without its bullet and without the lines below it."""
    time = f" {entry.time}" if entry.time else ""
    is_in_words = entry.words.startswith("[[") and _read_target(entry.words) == entry.link
    link = f" [[{entry.link}]]" if entry.link and not is_in_words else ""
    words = f": {entry.words}" if entry.words else ""
    return f"{entry.day.isoformat()}{time} {entry.word}{link}{words}"


def _shorten(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
