"""Vault and agenda to pages, and a page with a theme to HTML."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from vaultkit.agenda import Agenda
from vaultkit.diagnostics import Diagnostic, sort_diagnostics
from vaultkit.settings import Settings
from vaultkit.site.frame import Page, Site
from vaultkit.site.pages import PAGES, make_frame
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
    frame: Mapping[str, object]
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
    pages = [page for make in PAGES for page in make(site)]
    found = sort_diagnostics((*diagnostics, *site.problems))
    pages += problems_page(site, found)
    files = dict(sorted(site.files.items()))
    return Made(tuple(pages), make_frame(site, found), files, found, make_search_data(site))


def render(page: Page, frame: Mapping[str, object], theme: Theme) -> str:
    """One page to HTML; `root` leads from it to the top of the site."""
    root = "../" * page.address.count("/")
    content = {**frame, "page": page.content, "root": root, "address": page.address}
    return _BLANK.sub("", render_template(theme, page.template, content))


__all__ = ["Made", "Page", "make_pages", "render"]
