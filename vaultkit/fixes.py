"""Mistakes that can be mended without judgement: a problem and its note in, a splice out.

Each fix changes the one line its problem names. A fix that would not make its problem go, or
would bring another, is not made.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from vaultkit.contact_log import KINDS
from vaultkit.dates import read_date
from vaultkit.diagnostics import Diagnostic
from vaultkit.editing import Edit, Source, apply_edits, reread
from vaultkit.names import fold_accents
from vaultkit.notes import read_note
from vaultkit.settings import Settings
from vaultkit.vault import Vault

_LOOSE_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?=[ \t])")
_NO_COLON = re.compile(r"(\d{4}-\d\d-\d\d(?:[ \t]+\d{1,2}:\d\d)?[ \t]+([a-z-]+))[ \t]+(?=[^\s:\[])")
_SAME = re.compile(r"\^([A-Za-z0-9-]+) behind it$")


class Fixed(NamedTuple):
    """What a fix makes of a note: the new text, and the problems that are gone."""

    text: str
    problems: tuple[Diagnostic, ...]


Fix = Callable[[Source, Diagnostic, Vault], Edit | None]


def fix_problems(
    source: Source, problems: Iterable[Diagnostic], vault: Vault, settings: Settings
) -> Fixed:
    """A note with all mended that FIXES can mend, from the last line to the first."""
    mended: list[Diagnostic] = []
    for problem in sorted(problems, key=lambda one: (-one.line, -one.column, one.code)):
        edit = FIXES[problem.code](source, problem, vault) if problem.code in FIXES else None
        text = apply_edits(source, [edit]) if edit else source.text
        if text != source.text and _is_better(source, text, settings):
            source = reread(source, text)
            mended.append(problem)
    return Fixed(source.text, tuple(reversed(mended)))


def _is_better(source: Source, text: str, settings: Settings) -> bool:
    """Whether reading the note finds nothing that it did not find before."""
    before = _count(source.path, source.text, settings)
    return not _count(source.path, text, settings) - before


def _count(path: str, text: str, settings: Settings) -> Counter[str]:
    return Counter(one.code for one in read_note(path, text.encode("utf-8"), settings)[1])


def _line(source: Source, problem: Diagnostic) -> tuple[int, str]:
    """Where the line of a problem starts in the text, and the line."""
    return source.starts[problem.line - 1], source.document.lines[problem.line - 1]


def _quote_link(source: Source, problem: Diagnostic, vault: Vault) -> Edit | None:
    """`company: [[X]]` gets its quotes."""
    start, line = _line(source, problem)
    found = re.search(r":[ \t]*(\[\[[^\[\]\"']+\]\])[ \t]*$", line)
    return Edit(start + found.start(1), start + found.end(1), f'"{found[1]}"') if found else None


def _lift_front_matter(source: Source, problem: Diagnostic, vault: Vault) -> Edit | None:
    """Blank lines above the front matter go, and blanks or a second BOM before it."""
    start, line = _line(source, problem)
    return Edit(source.starts[0], start + max(line.find("---"), 0), "")


def _drop_repeated(source: Source, problem: Diagnostic, vault: Vault) -> Edit | None:
    """A field given twice with one value, on one line each: the second goes."""
    start, line = _line(source, problem)
    lines = source.document.lines
    places = [n for n, other in enumerate(lines[: problem.line]) if n and other == line]
    goes_on = any(lines[n + 1 : n + 2] and lines[n + 1][:1] in _BLANKS for n in places)
    if len(places) < 2 or goes_on or line.rstrip().endswith((":", "|", ">")):
        return None
    return Edit(start, source.starts[problem.line], "") if problem.line < len(lines) else None


# What a line begins with that belongs to the one above it; an empty one may stand between.
_BLANKS = ("", " ", "\t")


def _mend_accents(source: Source, problem: Diagnostic, vault: Vault) -> Edit | None:
    """A link that differs from one note only in accents, hyphens or dots."""
    start, line = _line(source, problem)
    found = re.compile(r"\[\[([^\[\]|#\n]+)").search(line, max(problem.column - 2, 0))
    if not found:
        return None
    wanted = fold_accents(found[1])
    names = {note.stem for note in vault.notes.values()
             if wanted in (fold_accents(note.stem), fold_accents(note.name))}  # fmt: skip
    if len(names) != 1:
        return None
    return Edit(start + found.start(1), start + found.end(1), names.pop())


def _tie_question(source: Source, problem: Diagnostic, vault: Vault) -> Edit | None:
    """A question of the bank gets the bank's id."""
    found = _SAME.search(problem.message)
    end = source.ends[problem.line - 1]
    blanks = len(source.text[:end]) - len(source.text[:end].rstrip(" \t"))
    return Edit(end - blanks, end, f" ^{found[1]}") if found else None


def _mend_entry(source: Source, problem: Diagnostic, vault: Vault) -> Edit | None:
    """A day without its noughts, an entry without its colon."""
    start, line = _line(source, problem)
    found = _LOOSE_DAY.match(line, problem.column - 1)
    day = f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}" if found else ""
    if found and day != found[0] and read_date(day):
        return _join_colon(Edit(start + found.start(), start + found.end(), day), line, found)
    found = _NO_COLON.match(line, problem.column - 1)
    if found and found[2] in KINDS:
        return Edit(start + found.end(1), start + found.end(1), ":")
    return None


def _join_colon(edit: Edit, line: str, day: re.Match[str]) -> Edit:
    """The edit of a day, and the colon behind the kind where that is missing as well."""
    rest = line[day.end() :]
    found = _NO_COLON.match(line[: day.start()] + edit.text + rest, day.start())
    if not found or found[2] not in KINDS:
        return edit
    between = found.end(1) - day.start() - len(edit.text)
    return Edit(edit.start, edit.end + between, f"{edit.text}{rest[:between]}:")


# The codes that can be mended without judgement.
FIXES: Mapping[str, Fix] = {
    "link-unquoted": _quote_link,
    "front-matter-late": _lift_front_matter,
    "field-twice": _drop_repeated,
    "link-missing": _mend_accents,
    "question-id-unused": _tie_question,
    "log-unparsed": _mend_entry,
}


def group_by_note(problems: Sequence[Diagnostic]) -> Iterator[tuple[str, list[Diagnostic]]]:
    """(path, its problems that FIXES knows) for each note that has any."""
    found: dict[str, list[Diagnostic]] = {}
    for one in problems:
        if one.code in FIXES:
            found.setdefault(one.path, []).append(one)
    yield from sorted(found.items())
