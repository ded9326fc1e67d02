"""What a command gets that reads a vault: the options, the vault, whom a name means."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import click

from vaultkit.agenda import Agenda
from vaultkit.cli.options import Options, clean, fail, pass_options
from vaultkit.diagnostics import VaultkitError, has_errors
from vaultkit.notes import KINDS
from vaultkit.notes.note import Note, fold
from vaultkit.pipeline import Loaded, load_agenda, load_vault

P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class Context(Options):
    """The options, and the vault around the folder; it is read when first asked for."""

    _loaded: Loaded | None = field(default=None, repr=False)

    @property
    def loaded(self) -> Loaded:
        """The vault around the folder."""
        if self._loaded is None:
            self.today  # noqa: B018  a wrong --today is told before anything is read
            self._loaded = load_vault(self.folder)
        return self._loaded

    @property
    def agenda(self) -> Agenda:
        """Who is owed what in it today."""
        return load_agenda(self.loaded, self.today)

    def forget_loaded(self) -> None:
        """Notes were written: read them anew when they are next asked for."""
        self._loaded = None

    def warn_of_errors(self) -> None:
        """The same, if it is so."""
        if has_errors(self.loaded.diagnostics):
            self.warn_of_missing()


def pass_context(command: Callable[Concatenate[Context, P], T]) -> Callable[P, T]:
    """A command that is handed a Context first."""

    @pass_options
    @wraps(command)
    def run(options: Options, /, *args: P.args, **extra: P.kwargs) -> T:
        return command(Context(**vars(options)), *args, **extra)

    return run


def read_kind_or_fail(text: str) -> str:
    """A kind of note, or the folder it lives in, as a person types it; else exit code 2."""
    word = text.casefold().strip("/")
    kind = {folder: kind for kind, (folder, _) in KINDS.items() if folder}.get(word, word)
    if kind not in KINDS:
        fail(f'no kind of note "{text}"; expected one of {", ".join(KINDS)}')
    return kind


def find_one(context: Context, notes: Iterable[Note], text: str, what: str = "note") -> Note:
    """The one note a typed name means; a clear guess is taken and said, else exit code 2."""
    from vaultkit.names import find_who

    match = find_who(notes, text)
    if len(match.notes) == 1:
        if match.guessed:
            context.talk(f'No {what} "{text}"; taking {match.notes[0].name}.')
        return match.notes[0]
    if match.notes:
        names = ", ".join(f"{note.name} ({note.path})" for note in match.notes[:8])
        fail(f'"{text}" could be several: {names}; {_say_way_out(match.notes)}')
    hint = f"; nearest: {', '.join(match.nearest)}" if match.nearest else ""
    return fail(f'no {what} "{text}"{hint}')


def find_one_to_write(
    context: Context, notes: Iterable[Note], text: str, what: str = "contact"
) -> Note:
    """The one note a typed name means for a command that writes, which never guesses.

    An ambiguous or misspelt name asks on a terminal; elsewhere, or with --no-input, exit code 2
    with the notes it could mean.
    """
    from vaultkit.names import find_who

    match = find_who(notes, text)
    if len(match.notes) == 1 and not match.guessed:
        name = match.notes[0].name
        if text.casefold() != name.casefold():
            check_all_read(context, f'"{text}" may mean it, so write "{name}" in full')
        return match.notes[0]
    is_known = bool(match.notes) and not match.guessed
    candidates = (match.notes if is_known else match.near)[:8]
    said = f'"{text}" could be several' if is_known else f'no {what} "{text}"'
    if candidates and context.may_ask:
        return _ask_which(said, candidates)
    names = ", ".join(f"{note.name} ({note.path})" for note in candidates)
    hint = f"{'' if is_known else '; nearest'}: {names}" if names else ""
    return fail(f"{said}{hint}" + (f"; {_say_way_out(match.notes)}" if is_known else ""))


def _say_way_out(notes: Sequence[Note]) -> str:
    """How to tell notes apart: by more of the name, or by the path where names are alike."""
    is_alike = len({fold(note.name) for note in notes}) < len(notes)
    return f"write the path, as {notes[0].path}" if is_alike else "write more of the name"


def check_all_read(context: Context, why: str) -> None:
    """Refuse to go on while some note cannot be read."""
    for one in context.loaded.diagnostics:
        if one.code == "note-unreadable":
            raise VaultkitError(f"{one.path}: {one.message}; {why}")


def _ask_which(said: str, candidates: Sequence[Note]) -> Note:
    click.echo(clean(f"{said[:1].upper()}{said[1:]}. Which one?"), err=True)
    for number, note in enumerate(candidates, 1):
        click.echo(clean(f"  {number}  {note.name}  ({note.path})"), err=True)
    numbers = click.IntRange(0, len(candidates))
    chosen: int = click.prompt("Number, 0 for none", type=numbers, default=0, err=True)
    if not chosen:
        fail("none chosen, nothing written")
    return candidates[chosen - 1]
