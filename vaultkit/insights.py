"""What the effort brought: the funnel, answers by group, time to an answer, activity by week.

From the standings of a day to counts and sentences; nothing is drawn here.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from statistics import quantiles
from typing import NamedTuple

from vaultkit.contact_log import APPROACHES, MISSES, LogEntry
from vaultkit.counting import count_in_words, count_of, say_number, start_sentence
from vaultkit.dates import shift
from vaultkit.eagerness import find_exchange, said_yes, was_asked
from vaultkit.notes.note import fold
from vaultkit.stages import Standing

# With fewer data points than this only the sentence is shown.
ENOUGH = 5
# A group stands out when its share of answers lies this far above that of another.
GAP = 0.2
WEEKS = 12
# The group of those of whom nothing was noted; it is never judged.
UNKNOWN = "not noted"
# Groups beyond these are summed up in one.
MOST_GROUPS = 8
REST = "others"
MOST_SINGLES = 2
CALLS = MISSES | {"call"}
_WEEK = timedelta(days=7)


class Step(NamedTuple):
    """One step of the funnel and how many people came as far."""

    name: str
    people: int


class Approach(NamedTuple):
    """Somebody written to: the first approach, what came back, what went out last before it.

    `days` counts calendar days from the first approach to the answer, or to today while it is
    open; `came_back` says that it did not arrive and was not sent again.
    """

    standing: Standing
    first: LogEntry
    last: LogEntry
    answer: LogEntry | None
    days: int
    came_back: bool


class Share(NamedTuple):
    """One group of people written to: how many answered, talked, named somebody."""

    name: str
    people: int
    answered: int
    met: int
    named: int

    @property
    def rate(self) -> float:
        """The share that answered."""
        return self.answered / self.people if self.people else 0.0


class Spread(NamedTuple):
    """Days to an answer: the middle one, and those between which the middle half lies."""

    low: float
    middle: float
    high: float


class Week(NamedTuple):
    """What happened from a Monday to its Sunday."""

    start: date
    letters: int
    calls: int
    talks: int


def count_steps(standings: Iterable[Standing]) -> tuple[Step, ...]:
    """From a name to a conversation: each step counts those who came at least as far."""
    known = list(standings)
    asked = [one for one in known if was_asked(one)]
    talked = [one for one in asked if one.held]
    return (
        Step("Known", len(known)),
        Step("Asked", len(asked)),
        Step("Answered", sum(has_answered(one) for one in asked)),
        Step("Said yes", sum(said_yes(one) for one in asked)),
        Step("Talked", len(talked)),
        Step("Thanked", sum(one.thanked for one in talked)),
    )


def has_answered(standing: Standing) -> bool:
    """Whether an answer stands in their log, or an interview that shows one."""
    exchange = find_exchange(standing.entries, APPROACHES | CALLS)
    return said_yes(standing) or bool(exchange and exchange.answer)


def find_approaches(standings: Iterable[Standing], today: date) -> tuple[Approach, ...]:
    """Everyone written to, by the day of the first letter."""
    found = [one for standing in standings for one in _read_approach(standing, today)]
    return tuple(sorted(found, key=lambda one: (one.first.day, one.first.path, one.first.line)))


def _read_approach(standing: Standing, today: date) -> Iterator[Approach]:
    exchange = find_exchange(standing.entries, APPROACHES)
    if exchange:
        end = exchange.answer.day if exchange.answer else today
        days = (end - exchange.asked.day).days
        back = exchange.answer is None and standing.chase.state == "bounced"
        yield Approach(standing, exchange.asked, exchange.last, exchange.answer, days, back)


def group_approaches(
    approaches: Iterable[Approach], name_of: Callable[[Approach], str]
) -> tuple[Share, ...]:
    """People written to in groups, the largest first; the smallest are summed up as "others".

    Groups of one are summed up when there are several of them.
    """
    groups: dict[str, list[Approach]] = {}
    names: dict[str, str] = {}
    for one in approaches:
        name = name_of(one)
        names.setdefault(fold(name), name)
        groups.setdefault(fold(name), []).append(one)
    order = sorted(groups, key=lambda key: (-len(groups[key]), key))
    singles = sum(len(groups[key]) == 1 for key in order)
    kept = order[: len(order) - singles] if singles > MOST_SINGLES else order
    kept = kept[: MOST_GROUPS - 1] if len(kept) > MOST_GROUPS else kept
    rest = [one for key in order[len(kept) :] for one in groups[key]]
    shares = [_make_share(names[key], groups[key]) for key in kept]
    return (*shares, _make_share(REST, rest)) if rest else tuple(shares)


def _make_share(name: str, found: list[Approach]) -> Share:
    return Share(
        name,
        len(found),
        sum(one.answer is not None for one in found),
        sum(bool(one.standing.held) for one in found),
        sum(bool(one.standing.named) for one in found),
    )


def find_spread(approaches: Iterable[Approach]) -> Spread | None:
    """Median and quartiles of the days to an answer; None with fewer than two answers."""
    days = sorted(one.days for one in approaches if one.answer)
    return Spread(*quantiles(days, n=4, method="inclusive")) if len(days) > 1 else None


def count_weeks(standings: Iterable[Standing], today: date) -> tuple[Week, ...]:
    """The last twelve weeks, this one last."""
    monday = shift(today, -today.weekday())
    starts = [shift(monday, -7 * number) for number in reversed(range(WEEKS))]
    letters, calls, talks = (dict.fromkeys(starts, 0) for _ in range(3))
    for standing in standings:
        for entry in standing.entries:
            if entry.day >= starts[0]:
                _add(letters, entry.day, entry.kind in APPROACHES)
                _add(calls, entry.day, entry.kind in CALLS)
        for meeting in standing.held:
            _add(talks, meeting.day, True)
    return tuple(Week(start, letters[start], calls[start], talks[start]) for start in starts)


def _add(weeks: dict[date, int], day: date, counts: bool) -> None:
    monday = shift(day, -day.weekday())
    if counts and monday in weeks:
        weeks[monday] += 1


# -- findings ---------------------------------------------------------------------------------


def say_steps(steps: tuple[Step, ...], approaches: tuple[Approach, ...]) -> str:
    """The funnel in a sentence, letters still open included."""
    count = {step.name: step.people for step in steps}
    open_ = [one for one in approaches if one.answer is None and not one.came_back]
    back = sum(one.came_back for one in approaches)
    if not count["Asked"]:
        return "Nobody asked so far."
    people = "person" if count["Asked"] == 1 else "people"
    text = (
        f"Of {count['Asked']} {people} asked, {count['Answered']} have answered and "
        f"{count['Said yes']} said yes."
    )
    if open_:
        young = sum(one.days < 10 for one in open_)
        verb = "is" if len(open_) == 1 else "are"
        text += f" {start_sentence(count_in_words(len(open_), 'letter'))} {verb} still open"
        text += f", {say_number(young)} of them less than ten days old." if young else "."
    came = f" {start_sentence(count_in_words(back, 'letter'))} came back." if back else ""
    return text + came


def say_shares(shares: tuple[Share, ...]) -> str:
    """Which group answers most often, if enough of two groups were asked and the gap is wide."""
    named = [share for share in shares if share.name not in (REST, UNKNOWN)]
    judged = [share for share in named if share.people >= ENOUGH]
    small = [share for share in named if share.people < ENOUGH]
    if len(judged) < 2:
        return f"Fewer than two groups of {ENOUGH} people: too few to compare."
    best = max(judged, key=lambda share: (share.rate, -judged.index(share)))
    worst = min(judged, key=lambda share: (share.rate, judged.index(share)))
    text = "No group answers much more often than another."
    if best.rate - worst.rate >= GAP:
        text = f"Most often answered: {_say_share(best)}; least often: {_say_share(worst)}."
    return f"{text} Groups of fewer than {ENOUGH} are too few to judge." if small else text


def _say_share(share: Share) -> str:
    return f"{share.name}, {share.answered} of {share.people}"


def say_spread(approaches: tuple[Approach, ...]) -> str:
    """How long answers take, in the middle and around it."""
    answered = [one for one in approaches if one.answer]
    spread = find_spread(approaches)
    if spread is None or len(answered) < ENOUGH:
        answers = start_sentence(count_in_words(len(answered), "answer"))
        return f"{answers} so far: too few to tell."
    low, middle, high = (number(one) for one in spread)
    return (
        f"Half of the {len(answered)} answers came within {middle} days; "
        f"the middle half between {low} and {high} days."
    )


def say_what_brought(approaches: tuple[Approach, ...]) -> str:
    """What went out last before the answer came."""
    answered = [one for one in approaches if one.answer]
    calls = sum(one.last.kind in CALLS for one in answered)
    first = sum(one.last is one.first for one in answered)
    later = len(answered) - calls - first
    parts = ((first, "the first letter"), (calls, "a call"), (later, "a later letter"))
    said = ", ".join(f"{what} {_times(count)}" for count, what in parts if count)
    return f"What went out last before the answer: {said}." if said else ""


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def say_weeks(weeks: tuple[Week, ...], say: Callable[[date], str]) -> str:
    """What twelve weeks held and which one was the busiest for letters."""
    letters, calls, talks = (sum(column) for column in list(zip(*weeks, strict=True))[1:])
    text = (
        f"{start_sentence(count_in_words(letters, 'letter'))}, {count_in_words(calls, 'call')} and "
        f"{count_in_words(talks, 'conversation')} in twelve weeks."
    )
    if letters + calls + talks < ENOUGH:
        return text
    best = max(weeks, key=lambda week: (week.letters, -week.start.toordinal()))
    text += f" Most letters in the week of {say(best.start)}: {best.letters}." if letters else ""
    quiet = next((n for n, week in enumerate(reversed(weeks)) if any(week[1:])), len(weeks))
    return f"{text} Nothing happened for {count_of(quiet, 'week')}." if quiet > 1 else text


def number(value: float) -> str:
    """A number as short as it is: 4, 5.5."""
    return f"{value:.1f}".removesuffix(".0")
