"""`vaultkit rename OLD NEW`: a note moved, and every link to it led along."""

import click

from vaultkit.changes import change_notes, show_diff
from vaultkit.cli.context import Context, check_all_read, find_one_to_write, pass_context
from vaultkit.cli.options import clean, echo, fail
from vaultkit.file_names import make_file_name
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Lead, Note
from vaultkit.renaming import plan_renaming
from vaultkit.vault import Vault


@click.command("rename")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("-n", "--dry-run", is_flag=True, help="Show what would change; change nothing.")
@pass_context
def command(context: Context, old: str, new: str, dry_run: bool) -> None:
    """Rename a note: its file, its name, and every link to it.

    OLD is a contact, or else any note, by name, alias, e-mail address or path. NEW is a name, or a
    folder inside that of its kind and a name. Code and plain words stay as they are.
    """
    if not make_file_name(new.rpartition("/")[2]) or ".." in new.split("/"):
        fail(f'"{new}" is no name for a note; give a name, or a folder of its kind and a name')
    note = _find(context, old)
    check_all_read(context, "it may name them too, so nothing was changed")
    plan = plan_renaming(context.loaded.vault, note, new)
    named = [] if dry_run else _find_bare_leads(context.loaded.vault, note)
    what = f"rename {plan.old} {plan.new}"
    changed = change_notes(context.loaded.root, plan.changes, what, dry_run)
    if dry_run:
        echo(clean(f"{plan.old} -> {plan.new}"))
        for diff in filter(None, map(show_diff, changed)):
            echo("\n".join(clean(line) for line in diff.split("\n")))
        return
    others = len(changed) - 1
    told = f"; links in {others} other note{'s' if others != 1 else ''} follow" if others else ""
    context.talk(f"Renamed {plan.old}{told}.")
    echo(clean(plan.new))
    _say_talks(context, note)
    _say_leads(context, named)


def _say_talks(context: Context, note: Note) -> None:
    """Notes of talks that carry the old name in their file name, which nobody asked to change."""
    if isinstance(note, Contact):
        talks = context.loaded.vault.interviews_of(note)
        old = [one.path for one in talks if note.stem in one.stem]
        if old:
            context.talk(f"Still called after the old name: {', '.join(old)}")


def _find_bare_leads(vault: Vault, note: Note) -> list[Lead]:
    """Leads that mean a contact by plain words, without a link."""
    notes = [one for one in vault.notes.values() if isinstance(one, Contact | Interview)]
    leads = (lead for one in notes for lead in one.leads if not lead.target)
    return [lead for lead in leads if vault.find_at_start(lead.text) is note]


def _say_leads(context: Context, named: list[Lead]) -> None:
    """Plain words stay as they are: where the old name now means nobody, say so."""
    context.forget_loaded()
    vault = context.loaded.vault
    lost = [f"{one.path}:{one.line}" for one in named if vault.find_at_start(one.text) is None]
    if lost:
        told = "make it a link there, or keep the old name under aliases"
        context.talk(f"Still named in plain words: {', '.join(lost)}; {told}.")


def _find(context: Context, old: str) -> Note:
    """A contact before any other note of that name; never a guess."""
    from vaultkit.names import find_who

    vault = context.loaded.vault
    match = find_who(vault.contacts, old)
    is_contact = bool(match.notes) and not match.guessed
    notes = vault.contacts if is_contact else tuple(vault.notes.values())
    return find_one_to_write(context, notes, old, "contact" if is_contact else "note")
