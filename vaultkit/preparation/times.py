"""The clock of a meeting: when to leave, arrive, begin to close; how many questions fit in."""

from datetime import time
from typing import NamedTuple

from vaultkit.notes.interview import Interview

# In minutes (SPEC 3; REQUIREMENTS T9, T10).
EARLY, WRAP_UP = 10, 5
# What the introduction and the first words take, and a question with its answer.
OPENING, EACH = 2, 3
FEWEST, MOST, MOST_CLOSING = 5, 10, 3
_DAY = 24 * 60


class Times(NamedTuple):
    """Clock times as "15:50"; `arrive` and `leave` are "" for a call, `leave` without `travel`."""

    start: str
    end: str
    arrive: str
    leave: str
    wrap_up: str


def find_times(interview: Interview) -> Times | None:
    """The times of an interview, None while its time is open."""
    if interview.when is None or interview.when.time is None:
        return None
    start = interview.when.time.hour * 60 + interview.when.time.minute
    end = start + interview.minutes
    is_call = interview.mode in ("phone", "video")
    arrive = "" if is_call else _say(start - EARLY)
    travels = not is_call and interview.travel is not None
    leave = _say(start - EARLY - (interview.travel or 0)) if travels else ""
    return Times(_say(start), _say(end), arrive, leave, _say(end - WRAP_UP))


def _say(minutes: int) -> str:
    """Minutes of the day as a clock shows them; a word when it is another day's clock."""
    day, rest = divmod(minutes, _DAY)
    other = " the day before" if day < 0 else " the day after" if day > 0 else ""
    return f"{time(rest // 60, rest % 60):%H:%M}{other}"


def room_for(interview: Interview) -> int:
    """How many questions the time they give has room for (R79), between five and ten."""
    return max(FEWEST, min(MOST, (interview.minutes - OPENING - WRAP_UP) // EACH))


def say_pace(interview: Interview, left: int) -> str:
    """Time left against questions left (R89): "23 minutes for 8 questions, half by 16:13"."""
    span = interview.minutes - OPENING - WRAP_UP
    if left < 1 or span < 1:
        return ""
    count = "1 question" if left == 1 else f"{left} questions"
    times = find_times(interview)
    if times is None or left == 1:
        return f"{span} minutes for {count}"
    hour, minute = times.start.split(" ")[0].split(":")
    half = _say(int(hour) * 60 + int(minute) + OPENING + span // 2)
    return f"{span} minutes for {count}, half by {half}"
