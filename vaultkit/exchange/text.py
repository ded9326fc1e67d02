"""Text of notes as other formats may hold it: no sign that could end a line or steer a reader."""

import re

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


def one_line(text: str) -> str:
    """Text on one line, without control and direction marks."""
    return " ".join(_CONTROL.sub(" ", text).split())


def plain(text: str) -> str:
    """Text with its line breaks, without control and direction marks."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
