"""What is searched: whole, in several files, of which an edit changes one."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from tests.support import RUTH, contact, read_vault, write_vault
from tests.test_rebuild import TODAY, clean_build, read_site
from tests.test_theme import PLAIN
from vaultkit.rebuild import Rebuilder
from vaultkit.site import Basis, Edition, searched
from vaultkit.site.searched import Searched, count_files, find_place, say_address
from vaultkit.site.theme import make_theme
from vaultkit.vault import Vault

FIRST = "assets/search-data.js"
MANY = {f"notes/Note {number}.md": f"Words {number}.\n" for number in range(40)}


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten notes are a file."""
    monkeypatch.setattr(searched, "MOST_ENTRIES", 10)


def make_searched(notes: Mapping[str, str]) -> tuple[Vault, Searched]:
    vault, settings, problems = read_vault(notes)
    basis = Basis(vault, settings, date(2026, 10, 8), make_theme([PLAIN]), "1.0")
    return vault, Searched(Edition(basis, problems).press.site)


def print_files(notes: Mapping[str, str]) -> dict[str, str]:
    found = make_searched(notes)[1].print()
    return {address: data.decode() for address, data in found}


def read_entries(file: str) -> list[list[str]]:
    """What the search is handed by one file."""
    handed = file.removeprefix("vaultkitSearch(").removesuffix(");\n")
    entries: list[list[str]] = json.loads(f"[{handed}]")[0]
    return entries


def entry_of(text: str) -> list[str]:
    [entry] = read_entries(print_files({RUTH: text})[FIRST])
    return entry


def test_every_note_has_its_entry_in_one_of_several_files() -> None:
    files = print_files(MANY)
    assert list(files) == [FIRST, *(f"assets/search-data-{number}.js" for number in (2, 3, 4))]
    names = [entry[0] for file in files.values() for entry in read_entries(file)]
    assert sorted(names) == sorted(path[6:-3] for path in MANY)
    assert all(read_entries(file) for file in files.values())


def test_the_first_file_tells_how_many_there_are() -> None:
    files = print_files(MANY)
    assert files.pop(FIRST).endswith("],4);\n")
    assert all(file.endswith("]);\n") for file in files.values())
    assert print_files({RUTH: contact()})[FIRST].endswith("]);\n")


def test_a_vault_without_notes_has_an_empty_file() -> None:
    assert print_files({}) == {FIRST: "vaultkitSearch([]);\n"}


def test_another_note_changes_no_file_but_its_own() -> None:
    new = "notes/Note 7.md"
    before = print_files({path: text for path, text in MANY.items() if path != new})
    after = print_files(MANY)
    changed = [n for n, address in enumerate(after) if before[address] != after[address]]
    assert changed == [find_place(new, 4)]


@pytest.mark.parametrize("files", [1, 2, 3, 4, 7, 8, 15, 16, 100])
def test_one_file_more_takes_entries_from_one_other_only(files: int) -> None:
    paths = [f"contacts/Somebody {number}.md" for number in range(3000)]
    moved = {
        (find_place(one, files), find_place(one, files + 1))
        for one in paths
        if find_place(one, files) != find_place(one, files + 1)
    }
    assert len(moved) == 1
    assert {there for _, there in moved} == {files}
    assert {find_place(one, files) for one in paths} == set(range(files))


def test_no_file_is_much_larger_than_meant() -> None:
    paths = [f"contacts/Somebody {number}.md" for number in range(3000)]
    for notes in (11, 25, 99, 500, 3000):
        files = count_files(notes)
        places = [find_place(one, files) for one in paths[:notes]]
        assert max(map(places.count, range(files))) <= 10 * 3


def test_a_short_note_stands_there_as_it_is_written() -> None:
    entry = entry_of(contact("- 2026-10-01 letter: about maps", "role: Archivist"))
    assert entry[:3] == ["Ruth Okafor", "contact", "contacts/ruth-okafor.html"]
    assert entry[3] == "Archivist Log 2026-10-01 letter: about maps"
    assert len(entry) == 4


def test_of_a_long_note_each_further_word_stands_there_once() -> None:
    prose = " ".join(["once upon a time"] * 70)
    *_, text, words = entry_of(f"{prose} Then came the-wolf, the wolf; Wolf! And upon that, end.")
    assert len(text) <= 1000 and text.endswith(("once", "upon", "a", "time"))
    assert words == "Then came the wolf And that end"


def test_words_far_down_in_a_note_are_found() -> None:
    *_, words = entry_of(f"{'one and the same line of words ' * 2000}\nHIDDEN")
    assert words.endswith("HIDDEN")


def test_an_edit_writes_one_of_the_files(tmp_path: Path) -> None:
    root = write_vault(tmp_path / "vault", MANY)
    rebuilder = Rebuilder(root)
    rebuilder.rebuild(TODAY)
    path = next(iter(MANY))
    (root / path).write_text("Other words.\n")
    written = rebuilder.rebuild(TODAY, frozenset((path,))).written.changed
    assert [one for one in written if "search" in one] == [say_address(find_place(path, 4))]


def test_files_that_made_way_for_something_else_come_the_next_time() -> None:
    vault, found = make_searched(MANY)
    before = dict(found.print())
    gone = ["notes/Note 7.md", "notes/Note 8.md", "notes/Note 9.md"]
    wanted = sorted({find_place(path, 4) for path in gone})
    assert len(wanted) > 1
    for path in gone:
        vault.replace(path, None)
    first = next(found.print(()))
    rest = list(found.print(()))
    assert [one for one, _ in (first, *rest)] == [say_address(place) for place in wanted]
    assert all(before[address] != data for address, data in (first, *rest))
    assert list(found.print(())) == []


def test_files_come_and_go_with_the_notes(tmp_path: Path) -> None:
    root = write_vault(tmp_path / "vault", MANY)
    rebuilder = Rebuilder(root)
    rebuilder.rebuild(TODAY)
    gone = [path for path in MANY if int(path[11:-3]) >= 15]
    for path in gone:
        (root / path).unlink()
    rebuilder.rebuild(TODAY, frozenset(gone))
    assert sorted(one for one in read_site(root / "site") if "search-data" in one) == [
        "assets/search-data-2.js",
        FIRST,
    ]
    assert read_site(root / "site") == clean_build(root, tmp_path / "clean", TODAY)
    for path in gone:
        (root / path).write_text(MANY[path])
    rebuilder.rebuild(TODAY, frozenset(gone))
    assert read_site(root / "site") == clean_build(root, tmp_path / "again", TODAY)
