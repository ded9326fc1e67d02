"""What to look at before a draft goes: gaps, length, tone, windows, and what its kind must hold."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from vaultkit.dates import read_date, say_day
from vaultkit.drafts.facts import NO_FACT, Context, Wish, as_slots, find_trip
from vaultkit.drafts.leave import GAP
from vaultkit.drafts.slots import Group, Part, Slot, join_parts
from vaultkit.drafts.sources import Sources
from vaultkit.names import fold_accents
from vaultkit.notes.trip import Trip
from vaultkit.preparation import count_words

# One page (R32), and what LinkedIn lets a note hold (REQUIREMENTS T17).
MOST_WORDS, MOST_SIGNS = 350, 200
FIRST_LETTERS = frozenset(("letter", "resend"))

_PRESSURE = re.compile(
    r"\b(?:as soon as possible|asap|urgent(?:ly)?|immediately|by return|at your earliest "
    r"convenience|i (?:must|need to) (?:hear|know|see)|you must|i expect|still waiting"
    r"|no later than|deadline|last chance)\b",
    re.I,
)
_PLEA = re.compile(
    r"\b(?:hire me|are you hiring|(?:any|an?|your) (?:job |open )?(?:opening|vacanc(?:y|ies))s?"
    r"|a job (?:at|with|for) |job offer|job application|apply(?:ing)? for (?:a|the|any)"
    r"|employ me|offer me|looking for (?:a job|work|employment)|consider me for)\b",
    re.I,
)
_DENIAL = re.compile(r"\b(?:no|not|never|without|nor)\b[^.!?;]{0,40}$", re.I)
_SLANG = re.compile(r"\b(?:hey|gonna|wanna|thx|pls|lol|u r|cheers mate|what's up)\b", re.I)
_ABOUT_THEM = re.compile(r"\b(?:she|he|her|his|him)\b", re.I)
_ISO = re.compile(r"\b\d{4}-\d\d-\d\d\b")


class Remark(NamedTuple):
    """Something to look at in a draft, and where in the notes to mend it ("" for nowhere)."""

    words: str
    path: str = ""
    line: int = 0

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}: " if self.path else ""
        return f"{place}{self.words}"


def review(
    sources: Sources,
    wish: Wish,
    context: Context,
    subject: tuple[Part, ...],
    parts: tuple[Part, ...],
) -> tuple[Remark, ...]:
    """Every remark on a draft, each once, gaps first."""
    found = [
        *_find_gaps((*subject, *parts)),
        *_check_way(sources, wish),
        *_check_size(wish, parts),
        *_check_tone(sources, wish, parts),
        *_check_windows(sources, wish),
        *_check_content(wish, context, parts),
        *_check_cv(sources, context, parts),
    ]
    return tuple(dict.fromkeys(found))


def _find_gaps(parts: tuple[Part, ...]) -> Iterator[Remark]:
    for part in parts:
        if part.kind == "gap" and part.text == GAP:
            words = "a referrer's name was left out: they gave no leave (may_mention is not yes)"
            yield Remark(words, part.path, part.line)
        elif part.kind == "gap":
            yield Remark(f"missing: {part.text.strip('[]')}", part.path, part.line)


def _check_way(sources: Sources, wish: Wish) -> Iterator[Remark]:
    """An e-mail needs an address."""
    contact = wish.contact
    is_others = wish.is_report or wish.purpose == "permission"
    to = sources.vault.referrer_of(contact) if is_others else contact
    if wish.channel == "email" and wish.purpose != "call" and to and not to.values.text("email"):
        yield Remark(
            f"no e-mail address: write it in {to.path}, email, or go another way", to.path, 1
        )


def _check_size(wish: Wish, parts: tuple[Part, ...]) -> Iterator[Remark]:
    text = join_parts(parts)
    words = count_words(text)
    if wish.channel == "message" and len(text) > MOST_SIGNS:
        yield Remark(f"{len(text)} signs; a LinkedIn note holds {MOST_SIGNS}")
    elif words > MOST_WORDS:
        yield Remark(f"{words} words; a page holds about {MOST_WORDS}")


def _check_tone(sources: Sources, wish: Wish, parts: tuple[Part, ...]) -> Iterator[Remark]:
    text = join_parts(parts)
    if wish.purpose != "call" and not _greets(sources, wish, text):
        yield Remark("no greeting: the first line names nobody")
    yield from map(Remark, judge_tone(text))
    if not (wish.is_report or wish.purpose == "permission"):
        yield from _check_person(parts)


def judge_tone(text: str) -> Iterator[str]:
    """What in a text presses, is too loose, or asks for a job (R33)."""
    if found := _PRESSURE.search(text):
        yield f'"{found[0]}" puts pressure on them; they may answer when they like'
    if found := _SLANG.search(text):
        yield f'"{found[0]}" is too loose for somebody you hardly know'
    for plea in _PLEA.finditer(text):
        if not _DENIAL.search(text[: plea.start()]):
            yield f'"{plea[0]}" reads as asking for a job; ask to learn'
            break


def _check_person(parts: tuple[Part, ...]) -> Iterator[Remark]:
    """A note is written about them, the letter to them."""
    for part in parts:
        found = _ABOUT_THEM.search(part.text) if part.kind == "fact" else None
        if found and part.path.startswith("contacts/"):
            words = f'"{found[0]}" speaks about them, and this goes to them; say "you"'
            yield Remark(words, part.path, part.line)


def _greets(sources: Sources, wish: Wish, text: str) -> bool:
    name = wish.contact.name
    if wish.is_report or wish.purpose == "permission":
        name = sources.referrer_name(wish.contact)
    first = set(fold_accents(re.sub(r"[^\w\s-]", " ", text.strip().split("\n")[0])).split())
    return bool(first & set(fold_accents(re.sub(r"[^\w\s-]", " ", name)).split()))


# -- windows ----------------------------------------------------------------------------------


def _check_windows(sources: Sources, wish: Wish) -> Iterator[Remark]:
    """The days you offer are still to come, and you are in one place at a time (R29, R47)."""
    if wish.purpose not in ("letter", "resend", "call"):
        return
    trip = find_trip(sources, wish)
    if trip:
        yield from _check_trip(sources, trip)
        return
    profile = sources.vault.profile
    text = (profile.values.text("available") if profile else None) or ""
    days = [day for one in _ISO.findall(text) if (day := read_date(one))]
    if profile and days and max(days) < sources.today:
        words = f'the days you offer are over: "{text}"'
        yield Remark(words, profile.path, profile.values.line("available"))


def _check_trip(sources: Sources, trip: Trip) -> Iterator[Remark]:
    line = trip.values.line("start")
    end = trip.end or trip.start
    if end and end < sources.today:
        ended = say_day(end, sources.today)
        yield Remark(f"the days you offer are over: {trip.name} ended {ended}", trip.path, line)
    for other in sources.vault.trips:
        if other is not trip and _overlap(trip, other):
            yield Remark(f"{trip.name} and {other.name} overlap", trip.path, line)


def _overlap(one: Trip, other: Trip) -> bool:
    if one.start is None or other.start is None:
        return False
    return one.start <= (other.end or other.start) and other.start <= (one.end or one.start)


# -- what each kind must hold -----------------------------------------------------------------


def _check_content(wish: Wish, context: Context, parts: tuple[Part, ...]) -> Iterator[Remark]:
    check = _CONTENT.get(wish.purpose)
    if check and not wish.is_report and wish.channel != "message":
        yield from check(context, {part.text for part in parts})


Said = set[str]


def _is_said(value: object, said: Said) -> bool:
    """Whether a draft holds the words of a slot, or of one of a list of slots."""
    return any(str(one) in said for one in as_slots(value))


def _check_fact(context: Context, said: Said) -> Iterator[Remark]:
    if any(text.startswith(f"[{NO_FACT}") for text in said):
        return  # the gap says so already
    groups = (context["contact"], context["company"])
    facts = (group["facts"] for group in groups if isinstance(group, Group))
    if not any(_is_said(one, said) for one in (context["fact"], *facts)):
        yield Remark("no concrete fact about them: note one under Research, with date or link")


def _check_new(context: Context, said: Said) -> Iterator[Remark]:
    if not _is_said(context["new"], said):
        yield Remark("thanks that name nothing new to you: write a point under ## New to me")


def _check_advice(context: Context, said: Said) -> Iterator[Remark]:
    if not context["advice"]:
        yield Remark("nothing of their advice was followed since your last word to them")


def _check_questions(context: Context, said: Said) -> Iterator[Remark]:
    met = context["met"]
    assert isinstance(met, Group)
    if not met["ask_later"]:
        yield Remark("they did not say that you may ask later (ask_later of the interview)")


def _check_feeler(context: Context, said: Said) -> Iterator[Remark]:
    """An ask that people can answer names an occupation, and a place or whom it serves (R23)."""
    me = context["me"]
    assert isinstance(me, Group)

    def is_said(name: str) -> bool:
        return _is_said(me[name], said)

    if not any(map(is_said, ("positions", "fields", "specialism"))):
        yield Remark("too vague: name an occupation (positions in me.md)")
    if not any(map(is_said, ("cities", "sector"))):
        yield Remark("too vague: name a place, or whom they serve (cities or sector in me.md)")


_CONTENT: dict[str, Callable[[Context, Said], Iterator[Remark]]] = {
    "letter": _check_fact,
    "resend": _check_fact,
    "thanks": _check_new,
    "update": _check_advice,
    "questions": _check_questions,
    "feeler": _check_feeler,
}


def _check_cv(sources: Sources, context: Context, parts: tuple[Part, ...]) -> Iterator[Remark]:
    """A CV that comes along must be there."""
    me = context["me"]
    assert isinstance(me, Group)
    cv, resume = me["cv"], me["resume"]
    if not (isinstance(cv, Slot) and cv and isinstance(resume, Slot)):
        return
    said = any(part.kind == "fact" and part.text == str(cv) for part in parts)
    if said and sources.vault.find_file(resume.strip("[]")) is None:
        profile = sources.vault.profile
        line = profile.values.line("resume") if profile else 1
        yield Remark(f'your CV "{resume}" is no file of this vault', "me.md", line)
