"""The waits of each rule as data: packs with their sources, and what a vault changes in them."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from vaultkit.dates import Wait, read_wait
from vaultkit.diagnostics import Diagnostic, find_nearest, make_diagnostic
from vaultkit.notes.fields import PACKS
from vaultkit.settings import FILE_NAME, Settings, WaitPair


class WaitRow(NamedTuple):
    """Opening and due day of a rule as text ("-" = none, "+14d" = from the opening day)."""

    opens: str
    due: str
    source: str


_METHOD = "the method"
_OURS = "our choice"

# The tables of SPEC 2; the sources are those of REQUIREMENTS' timing rules.
ARTICLE: Mapping[str, WaitRow] = MappingProxyType(
    {
        "ask_permission": WaitRow("-", "7d", "our number for people named in a meeting (T6)"),
        "permission_nudge": WaitRow("3bd", "5bd", "our choice (T5)"),
        "write_first": WaitRow("-", "7d", "our number for people named in a meeting (T6)"),
        "write_first_trip": WaitRow("-", "-21d", "letters go three weeks before a stay (T22)"),
        "call_after_letter": WaitRow("7d", "14d", "the method: one to two weeks (T1)"),
        "retry_after_voicemail": WaitRow("3bd", "5bd", "three calls three days apart, WIF (T3)"),
        "retry_after_no_answer": WaitRow("1bd", "3bd", "our choice (T3)"),
        "another_way": WaitRow("3bd", "5bd", "a blend of SFU, Lane and Beshara (T2)"),
        "parked": WaitRow("90d", "+14d", "a blend of SFU, Lane and Beshara (T2)"),
        "resend": WaitRow("0d", "2bd", _OURS),
        "spoke": WaitRow("5bd", "7bd", "the call they were promised (T15)"),
        "answer": WaitRow("0d", "1bd", _METHOD),
        "ask_later": WaitRow("30d", "+14d", "our choice (T4)"),
        "reconsider": WaitRow("90d", "+14d", "the method: ask to reconsider later (R43)"),
        "book": WaitRow("0d", "2bd", _METHOD),
        "book_again": WaitRow("5bd", "7bd", _OURS),
        "note_booked": WaitRow("0d", "1bd", _OURS),
        "missed": WaitRow("0d", "1bd", "the same day, short, once (T21)"),
        "prepare": WaitRow("-7d", "-1d", "our choice (T7)"),
        "confirm": WaitRow("-2bd", "-1bd", "the day before, Rice (T8)"),
        "meet": WaitRow("0d", "0d", _METHOD),
        "write_up": WaitRow("0d", "1d", "at once, Yale and Santa Clara (T13)"),
        "left_over_questions": WaitRow("1d", "3bd", "our choice (T16)"),
        "thank": WaitRow("0d", "1d", "the method: by the end of the next day (T12)"),
        "first_update": WaitRow("60d", "+14d", "our choice (T18)"),
        "first_update_applied": WaitRow("30d", "+14d", "our choice (T18)"),
        "update": WaitRow("90d", "+14d", "every few months, Santa Clara (T19)"),
        "report_back": WaitRow("0d", "7d", "the referrer is told of the result, nifty50s (T6)"),
        "lead": WaitRow("0d", "7d", "our number (T6)"),
        "news": WaitRow("0d", "7d", "the method; Yale, Santa Clara (T20)"),
        "feeler": WaitRow("10d", "14d", "a polite reminder, once, Vanderbilt (T15)"),
        "next": WaitRow("0d", "0d", "your own date"),
        "task": WaitRow("0d", "0d", "your own date"),
        "another_person": WaitRow("3bd", "5bd", "Duke, SFU: 3B7 (T1); only with pack two-hour"),
    }
)

# A pack changes some rows of the article's; None switches a row off.
PACK_ROWS: Mapping[str, Mapping[str, WaitRow | None]] = MappingProxyType(
    {
        "article": {"another_person": None},
        "careful": {
            "call_after_letter": WaitRow("14d", "21d", "the no-pressure principle (R36)"),
            "retry_after_voicemail": None,
            "retry_after_no_answer": None,
            "another_person": None,
        },
        "two-hour": {
            "call_after_letter": WaitRow("7bd", "9bd", "Duke, SFU: 3B7 (T1)"),
        },
    }
)

Waits = Mapping[str, WaitPair | None]


def make_waits(settings: Settings, pack: str | None = None) -> Waits:
    """The waits that hold: the article's, a pack over them, `[waits]` of the vault over both."""
    return {**_read_pack(pack or settings.pack), **settings.waits}


@cache
def _read_pack(pack: str) -> Waits:
    rows = {**ARTICLE, **PACK_ROWS.get(pack, PACK_ROWS["article"])}
    return {name: _read_row(row) for name, row in rows.items()}


def is_usual(name: str, waits: Waits) -> bool:
    """Whether a wait is that of the tables, so that their words for it are true."""
    return waits.get(name) == _read_pack("article")[name]


def find_source(name: str, settings: Settings, pack: str | None = None) -> str:
    """Where a wait comes from, in words."""
    if name in settings.waits:
        return f"[waits] {name} in {FILE_NAME}"
    row = {**ARTICLE, **PACK_ROWS.get(pack or settings.pack, {})}.get(name)
    return row.source if row else ""


def _read_row(row: WaitRow | None) -> WaitPair | None:
    return (_read(row.opens), _read(row.due)) if row else None


def _read(text: str) -> Wait | None:
    return None if text == "-" else read_wait(text)


def check_waits(settings: Settings) -> tuple[Diagnostic, ...]:
    """`[waits]` that no rule has, and a pack that nobody wrote."""
    found = []
    for name in settings.waits:
        if name not in ARTICLE:
            near = find_nearest(name, ARTICLE)
            hint = f'; nearest is "{near}"' if near else ""
            line = settings.lines.get(f"waits.{name}", 1)
            message = f'no rule has the wait "{name}"{hint}'
            found.append(make_diagnostic("settings-unknown", FILE_NAME, line, 1, message))
    if settings.pack not in PACKS:
        line = settings.lines.get("pack", 1)
        message = f'pack is "{settings.pack}"; expected one of {", ".join(PACKS)}'
        found.append(make_diagnostic("settings-value", FILE_NAME, line, 1, message))
    return tuple(found)
