"""What is wrong and where: a problem is a value with a place, never an exception.

`VaultkitError` is for what cannot go on at all; the command line makes one line of it.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class Severity(StrEnum):
    """How much a problem matters: an error hides or changes what we would tell you."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Diagnostic(NamedTuple):
    """One problem at one place; `line` and `column` count from 1, columns in characters."""

    path: str
    line: int
    column: int
    severity: Severity
    code: str
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}"
        return f"{place}: {self.severity}: {self.message} [{self.code}]"


class VaultkitError(Exception):
    """Cannot go on: the message says what was found, what was expected, how to mend it."""


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

# Every code: its severity and what it means. The manual lists them; a test compares.
CODES: dict[str, tuple[Severity, str]] = {
    "encoding": (_E, "the file is not UTF-8 text"),
    "note-unreadable": (_E, "the file could not be read from disk"),
    "note-outside": (_W, "a note or folder is a link that leads out of the vault or nowhere"),
    "note-size": (_E, "the note is over 20 MB and was skipped"),
    "note-large": (_W, "the note is over 2 MB, or too long to be shown as Markdown"),
    "control-character": (_W, "the note holds control characters, such as NUL"),
    "conflict-mark": (_E, "a merge left `<<<<<<<` marks in the note"),
    "conflict-copy": (_W, "a sync tool left a second copy of a note"),
    "front-matter-unclosed": (_E, "the front matter has no closing `---` line"),
    "front-matter-late": (_W, "a `---` block stands below line 1 and is not read"),
    "front-matter-missing": (
        _W,
        "a note without front matter counts nowhere, though its sections say what it is",
    ),
    "front-matter-yaml": (_E, "a part of the front matter cannot be read as YAML"),
    "front-matter-shape": (_W, "the block between `---` lines holds no `field: value`"),
    "front-matter-alias": (_E, "the front matter uses YAML anchors, aliases or tags"),
    "front-matter-depth": (_E, "the front matter is nested too deeply or holds too much"),
    "front-matter-size": (_E, "the front matter is over 64 kB"),
    "field-twice": (_E, "a field is given twice"),
    "field-value": (_E, "a field holds a value of the wrong kind"),
    "field-missing": (_E, "a field this kind of note needs is not set"),
    "field-unknown": (_W, "a field nobody knows, close to one we do"),
    "field-odd": (_W, "a field holds text that cannot be what it is for"),
    "field-comment": (_W, "everything after ` #` is a YAML comment, so the field is empty"),
    "link-unquoted": (_W, "a `[[link]]` in the front matter needs quotes"),
    "link-missing": (_E, "a link leads to no note"),
    "link-ambiguous": (_W, "a link could mean several notes; the first by path is taken"),
    "link-heading": (_W, "a link leads to a heading its note does not have"),
    "link-circle": (_W, "`referred_by` leads back to the note itself"),
    "link-kind": (_E, "a link leads to a note of the wrong kind"),
    "type-unknown": (_E, "`type` is none of the kinds of note"),
    "type-folder": (_W, "`type` and the folder name different kinds; `type` wins"),
    "slug-twice": (_W, "two notes would have one address on the site"),
    "fence-unclosed": (_W, "a code fence is never closed, so all below it is code"),
    "log-unparsed": (_W, "a line of the log is not `- DATE KIND: words`"),
    "log-kind": (_E, "a log entry uses a word that is not a kind of entry"),
    "log-future": (_W, "a log entry lies after today; no rule counts it"),
    "log-twice": (_W, "one log entry stands twice"),
    "task-twice": (_W, "one task stands twice in a section"),
    "task-mark": (_I, "the box of a question or of advice holds a sign that counts for nothing"),
    "section-odd": (_W, "a heading or an entry was most likely meant for a section"),
    "due-mark": (_E, "the due mark or the done mark of a task does not hold a date"),
    "lead-unparsed": (_W, "an item under Leads names nobody"),
    "trip-dates": (_E, "a trip ends before it starts"),
    "trip-overlap": (_W, "two trips overlap by more than the day of travel"),
    "trip-outside": (_W, "an interview lies outside the trip it names"),
    "places-many": (_I, "the trips ahead lead to more than three places"),
    "link-one-sided": (_W, "a log and an interview do not know of each other, or do not agree"),
    "contact-twice": (_W, "two notes look like one person"),
    "company-twice": (_W, "two notes look like one company"),
    "company-crowded": (_I, "several people of one company are asked at once"),
    "fact-stale": (_I, "a job, a number, an address or news were last sure long ago"),
    "date-order": (_W, "dates stand in an order that cannot be"),
    "date-far": (_W, "a date lies impossibly far off"),
    "call-first": (_W, "a call was logged before any letter"),
    "snafu-again": (_W, "the same thing went wrong twice with one person"),
    "feeler-vague": (_I, "a feeler says too little to be answered"),
    "update-empty": (_I, "an update was sent though no advice had been followed"),
    "talk-clash": (_W, "two meetings are at the same time"),
    "meeting-unready": (_W, "a meeting is near and something is missing"),
    "nothing-new": (_I, "a talk was written up, and nothing in it was new to you"),
    "pitch-length": (_W, "a pitch does not take 30 to 45 seconds"),
    "question-subjects": (_W, "no open question about one of the three subjects"),
    "question-crowd": (_W, "more questions than the printed sheet has room for"),
    "question-twice": (_W, "one question stands twice in the bank"),
    "question-flag": (_W, "a flag of a question nobody knows, close to one we do"),
    "question-id-twice": (_W, "two questions of the bank have one id"),
    "question-id-missing": (_W, "a question's id is not in the bank"),
    "question-id-unused": (_I, "a question of the bank is asked without its id"),
    "name-ungranted": (_W, "a letter names a referrer who has not said yes"),
    "leave-unclear": (_W, "leave to name somebody, and no `referred_by` says whom"),
    "interest-missing": (_I, "a contact or company serves none of your interests"),
    "file-missing": (_W, "a file that a field or a link names is not in the vault"),
    "file-name": (_W, "a file has a name that another system cannot hold"),
    "settings-toml": (_E, "vaultkit.toml is not valid TOML; defaults are used"),
    "settings-unknown": (_W, "vaultkit.toml holds a setting nobody knows"),
    "settings-value": (_E, "a setting holds a value of the wrong kind; its default is used"),
    "nesting": (_W, "lists or quotes nest too deeply; the note is shown as plain text"),
    "template": (
        _E,
        "a template of a letter or a theme has a mistake; the last good page stays",
    ),
    "letter-long": (_W, "the template of a letter is longer than a page"),
    "letter-tone": (_W, "the template of a letter presses, is too loose, or asks for a job"),
    "letter-unused": (_I, "a template is never taken, as another of its kind stands before it"),
    "render": (_E, "the text of a note could not be shown as a page"),
}


def make_diagnostic(code: str, path: str, line: int, column: int, message: str) -> Diagnostic:
    """The diagnostic of a code in CODES, with the severity that stands there; on one line."""
    return Diagnostic(path, line, column, CODES[code][0], code, message.replace("\n", " "))


def write_diagnostics(problems: Iterable[Diagnostic], today: date) -> str:
    """Problems of a day as text, to be kept for the next who asks."""
    import json  # nobody else here needs it

    return json.dumps([today.isoformat(), *problems], separators=(",", ":"))


def read_diagnostics(text: str, today: date) -> tuple[Diagnostic, ...] | None:
    """The text back; None when it tells of another day, or is none of ours."""
    import json

    try:
        day, *rows = json.loads(text)
        known = (
            Diagnostic(str(path), int(line), int(column), Severity(how), str(code), str(message))
            for path, line, column, how, code, message in rows
        )
        return tuple(known) if day == today.isoformat() else None
    except (ValueError, TypeError, RecursionError):
        return None


def sort_diagnostics(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """By path, line, column and code, each once."""
    return tuple(sorted(set(diagnostics)))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether at least one of them is an error."""
    return any(problem.severity is Severity.ERROR for problem in diagnostics)


def find_nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word closest to a misspelt one, or None when none is close (loads rapidfuzz)."""
    from rapidfuzz import fuzz, process

    folded = {name.casefold(): name for name in sorted(known)}
    hit = process.extractOne(word.casefold(), list(folded), scorer=fuzz.ratio, score_cutoff=60)
    return folded[hit[0]] if hit else None


# From this likeness on (0 to 100) a word is more likely misspelt than another word.
SLIP = 84


@lru_cache(maxsize=4096)
def find_near(word: str, known: tuple[str, ...]) -> str | None:
    """The known word that another one is a slip of the pen of; None when it is one, or is none."""
    folded = word.casefold()
    likely = [one for one in known if _share_letters(folded, one)]
    if folded in known or not likely:
        return None
    from rapidfuzz import fuzz, process

    hit = process.extractOne(folded, likely, scorer=fuzz.ratio, score_cutoff=SLIP)
    return hit[0] if hit else None


def _share_letters(one: str, other: str) -> bool:
    """Whether two words have so many letters in common that they could be that like."""
    needed = SLIP * (len(one) + len(other))
    if 200 * min(len(one), len(other)) < needed:
        return False
    return 200 * sum(min(one.count(c), other.count(c)) for c in set(other)) >= needed
