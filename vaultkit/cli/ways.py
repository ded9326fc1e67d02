"""What helps with a follow-up: its action to the command to type next, None where none does."""

import shlex

from vaultkit.followups import Followup

# What stands behind `vaultkit` for each action; WHO is the contact, PLACE where it counts from.
_COMMANDS = {
    "permission": "letter WHO permission",
    "write": "letter WHO letter",
    "call": "script WHO",
    "call-again": "script WHO",
    "another-way": "letter WHO letter",
    "ask-later": "letter WHO letter",
    "resend": "letter WHO resend",
    "answer": "log WHO email",
    "book": "log WHO booked --when 'DAY HOUR'",
    "missed": "log WHO email",
    "note": "new interview WHO --when 'DAY HOUR'",
    "prepare": "prep WHO",
    "confirm": "edit PLACE   then set status: confirmed",
    "meet": "prep WHO",
    "write-up": "edit TALK",
    "questions": "letter WHO questions",
    "thanks": "letter WHO thanks",
    "update": "letter WHO update",
    "report-back": "letter WHO report-back",
    "news": "letter WHO news",
    "feeler": "letter WHO feeler",
    "lead": "new contact LEAD --from-lead",
    "task": "edit PLACE",
}


def find_command(one: Followup, talk: str = "") -> str | None:
    """The command for a follow-up, names quoted for a shell; `talk` is the path of its note."""
    template = _COMMANDS.get(one.action)
    if template is None or (one.contact is None and "WHO" in template):
        return None
    lead = one.summary.removeprefix("Add ").rpartition(", named by ")[0]
    place = f"{one.path}:{one.line}"
    values = {"WHO": one.contact.name if one.contact else "", "LEAD": lead, "PLACE": place}
    values["TALK"] = talk or place
    words = [_fill(word, values) for word in template.split(" ")]
    return " ".join(["vaultkit", *words])


def _fill(word: str, values: dict[str, str]) -> str:
    value = values.get(word, "")
    return shlex.quote(value) if value else word
