"""The slots about a talk that took place: what was new, what was advised, what is left to ask."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from vaultkit.dates import say_date, say_long_date
from vaultkit.drafts.slots import Group, Missing, Slot, Slots
from vaultkit.drafts.sources import Sources
from vaultkit.meetings import Meeting
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Advice, Question
from vaultkit.notes.tasks import strip_marks
from vaultkit.stages import Standing
from vaultkit.vault import Vault

# The slots of this module.
TALK_SLOTS = ("met", "new", "advice", "remembered", "questions")


def make_talk_slots(slots: Slots, sources: Sources, contact: Contact) -> dict[str, object]:
    """`met`, `new`, `advice`, `remembered`, `questions` of one contact."""
    standing = sources.standing(contact)
    talk = standing.latest.interview if standing.latest else None
    place = talk.path if talk else contact.path
    new = partial(_make_new, slots, sources, talk, place)

    def interviews() -> tuple[Interview, ...]:
        return sources.vault.interviews_of(contact)

    return {
        "met": partial(_make_met, slots, standing.latest, contact, sources.today),
        "new": new,
        "advice": lambda: _make_advice_list(slots, sources, contact, interviews()),
        "remembered": lambda: _find_remembered(
            slots, find_advice(contact, interviews()), new(), place
        ),
        "questions": lambda: _make_questions(slots, place, find_left_over(interviews(), standing)),
    }


def _make_new(
    slots: Slots, sources: Sources, talk: Interview | None, place: str
) -> tuple[object, ...]:
    found = tuple(_read_new(slots, sources, talk)) if talk else ()
    lacks = f"what was new to you: write it in {place}, ## New to me"
    return found or slots.missing(lacks, place, 1)


def _make_met(slots: Slots, meeting: Meeting | None, contact: Contact, today: date) -> Group:
    """The latest talk: `day` "on Monday 9 November", `place`, whether they allow questions."""
    if meeting is None:
        gap = slots.gap(f"the day you met: log it in {contact.path}, met", contact.path, 1)
        return Group({"day": gap, "place": gap, "ask_later": gap}, is_there=False)
    day = slots.fact(f"on {say_long_date(meeting.day, today)}", *meeting.place)
    note = meeting.interview
    path = note.path if note else contact.path
    gap = slots.gap(f"where you met: write it in {path}, place", path, 1)
    place = note.place if note else None
    allows = note is not None and note.values.flag("ask_later")
    where = slots.fact(place, path, note.values.line("place")) if note and place else gap
    return Group({"day": day, "place": where, "ask_later": allows})


def _read_new(slots: Slots, sources: Sources, talk: Interview) -> Iterator[Slot]:
    for item in talk.document.items(sources.settings.section_word("new to me")):
        words = strip_marks(item.text)
        if item.level == 0 and words:
            yield slots.fact(words.rstrip("."), talk.path, item.line)


# -- advice -----------------------------------------------------------------------------------


def find_advice(contact: Contact, interviews: Iterable[Interview]) -> tuple[Advice, ...]:
    """All advice of one contact that was followed, by the day it was."""
    given = (*contact.advice, *(one for note in interviews for one in note.advice))
    done = [(one.applied, one) for one in given if one.applied]
    return tuple(one for _, one in sorted(done, key=lambda pair: (pair[0], *_place(pair[1]))))


def _place(one: Advice) -> tuple[str, int]:
    return one.path, one.line


def by_help(vault: Vault, standing: Standing) -> tuple[int, int, date, str]:
    """The order of the final thanks: advice followed, people named, the earliest talk first."""
    contact = standing.contact
    followed = len(find_advice(contact, vault.interviews_of(contact)))
    first = standing.held[0].day if standing.held else date.max
    return -followed, -len(standing.named), first, contact.path


def find_unreported(done: Iterable[Advice], standing: Standing, today: date) -> tuple[Advice, ...]:
    """The advice that was followed and not told of since: no `update` on or after its day."""
    updates = [entry.day for entry in standing.entries if entry.kind == "update"]
    last = max(updates, default=date.min)
    return tuple(one for one in done if one.applied and last < one.applied <= today)


def _make_advice_list(
    slots: Slots, sources: Sources, contact: Contact, interviews: tuple[Interview, ...]
) -> tuple[object, ...]:
    """Each piece of advice with `words`, `day`, `outcome`; one gap when there is none to tell."""
    done = find_advice(contact, interviews)
    found = find_unreported(done, sources.standing(contact), sources.today)
    if found:
        return tuple(_make_advice(slots, one, sources.today) for one in found)
    path = interviews[-1].path if interviews and not contact.advice else contact.path
    what = f"what you did since, and what came of it: tick it with its day in {path}, ## Advice"
    gap = slots.gap(what, path, 1)
    return Missing((Group({"words": gap, "day": gap, "outcome": gap}, is_there=False),))


def _make_advice(slots: Slots, one: Advice, today: date) -> Group:
    day = say_date(one.applied, today) if one.applied else ""
    came = " ".join(line.strip() for line in one.outcome).strip()
    what = f"what came of it: write it below the item in {one.path}:{one.line}"
    return Group(
        {
            "words": slots.fact(one.words.rstrip("."), *_place(one)),
            "day": slots.fact(day, *_place(one)),
            "outcome": slots.fact(came, one.path, one.line + 1)
            if came
            else slots.gap(what, *_place(one)),
        }
    )


def _find_remembered(
    slots: Slots, done: tuple[Advice, ...], new: tuple[object, ...], place: str
) -> Slot:
    """What still stands out: advice that was followed, else what was new."""
    if done:
        return slots.fact(done[-1].words.rstrip("."), *_place(done[-1]))
    first = new[0] if new else None
    what = f"what you remember of the talk: write it in {place}, ## New to me"
    return first if isinstance(first, Slot) and first else slots.gap(what, place, 1)


# -- questions --------------------------------------------------------------------------------


def find_left_over(interviews: Iterable[Interview], standing: Standing) -> tuple[Question, ...]:
    """The questions marked [>] in talks that took place and not sent since."""
    days = {one.interview.path: one.day for one in standing.held if one.interview}
    sent = [entry.day for entry in standing.entries if entry.kind == "questions"]
    last = max(sent, default=date.min)
    waiting = (note for note in interviews if last < days.get(note.path, date.min))
    return tuple(one for note in waiting for one in note.questions if one.mark == ">")


def _make_questions(slots: Slots, place: str, left: tuple[Question, ...]) -> tuple[object, ...]:
    found = tuple(slots.fact(one.words, one.path, one.line) for one in left)
    return found or slots.missing(
        f"the questions left over: put > into their brackets in {place}", place, 1
    )
