"""A page with a theme to HTML."""

import re
from html import escape, unescape

from vaultkit.site.frame import Page
from vaultkit.site.theme import Theme, render_template

# What no page may hold, and what steers the terminal that shows its source.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_TITLE = re.compile(r"(?<=<title>)[^<]*(?=</title>)")
# What stands on the tab of a browser, and in its bookmarks.
MOST_TITLE = 70


def render(page: Page, theme: Theme) -> str:
    """One page to HTML; `root` leads from it to the top of the site."""
    root = "../" * page.address.count("/")
    own = {"page": page.content, "root": root, "address": page.address, "turn": page.turn}
    content = {**page.frame, **own}
    text = _CONTROL.sub("\ufffd", _trim_lines(render_template(theme, page.template, content)))
    return _TITLE.sub(_shorten_title, text, count=1)


def _trim_lines(text: str) -> str:
    """A page without blanks at the ends of lines: macros with nothing to show leave them behind."""
    return "\n".join([line.rstrip(" \t") for line in text.split("\n")])


def _shorten_title(found: re.Match[str]) -> str:
    words, title = unescape(found[0]), found[0]
    while len(title) > MOST_TITLE:
        words = words[: MOST_TITLE - 1 if len(words) > MOST_TITLE else -2].rstrip()
        title = f"{escape(words)}\u2026"
    return title
