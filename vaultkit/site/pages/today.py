"""index.html: what is late, what is due, what comes this week, what later."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from operator import itemgetter
from typing import NamedTuple

from vaultkit.dates import earliest, say_long_day
from vaultkit.gathering import Keyed
from vaultkit.meetings import Meeting
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.site.frame import Page, Ref, Row, Site
from vaultkit.site.pages.contacts import find_stages
from vaultkit.site.pages.log import Recent, make_recent
from vaultkit.site.pages.owed import HEADINGS, MANY, Owed, is_cut, split, turn
from vaultkit.site.pages.today_lede import say_state, say_talk_day, say_where
from vaultkit.site.tally import Tally, draw_tally
from vaultkit.site.turning import find_start
from vaultkit.stages import Stage

RECENT, TALKS = 5, 3
# So many of the last part stand open; the others unfold.
LATER = 5
# The look of a part, where it differs from a plain list.
_STYLES = {"overdue": "late", "today": "now", "later": "slim"}


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the agenda; `rest` is what unfolds under `more`.

    `way` leads to all of it, where this is but its beginning.
    """

    id: str
    heading: str
    style: str
    count: int
    rows: tuple[Row, ...]
    rest: tuple[Row, ...]
    more: str
    way: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """A meeting ahead: with whom, its day as ISO text, when and where in words."""

    who: Ref
    iso: str
    when: str
    where: str
    sentence: str


@dataclass(frozen=True, slots=True)
class StageCount:
    """A stage in words, how many people stand there, where they are listed."""

    name: str
    tally: Tally
    way: str


@dataclass(frozen=True, slots=True)
class Today:
    """The content of the first page."""

    title: str
    iso: str
    state: str
    is_empty: bool
    is_cut: bool
    parts: tuple[Part, ...]
    conversations: tuple[Conversation, ...]
    stages: tuple[StageCount, ...]
    recent: tuple[Recent, ...]


def today(site: Site) -> Iterator[Page]:
    """The first page."""
    parts = split(site)
    nearest = earliest(one.begins for one in (*parts["week"], *parts["later"]))
    people = [one for _, one in site.gatherings.find(site, list_person, Contact)]
    content = Today(
        say_long_day(site.today),
        site.today.isoformat(),
        say_state(len(parts["overdue"]), len(parts["today"]), nearest, site.today),
        not people,
        is_cut(parts),
        tuple(_make_parts(site, parts)),
        _find_nearest(people),
        tuple(_count_stages(people)),
        make_recent(site, RECENT),
    )
    yield Page("index.html", "today.html", content)


def _make_parts(site: Site, parts: dict[str, list[Owed]]) -> Iterator[Part]:
    """The parts; of what comes later only the first few stand open, if that saves a few lines."""
    legs = turn(parts)
    for number, (id_, found) in enumerate(parts.items()):
        rows = tuple(one.row for one in found[:MANY])
        most = LATER if id_ == "later" and len(rows) > LATER + 1 else len(rows)
        more = _say_more(found[most:MANY], site.today)
        way = f"{find_start(legs, number)}#{id_}" if len(found) > MANY else ""
        style, heading = _STYLES.get(id_, ""), HEADINGS[id_]
        if found:
            yield Part(id_, heading, style, len(found), rows[:most], rows[most:], more, way)


def _say_more(left: list[Owed], today: date) -> str:
    """ "11 more, until February"."""
    last = max((one.begins for one in left if one.begins), default=None)
    if last is None:
        return f"{len(left)} more" if left else ""
    month = say_long_day(last).split()[-1]
    return f"{len(left)} more, until {month}{'' if last.year == today.year else f' {last.year}'}"


class _Person(NamedTuple):
    """Where a contact stands, and the meetings ahead, each with what puts it in order."""

    stage: Stage
    talks: tuple[tuple[tuple[date, time, str], Conversation], ...]


def list_person(site: Site, contact: Contact) -> Iterator[Keyed[_Person]]:
    """What the first page says of one contact."""
    standing = site.agenda.standings[contact.path]
    talks = (
        (
            (*_by_time(meeting), contact.name),
            _make_conversation(site, meeting.day, contact.name, note),
        )
        for meeting in standing.ahead
        if (note := meeting.interview) and note.when
    )
    yield (contact.path,), _Person(standing.stage, tuple(talks))


def _find_nearest(people: list[_Person]) -> tuple[Conversation, ...]:
    """The nearest meetings ahead."""
    found = sorted((talk for one in people for talk in one.talks), key=itemgetter(0))
    return tuple(conversation for _, conversation in found[:TALKS])


def _by_time(meeting: Meeting) -> tuple[date, time]:
    when = meeting.interview.when if meeting.interview else None
    return meeting.day, (when.time if when else None) or time.max


def _make_conversation(site: Site, day: date, name: str, note: Interview) -> Conversation:
    at = note.when.time if note.when else None
    where = say_where(note)
    far = where if note.mode in ("phone", "video") else ""
    words = f"Your next conversation is {say_talk_day(day, at, site.today)}"
    sentence = f"{words}{f', {far},' if far else ''} with {name}."
    when = site.say(day) + (f", {at:%H:%M}" if at else ", time open")
    return Conversation(
        Ref(name, site.addresses[note.path]), day.isoformat(), when, where, sentence
    )


def _count_stages(people: list[_Person]) -> Iterator[StageCount]:
    counts = Counter(one.stage for one in people)
    ways = find_stages(counts)
    for stage in Stage:
        if number := counts[stage]:
            name = stage.value.replace("-", " ").capitalize()
            yield StageCount(name, draw_tally(number), ways[stage])
