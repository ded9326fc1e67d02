"""index.html: what is late, what is due, what comes this week, what later."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from vaultkit.dates import earliest, say_long_day, shift
from vaultkit.followups import Followup, Status
from vaultkit.meetings import Meeting
from vaultkit.notes.interview import Interview
from vaultkit.site.frame import Page, Ref, Row, Site
from vaultkit.site.pages.log import Recent, make_recent
from vaultkit.site.pages.today_lede import say_state, say_talk_day, say_where
from vaultkit.site.tally import Tally, draw_tally
from vaultkit.stages import Stage

RECENT, TALKS = 5, 3
# So many of the last part stand open; the others unfold.
LATER = 5
_HEADINGS = {"overdue": "Overdue", "today": "Today", "week": "This week", "later": "Later"}
# The look of a part, where it differs from a plain list.
_STYLES = {"overdue": "late", "today": "now", "later": "slim"}


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the agenda; `rest` is what unfolds under `more`."""

    id: str
    heading: str
    style: str
    count: int
    rows: tuple[Row, ...]
    rest: tuple[Row, ...]
    more: str


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
    """A stage, its name in words, how many people stand there."""

    id: str
    name: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Today:
    """The content of the first page."""

    title: str
    iso: str
    state: str
    is_empty: bool
    parts: tuple[Part, ...]
    conversations: tuple[Conversation, ...]
    stages: tuple[StageCount, ...]
    recent: tuple[Recent, ...]


def today(site: Site) -> Iterator[Page]:
    """The first page."""
    found = _split(site)
    nearest = earliest(one.opens or one.due for one in (*found["week"], *found["later"]))
    content = Today(
        say_long_day(site.today),
        site.today.isoformat(),
        say_state(len(found["overdue"]), len(found["today"]), nearest, site.today),
        not site.vault.contacts,
        tuple(_make_part(site, id_, ones) for id_, ones in found.items() if ones),
        tuple(_find_conversations(site))[:TALKS],
        tuple(_count_stages(site)),
        make_recent(site, RECENT),
    )
    yield Page("index.html", "today.html", content)


def _split(site: Site) -> dict[str, list[Followup]]:
    """Every follow-up in exactly one part."""
    sunday = shift(site.today, 6 - site.today.weekday())
    found: dict[str, list[Followup]] = {id_: [] for id_ in _HEADINGS}
    for one in site.agenda.followups:
        found[_part_of(one, sunday)].append(one)
    return found


def _part_of(one: Followup, sunday: date) -> str:
    if one.status is Status.OVERDUE:
        return "overdue"
    if one.status is Status.DUE:
        return "today"
    near = one.status is Status.UPCOMING and one.opens is not None and one.opens <= sunday
    return "week" if near else "later"


def _make_part(site: Site, id_: str, found: list[Followup]) -> Part:
    """A part; of what comes later only the first few stand open, if that saves a few lines."""
    rows = site.rows(found)
    most = LATER if id_ == "later" and len(rows) > LATER + 1 else len(rows)
    more = _say_more(found[most:], site.today)
    style = _STYLES.get(id_, "")
    return Part(id_, _HEADINGS[id_], style, len(rows), rows[:most], rows[most:], more)


def _say_more(left: list[Followup], today: date) -> str:
    """ "11 more, until February"."""
    days = [one.opens or one.due for one in left]
    last = max((day for day in days if day), default=None)
    if last is None:
        return f"{len(left)} more" if left else ""
    month = say_long_day(last).split()[-1]
    return f"{len(left)} more, until {month}{'' if last.year == today.year else f' {last.year}'}"


def _find_conversations(site: Site) -> Iterator[Conversation]:
    """The meetings ahead, the nearest first."""
    found = [
        (meeting, standing.contact.name, meeting.interview)
        for standing in site.agenda.standings.values()
        for meeting in standing.ahead
        if meeting.interview and meeting.interview.when
    ]
    for meeting, name, note in sorted(found, key=lambda one: (*_by_time(one[0]), one[1])):
        yield _make_conversation(site, meeting.day, name, note)


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


def _count_stages(site: Site) -> Iterator[StageCount]:
    for stage in Stage:
        number = sum(one.stage is stage for one in site.agenda.standings.values())
        if number:
            name = stage.value.replace("-", " ").capitalize()
            yield StageCount(stage.value, name, draw_tally(number))
