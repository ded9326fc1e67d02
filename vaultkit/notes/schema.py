"""The field table as others read it: JSON Schema (2020-12) a kind, and Obsidian's types.json.

A schema accepts what reading accepts: text where YAML would have made a number, words in any
case, `null` and blanks for "not set". Fields nobody knows are welcome.
"""

from collections.abc import Iterable

from vaultkit.notes.fields import FIELDS, FieldSpec

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_NAME = "urn:vaultkit:schema:1"

# Days that exist, leap years reckoned with; the year 0000 does not.
_DAY = (
    r"(?!0000)(?:\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])"
    r"|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))"
    r"|(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)"
)
_TIME = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::\d\d(?:\.\d+)?)?"
# Anything but a link that leads nowhere, such as [[#Log]].
_LINK = r"^(?!\s*!?\[\[(?:\s+|\s*#[^\[\]|]*)(?:\|[^\[\]]*)?\]\]\s*$)[\s\S]*\S"
_SCALAR = ["string", "number", "boolean"]

# What Obsidian calls the types of its Properties.
_OBSIDIAN = {
    "text": "text",
    "link": "text",
    "choice": "text",
    "list": "multitext",
    "choices": "multitext",
    "number": "number",
    "checkbox": "checkbox",
    "date": "date",
    "date-time": "datetime",
}
_OBSIDIAN_OWN = {"aliases": "aliases", "tags": "tags"}

Schema = dict[str, object]


def make_schema(kind: str) -> Schema:
    """The schema of one kind's front matter."""
    return {"$schema": DRAFT, "$id": f"{_NAME}:{kind}", **_make_object(kind)}


def make_whole_schema() -> Schema:
    """One schema for any note: `type`, where it is given, says which part counts."""
    return {
        "$schema": DRAFT,
        "$id": _NAME,
        "title": "the front matter of a note",
        "anyOf": [{"$ref": f"#/$defs/{kind}"} for kind in FIELDS],
        "$defs": {kind: _make_object(kind) for kind in FIELDS},
    }


def make_obsidian_types() -> Schema:
    """Obsidian's `.obsidian/types.json`; a name that kinds use differently is left to Obsidian."""
    types: dict[str, set[str]] = {}
    for spec in (spec for specs in FIELDS.values() for spec in specs):
        types.setdefault(spec.name, set()).add(_OBSIDIAN_OWN.get(spec.name, _OBSIDIAN[spec.type]))
    return {"types": {name: min(found) for name, found in sorted(types.items()) if len(found) == 1}}


def _make_object(kind: str) -> Schema:
    specs = FIELDS[kind]
    own = {"description": "the kind of note", **_unset_or(_words((kind,)))}
    schema: Schema = {
        "title": kind,
        "type": "object",
        "properties": {"type": own, **{spec.name: _make_property(spec) for spec in specs}},
    }
    if required := [spec.name for spec in specs if spec.required]:
        schema["required"] = required
    return schema


def _make_property(spec: FieldSpec) -> Schema:
    ways = _ways(spec)
    return {"description": spec.about, **({"anyOf": ways} if spec.required else _unset_or(ways))}


def _unset_or(ways: Iterable[Schema]) -> Schema:
    unset: list[Schema] = [{"type": "null"}, {"type": "string", "pattern": r"^\s*$"}]
    return {"anyOf": [*ways, *unset]}


def _ways(spec: FieldSpec) -> list[Schema]:
    """Each way in which a value of this type may be written."""
    match spec.type:
        case "number":
            return [{"type": "integer", "minimum": 0, "maximum": 99999}, _text(r"[0-9]{1,5}")]
        case "checkbox":
            return [*_YES_NO, *_words(("yes", "no"))]
        case "date":
            return [_text(rf"(?:\[\[)?{_DAY}(?:\]\])?")]
        case "date-time":
            return [_text(rf"{_DAY}(?:[T ]+{_TIME})?")]
        case "link":
            return [{"type": "string", "pattern": _LINK}, {"type": "number"}]
        case "choice":
            says_yes = spec.choices[:2] == ("yes", "no")
            return [*_words(spec.choices), *(_YES_NO if says_yes else ())]
        case "choices":
            return [_list(_words(spec.choices)), _one_or_more(spec.choices)]
        case "list":
            return [_list([{"type": _SCALAR}]), {"type": _SCALAR}]
    return [{"type": _SCALAR}] if not spec.required else [{"type": _SCALAR, "pattern": r"\S"}]


def _list(ways: list[Schema]) -> Schema:
    return {"type": "array", "items": _unset_or(ways)}


def _text(pattern: str) -> Schema:
    return {"type": "string", "pattern": rf"^\s*{pattern}\s*$"}


def _words(words: tuple[str, ...]) -> list[Schema]:
    """The words as they are offered, and in any case as they are read."""
    return [{"enum": list(words)}, _text(f"(?:{_any_case(words)})")]


def _one_or_more(words: tuple[str, ...]) -> Schema:
    one = f"(?:{_any_case(words)})"
    return _text(rf"{one}(?:\s*,\s*{one})*")


def _any_case(words: tuple[str, ...]) -> str:
    """A pattern for words in any case: JSON Schema's patterns know no flag for it."""
    return "|".join(
        "".join(f"[{c}{c.upper()}]" if c.isalpha() else c for c in word) for word in words
    )


_YES_NO: list[Schema] = [{"type": "boolean"}, *_words(("true", "false", "on", "off"))]
