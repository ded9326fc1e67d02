"""Does the sheet fit its page? What has to give when it does not, and the words to say so.

Fonts differ from machine to machine, so sizes are guessed from above: wide letters, few a line.
"""

import re
import unicodedata
from math import ceil
from typing import NamedTuple

# What one page holds (SPEC 3): beyond it ruled lines go first. Findings are those of each kind.
QUESTIONS, CLOSING, FINDINGS = 10, 3, 2
# The smaller of A4 and Letter inside its margins, in mm, less the head of the sheet.
_PAGE, _HEAD = 252.0, 31.0
# Lines in mm, and how many wide letters stand in one: left, right, at the foot.
_LEFT, _RIGHT, _FOOT = (5.2, 54), (4.2, 36), (4.1, 50)
# In mm: room to write, a legend, the heading of a part with what is above it, one below that.
_RULE, _LEGEND, _HEADING, _BELOW = 4.3, 6.2, 9.0, 5.0
# The end of a sentence.
_END = re.compile(r"[.!?\u3002](?=\s|$)|\u3002")
# What small type takes of the space.
_SMALL = 0.86


class Load(NamedTuple):
    """The texts of a sheet by where they stand; `beside` are goals and bridges."""

    questions: tuple[str, ...]
    settled: tuple[str, ...]
    closing: tuple[str, ...]
    legends: int
    beside: tuple[str, ...]
    pitch: str
    company: tuple[str, ...]
    person: tuple[str, ...]
    shared: tuple[str, ...]
    answers: tuple[str, ...]
    things: int


class Fit(NamedTuple):
    """How a sheet is printed, and what that costs.

    `closing_rules` and `rules` tell whether there are lines to write on; `is_small` the type;
    `is_brief` that of the own answers only the first sentence is printed;
    `findings` how many about the company, and about the person, are printed. `warnings` is empty
    when all fits as it should.
    """

    closing_rules: bool
    rules: bool
    is_small: bool
    is_brief: bool
    findings: int
    warnings: tuple[str, ...]


def count_lines(text: str, letters: int) -> int:
    """Lines that a text takes; a sign of the East is as wide as two letters."""
    width = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
    return max(1, ceil(width / letters)) if text else 0


def fit_sheet(load: Load) -> Fit:
    """Own answers get brief, then lines to write on go, under closing questions first, then all."""
    over = _count_over(load)
    open_count, closing = len(load.questions), len(load.closing)
    brief = load._replace(answers=tuple(map(first_sentence, load.answers)))
    findings, of_findings = _fit_findings(brief)
    ways = (
        (load, open_count + closing, False, ""),
        (brief, open_count + closing, False, "of your own answers the first sentence is printed"),
        (brief, open_count, False, "it is printed without lines under the closing questions"),
        (brief, 0, False, "it is printed without lines to write on"),
        (brief, 0, True, "it is printed without lines, in small type"),
    )
    for one, rules, small, words in ways[2 if over else 0 :]:
        if _fits(one, rules, small, findings):
            said = (_say(over, words),) if words else ()
            has_closing = rules == open_count + closing
            warnings = (*said, *of_findings)
            return Fit(has_closing, rules > 0, small, one is brief, findings, warnings)
    said = (_say(over, "it may take a second page; drop some questions"),)
    return Fit(False, False, True, True, findings, (*said, *of_findings))


def first_sentence(text: str) -> str:
    """What stands before the first full stop, on one line."""
    text = " ".join(text.split())
    found = _END.search(text)
    return text[: found.end()] if found else text


def _fit_findings(load: Load) -> tuple[int, tuple[str, ...]]:
    """How many findings of each kind the right column has room for, FINDINGS at least."""
    most = max(len(load.company), len(load.person))
    room = _PAGE - _HEAD - _foot(load, False)
    fewer = (n for n in range(most, FINDINGS, -1) if _right(load, n, False) <= room)
    number = most if most <= FINDINGS else next(fewer, FINDINGS)
    printed = len(load.company[:number]) + len(load.person[:number])
    every = len(load.company) + len(load.person)
    said = f"{printed} of {every} findings are printed"
    return number, (said,) if printed < every else ()


def _fits(load: Load, rules: int, small: bool, findings: int) -> bool:
    """Whether a sheet with so many ruled lines is no higher than its page."""
    higher = max(_left(load, rules, small), _right(load, findings, small))
    return higher + _foot(load, small) <= _PAGE - _HEAD


def _left(load: Load, rules: int, small: bool) -> float:
    asked = _height((*load.questions, *load.settled, *load.closing), _LEFT, small)
    parts = load.legends * _LEGEND + 2.5 * _HEADING
    return asked + _height(load.beside, _FOOT, small) + rules * _RULE + parts


def _right(load: Load, findings: int, small: bool) -> float:
    known = (*load.company[:findings], *load.person[:findings], *load.shared)
    return _height((load.pitch, *known), _RIGHT, small) + 3 * _HEADING + 2 * _BELOW


def _foot(load: Load, small: bool) -> float:
    return _HEADING + max(_height(load.answers, _FOOT, small), load.things * _FOOT[0])


def _height(texts: tuple[str, ...], kind: tuple[float, int], small: bool) -> float:
    line, letters = kind
    if small:
        line, letters = line * _SMALL, int(letters / _SMALL)
    return sum(count_lines(text, letters) * line for text in texts)


def _say(over: tuple[str, ...], words: str) -> str:
    return f"the sheet is full ({'; '.join(over) or 'too much text'}): {words}"


def _count_over(load: Load) -> tuple[str, ...]:
    return count_over(len(load.questions) + len(load.settled), len(load.closing))


def count_over(asked: int, closing: int) -> tuple[str, ...]:
    """What goes beyond the room for questions on a page, in words; closing ones counted apart."""
    counts = ((asked, QUESTIONS, "questions"), (closing, CLOSING, "closing questions"))
    return tuple(f"{found} {what}, room for {room}" for found, room, what in counts if found > room)
