"""Vault and agenda to pages, and a page with a theme to HTML."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape

from vaultkit.agenda import Agenda
from vaultkit.diagnostics import Diagnostic, sort_diagnostics
from vaultkit.settings import Settings
from vaultkit.site.frame import Page, Site
from vaultkit.site.press import Press
from vaultkit.site.theme import Theme, render_template
from vaultkit.vault import Vault

# Blanks at the end of a line, and lines of them that a macro with nothing to show leaves behind.
_BLANK = re.compile(r"[ \t]+$", re.M)
_TITLE = re.compile(r"(?<=<title>)[^<]*(?=</title>)")
# What stands on the tab of a browser, and in its bookmarks.
MOST_TITLE = 70


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
    by_path: dict[str, list[Diagnostic]] = {}
    for one in diagnostics:
        by_path.setdefault(one.path, []).append(one)
    press = Press(Site(vault, agenda, settings, lambda path: tuple(by_path.get(path, ())), version))
    of_notes = tuple(press.make_notes(vault.notes))
    found = sort_diagnostics((*diagnostics, *press.problems))
    pages = (*of_notes, *press.make_others(found))
    return Made(pages, press.files, found, press.make_search_data())


def render(page: Page, theme: Theme) -> str:
    """One page to HTML; `root` leads from it to the top of the site."""
    root = "../" * page.address.count("/")
    content = {**page.frame, "page": page.content, "root": root, "address": page.address}
    text = _BLANK.sub("", render_template(theme, page.template, content))
    return _TITLE.sub(_shorten_title, text, count=1)


def _shorten_title(found: re.Match[str]) -> str:
    words, title = unescape(found[0]), found[0]
    while len(title) > MOST_TITLE:
        words = words[: MOST_TITLE - 1 if len(words) > MOST_TITLE else -2].rstrip()
        title = f"{escape(words)}\u2026"
    return title


__all__ = ["Made", "Page", "Press", "Site", "make_pages", "render"]
