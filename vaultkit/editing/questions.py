"""Questions put into a note: below the heading of their subject, behind those that stand there."""

from collections.abc import Sequence

from vaultkit.document import Heading
from vaultkit.editing.source import (
    Edit,
    Source,
    Touched,
    first_that_holds,
    insert_lines,
    is_only,
    refuse,
    same_fields,
)
from vaultkit.settings import Settings


def add_questions(source: Source, subject: str, lines: Sequence[str], settings: Settings) -> str:
    """The note with some lines more below `## Questions`, `### SUBJECT`; both made where missing.

    `lines` are whole list items. VaultkitError where they cannot be put in safely.
    """
    edit = _find_place(source, subject, lines, settings)

    def holds(edit: Edit, after: Source) -> bool:
        index = source.starts.index(edit.start) if edit.start in source.starts else None
        place = len(source.starts) if index is None else index
        added = len(after.starts) - len(source.starts)
        return is_only(source, after, Touched(place, added)) and same_fields(source, after)

    found = first_that_holds(source, iter((edit,)), holds)
    if found is None:
        refuse(source, 1, "the questions cannot be put in safely here")
    return found


def _find_place(source: Source, subject: str, lines: Sequence[str], settings: Settings) -> Edit:
    document = source.document
    word, group = settings.section_word("questions"), settings.section_word(subject)
    span = next(iter(document.spans(word)), None)
    if span is None:
        end = _last_filled(source, document.body_start, len(document.lines))
        gap = [""] if end > document.body_start else []
        head = [*gap, f"## {_capital(word)}", "", f"### {_capital(group)}", ""]
        return insert_lines(source, end, [*head, *lines, *_tail(source, end)])
    start, end = span
    heading = _find_group(document.headings, group, start, end)
    if heading is None:
        at = _last_filled(source, start, end)
        head = ["", f"### {_capital(group)}", ""]
        return insert_lines(source, at, [*head, *lines, *_tail(source, at)])
    after = (one.line - 1 for one in document.headings if one.line > heading.line)
    at = _last_filled(source, heading.line, next(after, len(document.lines)))
    head = [""] if at == heading.line else []
    return insert_lines(source, at, [*head, *lines])


def _find_group(headings: Sequence[Heading], group: str, start: int, end: int) -> Heading | None:
    inside = (one for one in headings if start < one.line <= end and one.level == 3)
    return next((one for one in inside if group in one.text.casefold()), None)


def _last_filled(source: Source, start: int, end: int) -> int:
    """The index after the last line that is not blank."""
    while end > start and not source.document.lines[end - 1].strip():
        end -= 1
    return end


def _tail(source: Source, index: int) -> list[str]:
    lines = source.document.lines
    return [""] if index < len(lines) and lines[index].strip() else []


def _capital(word: str) -> str:
    return f"{word[:1].upper()}{word[1:]}"
