"""problems.html: what is wrong in the notes, errors first, each with the fault in its line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vaultkit.diagnostics import Diagnostic, Severity
from vaultkit.site.frame import Page, Ref, Site
from vaultkit.site.privacy import hide_problem, is_hidden_line
from vaultkit.site.windows import count

PROBLEMS_PAGE = "problems.html"
# A line is shown up to this length.
MOST = 200
_HEADINGS = {
    Severity.ERROR: "Errors",
    Severity.WARNING: "Warnings",
    Severity.INFO: "Worth a look",
}
_QUOTED = re.compile(r'"([^"]+)"')


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem as it is shown: where, what, the page of the note, the line around the fault."""

    place: str
    code: str
    message: str
    before: str
    fault: str
    after: str
    ref: Ref


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """The problems of one severity."""

    id: str
    heading: str
    severity: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Problems:
    """The content of the problems page."""

    lede: str
    groups: tuple[ProblemGroup, ...]


def problems_page(site: Site, found: tuple[Diagnostic, ...]) -> Iterator[Page]:
    """One page, also when nothing is wrong."""
    groups = tuple(_make_group(site, severity, found) for severity in _HEADINGS)
    shown = tuple(group for group in groups if group.problems)
    yield Page(PROBLEMS_PAGE, "problems.html", Problems(_say_lede(found), shown))


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


def _make_group(site: Site, severity: Severity, found: tuple[Diagnostic, ...]) -> ProblemGroup:
    problems = tuple(_make(site, one) for one in sorted(found) if one.severity is severity)
    return ProblemGroup(f"{severity.value}s", _HEADINGS[severity], severity.value, problems)


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
    line = line.rstrip()[:MOST]
    begin = one.column - 1
    quoted = _QUOTED.search(one.message)
    at = line.find(quoted[1], begin) if quoted else -1
    if quoted and at >= 0:
        begin, end = at, at + len(quoted[1])
    else:
        word = re.compile(r"\S+").match(line, begin)
        end = word.end() if word and begin else begin
    return line[:begin].lstrip(), line[begin:end], line[end:]
