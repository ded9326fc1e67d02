"""The front matter of a note: from the text of the block to fields, every value as text.

PyYAML's own types are never used: values come from parser events, which also lets us refuse
anchors, aliases and tags, and bound depth and size, before anything is built.
"""

import re
from collections.abc import Callable, Iterator
from sys import intern
from typing import Any, NamedTuple, Protocol

import yaml

from vaultkit.diagnostics import Diagnostic, make_diagnostic

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # a PyYAML built without libyaml: slower, the same result
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

MAX_DEPTH = 20
MAX_EVENTS = 2000
MAX_SIZE = 64 * 1024

_OPENING = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSING = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_TOP_KEY = re.compile(r"[^\s#'\"\[\]{},&*!|>%@`-][^:\n]*:(?:\s|$)|['\"]")
# YAML counts these as line breaks or refuses them; a note does not.
_FOREIGN_BREAKS = str.maketrans("\x85\u2028\u2029", "   ")
_TROUBLE = (yaml.YAMLError, ValueError, RecursionError)


class Text(NamedTuple):
    """A piece of text and where it starts; line and column count from 1."""

    text: str
    line: int
    column: int


class Field(NamedTuple):
    """One `name: value`; an unset field has no values. `raw` is the value as it was typed."""

    name: str
    line: int
    column: int
    values: tuple[Text, ...]
    is_list: bool
    raw: str
    nested: bool = False


class _Mark(Protocol):
    """A place in the text, as PyYAML gives it: all three count from 0."""

    line: int
    column: int
    index: int


class _RefusedError(Exception):
    """The block uses YAML we do not read; carries the code and the place."""

    def __init__(self, code: str, message: str, mark: _Mark | None) -> None:
        super().__init__(message)
        self.code = code
        self.line, self.column = (mark.line + 1, mark.column + 1) if mark else (1, 1)


class Block(NamedTuple):
    """What a front matter block holds; `is_mapping` is False for prose between two rules."""

    fields: tuple[Field, ...]
    diagnostics: tuple[Diagnostic, ...]
    is_mapping: bool


def read_front_matter(path: str, text: str, first_line: int) -> Block:
    """The text between the `---` lines to its fields; any text is read without an exception."""
    if len(text) > MAX_SIZE:
        message = f"front matter of {len(text) // 1024} kB; expected at most 64 kB"
        diagnostic = make_diagnostic("front-matter-size", path, 1, 1, message)
        return Block((), (diagnostic,), True)
    if not text.isascii():
        text = text.translate(_FOREIGN_BREAKS)
    try:
        found = _read_mapping(text, first_line)
    except _RefusedError as refusal:
        return _read_by_parts(path, text, first_line, refusal)
    except _TROUBLE:
        return _read_by_parts(path, text, first_line, None)
    if found is None:
        return Block((), (), False)
    fields, twice = _drop_twice(path, found)
    return Block(fields, twice, True)


def _drop_twice(path: str, found: list[Field]) -> tuple[tuple[Field, ...], tuple[Diagnostic, ...]]:
    if len({field.name for field in found}) == len(found):
        return tuple(found), ()
    first: dict[str, Field] = {}
    diagnostics = []
    for field in found:
        if field.name in first:
            message = (
                f'"{field.name}" is given twice, first on line {first[field.name].line}; '
                "the first one counts, take the other out"
            )
            diagnostics.append(make_diagnostic("field-twice", path, field.line, 1, message))
        else:
            first[field.name] = field
    return tuple(first.values()), tuple(diagnostics)


def _read_by_parts(path: str, text: str, first_line: int, why: _RefusedError | None) -> Block:
    """One mistake must not hide the other fields: each `key:` part is read on its own."""
    text, tabs = _drop_tabs(path, text, first_line)
    if not any(_TOP_KEY.match(line) for line in text.split("\n")):
        return Block((), (), False) if why is None else _refuse_all(path, first_line, why)
    found: list[Field] = []
    diagnostics = [*tabs]
    for line, part in _split_parts(text, first_line):
        try:
            found += _read_mapping(part, line) or _no_fields(part, line)
        except _RefusedError as refusal:
            place = (line - 1 + refusal.line, refusal.column)
            diagnostics.append(make_diagnostic(refusal.code, path, *place, str(refusal)))
        except _TROUBLE as error:
            diagnostics.append(_say_yaml(path, line, part, error))
    fields, twice = _drop_twice(path, found)
    return Block(fields, (*diagnostics, *twice), True)


def _drop_tabs(path: str, text: str, first_line: int) -> tuple[str, tuple[Diagnostic, ...]]:
    """A block without the tabs before its fields, which YAML refuses."""
    lines = text.split("\n")
    found = [n for n, line in enumerate(lines) if line[:1] == "\t" and _TOP_KEY.match(line.strip())]
    for n in found:
        lines[n] = lines[n].lstrip()
    message = "a tab stands before this field, which YAML refuses; take it out"
    place = (make_diagnostic("front-matter-yaml", path, n + first_line, 1, message) for n in found)
    return "\n".join(lines), tuple(place)


def _refuse_all(path: str, first_line: int, why: _RefusedError) -> Block:
    place = (first_line - 1 + why.line, why.column)
    return Block((), (make_diagnostic(why.code, path, *place, str(why)),), True)


def _no_fields(part: str, line: int) -> list[Field]:
    if not part.strip() or part.lstrip().startswith("#"):
        return []
    message = f'"{_shorten(part)}" is not `field: value`; put a colon and a space behind the name'
    raise _RefusedError("front-matter-yaml", message, None)


def _split_parts(text: str, first_line: int) -> Iterator[tuple[int, str]]:
    part: list[str] = []
    start = first_line
    for number, line in enumerate(text.split("\n"), first_line):
        continues = line[:1] in (" ", "\t", "") or line.startswith(("- ", "#", "]", "}"))
        if part and not continues:
            yield start, "\n".join(part)
            part = []
        if not part:
            start = number
        part.append(line)
    if part:
        yield start, "\n".join(part)


def _say_yaml(path: str, line: int, part: str, error: Exception) -> Diagnostic:
    column, problem = 1, str(error).split("\n")[0]
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        last = part.count("\n")
        line += min(error.problem_mark.line, last)
        column = error.problem_mark.column + 1
        problem = error.problem or problem
    message = (
        f'"{_shorten(part)}" cannot be read ({problem}); '
        'put quotes around the value: field: "value"'
    )
    return make_diagnostic("front-matter-yaml", path, line, column, message)


def _shorten(text: str) -> str:
    line = text.strip().split("\n")[0]
    return line if len(line) <= 60 else line[:57] + "..."


def _read_mapping(text: str, first_line: int) -> list[Field] | None:
    """The fields of one YAML mapping; [] when empty, None when it is no mapping."""
    events = _read_events(text)
    next(events)
    if isinstance(next(events), yaml.StreamEndEvent):
        return []
    head = next(events)
    if not isinstance(head, yaml.MappingStartEvent):
        for _ in events:
            pass
        empty = isinstance(head, yaml.ScalarEvent) and head.value == ""
        return [] if empty else None
    fields = []
    for key in events:
        if isinstance(key, yaml.MappingEndEvent):
            break
        if not isinstance(key, yaml.ScalarEvent):
            message = "a list as the name of a field; expected one word and a colon"
            raise _RefusedError("front-matter-yaml", message, key.start_mark)
        fields.append(_read_field(text, first_line, key, events))
    for rest in events:
        if isinstance(rest, yaml.DocumentStartEvent):
            message = "a second document in one block"
            raise _RefusedError("front-matter-yaml", message, rest.start_mark)
    return fields


def _read_events(text: str) -> Iterator[Any]:
    """What the parser finds, if it stays within what a note may hold."""
    loader = Loader(text)
    next_event: Callable[[], Any] = loader.get_event
    depth = count = 0
    try:
        while (event := next_event()) is not None:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                if event.anchor or event.tag:
                    raise _refuse(event)
            elif kind in _OPENING:
                depth += 1
                if event.anchor or event.tag:
                    raise _refuse(event)
            elif kind in _CLOSING:
                depth -= 1
            elif kind is yaml.AliasEvent:
                raise _refuse(event)
            if depth > MAX_DEPTH or count == MAX_EVENTS:
                most = f"{MAX_DEPTH} deep or over {MAX_EVENTS} values"
                message = f"nested over {most}; keep fields flat"
                raise _RefusedError("front-matter-depth", message, event.start_mark)
            count += 1
            yield event
    finally:
        loader.dispose()


def _refuse(event: Any) -> _RefusedError:
    is_tag = not event.anchor
    what = "a tag (!name)" if is_tag else "an anchor or alias (&name, *name)"
    message = f"{what} is YAML we do not read; put quotes around the value"
    return _RefusedError("front-matter-alias", message, event.start_mark)


def _read_field(text: str, first_line: int, key: Any, events: Iterator[Any]) -> Field:
    value = next(events)
    start, line = value.start_mark, key.start_mark.line + first_line
    name = intern(key.value)
    kind = type(value)
    if kind is yaml.ScalarEvent:
        texts = _read_scalar(value, first_line)
        column = texts[0].column if texts else key.start_mark.column + 1
        raw = _slice(text, start, value.end_mark)
        if texts and texts[0].text == raw:
            raw = texts[0].text  # once in memory
        return Field(name, line, column, texts, False, raw)
    is_list = kind is yaml.SequenceStartEvent
    values, end, nested = _read_list(value, events, first_line)
    raw = _slice(text, start, end)
    column = start.column + 1
    link = raw.strip()
    if link.startswith("[[") and link.endswith("]]") and link.count("[[") == 1:
        values, is_list, nested = (Text(link, start.line + first_line, column),), False, True
    elif not is_list:
        nested = True
    return Field(name, line, column, values, is_list, raw, nested)


def _read_scalar(event: Any, first_line: int) -> tuple[Text, ...]:
    value, mark = event.value, event.start_mark
    is_plain = event.implicit[0] and not event.style
    if not value or value.isspace() or (is_plain and value in _NULLS):
        return ()
    return (Text(value, mark.line + first_line, mark.column + 1),)


def _read_list(
    head: Any, events: Iterator[Any], first_line: int
) -> tuple[tuple[Text, ...], _Mark, bool]:
    """All scalars up to the end of a list, flat; the last flag tells that it was nested."""
    depth, nested = 1, False
    values: list[Text] = []
    for event in events:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            values += _read_scalar(event, first_line)
        elif kind in _OPENING:
            depth, nested = depth + 1, True
        elif kind in _CLOSING:
            depth -= 1
            if not depth:
                return tuple(values), event.end_mark, nested
    return tuple(values), head.end_mark, nested


def _slice(text: str, start: _Mark, end: _Mark) -> str:
    return text[start.index : end.index].rstrip()
