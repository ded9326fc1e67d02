"""`vaultkit serve`: the site on this machine, kept fresh on every save, in every tab."""

import webbrowser
from functools import partial

import click

from vaultkit import disk
from vaultkit.cli.options import Options, pass_options, takes_out
from vaultkit.cli.progress import show_progress
from vaultkit.cli.watching import Teller, make_watcher, until_stopped
from vaultkit.serve import USUAL_PORT, ServedSite, answer_meanwhile, open_server
from vaultkit.watch import Ahead, Event, Lost, Rebuilt


@click.command("serve")
@takes_out("DIR", "Build into DIR instead of the vault's site/.")
@click.option("--theme", metavar="T", help="Build with this theme.")
@click.option(
    "-p",
    "--port",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    help=f"Listen on PORT; 0: any free one. Unless given: {USUAL_PORT}, or a free one.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the site in the browser.")
@pass_options
def command(
    options: Options, out: str | None, theme: str | None, port: int | None, open_browser: bool
) -> None:
    """Show the site on http://127.0.0.1, and keep it fresh on every save, until Ctrl-C.

    Only this machine is answered. Pages load themselves again when they change.
    """
    teller = Teller(options)
    watcher = make_watcher(options, lambda event: _hear(event, teller, site), out, theme)
    disk.check_output(watcher.out, disk.find_root(options.folder))  # before any of it is shown
    site = ServedSite(watcher.out)
    server = open_server(site, port)
    if port is None and server.port != USUAL_PORT:
        options.talk(f"Port {USUAL_PORT} is taken; using {server.port}.")
    with until_stopped(options, watcher):
        show = partial(webbrowser.open, server.url) if open_browser else None
        with answer_meanwhile(server, show):
            click.echo(server.url)
            with show_progress(options, "Building the site"):
                watcher.start()
        options.talk("Watching; Ctrl-C stops.")
        watcher.run()


def _hear(event: Event, teller: Teller, site: ServedSite) -> None:
    teller.hear(event)
    if isinstance(event, Rebuilt):
        written = event.built.written
        site.refresh(event.built.out, (*written.changed, *written.removed))
    elif isinstance(event, Ahead):
        site.add(event.changed)
    elif isinstance(event, Lost):
        site.lose(event.text)
