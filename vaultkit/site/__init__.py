"""Vault and agenda to pages, and a page with a theme to HTML."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from vaultkit.agenda import Agenda
from vaultkit.diagnostics import Diagnostic, sort_diagnostics
from vaultkit.settings import Settings
from vaultkit.site.frame import Page, Site
from vaultkit.site.pages import PAGES, make_frame, make_note_frame, make_note_page
from vaultkit.site.pages.problems import problems_page
from vaultkit.site.pages.search import make_search_data
from vaultkit.site.theme import Theme, render_template
from vaultkit.vault import Vault

# Lines that a macro with nothing to show leaves behind.
_BLANK = re.compile(r"^[ \t]+$", re.M)


@dataclass(frozen=True, slots=True)
class Made:
    """The pages of a site; `files` are files of the vault to copy (address -> path)."""

    pages: tuple[Page, ...]
    files: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]
    search_data: str


def make_pages(
    vault: Vault,
    agenda: Agenda,
    settings: Settings,
    diagnostics: tuple[Diagnostic, ...],
    version: str,
) -> Made:
    """Every page of the site, its content ready to show."""
    site = Site(vault, agenda, settings, diagnostics, version)
    of_notes = [make_note_page(site, note) for note in vault.notes.values()]
    others = [page for make in PAGES for page in make(site)]
    found = sort_diagnostics((*diagnostics, *site.problems))
    others += problems_page(site, found)
    pages = (*_frame(of_notes, make_note_frame(site)), *_frame(others, make_frame(site, found)))
    return Made(pages, dict(sorted(site.files.items())), found, make_search_data(site))


def _frame(pages: Iterable[Page], frame: Mapping[str, object]) -> Iterator[Page]:
    return (replace(page, frame=frame) for page in pages)


def render(page: Page, theme: Theme) -> str:
    """One page to HTML; `root` leads from it to the top of the site."""
    root = "../" * page.address.count("/")
    content = {**page.frame, "page": page.content, "root": root, "address": page.address}
    return _BLANK.sub("", render_template(theme, page.template, content))


__all__ = ["Made", "Page", "make_pages", "render"]
