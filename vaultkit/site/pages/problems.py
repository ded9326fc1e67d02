"""problems.html: what is wrong in the notes, errors first, each with the fault in its line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from vaultkit.diagnostics import Diagnostic, Severity
from vaultkit.notes.note import Note
from vaultkit.site.frame import Page, Ref, Site
from vaultkit.site.pages.lists import say_head
from vaultkit.site.privacy import hide_problem, is_hidden_line
from vaultkit.site.turning import cut
from vaultkit.site.windows import count

PROBLEMS_PAGE = "problems.html"
# A line is shown up to this length; so many problems stand on one page.
MOST, MOST_ROWS = 200, 300
_HEADINGS = {
    Severity.ERROR: "Errors",
    Severity.WARNING: "Warnings",
    Severity.INFO: "Worth a look",
}
_QUOTED = re.compile(r'"([^"]+)"')


class Problem(NamedTuple):
    """A problem as it is shown: where, what, the page of the note, the line around the fault."""

    place: str
    code: str
    message: str
    before: str
    fault: str
    after: str
    ref: Ref


class ProblemGroup(NamedTuple):
    """The problems of one severity; `total` is empty where they go on from the page before."""

    id: str
    heading: str
    total: str
    severity: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Problems:
    """The content of the problems page."""

    lede: str
    groups: tuple[ProblemGroup, ...]


class _Of(NamedTuple):
    """What is shown of the problems of one file, and from what it was made."""

    found: tuple[Diagnostic, ...]
    note: Note | None
    address: str
    shown: tuple[Problem, ...]


class ProblemPages:
    """The pages of all problems; of files where nothing changed what was shown stays."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._of: dict[str, _Of] = {}

    def make(self, found: tuple[Diagnostic, ...]) -> Iterator[Page]:
        """The pages, one also when nothing is wrong."""
        by_severity = self._sort(found)
        legs = cut(PROBLEMS_PAGE, list(by_severity.values()), MOST_ROWS)
        for leg in legs:
            shown = zip(by_severity.items(), leg.sections, strict=True)
            groups = (_make_group(severity, rows, span) for (severity, rows), span in shown)
            lede = _say_lede(found) if leg.is_first else ""
            content = Problems(lede, tuple(group for group in groups if group.problems))
            yield Page(leg.address, "problems.html", content, turn=leg.turn)

    def _sort(self, found: tuple[Diagnostic, ...]) -> dict[Severity, list[Problem]]:
        """What is shown, by severity, and in each by place."""
        by_severity: dict[Severity, list[Problem]] = {severity: [] for severity in _HEADINGS}
        before, self._of = self._of, {}
        for path, ones in groupby(sorted(found), key=attrgetter("path")):
            shown = self._of[path] = self._show(path, tuple(ones), before.get(path))
            for one, problem in zip(shown.found, shown.shown, strict=True):
                by_severity[one.severity].append(problem)
        return by_severity

    def _show(self, path: str, found: tuple[Diagnostic, ...], before: _Of | None) -> _Of:
        site, note = self._site, self._site.vault.note(path)
        address = site.addresses[path] if note else ""
        if before and before[1] is note and (before[0], before[2]) == (found, address):
            return before
        return _Of(found, note, address, tuple(_make(site, one) for one in found))


def _say_lede(found: tuple[Diagnostic, ...]) -> str:
    if not found:
        return "No problems: every line of every note was understood."
    files = count(len({one.path for one in found}), "file")
    parts = (
        count(number, *words)
        for severity, words in {
            Severity.ERROR: ("error", "errors"),
            Severity.WARNING: ("warning", "warnings"),
            Severity.INFO: ("thing worth a look", "things worth a look"),
        }.items()
        if (number := sum(one.severity is severity for one in found))
    )
    return f"{', '.join(parts)}, in {files}."


def _make_group(severity: Severity, found: list[Problem], span: slice) -> ProblemGroup:
    heading, total = say_head(_HEADINGS[severity], len(found), span)
    rows = tuple(found[span])
    return ProblemGroup(f"{severity.value}s", heading, total, severity.value, rows)


def _make(site: Site, one: Diagnostic) -> Problem:
    note = site.vault.note(one.path)
    lines = note.document.lines if note else ()
    line = lines[one.line - 1] if 0 < one.line <= len(lines) else ""
    if note:
        private = site.private(note)
        one = hide_problem(note, private, one)
        line = "" if is_hidden_line(note, private, one.line) else line
    place = f"{one.path}:{one.line}:{one.column}"
    return Problem(place, one.code, one.message, *_split(line, one), site.ref(note))


def _split(line: str, one: Diagnostic) -> tuple[str, str, str]:
    """A line around its fault: what the message quotes, else the word where the problem stands."""
    line = line[:MOST].rstrip()  # cut first: a line may be megabytes, and have many problems
    begin = one.column - 1
    quoted = _QUOTED.search(one.message)
    at = line.find(quoted[1], begin) if quoted else -1
    if quoted and at >= 0:
        begin, end = at, at + len(quoted[1])
    else:
        word = re.compile(r"\S+").match(line, begin)
        end = word.end() if word and begin else begin
    return line[:begin].lstrip(), line[begin:end], line[end:]
