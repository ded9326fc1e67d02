"""`vaultkit due`: the agenda, with what to type next.

While nothing changed since the last build its answer is at hand, and no note is read.
"""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

import click

from vaultkit import disk
from vaultkit.cli.options import Options, clean, clean_cell, echo, fail, pass_options, style
from vaultkit.cli.tables import (
    LEAST,
    echo_folded,
    find_room,
    fold_words,
    is_terminal,
    pad,
    width_of,
)
from vaultkit.dates import say_weekday, shift
from vaultkit.owed import Owed, Row, Status, read_owed

# So many names are still read at a glance.
FEW = 5
# Where words stand behind the day, and from which width on reasons stand below them.
_SET_IN, _WIDE = 20, 80
HEADINGS = {
    Status.OVERDUE: "Overdue",
    Status.DUE: "Due",
    Status.UPCOMING: "Coming up",
    Status.WHENEVER: "Whenever",
}


@click.command("due")
@click.option("--days", default=7, show_default=True, type=click.IntRange(0, 3650), metavar="N",
              help="Also what opens within N days.")  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="Everything, also what has no date.")
@click.option("--company", metavar="C", help="Only this company and its people.")
@click.option("--trip", metavar="T", help="Only contacts who fit this trip.")
@click.option("--action", metavar="A", help="Only this action, such as call.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--plain", is_flag=True, help="Tab-separated, as in a pipe.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when something is due or overdue.")
@pass_options
def command(
    options: Options,
    days: int,
    everything: bool,
    company: str | None,
    trip: str | None,
    action: str | None,
    as_json: bool,
    plain: bool,
    exit_code: bool,
) -> None:
    """Who is owed what, by when, and why.

    Lists what is overdue, what is due, and what opens within a week.
    """
    owed = _find_owed(options, company, trip)
    wanted = _filter(owed.rows, action)
    shown, rest = wanted, list[Row]()
    if not everything:
        shown = [one for one in wanted if _is_near(one, owed.today, days)]
        rest = [one for one in wanted if not _is_near(one, owed.today, days)]
    if as_json:
        from vaultkit.cli.json_output import write_due

        write_due(owed.today, shown)
    elif plain or not is_terminal():
        _write_plain(shown)
    else:
        _write_agenda(owed.today, shown)
    if not as_json:
        if owed.is_partial:
            options.warn_of_missing()
        _say_rest(options, owed, rest, bool(shown))
    now = (Status.OVERDUE, Status.DUE)
    if exit_code and any(one.status in now for one in wanted):
        raise SystemExit(1)


def _find_owed(options: Options, company: str | None, trip: str | None) -> Owed:
    """As the last build left it, if that still holds; else from the notes."""
    today = options.today
    if company is None and trip is None:
        known = read_owed(disk.recall(disk.find_root(options.folder), "owed"), today)
        if known:
            return known
    from vaultkit.cli.owing import find_owed

    return find_owed(options, company, trip)


def _is_near(one: Row, today: date, days: int) -> bool:
    if one.status is Status.UPCOMING:
        return one.opens is not None and one.opens <= shift(today, days)
    return one.status is not Status.WHENEVER


def _filter(rows: Sequence[Row], action: str | None) -> list[Row]:
    if action is None:
        return list(rows)
    from vaultkit.notes.fields import ACTIONS

    if action not in ACTIONS:
        fail(f'no action "{action}"; expected one of {", ".join(ACTIONS)}')
    return [one for one in rows if one.action == action]


def _write_plain(rows: Sequence[Row]) -> None:
    if rows:
        echo("\n".join(map(_as_plain, rows)))


def _as_plain(one: Row) -> str:
    day = one.opens if one.status is Status.UPCOMING else one.due
    place = f"{one.path}:{one.line}"
    cells = (one.status.value, str(day or "-"), one.action, one.summary, one.reason, place)
    return "\t".join(map(clean_cell, cells))


def _write_agenda(today: date, shown: Sequence[Row]) -> None:
    for status, heading in HEADINGS.items():
        rows = [one for one in shown if one.status is status]
        if rows:
            echo(style(heading, bold=True))
            width = max(len(one.summary) for one in rows)
            for one in rows:
                _write_row(today, one, min(width, 44))
            echo()


def _write_row(today: date, one: Row, width: int) -> None:
    late = one.status is Status.OVERDUE
    day = pad(say_window(today, one), 16)
    when = style(day, fg="red", bold=True) if late else style(day, dim=True)
    summary = style(one.summary, bold=not late or None)
    line = f"  {when}  {pad(summary, width)}  {style(one.reason, dim=True)}"
    if width_of(line) <= find_room():
        echo(line)
        return
    first, *more = fold_words(clean(one.summary), max(find_room() - _SET_IN, LEAST))
    echo(f"  {when}  {style(first, bold=not late or None)}")
    for words in more:
        echo(" " * _SET_IN + style(words, bold=not late or None))
    echo_folded(one.reason, " " * (_SET_IN if find_room() >= _WIDE else 4), dim=True)


class _Window(Protocol):
    """What has a status, an opening and a last day: a follow-up, or a row of what is owed."""

    @property
    def status(self) -> Status: ...
    @property
    def opens(self) -> date | None: ...
    @property
    def due(self) -> date | None: ...


def say_window(today: date, one: _Window) -> str:
    """ "4 days late", "by Thu 8 Oct", "from Mon 12 Oct", "any day"."""
    match one.status:
        case Status.OVERDUE:
            assert one.due is not None  # nothing is late without a last day
            late = (today - one.due).days
            return "1 day late" if late == 1 else f"{late} days late"
        case Status.UPCOMING:
            assert one.opens is not None  # nothing is coming up without a first day
            return f"from {say_weekday(one.opens, today)}"
        case Status.WHENEVER:
            return "any day"
    if one.due is None:
        return "now"
    return "today" if one.due == today else f"by {say_weekday(one.due, today)}"


def _say_rest(options: Options, owed: Owed, rest: Sequence[Row], has_shown: bool) -> None:
    agenda_empty = not has_shown and not rest
    if agenda_empty and not owed.has_contacts:
        options.talk("No contacts yet. Next: vaultkit new contact NAME")
        return
    if not has_shown:
        options.talk("Nothing is due." if rest else "Nothing is due, and nothing is coming up.")
    if rest:
        options.talk(_count_rest(rest))
    if has_shown and is_terminal():
        options.talk("Next: vaultkit next, or vaultkit show NAME")


def _count_rest(rest: Sequence[Row]) -> str:
    writes = [one.contact for one in rest if one.action == "write" and one.contact]
    others = len(rest) - len(writes)
    parts = []
    if writes:
        count = "1 person" if len(writes) == 1 else f"{len(writes)} people"
        names = f" ({', '.join(writes)})" if len(writes) <= FEW else ""
        parts.append(f"{count} to write to{names}")
    if others:
        parts.append(f"{others} more later")
    return f"Waiting: {', '.join(parts)}. See all: vaultkit due --all"
