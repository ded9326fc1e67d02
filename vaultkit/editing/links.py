"""Links of a note led elsewhere: every form, in text and front matter; no other byte."""

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

from vaultkit.editing.fields import write_value
from vaultkit.editing.source import Edit, Source, apply_edits, refuse, reread
from vaultkit.front_matter import Field
from vaultkit.links import blank_code, read_link

_WIKI = re.compile(
    r"!?\[\[\s*([^\[\]\n|#]*[^\[\]\n|#\s\\])\s*(?:#[^\[\]\n|]*)?\\?(\|[^\[\]\n]*)?\]\]"
)
_MARKDOWN = re.compile(r"\]\((?:<([^<>\n]+?\.md)(?:#[^<>\n]*)?>|([^()<>\s]+?\.md)(?=[#)\s]))", re.I)
# What cannot stand in an address without <>.
_CODED = {" ": "%20", "(": "%28", ")": "%29", "%": "%25", "<": "%3C", ">": "%3E"}

# The target of a link, and the field it stands in ("" in text), to the name and the words to show.
Lead = Callable[[str, str], "Target | None"]


class Target(NamedTuple):
    """Where a link goes instead: a note's path, and words for links that would show another."""

    path: str
    shown: str = ""

    @property
    def stem(self) -> str:
        """The file name without `.md`."""
        return self.path.rpartition("/")[2].removesuffix(".md")


def relink(source: Source, lead: Lead, path: str = "") -> str:
    """The text with the links that `lead` knows led elsewhere.

    `path` is where the note will stand, when it moves: relative links count from there.
    """
    edits = [*_in_front_matter(source, lead), *_in_body(source, lead, path or source.path)]
    if not edits:
        return source.text
    text = apply_edits(source, edits)
    after = reread(source, text)
    was, now = source.document, after.document
    same = [one.name for one in was.fields] == [one.name for one in now.fields]
    if not same or len(was.lines) != len(now.lines) or was.hidden != now.hidden:
        refuse(source, 1, "the links here cannot be changed safely")
    return text


def _in_body(source: Source, lead: Lead, path: str) -> Iterator[Edit]:
    document = source.document
    for index, line in enumerate(document.lines[document.body_start :], document.body_start):
        if index not in document.hidden and ("[[" in line or "](" in line):
            yield from _in_line(source, index, line, lead, path)


def _in_line(source: Source, index: int, line: str, lead: Lead, path: str) -> Iterator[Edit]:
    start, text = source.starts[index], blank_code(line)
    for found in _WIKI.finditer(text):
        if (to := lead(found[1], "")) is not None:
            yield _change_wiki(found, start, to)
    for found in _MARKDOWN.finditer(text):
        group = 1 if found[1] else 2
        target = unquote(found[group])
        if (to := lead(target, "")) is not None:
            new = _write_address(target, to, source.path, path)
            coded = new if group == 1 else "".join(_CODED.get(c, c) for c in new)
            yield Edit(start + found.start(group), start + found.end(group), coded)


def _change_wiki(
    found: re.Match[str], start: int, to: Target, field: str = "", single: bool = False
) -> Edit:
    new = to.path.removesuffix(".md") if "/" in found[1] else to.stem
    if found[1].casefold().endswith(".md"):
        new += ".md"
    # A link shows its target: other words go behind it only where none stand already.
    bare = not found[2] and "#" not in found[0] and not field and not found[0].startswith("!")
    if bare and to.shown:
        pipe = "\\|" if found.string.lstrip().startswith("|") else "|"  # in a table
        new += pipe + re.sub(r"[\[\]|]", "", to.shown)
    new = new.replace("'", "''") if single else new
    return Edit(start + found.start(1), start + found.end(1), new)


def _write_address(target: str, to: Target, old: str, new: str) -> str:
    """A path as it was given: from the note's folder, from the top, or the name alone."""
    if "/" not in target:
        return f"{to.stem}.md"
    if target.startswith("."):
        address = posixpath.relpath(to.path, posixpath.dirname(new) or ".")
        dotted = target.startswith("./") and not address.startswith(".")
        return f"./{address}" if dotted else address
    return to.path


def _in_front_matter(source: Source, lead: Lead) -> Iterator[Edit]:
    for field in source.document.fields:
        if "[[" in field.raw:
            yield from _in_field(source, field, lead)
        elif len(field.values) == 1 and not field.is_list:
            yield from _bare_name(source, field, lead)


def _in_field(source: Source, field: Field, lead: Lead) -> Iterator[Edit]:
    """The [[links]] of a field, on its lines up to the next field; comments are left alone."""
    rest = (one.line for one in source.document.fields if one.line > field.line)
    end = min(rest, default=source.document.body_start)
    for index in range(field.line - 1, end - 1 if end > field.line else field.line):
        line = source.document.lines[index]
        quotes, stop = _scan(line)
        for found in _WIKI.finditer(line, 0, stop):
            single = quotes[found.start()] == "'"
            target = found[1].replace("''", "'") if single else found[1]
            if (to := lead(target, field.name)) is not None:
                yield _change_wiki(found, source.starts[index], to, field.name, single)


def _scan(line: str) -> tuple[str, int]:
    """For each character the quote it stands in (" " for none); where a comment starts."""
    quote = " "
    kinds: list[str] = []
    for index, character in enumerate(line):
        if quote == " " and character == "#" and line[index - 1 : index].isspace():
            return "".join(kinds), index
        kinds.append(quote)
        if character in "'\"" and quote in (" ", character):
            opens = quote == " " and line[:index].rstrip()[-1:] in (":", "-", "[", ",", "")
            quote = character if opens else " "
    return "".join(kinds), len(line)


def _bare_name(source: Source, field: Field, lead: Lead) -> Iterator[Edit]:
    """A name without brackets in a field that holds a link."""
    link = read_link(field.values[0])
    to = lead(link.target, f"={field.name}")
    if to is None:
        return
    line = source.document.lines[field.line - 1]
    at = line.find(field.raw, line.find(":") + 1)
    text = write_value(to.path.removesuffix(".md") if "/" in link.target else to.stem)
    if at < 0 or text is None:
        refuse(source, field.line, f"{field.name} cannot be changed safely")
    start = source.starts[field.line - 1] + at
    yield Edit(start, start + len(field.raw), text)
