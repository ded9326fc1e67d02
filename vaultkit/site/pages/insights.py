"""insights.html: how far the effort has come, counted from the log, each picture with its table."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple

from vaultkit.counting import count_in_words, start_sentence
from vaultkit.dates import say_day
from vaultkit.insights import (
    ENOUGH,
    UNKNOWN,
    Approach,
    Share,
    Step,
    count_steps,
    count_weeks,
    find_approaches,
    find_spread,
    group_approaches,
    say_shares,
    say_spread,
    say_steps,
    say_weeks,
    say_what_brought,
)
from vaultkit.notes.contact import Contact
from vaultkit.plans import place_of, ranked_cities
from vaultkit.site.charts import (
    TimesChart,
    WeeksChart,
    draw_times,
    draw_weeks,
    percent,
    say_times,
)
from vaultkit.site.frame import Page, Site
from vaultkit.stages import Standing

CHANNELS = {"letter": "By post", "email": "By e-mail", "message": "By message"}
# With fewer people asked, shares jump with every letter.
MANY = 100
# More people than this in one group are no longer drawn one by one.
MOST_PIPS = 30
_BANDS = ((0, 3), (4, 7), (8, 14), (15, 28), (29, 99999))


class Bar(NamedTuple):
    """One line of the funnel: its name, how many, the length of its bar."""

    name: str
    people: int
    share: str


class GroupRow(NamedTuple):
    """One group of people written to; `pips` draw each of them."""

    name: str
    people: int
    answered: int
    met: int
    named: int
    pips: tuple[str, ...]


class Split(NamedTuple):
    """People written to, split by one thing: a heading, a finding, the groups."""

    id: str
    heading: str
    column: str
    finding: str
    rows: tuple[GroupRow, ...]


class Times(NamedTuple):
    """Time to an answer: findings, the picture, the table."""

    finding: str
    brought: str
    title: str
    chart: TimesChart
    rows: tuple[tuple[str, int, int], ...]


class Weeks(NamedTuple):
    """Twelve weeks: the finding, the picture, the table."""

    finding: str
    title: str
    chart: WeeksChart
    rows: tuple[tuple[str, str, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class InsightsContent:
    """The content of the page; what has too little in it keeps its sentence only."""

    lede: str
    steps: tuple[Bar, ...]
    steps_finding: str
    splits: tuple[Split, ...]
    times: Times | None
    times_finding: str
    weeks: Weeks | None
    weeks_finding: str


def insights(site: Site) -> Iterator[Page]:
    """One page."""
    standings = list(site.agenda.standings.values())
    approaches = find_approaches(standings, site.today)
    steps = count_steps(standings)
    asked = {step.name: step.people for step in steps}["Asked"]
    weeks = _make_weeks(site, standings)
    content = InsightsContent(
        _say_lede(site, approaches, steps, asked),
        tuple(_make_bar(one, steps[0].people) for one in steps) if asked >= ENOUGH else (),
        say_steps(steps, approaches),
        tuple(_split_all(site, approaches)) if len(approaches) >= ENOUGH else (),
        _make_times(approaches) if len(approaches) >= ENOUGH else None,
        say_spread(approaches),
        weeks if sum(sum(row[2:]) for row in weeks.rows) >= ENOUGH else None,
        weeks.finding,
    )
    yield Page("insights.html", "insights.html", content)


def _say_lede(
    site: Site, approaches: tuple[Approach, ...], steps: tuple[Step, ...], asked: int
) -> str:
    if not asked:
        return "Nobody has been asked yet: there is nothing to learn from so far."
    people = {step.name: step.people for step in steps}
    since = f" since {say_day(approaches[0].first.day, site.today)}" if approaches else ""
    answers = count_in_words(people["Answered"], "answer")
    text = f"{start_sentence(count_in_words(asked, 'person', 'people'))} asked{since}, {answers}, "
    text += f"{count_in_words(people['Talked'], 'conversation')}."
    if asked < ENOUGH:
        return f"{text} Too few to draw anything from."
    if asked < MANY:
        text += " The numbers are small: read them as a diary, not as statistics."
    return text


def _make_bar(step: Step, whole: int) -> Bar:
    return Bar(step.name, step.people, percent(step.people, whole))


# -- groups -----------------------------------------------------------------------------------


def _split_all(site: Site, approaches: tuple[Approach, ...]) -> Iterator[Split]:
    ways: tuple[tuple[str, str, str, Callable[[Site, Approach], str]], ...] = (
        ("channels", "Answers by first approach", "First approach", _channel_of),
        ("sources", "Answers by where they were found", "Found through", _source_of),
        ("places", "Answers by place", "Place", _place_of),
    )
    for id_, heading, column, name_of in ways:
        shares = group_approaches(approaches, partial(name_of, site))
        rows = tuple(_make_row(share) for share in shares)
        yield Split(id_, heading, column, say_shares(shares), rows)


def _make_row(share: Share) -> GroupRow:
    pips = ("yes",) * share.answered + ("open",) * (share.people - share.answered)
    return GroupRow(*share, pips if share.people <= MOST_PIPS else ())


def _channel_of(site: Site, one: Approach) -> str:
    contact = one.standing.contact
    if _is_introduced(site, contact):
        return "Introduced"
    return CHANNELS.get(one.first.kind, one.first.kind)


def _is_introduced(site: Site, contact: Contact) -> bool:
    """A letter that may name whoever named them counts as introduced, however it was sent."""
    hidden = site.private(contact) & {"referred_by", "may_mention"}
    return not hidden and contact.referred_by is not None and contact.may_mention == "yes"


def _source_of(site: Site, one: Approach) -> str:
    contact = one.standing.contact
    if contact.referred_by and "referred_by" not in site.private(contact):
        return "named by somebody"
    return site.public(contact, "source") or UNKNOWN


def _place_of(site: Site, one: Approach) -> str:
    contact = one.standing.contact
    if {"city", "company"} & site.private(contact):
        return UNKNOWN
    return place_of(site.vault, contact, ranked_cities(site.vault)) or UNKNOWN


# -- times and weeks --------------------------------------------------------------------------


def _make_times(approaches: tuple[Approach, ...]) -> Times:
    spread = find_spread(approaches)
    chart = draw_times(approaches, spread)
    rows = tuple(_count_bands(approaches))
    title = say_times(approaches, spread)
    return Times(say_spread(approaches), say_what_brought(approaches), title, chart, rows)


def _count_bands(approaches: tuple[Approach, ...]) -> Iterator[tuple[str, int, int]]:
    """Answers and open letters by days, as the table shows them."""
    found = [one for one in approaches if not one.came_back]
    done = Counter(_band_of(one.days) for one in found if one.answer)
    left = Counter(_band_of(one.days) for one in found if not one.answer)
    for band in _BANDS:
        first, last = band
        name = f"{first} and more" if last == _BANDS[-1][1] else f"{first}\u2013\u2060{last}"
        if done[band] or left[band] or last < 15:
            yield name, done[band], left[band]


def _band_of(days: int) -> tuple[int, int]:
    return next((band for band in _BANDS if days <= band[1]), _BANDS[-1])


def _make_weeks(site: Site, standings: list[Standing]) -> Weeks:
    weeks = count_weeks(standings, site.today)

    def say(day: date) -> str:
        return say_day(day, site.today)

    finding = say_weeks(weeks, say)
    rows = tuple((say(one.start), one.start.isoformat(), *one[1:]) for one in weeks)
    title = f"Letters, calls and conversations by week. {finding}"
    return Weeks(finding, title, draw_weeks(weeks, site.today), rows)
