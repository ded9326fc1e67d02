"""What a note keeps to itself: its `private` list to fields, lines and words the site leaves out.

It fails closed: a list that cannot be read makes every field of the note private.
"""

import re
from collections.abc import Iterator

from vaultkit.diagnostics import Diagnostic
from vaultkit.links import find_link, make_link, plain_words
from vaultkit.notes.note import Note

FIELD = "private"
# Shorter values ("yes", "no") stand in every sentence.
SHORTEST = 4
_KEY = re.compile(r"[\"']?([^\s\"':#-](?:[^\"':]*[^\"':\s])?)[\"']?[ \t]*:")


def find_private(note: Note) -> frozenset[str]:
    """The fields a note keeps private, casefolded; every one when its list cannot be read."""
    fields = note.document.fields
    field = next((one for one in fields if one.name.casefold() == FIELD), None)
    if field is None:
        keys = _find_keys(note)
        return frozenset(keys) if FIELD in keys else frozenset()
    words = (word for text in field.values for word in text.text.split(","))
    return frozenset(word.strip(" []\"'").casefold() for word in words)


def hide_problem(note: Note, private: frozenset[str], one: Diagnostic) -> Diagnostic:
    """A problem without the value it quotes, when that stands in a private field."""
    if not is_hidden_line(note, private, one.line):
        return one
    return one._replace(message="in a private field; `vaultkit check` says what is wrong")


def is_hidden_line(note: Note, private: frozenset[str], line: int) -> bool:
    """Whether a line, counted from 1, belongs to a private field."""
    keys = _find_keys(note) if private else []
    return 2 <= line < len(keys) + 2 and keys[line - 2] in private


def hide_words(text: str, words: frozenset[str]) -> str:
    """A sentence without some words."""
    for one in sorted(words, key=lambda one: (-len(one), one)):
        text = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", "\u2026", text)
    return text


def find_hidden_words(note: Note, private: frozenset[str]) -> Iterator[str]:
    """The values of private fields, as they could stand in a sentence about the note."""
    for field in note.document.fields:
        if field.name.casefold() not in private - {FIELD}:
            continue
        for text in field.values:
            found = find_link(text.text)
            words = [plain_words(text.text)]
            words += [make_link(found[2], found[3], False, 0, 0).target] if found else []
            yield from (one for one in words if len(one) >= SHORTEST)


def _find_keys(note: Note) -> list[str]:
    """For each line of the front matter the field it belongs to, casefolded ("" for none)."""
    document, keys = note.document, [""]
    for line in document.lines[1 : document.body_start] if document.has_front_matter else ():
        found = _KEY.match(line)
        keys.append(found[1].casefold() if found else keys[-1])
    return keys[1:]
