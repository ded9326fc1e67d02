"""The first sentences of Today: how things stand, and whom one talks to next."""

from datetime import date, time

from vaultkit.dates import WEEKDAYS, say_weekday
from vaultkit.notes.interview import Interview

_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
# A weekday alone is clear within this many days.
_WEEK = 6


def say_state(late: int, due: int, nearest: date | None, today: date) -> str:
    """ "Two follow-ups are late and three are due today."; `nearest` is when the next one opens."""
    if not late and not due:
        coming = f"; the next thing comes on {say_weekday(nearest, today)}" if nearest else ""
        return f"Nothing is due today{coming}."
    if not late:
        return f"{_start(due)} due today."
    if not due:
        return f"{_start(late)} late; nothing else is due today."
    return f"{_start(late)} late and {_number(due)} {'is' if due == 1 else 'are'} due today."


def _start(count: int) -> str:
    words = f"{_number(count)} follow-up{' is' if count == 1 else 's are'}"
    return words[0].upper() + words[1:]


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def say_talk_day(day: date, at: time | None, today: date) -> str:
    """ "on Thursday at 16:00", "today at 9:30", "on Wed 18 Nov, time open"."""
    days = (day - today).days
    if days < 2:
        words = "tomorrow" if days else "today"
    else:
        far = say_weekday(day, today).replace(" ", "\u00a0")
        words = f"on {WEEKDAYS[day.weekday()] if days <= _WEEK else far}"
    return f"{words} at {at:%H:%M}" if at else f"{words}, time open"


def say_where(note: Interview) -> str:
    """Where a conversation is held, as far as it is known."""
    return {"phone": "by phone", "video": "by video"}.get(note.mode or "") or note.place or ""
