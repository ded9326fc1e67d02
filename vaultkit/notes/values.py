"""The fields of a note, typed by the field table; each bad value is a problem at its place."""

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
from vaultkit.notes.fields import FIELDS, FieldSpec


class When(NamedTuple):
    """A day and, when it is known, the time of day."""

    day: date
    time: TimeOfDay | None = None


Value = str | int | bool | date | When | Link | tuple[str, ...]


# Fields that every note may hold and that say what it is, not what it tells.
SHARED = ("type",)
# Names other tools write; close to ours, but no misspelling of them.
FOREIGN = frozenset(
    ("date", "created", "updated", "modified", "title", "status", "size", "founded", "cssclasses",
     "cssclass", "publish", "id", "alias", "url", "links", "up", "rating", "notes", "state",
     "country", "image", "cover", "banner", "roles", "sources", "source", "days", "end", "start")
)  # fmt: skip

_SPECS = {kind: {spec.name: spec for spec in specs} for kind, specs in FIELDS.items()}
_REQUIRED = {kind: [spec for spec in specs if spec.required] for kind, specs in FIELDS.items()}
_TRUE, _FALSE = ("true", "yes", "on"), ("false", "no", "off")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]+(\d{1,2}):(\d\d)(?::\d\d(?:\.\d+)?)?)?")


class Values(NamedTuple):
    """The typed values of one note; asking for a field that is not set gives None or ()."""

    by_name: Mapping[str, Value]
    fields: tuple[Field, ...]

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
        return next((field.line for field in self.fields if field.name == name), 1)


def read_values(document: Document, kind: str) -> tuple[Values, tuple[Diagnostic, ...]]:
    """The fields of a document typed by the table; each bad value is a diagnostic."""
    specs = _SPECS[kind]
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
    if document.has_front_matter and _REQUIRED[kind]:
        diagnostics += _check_missing(document.path, kind, document.fields, values)
    return Values(values, document.fields), tuple(diagnostics)


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
    "number": "a whole number from 0 to 99999",
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
    for spec in _REQUIRED[kind]:
        field = given.get(spec.name)
        if spec.name not in values and not (field and field.values):
            message = f"{spec.name} is not set ({spec.about}); expected {_expect(spec)}"
            line = field.line if field else 1
            found.append(make_diagnostic("field-missing", path, line, 1, message))
    return found


def _expect(spec: FieldSpec) -> str:
    return f"one of {', '.join(spec.choices)}" if spec.choices else _EXPECTED[spec.type]


def _shorten(text: str) -> str:
    line = text.strip().replace("\n", " ")
    return line if len(line) <= 60 else line[:57] + "..."
