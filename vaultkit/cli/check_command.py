"""`vaultkit check`: what is wrong in the notes.

While nothing changed since the last build its answer is at hand, and no note is read.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path, PurePath

import click

from vaultkit import disk
from vaultkit.cli.options import Options, clean, echo, fail, pass_options, style
from vaultkit.diagnostics import CODES, Diagnostic, Severity, read_diagnostics
from vaultkit.disk.folder import show_path

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}

# Of more problems than this one wants to know first of which kind they are.
MANY = 50
_PART = 500


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--strict", is_flag=True, help="Warnings count as errors for the exit code.")
@click.option(
    "--format",
    "shape",
    default="text",
    show_default=True,
    type=click.Choice(["text", "json", "github"]),
    help="How to write problems.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--fix", is_flag=True, help="Mend what needs no judgement, then check.")
@click.option("-n", "--dry-run", is_flag=True, help="With --fix: show what would change.")
@click.option("--watch", is_flag=True, help="Check again after every save, until Ctrl-C.")
@pass_options
def command(
    options: Options,
    paths: tuple[str, ...],
    strict: bool,
    shape: str,
    as_json: bool,
    fix: bool,
    dry_run: bool,
    watch: bool,
) -> None:
    """What is wrong in the notes: path:line:column: severity: message [code].

    Exits with 1 when there is an error (with --strict also for a warning). PATHs narrow what is
    shown to these notes and folders; the whole vault is read all the same.
    """
    if dry_run and not fix:
        fail("-n goes with --fix")
    shape, today = "json" if as_json else shape, options.today
    root = disk.find_root(options.folder)
    _check_paths(options, root, paths)
    narrow = partial(_narrow, options.folder, root, paths)
    if watch:
        from vaultkit.cli.checking import check_on_every_save

        check_on_every_save(options, lambda found: _write(narrow(found), shape))
    is_whole = True
    found = None if fix else read_diagnostics(disk.recall(root, "problems"), today)
    if found is None:
        from vaultkit.cli.checking import check_notes

        found, is_whole = check_notes(options, narrow, fix, dry_run)
    if dry_run:
        return
    problems = narrow(found)
    options.talk(_write(problems, shape))
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    if not is_whole or any(one.severity in bad for one in problems):
        raise SystemExit(1)


def _check_paths(options: Options, root: Path, paths: tuple[str, ...]) -> None:
    """A path that is nowhere would narrow the answer to a false "No problems."."""
    for text in paths:
        place = disk.find_real(options.folder / text)
        if place.exists() and not place.is_relative_to(root):
            options.talk(f"{text} lies outside the vault; nothing of it is checked.")
        elif not place.exists() and not (root / text).exists() and not _may_come(text):
            fail(f'no note and no folder "{text}"; give paths as check prints them')


def _may_come(text: str) -> bool:
    """Whether it is a folder of notes, which need not be there yet."""
    from vaultkit.notes import KINDS

    return text.strip("/") in {folder for folder, _ in KINDS.values()}


def _narrow(
    folder: Path, root: Path, paths: tuple[str, ...], found: Iterable[Diagnostic]
) -> list[Diagnostic]:
    """The problems at these paths, as they were typed; all when there are none."""
    wanted = [_name_in_vault(folder / text, root, text) for text in paths]
    if not wanted or "." in wanted:
        return list(found)
    places = tuple(f"{name}/" for name in wanted)
    return [one for one in found if f"{one.path}/".startswith(places)]


def _name_in_vault(place: Path, root: Path, text: str) -> str:
    """A path as it was typed to that of a note or folder; `.` is the whole vault."""
    place = disk.find_real(place)
    name = place.relative_to(root) if place.is_relative_to(root) else PurePath(text)
    return show_path(name.as_posix())


def _write(problems: Sequence[Diagnostic], shape: str) -> str:
    """Print problems; their number in words."""
    match shape:
        case "json":
            from vaultkit.cli.json_output import write_problems

            write_problems(problems)
        case "github":
            _echo_each(problems, _as_github)
        case _:
            _echo_each(problems, _as_text)
    return _count(problems) + (_sum_up(problems) if len(problems) > MANY else "")


def _echo_each(problems: Sequence[Diagnostic], say: Callable[[Diagnostic], str]) -> None:
    """A line each, some hundreds at a time: a terminal is asked less often, memory stays small."""
    for start in range(0, len(problems), _PART):
        echo("\n".join(map(say, problems[start : start + _PART])))


def _sum_up(problems: Sequence[Diagnostic]) -> str:
    """Each code with how often it is told, errors first, then what is told most."""
    counts = Counter((list(Severity).index(one.severity), one.code) for one in problems)
    rows = sorted(counts.items(), key=lambda row: (row[0][0], -row[1], row[0][1]))
    return ":" + "".join(f"\n{n:>7}  {code}: {CODES[code][1]}" for (_, code), n in rows)


def _as_text(one: Diagnostic) -> str:
    place = style(f"{one.path}:{one.line}:{one.column}:", bold=True)
    severity = style(f"{one.severity.value}:", fg=_COLOURS[one.severity])
    return f"{place} {severity} {clean(one.message)} {style(f'[{one.code}]', dim=True)}"


def _as_github(one: Diagnostic) -> str:
    place = f"file={_escape(one.path, True)},line={one.line},col={one.column}"
    level = _GITHUB[one.severity]
    return f"::{level} {place},title={one.code}::{_escape(clean(one.message), False)}"


def _escape(text: str, in_property: bool) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if in_property else text


def _count(problems: Sequence[Diagnostic]) -> str:
    if not problems:
        return "No problems."
    parts = []
    for severity in Severity:
        number = sum(one.severity is severity for one in problems)
        if number:
            parts.append(f"{number} {severity.value}{'s' if number > 1 else ''}")
    return ", ".join(parts)
