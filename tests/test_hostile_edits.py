"""Commands that write, on every hostile note: one place changes, or nothing does and it is said."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.hostile.corpus import CORPUS
from tests.support import RUTH, contact, write_vault
from vaultkit.cli import main

NOTE = "contacts/Note.md"
# The notes that are long cost seconds each: `make torture` takes them too.
SHORT = [name for name in CORPUS if not name.startswith("stalls-")]


def run(vault: Path, *words: str) -> Result:
    result = CliRunner().invoke(main, ["-C", str(vault), "--today", "2026-10-08", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), words
    return result


def make_vault(folder: Path, name: str) -> Path:
    write_vault(folder, {RUTH: contact("- 2026-10-01 letter: [[Note]]")})
    (folder / NOTE).write_bytes(CORPUS[name])
    return folder


def split(old: bytes, new: bytes) -> tuple[bytes, bytes]:
    """What was taken out at one place, and what came in there."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return old[start : len(old) - end], new[start : len(new) - end]


def is_log(gone: bytes, came: bytes) -> bool:
    return not gone and b" note: zebra" in came and len(came) < 60


def is_snooze(gone: bytes, came: bytes) -> bool:
    return b"\n" not in gone and len(came) < 60


def is_tick(gone: bytes, came: bytes) -> bool:
    done = " \u2705 2026-10-08".encode()
    return done in came and came.replace(done, b"").replace(b"x]", b" ]", 1) == gone


EDITS: dict[str, tuple[tuple[str, ...], Callable[[bytes, bytes], bool]]] = {
    "log": (("log", NOTE, "note", "zebra"), is_log),
    "snooze": (("snooze", NOTE, "+7d"), is_snooze),
    "tick": (("tick", NOTE, "1"), is_tick),
}


def check_edits(folder: Path, name: str) -> None:
    """Each edit is one place or nothing, and is taken back to the byte."""
    vault = make_vault(folder, name)
    old = CORPUS[name]
    for words, fits in EDITS.values():
        result = run(vault, *words)
        new = (vault / NOTE).read_bytes()
        if result.exit_code:
            assert new == old, words
            assert result.stderr, words
        elif new != old:
            assert fits(*split(old, new)), (words, split(old, new))
            assert run(vault, "log", "--undo").exit_code == 0
        assert (vault / NOTE).read_bytes() == old, words


def check_others(folder: Path, name: str) -> None:
    """Renaming another note, mending, a new note and an import leave all that is not theirs."""
    vault = make_vault(folder, name)
    ruth, old = (vault / RUTH).read_bytes(), CORPUS[name]
    for words in (("new", "contact", "Jan Novak"), ("check", "--fix")):
        run(vault, *words)
        assert words[0] == "check" or (vault / NOTE).read_bytes() == old, words
    first = (vault / NOTE).read_bytes()
    run(vault, "check", "--fix")
    assert (vault / NOTE).read_bytes() == first
    (vault / NOTE).write_bytes(old)
    result = run(vault, "rename", RUTH, "Ruth Adeyemi")
    moved = vault / "contacts" / "Ruth Adeyemi.md"
    assert moved.exists() != (vault / RUTH).exists()
    assert result.exit_code == 0 or ((vault / RUTH).read_bytes(), old) == (
        ruth,
        (vault / NOTE).read_bytes(),
    )
    cards = folder / "one.vcf"
    cards.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Note\nEMAIL:n@tern.example\nEND:VCARD\n")
    before = (vault / NOTE).read_bytes()
    result = run(vault, "--no-input", "import", str(cards))
    gone, _ = split(before, (vault / NOTE).read_bytes())
    assert len(gone) < 60


@pytest.mark.parametrize("name", SHORT)
def test_an_edit_is_one_place_or_nothing(tmp_path: Path, name: str) -> None:
    check_edits(tmp_path, name)


@pytest.mark.parametrize("name", SHORT)
def test_other_commands_keep_what_is_not_theirs(tmp_path: Path, name: str) -> None:
    check_others(tmp_path, name)
