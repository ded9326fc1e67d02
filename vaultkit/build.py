"""The way out: a loaded vault to its site on disk. Apart from pipeline, as templates cost time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vaultkit import __version__, disk
from vaultkit.diagnostics import Diagnostic
from vaultkit.pipeline import Loaded, load_letters
from vaultkit.site import Basis, Edition, Files
from vaultkit.site.theme import Theme, ThemeFiles, make_theme, read_parent


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
    edition = make_edition(loaded, today, theme)
    return write_edition(edition, loaded.root, out)


def make_edition(loaded: Loaded, today: date, theme: Theme, lost: str = "") -> Edition:
    """The site of a loaded vault, with the letters that come with vaultkit; `lost` as in Basis."""
    letters = load_letters(loaded.settings)
    basis = Basis(loaded.vault, loaded.settings, today, theme, __version__, letters, lost)
    return Edition(basis, loaded.diagnostics)


def write_edition(edition: Edition, root: Path, out: Path) -> Built:
    """A whole site to its folder; of pages whose template fails the last good version stays."""
    files = edition.print_all()
    files |= read_linked(root, edition.press.files)
    written = disk.write_site(out, root, files, edition.addresses - set(files))
    return Built(out, len(edition.press.addresses), written, edition.diagnostics)


def read_linked(root: Path, files: Mapping[str, str]) -> Files:
    """Files of the vault that pages refer to (address -> path); what cannot be read is left out."""
    found = {address: disk.read_file(root, path) for address, path in files.items()}
    return {address: data for address, data in found.items() if data is not None}


def load_theme(root: Path, name: str) -> Theme:
    """A theme with its parents; a circle of parents is cut at its second round."""
    layers: list[ThemeFiles] = []
    parent: str | None = name
    while parent is not None and parent not in [layer.name for layer in layers]:
        folder = disk.find_theme(parent, root)
        files = disk.read_files(folder)
        layers.append(ThemeFiles(parent, files, folder.parent == disk.find_shipped("themes")))
        parent = read_parent(parent, files)
    return make_theme(layers)
