"""The rows of the rules, their packs, and how days are counted, read from the method anew."""

import re
from collections.abc import Collection
from datetime import date, timedelta
from typing import NamedTuple

Waits = tuple[str, str]

# Rule, action, opens, due ("+14d" from the day it opens, "!" exact), summary.
ROWS = """
ask-permission         permission      -      7d     Ask {referrer} whether you may mention them to {name}
permission-nudge       permission      3bd    5bd    Ask {referrer} once more, or write without the name
write-first            write           -      7d     Write to {name}
call-after-letter      call            7d     14d    Call {name}
retry-after-voicemail  call-again      3bd    5bd    Call {name} again
retry-after-no-answer  call-again      1bd    3bd    Call {name} again
another-way            another-way     3bd    5bd    Try another way to reach {name}
parked                 ask-later       90d    +14d   Ask {name} again, or let it rest
resend                 resend          0d     2bd    Find {name}'s right address and send again
spoke                  call-again      5bd    7bd    Call {name} again
answer                 answer          0d     1bd    Answer {name}
ask-later              ask-later       30d    +14d   Ask {name} again
book                   book            0d     2bd    Fix a day with {name}
note-booked            note            0d     1bd    Write the interview note for {name}
missed                 missed          0d     1bd    Write to {name} about the missed meeting
reconsider             ask-later       90d    +14d   Ask {name} again
prepare                prepare         -7d    -1d!   Prepare for {name}
confirm                confirm         -2bd   -1bd   Confirm the meeting with {name}
meet                   meet            0d     0d!    Meet {name}
write-up               write-up        0d     1d!    Write up the talk with {name}
left-over-questions    questions       1d     3bd    Send {name} the remaining questions
thank                  thanks          0d     1d!    Thank {name}
first-update           update          60d    +14d   Tell {name} how it is going
update                 update          90d    +14d   Tell {name} how it is going
report-back            report-back     0d     7d     Tell {referrer} how it went with {name}
lead                   lead            0d     7d     Add {lead}, named by {name}
news                   news            0d     7d     Tell {name} where you landed
feeler                 feeler          10d    14d    Ask {name} once more for leads
next                   next            0d     0d!    {next}
task                   task            0d     0d!    {task}
another-person         another-person  3bd    5bd    Write to someone else at {company}
"""  # noqa: E501


class Row(NamedTuple):
    """One rule of the tables."""

    action: str
    opens: str
    due: str
    exact: bool
    summary: str


def read_rows() -> dict[str, Row]:
    """Every rule by name."""
    rows = {}
    for line in ROWS.strip().splitlines():
        rule, action, opens, due, summary = line.split(maxsplit=4)
        rows[rule] = Row(action, opens, due.rstrip("!"), due.endswith("!"), summary)
    return rows


RULES = read_rows()
ARTICLE: dict[str, Waits | None] = {rule: (row.opens, row.due) for rule, row in RULES.items()}
ARTICLE["another-person"] = None
PACKS: dict[str, dict[str, Waits | None]] = {
    "article": {},
    "careful": {
        "call-after-letter": ("14d", "21d"),
        "retry-after-voicemail": None,
        "retry-after-no-answer": None,
    },
    "two-hour": {"call-after-letter": ("7bd", "9bd"), "another-person": ("3bd", "5bd")},
}


class Days(NamedTuple):
    """The calendar of a vault."""

    off: Collection[date]

    def is_working(self, day: date) -> bool:
        """Monday to Friday, and no day off."""
        return day.weekday() < 5 and day not in self.off

    def roll(self, day: date) -> date:
        """The day itself, or the next working day."""
        while not self.is_working(day):
            day += timedelta(1)
        return day

    def shift(self, day: date, wait: str) -> date:
        """The day that lies `7d`, `-1d`, `3bd` or `-2bd` from another."""
        found = re.fullmatch(r"\+?(-?\d+)(b?)d", wait)
        assert found
        number = int(found[1])
        if not found[2]:
            return day + timedelta(number)
        step = timedelta(1 if number > 0 else -1)
        for _ in range(abs(number)):
            day += step
            while not self.is_working(day):
                day += step
        return day
