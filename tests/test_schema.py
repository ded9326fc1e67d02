"""The schema is what reading does: a public validator and `read_note` agree on every value."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from vaultkit.cli import main
from vaultkit.notes import KINDS, read_note
from vaultkit.notes.fields import ACTIONS, FIELDS
from vaultkit.notes.schema import make_obsidian_types, make_schema, make_whole_schema
from vaultkit.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = {kind: Draft202012Validator(make_schema(kind)) for kind in FIELDS}
WHOLE = Draft202012Validator(make_whole_schema())
# What a schema can refuse in a note.
REFUSED = {"field-value", "field-missing"}


def front_matter_of(text: str, loader: type[yaml.SafeLoader] | type[yaml.BaseLoader]) -> object:
    """The block as a plain YAML reader has it, days as text, as in JSON."""
    block = text.removeprefix("\ufeff").split("---\n")[1]
    return json.loads(json.dumps(yaml.load(block, loader) or {}, default=str))


def examples() -> Iterator[tuple[str, str, str]]:
    folder = ROOT / "example-vault"
    for file in sorted(folder.rglob("*.md")):
        text = file.read_text(encoding="utf-8")
        path = file.relative_to(folder).as_posix()
        if text.startswith("---\n") and not path.startswith(("site/", "templates/")):
            yield path, text, read_note(path, text.encode(), Settings())[0].kind


@pytest.mark.parametrize("kind", FIELDS)
def test_every_schema_is_a_schema(kind: str) -> None:
    Draft202012Validator.check_schema(make_schema(kind))
    Draft202012Validator.check_schema(make_whole_schema())


@pytest.mark.parametrize("loader", [yaml.SafeLoader, yaml.BaseLoader])
def test_every_note_of_the_example_is_accepted(loader: type[yaml.SafeLoader]) -> None:
    found = list(examples())
    assert len(found) > 40
    for path, text, kind in found:
        block = front_matter_of(text, loader)
        assert [error.message for error in SCHEMAS[kind].iter_errors(block)] == [], path
        assert WHOLE.is_valid(block), path


@pytest.mark.parametrize("kind", FIELDS)
def test_every_field_has_its_place_and_its_words(kind: str) -> None:
    properties = make_schema(kind)["properties"]
    assert isinstance(properties, dict)
    assert set(properties) == {"type", *(spec.name for spec in FIELDS[kind])}
    for spec in FIELDS[kind]:
        assert properties[spec.name]["description"] == spec.about


@pytest.mark.parametrize("folder", ["broken-field-value", "broken-field-missing"])
def test_the_broken_notes_are_refused(folder: str) -> None:
    top = ROOT / "tests" / "vaults" / folder
    refused = 0
    for file in sorted(top.rglob("*.md")):
        path, text = file.relative_to(top).as_posix(), file.read_text(encoding="utf-8")
        note, problems = read_note(path, text.encode(), Settings())
        is_broken = any(one.code in REFUSED for one in problems)
        assert SCHEMAS[note.kind].is_valid(front_matter_of(text, yaml.BaseLoader)) != is_broken
        refused += is_broken
    assert refused


@pytest.mark.parametrize("folder", ["broken-type-unknown", "broken-link-unquoted"])
def test_an_unknown_kind_and_a_link_without_quotes_are_refused(folder: str) -> None:
    top = ROOT / "tests" / "vaults" / folder
    broken = {line.split(":")[0] for line in (top / "expected.txt").read_text().splitlines()}
    for path in broken:
        text = (top / path).read_text(encoding="utf-8")
        kind = read_note(path, text.encode(), Settings())[0].kind
        assert not SCHEMAS[kind].is_valid(front_matter_of(text, yaml.BaseLoader)), path


SAMPLES = (
    "2026-02-28", "2026-02-29", "2024-02-29", "1900-02-29", "2000-02-29", "2026-04-31",
    "0000-01-01", "2026-13-01", "[[2026-10-05]]", "2026-10-13T14:30", "2026-10-13 9:05",
    "2026-10-13 24:00",
    "2026-10-13T14:61", "2026-10-13T14:30:00", "13.10.2026", "tomorrow", "30", "0", "100000", "-5",
    "1.5", "007", "true", "Yes", "no", "maybe", "asked", "Asked", "article", "In-Person", "cafe",
    "held", "thanks", "call, write", "call,nonsense", "call, thanks", "[[Ruth Okafor]]",
    "[[Ruth Okafor|R]]", "[[#Log]]", "[[|x]]", "Ruth", " blanks ", "call", "é", "letter",
)  # fmt: skip


def agree(kind: str, name: str, value: object) -> None:
    """Reading and the schema say the same of one field; the others are as they must be."""
    needed = {spec.name: "2026-10-13" for spec in FIELDS[kind] if spec.required}
    if kind == "letter":
        needed["for"] = "thanks"
    block = {**needed, name: value}
    text = f"---\n{json.dumps(block, ensure_ascii=False)}\n---\n"
    note, problems = read_note(f"{KINDS[kind][0] or 'x'}/a.md", text.encode(), Settings())
    if kind == "profile":
        note, problems = read_note("me.md", text.encode(), Settings())
    assert note.kind == kind
    refused = sorted(one.message for one in problems if one.code in REFUSED)
    assert SCHEMAS[kind].is_valid(block) == (not refused), (kind, name, value, refused)


@pytest.mark.parametrize("kind", FIELDS)
def test_schema_and_reading_agree_on_every_field(kind: str) -> None:
    for spec in FIELDS[kind]:
        for value in (*SAMPLES, "", None, ["call", "thanks"], ["one"], ["held", "x"]):
            agree(kind, spec.name, value)


LETTERS = st.characters(codec="utf-8", exclude_categories=["C"])


@given(st.sampled_from(sorted(FIELDS)), st.text(LETTERS, max_size=12), st.data())
def test_schema_and_reading_agree_on_any_text(kind: str, text: str, data: st.DataObject) -> None:
    spec = data.draw(st.sampled_from(FIELDS[kind]))
    if text.isprintable():
        agree(kind, spec.name, text)


def test_the_kind_that_type_names_decides_in_the_whole_schema() -> None:
    assert WHOLE.is_valid(
        {"type": "trip", "city": "Leeds", "start": "2026-11-16", "end": "2026-11-20"}
    )
    assert not WHOLE.is_valid({"type": "trip", "city": "Leeds"})
    assert not WHOLE.is_valid({"type": "contact", "closed": "perhaps"})
    assert not WHOLE.is_valid({"type": "recipe"})
    assert WHOLE.is_valid({"type": "Contact", "own field": [1, 2]})


def test_obsidian_types_come_from_the_table_and_leave_open_what_kinds_use_differently() -> None:
    types = make_obsidian_types()["types"]
    assert isinstance(types, dict)
    every = {spec.name for specs in FIELDS.values() for spec in specs}
    assert every - set(types) == {"city"}
    assert types["when"] == "datetime"
    assert types["mute"] == "multitext"
    assert types["tags"] == "tags"
    assert types["closed"] == "checkbox"


def test_the_command_prints_one_kind_or_all_and_refuses_what_is_no_kind() -> None:
    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["schema", *words])
        return result.exit_code, result.stdout

    assert json.loads(run("contact")[1]) == make_schema("contact")
    assert json.loads(run("contacts")[1]) == make_schema("contact")
    assert json.loads(run()[1]) == make_whole_schema()
    assert json.loads(run("--obsidian")[1]) == make_obsidian_types()
    assert run("people")[0] == 2
    assert all(f'"{action}"' in run("contact")[1] for action in ACTIONS)
