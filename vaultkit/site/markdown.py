"""The Markdown of a note to HTML that can run nothing and call nobody.

One function, `Renderer.render`, and nobody else touches tokens. Whatever cannot be shown as
Markdown is shown as plain text, with a problem that says so.
"""

import html
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple
from urllib.parse import quote, unquote

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

# Beyond these a body is shown as it was typed: rendering would stall the build. A bracket costs
# the parser about 40 us, a line about 5 us.
MAX_BODY, MAX_BRACKETS = 500_000, 20_000
# markdown-it drops what nests deeper, without a word; we show the text instead.
MAX_NESTING = 100
EMBED_DEPTH = 3

_WIKILINK = re.compile(r"!?\[\[([^\[\]\n|]{1,200})(?:\|([^\[\]\n]{0,200}))?\]\]")
_COMMENT = re.compile(r"%%.{0,2000}?%%", re.S)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_SAFE_SCHEMES = ("http:", "https:", "mailto:", "tel:")
_TASK = re.compile(r"\[([ xX>-])\](?:[ \t]+|$)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_STATES = {
    " ": ("open", "\u2610", "open"),
    "x": ("done", "\u2611", "done"),
    "-": ("dropped", "\u2612", "dropped"),
    ">": ("later", "\u27a4", "for later"),
}


class Target(NamedTuple):
    """Where a link leads: an address in the site; `is_image` for a picture to show."""

    address: str
    is_image: bool = False


class Rendered(NamedTuple):
    """HTML, and the codes of what went wrong on the way (nesting, render)."""

    html: str
    problems: tuple[str, ...]


# A link's target to an address, an embed to (the key of the text, the text) of what it shows.
Resolve = Callable[[str], Target | None]
Embed = Callable[[str, str], tuple[str, str] | None]


class Renderer:
    """Renders the notes of one vault; made once, as the parser behind it is costly to make."""

    def __init__(self, resolve: Resolve, embed: Embed) -> None:
        self._resolve, self._embed = resolve, embed
        self._root = ""
        self._depth = 0
        self._shown: list[str] = []
        self._md = self._make_parser()

    def _make_parser(self) -> MarkdownIt:
        md = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False})
        md.options["maxNesting"] = MAX_NESTING
        md.inline.ruler.before("link", "wikilink", self._read_wikilink)
        md.inline.ruler.before("emphasis", "comment", _read_comment)
        md.core.ruler.push("notes", lambda state: self._finish(state.tokens))
        md.validateLink = _is_safe  # type: ignore[method-assign]
        return md

    def render(self, text: str, root: str) -> Rendered:
        """Markdown to HTML; `root` leads from the page to the top of the site ("../")."""
        if not text.strip():
            return Rendered("", ())
        if len(text) > MAX_BODY or text.count("[") > MAX_BRACKETS:
            return Rendered(show_as_typed(text), ("note-large",))
        self._root, self._depth, self._shown = root, 0, []
        try:
            return self._render(text)
        except Exception:  # a note can never stop the build, whatever a parser trips over
            return Rendered(show_as_typed(text), ("render",))

    def render_inline(self, text: str, root: str) -> str:
        """One line of Markdown to HTML, without a paragraph around it."""
        self._root, self._depth, self._shown = root, EMBED_DEPTH, []
        try:
            return str(self._md.renderInline(_CONTROL.sub("\ufffd", text[:20_000])))
        except Exception:  # as above
            return html.escape(text)

    def _render(self, text: str) -> Rendered:
        text = _CONTROL.sub("\ufffd", text)
        tokens = self._md.parse(text, {})
        if any(token.level >= MAX_NESTING - 2 for token in tokens):
            return Rendered(show_as_typed(text), ("nesting",))
        return Rendered(str(self._md.renderer.render(tokens, self._md.options, {})), ())

    # -- rules --------------------------------------------------------------------------------

    def _read_wikilink(self, state: StateInline, silent: bool) -> bool:
        if state.src[state.pos] not in "![":
            return False
        found = _WIKILINK.match(state.src, state.pos)
        if not found:
            return False
        if not silent:
            target, _, heading = found[1].removesuffix("\\").partition("#")
            shown = (found[2] or "").strip() or target.strip() or heading.strip()
            token = state.push("html_inline", "", 0)
            token.content = self._write_link(target.strip(), shown, found[0].startswith("!"))
            token.meta = {"embed": (target.strip(), heading.strip())} if found[0][0] == "!" else {}
        state.pos = found.end()
        return True

    def _write_link(self, target: str, shown: str, embed: bool) -> str:
        words = html.escape(shown)
        found = self._resolve(target) if target else None
        if found is None:
            if not target:
                return f'<span dir="auto">{words}</span>'
            return f'<span class="dead" title="no note of this name">{words}</span>'
        address = html.escape(self._root + quote(found.address), quote=True)
        if embed and found.is_image:
            return f'<img src="{address}" alt="{words}">'
        return f'<a href="{address}">{words}</a>'

    def _finish(self, tokens: list[Token]) -> None:
        """After parsing: headings below the page's own, task marks, embeds, local links."""
        for number, token in enumerate(tokens):
            if token.type in ("heading_open", "heading_close"):
                token.tag = f"h{max(2, int(token.tag[1]))}"
            if token.type == "inline":
                if number >= 2 and tokens[number - 2].type == "list_item_open":
                    _mark_task(token)
                for child in token.children or ():
                    self._mend_link(child)
        self._show_embeds(tokens)

    def _mend_link(self, token: Token) -> None:
        if token.type == "link_open":
            href = str(token.attrs.get("href", ""))
            if not _SCHEME.match(href) and not href.startswith("#"):
                self._mend_local(token, "href", href)
        elif token.type == "image":
            self._mend_image(token)

    def _mend_local(self, token: Token, name: str, href: str) -> None:
        path, _, _ = unquote(href).partition("#")
        found = self._resolve(path)
        if found:
            token.attrs[name] = self._root + quote(found.address)
        else:
            token.attrs.pop(name, None)
            token.attrs["class"] = "dead"

    def _mend_image(self, token: Token) -> None:
        """Pictures of the vault are shown; a picture from elsewhere would be a request."""
        source = str(token.attrs.get("src", ""))
        found = None if _SCHEME.match(source) else self._resolve(unquote(source))
        words = html.escape(token.content or source)
        token.type, token.tag, token.nesting = "html_inline", "", 0
        if found and found.is_image:
            address = html.escape(self._root + quote(found.address), quote=True)
            token.content = f'<img src="{address}" alt="{words}">'
        elif _SCHEME.match(source):
            token.content = f'<a href="{html.escape(source, quote=True)}">{words}</a>'
        else:
            token.content = f'<span class="dead">{words}</span>'

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
        found = self._embed(target, heading)
        if found is None or self._depth >= EMBED_DEPTH or found[0] in self._shown:
            return None
        key, text = found
        self._depth += 1
        self._shown.append(key)
        inner = self._render(text[:MAX_BODY]).html
        self._depth -= 1
        self._shown.pop()
        return f'<blockquote class="embed">\n{inner}</blockquote>\n'


def show_as_typed(text: str) -> str:
    """Text as it stands in the file."""
    words = html.escape(_CONTROL.sub("\ufffd", text))
    return f'<pre dir="auto">{words}</pre>\n'


def _is_safe(url: str) -> bool:
    """Only links that open a page, a mail or a call; and those inside the vault."""
    url = url.strip()
    scheme = _SCHEME.match(url)
    if scheme:
        return scheme[0].casefold() in _SAFE_SCHEMES
    return not url.startswith(("//", "\\"))


def _read_comment(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("%%", state.pos):
        return False
    found = _COMMENT.match(state.src, state.pos)
    if not found:
        return False
    state.pos = found.end()
    return True


def _mark_task(token: Token) -> None:
    """`[x] words` at the start of a list item: a box to see, a word to hear."""
    children: Sequence[Token] = token.children or ()
    if not children or children[0].type != "text":
        return
    found = _TASK.match(children[0].content)
    if not found:
        return
    name, sign, word = _STATES[found[1].lower()]
    children[0].content = children[0].content[found.end() :]
    box = Token("html_inline", "", 0)
    box.content = (
        f'<span class="box {name}" aria-hidden="true">{sign}</span><span class="vh">{word}: </span>'
    )
    token.children = [box, *children]
