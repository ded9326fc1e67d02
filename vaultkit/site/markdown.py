"""The Markdown of a note to HTML that can run nothing and call nobody.

One class, `Renderer`, and nobody else renders. Whatever cannot be shown as Markdown is shown as
plain text, with the name of what went wrong.
"""

import html
import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote, unquote

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from vaultkit.site import syntax
from vaultkit.site.syntax import CONTROL, PIPE, WIKILINK, show_as_typed, split_wikilink

# Beyond this a body is shown as it was typed: rendering would stall the build. A line costs the
# parser about 5 us; what else is dear, syntax.is_costly knows.
MAX_BODY = 500_000
# markdown-it drops what nests deeper, without a word; we show the text instead.
MAX_NESTING = 100
EMBED_DEPTH = 3
# Notes shown inside one note, and their characters: embeds of embeds multiply.
MAX_EMBEDS, MAX_EMBEDDED = 50, 1_000_000
# Characters of addresses: one long reference can be named ten thousand times.
MAX_ADDRESSES = 2_000_000

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_SAFE_SCHEMES = ("http:", "https:", "mailto:", "tel:")
_WEB = re.compile(r"https?://[^\s<>\"]+")


# What is said of a link to what is not in the site: there may be such a file, which is not copied.
_DEAD = "nothing here is called"


class Target(NamedTuple):
    """Where a link leads: an address in the site; `is_image` for a picture to show."""

    address: str
    is_image: bool = False
    fragment: str = ""


class Rendered(NamedTuple):
    """HTML, and the codes of what went wrong on the way: nesting, note-large, render."""

    html: str
    problems: tuple[str, ...]


# A link's target and heading to an address; an embed's to (a key of the text, the text) it shows.
Resolve = Callable[[str, str], Target | None]
Embed = Callable[[str, str], tuple[str, str] | None]


class Renderer:
    """Renders the notes of one vault; made once, as the parser behind it is costly to make."""

    def __init__(self, resolve: Resolve, embed: Embed) -> None:
        self._resolve, self._embed = resolve, embed
        self._begin("", None)
        self._md = self._make_parser()

    def _make_parser(self) -> MarkdownIt:
        md = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False})
        md.options["maxNesting"] = MAX_NESTING
        ends: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
        md.block.ruler.before("table", "comment", syntax.read_comment_block, ends)
        md.inline.ruler.before("link", "wikilink", self._read_wikilink)
        md.inline.ruler.before("emphasis", "comment", syntax.read_comment)
        md.core.ruler.at("inline", self._parse_lines)
        md.core.ruler.after("block", "cells", syntax.keep_cells)
        md.core.ruler.push("notes", self._finish)
        md.validateLink = _is_safe  # type: ignore[method-assign]
        return md

    def _begin(self, root: str, taken: set[str] | None, depth: int = 0) -> None:
        self._root, self._taken, self._depth = root, taken, depth
        self._numbers: dict[str, int] = {}
        self._shown: list[str] = []
        self._embeds = self._embedded = 0

    def render(self, text: str, root: str, taken: set[str] | None = None) -> Rendered:
        """Markdown to HTML; `root` leads from the page to the top of the site ("../").

        Headings get ids that are not in `taken` yet, and none without it.
        """
        if not text.strip():
            return Rendered("", ())
        if len(text) > MAX_BODY:
            return Rendered(show_as_typed(text), ("note-large",))
        self._begin(root, taken)
        try:
            return self._render(text)
        except Exception:  # a note can never stop the build, whatever a parser trips over
            return Rendered(show_as_typed(text), ("render",))

    def render_inline(self, text: str, root: str) -> str:
        """One line of Markdown to HTML, without a paragraph around it."""
        text = CONTROL.sub("\ufffd", text)
        is_plain = syntax.is_plain(text)
        if is_plain and "[[" not in text:
            return html.escape(text)
        self._begin(root, None, EMBED_DEPTH)
        if is_plain:
            return self._link_words(text)
        try:
            if len(text) > MAX_BODY or syntax.is_costly(text):
                return html.escape(text)
            return str(self._md.renderInline(text))
        except Exception:  # as above
            return html.escape(text)

    def render_value(self, text: str, root: str) -> str:
        """The value of a field to HTML: text as it stands, only links become links."""
        self._begin(root, None, EMBED_DEPTH)
        text = CONTROL.sub("\ufffd", text)
        if _WEB.fullmatch(text):
            return f'<a href="{html.escape(text)}">{html.escape(text)}</a>'
        return self._link_words(text)

    def _link_words(self, text: str) -> str:
        """Text as it stands, only wikilinks become links."""
        parts = syntax.split_links(text)
        return "".join(
            html.escape(one) if isinstance(one, str) else self._write_link(one) for one in parts
        )

    def _render(self, text: str) -> Rendered:
        text = CONTROL.sub("\ufffd", text)
        if syntax.is_costly(text):
            return Rendered(show_as_typed(text), ("note-large",))
        env: EnvType = {}
        tokens = self._md.parse(WIKILINK.sub(lambda found: found[0].replace("|", PIPE), text), env)
        if any(token.level >= MAX_NESTING - 2 for token in tokens):
            return Rendered(show_as_typed(text), ("nesting",))
        if env["weight"] > MAX_ADDRESSES:
            return Rendered(show_as_typed(text), ("note-large",))
        shown = str(self._md.renderer.render(tokens, self._md.options, env))
        unused = syntax.find_unused(text, env)
        return Rendered(shown.replace(PIPE, "|") + (show_as_typed(unused) if unused else ""), ())

    # -- wikilinks ----------------------------------------------------------------------------

    def _read_wikilink(self, state: StateInline, silent: bool) -> bool:
        if state.src[state.pos] not in "![":
            return False
        found = WIKILINK.match(state.src, state.pos)
        if not found:
            return False
        if not silent:
            self._fill(state.push("html_inline", "", 0), found, inside=state.linkLevel > 0)
        state.pos = found.end()
        return True

    def _fill(self, token: Token, found: re.Match[str], inside: bool = False) -> Token:
        token.content = self._write_link(found, inside)
        if found[0][0] == "!":
            token.meta = {"embed": split_wikilink(found)[:2]}
        return token

    def _parse_lines(self, state: StateCore) -> None:
        """The words of each block to tokens; plain ones need no parser."""
        for token in state.tokens:
            if token.type != "inline":
                continue
            children: list[Token] = []
            token.children = children
            if state.env.get("references") or not syntax.is_plain(token.content):
                state.md.inline.parse(token.content, state.md, state.env, children)
                continue
            for one in syntax.split_links(token.content):
                if isinstance(one, str):
                    children.append(Token("text", "", 0, content=one))
                else:
                    children.append(self._fill(Token("html_inline", "", 0), one))

    def _write_link(self, found: re.Match[str], inside: bool = False) -> str:
        target, heading, shown = split_wikilink(found)
        words = html.escape(shown)
        if inside:  # a link holds no link
            return words
        led = self._resolve(target, heading)
        if led is None:
            return _write_dead(target or f"#{heading}", words)
        if found[0][0] == "!" and led.is_image:
            return f'<img src="{self._write_address(led)}" alt="{words}">'
        return f'<a href="{self._write_address(led)}">{words}</a>'

    def _write_address(self, target: Target) -> str:
        fragment = f"#{quote(target.fragment)}" if target.fragment else ""
        return html.escape(self._root + quote(target.address) + fragment)

    # -- after parsing ------------------------------------------------------------------------

    def _finish(self, state: StateCore) -> None:
        """Headings below the page's own, task marks, embeds, links inside the vault."""
        tokens = state.tokens
        syntax.note_addresses(tokens, state.env)
        if state.env["weight"] > MAX_ADDRESSES:
            return  # shown as typed: mending each would copy it
        for number, token in enumerate(tokens):
            if token.type in ("heading_open", "heading_close"):
                token.tag = f"h{max(2, int(token.tag[1]))}"
            if token.type == "heading_open" and self._taken is not None and not self._depth:
                words = tokens[number + 1].content
                token.attrs["id"] = syntax.take_id(words, self._taken, self._numbers)
            if token.type == "fence" and len(token.info.split()) > 1:
                token.attrs["title"] = token.info.strip()
            if token.type == "inline":
                if number >= 2 and tokens[number - 2].type == "list_item_open":
                    syntax.mark_task(token)
                self._mend_links(token)
        self._show_embeds(tokens)

    def _mend_links(self, token: Token) -> None:
        inside = 0
        for child in token.children or ():
            inside += child.nesting if child.type in ("link_open", "link_close") else 0
            if child.type == "link_open":
                href = str(child.attrs.get("href", ""))
                if not _SCHEME.match(href):
                    self._mend_local(child, href)
            elif child.type == "image":
                self._mend_image(child, inside > 0)

    def _mend_local(self, token: Token, href: str) -> None:
        path, _, heading = unquote(href).partition("#")
        found = self._resolve(path, heading)
        if found:
            token.attrs["href"] = html.unescape(self._write_address(found))
        else:
            token.attrs.pop("href", None)
            token.attrs |= {"class": "dead", "title": f"{_DEAD} {unquote(href)}"}

    def _mend_image(self, token: Token, inside: bool) -> None:
        """Pictures of the vault are shown; a picture from elsewhere would be a request."""
        source = str(token.attrs.get("src", ""))
        found = None if _SCHEME.match(source) else self._resolve(unquote(source), "")
        words, title = html.escape(token.content or source), str(token.attrs.get("title", ""))
        named = f' title="{html.escape(title)}"' if title else ""
        token.type, token.tag, token.nesting = "html_inline", "", 0
        if found and found.is_image:
            token.content = f'<img src="{self._write_address(found)}" alt="{words}"{named}>'
            return
        words += f" ({html.escape(title)})" if title else ""
        if inside:
            token.content = words
        elif _SCHEME.match(source):
            token.content = f'<a href="{html.escape(source)}">{words}</a>'
        else:
            token.content = _write_dead(unquote(source), words)

    def _show_embeds(self, tokens: list[Token]) -> None:
        for number, token in enumerate(tokens):
            children = token.children or []
            if token.type != "inline" or len(children) != 1 or "embed" not in children[0].meta:
                continue
            if tokens[number - 1].type != "paragraph_open":
                continue
            block = self._write_embed(*children[0].meta["embed"])
            if block is not None:
                token.type, token.content, token.children = "html_block", block, None
                tokens[number - 1].hidden = tokens[number + 1].hidden = True

    def _write_embed(self, target: str, heading: str) -> str | None:
        """The text of another note; None (the link stays) in a circle or when it gets too much."""
        if self._depth >= EMBED_DEPTH or self._embeds >= MAX_EMBEDS:
            return None
        self._embeds += 1
        found = self._embed(target, heading)
        if found is None or found[0] in self._shown:
            return None
        key, text = found
        if self._embedded + len(text) > MAX_EMBEDDED:
            return None
        self._embedded += len(text)
        self._depth += 1
        self._shown.append(key)
        inner = self._render(text).html
        self._depth -= 1
        self._shown.pop()
        return f'<blockquote class="embed">\n{inner}</blockquote>\n'


def _write_dead(target: str, words: str) -> str:
    """Words that would lead to something that is not there; `words` are HTML already."""
    return f'<span class="dead" title="{_DEAD} {html.escape(target)}">{words}</span>'


def _is_safe(url: str) -> bool:
    """Only links that open a page, a mail or a call; and those inside the vault."""
    url = url.strip()
    scheme = _SCHEME.match(url)
    if scheme:
        return scheme[0].casefold() in _SAFE_SCHEMES
    return not url.startswith(("//", "\\"))
