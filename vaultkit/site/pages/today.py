"""index.html: what is late, what is due, what comes this week, what later."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from vaultkit.dates import say_long_day, shift
from vaultkit.followups import Followup, Status
from vaultkit.site.frame import Event, Page, Ref, Row, Site
from vaultkit.site.pages.log import make_events
from vaultkit.stages import Stage

RECENT = 5
# The look of a part, where it differs from a plain list.
_STYLES = {"overdue": "late", "today": "now", "later": "slim"}


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the agenda."""

    id: str
    heading: str
    style: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Conversation:
    """A meeting ahead."""

    who: Ref
    when: str
    where: str


@dataclass(frozen=True, slots=True)
class Today:
    """The content of the first page."""

    title: str
    iso: str
    lede: str
    is_empty: bool
    parts: tuple[Part, ...]
    conversations: tuple[Conversation, ...]
    stages: tuple[tuple[str, int], ...]
    recent: tuple[Event, ...]


def today(site: Site) -> Iterator[Page]:
    """The first page."""
    parts = tuple(_split(site))
    meetings = _find_conversations(site)
    content = Today(
        say_long_day(site.today),
        site.today.isoformat(),
        _say_lede(parts, meetings),
        not site.vault.contacts,
        tuple(part for part in parts if part.rows),
        tuple(conversation for _, conversation in meetings[:3]),
        tuple(_count_stages(site)),
        make_events(site, "", RECENT),
    )
    yield Page("index.html", "today.html", content)


def _split(site: Site) -> Iterator[Part]:
    """Every follow-up in exactly one part."""
    sunday = shift(site.today, 6 - site.today.weekday())
    found: dict[str, list[Followup]] = {"overdue": [], "today": [], "week": [], "later": []}
    for one in site.agenda.followups:
        found[_part_of(one, sunday)].append(one)
    headings = {"overdue": "Overdue", "today": "Today", "week": "This week", "later": "Later"}
    for id_, heading in headings.items():
        yield Part(id_, heading, _STYLES.get(id_, ""), site.rows(found[id_]))


def _part_of(one: Followup, sunday: date) -> str:
    if one.status is Status.OVERDUE:
        return "overdue"
    if one.status is Status.DUE:
        return "today"
    near = one.status is Status.UPCOMING and one.opens is not None and one.opens <= sunday
    return "week" if near else "later"


def _say_lede(parts: tuple[Part, ...], meetings: list[tuple[date, Conversation]]) -> str:
    late, now = len(parts[0].rows), len(parts[1].rows)
    words = []
    if late:
        words.append(f"{_number(late)} {'is' if late == 1 else 'are'} late")
    if now:
        words.append(f"{_number(now)} {'is' if now == 1 else 'are'} due today")
    first = " and ".join(words) or "nothing is due today"
    text = f"{first[0].upper()}{first[1:]}."
    if meetings:
        one = meetings[0][1]
        text += f" Your next conversation is on {one.when} with {one.who.name}."
    return text


def _number(count: int) -> str:
    names = [
        "no",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ]
    word = names[count] if count < len(names) else str(count)
    return f"{word} follow-up{'' if count == 1 else 's'}"


def _find_conversations(site: Site) -> list[tuple[date, Conversation]]:
    found = []
    for standing in site.agenda.standings.values():
        for meeting in standing.ahead:
            note = meeting.interview
            if note is None or note.when is None:
                continue
            time = f", {note.when.time:%H:%M}" if note.when.time else ", time open"
            where = {"phone": "by phone", "video": "by video"}.get(note.mode or "")
            who = Ref(standing.contact.name, site.addresses[note.path])
            talk = Conversation(who, site.say(meeting.day) + time, where or note.place or "")
            found.append((meeting.day, talk))
    return sorted(found, key=lambda pair: (pair[0], pair[1].when, pair[1].who.name))


def _count_stages(site: Site) -> Iterator[tuple[str, int]]:
    for stage in Stage:
        number = sum(one.stage is stage for one in site.agenda.standings.values())
        if number:
            yield stage.value, number
