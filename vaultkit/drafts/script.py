"""A call from hello to the line in the log: what to say, whichever way it goes."""

import shlex
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from vaultkit.contact_log import APPROACHES, LogEntry, write_entry
from vaultkit.dates import shift
from vaultkit.drafts.draft import Draft, Writer
from vaultkit.drafts.facts import say_stay
from vaultkit.drafts.purposes import make_wish
from vaultkit.drafts.slots import Part
from vaultkit.drafts.sources import Sources
from vaultkit.notes.contact import Contact
from vaultkit.preparation import pitch_seconds

# "Later" without a day of theirs is a month (REQUIREMENTS T4).
A_MONTH = 30


class Outcome(NamedTuple):
    """How a branch can end: in words, the line for the log, the command that writes it."""

    when: str
    line: str
    command: str


class Branch(NamedTuple):
    """One way a call can go: what to say, and how it ends in the log."""

    id: str
    heading: str
    say: tuple[str, ...]
    outcomes: tuple[Outcome, ...]


class Script(NamedTuple):
    """A call script; `seconds` is how long the opening takes to say."""

    draft: Draft
    phone: str
    opening: tuple[Part, ...]
    seconds: int
    branches: tuple[Branch, ...]


def make_script(writer: Writer, contact: Contact) -> Script:
    """The script of a call to one contact, from the template for `call`."""
    sources = writer.sources
    draft = writer.write(make_wish(sources, contact, "call"))
    hidden = sources.hidden(contact)
    phone = "" if "phone" in hidden else contact.phone or ""
    ext = "" if "ext" in hidden else contact.values.text("ext") or ""
    seconds = round(pitch_seconds(draft.text, sources.settings.words_per_minute))
    return Script(
        draft,
        f"{phone} ext. {ext}" if phone and ext else phone,
        draft.parts,
        seconds,
        tuple(_make_branches(sources, contact)),
    )


def _make_branches(sources: Sources, contact: Contact) -> Iterator[Branch]:
    """Whichever way the call goes, in the order it may."""
    window, written = _say_window(sources, contact), _say_written(sources, contact)
    end = _Ending(contact, sources.today)
    me = sources.vault.profile
    name = (me.values.text("name") if me else None) or "[your name: write it in me.md, name]"
    number = (me.values.text("phone") if me else None) or "[your number: write it in me.md, phone]"
    yield _on_yes(end, window)
    yield _on_no(end, window)
    yield _on_still_no(end)
    yield _on_voicemail(end, name, number, written)
    yield _on_other(end, name)
    yield _on_nobody(end)


def _on_yes(end: "_Ending", window: str) -> Branch:
    return Branch(
        "yes",
        "Yes",
        (
            "Thank you. Which day, hour and place suit you best?",
            f"If they ask when you can: {window}. They choose.",
            "Say day, hour and place back to them, and ask how long they can give you.",
        ),
        (
            end.book("a day is fixed", "DAY, HOUR, PLACE", "--place", "PLACE"),
            end.log("yes, but no day yet", "agreed", "they will name a day"),
        ),
    )


def _on_no(end: "_Ending", window: str) -> Branch:
    return Branch(
        "no",
        "No, or no time",
        (
            "I understand. Would a short talk by phone be easier, at any hour that suits you?",
            f"If they ask when you can: {window}. They choose.",
        ),
        (
            end.book("a call is fixed", "by phone, DAY, HOUR", "--mode", "phone"),
            end.log("by phone, no day yet", "agreed", "by phone, they will name a day"),
        ),
    )


def _on_still_no(end: "_Ending") -> Branch:
    return Branch(
        "still-no",
        "Still no",
        (
            "Thank you for telling me, and for your time.",
            "May I ask again some time later?",
            "Is there somebody else you would ask in my place? May I say that you suggested it?",
        ),
        (
            end.log("no", "declined", ""),
            end.log("ask again later", "later", "", shift(end.today, A_MONTH)),
            end.log("they name somebody", "referral", "[[NAME]]"),
        ),
    )


def _on_voicemail(end: "_Ending", name: str, number: str, written: str) -> Branch:
    return Branch(
        "voicemail",
        "Voicemail",
        (
            f"Good morning, this is {name}. {written}",
            "There is no need to ring back: I will try again in a few days.",
            f"Should it be easier for you, my number is {number}. Thank you.",
        ),
        (end.log("message left", "voicemail", ""),),
    )


def _on_other(end: "_Ending", name: str) -> Branch:
    return Branch(
        "left-word",
        "Somebody else answers",
        (
            f"Could you tell {end.contact.name} that {name} rang, "
            "about half an hour of their time?",
            "When is a good time to reach them? And may I ask your name?",
        ),
        (end.log("word left", "relayed", "with WHO, best time WHEN"),),
    )


def _on_nobody(end: "_Ending") -> Branch:
    return Branch(
        "no-answer",
        "Nobody answers",
        ("Ring out, put down, try on another day at another hour.",),
        (end.log("nobody", "no-answer", ""),),
    )


class _Ending(NamedTuple):
    """Writes the line and the command that end a branch."""

    contact: Contact
    today: date

    def book(self, when: str, words: str, *more: str) -> Outcome:
        """A day is fixed: the command makes the note of the meeting, too."""
        typed = ["vaultkit", "log", self.contact.name, "booked", "--when", "DAY HOUR", *more]
        return self.log(when, "booked", words)._replace(command=shlex.join(typed))

    def log(self, when: str, kind: str, words: str, next_: date | None = None) -> Outcome:
        link = words[2:-2] if words.startswith("[[") else ""
        entry = LogEntry(self.today, "", kind, kind, link, "" if link else words, (), "", 0)
        typed = ["vaultkit", "log", self.contact.name, kind, *([words] if words else [])]
        if next_:
            typed += ["--next", next_.isoformat()]
        return Outcome(when, f"- {write_entry(entry)}", shlex.join(typed))


def _say_written(sources: Sources, contact: Contact) -> str:
    """What the call is about; that you wrote only when the log says so."""
    if sources.standing(contact).last(APPROACHES):
        return "I wrote to you about half an hour of your time."
    return "I would like to ask you for half an hour of your time."


def _say_window(sources: Sources, contact: Contact) -> str:
    trips = sources.trips_to(contact)
    if trips:
        return f"I am in {trips[0].city} {say_stay(trips[0], sources.today)}"
    profile = sources.vault.profile
    available = profile.values.text("available") if profile else None
    return available or "[when you could come: write it in me.md, available]"
