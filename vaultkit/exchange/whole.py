"""A whole vault as one JSON document, and back: every note with its text, byte for byte.

Beside the text stand the fields as they were typed by the field table, for programs to read.
"""

import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from vaultkit.diagnostics import VaultkitError
from vaultkit.exchange.text import escape_json
from vaultkit.links import Link
from vaultkit.notes.values import Value, When
from vaultkit.vault import Vault

SCHEMA = "vaultkit.vault/1"


class Whole(NamedTuple):
    """The text of vaultkit.toml, of each note, and of each form new notes start from, by path."""

    settings: str
    notes: Mapping[str, str]
    forms: Mapping[str, str]


def write_vault(
    vault: Vault, settings: str, texts: Mapping[str, str], forms: Mapping[str, str]
) -> bytes:
    """A vault as JSON; `texts` holds the text of each note as it is on disk."""
    notes = [
        {
            "path": note.path,
            "kind": note.kind,
            "name": note.name,
            "fields": {name: _plain(value) for name, value in sorted(note.values.by_name.items())},
            "text": texts[note.path],
        }
        for note in vault.notes.values()
        if note.path in texts
    ]
    kept = [{"path": path, "text": text} for path, text in sorted(forms.items())]
    document = {"schema": SCHEMA, "settings": settings, "notes": notes, "forms": kept}
    text = escape_json(json.dumps(document, ensure_ascii=False, indent=2))
    return f"{text}\n".encode("utf-8", "replace")


def _plain(value: Value) -> object:
    match value:
        case bool() | int() | str():
            return value
        case Link():
            return f"[[{value.target}]]"
        case When():
            return f"{value.day}T{value.time:%H:%M}" if value.time else str(value.day)
        case tuple():
            return list(value)
    return str(value)


def read_vault(text: str) -> Whole:
    """JSON that `write_vault` wrote; VaultkitError for anything else, and for unsafe paths."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise VaultkitError(f"no vault as JSON ({error}); expected {SCHEMA}") from error
    schema = document.get("schema") if isinstance(document, dict) else None
    if schema != SCHEMA:
        raise VaultkitError(f"schema is {str(schema)[:60]}; expected {SCHEMA}")
    settings = _check_text(document.get("settings"), "settings")
    taken: set[str] = set()
    notes = dict(_read_notes(document.get("notes"), "notes", taken))
    forms = dict(_read_notes(document.get("forms", []), "forms", taken))
    return Whole(settings, notes, forms)


def _read_notes(found: object, what: str, taken: set[str]) -> Iterator[tuple[str, str]]:
    """Paths and texts of a list; those in `taken`, which grows, are others' already."""
    if not isinstance(found, list):
        raise VaultkitError(f"{what} is no list; expected {SCHEMA}, nothing was imported")
    for number, one in enumerate(found):
        place = f"{what}[{number}]"
        if not isinstance(one, dict):
            raise VaultkitError(f"{place} is no note; expected path and text, nothing was imported")
        path = _check_text(one.get("path"), f"path of {place}")
        _check_path(path)
        if path in taken:
            raise VaultkitError(f'path "{path[:80]}" stands twice; nothing was imported')
        taken.add(path)
        yield path, _check_text(one.get("text"), f"text of {place}")


def _check_text(found: object, what: str) -> str:
    if not isinstance(found, str):
        raise VaultkitError(f"{what} is missing or no text; nothing was imported")
    try:
        found.encode("utf-8")
    except UnicodeEncodeError as error:
        raise VaultkitError(f"{what} holds half a sign; nothing was imported") from error
    return found


def _check_path(path: str) -> None:
    parts = path.split("/")
    unsafe = any(part in ("", ".", "..") or part.startswith(".") for part in parts)
    if unsafe or "\\" in path or "\0" in path or ":" in parts[0] or not path.endswith(".md"):
        raise VaultkitError(f'path "{path[:80]}" is no note of a vault; nothing was imported')
