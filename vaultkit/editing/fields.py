"""Fields of the front matter set and taken out: text in, text out; YAML is never dumped."""

import re
from collections.abc import Iterator

from vaultkit.editing.source import (
    Edit,
    Source,
    first_that_holds,
    insert_lines,
    refuse,
    same_fields,
)
from vaultkit.front_matter import Field, read_front_matter

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


def write_value(value: str) -> str | None:
    """A value as YAML: plain where our reader gives the same text back, else in quotes.

    None for text that no single line of front matter can hold.
    """
    quoted = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    for text in (value, quoted):
        block = read_front_matter("", f"x: {text}", 2)
        if block.diagnostics or len(block.fields) != 1:
            continue
        field = block.fields[0]
        if field.is_list or field.nested or field.raw != text or len(field.values) != 1:
            continue
        if field.values[0].text == value:
            return text
    return None


def set_field(source: Source, name: str, value: str) -> str:
    """The note with a field set: its value replaced, or the field put before the closing `---`.

    VaultkitError for a value or a field that one line cannot hold, and for a note without
    front matter.
    """
    text = write_value(value)
    if text is None or not _NAME.fullmatch(name):
        refuse(source, 1, f"{name} cannot hold {value[:60]!r} on one line")
    field = _find(source, name)
    tries = _add(source, name, text) if field is None else iter((_replace(source, field, text),))

    def holds(edit: Edit, after: Source) -> bool:
        now = after.document.field(name)
        said = now is not None and [one.text for one in now.values] == [value]
        return said and _keeps_rest(source, after, name)

    found = first_that_holds(source, tries, holds)
    if found is None:
        refuse(source, field.line if field else 1, f"{name} cannot be set safely here")
    return found


def clear_field(source: Source, name: str) -> str:
    """The note without a field: its line goes, or only the value when a comment stands there."""
    field = _find(source, name)
    if field is None:
        return source.text
    edit = _replace(source, field, "")
    if source.text[source.starts[field.line - 1] : edit.start].strip().rstrip(":").strip("\"'"):
        start, end = source.starts[field.line - 1], source.ends[field.line - 1]
        if not source.text[edit.end : end].strip():
            edit = Edit(start, source.starts[field.line], "")

    def holds(edit: Edit, after: Source) -> bool:
        now = after.document.field(name)
        return (now is None or not now.values) and _keeps_rest(source, after, name)

    found = first_that_holds(source, [edit], holds)
    if found is None:
        refuse(source, field.line, f"{name} cannot be taken out safely")
    return found


def _find(source: Source, name: str) -> Field | None:
    if not source.document.has_front_matter:
        refuse(source, 1, "there is no front matter; start the note with two `---` lines")
    for problem in source.diagnostics:
        if problem.code == "field-twice" and f'"{name}"' in problem.message:
            refuse(source, problem.line, f"{name} is given twice")
    field = source.document.field(name)
    if field is None:
        _check_unread(source, name)
    return field


def _check_unread(source: Source, name: str) -> None:
    """A field that stands there and could not be read must not be given a second time."""
    key = re.compile(rf"""[\s?]*["']?{re.escape(name)}["']?\s*:""")
    for number, line in enumerate(source.document.lines[: source.document.body_start], 1):
        if key.match(line):
            refuse(source, number, f"{name} cannot be read here")


def _replace(source: Source, field: Field, text: str) -> Edit:
    """The value of a field replaced, where it stands on one line; comments stay."""
    line = source.document.lines[field.line - 1]
    found = re.match(rf"""\s*(["']?){re.escape(field.name)}\1\s*:""", line)
    if not found:
        refuse(source, field.line, f"{field.name} stands in a place of its own")
    start, gap = found.end(), len(line[found.end() :]) - len(line[found.end() :].lstrip(" \t"))
    offset = source.starts[field.line - 1] + start
    if not field.raw:
        return Edit(offset, offset, f" {text}" if text else "")
    if not line.startswith(field.raw, start + gap):
        refuse(source, field.line, f"{field.name} takes several lines")
    end = offset + gap + len(field.raw)
    return Edit(offset + gap, end, text) if text else Edit(offset, end, "")


def _add(source: Source, name: str, text: str) -> Iterator[Edit]:
    """The field on a line of its own before the closing `---`, indented as the others are."""
    fields = source.document.fields
    first = source.document.lines[fields[0].line - 1] if fields else ""
    indent = first[: len(first) - len(first.lstrip())]
    for blank in dict.fromkeys(("", indent)):
        yield insert_lines(source, source.document.body_start - 1, [f"{blank}{name}: {text}"])


def _keeps_rest(source: Source, after: Source, name: str) -> bool:
    """Whether all but one field is as it was, the body to the last byte."""
    old, new = source.document, after.document
    count = len(after.starts) - len(source.starts)
    return (
        same_fields(source, after, but=name)
        and new.body_start == old.body_start + count
        and after.lines[new.body_start :] == source.lines[old.body_start :]
        and len(after.diagnostics) <= len(source.diagnostics)
    )
