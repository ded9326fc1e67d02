"""The way out: a loaded vault to its site on disk. Apart from pipeline, as templates cost time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vaultkit import __version__, disk
from vaultkit.diagnostics import Diagnostic
from vaultkit.pipeline import Loaded, find_problems, load_agenda
from vaultkit.site import Made, make_pages, render
from vaultkit.site.theme import TemplateMistakeError, Theme, ThemeFiles, make_theme, read_parent

# A theme that brings the script gets the data beside it.
SEARCH_SCRIPT, SEARCH_DATA = "assets/search.js", "assets/search-data.js"


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
    out = out or loaded.root / disk.SITE
    disk.check_output(out, loaded.root)
    theme = load_theme(loaded.root, theme_name or loaded.settings.theme)
    agenda = load_agenda(loaded, today)
    problems = find_problems(loaded, today, agenda)
    made = make_pages(loaded.vault, agenda, loaded.settings, problems, __version__)
    files, of_theme = _render_all(made, theme)
    files |= _read_linked(loaded.root, made.files)
    keep = [one for one in (page.address for page in made.pages) if one not in files]
    written = disk.write_site(out, loaded.root, files, keep)
    return Built(out, len(made.pages), written, (*made.diagnostics, *of_theme))


def _render_all(made: Made, theme: Theme) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """Every page to bytes; a page whose template fails is left out and its old one stays."""
    files: dict[str, bytes] = dict(theme.assets)
    if SEARCH_SCRIPT in files:
        files[SEARCH_DATA] = made.search_data.encode("utf-8", "replace")
    problems: dict[Diagnostic, None] = {}
    for page in made.pages:
        try:
            files[page.address] = render(page, theme).encode("utf-8", "replace")
        except TemplateMistakeError as problem:
            problems[problem.diagnostic] = None
    return files, list(problems)


def _read_linked(root: Path, files: Mapping[str, str]) -> dict[str, bytes]:
    found = {address: disk.read_file(root, path) for address, path in files.items()}
    return {address: data for address, data in found.items() if data is not None}


def load_theme(root: Path, name: str) -> Theme:
    """A theme with its parents; a circle of parents is cut at its second round."""
    layers: list[ThemeFiles] = []
    parent: str | None = name
    while parent is not None and parent not in [layer.name for layer in layers]:
        files = disk.read_files(disk.find_theme(parent, root))
        layers.append(ThemeFiles(parent, files))
        parent = read_parent(parent, files)
    return make_theme(layers)
