"""What one note may cost has bounds: on lines kept, names compared, words said. None of them cuts
what a person writes.
"""

from itertools import repeat
from pathlib import Path

from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.support import RUTH, contact, write_vault
from vaultkit.checks.links import HINTED
from vaultkit.cli import main
from vaultkit.document import MAX_LINES, read_document
from vaultkit.editing.source import Edit, first_that_holds, read_source
from vaultkit.items import MAX_LEVELS, read_items

DEEP = [f"{'  ' * level}- item {level}" for level in range(500)]


def test_a_deep_list_keeps_a_bounded_number_of_lines() -> None:
    rows = [*DEEP, *["words"] * 5000]
    items = read_items(enumerate(rows))
    assert len(items) == MAX_LEVELS
    assert sum(len(one.below) for one in items) <= MAX_LEVELS * len(rows)
    assert [one.level for one in items] == list(range(MAX_LEVELS))
    assert items[-1].below[0].strip() == f"- item {MAX_LEVELS}"


LINES = st.sampled_from(
    ["", "   ", "- [[a]]", "  - [[b]]", "    [[c]]", "\t[[d]]", "[[e]]", "## Log", "### Log", "# x",
     "## log", "words", "1. [[f]]", "      [[g]]", "```", "%%"]
)  # fmt: skip


@given(st.lists(LINES, max_size=30))
def test_a_section_ends_where_the_next_heading_stands(lines: list[str]) -> None:
    document, _ = read_document("notes/A.md", "\n".join(lines).encode())
    heads = [one for one in document.headings if one.level <= 2]
    ends = [*(one.line - 1 for one in heads[1:]), len(document.lines)]
    wanted = [
        (head.line, end)
        for head, end in zip(heads, ends, strict=False)
        if head.level == 2 and head.text.casefold() == "log"
    ]
    assert list(document.spans("log")) == wanted


@given(st.lists(LINES, max_size=30))
def test_what_stands_indented_behind_a_blank_line_is_code_unless_a_list_goes_on(
    lines: list[str],
) -> None:
    document, _ = read_document("notes/A.md", "\n".join(lines).encode())
    found = {index for index, _ in document.prose()}
    for index, line in enumerate(document.lines):
        if "[" in line and index >= document.body_start and index not in document.hidden:
            assert (index in found) != is_code(document.lines, document.body_start, index)


def is_code(lines: tuple[str, ...], start: int, index: int) -> bool:
    """The rule once more, line by line upwards."""
    above = index
    while above > start and lines[above].startswith(("    ", "\t")):
        above -= 1
    if above in (index, start) or lines[above].strip():
        return False
    left = next((one for one in lines[:above][::-1] if one.strip() and not one[0].isspace()), "")
    return not left.startswith(("- ", "1. "))


def check(folder: Path) -> str:
    result = CliRunner().invoke(main, ["-C", str(folder), "--today", "2026-10-08", "check"])
    return result.stdout


def test_the_nearest_name_is_told_for_the_first_dead_links_of_a_note(tmp_path: Path) -> None:
    links = "".join(f"[[Ruth Okafr {number}]]\n" for number in range(HINTED + 20))
    notes = {RUTH: contact("- 2026-10-01 letter"), "notes/A.md": links}
    said = check(write_vault(tmp_path, notes))
    assert said.count("no note") == HINTED + 20
    assert said.count('nearest is "Ruth Okafor"') == HINTED


def test_a_name_that_many_notes_have_names_a_few_of_them(tmp_path: Path) -> None:
    notes = {f"notes/{number}.md": "---\naliases: [Ann]\n---\n" for number in range(40)}
    said = check(write_vault(tmp_path, {**notes, "notes/A.md": "[[Ann]]\n"}))
    row = next(line for line in said.splitlines() if "link-ambiguous" in line)
    assert "notes/0.md or notes/1.md" in row
    assert "and 34 more" in row


def test_what_stands_below_the_most_lines_is_shown_and_not_taken_apart() -> None:
    body = "- [[a]]\n" * (MAX_LINES - 4) + "## Log\n- 2026-10-01 call\n```\nlast\n"
    document, problems = read_document("notes/A.md", f"---\nname: A\n---\n{body}".encode())
    assert len(document.lines) == MAX_LINES + 1
    assert "\n".join(document.lines) == document.text
    assert [one.code for one in problems] == ["note-large"]
    assert problems[0].line == MAX_LINES
    assert len(document.all_items()) == MAX_LINES - 4
    assert not document.items("log")


def test_a_note_with_more_lines_is_left_as_it_was_by_commands(tmp_path: Path) -> None:
    text = contact("- 2026-10-01 letter\n" * (MAX_LINES + 10))
    vault = write_vault(tmp_path, {RUTH: text})
    words = ["-C", str(vault), "--today", "2026-10-08", "log", "Ruth Okafor", "call"]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 3
    assert "nothing was written" in result.stderr
    assert (vault / RUTH).read_text() == text


def test_of_places_without_end_a_few_are_tried() -> None:
    source = read_source("a.md", b"- one\n")
    assert first_that_holds(source, repeat(Edit(0, 0, "x")), lambda edit, after: False) is None
