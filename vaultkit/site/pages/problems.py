"""problems.html: what is wrong in the notes, errors first."""

from collections.abc import Iterator
from dataclasses import dataclass

from vaultkit.diagnostics import Diagnostic, Severity
from vaultkit.site.frame import Page, Ref, Site
from vaultkit.site.privacy import hide_problem, is_hidden_line


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem as it is shown: where to mend it, what it is, the page of the note."""

    place: str
    severity: str
    code: str
    message: str
    line: str
    ref: Ref


@dataclass(frozen=True, slots=True)
class Problems:
    """The content of the problems page."""

    problems: tuple[Problem, ...]


def problems_page(site: Site, found: tuple[Diagnostic, ...]) -> Iterator[Page]:
    """One page, also when nothing is wrong."""
    order = {severity: number for number, severity in enumerate(Severity)}
    ordered = sorted(found, key=lambda one: (order[one.severity], one))
    content = Problems(tuple(_make(site, one) for one in ordered))
    yield Page("problems.html", "problems.html", content)


def _make(site: Site, one: Diagnostic) -> Problem:
    note = site.vault.notes.get(one.path)
    lines = note.document.lines if note else ()
    line = lines[one.line - 1].strip()[:200] if 0 < one.line <= len(lines) else ""
    if note:
        private = site.private(note)
        one = hide_problem(note, private, one)
        line = "" if is_hidden_line(note, private, one.line) else line
    place = f"{one.path}:{one.line}:{one.column}"
    return Problem(place, one.severity.value, one.code, one.message, line, site.ref(note))
