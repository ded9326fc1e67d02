"""One interview of a loaded vault to one HTML file that needs nothing else."""

from datetime import date

from vaultkit import __version__
from vaultkit.build import load_theme
from vaultkit.diagnostics import VaultkitError
from vaultkit.notes.interview import Interview
from vaultkit.pipeline import Loaded
from vaultkit.site import Basis, Edition
from vaultkit.site.portable import make_portable
from vaultkit.site.render import render
from vaultkit.site.theme import TemplateMistakeError


def make_sheet_file(loaded: Loaded, interview: Interview, today: date, theme_name: str) -> str:
    """The page of an interview as the site shows it, in one file."""
    theme = load_theme(loaded.root, theme_name)
    basis = Basis(loaded.vault, loaded.settings, today, theme, __version__)
    page = next(Edition(basis, loaded.diagnostics).press.make_notes([interview.path]))
    try:
        return make_portable(render(page, theme), theme.assets)
    except TemplateMistakeError as mistake:
        raise VaultkitError(str(mistake.diagnostic)) from mistake
