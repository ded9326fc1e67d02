"""Links as they are written: `[[Name|words]]`, `![[Name#Heading]]`, `[words](note.md)`."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from vaultkit.front_matter import Text

_WIKILINK = re.compile(r"(!?)\[\[([^\[\]\n|]{1,200})(?:\|([^\[\]\n]{0,200}))?\]\]")
_MARKDOWN_LINK = re.compile(r"\]\(<?([^()<>\s:]{1,200}\.md)(?:#[^()\s]{0,200})?>?\)", re.I)
_CODE_SPAN = re.compile(r"(?<!`)(`{1,3})(?!`)[^`]{1,1000}(?<!`)\1(?!`)")


class Link(NamedTuple):
    """A link as written: `target` without heading, `heading`, the words shown, its place.

    `is_bare` marks a name in the front matter without brackets.
    """

    target: str
    heading: str
    shown: str
    embed: bool
    line: int
    column: int
    is_bare: bool = False


def find_links(index: int, line: str) -> Iterator[Link]:
    """The links of one line of Markdown, code spans left out; `index` counts lines from 0."""
    if "[[" not in line and "](" not in line:
        return
    line = blank_code(line)
    for found in _WIKILINK.finditer(line) if "[[" in line else ():
        yield make_link(found[2], found[3], found[1] == "!", index + 1, found.start() + 1)
    for found in _MARKDOWN_LINK.finditer(line) if "](" in line else ():
        target = unquote(found[1])
        yield Link(target, "", "", False, index + 1, found.start() + 3)


def blank_code(line: str) -> str:
    """A line with blanks for its code spans, every other character at its place."""
    return _CODE_SPAN.sub(lambda found: " " * len(found[0]), line) if "`" in line else line


def make_link(inner: str, shown: str | None, embed: bool, line: int, column: int) -> Link:
    """What stands between `[[` and `]]` to a Link; a pipe escaped for a table is understood."""
    target, _, heading = inner.removesuffix("\\").partition("#")
    return Link(target.strip(), heading.strip(), (shown or "").strip(), embed, line, column)


def read_link(text: Text) -> Link:
    """A front matter value to a link: `[[Name]]`, `[[Name|text]]` or just a name."""
    found = _WIKILINK.fullmatch(text.text.strip())
    if found:
        return make_link(found[2], found[3], False, text.line, text.column)
    return Link(text.text.strip(), "", "", False, text.line, text.column, is_bare=True)


def find_link(text: str) -> re.Match[str] | None:
    """A wikilink at the very start of a text: groups (embed, inner, shown)."""
    return _WIKILINK.match(text)


def plain_words(text: str) -> str:
    """A line of Markdown as words: wikilinks become the words they show."""
    if "[[" not in text:
        return text.strip()

    def show(found: re.Match[str]) -> str:
        link = make_link(found[2], found[3], False, 0, 0)
        return link.shown or link.target or link.heading

    return _WIKILINK.sub(show, text).strip()
