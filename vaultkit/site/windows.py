"""The window of a follow-up in words: its day or days, and how many are left."""

from datetime import date

from vaultkit.dates import say_day, say_weekday
from vaultkit.followups import Followup, Status


def say_window(one: Followup, today: date) -> tuple[str, str]:
    """The margin of a follow-up: its day or window, and the days late or left."""
    if one.due is None and one.opens is None:
        return "any day", ""
    if one.due is None:
        assert one.opens is not None  # one of the two is there
        return f"from {say_weekday(one.opens, today)}", ""
    due = say_weekday(one.due, today)
    if one.status is Status.OVERDUE:
        return due, f"{count((today - one.due).days, 'day')} late"
    if one.due == today:
        return "today", ""
    when = due if one.opens in (None, one.due) else say_range(one.opens, one.due, today)
    is_open = one.opens is None or one.opens <= today
    return when, f"{count((one.due - today).days, 'day')} left" if is_open else ""


def say_step_day(one: Followup, today: date) -> str:
    """The day of a follow-up where there is little room: "9-16 Nov", "today", "6 Nov, late"."""
    if one.due is None:
        return f"from {say_day(one.opens, today)}" if one.opens else ""
    if one.status is Status.OVERDUE:
        return f"{say_day(one.due, today)}, late"
    if one.due == today:
        return "today"
    if one.opens in (None, one.due):
        return say_day(one.due, today)
    return say_range(one.opens, one.due, today)


def count(number: int, one: str, many: str = "") -> str:
    """ "1 day", "4 days"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def say_range(opens: date | None, due: date, today: date) -> str:
    """ "9-16 Nov"; a word joiner keeps the range on one line."""
    assert opens is not None  # a window has both its days
    same = (opens.year, opens.month) == (due.year, due.month)
    begin = str(opens.day) if same else say_day(opens, today)
    return f"{begin}\u2013\u2060{say_day(due, today)}"
