"""How somebody can be reached, and what a follow-up is called in a word or two."""

import re
from typing import NamedTuple
from urllib.parse import quote


class Means(NamedTuple):
    """A way to do what is asked: words to show, a link, whether it is a page of the site."""

    words: str
    href: str
    is_page: bool = False


# What each action is called where the name of the contact stands beside it.
STEPS = {
    "permission": "Ask for leave",
    "write": "Write",
    "call": "Call",
    "call-again": "Call again",
    "another-way": "Try another way",
    "ask-later": "Ask again",
    "resend": "Find the address",
    "answer": "Answer",
    "book": "Fix a day",
    "note": "Write the note",
    "missed": "Write to them",
    "another-person": "Ask a colleague",
    "prepare": "Prepare",
    "confirm": "Confirm",
    "meet": "Meet",
    "write-up": "Write it up",
    "questions": "Send questions",
    "thanks": "Thank",
    "update": "Tell the news",
    "report-back": "Tell the referrer",
    "lead": "Add the lead",
    "news": "Tell where you are",
    "feeler": "Ask for leads",
}
# What is done by ringing them; there the number comes first, and what to say.
CALLS = frozenset(("call", "call-again", "another-way"))
# What a note of a meeting helps with, before it and after it.
BEFORE, AFTER = frozenset(("prepare", "confirm", "meet")), frozenset(("write-up", "thanks"))


def phone_means(phone: str, ext: str) -> Means:
    """A number to ring, with its extension."""
    words = f"{phone} ext. {ext}" if ext else phone
    return Means(unbroken(words), phone_link(phone))


def phone_link(phone: str) -> str:
    """A phone number to a link that dials it."""
    return "tel:" + re.sub(r"[^\d+]", "", phone)


def unbroken(phone: str) -> str:
    """A phone number that no line breaks."""
    return phone.replace(" ", "\u00a0")


def mail_link(email: str) -> str:
    """An e-mail address to a link that opens a letter to it."""
    return f"mailto:{quote(''.join(email.split()), safe='@+.-_')}"
