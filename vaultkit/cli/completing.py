"""What a shell offers behind Tab: for each kind of word in a command, the words it could be.

Fast because no note is read: names are file names. Loaded only when a shell asks.
"""

import os
import re
import tomllib
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import click
from click.shell_completion import CompletionItem, ShellComplete, add_completion_class
from click.shell_completion import split_arg_string as split_words

from vaultkit import disk
from vaultkit.contact_log import KINDS as LOG_WORDS
from vaultkit.dates import WEEKDAYS, Calendar, read_day, shift
from vaultkit.diagnostics import VaultkitError
from vaultkit.names import fold_accents
from vaultkit.notes import KINDS, find_folder_kind
from vaultkit.notes.fields import ACTIONS, FIELDS, LETTERS, PACKS
from vaultkit.notes.note import stem


class Item(NamedTuple):
    """One thing to offer: what to type, what it is; `type` may also be "dir" or "file"."""

    value: str
    help: str = ""
    type: str = "plain"


Finder = Callable[[Path], Iterable[Item]]

_NEAR = ("today", "tomorrow", "yesterday")
_LATER = ("+3d", "+5bd", "+1w", "+2w", "+1m")
# Days around today that are offered as numbers.
_BACK, _AHEAD = 14, 28


def find_names(*kinds: str) -> Finder:
    """The file names of notes of these kinds, told by folder; all notes when none is given."""

    def find(folder: Path) -> Iterable[Item]:
        root = disk.find_root(folder)
        rows = ((find_folder_kind(path) or "note", path) for path in disk.list_notes(root))
        found = [(kind, stem(path)) for kind, path in rows if not kinds or kind in kinds]
        order = {kind: number for number, kind in enumerate(KINDS)}
        found.sort(key=lambda row: (order[row[0]], row[1].casefold(), row[1]))
        return [Item(name, help="" if len(kinds) == 1 else kind) for kind, name in found]

    return find


def find_words(words: Iterable[str]) -> Finder:
    """Words that never change."""
    return lambda folder: [Item(word) for word in words]


def find_log_words(folder: Path) -> Iterable[Item]:
    """The log words and those that this vault teaches."""
    items = [Item(word, help=about) for word, (_, about) in LOG_WORDS.items()]
    try:
        own = tomllib.loads(disk.read_settings_text(disk.find_root(folder))[0]).get("kinds", {})
    except (VaultkitError, tomllib.TOMLDecodeError):
        return items
    return [*items, *(Item(word, help="a word of your own") for word in own)]


def find_days(folder: Path) -> Iterable[Item]:
    """Days as people type them, each with its date; then dates around today."""
    today = date.today()
    words = (*_NEAR, *(day.casefold() for day in WEEKDAYS), *_LATER)
    named = [Item(word, help=str(read_day(word, today, Calendar()) or "")) for word in words]
    days = (shift(today, days) for days in range(-_BACK, _AHEAD + 1))
    return [*named, *(Item(str(day), help=WEEKDAYS[day.weekday()]) for day in days)]


def find_fields(folder: Path) -> Iterable[Item]:
    """Every field as `--field` takes it."""
    about = {spec.name: spec.about for specs in FIELDS.values() for spec in specs}
    return [Item(f"{name}=", help=text) for name, text in sorted(about.items())]


def find_folders(folder: Path) -> Iterable[Item]:
    """Whatever folders the shell finds."""
    return [Item("", type="dir")]


def find_files(folder: Path) -> Iterable[Item]:
    """Whatever files the shell finds."""
    return [Item("", type="file")]


# What a word of a command is, by how its help calls it; `command WORD` goes before WORD.
WORDS: dict[str, Finder] = {
    "WHO": find_names("contact"),
    "WHO FOR": lambda folder: [*find_names("contact")(folder), *map(Item, LETTERS)],
    "log WHO": find_names("contact", "company"),
    "tick WHO": find_names("contact", "company", "interview"),
    "prep WHO": find_names("contact", "interview"),
    "show WHO": find_names(),
    "edit WHO": find_names(),
    "OLD": find_names(),
    "C": find_names("company"),
    "T": find_names("trip"),
    "COMPANY": find_names("company"),
    "TRIP": find_names("trip"),
    "A": find_words(ACTIONS),
    "KIND": find_words(KINDS),
    "log KIND": find_log_words,
    "FOR": find_words(LETTERS),
    "PACK": find_words(PACKS),
    "D": find_days,
    "DATE": find_days,
    "DAY": find_days,
    "FIELD=VALUE": find_fields,
    "DIR": find_folders,
    "PATH": find_files,
    "FILE": find_files,
    "F": find_files,
    "build T": find_words(("paper", "plain")),
}


class Completed(click.ParamType):  # type: ignore[type-arg]  # older clicks know no arguments
    """A type of parameter that reads as before and offers words."""

    name = "word"

    def __init__(self, original: "click.ParamType[object]", find: Finder) -> None:
        self.original, self.find = original, find

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> object:
        return self.original.convert(value, param, ctx)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem[str]]":
        folder = ctx.find_root().params.get("folder") or "."
        try:
            found = choose(self.find(Path(folder)), incomplete)
        except VaultkitError:
            return []  # no vault here: nothing to offer
        return [CompletionItem(one.value, one.type, one.help) for one in found]


def choose(items: Iterable[Item], incomplete: str) -> list[Item]:
    """The items that begin as typed, accents and case apart; else those with a word that does."""
    wanted = fold_accents(incomplete)
    usable = [one for one in items if one.value.isprintable()]
    if not wanted:
        return usable
    typed = incomplete.casefold()
    same = [one for one in usable if one.value.casefold().startswith(typed) or one.type != "plain"]
    if same:
        return same
    rows = [(fold_accents(one.value), one) for one in usable]
    begin = [one for name, one in rows if name.startswith(wanted)]
    return begin or [one for name, one in rows if f" {wanted}" in name]


def teach(command: click.Command) -> click.Command:
    """Let the parameters of a command offer their words."""
    for parameter in command.params:
        word = re.sub(r"[\[\].]", "", parameter.metavar or "")
        find = WORDS.get(f"{command.name} {word}") or WORDS.get(word)
        if find is not None:
            parameter.type = Completed(parameter.type, find)
    for part in command.commands.values() if isinstance(command, click.Group) else ():
        teach(part)
    return command


class _Answer(ShellComplete):
    """One protocol for all shells: the line in COMP_LINE, an answer `type TAB value TAB help`."""

    source_template = ""  # `vaultkit completion` prints the scripts

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words of the line; the last one, which may be empty, is the one to complete."""
        words = split_words(os.environ.get("COMP_LINE", "") + "x")
        return words[1:-1], words[-1][:-1] if len(words) > 1 else ""

    def format_completion(self, item: "CompletionItem[str]") -> str:
        return f"{item.type}\t{item.value or '-'}\t{item.help or ''}"


def prepare(group: click.Group) -> None:
    """Make click answer in our protocol, and the group's own options offer their words."""
    for shell in ("bash", "zsh", "fish"):
        add_completion_class(_Answer, shell)
    teach(group)
