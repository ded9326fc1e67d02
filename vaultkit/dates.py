"""Calendar arithmetic: working days, waits such as "7d" and "3bd", days as people say them.

Everything takes the days it works on; nothing here knows what day it is.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WAIT = re.compile(r"([+-]?)(\d{1,4})(bd|d|w|m)")
_NAMED = re.compile(r"(\d{1,2}) ([a-z]{3})[a-z]*(?: (\d{4}))?")
# A day without its year that is no longer past than this was meant as it is.
_TWO_MONTHS = 60


class Wait(NamedTuple):
    """A length of time: `amount` of calendar days, weeks, months (`d w m`) or working days."""

    amount: int
    unit: str
    from_opens: bool = False

    def __str__(self) -> str:
        return f"{'+' if self.from_opens else ''}{self.amount}{self.unit}"


def read_wait(text: str) -> Wait | None:
    """ "7d", "3bd", "-2bd", "2w", "1m" to a Wait; a leading "+" means: from the opening day."""
    if not (found := _WAIT.fullmatch(text.strip())):
        return None
    sign, amount, unit = found.groups()
    return Wait(-int(amount) if sign == "-" else int(amount), unit, sign == "+")


def shift(day: date, days: int) -> date:
    """`days` calendar days later, held inside the years Python can count (1 to 9999)."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def shift_minutes(start: datetime, minutes: int) -> datetime:
    """`minutes` later, held inside the years Python can count (1 to 9999)."""
    try:
        return start + timedelta(minutes=minutes)
    except OverflowError:
        day, hour = (date.max, time.max) if minutes > 0 else (date.min, time.min)
        return datetime.combine(day, hour)


def shift_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month when it is shorter."""
    month = day.year * 12 + day.month - 1 + months
    year = min(max(month // 12, 1), 9999)
    first = date(year, month % 12 + 1, 1)
    days_in_month = (shift(first, 31).replace(day=1) - first).days if first.month < 12 else 31
    return first.replace(day=min(day.day, days_in_month))


class Calendar(NamedTuple):
    """Which days are working days: Monday to Friday less days off and public holidays."""

    days_off: frozenset[date] = frozenset()
    is_holiday: Callable[[date], bool] | None = None

    def is_working(self, day: date) -> bool:
        """Whether people are at their desks that day."""
        if day.weekday() > 4 or day in self.days_off:
            return False
        return self.is_holiday is None or not self.is_holiday(day)

    def roll(self, day: date) -> date:
        """The day itself when it is a working day, else the next one."""
        while not self.is_working(day) and day < date.max:
            day = shift(day, 1)
        return day

    def add(self, day: date, wait: Wait) -> date:
        """`wait` after (or before) a day, not rolled."""
        match wait.unit:
            case "bd":
                return self._add_working(day, wait.amount)
            case "w":
                return shift(day, wait.amount * 7)
            case "m":
                return shift_months(day, wait.amount)
            case _:
                return shift(day, wait.amount)

    def count_working(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; 0 when `end` is not later."""
        if end <= start:
            return 0
        weekdays = _weekdays_until(end) - _weekdays_until(start)
        off = sum(day.weekday() < 5 and start < day <= end for day in self.days_off)
        return weekdays - off - self._count_holidays(start, end)

    def _count_holidays(self, start: date, end: date) -> int:
        if self.is_holiday is None:
            return 0
        days = (shift(start, number) for number in range(1, (end - start).days + 1))
        kept = (day for day in days if day.weekday() < 5 and day not in self.days_off)
        return sum(self.is_holiday(day) for day in kept)

    def _add_working(self, day: date, amount: int) -> date:
        step = 1 if amount > 0 else -1
        left = abs(amount)
        while left and date.min < day < date.max:
            day = shift(day, step)
            left -= self.is_working(day)
        return day


def _weekdays_until(day: date) -> int:
    """Mondays to Fridays from the first day of the calendar, a Monday, up to and with a day."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)


def make_holidays(country: str) -> Callable[[date], bool]:
    """Public holidays of "DE" or "US-CA", by the optional package `holidays`.

    Raises ImportError when the package is missing, NotImplementedError for an unknown country.
    """
    from holidays import country_holidays

    name, _, part = country.partition("-")
    known = country_holidays(name, subdiv=part or None)
    return lambda day: day in known


def read_date(text: str) -> date | None:
    """YYYY-MM-DD to a date; None for anything else, also for days that do not exist."""
    return _read_iso(text) if len(text) == 10 and text[4] == text[7] == "-" else None


@lru_cache(maxsize=4096)
def _read_iso(text: str) -> date | None:
    """Logs tell of few days, again and again; each of them is one date in memory."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_day(text: str, today: date, calendar: Calendar) -> date | None:
    """A day as a person types it: ISO, today, friday, +3d, -1w, +5bd, 13 oct; None otherwise."""
    word = " ".join(text.casefold().split())
    if (day := read_date(word)) is not None:
        return day
    named = {"today": 0, "tomorrow": 1, "yesterday": -1}
    if word in named:
        return shift(today, named[word])
    if (weekday := _find_weekday(word)) is not None:
        return shift(today, (weekday - today.weekday() - 1) % 7 + 1)
    if word[:1] in ("+", "-") and (wait := read_wait(word)):
        return calendar.add(today, wait)
    return _read_named_day(word, today)


def read_coming_day(text: str, today: date, calendar: Calendar) -> date | None:
    """The same for a day to come: `10 jan` is next year's once it is two months past."""
    day = read_day(text, today, calendar)
    if day is None or shift(day, _TWO_MONTHS) >= today or not _has_no_year(text):
        return day
    return read_day(f"{text} {today.year + 1}", today, calendar) or day


def _has_no_year(text: str) -> bool:
    found = _NAMED.fullmatch(" ".join(text.casefold().split()))
    return found is not None and found[3] is None


def _find_weekday(word: str) -> int | None:
    if len(word) < 3:
        return None
    return next((n for n, name in enumerate(WEEKDAYS) if name.casefold().startswith(word)), None)


def _read_named_day(word: str, today: date) -> date | None:
    found = _NAMED.fullmatch(word)
    if not found or found[2].capitalize() not in MONTHS:
        return None
    year = int(found[3]) if found[3] else today.year
    try:
        return date(year, MONTHS.index(found[2].capitalize()) + 1, int(found[1]))
    except ValueError:
        return None


def say_day(day: date, today: date) -> str:
    """ "24 Sep", with the year when it is not this one."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {MONTHS[day.month - 1]}{year}"


def say_weekday(day: date, today: date) -> str:
    """ "Thu 24 Sep", with the year when it is not this one."""
    return f"{WEEKDAYS[day.weekday()][:3]} {say_day(day, today)}"


def say_long_day(day: date) -> str:
    """ "Tuesday 10 November"."""
    names = "January February March April May June July August September October November December"
    return f"{WEEKDAYS[day.weekday()]} {day.day} {names.split()[day.month - 1]}"


def say_long_date(day: date, today: date) -> str:
    """ "Tuesday 10 November", with the year when it is not this one."""
    return f"{WEEKDAYS[day.weekday()]} {say_date(day, today)}"


def say_date(day: date, today: date) -> str:
    """ "10 November", with the year when it is not this one."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{say_long_day(day).partition(' ')[2]}{year}"


def earliest(days: Iterable[date | None]) -> date | None:
    """The earliest of the days that are set."""
    return min((day for day in days if day is not None), default=None)
