"""Entries of a calendar: what stands in each, by property, to its lines.

Values and folds are icalendar's (RFC 5545). Its components, which sort and check all that may ever
stand in an entry, are left out: they take a tenth of a whole build.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from icalendar import vDDDTypes, vText
from icalendar.parser import Contentline

# Properties, each with its parameters, and their values as they are written.
Lines = Mapping[str, str]
# In octets; a line that is no longer needs no fold.
SHORT = 74


def write_entry(name: str, lines: Lines, *inside: bytes) -> bytes:
    """An entry and the entries inside it, each of its lines ended."""
    rows = [_fold(f"{key}:{value}") + b"\r\n" for key, value in lines.items()]
    return b"".join((f"BEGIN:{name}\r\n".encode(), *rows, *inside, f"END:{name}\r\n".encode()))


def write_text(text: str) -> str:
    """Words as a value."""
    return str(vText(text).to_ical().decode())


def write_time(name: str, value: date | datetime | timedelta) -> Lines:
    """A property that is a day, an hour of a day in its zone, or a length of time."""
    typed = vDDDTypes(value)
    words = typed.params.to_ical().decode()
    return {f"{name};{words}" if words else name: typed.to_ical().decode()}


def _fold(line: str) -> bytes:
    data = line.encode("utf-8", "replace")
    if len(data) <= SHORT:
        return data
    return bytes(Contentline(line).to_ical())  # type: ignore[no-untyped-call]
