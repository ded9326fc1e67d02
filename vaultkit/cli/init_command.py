"""`vaultkit init`: a new vault that is useful at once, or with --example a living one."""

import json
import shlex
from pathlib import Path

import click

from vaultkit import disk
from vaultkit.cli.options import Options, pass_options
from vaultkit.diagnostics import VaultkitError
from vaultkit.notes import KINDS
from vaultkit.notes.schema import make_obsidian_types
from vaultkit.pipeline import shift_example

OBSIDIAN = ".obsidian/types.json"
BASE = "contacts.base"
IGNORE = ".gitignore"
ATTRIBUTES = ".gitattributes"
# The line of the starter's settings that the vault's own name takes the place of.
_NAME = '# name = "My search"'
# What git must not keep: built pages, and what vaultkit keeps for itself.
_IGNORED = ("site/", ".vaultkit/")


@click.command("init")
@click.argument("folder", metavar="[DIR]", default=".")
@click.option("--example", is_flag=True, help="A complete search in the middle of its life.")
@click.option("--no-git", is_flag=True, help="Do not start a git repository.")
@pass_options
def command(options: Options, folder: str, example: bool, no_git: bool) -> None:
    """Make a vault in DIR; nothing that exists is overwritten.

    DIR may be new, empty, a git repository or an Obsidian vault. It gets a question bank, letters,
    me.md with questions to yourself, templates for new notes, settings, and what git and editors
    need. With --example the vault is that of an invented search, its dates moved so that it is
    alive today: the quickest way to see what vaultkit does.
    """
    target = options.folder / folder
    if example:
        files = disk.read_files(disk.find_shipped("example-vault"))
        starter = disk.read_files(disk.find_shipped("starter"))
        files |= {name: starter[name] for name in (IGNORE, ATTRIBUTES)}
        disk.write_new_folder(target, shift_example(files, options.today))
        options.talk(f"An example vault is in {target}. Try: vaultkit -C {target} due")
        return
    if (target / disk.FILE_NAME).exists():
        raise VaultkitError(f"{target / disk.FILE_NAME} exists: this is a vault already")
    folders = (*(place for place, _ in KINDS.values() if place), "files")
    files = make_start_files(disk.find_real(target).name)
    if not _has_obsidian(target):
        files.pop(BASE)
    start = disk.write_start(target, files, folders)
    _say_start(options, target, start)
    if not no_git and not disk.is_in_repository(target):
        trouble = disk.start_repository(target)
        options.talk(f"No git repository: {trouble}." if trouble else "Started a git repository.")
    where = "" if disk.find_real(target) == Path.cwd() else f"-C {shlex.quote(str(target))} "
    options.talk(f"Next: fill in me.md, then vaultkit {where}new contact NAME")


def _has_obsidian(target: Path) -> bool:
    """Whether Obsidian has been here: its folder holds more than what a start of ours leaves."""
    folder = (target / OBSIDIAN).parent
    return folder.is_dir() and any(one.name != "types.json" for one in folder.iterdir())


def make_start_files(name: str) -> dict[str, bytes]:
    """Every file of a new vault; settings come last, so that a start cut short can be redone."""
    files = disk.read_files(disk.find_shipped("starter"))
    settings = files.pop(disk.FILE_NAME).decode()
    title = json.dumps(name, ensure_ascii=False)  # a JSON string is a TOML string too
    types = json.dumps(make_obsidian_types(), indent=2) + "\n"
    settings = settings.replace(_NAME, f"name = {title}")
    return {**files, OBSIDIAN: types.encode(), disk.FILE_NAME: settings.encode()}


def _say_start(options: Options, target: Path, start: disk.Start) -> None:
    options.talk(f"A vault is in {target}: {_shorten(start.made)}.")
    if start.left:
        options.talk(f"Left as it was: {', '.join(start.left)}.")
    if IGNORE in start.left:
        lines = (target / IGNORE).read_bytes().decode("utf-8", "replace").split()
        missing = [
            line for line in _IGNORED if line.strip("/") not in {x.strip("/") for x in lines}
        ]
        if missing:
            options.talk(f"Add to {IGNORE}, each on a line of its own: {' '.join(missing)}")


def _shorten(paths: tuple[str, ...]) -> str:
    """Files at the top by name, those in a folder by the folder and how many they are."""
    counts: dict[str, int] = {}
    for path in paths:
        folder, slash, _ = path.partition("/")
        counts[folder + slash] = counts.get(folder + slash, 0) + 1
    return ", ".join(f"{name} ({n})" if n > 1 else name for name, n in counts.items())
