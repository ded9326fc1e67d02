"""`vaultkit watch`: the site, kept fresh on every save."""

import click

from vaultkit import disk
from vaultkit.cli.options import Options, pass_options, takes_out
from vaultkit.cli.progress import show_progress
from vaultkit.cli.watching import Teller, make_watcher, until_stopped


@click.command("watch")
@takes_out("DIR", "Build into DIR instead of the vault's site/.")
@click.option("--theme", metavar="T", help="Build with this theme.")
@pass_options
def command(options: Options, out: str | None, theme: str | None) -> None:
    """Build the site, then again on every save, until Ctrl-C.

    Any editor will do. Today moves on at midnight, unless --today is given.
    """
    teller = Teller(options)
    watcher = make_watcher(options, teller.hear, out, theme)
    with until_stopped(options, watcher):
        with show_progress(options, "Building the site"):
            watcher.start()
        click.echo(disk.find_real(watcher.out / "index.html").as_uri())
        options.talk("Watching; Ctrl-C stops.")
        watcher.run()
