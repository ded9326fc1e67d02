"""`vaultkit next`: the one thing to do now, with the means to do it."""

import click

from vaultkit.agenda import Agenda, make_rows
from vaultkit.cli.context import Context, pass_context
from vaultkit.cli.due_command import say_window
from vaultkit.cli.options import echo, style
from vaultkit.cli.tables import echo_folded
from vaultkit.cli.ways import find_command
from vaultkit.followups import Followup, Status, find_addressee, say_source


@click.command("next")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_context
def command(context: Context, as_json: bool) -> None:
    """The one thing to do now: what comes first in `due`, with number, address and command."""
    agenda = context.agenda
    now = [one for one in agenda.followups if one.status in (Status.OVERDUE, Status.DUE)]
    if as_json:
        from vaultkit.cli.json_output import write_due

        write_due(agenda.today, make_rows(now[:1]))
        return
    context.warn_of_errors()
    if not now:
        context.talk("Nothing is due. What is coming: vaultkit due --all")
        return
    _write(context, agenda, now[0])


def _write(context: Context, agenda: Agenda, one: Followup) -> None:
    loaded = context.loaded
    echo(f"{style(one.summary, bold=True)}  {style(say_window(agenda.today, one), dim=True)}")
    echo_folded(one.reason, "  ")
    whom = find_addressee(loaded.vault, one)
    for name in ("phone", "email"):
        value = whom.values.text(name) if whom else None
        if value:
            echo(f"  {name}: {style(value)}")
    if how := find_command(one, _find_talk(context, one)):
        echo(f"  with: {style(how)}")
    source = say_source(loaded.vault, loaded.settings, one)
    echo(style(f"  rule {one.rule}: {source}", dim=True))
    echo(style(f"  {one.path}:{one.line}", dim=True))


def _find_talk(context: Context, one: Followup) -> str:
    """The note of the talk that a write-up is for, when the follow-up counts from the log."""
    if one.action != "write-up" or one.contact is None or one.path != one.contact.path:
        return ""
    vault = context.loaded.vault
    entry = next((it for it in one.contact.log.entries if it.line == one.line), None)
    talk = vault.linked_interview(one.contact, entry) if entry else None
    return talk.path if talk else ""
