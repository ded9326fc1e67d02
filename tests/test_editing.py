"""Edits change what they say and not a byte beside: over odd notes, and over any note at all."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.odd_notes import REFUSED, odd_notes
from vaultkit.contact_log import KINDS, read_log
from vaultkit.diagnostics import VaultkitError
from vaultkit.document import MAX_LINES, read_document
from vaultkit.editing import (
    add_entry,
    clear_field,
    make_entry,
    read_source,
    remove_entry,
    reread,
    set_field,
    tick,
    write_value,
)
from vaultkit.notes import read_note
from vaultkit.settings import Settings, read_settings

PATH = "contacts/Ruth Okafor.md"
NOTES = odd_notes()
DAYS = ("2026-08-01", "2026-09-15", "2026-10-01", "2026-11-20")
PLAIN = Settings()


def add(data: bytes, day: str, words: str = "", kind: str = "call", time: str = "") -> bytes:
    entry = make_entry(date.fromisoformat(day), time, kind, kind, words)
    return add_entry(read_source(PATH, data), entry, PLAIN).encode()


def added(data: bytes, day: str, **how: str) -> list[str]:
    """The lines of a note after an entry was added, without those of its front matter."""
    return add(data, day, **how).decode().split("---\n", 2)[2].splitlines()


def log_of(data: bytes) -> list[tuple[str, str, str]]:
    log, _ = read_log(read_document(PATH, data)[0], PLAIN)
    return [(str(entry.day), entry.kind, entry.words) for entry in log.entries]


def cut(before: bytes, after: bytes) -> bytes:
    """What was inserted, when nothing else was done; the test fails otherwise."""
    head = 0
    while head < len(before) and before[head] == after[head]:
        head += 1
    inserted = len(after) - len(before)
    assert after[head + inserted :] == before[head:]
    return after[head : head + inserted]


def test_there_are_many_odd_notes() -> None:
    assert len(NOTES) > 100


@pytest.mark.parametrize("name", NOTES)
@pytest.mark.parametrize("day", DAYS)
def test_an_entry_is_inserted_and_nothing_else_changes(name: str, day: str) -> None:
    before = NOTES[name]
    after = add(before, day, "spoke of [[Wei]]: 😀")
    cut(before, after)
    assert after.count(b"- " + day.encode() + b" call: spoke of [[Wei]]") == 1
    was = log_of(before)
    assert sorted(log_of(after)) == sorted([*was, (day, "call", "spoke of [[Wei]]: 😀")])
    assert read_note(PATH, after, PLAIN)[0].values == read_note(PATH, before, PLAIN)[0].values


@pytest.mark.parametrize("name", NOTES)
def test_an_entry_stands_in_the_order_of_the_list(name: str) -> None:
    if name == "log-unsorted":
        return
    data = NOTES[name]
    rows = [day for day in DAYS if day != "2026-10-01"]
    for day in rows:
        data = add(data, day, "mine")
    document, _ = read_document(PATH, data)
    found = [item.text[:10].strip("[") for item in document.items("log") if item.mark is None]
    days = [day for day in found if day[:3] == "202" and day[5:7] != "13"]
    assert days in (sorted(days), sorted(days, reverse=True))


@pytest.mark.parametrize("name", NOTES)
def test_an_entry_taken_out_leaves_the_very_same_bytes(name: str) -> None:
    before = NOTES[name]
    if b"## L" not in before.replace(b"LOG", b"Log") or "none" in name:
        return
    after = add(before, "2026-09-15", "line one\nline two")
    source = read_source(PATH, after)
    log, _ = read_log(source.document, PLAIN)
    mine = next(entry for entry in log.entries if entry.words == "line one")
    assert remove_entry(source, mine, PLAIN).encode() == before


@pytest.mark.parametrize("name", NOTES)
def test_a_field_is_set_and_only_its_line_changes(name: str) -> None:
    before = NOTES[name]
    after = set_field(read_source(PATH, before), "next", "2026-12-24").encode()
    note, _ = read_note(PATH, after, PLAIN)
    assert note.values.day("next") == date(2026, 12, 24)
    old, new = before.split(b"\n"), after.split(b"\n")
    if b"\r" not in before:
        assert sum(a != b for a, b in zip(old, new, strict=False)) <= len(new)
        assert [line for line in new if b"next:" not in line and b"next'" not in line] == [
            line for line in old if b"next:" not in line and b"next'" not in line
        ]


@pytest.mark.parametrize("name", NOTES)
def test_a_field_set_and_cleared_leaves_the_same_bytes_when_it_was_not_there(name: str) -> None:
    before = NOTES[name]
    set_ = set_field(read_source(PATH, before), "next_what", "ask: again # now")
    cleared = clear_field(read_source(PATH, set_.encode()), "next_what").encode()
    if b"next_what" not in before:
        assert cleared == before
    else:
        assert b"ask: again" not in cleared


@pytest.mark.parametrize("name", REFUSED)
def test_a_note_that_is_not_whole_text_is_refused_with_its_place(name: str) -> None:
    data, place = REFUSED[name]
    with pytest.raises(VaultkitError, match=f"{PATH}{place}"):
        add(data, "2026-10-01")


def test_a_newest_first_list_stays_newest_first() -> None:
    rows = added(NOTES["log-newest-first"], "2026-11-20")
    assert rows[1] == "- 2026-11-20 call"
    assert added(NOTES["log-newest-first"], "2026-09-10")[3] == "- 2026-09-10 call"
    assert added(NOTES["log-newest-first"], "2026-01-10")[4] == "- 2026-01-10 call"
    assert added(NOTES["log-newest-first"], "2026-10-01", kind="reply")[1] == "- 2026-10-01 reply"


def test_the_latest_of_two_entries_of_a_day_is_the_upper_in_a_newest_first_list() -> None:
    assert [kind for _, kind, _ in log_of(NOTES["log-newest-first-same-day"])] == [
        "email",
        "call",
        "reply",
    ]


def test_an_entry_goes_below_the_lines_of_the_one_before() -> None:
    rows = added(NOTES["log-below"], "2026-09-15")
    assert rows[4:6] == ["  and a card", "- 2026-09-15 call"]
    assert added(NOTES["log-fence-below"], "2026-09-15")[-2:] == ["  end", "- 2026-09-15 call"]


def test_an_entry_joins_the_group_of_its_year() -> None:
    rows = added(NOTES["log-groups"], "2026-01-05")
    assert rows[rows.index("### 2026") + 1] == "- 2026-01-05 call"
    assert added(NOTES["log-groups"], "2025-12-20")[3] == "- 2025-12-20 call"


def test_an_entry_with_a_time_goes_between_its_neighbours() -> None:
    rows = added(NOTES["log-times"], "2026-10-01", time="11:00", kind="reply")
    assert rows[2] == "- 2026-10-01 11:00 reply"


def test_of_two_logs_the_one_with_its_neighbour_takes_an_entry() -> None:
    rows = added(NOTES["log-two-logs"], "2026-09-15")
    assert rows[2] == "- 2026-09-15 call"
    assert added(NOTES["log-two-logs"], "2026-11-15")[-1] == "- 2026-11-15 call"


def test_a_log_is_opened_at_the_end_under_the_word_of_the_vault() -> None:
    settings, _ = read_settings('[sections]\nlog = "Verlauf"\n')
    entry = make_entry(date(2026, 10, 1), "", "call", "call", "")
    text = add_entry(read_source(PATH, b"---\nname: R\n---\nHi\n"), entry, settings)
    assert text == "---\nname: R\n---\nHi\n\n## Verlauf\n\n- 2026-10-01 call\n"


def test_words_of_several_lines_go_below_and_break_nothing() -> None:
    words = "first\n## Notes\n```\ncode\n\n- [ ] a task\n---\n%% x\n\x1b[2Jred"
    after = add(NOTES["log-usual"], "2026-11-01", words).decode()
    tail = after[after.index("- 2026-11-01") :].splitlines()
    assert tail == [
        "- 2026-11-01 call: first",
        "  \\## Notes",
        "  \\```",
        "  code",
        "",
        "  - [ ] a task",
        "  \\---",
        "  \\%% x",
        "   [2Jred",
    ]


def test_a_link_typed_as_words_becomes_the_link_of_the_entry() -> None:
    entry = make_entry(date(2026, 10, 1), "", "booked", "booked", "[[2026-10-13 Ruth]]: at hers")
    assert (entry.link, entry.words) == ("2026-10-13 Ruth", "at hers")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("2026-10-13", "2026-10-13"),
        ("plain words", "plain words"),
        ("no", "no"),
        ("a: b", '"a: b"'),
        ("x # y", '"x # y"'),
        ("[[Ruth]]", '"[[Ruth]]"'),
        ('say "hi"', 'say "hi"'),
        ('"hi"', '"\\"hi\\""'),
        ("c:\\d: e", '"c:\\\\d: e"'),
        ("- x", '"- x"'),
        ("null", '"null"'),
        ("Zoë 😀", "Zoë 😀"),
        ("two\nlines", None),
        ("bell \x07", None),
    ],
)
def test_a_value_is_quoted_only_when_it_must_be(value: str, written: str | None) -> None:
    assert write_value(value) == written


def test_a_comment_behind_a_value_stays() -> None:
    source = read_source(PATH, NOTES["front-next-set"])
    assert "next: 2026-12-24 # after the fair\n" in set_field(source, "next", "2026-12-24")
    assert "next: # after the fair\n" in clear_field(source, "next")


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("block-text", "why"),
        ("plain-on-two-lines", "why"),
        ("block-list", "tags"),
    ],
)
def test_a_value_of_several_lines_is_refused(name: str, field: str) -> None:
    with pytest.raises(VaultkitError, match=r"md:\d+: .*by hand"):
        set_field(read_source(PATH, NOTES[f"front-{name}"]), field, "x")


@pytest.mark.parametrize("line", ["next: &a 2026-10-01", "next: !!str 1", "next: a: b"])
def test_a_field_that_could_not_be_read_is_not_given_twice(line: str) -> None:
    source = read_source(PATH, f"---\nname: R\n{line}\n---\n".encode())
    with pytest.raises(VaultkitError, match=r"md:3: next"):
        set_field(source, "next", "2026-10-13")


TASKS = """---
contact: "[[Ruth]]"
---
## Questions

### Company
- [ ] Who pays? #must ^pays
- [ ] Why maps?
  They last.
  ```
  - [ ] not a task
  ```
- [x] Done ✅ 2026-10-01
1. [ ] Numbered
\t- [ ] tabbed
"""


def ticked(line: int, mark: str = "x", day: str = "2026-10-08", answer: str = "") -> list[str]:
    source = read_source("interviews/A.md", TASKS.encode())
    text = tick(source, line, mark, date.fromisoformat(day) if day else None, answer)
    return [row for row in text.split("\n") if row not in TASKS.split("\n")]


def test_a_tick_changes_one_character_and_puts_its_day_before_the_id() -> None:
    assert ticked(7) == ["- [x] Who pays? #must ✅ 2026-10-08 ^pays"]
    assert ticked(7, day="") == ["- [x] Who pays? #must ^pays"]
    assert ticked(7, ">", "") == ["- [>] Who pays? #must ^pays"]


def test_a_tick_taken_away_takes_its_day_along() -> None:
    assert ticked(13, " ", "") == ["- [ ] Done"]
    assert ticked(13, "x", "2026-10-09") == ["- [x] Done ✅ 2026-10-09"]
    assert ticked(13, "x", "") == []
    source = read_source("interviews/A.md", b"- [x] a \xe2\x9c\x85 2026-10-01 b ^c\n")
    assert tick(source, 1, "x", date(2026, 10, 2)) == "- [x] a ✅ 2026-10-02 b ^c\n"


def test_an_answer_goes_below_what_is_there() -> None:
    source = read_source("interviews/A.md", TASKS.encode())
    rows = tick(source, 8, "x", None, "Two:\n- rain\n# no heading").split("\n")
    assert rows[7:16] == [
        "- [x] Why maps?",
        "  They last.",
        "  ```",
        "  - [ ] not a task",
        "  ```",
        "  Two:",
        "  - rain",
        "  \\# no heading",
        "- [x] Done ✅ 2026-10-01",
    ]
    assert tick(source, 14, "x", None, "so").split("\n")[13:15] == [
        "1. [x] Numbered",
        "\t- [ ] tabbed",
    ]


def test_what_is_no_task_is_not_ticked() -> None:
    for line in (1, 6, 9, 11, 99):
        with pytest.raises(VaultkitError):
            ticked(line)


ROWS = st.sampled_from(
    ["", "- 2026-09-01 letter", "- 2026-10-09 call: x", "  below", "\tbelow", "## Log", "## Notes",
     "### 2026", "```", "~~~", "%%", "<!-- a", "-->", "prose", "- [ ] plan", "* 2026-09-20 reply",
     "  - nested", "> quote", "---", "1. one", "# Title", " - 2026-08-08 email", "# Log", "\u2028"]
)  # fmt: skip
TEXTS = st.tuples(st.lists(ROWS, max_size=14), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())


def join(parts: tuple[list[str], str, bool]) -> bytes:
    rows, newline, ends = parts
    return newline.join(["---", "name: R", "---", *rows, *([""] if ends else [])]).encode()


@given(TEXTS, st.sampled_from(DAYS), st.sampled_from(sorted(KINDS)), st.text(max_size=40))
def test_any_entry_in_any_note_is_inserted_alone_or_refused(
    parts: tuple[list[str], str, bool], day: str, kind: str, words: str
) -> None:
    before = join(parts)
    entry = make_entry(date.fromisoformat(day), "", kind, kind, words.replace("\ud800", ""))
    source = read_source(PATH, before)
    try:
        text = add_entry(source, entry, PLAIN)
    except VaultkitError:
        return
    cut(before, text.encode())
    after = reread(source, text)
    old, _ = read_log(source.document, PLAIN)
    new, _ = read_log(after.document, PLAIN)
    assert len(new.entries) == len(old.entries) + 1
    if "## Log" in parts[0]:
        mine = next(
            one
            for one in new.entries
            if (one.day, one.kind, one.words) == (entry.day, entry.kind, entry.words)
        )
        same = [one for one in old.entries if one.day == mine.day and one.kind == mine.kind]
        if not same and list(source.document.spans("log")):
            assert remove_entry(after, mine, PLAIN).encode() == before


@given(st.lists(ROWS, max_size=10), st.text(max_size=30))
def test_any_value_is_read_back_as_it_was_meant_or_refused(rows: list[str], value: str) -> None:
    source = read_source(PATH, join((rows, "\n", True)))
    try:
        text = set_field(source, "why", value)
    except VaultkitError:
        return
    field = reread(source, text).document.field("why")
    assert field is not None
    assert [one.text for one in field.values] == [value]


def test_a_note_longer_than_is_taken_apart_is_edited_as_any_other() -> None:
    top = "---\nname: Ruth\n---\n## Log\n- 2026-10-01 letter\n\n## Advice\n- [ ] read on\n\n"
    before = f"{top}## Notes\n".encode() + b"prose\n" * MAX_LINES
    after = add(before, "2026-10-05")
    assert cut(before, after) == b"- 2026-10-05 call\n"
    source = read_source(PATH, after)
    entry = next(one for one in read_log(source.document, PLAIN)[0].entries if one.kind == "call")
    assert remove_entry(source, entry, PLAIN).encode() == before
    assert cut(before, set_field(read_source(PATH, before), "next", "2026-12-24").encode())
    ticked = tick(read_source(PATH, before), 8, "x", date(2026, 10, 8), "it is done").encode()
    assert ticked.count(b"\n") == before.count(b"\n") + 1
    assert ticked.endswith(b"prose\n" * MAX_LINES)


def test_a_line_that_would_push_an_entry_out_of_sight_is_refused() -> None:
    below = "## Log\n- 2026-09-01 call\n- 2026-09-02 call\n"
    tail = "## Notes\n" + "prose\n" * (MAX_LINES - 9) + below
    before = f"---\nname: Ruth\n---\n## Log\n- 2026-10-01 letter\n{tail}".encode()
    assert len(before.splitlines()) == MAX_LINES
    with pytest.raises(VaultkitError, match="by hand"):
        add(before, "2026-10-05")
