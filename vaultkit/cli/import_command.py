"""`vaultkit import FILE`: people from address books and networks; a whole vault from JSON."""

import sys
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import click

from vaultkit import disk
from vaultkit.changes import change_notes, create_note
from vaultkit.cli.context import Context, pass_context
from vaultkit.cli.options import clean, echo, fail
from vaultkit.diagnostics import VaultkitError
from vaultkit.exchange.matching import Known, Match, Matched, find_known, match_people
from vaultkit.exchange.people import Read
from vaultkit.exchange.text import decode, unify_breaks
from vaultkit.file_names import fold_path
from vaultkit.importing import Planned, plan_import, say_plan

# More lines of a plan than this are counted, not shown; -v shows all.
SHOWN, KNOWN = 200, 20


@click.command("import")
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--create", is_flag=True, help="Make a note for everybody who has none.")
@click.option("--only-company", "companies", metavar="[C]", is_flag=False, flag_value="*",
              help="Make notes only for people at companies of the vault, or at C.")  # fmt: skip
@click.option("--map", "mapping", metavar="COLUMN=FIELD,...", help="Which column is which field.")
@click.option("--into", metavar="DIR", help="JSON: make a new vault in DIR.")
@click.option("-n", "--dry-run", is_flag=True, help="Only show the plan.")
@pass_context
def command(
    context: Context,
    file: str,
    create: bool,
    companies: str | None,
    mapping: str | None,
    into: str | None,
    dry_run: bool,
) -> None:
    """People of a vCard file, of LinkedIn's, Google's or Outlook's CSV, of any with --map.

    Fills empty fields of contacts that are here already; makes new notes only when asked to. The
    plan comes first, and a file imported twice changes nothing the second time. A vault that
    `export json` wrote is taken too.
    """
    text = _read_file(file)
    if text.lstrip().startswith("{"):
        _import_vault(context, text, into, dry_run)
        return
    read = _read_people(text, mapping)
    matched = match_people(context.loaded.vault, read.people)
    _say_known(find_known(context.loaded.vault, matched.matches))
    planned = _plan(context, read, matched, create, companies)
    _say(context, planned, file)
    _carry_out(context, planned, file, dry_run)


# Bytes of a file of people: ten thousand cards with pictures are less.
_MOST = 200 << 20


def _read_file(name: str) -> str:
    """The text of a file in whatever encoding address books use."""
    try:
        if name == "-":
            data = sys.stdin.buffer.read(_MOST + 1)
        else:
            with open(Path(name), "rb") as source:
                data = source.read(_MOST + 1)
    except OSError as error:
        raise VaultkitError(f"{name}: {error.strerror}; name a file that can be read") from error
    if len(data) > _MOST:
        raise VaultkitError(f"{name}: more than {_MOST >> 20} MB; import it in parts")
    return unify_breaks(decode(data))


def _read_people(text: str, mapping: str | None) -> Read:
    if "BEGIN:VCARD" in text[:100_000].upper():
        from vaultkit.exchange.cards import has_cards
        from vaultkit.exchange.vcf import read_cards

        if has_cards(text):
            return read_cards(text)
    from vaultkit.exchange.tables import make_map, read_people

    try:
        columns = dict(make_map(mapping)) if mapping else None
    except VaultkitError as error:
        fail(str(error))
    return read_people(text, columns)


def _plan(
    context: Context, read: Read, matched: Matched, create: bool, companies: str | None
) -> Planned:
    with ExitStack() as stack:
        matches: Iterable[Match] = matched.matches
        if sys.stderr.isatty() and not context.quiet:
            bar = click.progressbar(matched.matches, label="Planning", file=sys.stderr)
            matches = stack.enter_context(bar)
        planned = plan_import(context.loaded, matches, context.today, create, companies)
    refused = sorted((*read.refused, *matched.refused, *planned.refused))
    return planned._replace(refused=tuple(refused))


def _say_known(known: tuple[Known, ...]) -> None:
    """Whom you know at the companies you follow: the first thing anybody wants to hear."""
    for one in known:
        echo(clean(f"You know {len(one.matches)} at {one.company.name}:"))
        for match in one.matches[:KNOWN]:
            role = f", {match.person.text('role')}" if match.person.text("role") else ""
            here = f" ({match.contact.path})" if match.contact else ""
            echo(clean(f"  {match.person.name}{role}{here}"))
        if len(one.matches) > KNOWN:
            echo(f"  ... and {len(one.matches) - KNOWN} more")


def _say(context: Context, planned: Planned, file: str) -> None:
    lines = list(say_plan(planned, file))
    for line in lines if context.verbose else lines[:SHOWN]:
        echo(clean(line))
    if len(lines) > SHOWN and not context.verbose:
        echo(f"... and {len(lines) - SHOWN} more (-v shows all)")
    if planned.left:
        echo(f"leave   {len(planned.left)} who have no note; --create or --only-company makes them")


def _carry_out(context: Context, planned: Planned, file: str, dry_run: bool) -> None:
    changes = planned.changes()
    filled, made = len(planned.filled), len(planned.made)
    said = f"{filled} filled, {made} made, {len(planned.refused)} refused"
    if dry_run or not changes:
        context.talk(f"{said}; nothing written.")
    elif context.may_ask and not click.confirm("Write this?", default=True, err=True):
        raise SystemExit(1)
    else:
        change_notes(context.loaded.root, changes, f"import {Path(file).name}")
        context.talk(f"{said}. log --undo takes it back.")


def _import_vault(context: Context, text: str, into: str | None, dry_run: bool) -> None:
    """Notes of a vault in JSON: those that are not here yet, or all of them into a new folder."""
    from vaultkit.exchange.whole import read_vault

    whole = read_vault(text)
    if into is not None:
        files = {path: note.encode() for path, note in (*whole.forms.items(), *whole.notes.items())}
        files[disk.FILE_NAME] = whole.settings.encode()
        if not dry_run:
            disk.write_new_folder(Path(into), files)
        context.talk(f"{len(whole.notes)} notes{' would go' if dry_run else ''} into {into}.")
        return
    root = context.loaded.root
    here = {fold_path(path): data for path, data in disk.read_folder(root).notes}
    new: dict[str, str] = {}
    other: list[str] = []
    for path, note in whole.notes.items():
        name, data = fold_path(path), note.encode()
        if name not in here:
            here[name], new[path] = data, note
        elif here[name] != data:
            other.append(path)
    for path in new:
        echo(clean(f"make    {path}"))
    for path in other:
        echo(clean(f"leave   {path}: differs from the one here"))
    if new and not dry_run:
        change_notes(root, [create_note(path, note) for path, note in new.items()], "import json")
    context.talk(f"{len(new)} notes {'to make' if dry_run else 'made'}, {len(other)} left alone.")
