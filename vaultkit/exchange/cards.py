"""A file of vCards to the lines of each card, mended so that a strict reader understands them.

Programs write commas without the mark the standard asks for, names of charsets nobody knows,
pictures that are not folded, cards inside of cards. vobject does the reading.
"""

import quopri
import re
from collections.abc import Iterator
from io import StringIO
from typing import NamedTuple

from vobject.base import getLogicalLines

# Pictures, sounds and keys, folded or not: never read.
_HEAVY = re.compile(
    r"^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|X-MS-CARDPICTURE|X-ABCROP[\w-]*)[;:].*"
    r"(?:\n[ \t].*|\n[A-Za-z0-9+/]{40,}={0,3}(?=\n)|\n[A-Za-z0-9+/]+={1,3}(?=\n))*\n?",
    re.M | re.I,
)
# The card of an assistant inside of a card.
_AGENT = re.compile(
    r"^(?:[\w-]+\.)?AGENT(?:;[^:\n]*)?:\s*BEGIN:VCARD[ \t]*\n(?:.*\n)*?END:VCARD[ \t]*$",
    re.M | re.I,
)
_BEGIN = re.compile(r"^[ \t\ufeff]*BEGIN:VCARD[ \t]*$", re.M | re.I)
_END = re.compile(r"^END:VCARD[ \t]*$", re.M | re.I)
# Values with no parts, whose commas mean nothing but a comma, and addresses.
_COMMAS = frozenset(["fn", "title", "role", "note", "org", "url", "email", "tel", "tz", "adr"])
_HEAD = re.compile(r'(?:[\w-]+\.)?([\w-]+)((?:;(?:"[^"\n]*"|[^":\n])*)?):')
_COMMA = re.compile(r"(?<!\\)((?:\\\\)*),")
_CHARSET = re.compile(r";CHARSET=([^;:,]*)", re.I)
_QUOTED = re.compile("quoted-printable", re.I)


class Card(NamedTuple):
    """The lines of one card, none folded; the line of the file where it begins; if it ends."""

    line: int
    lines: tuple[str, ...]
    is_whole: bool


def has_cards(text: str) -> bool:
    """Whether a file holds vCards; one inside the quotes of a table's cell makes none of it."""
    found = _BEGIN.search(text)
    return found is not None and '"' not in text[: found.start()]


def split_cards(text: str) -> Iterator[Card]:
    """The cards of a file whose lines end in a line feed."""
    text = _AGENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    starts = [found.start() for found in _BEGIN.finditer(text)]
    line, counted = 1, 0
    for start, after in zip(starts, [*starts[1:], len(text)], strict=True):
        line, counted = line + text.count("\n", counted, start), start
        card = _HEAVY.sub("", text[start:after].lstrip(" \t\ufeff"))
        lines = tuple(_mend(one) for one, _ in getLogicalLines(StringIO(card)))
        yield Card(line, lines, bool(_END.search(card)))


def _mend(line: str) -> str:
    """One line as the standard wants it; a line without a name stays as it is."""
    line = re.sub(r"^([\w.-]+;X-)[\w-]*\([^)]*\)", r"\1CUSTOM", line)
    found = _HEAD.match(line)
    if found is None:
        return line.rstrip()
    head, value = line[: found.end() - 1], line[found.end() :]
    is_quoted = bool(_QUOTED.search(head))
    if is_quoted:
        value = re.sub(r"=[ \t]*(?:\n|$)", "", value)
        head = _fit_charset(_QUOTED.sub("QUOTED-PRINTABLE", head), value)
    if found[1].casefold() in _COMMAS:
        value = _COMMA.sub(r"\1\\,", value.replace("=2C", ",") if is_quoted else value)
    return f"{head}:{value.rstrip()}"


def _fit_charset(head: str, value: str) -> str:
    """The charset a value is really in; without a name, or with a wrong one, an old Windows'."""
    data = quopri.decodestring(value.encode("utf-8"))
    named = _CHARSET.search(head)
    for name in (named[1] if named else "utf-8", "windows-1252"):
        try:
            data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        return f"{_CHARSET.sub('', head)};CHARSET={name}"
    return f"{_CHARSET.sub('', head)};CHARSET=latin-1"
