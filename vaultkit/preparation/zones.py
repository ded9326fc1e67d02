"""The hour where they are, for talks by phone and video; zoneinfo is a table, not a clock."""

from datetime import datetime
from zoneinfo import ZoneInfo

from vaultkit.notes.values import When


def find_zone(name: str) -> ZoneInfo | None:
    """A time zone by its name, such as Europe/Lisbon; None when there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def say_their_time(when: When, mine: str, theirs: str) -> str:
    """The hour where they are: "17:00 in Warsaw, 16:00 in London". `when` is on your own clock.

    "" when a name is missing or unknown, or the time is open.
    """
    here, there = find_zone(mine) if mine else None, find_zone(theirs) if theirs else None
    if when.time is None or here is None or there is None:
        return ""
    start = datetime.combine(when.day, when.time, tzinfo=here)
    try:
        away = start.astimezone(there)
    except OverflowError:
        return ""
    shift = (away.date() - when.day).days
    other = " the day before" if shift < 0 else " the day after" if shift > 0 else ""
    return f"{away:%H:%M}{other} in {_city(theirs)}, {start:%H:%M} in {_city(mine)}"


def _city(name: str) -> str:
    return name.rpartition("/")[2].replace("_", " ")
