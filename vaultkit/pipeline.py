"""The whole way: a vault's folder to Vault and agenda, and on to its site."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from vaultkit import __version__, disk
from vaultkit.agenda import Agenda, make_agenda
from vaultkit.checks import check_vault
from vaultkit.diagnostics import Diagnostic, sort_diagnostics
from vaultkit.notes import Note, read_note
from vaultkit.settings import Settings, read_settings
from vaultkit.vault import Vault

# The day on which the example vault is in the middle of its life.
EXAMPLE_DAY = date(2026, 11, 10)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A vault as it was read, with what reading found wrong."""

    root: Path
    vault: Vault
    settings: Settings
    diagnostics: tuple[Diagnostic, ...]


def load_vault(start: Path) -> Loaded:
    """Read the vault that holds `start`: settings first, then every note on its own."""
    root = disk.find_root(start)
    text, problems = disk.read_settings_text(root)
    settings, of_settings = read_settings(text)
    folder = disk.read_folder(root)
    diagnostics = [*problems, *of_settings, *folder.diagnostics]
    notes: list[Note] = []
    for path, data in folder.notes:
        note, found = read_note(path, data, settings)
        notes.append(note)
        diagnostics += found
    return Loaded(root, Vault(notes, folder.files), settings, tuple(diagnostics))


def load_agenda(loaded: Loaded, today: date) -> Agenda:
    """Who is owed what in a vault on a day."""
    return make_agenda(loaded.vault, loaded.settings, today)


def find_problems(loaded: Loaded, today: date) -> tuple[Diagnostic, ...]:
    """All that is wrong: what reading found and what only the whole vault can tell."""
    return sort_diagnostics(
        (*loaded.diagnostics, *check_vault(loaded.vault, loaded.settings, today))
    )


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: where, how many pages, what changed on disk, what is wrong."""

    out: Path
    pages: int
    written: disk.Written
    diagnostics: tuple[Diagnostic, ...]


def build_site(
    loaded: Loaded, today: date, out: Path | None = None, theme_name: str | None = None
) -> Built:
    """The vault's site, written to `out` (its own site/ unless named)."""
    from vaultkit.site import make_pages

    out = out or loaded.root / disk.SITE
    disk.check_output(out, loaded.root)
    theme, of_theme = load_theme(loaded, theme_name or loaded.settings.theme)
    agenda = load_agenda(loaded, today)
    diagnostics = (*find_problems(loaded, today), *of_theme)
    pages = make_pages(loaded.vault, agenda, loaded.settings, diagnostics, __version__)
    return pages  # type: ignore[return-value]


def load_theme(loaded: Loaded, name: str) -> tuple[object, tuple[Diagnostic, ...]]:
    """A theme with its parents, nearest first."""
    raise NotImplementedError


def shift_example(files: Mapping[str, bytes], today: date) -> dict[str, bytes]:
    """The example vault moved by whole weeks, so that it is alive on a day."""
    import re

    days = timedelta(days=(today - EXAMPLE_DAY).days // 7 * 7)

    def move(found: "re.Match[str]") -> str:
        try:
            return (date.fromisoformat(found[0]) + days).isoformat()
        except (ValueError, OverflowError):
            return found[0]

    def move_all(text: str) -> str:
        return re.sub(r"\b\d{4}-\d\d-\d\d\b", move, text)

    return {move_all(path): move_all(data.decode()).encode() for path, data in files.items()}
