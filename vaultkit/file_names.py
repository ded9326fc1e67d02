"""A name as people write it to a file name that Linux, macOS and Windows can all hold."""

import re
import unicodedata

# A name leaves room for `.md`, for a day before it, and for the longest names some disks allow.
MOST_BYTES = 180
# Blanks of any kind, then what one of the systems, or a [[link]], cannot hold.
_SEPARATORS = re.compile(r"[/\\|:]")
_FORBIDDEN = re.compile(r'[<>"?*#^\[\]%]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)", re.I)
# Joiners make letters of some scripts and faces of emoji; all other unseen characters go.
_JOINERS = "\u200c\u200d"
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")


def make_file_name(name: str) -> str:
    """The file name, without `.md`, under which a note of this name is kept; "" for no name.

    Composed (NFC), no sign that a system refuses, no reserved word, no dot or blank at the ends.
    """
    text = unicodedata.normalize("NFC", " ".join(clean_name(name).split()))
    text = _FORBIDDEN.sub("", _SEPARATORS.sub("-", text.replace(": ", " - ")))
    text = _cut(_trim(" ".join(text.split())))
    first, dot, rest = text.partition(".")
    return f"{first}_{dot}{rest}" if _RESERVED.fullmatch(first.strip()) else text


def fold_path(path: str) -> str:
    """A path, or a part of it, as all that one system or another takes for the same file: whatever
    the case, and however accents are encoded.
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def clean_name(name: str) -> str:
    """A name on one line, without characters that cannot be seen."""
    kept = (c if not c.isspace() else " " for c in name if c.isspace() or _is_seen(c))
    return " ".join("".join(kept).split())


def _is_seen(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character) not in _UNSEEN


def _trim(text: str) -> str:
    return text.strip(" .~-")


def _cut(text: str) -> str:
    """As many whole letters, with their accents, as fit."""
    while len(text.encode()) > MOST_BYTES:
        text = text[:-1]
        while text and (unicodedata.combining(text[-1]) or text[-1] in _JOINERS):
            text = text[:-1]
    return _trim(text)
