"""What a note's Markdown has beyond the standard one, as rules for its parser: text to tokens.

Comments, marks of tasks, cells beyond the width of their table, addresses nobody names, the part
under a heading; and how costly a text is, which is looked at before it is parsed.
"""

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence

from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from vaultkit.document import Document, Heading

# Stands for the `|` of a wikilink while a text is parsed, so that it ends no cell of a table.
PIPE = "\ufdd0"
WIKILINK = re.compile(rf"!?\[\[([^\[\]\n|{PIPE}]{{1,200}})(?:[|{PIPE}]([^\[\]\n]{{0,200}}))?\]\]")
# A comment in a text that is not parsed.
COMMENT = re.compile(r"%%.*?%%", re.S)
CONTROL = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f{PIPE}]")

# A bracket costs the parser about 40 us, marks of emphasis their square.
MAX_BRACKETS, MAX_MARKS = 20_000, 100_000

# Obsidian's id of a block, at the end of a line.
_BLOCK_ID = re.compile(r"(?<![ \t])[ \t]+\^[A-Za-z0-9-]+$")
_TASK = re.compile(r"\[([ xX>-])\](?:[ \t]+|$)")
# What the parser looks for within a line.
_MARKED = re.compile(r"[\\`*_\[\]!<>&~%\n]")
STATES = {
    " ": ("open", "\u2610", "open"),
    "x": ("done", "\u2611", "done"),
    "-": ("dropped", "\u2612", "dropped"),
    ">": ("later", "\u27a4", "for later"),
}


def split_wikilink(found: re.Match[str]) -> tuple[str, str, str]:
    """A wikilink to its target, its heading, and the words it shows."""
    target, _, heading = found[1].removesuffix("\\").partition("#")
    target, heading = target.strip(), heading.strip()
    return target, heading, (found[2] or "").strip() or target or heading


def is_plain(text: str) -> bool:
    """Whether a text that names no references is words, wikilinks and the mark of a task alone."""
    rest = WIKILINK.sub("", text) if "[[" in text else text
    return not _MARKED.search(_TASK.sub("", rest, count=1))


def split_links(text: str) -> Iterator[str | re.Match[str]]:
    """The wikilinks of a text and the words around them, in their order."""
    last = 0
    for found in WIKILINK.finditer(text) if "[[" in text else ():
        if found.start() > last:
            yield text[last : found.start()]
        yield found
        last = found.end()
    if last < len(text):
        yield text[last:]


def is_costly(text: str) -> bool:
    """Whether parsing would take seconds."""
    return text.count("[") > MAX_BRACKETS or sum(map(text.count, "*_~")) > MAX_MARKS


# -- comments ---------------------------------------------------------------------------------


def read_comment(state: StateInline, silent: bool) -> bool:
    """`%%words%%` inside a line shows nothing."""
    if not state.src.startswith("%%", state.pos):
        return False
    end = state.src.find("%%", state.pos + 2)
    if end < 0:
        return False
    state.pos = end + 2
    return True


def read_comment_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A `%%` at the start of a line hides all up to the next one, blank lines and lists too."""
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("%%", begin) or state.is_code_block(start):
        return False
    close = state.src.find("%%", begin + 2, state.eMarks[end - 1])
    if close < 0:
        return False
    last = next(line for line in range(start, end) if close < state.eMarks[line])
    rest = state.src[close + 2 : state.eMarks[last]]
    if last == start and rest.strip():
        return False  # the words behind it make this a paragraph
    if not silent:
        state.line = last + 1
        if rest.strip():
            state.line, state.bMarks[last], state.tShift[last] = last, close + 2, 0
            state.sCount[last] = state.blkIndent
    return True


# -- tasks ------------------------------------------------------------------------------------


def mark_task(token: Token) -> None:
    """`[x] words ^id` at the start of a list item: a box to see, a word to hear, no id."""
    children: Sequence[Token] = token.children or ()
    if not children or children[0].type != "text":
        return
    found = _TASK.match(children[0].content)
    if not found:
        return
    name, sign, word = STATES[found[1].lower()]
    children[0].content = children[0].content[found.end() :]
    line = next((n for n, child in enumerate(children) if child.type == "softbreak"), len(children))
    if children[line - 1].type == "text":
        children[line - 1].content = _BLOCK_ID.sub("", children[line - 1].content)
    box = Token("html_inline", "", 0)
    box.content = (
        f'<span class="box {name}" aria-hidden="true">{sign}</span><span class="vh">{word}: </span>'
    )
    token.children = [box, *children]


# -- what Markdown would drop -----------------------------------------------------------------


def keep_cells(state: StateCore) -> None:
    """Cells beyond the width of their table are put into its last column, not dropped."""
    lines = state.src.split("\n")
    width, last = 0, None
    for token in state.tokens:
        match token.type:
            case "table_open":
                width = 0
            case "th_open":
                width += 1
            case "inline":
                last = token
            case "tr_close" if last is not None and last.map:
                more = _split_row(lines[last.map[0]])[width:]
                last.content = " | ".join((last.content, *more))
            case _:
                pass


def _split_row(line: str) -> list[str]:
    cells = escapedSplit(line.lstrip("> \t").rstrip())
    cells = cells[1:] if cells[0] == "" else cells
    return [cell.strip() for cell in (cells[:-1] if cells and cells[-1] == "" else cells)]


def note_addresses(tokens: Sequence[Token], env: EnvType) -> None:
    """Which addresses the links of a text name, before they are made addresses of pages, and how
    many characters they have: one long one can be named often.
    """
    children = (child for token in tokens for child in token.children or ())
    values = [value for child in children for value in child.attrs.values()]
    env["used"] = set(values)
    env["weight"] = sum(len(str(value)) for value in values)


def find_unused(text: str, env: EnvType) -> str:
    """The lines `[label]: address` that no link names: they would vanish without a word."""
    return "\n".join(_unused_lines(re.split(r"\r\n|\n|\r", text), env))


def _unused_lines(lines: Sequence[str], env: EnvType) -> Iterator[str]:
    used = env.get("used", set())
    unused = [one for one in env.get("references", {}).values() if one["href"] not in used]
    for one in sorted((*unused, *env.get("duplicate_refs", ())), key=lambda one: one["map"]):
        yield from lines[slice(*one["map"])]


# -- ids --------------------------------------------------------------------------------------


def make_id(words: str) -> str:
    """The id a heading has on its page when it is the first of its words."""
    folded = unicodedata.normalize("NFC", words).casefold()
    return "h-" + (re.sub(r"[\W_]+", "-", folded).strip("-")[:80] or "section")


class HeadingIds:
    """The ids of the headings of notes, worked out once for each note."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[tuple[Heading, ...], frozenset[str]]] = {}

    def of(self, path: str, headings: tuple[Heading, ...]) -> frozenset[str]:
        """The ids of the first heading of each words in the note at a path."""
        known = self._known.get(path)
        if known is None or known[0] is not headings:
            known = headings, frozenset(make_id(one.text) for one in headings)
            self._known[path] = known
        return known[1]


def take_id(words: str, taken: set[str], last: dict[str, int]) -> str:
    """The id of a heading, unique on its page; `last` keeps the last number behind each."""
    wanted = found = make_id(words)
    number = last.get(wanted, 1)
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    last[wanted] = number
    taken.add(found)
    return found


def show_as_typed(text: str) -> str:
    """Text as it stands in the file."""
    words = html.escape(CONTROL.sub("\ufffd", text))
    return f'<pre dir="auto">{words}</pre>\n'


def find_part(document: Document, heading: str) -> str | None:
    """The text under one heading, up to the next of its level or above."""
    wanted = heading.rpartition("#")[2].strip().casefold()
    headings = document.headings
    for number, found in enumerate(headings):
        if found.text.casefold() == wanted:
            after = headings[number + 1 :]
            ends = (one.line - 1 for one in after if one.level <= found.level)
            end = next(ends, len(document.lines))
            return "\n".join(document.lines[found.line : end])
    return None
