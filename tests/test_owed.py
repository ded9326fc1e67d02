"""`due` and `check` answer from what a build found while nothing changed: quick, never stale."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.support import contact, write_vault
from tests.test_cache import age
from vaultkit import disk
from vaultkit.cli import main
from vaultkit.diagnostics import Diagnostic, Severity, read_diagnostics, write_diagnostics
from vaultkit.disk.scan import scan
from vaultkit.owed import Owed, Row, Status, read_owed, write_owed
from vaultkit.rebuild import Rebuilder

CACHE = ".vaultkit-cache"
JOSE = "contacts/José García.md"
NOTES = {
    JOSE: contact("- 2026-09-24 letter"),
    "contacts/Ruth Okafor.md": contact("- 2026-10-07 reply", 'company: "[[Tern Press]]"'),
    "contacts/Wei Zhang.md": contact("", "referred_by: Ruth Okafor"),
    "companies/Tern Press.md": "---\nfield: books\n---\n- [ ] look for news 📅 2026-10-09\n",
    "notes/plain.md": "[[Nobody]] and [[Tern Press#Nothing]]\n",
}
WAYS = (
    ("due",), ("due", "--all"), ("due", "--json"), ("due", "--json", "--all"),
    ("due", "--action", "call"), ("due", "--days", "0", "--exit-code"),
    ("check",), ("check", "--json"), ("check", "contacts", "--strict"), ("check", "notes"),
)  # fmt: skip


@pytest.fixture
def built(tmp_path: Path) -> Path:
    root = write_vault(tmp_path / "vault", NOTES)
    age(root)
    run(root, "build")
    return root


def run(root: Path, *words: str, day: str = "2026-10-08") -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["-C", str(root), "--today", day, *words])
    return result.exit_code, result.stdout, result.stderr


def is_at_hand(root: Path, day: str = "2026-10-08") -> bool:
    today = date.fromisoformat(day)
    owed = read_owed(disk.recall(root, "owed"), today)
    problems = read_diagnostics(disk.recall(root, "problems"), today)
    assert (owed is None) == (problems is None)
    return owed is not None


def answers(root: Path, day: str = "2026-10-08") -> list[tuple[int, str, str]]:
    return [run(root, *words, day=day) for words in WAYS]


def read_notes_for_it(root: Path, day: str = "2026-10-08") -> list[tuple[int, str, str]]:
    """The answers of the same vault without a site."""
    away = root.with_name("away")
    (root / "site").rename(away)
    found = answers(root, day)
    away.rename(root / "site")
    return found


def test_after_a_build_the_answers_are_at_hand_and_the_same(built: Path) -> None:
    assert is_at_hand(built)
    assert answers(built) == read_notes_for_it(built)
    assert json.loads(run(built, "due", "--json")[1])["items"][0]["contact"] == "José García"


@pytest.mark.parametrize("option", [("--company", "Tern"), ("--trip", "none")])
def test_what_needs_the_notes_reads_them(built: Path, option: tuple[str, str]) -> None:
    said = run(built, "due", *option)
    shutil.rmtree(built / "site")
    assert said == run(built, "due", *option)


def _log(root: Path) -> None:
    with open(root / JOSE, "a", encoding="utf-8") as file:
        file.write("- 2026-10-08 reply\n")


def _log_unseen(root: Path) -> None:
    """Another day of the same length, and the time of the file as it was."""
    path = root / JOSE
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"2026-09-24", b"2026-10-01"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "logged": _log,
    "logged unseen": _log_unseen,
    "new": lambda root: shutil.copy(root / JOSE, root / "contacts" / "Ada Bauer.md"),
    "gone": lambda root: (root / JOSE).unlink(),
    "renamed": lambda root: (root / JOSE).rename(root / "contacts" / "Pepe.md"),
    "moved out": lambda root: (root / "contacts").rename(root / ".contacts"),
    "swapped": lambda root: os.replace(root / JOSE, root / "contacts" / "Ruth Okafor.md"),
    "settings": lambda root: (root / "vaultkit.toml").write_text('format = 1\npack = "careful"\n'),
    "forgotten": lambda root: (root / "vaultkit.toml").write_text("format = "),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_seen_at_once(built: Path, change: Callable[[Path], object]) -> None:
    before = answers(built)
    change(built)

    assert not is_at_hand(built)
    assert answers(built) == read_notes_for_it(built)
    assert answers(built) != before


def test_another_day_has_its_own_answer(built: Path) -> None:
    assert not is_at_hand(built, "2026-10-16")
    assert answers(built, "2026-10-16") == read_notes_for_it(built, "2026-10-16")


def test_a_note_that_cannot_be_read_in_full_is_told_of_all_the_same(built: Path) -> None:
    (built / JOSE).write_bytes(b"---\nnext: 2026-13-01\n---\n## Log\n- 2026-09-24 letter\n")
    (built / "vaultkit.toml").touch()
    age(built)
    run(built, "build")

    assert is_at_hand(built)
    assert "could not be read in full" in run(built, "due")[2]
    assert answers(built) == read_notes_for_it(built)


def test_a_site_elsewhere_or_for_a_coach_tells_nothing(tmp_path: Path) -> None:
    root = write_vault(tmp_path / "vault", NOTES)
    age(root)
    run(root, "build", "-o", str(tmp_path / "out"))
    assert not is_at_hand(root) and not (root / "site").exists()
    run(root, "build", "--redact")
    assert not is_at_hand(root)


@pytest.mark.parametrize("data", [b"", b"{}", b"SQLite format 3\x00" + b"x" * 5000], ids=repr)
def test_a_damaged_cache_counts_as_none(built: Path, data: bytes) -> None:
    (built / "site" / CACHE).write_bytes(data)
    assert not is_at_hand(built)
    assert answers(built) == read_notes_for_it(built)


def test_holidays_that_are_installed_later_count_at_once(tmp_path: Path) -> None:
    root = write_vault(tmp_path / "vault", {JOSE: contact("- 2026-12-11 letter")})
    (root / "vaultkit.toml").write_text('country = "DE"\n')
    (tmp_path / "holidays.py").write_text("raise ImportError('not installed')\n")
    age(root)
    without = {**os.environ, "PYTHONPATH": str(tmp_path)}
    call = [sys.executable, "-m", "vaultkit", "-C", str(root), "--today", "2026-12-18"]
    subprocess.run([*call, "build"], env=without, check=True, capture_output=True)
    days = [
        subprocess.run([*call, "due", "--plain"], env=one, check=True, capture_output=True).stdout
        for one in (without, dict(os.environ))
    ]
    assert [day.split(b"\t")[1] for day in days] == [b"2026-12-25", b"2026-12-28"]


def test_a_copied_vault_does_not_trust_the_cache_that_came_along(built: Path) -> None:
    copy = built.with_name("copy")
    shutil.copytree(built, copy)
    assert not is_at_hand(copy)


def test_asking_writes_nothing_not_even_where_a_build_was_killed(built: Path) -> None:
    """A transaction half way to the disk: whoever may write would roll it back."""
    expected, cache = answers(built), built / "site" / CACHE
    journal = cache.with_name(f"{CACHE}-journal")
    base = sqlite3.connect(cache)
    base.executescript("pragma synchronous = off; pragma cache_size = 1; pragma cache_spill = 1;")
    base.execute("begin exclusive")
    base.execute("update pages set stamp = stamp || hex(randomblob(2000))")
    files = {path: path.read_bytes() for path in (cache, journal)}
    assert all(files.values())
    base.rollback()
    base.close()
    for path, data in files.items():
        path.write_bytes(data)
    before = look(built)

    assert answers(built) == expected
    assert look(built) == before


def look(root: Path) -> dict[str, tuple[bytes, int]]:
    """Each file and folder: its bytes, and when they changed."""
    return {
        str(one): (one.read_bytes() if one.is_file() else b"", one.stat().st_mtime_ns)
        for one in sorted(root.rglob("*"))
    }


days = st.none() | st.dates()
rows = st.builds(
    Row, st.text(), st.text(), st.sampled_from(list(Status)), st.none() | st.text(), st.text(),
    st.integers(1, 10**6), days, days, st.text(), st.text(),
)  # fmt: skip
all_owed = st.builds(Owed, st.dates(), st.lists(rows).map(tuple), st.booleans(), st.booleans())


@given(all_owed)
def test_what_is_owed_comes_back_from_its_text(owed: Owed) -> None:
    assert read_owed(write_owed(owed), owed.today) == owed


problems = st.builds(
    Diagnostic, st.text(), st.integers(1, 10**6), st.integers(1, 10**6),
    st.sampled_from(list(Severity)), st.text(), st.text(),
)  # fmt: skip


@given(st.lists(problems).map(tuple), st.dates())
def test_problems_come_back_from_their_text(found: tuple[Diagnostic, ...], day: date) -> None:
    assert read_diagnostics(write_diagnostics(found, day), day) == found


@given(st.text() | st.lists(st.integers() | st.text() | st.none()).map(json.dumps))
def test_any_other_text_is_none(text: str) -> None:
    assert read_owed(text, date(2026, 10, 8)) is None
    assert read_diagnostics(text, date(2026, 10, 8)) is None


def test_while_a_vault_is_watched_the_answers_are_at_hand_after_each_change(built: Path) -> None:
    day = date(2026, 10, 8)
    rebuilder = Rebuilder(built)
    rebuilder.rebuild(day)
    for name in ("logged", "logged unseen", "new", "gone"):
        CHANGES[name](built)
        rebuilder.rebuild(day, frozenset(scan(built)) | {JOSE})
        (built / "vaultkit.toml").touch()
        age(built)
        rebuilder.settle(scan(built))

        assert is_at_hand(built), name
        assert answers(built) == read_notes_for_it(built), name


def test_a_change_that_the_watcher_has_not_read_yet_is_not_taken_for_read(built: Path) -> None:
    rebuilder = Rebuilder(built)
    rebuilder.rebuild(date(2026, 10, 8))
    known = scan(built)
    _log(built)
    rebuilder.settle(known)

    assert not is_at_hand(built)
    assert answers(built) == read_notes_for_it(built)
