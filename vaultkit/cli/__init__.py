"""The command `vaultkit`: the group, the options of every command, one line for each."""

import gc
import importlib
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from vaultkit import __version__
from vaultkit.diagnostics import VaultkitError

# Each command, its module's name and its one line of help; modules load when they are used.
COMMANDS = {
    "due": "Who is owed what, by when, and why.",
    "next": "The one thing to do now.",
    "list": "A table of contacts, companies, interviews, trips, ...",
    "show": "One card: a contact, a company, an interview.",
    "find": "Search all notes; answers with file:line.",
    "prep": "The sheet for a talk: what is missing, what to ask, say and bring.",
    "letter": "A draft of the letter that is due, for you to send.",
    "script": "What to say on the phone, whichever way the call goes.",
    "log": "What happened with somebody: one line, and what is due next.",
    "tick": "Tick a question, a piece of advice, a task.",
    "snooze": "Get back to somebody on a day of your own.",
    "edit": "Open a note in your editor, at the right line.",
    "check": "What is wrong in the notes, with file:line:column.",
    "export": "The vault as calendar, address book, spreadsheet or JSON.",
    "import": "People from an address book, LinkedIn or Google; a plan first.",
    "forget": "Take a person out of every note; the counts stay.",
    "doctor": "Is the vault private? With the remedy for what is open.",
    "build": "Build the site.",
    "watch": "Build the site, and again on every save.",
    "serve": "The same, shown on this machine with live reload.",
    "new": "A note from a template: contact, company, interview, trip, note.",
    "rename": "Rename a note and lead every link to it along.",
    "completion": "Tab completion for bash, zsh and fish.",
    "schema": "The JSON Schema of the front matter.",
    "init": "Make a vault, or with --example a living one to look at.",
}


# What is typed behind these goes into notes, which are UTF-8; places of other files stand nowhere.
INTO_NOTES = frozenset(("log", "tick", "snooze", "new", "rename"))

# Set by the scripts of `vaultkit completion`.
ASKED_BY_SHELL = "_VAULTKIT_COMPLETE"


class LazyGroup(click.Group):
    """Loads the module of a command only when that command runs."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run; or, when a shell asks behind Tab, say what could come next."""
        _mend_streams()
        if ASKED_BY_SHELL in os.environ:
            from vaultkit.cli.completing import prepare

            prepare(self)
        try:
            return super().main(*args, **extra)
        except OSError as error:  # --help or --version has nowhere to go
            _tell_broken(error)
            sys.exit(3)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"vaultkit.cli.{cmd_name}_command")
        command = module.command
        assert isinstance(command, click.Command)
        if ASKED_BY_SHELL in os.environ:
            from vaultkit.cli.completing import teach

            return teach(command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            name, command, rest = super().resolve_command(ctx, args)
        except click.UsageError as error:
            from vaultkit.diagnostics import find_nearest

            near = find_nearest(args[0], COMMANDS)
            hint = f"; nearest is {near}" if near else "; see vaultkit --help"
            raise click.UsageError(f'no command "{args[0]}"{hint}', ctx) from error
        if name in INTO_NOTES:
            rest = [_read_text(word, ctx) for word in rest]
        return name, command, rest

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        """Problems become one line and an exit code; bugs keep their traceback."""
        try:
            return super().invoke(ctx)
        except click.NoSuchOption as error:
            raise _place_option(error, self.params) from error
        except VaultkitError as error:
            _tell(str(error))
            ctx.exit(3)
        except KeyboardInterrupt:
            ctx.exit(130)
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(0)
        except OSError as error:  # a disk that fails where nobody expected it is no bug of ours
            _tell_broken(error)
            ctx.exit(3)


def _place_option(error: click.NoSuchOption, params: list[click.Parameter]) -> click.UsageError:
    """An option of ours that was typed behind the command is told its place."""
    name = error.option_name
    own = next((one for one in params if name in one.opts), None)
    if own is None or error.ctx is None:
        return error
    typed = f"{name} {own.metavar}" if own.metavar else name
    command = error.ctx.command_path.partition(" ")[2]
    return click.UsageError(
        f"{name} stands before the command: vaultkit {typed} {command}", error.ctx
    )


def _mend_streams() -> None:
    """Where a stream is closed nothing is said; signs its encoding lacks are said as escapes."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115
        elif getattr(stream, "errors", "") == "strict" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _read_text(word: str, ctx: click.Context) -> str:
    """What was typed, also where the locale has no UTF-8; refused when its bytes are no text."""
    data = word.encode("utf-8", "surrogateescape")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        shown = data.decode("utf-8", "backslashreplace")
        said = f'"{shown}" is not UTF-8; set the terminal to UTF-8, nothing was written'
        raise click.UsageError(said, ctx) from None


def _tell(problem: str) -> None:
    from vaultkit.cli.options import clean

    click.echo(clean(f"vaultkit: {problem}"), err=True)


def _tell_broken(error: OSError) -> None:
    place = error.filename2 or error.filename or "the system"
    _tell(f"{place}: {error.strerror or error}; mend that and run it again")


def _color(when: str) -> bool | None:
    if when == "auto":
        return False if os.environ.get("NO_COLOR") else None
    return when == "always"


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", message="vaultkit %(version)s")
@click.option("-C", "folder", metavar="DIR", default=".", help="Take the vault in or around DIR.")
@click.option("--today", metavar="DATE", help="Take DATE for today: 2026-11-10, friday, +3d.")
@click.option("-q", "quiet", is_flag=True, help="Say less.")
@click.option("-v", "verbose", is_flag=True, help="Say more.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="When to colour; auto also heeds NO_COLOR.",
)
@click.option(
    "--no-input", is_flag=True, help="Never ask: do what is typed, refuse what is unclear."
)
@click.pass_context
def main(
    ctx: click.Context,
    folder: str,
    today: str | None,
    quiet: bool,
    verbose: bool,
    color: str,
    no_input: bool,
) -> None:
    """Who is owed what, by when and why, from a folder of Markdown notes."""
    from vaultkit.cli.options import Options  # not for --help and --version

    gc.disable()  # a command lives for a moment: collecting costs a tenth of it, frees nothing
    ctx.color = _color(color)
    clock: Callable[[], date] = date.today
    ctx.obj = Options(Path(folder), today, quiet, verbose, no_input, clock)


def run() -> None:
    """What the script starts: a command, and then the end at once.

    The system takes memory back sooner than Python clears it up: 9 ms of each command.
    """
    _speak_utf8()
    try:
        main()
    except SystemExit as end:
        if isinstance(end.code, int) and _has_said_all():
            os._exit(end.code)
        raise


def _speak_utf8() -> None:
    """Begin anew where the locale would read the names of files as anything but UTF-8."""
    is_utf8 = sys.getfilesystemencoding().casefold() in ("utf-8", "utf8")
    if is_utf8 or os.environ.get("PYTHONUTF8") == "1" or not sys.executable:
        return
    os.environ["PYTHONUTF8"] = "1"
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def _has_said_all() -> bool:
    """Whether all that was printed has arrived; when not, Python's own end says why."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:  # as it is where it was closed
                stream.flush()
    except (OSError, ValueError):
        return False
    return True
