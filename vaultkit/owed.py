"""What is owed on a day, row by row as it is told; to text and back, no vault behind it."""

import json
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Status(StrEnum):
    """Where today lies against the window of a follow-up."""

    OVERDUE = "overdue"
    DUE = "due"
    UPCOMING = "upcoming"
    WHENEVER = "whenever"


class Row(NamedTuple):
    """A follow-up as it is told; `contact` is what whom it is about is called."""

    action: str
    rule: str
    status: Status
    contact: str | None
    path: str
    line: int
    opens: date | None
    due: date | None
    summary: str
    reason: str


class Owed(NamedTuple):
    """All rows of a day, in the order of the agenda, or those of them that somebody asked for.

    `is_partial` when some note could not be read in full.
    """

    today: date
    rows: tuple[Row, ...]
    is_partial: bool
    has_contacts: bool


def write_owed(owed: Owed) -> str:
    """As text, to be kept for the next who asks."""
    return json.dumps(owed, default=date.isoformat, separators=(",", ":"))


def read_owed(text: str, today: date) -> Owed | None:
    """The text back; None when it tells of another day, or is none of ours."""
    try:
        day, rows, is_partial, has_contacts = json.loads(text)
        if day != today.isoformat():
            return None
        return Owed(today, tuple(map(_read_row, rows)), bool(is_partial), bool(has_contacts))
    except (ValueError, TypeError, RecursionError):
        return None


def _read_row(found: list[str | int | None]) -> Row:
    action, rule, status, contact, path, line, opens, due, summary, reason = found
    return Row(
        str(action), str(rule), Status(str(status)), None if contact is None else str(contact),
        str(path), int(line or 0), _read_day(opens), _read_day(due), str(summary), str(reason),
    )  # fmt: skip


def _read_day(text: object) -> date | None:
    return None if text is None else date.fromisoformat(str(text))
