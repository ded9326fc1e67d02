"""THE field table: what each kind of note may hold.

The manual's field list, the schema and completion come from FIELDS; a new field is a row here.
`values.py` types the text of a field by it.
"""

from typing import NamedTuple

ACTIONS = (
    "permission", "write", "call", "call-again", "another-way", "ask-later", "resend", "answer",
    "book", "note", "missed", "another-person", "prepare", "confirm", "meet", "write-up",
    "questions", "thanks", "update", "report-back", "lead", "news", "feeler", "next", "task",
)  # fmt: skip
LETTERS = (
    "letter", "call", "thanks", "questions", "update", "permission", "feeler", "news", "resend",
)  # fmt: skip
PACKS = ("article", "two-hour", "careful")


class FieldSpec(NamedTuple):
    """One row: the field's name, type, what it is for, its choices, whether it must be set."""

    name: str
    type: str
    about: str
    choices: tuple[str, ...] = ()
    required: bool = False


_F = FieldSpec
_TAGS = _F("tags", "list", "free words to find it by")
_NAME = _F("name", "text", "as people write it; else the file name")
_ALIASES = _F("aliases", "list", "other names it is linked by")

FIELDS: dict[str, tuple[FieldSpec, ...]] = {
    "contact": (
        _NAME,
        _ALIASES,
        _F("company", "link", "where they work"),
        _F("role", "text", "what they do there"),
        _F("email", "text", "e-mail address"),
        _F("phone", "text", "phone number, as dialled"),
        _F("ext", "text", "extension"),
        _F("address", "text", "postal address"),
        _F("city", "text", "where they can be met; ties them to a trip"),
        _F("timezone", "text", "such as Europe/Lisbon"),
        _F("source", "text", "where you found them"),
        _F("referred_by", "link", "who named them to you"),
        _F("may_mention", "choice", "whether the referrer may be named", ("yes", "no", "asked")),
        _F("why", "text", "why this very person"),
        _F("in_common", "list", "what you share"),
        _F("interests", "list", "which of your interests they serve"),
        _F("pack", "choice", "the set of waits for this contact", PACKS),
        _F("cadence", "number", "days between updates"),
        _F("next", "date", "a day of your own to get back to them"),
        _F("next_what", "text", "what to do that day"),
        _F("mute", "choices", "actions never asked for", ACTIONS),
        _F("closed", "checkbox", "let this contact rest for good"),
        _F("private", "list", "fields never shown on the site"),
        _TAGS,
    ),
    "company": (
        _NAME,
        _ALIASES,
        _F("field", "text", "what it does"),
        _F("city", "list", "its sites"),
        _F("address", "text", "postal address"),
        _F("website", "text", "address of its own pages"),
        _F("mission", "text", "what it says it is for"),
        _F("interests", "list", "which of your interests it serves"),
        _F("searched", "date", "when you last looked for people there"),
        _TAGS,
    ),
    "interview": (
        _F("contact", "link", "whom you talk with", required=True),
        _F("when", "date-time", "the day and the time", required=True),
        _F("minutes", "number", "minutes asked for; 30 unless set"),
        _F("mode", "choice", "how you meet", ("in-person", "phone", "video")),
        _F("setting", "choice", "what kind of place", ("office", "cafe", "other")),
        _F("place", "text", "address, number or link"),
        _F("trip", "link", "the trip it belongs to"),
        _F(
            "status",
            "choice",
            "planned unless set",
            ("planned", "confirmed", "held", "cancelled", "missed"),
        ),
        _F("travel", "number", "minutes to get there"),
        _F("given", "number", "minutes they really gave"),
        _F("rehearsed", "number", "how often you practised"),
        _F("ask_later", "checkbox", "they allow a question or two afterwards"),
        _F("paid", "text", "what you paid for the drinks"),
        _TAGS,
    ),
    "trip": (
        _F("city", "text", "where you stay", required=True),
        _F("start", "date", "first day there", required=True),
        _F("end", "date", "last day there", required=True),
        _F("home", "text", "where you sleep"),
        _F("cost", "text", "what it costs"),
        _NAME,
        _ALIASES,
        _TAGS,
    ),
    "questions": (_NAME, _ALIASES, _TAGS),
    "letter": (
        _F("for", "choice", "which draft it is the template of", LETTERS, required=True),
        _F("subject", "text", "subject line of the e-mail"),
        _TAGS,
    ),
    "profile": (
        _F("name", "text", "your name, as you sign"),
        _F("email", "text", "your e-mail address"),
        _F("phone", "text", "your phone number"),
        _F("school", "text", "where you study or studied"),
        _F("employer", "text", "where you work now"),
        _F("stage", "text", "where you are in the search: now, graduating, starting"),
        _F("available", "text", "from when, or which days suit you"),
        _F("fields", "list", "kinds of business, best first"),
        _F("sector", "text", "private, public, which body"),
        _F("specialism", "text", "your corner of the field"),
        _F("positions", "list", "jobs that would fit"),
        _F("ambition", "text", "how far up you wish to rise"),
        _F("cities", "list", "places, best first"),
        _F("flexible", "text", "how free you are to move"),
        _F("horizon", "text", "how long you mean to stay"),
        _F("resume", "text", "the file that is your CV"),
        _F("timezone", "text", "such as Europe/London"),
        _F("landed", "date", "the day you took a job"),
        _ALIASES,
        _TAGS,
    ),
    "note": (_NAME, _ALIASES, _TAGS),
}  # fmt: skip
