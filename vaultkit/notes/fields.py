"""THE field table: what each kind of note may hold, and how the text of a field is typed.

The manual's field list, the schema and completion come from FIELDS; a new field is a row here.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from datetime import time as TimeOfDay  # noqa: N812  `time` is the name of a field here
from typing import NamedTuple

from vaultkit.dates import read_date
from vaultkit.diagnostics import Diagnostic, find_nearest, make_diagnostic
from vaultkit.document import Document
from vaultkit.front_matter import Field, Text
from vaultkit.links import Link, read_link


class When(NamedTuple):
    """A day and, when it is known, the time of day."""

    day: date
    time: TimeOfDay | None = None


Value = str | int | bool | date | When | Link | tuple[str, ...]

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

# Fields that every note may hold and that say what it is, not what it tells.
SHARED = ("type",)
# Names other tools write; close to ours, but no misspelling of them.
FOREIGN = frozenset(
    ("date", "created", "updated", "modified", "title", "status", "size", "founded", "cssclasses",
     "cssclass", "publish", "id", "alias", "url", "links", "up", "rating", "notes", "state",
     "country", "image", "cover", "banner", "roles", "sources", "source", "days", "end", "start")
)  # fmt: skip

_TRUE, _FALSE = ("true", "yes", "on"), ("false", "no", "off")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]+(\d{1,2}):(\d\d)(?::\d\d(?:\.\d+)?)?)?")


class Values(NamedTuple):
    """The typed values of one note; asking for a field that is not set gives None or ()."""

    by_name: Mapping[str, Value]
    lines: Mapping[str, int]

    def text(self, name: str) -> str | None:
        value = self.by_name.get(name)
        return value if isinstance(value, str) else None

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.by_name.get(name)
        return value if isinstance(value, tuple) and not isinstance(value, (Link, When)) else ()

    def link(self, name: str) -> Link | None:
        value = self.by_name.get(name)
        return value if isinstance(value, Link) else None

    def number(self, name: str) -> int | None:
        value = self.by_name.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def day(self, name: str) -> date | None:
        value = self.by_name.get(name)
        return value if isinstance(value, date) and not isinstance(value, datetime) else None

    def when(self, name: str) -> When | None:
        value = self.by_name.get(name)
        return value if isinstance(value, When) else None

    def flag(self, name: str) -> bool:
        return self.by_name.get(name) is True

    def line(self, name: str) -> int:
        """The line a field stands on; 1 when it is not there."""
        return self.lines.get(name, 1)


def read_values(document: Document, kind: str) -> tuple[Values, tuple[Diagnostic, ...]]:
    """The fields of a document typed by the table; each bad value is a diagnostic."""
    specs = {spec.name: spec for spec in FIELDS[kind]}
    values: dict[str, Value] = {}
    diagnostics: list[Diagnostic] = []
    for field in document.fields:
        spec = specs.get(field.name)
        if spec is None:
            diagnostics += _check_unknown(document.path, field, kind)
        elif not field.values:
            diagnostics += _check_comment(document, field)
        else:
            _read_value(document.path, field, spec, values, diagnostics)
    if document.has_front_matter:
        diagnostics += _check_missing(document.path, kind, document.fields, values)
    lines = {field.name: field.line for field in document.fields}
    return Values(values, lines), tuple(diagnostics)


def _read_value(
    path: str,
    field: Field,
    spec: FieldSpec,
    values: dict[str, Value],
    diagnostics: list[Diagnostic],
) -> None:
    if field.nested and _is_link(field):
        message = f'put quotes around the link: {field.name}: "{field.raw.strip()}"'
        diagnostics.append(
            make_diagnostic("link-unquoted", path, field.line, field.column, message)
        )
    elif field.nested or (field.is_list and spec.type not in ("list", "choices")):
        message = f"{field.name} holds {_shorten(field.raw)}; expected {_EXPECTED[spec.type]}"
        diagnostics.append(make_diagnostic("field-value", path, field.line, field.column, message))
        return
    good: list[Value] = []
    texts = field.values
    if spec.type == "choices":
        texts = tuple(part for text in texts for part in _split_commas(text))
    for text in texts:
        value = _READERS[spec.type](text, spec)
        if value is None:
            message = f'{field.name} is "{_shorten(text.text)}"; {_say_expected(text, spec)}'
            place = (text.line, text.column)
            diagnostics.append(make_diagnostic("field-value", path, *place, message))
        else:
            good.append(value)
    if spec.type in ("list", "choices"):
        values[field.name] = tuple(str(value) for value in good)
    elif good:
        values[field.name] = good[0]


def _is_link(field: Field) -> bool:
    return len(field.values) == 1 and field.values[0].text.startswith("[[")


def _split_commas(text: Text) -> list[Text]:
    return [text._replace(text=part.strip()) for part in text.text.split(",") if part.strip()]


def _read_text(text: Text, spec: FieldSpec) -> Value | None:
    return text.text.strip()


def _read_link_value(text: Text, spec: FieldSpec) -> Value | None:
    link = read_link(text)
    return link if link.target else None


def _read_number(text: Text, spec: FieldSpec) -> Value | None:
    found = re.fullmatch(r"\d{1,5}", text.text.strip(), re.ASCII)
    return int(found[0]) if found else None


def _read_checkbox(text: Text, spec: FieldSpec) -> Value | None:
    word = text.text.strip().casefold()
    return True if word in _TRUE else False if word in _FALSE else None


def _read_day(text: Text, spec: FieldSpec) -> Value | None:
    return read_date(text.text.strip().removeprefix("[[").removesuffix("]]"))


def _read_when(text: Text, spec: FieldSpec) -> Value | None:
    found = _TIME.fullmatch(text.text.strip())
    day = read_date(found[1]) if found else None
    if not found or day is None:
        return None
    if found[2] is None:
        return When(day)
    hour, minute = int(found[2]), int(found[3])
    return When(day, TimeOfDay(hour, minute)) if hour < 24 and minute < 60 else None


def _read_choice(text: Text, spec: FieldSpec) -> Value | None:
    word = text.text.strip().casefold()
    if word not in spec.choices and spec.choices[:2] == ("yes", "no"):
        word = {"true": "yes", "on": "yes", "false": "no", "off": "no"}.get(word, word)
    return word if word in spec.choices else None


_READERS: dict[str, Callable[[Text, FieldSpec], Value | None]] = {
    "text": _read_text,
    "list": _read_text,
    "link": _read_link_value,
    "number": _read_number,
    "checkbox": _read_checkbox,
    "date": _read_day,
    "date-time": _read_when,
    "choice": _read_choice,
    "choices": _read_choice,
}
_EXPECTED = {
    "text": 'text in one value, in quotes if it holds ": "',
    "list": "a flat list such as [one, two]",
    "link": 'one link such as "[[Ruth Okafor]]"',
    "number": "a whole number",
    "checkbox": "true or false",
    "date": "a date that exists, as YYYY-MM-DD",
    "date-time": "a day and a time that exist, as 2026-10-13T14:30",
    "choice": "one of the known words",
    "choices": "a list of known words",
}


def _say_expected(text: Text, spec: FieldSpec) -> str:
    if not spec.choices:
        return f"expected {_EXPECTED[spec.type]}"
    near = find_nearest(text.text, spec.choices)
    hint = f'; nearest is "{near}"' if near else ""
    return f"expected one of {', '.join(spec.choices)}{hint}"


def _check_unknown(path: str, field: Field, kind: str) -> list[Diagnostic]:
    """Fields of other tools are welcome; one letter away from ours is a slip of the pen."""
    if field.name in SHARED or field.name in FOREIGN or kind == "note" or len(field.name) < 4:
        return []
    near = next((s.name for s in FIELDS[kind] if _is_slip(field.name.casefold(), s.name)), None)
    if near is None:
        return []
    message = f'no field "{field.name}"; nearest is "{near}"'
    return [make_diagnostic("field-unknown", path, field.line, 1, message)]


def _is_slip(word: str, known: str) -> bool:
    """Whether a word is a known one with a letter added, lost, changed or two swapped."""
    if abs(len(word) - len(known)) > 1 or len(known) < 3:
        return False
    word = word.replace("-", "_").replace(" ", "_")
    if word == known:
        return True
    start = 0
    while start < min(len(word), len(known)) and word[start] == known[start]:
        start += 1
    a, b = word[start:], known[start:]
    swapped = len(a) == len(b) and len(a) > 1 and (a[0], a[1]) == (b[1], b[0])
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (swapped and a[2:] == b[2:])


def _check_comment(document: Document, field: Field) -> list[Diagnostic]:
    """`tags: #job` is an empty field and a comment to YAML: say so, do not swallow it."""
    line = document.lines[field.line - 1]
    found = re.search(r":[ \t]+(#\S+)", line)
    if not found:
        return []
    message = f'{field.name} is empty, "{_shorten(found[1])}" is a comment; put it in quotes'
    return [
        make_diagnostic("field-comment", document.path, field.line, found.start(1) + 1, message)
    ]


def _check_missing(
    path: str, kind: str, fields: tuple[Field, ...], values: Mapping[str, Value]
) -> list[Diagnostic]:
    given = {field.name: field for field in fields}
    found = []
    for spec in FIELDS[kind]:
        field = given.get(spec.name)
        if spec.required and spec.name not in values and not (field and field.values):
            message = f"{spec.name} is not set ({spec.about}); expected {_expect(spec)}"
            line = field.line if field else 1
            found.append(make_diagnostic("field-missing", path, line, 1, message))
    return found


def _expect(spec: FieldSpec) -> str:
    return f"one of {', '.join(spec.choices)}" if spec.choices else _EXPECTED[spec.type]


def _shorten(text: str) -> str:
    line = text.strip().replace("\n", " ")
    return line if len(line) <= 60 else line[:57] + "..."
