"""`vaultkit build`: the site, once."""

from pathlib import Path
from time import perf_counter

import click

from vaultkit import disk
from vaultkit.build import Built, build_site
from vaultkit.cli.context import Context, fail, pass_context
from vaultkit.cli.progress import show_progress
from vaultkit.diagnostics import Severity
from vaultkit.pipeline import load_vault


@click.command("build")
@click.option("-o", "out", metavar="DIR", help="Build into DIR instead of the vault's site/.")
@click.option("--theme", metavar="T", help="Build with this theme.")
@click.option(
    "--redact", is_flag=True, help="A copy for a coach: no e-mail, phone, address, private field."
)
@click.option("--initials", is_flag=True, help="With --redact: people by their initials.")
@click.option("--strict", is_flag=True, help="Exit with 1 when there is any error in the notes.")
@pass_context
def command(
    context: Context,
    out: str | None,
    theme: str | None,
    redact: bool,
    initials: bool,
    strict: bool,
) -> None:
    """Build the site; open its index.html in a browser, no server needed.

    A broken note never stops the build: its page shows the problem, and problems.html lists all.
    A mistake in a template keeps the last good page and exits with 1.
    """
    begin = perf_counter()
    target = Path(out) if out else None
    if initials and not redact:
        fail("--initials goes with --redact")
    loaded = load_vault(context.folder, redact, initials) if redact else context.loaded
    with show_progress(context, "Building the site"):
        built = build_site(loaded, context.today, target, theme)
    context.talk(_say(built, perf_counter() - begin))
    for line in say_strangers(built.written):
        context.talk(line)
    click.echo((built.out / "index.html").resolve().as_uri())
    of_theme = [one for one in built.diagnostics if one.code == "template"]
    for one in of_theme:
        context.talk(str(one))
    errors = any(one.severity is Severity.ERROR for one in built.diagnostics)
    if of_theme or (strict and errors):
        raise SystemExit(1)


def say_strangers(written: disk.Written) -> list[str]:
    """A line for each file in the site that is somebody else's, or was edited by hand."""
    kept = [f"{one} was edited by hand, so it stays; remove it yourself" for one in written.kept]
    return kept + [
        f"{one} was not vaultkit's; it is {one}.yours now, keep it elsewhere"
        for one in written.aside
    ]


def _say(built: Built, seconds: float) -> str:
    problems = len(built.diagnostics)
    found = "no problems"
    if problems:
        found = f"{problems} problem{'s' if problems > 1 else ''} (see vaultkit check)"
    written = f"{len(built.written.changed)} written, {len(built.written.removed)} removed"
    return f"{built.pages} pages, {written}, {seconds:.2f} s, {found}"
