"""`check --fix`: mend what needs no judgement, say what was mended, show it with -n."""

from collections.abc import Sequence
from typing import NamedTuple

from vaultkit.changes import Change, Changed, change_notes, edit_note, show_diff
from vaultkit.cli.context import Context
from vaultkit.cli.options import clean, echo
from vaultkit.diagnostics import Diagnostic, VaultkitError
from vaultkit.editing import Source
from vaultkit.fixes import fix_problems, group_by_note


class Mended(NamedTuple):
    """Whether any note was written, and whether each that was tried could be."""

    is_written: bool
    is_whole: bool


def mend(context: Context, problems: Sequence[Diagnostic], dry_run: bool) -> Mended:
    """Mend the notes of these problems."""
    changes = [_make_change(context, path, found) for path, found in group_by_note(problems)]
    tried = [_carry_out(context, change, dry_run) for change in changes]
    done = [one for found in tried for one in found]
    mended = [one for one in done if one.before != one.after]
    for one in mended if dry_run else ():
        echo(clean(show_diff(one)))
    notes = f"{len(mended)} note{'' if len(mended) == 1 else 's'}"
    nothing = "Nothing to mend." if all(tried) else "Nothing was mended."
    context.talk(f"{'Would mend' if dry_run else 'Mended'} {notes}." if mended else nothing)
    return Mended(bool(mended) and not dry_run, all(tried))


def _make_change(context: Context, path: str, problems: list[Diagnostic]) -> Change:
    loaded = context.loaded

    def edit(source: Source) -> str:
        known = loaded.vault.notes[path].document.text
        if source.document.text != known:
            raise VaultkitError(f"{path}: changed since it was checked; check again")
        return fix_problems(source, problems, loaded.vault, loaded.settings).text

    return edit_note(path, edit)


def _carry_out(context: Context, change: Change, dry_run: bool) -> tuple[Changed, ...]:
    """One note; one that cannot be edited is told of and the others are mended all the same."""
    try:
        return change_notes(context.loaded.root, [change], "check --fix", dry_run)
    except VaultkitError as error:
        context.talk(clean(str(error)))
        return ()
