"""`vaultkit forget`: take a person out of every note, and say what git still holds."""

import click

from vaultkit import disk
from vaultkit.changes import Change, change_notes, make_gone, show_diff
from vaultkit.cli.context import Context, check_all_read, find_one_to_write, pass_context
from vaultkit.cli.options import clean, echo
from vaultkit.diagnostics import VaultkitError
from vaultkit.disk import git
from vaultkit.disk.journal import clear_records
from vaultkit.forgetting import Rewritten, find_hints, find_names, find_placeholder, forget
from vaultkit.notes.contact import Contact


@click.command("forget")
@click.argument("who", metavar="WHO", nargs=-1, required=True)
@click.option("-n", "--dry-run", is_flag=True, help="Show what would change, change nothing.")
@pass_context
def command(context: Context, who: tuple[str, ...], dry_run: bool) -> None:
    """Take a person out of every note; days and counts stay, under "Forgotten 1".

    Also empties vaultkit's memory of old bytes, so this cannot be undone but from a copy of your
    own or from git; says what git's history still holds, and how to drop it.
    """
    contact = find_one_to_write(context, context.loaded.vault.contacts, " ".join(who))
    assert isinstance(contact, Contact)
    texts = [(path, data.decode("utf-8")) for path, data in _read_notes(context)]
    check_all_read(context, "it may name them too, so nothing was changed")
    found = forget(context.loaded.vault, contact, texts)
    _confirm(context, contact, len(found), dry_run)
    changes = [_make_change(one, dict(texts)[one.path]) for one in found]
    done = change_notes(context.loaded.root, changes, f"forget {contact.stem}", dry_run)
    for one in done if dry_run else ():
        echo(clean(show_diff(one)))
    if not dry_run:
        clear_records(context.loaded.root)
        placeholder = find_placeholder(context.loaded.vault)
        context.talk(f"{_count(len(found), 'note')} changed; {contact.name} is {placeholder} now.")
    _say_rest(context, contact, found, texts)


def _read_notes(context: Context) -> list[tuple[str, bytes]]:
    """Every note as bytes; one that is no UTF-8 would keep the name, so nothing is begun."""
    notes = list(disk.read_folder(context.loaded.root).notes)
    for path, data in notes:
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            message = f"{path}: is not UTF-8, so a name in it would stay; save it as UTF-8 first"
            raise VaultkitError(message) from None
    return notes


def _confirm(context: Context, contact: Contact, count: int, dry_run: bool) -> None:
    if dry_run or not context.may_ask:
        return
    question = f"Take {clean(contact.name)} out of {_count(count, 'note')}, for good?"
    if not click.confirm(question, err=True):
        raise SystemExit(1)


def _make_change(one: Rewritten, known: str) -> Change:
    def edit(data: bytes | None) -> bytes | None:
        if data is None:
            raise make_gone(one.path)
        if data != known.encode("utf-8"):
            raise VaultkitError(f"{one.path}: changed while it was read; nothing was written")
        return one.text.encode("utf-8")

    return Change(one.path, edit, one.to if one.to != one.path else None)


def _say_rest(
    context: Context, contact: Contact, found: list[Rewritten], texts: list[tuple[str, str]]
) -> None:
    """What no program can decide: first names, files, the built site, history."""
    root, vault = context.loaded.root, context.loaded.vault
    new = {one.path: (one.to, one.text) for one in found}
    for hint in find_hints(contact, [new.get(path, (path, text)) for path, text in texts]):
        context.talk(f'{hint.path}:{hint.line}: "{hint.word}" may mean them; look')
    first = contact.name.casefold()
    for path in sorted(one for one in vault.files if first in one.casefold()):
        context.talk(f"{path}: a file with their name; delete it yourself")
    if (root / disk.SITE).is_dir():
        context.talk("The built site still holds their pages: vaultkit build")
    held = git.find_in_history(root, find_names(contact)).held
    if held:
        commits = _count(max(held.values()), "commit")
        context.talk(
            f"git's history still names them in {commits}. To drop it, put lines such as "
            f"'{contact.name}==>Forgotten' into a file and run: git filter-repo --replace-text "
            "FILE; then every copy must be cloned anew."
        )


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
