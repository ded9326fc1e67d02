"""`vaultkit due`: the agenda, with what to type next."""

from collections.abc import Sequence
from datetime import date

import click

from vaultkit.agenda import Agenda
from vaultkit.cli.context import Context, find_one, pass_context
from vaultkit.cli.options import clean, echo, fail, style
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
from vaultkit.followups import Followup, Status
from vaultkit.notes.fields import ACTIONS
from vaultkit.notes.note import Note, fold
from vaultkit.vault import Vault

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
@pass_context
def command(
    context: Context,
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
    agenda = make_agenda(context)
    wanted = _filter(context, agenda.followups, company, trip, action)
    shown, rest = wanted, list[Followup]()
    if not everything:
        shown = [one for one in wanted if _is_near(one, agenda, days)]
        rest = [one for one in wanted if not _is_near(one, agenda, days)]
    if as_json:
        from vaultkit.cli.json_output import write_due

        write_due(agenda, shown)
    elif plain or not is_terminal():
        _write_plain(shown)
    else:
        _write_agenda(agenda, shown)
    if not as_json:
        context.warn_of_errors()
        _say_rest(context, rest, bool(shown))
    now = (Status.OVERDUE, Status.DUE)
    if exit_code and any(one.status in now for one in wanted):
        raise SystemExit(1)


def make_agenda(context: Context) -> Agenda:
    """The agenda of the vault at hand."""
    from vaultkit.pipeline import load_agenda

    return load_agenda(context.loaded, context.today)


def _is_near(one: Followup, agenda: Agenda, days: int) -> bool:
    if one.status is Status.UPCOMING:
        return one.opens is not None and one.opens <= shift(agenda.today, days)
    return one.status is not Status.WHENEVER


def _filter(
    context: Context,
    followups: Sequence[Followup],
    company: str | None,
    trip: str | None,
    action: str | None,
) -> list[Followup]:
    vault = context.loaded.vault
    found = list(followups)
    if action is not None:
        if action not in ACTIONS:
            fail(f'no action "{action}"; expected one of {", ".join(ACTIONS)}')
        found = [one for one in found if one.action == action]
    if company is not None:
        at = find_one(context, vault.companies, company, "company")
        found = [one for one in found if _concerns(vault, one, at)]
    if trip is not None:
        note = find_one(context, vault.trips, trip, "trip")
        city = note.values.text("city") or ""
        found = [one for one in found if _fits(vault, one, city)]
    return found


def _concerns(vault: Vault, one: Followup, company: Note) -> bool:
    """Whether a follow-up is about somebody at a company, or stands in its own note."""
    if one.contact is None:
        return one.path == company.path
    return vault.company_name(one.contact) == company.name


def _fits(vault: Vault, one: Followup, city: str) -> bool:
    if one.contact is None:
        return False
    company = vault.company_of(one.contact)
    cities = (one.contact.city or "", *(company.cities if company else ()))
    return fold(city) in {fold(name) for name in cities}


def _write_plain(followups: Sequence[Followup]) -> None:
    for one in followups:
        day = one.opens if one.status is Status.UPCOMING else one.due
        place = f"{one.path}:{one.line}"
        cells = (one.status.value, str(day or "-"), one.action, one.summary, one.reason, place)
        echo("\t".join(clean(cell).replace("\t", " ") for cell in cells))


def _write_agenda(agenda: Agenda, followups: Sequence[Followup]) -> None:
    for status, heading in HEADINGS.items():
        rows = [one for one in followups if one.status is status]
        if rows:
            echo(style(heading, bold=True))
            width = max(len(one.summary) for one in rows)
            for one in rows:
                _write_row(agenda, one, min(width, 44))
            echo()


def _write_row(agenda: Agenda, one: Followup, width: int) -> None:
    late = one.status is Status.OVERDUE
    day = pad(say_window(agenda.today, one), 16)
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


def say_window(today: date, one: Followup) -> str:
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


def _say_rest(context: Context, rest: Sequence[Followup], has_shown: bool) -> None:
    agenda_empty = not has_shown and not rest
    if agenda_empty and not context.loaded.vault.contacts:
        context.talk("No contacts yet. Next: vaultkit new contact NAME")
        return
    if not has_shown:
        context.talk("Nothing is due." if rest else "Nothing is due, and nothing is coming up.")
    if rest:
        context.talk(_count_rest(rest))
    if has_shown and is_terminal():
        context.talk("Next: vaultkit next, or vaultkit show NAME")


def _count_rest(rest: Sequence[Followup]) -> str:
    writes = [one.contact.name for one in rest if one.action == "write" and one.contact]
    others = len(rest) - len(writes)
    parts = []
    if writes:
        count = "1 person" if len(writes) == 1 else f"{len(writes)} people"
        names = f" ({', '.join(writes)})" if len(writes) <= FEW else ""
        parts.append(f"{count} to write to{names}")
    if others:
        parts.append(f"{others} more later")
    return f"Waiting: {', '.join(parts)}. See all: vaultkit due --all"
