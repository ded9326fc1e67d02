"""insights.html: how far the effort has come, counted from the log."""

from collections.abc import Iterator
from dataclasses import dataclass

from vaultkit.contact_log import ANSWERS, APPROACHES, OUTGOING
from vaultkit.site.frame import Page, Site
from vaultkit.stages import Standing

# With fewer people asked than this, shares say nothing.
ENOUGH = 5


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart: what is counted, how many, its share of the first in per cent."""

    name: str
    count: int
    share: str


@dataclass(frozen=True, slots=True)
class Insights:
    """The content of the page; a chart with too little in it is left out."""

    lede: str
    funnel: tuple[Bar, ...]
    channels: tuple[Bar, ...]


def insights(site: Site) -> Iterator[Page]:
    """One page."""
    standings = list(site.agenda.standings.values())
    asked = [one for one in standings if _has(one, OUTGOING - {"feeler"})]
    answered = [one for one in asked if _has(one, ANSWERS | {"wrote"})]
    talked = [one for one in standings if one.held]
    steps = (
        ("Known", len(standings)),
        ("Asked", len(asked)),
        ("Answered", len(answered)),
        ("Talked", len(talked)),
        ("Thanked", sum(one.thanked for one in talked)),
    )
    lede = f"{len(asked)} people asked, {len(answered)} answered, {len(talked)} talks."
    if len(asked) < ENOUGH:
        lede += " Too few to draw anything from."
        yield Page("insights.html", "insights.html", Insights(lede, (), ()))
        return
    lede += " The numbers are small: read them as a diary, not as statistics."
    bars = tuple(Bar(name, count, _share(count, len(standings))) for name, count in steps)
    content = Insights(lede, bars, tuple(_channels(asked)))
    yield Page("insights.html", "insights.html", content)


def _has(standing: Standing, kinds: frozenset[str]) -> bool:
    return any(entry.kind in kinds for entry in standing.entries)


def _channels(asked: list[Standing]) -> Iterator[Bar]:
    """Answers by the way the first approach went."""
    for kind in sorted(APPROACHES):
        first = [one for one in asked if _first_approach(one) == kind]
        if first:
            answered = sum(_has(one, ANSWERS | {"wrote"}) for one in first)
            yield Bar(f"{kind}: {answered} of {len(first)}", answered, _share(answered, len(first)))


def _first_approach(standing: Standing) -> str:
    return next((entry.kind for entry in standing.entries if entry.kind in APPROACHES), "")


def _share(count: int, whole: int) -> str:
    return f"{100 * count / whole:.1f}%" if whole else "0%"
