"""`check --watch`: the same check after every save, with a line before and after each round."""

import gc
import sys
import time
from collections.abc import Callable, Iterator

import click

from vaultkit.cli.context import Context
from vaultkit.diagnostics import VaultkitError
from vaultkit.disk.scan import State, scan

# Seconds between two looks; a look that is dear is made so seldom that it takes a hundredth.
LOOK, PART = 0.4, 100
BEGIN, END = "checking", "checked: {}"


def check_on_every_save(context: Context, check: Callable[[], str]) -> None:
    """Run `check`, which prints problems and gives their count in words, until Ctrl-C."""
    gc.enable()  # this command does not live for a moment
    for _ in _find_changes(context):
        click.echo(BEGIN, err=True)
        context.forget_loaded()
        try:
            said = check()
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
