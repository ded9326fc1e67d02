"""Afterwards: thanks, updates, news, people named to us, own dates and tasks (SPEC 2)."""

from collections.abc import Iterator
from datetime import date

from vaultkit.contact_log import ANSWERS, OUTGOING, LogEntry
from vaultkit.dates import Calendar, shift
from vaultkit.followups.chase import is_next_waiting
from vaultkit.followups.followup import Case, Followup, find_window, make_followup
from vaultkit.notes.note import Note, Task, fold
from vaultkit.notes.tasks import DONE
from vaultkit.settings import WaitPair
from vaultkit.vault import Naming

_TOLD = frozenset(("update", "thanks"))


def thank(case: Case) -> Followup | None:
    """A letter of thanks goes out by the end of the next day."""
    meeting = case.standing.latest
    if meeting is None or case.standing.thanked:
        return None
    owed = case.words("thank", "thanks go out by the next day", "they have not been thanked yet")
    return case.make(
        "thanks",
        "thank",
        meeting.place,
        case.window("thank", meeting.day, exact=True),
        f"Thank {case.name}",
        f"you met on {case.say(meeting.day)}; {owed}",
    )


def keep_in_touch(case: Case) -> Followup | None:
    """Once thanked: the final news if there is any, else an update every few months."""
    if (told := news(case)) is not None:
        return told
    if is_news_untold(case) or not case.standing.thanked:
        return None
    return update(case) if case.standing.updated else first_update(case)


def first_update(case: Case) -> Followup | None:
    """Two months after the last touch, or one when their advice was followed since."""
    touch = _touch(case)
    window = case.window("first_update", touch.day)
    reason = f"last word {case.say(touch.day)}; tell them how it goes"
    applied = _applied_since(case, touch.day)
    early = _window_applied(case, touch.day, applied) if applied else None
    if applied and early and window and early[0] and window[0] and early[0] < window[0]:
        window = early
        reason = f"you followed their advice on {case.say(applied)}; tell them what came of it"
    summary = f"Tell {case.name} how it is going"
    return case.make("update", "first-update", touch.place, window, summary, reason)


def _window_applied(
    case: Case, touch: date, applied: date
) -> tuple[date | None, date | None] | None:
    """A month after the touch, but not before the day the advice was followed."""
    pair = case.waits.get("first_update_applied")
    if pair is None or pair[0] is None:
        return None
    calendar = case.settings.calendar
    days = (calendar.add(touch, pair[0]) - touch).days
    start = max(touch, shift(applied, -days))
    return case.window("first_update_applied", start)


def _applied_since(case: Case, touch: date) -> date | None:
    """The first day since a touch on which advice of this contact was followed."""
    interviews = (note for note in case.vault.interviews_of(case.contact) if _has_done(note))
    given = [note.advice for note in interviews]
    if _has_done(case.contact):
        given.append(case.contact.advice)
    days = (advice.applied for items in given for advice in items)
    return min((day for day in days if day and touch <= day <= case.today), default=None)


def _has_done(note: Note) -> bool:
    """A quick look that spares most notes a reading of their advice."""
    return DONE in note.document.text


def update(case: Case) -> Followup | None:
    """Every three months, or as often as `cadence` says, counted from the last touch."""
    touch = _touch(case)
    window = case.window("update", touch.day)
    if window and case.contact.cadence is not None:
        opens = case.settings.calendar.roll(shift(touch.day, case.contact.cadence))
        window = (opens, _due_after(case, touch.day, opens))
    return case.make(
        "update",
        "update",
        touch.place,
        window,
        f"Tell {case.name} how it is going",
        f"last word {case.say(touch.day)}; stay in touch",
    )


def _due_after(case: Case, touch: date, opens: date) -> date | None:
    """The last day that the wait gives, but not before the day that `cadence` gave."""
    pair = case.waits.get("update")
    if pair is None or pair[1] is None:
        return None
    calendar = case.settings.calendar
    due = calendar.add(opens if pair[1].from_opens else touch, pair[1])
    return max(opens, calendar.roll(due))


def _touch(case: Case) -> LogEntry:
    touch = case.standing.last_touch
    assert touch is not None  # thanks and updates are touches, and one of them stands
    return touch


def is_news_untold(case: Case) -> bool:
    """You landed, the contact was met, and they have not heard of it."""
    profile = case.vault.profile
    landed = profile.landed if profile else None
    if landed is None or not case.standing.held or case.waits.get("news") is None:
        return False
    return not case.standing.has_since(_TOLD, landed)


def news(case: Case) -> Followup | None:
    """Everyone who helped hears where you landed, within a week."""
    profile = case.vault.profile
    if profile is None or profile.landed is None or not is_news_untold(case):
        return None
    return case.make(
        "news",
        "news",
        (profile.path, profile.values.line("landed")),
        case.window("news", profile.landed),
        f"Tell {case.name} where you landed",
        f"you took the job on {case.say(profile.landed)}, and they helped",
    )


def report_back(case: Case) -> Followup | None:
    """Whoever named somebody hears how the first talk with them went."""
    referrer = case.vault.referrer_of(case.contact)
    if referrer is None or referrer is case.contact or not case.standing.held:
        return None
    first = case.standing.held[0]
    if case.standings[referrer.path].has_since(OUTGOING | {"met"}, first.day):
        return None
    return case.make(
        "report-back",
        "report-back",
        first.place,
        case.window("report_back", first.day),
        f"Tell {referrer.name} how it went with {case.name}",
        f"{referrer.name} named {case.name}, and you met on {case.say(first.day)}",
    )


def leads(case: Case) -> Iterator[Followup | None]:
    """Everyone this contact named who has no note yet, once each."""
    by_name: dict[str, list[Naming]] = {}
    for naming in case.standing.named:
        if naming.contact is None:
            by_name.setdefault(fold(naming.name), []).append(naming)
    for found in by_name.values():
        yield lead(case, min(found, key=_earliest_first))


def _earliest_first(naming: Naming) -> tuple[date, str, int]:
    return naming.day or date.max, naming.path, naming.line


def lead(case: Case, naming: Naming) -> Followup | None:
    """Somebody named to us becomes a contact within a week."""
    when = f" on {case.say(naming.day)}" if naming.day else ""
    return case.make(
        "lead",
        "lead",
        (naming.path, naming.line),
        case.window("lead", naming.day),
        f"Add {naming.name}, named by {case.name}",
        f"{case.name} named {naming.name}{when}, and there is no note of them",
    )


def feeler(case: Case) -> Followup | None:
    """Someone of our own network was asked for leads once: asked once more, then let go."""
    since: list[LogEntry] = []
    for entry in case.standing.entries:
        if entry.kind in ANSWERS or entry.kind in ("call", "referral"):
            since = []
        elif entry.kind == "feeler":
            since.append(entry)
    if len(since) != 1:
        return None
    return case.make(
        "feeler",
        "feeler",
        since[0].place,
        case.window("feeler", since[0].day),
        f"Ask {case.name} once more for leads",
        f"you asked them for leads on {case.say(since[0].day)}; one friendly reminder is fine",
    )


def next_step(case: Case) -> Followup | None:
    """The day you set yourself with `next`."""
    contact = case.contact
    if contact.next is None or not is_next_waiting(case):
        return None
    return case.make(
        "next",
        "next",
        (contact.path, contact.values.line("next")),
        case.window("next", contact.next, exact=True),
        contact.next_what or f"Get back to {case.name}",
        "the day you set yourself",
    )


def tasks(case: Case) -> Iterator[Followup | None]:
    """Open tasks with a due mark in the contact's note and its interviews."""
    for note in (case.contact, *case.vault.interviews_of(case.contact)):
        for task in note.tasks:
            window = case.window("task", task.due, exact=True)
            place = (note.path, task.line)
            yield case.make("task", "task", place, window, task.words, _WHY_TASK)


_WHY_TASK = "the task carries this date"


def loose_task(today: date, calendar: Calendar, pair: WaitPair, note: Note, task: Task) -> Followup:
    """A task of a company note, which belongs to no contact."""
    window = find_window(pair, calendar, task.due, exact=True)
    place = (note.path, task.line)
    return make_followup(today, "task", "task", None, place, window, task.words, _WHY_TASK)
