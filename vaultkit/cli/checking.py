"""A check that reads the notes: once, with --fix mending them, with --watch after every save."""

import gc
import sys
import time
from collections.abc import Callable, Iterable, Iterator

import click

from vaultkit.cli.context import Context
from vaultkit.cli.options import Options
from vaultkit.diagnostics import Diagnostic, VaultkitError
from vaultkit.disk.scan import State, scan
from vaultkit.pipeline import find_problems

# Seconds between two looks; a look that is dear is made so seldom that it takes a hundredth.
LOOK, PART = 0.4, 100
BEGIN, END = "checking", "checked: {}"


Found = Iterable[Diagnostic]


def check_notes(
    options: Options, narrow: Callable[[Found], list[Diagnostic]], fix: bool, dry_run: bool
) -> tuple[tuple[Diagnostic, ...], bool]:
    """All that is wrong, and whether all went well.

    With `fix` those that `narrow` leaves are mended before, where their notes can be written.
    """
    context = Context(**vars(options))
    found = find_problems(context.loaded, context.today)
    if not fix:
        return found, True
    from vaultkit.cli.fixing import mend

    mended = mend(context, narrow(found), dry_run)
    if mended.is_written:
        context.forget_loaded()
        found = find_problems(context.loaded, context.today)
    return found, mended.is_whole


def check_on_every_save(options: Options, tell: Callable[[Found], str]) -> None:
    """Check until Ctrl-C; `tell` prints what is wrong and gives its count in words."""
    gc.enable()  # this command does not live for a moment
    context = Context(**vars(options))
    for _ in _find_changes(context):
        click.echo(BEGIN, err=True)
        context.forget_loaded()
        try:
            said = tell(find_problems(context.loaded, context.today))
        except VaultkitError as error:  # vaultkit.toml may be being saved
            said = str(error)
        sys.stdout.flush()
        click.echo(END.format(said), err=True)


def _find_changes(context: Context) -> Iterator[None]:
    """Once at first, then whenever a file of the vault, or the day, is another."""
    root, known = context.loaded.root, None
    while True:
        begin = time.monotonic()
        seen: tuple[dict[str, State], object] = (scan(root), context.today)
        cost = time.monotonic() - begin
        if seen != known:
            known = seen
            yield
        time.sleep(max(LOOK, cost * PART))
