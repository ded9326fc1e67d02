"""Text of notes as other formats may hold it, and bytes of other programs as text."""

import re

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_CHARSET = re.compile(rb"^[\w.-]+;[^:]*CHARSET=\"?([\w.:-]+)", re.I)

# What a terminal obeys, though JSON may hold it.
_STEERS = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def escape_json(text: str) -> str:
    """A JSON text that means the same and steers no terminal it is shown on."""
    return _STEERS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def one_line(text: str) -> str:
    """Text on one line, without control and direction marks."""
    return " ".join(_CONTROL.sub(" ", text).split())


def plain(text: str) -> str:
    """Text with its line breaks, without control and direction marks."""
    return _CONTROL.sub("", unify_breaks(text)).strip()


def unify_breaks(text: str) -> str:
    """Text whose lines end in a line feed, however they ended before."""
    return re.sub(r"\r+\n|\r", "\n", text)


def decode(data: bytes) -> str:
    """The text of a file in whatever encoding address books and spreadsheets use.

    UTF-16 by its mark or its zeros, UTF-8, else line by line: what the line itself names, UTF-8,
    or an old Windows' encoding.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    for order, zeros in (("le", data[1:20:2]), ("be", data[:20:2])):
        if zeros and not zeros.strip(b"\0"):
            return data.decode(f"utf-16-{order}", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "".join(map(_decode_line, data.splitlines(keepends=True)))


def _decode_line(line: bytes) -> str:
    named = _CHARSET.match(line)
    for name in (*((named[1].decode("ascii"),) if named else ()), "utf-8", "cp1252"):
        try:
            return line.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return line.decode("latin-1")
