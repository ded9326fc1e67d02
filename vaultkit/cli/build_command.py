"""`vaultkit build`: the site, once."""

import gc
from pathlib import Path
from time import perf_counter

import click

from vaultkit import disk
from vaultkit.cli.options import Options, fail, pass_options, takes_out
from vaultkit.cli.progress import show_progress


@click.command("build")
@takes_out("DIR", "Build into DIR instead of the vault's site/.")
@click.option("--theme", metavar="T", help="Build with this theme.")
@click.option(
    "--redact", is_flag=True, help="A copy for a coach: no e-mail, phone, address, private field."
)
@click.option("--initials", is_flag=True, help="With --redact: people by their initials.")
@click.option("--strict", is_flag=True, help="Exit with 1 when there is any error in the notes.")
@pass_options
def command(
    options: Options,
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
    if initials and not redact:
        fail("--initials goes with --redact")
    root = disk.find_root(options.folder)
    target = Path(out) if out else root / disk.SITE
    disk.check_output(target, root)
    cache, how = disk.Cache(target), f"{options.today} {theme}"
    look = None if redact else disk.look_around(root, target, how)
    last = disk.find_last(cache, target, look) if look else None
    written = disk.Written((), ())
    if last is None:
        last, written = _build(options, target, theme, (cache, look, initials))
    options.talk(_say(last, written, perf_counter() - begin))
    for line in say_strangers(written):
        options.talk(line)
    click.echo(disk.find_real(target / "index.html").as_uri())
    for line in last.of_theme:
        options.talk(line)
    if last.of_theme or (strict and last.has_errors):
        raise SystemExit(1)


def _build(
    options: Options,
    target: Path,
    theme: str | None,
    how: tuple[disk.Cache, disk.Look | None, bool],
) -> tuple[disk.Last, disk.Written]:
    """Build what differs; a copy for a coach remembers nothing, and leaves no memory either."""
    from vaultkit.build import Memory, build_site, say_end
    from vaultkit.pipeline import load_vault

    cache, look, initials = how
    if look is None:
        cache.drop()
    loaded = load_vault(options.folder, look is None, initials)
    memory = Memory(cache, look) if look else None
    gc.freeze()  # the vault stays; of ten thousand pages the garbage is 150 MB
    gc.enable()
    with show_progress(options, "Building the site"):
        built = build_site(loaded, options.today, target, theme, memory)
        if look is None and say_end(built).of_theme:
            # A page whose template fails would stay as an open build left it: none stays.
            disk.write_site(target, loaded.root, {})
            built = build_site(loaded, options.today, target, theme, memory)
    return say_end(built), built.written


def say_strangers(written: disk.Written) -> list[str]:
    """A line for each file in the site that is somebody else's, or was edited by hand."""
    kept = [f"{one} was edited by hand, so it stays; remove it yourself" for one in written.kept]
    return kept + [
        f"{one} was not vaultkit's; it is {one}.yours now, keep it elsewhere"
        for one in written.aside
    ]


def _say(last: disk.Last, written: disk.Written, seconds: float) -> str:
    found = "no problems"
    if last.problems:
        found = f"{last.problems} problem{'s' if last.problems > 1 else ''} (see vaultkit check)"
    changed = f"{len(written.changed)} written, {len(written.removed)} removed"
    return f"{last.pages} pages, {changed}, {seconds:.2f} s, {found}"
