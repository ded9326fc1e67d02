"""Entries of a calendar as text: what stands in each, by property, to its lines.

icalendar could write them, too, but takes a tenth of a whole build for it. RFC 5545 asks for little
here: signs that part values are escaped (3.3.11), long lines folded (3.1). Tests read what is
written with icalendar.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

# Properties, each with its parameters, and their values as they are written.
Lines = Mapping[str, str]
# In octets, the break left out; what goes on begins with a blank, which counts.
MOST = 74


def write_entry(name: str, lines: Lines, *inside: str) -> str:
    """An entry and the entries inside it, each of its lines ended."""
    rows = "".join([f"{_fold(f'{key}:{value}')}\r\n" for key, value in lines.items()])
    return f"BEGIN:{name}\r\n{rows}{''.join(inside)}END:{name}\r\n"


def write_text(text: str) -> str:
    """Words as a value; without control signs but the line feed."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\n", "\\n")


def write_day(day: date) -> str:
    """A day, for a property with VALUE=DATE."""
    return f"{day.year:04}{day.month:02}{day.day:02}"


def write_hour(name: str, when: datetime) -> Lines:
    """A property that is an hour of a day: in its zone, or wherever the reader is."""
    hour = f"{write_day(when)}T{when.hour:02}{when.minute:02}{when.second:02}"
    if not isinstance(when.tzinfo, ZoneInfo):
        return {name: hour}
    zone = when.tzinfo.key
    return {name: f"{hour}Z"} if zone == "UTC" else {f"{name};TZID={zone}": hour}


def write_length(length: timedelta) -> str:
    """How long something lasts, in whole minutes."""
    hours, minutes = divmod(length.seconds // 60, 60)
    rest = f"{hours}H" * (hours > 0) + f"{minutes}M" * (minutes > 0)
    days = f"{length.days}D" * (length.days > 0 or not rest)
    return f"P{days}T{rest}" if rest else f"P{days}"


def _fold(line: str) -> str:
    data = line.encode("utf-8", "replace")
    if len(data) <= MOST:
        return line
    parts = []
    while len(data) > MOST:
        end = MOST
        while data[end] & 0xC0 == 0x80:  # within a sign
            end -= 1
        if data[end - 1] in b"\\^":  # some readers do not put an escaped sign together again
            end -= 1
        parts.append(data[:end])
        data = data[end:]
    return b"\r\n ".join((*parts, data)).decode()
