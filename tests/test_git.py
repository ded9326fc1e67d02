"""Two clones that log, and then merge or rebase: nothing is lost, nothing stands twice."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support import contact, write_vault
from vaultkit.cli import main
from vaultkit.contact_log import read_log
from vaultkit.document import read_document
from vaultkit.settings import Settings

RUTH, WEI = "contacts/Ruth Okafor.md", "contacts/Wei Zhang.md"
LOGS = {
    "oldest first": contact("- 2026-09-01 letter\n  two pages\n- 2026-09-20 call"),
    "newest first": contact("- 2026-09-20 call\n- 2026-09-01 letter\n  two pages"),
    "no last newline": contact("- 2026-09-01 letter").rstrip("\n"),
    "no log": "---\nname: Ruth Okafor\n---\nMet at a fair.\n",
    "crlf": contact("- 2026-09-01 letter").replace("\n", "\r\n"),
    "sections below": contact("- 2026-09-01 letter\n\n## Advice\n\n- [ ] one"),
}
WAYS = ("merge", "rebase")


def git(folder: Path, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_EDITOR": "true"}
    names = ("-c", "user.name=A", "-c", "user.email=a@search.example", "-c", "core.autocrlf=false")
    return subprocess.run(
        ["git", "-C", str(folder), *names, *words],
        env={**os.environ, **quiet},
        capture_output=True,
        encoding="utf-8",
        check=check,
    )


def run(vault: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(vault), "--today", "2026-10-08", *words])


def write(vault: Path, *words: str) -> None:
    result = run(vault, *words)
    assert result.exit_code == 0, result.output
    git(vault, "commit", "-qam", " ".join(words))


def clones(folder: Path, text: str, attributes: bool = True) -> tuple[Path, Path]:
    """Two clones of a vault that `vaultkit init` made."""
    first, second = folder / "first", folder / "second"
    first.mkdir()
    assert run(first, "init", "--no-git").exit_code == 0
    write_vault(first, {RUTH: text, WEI: contact()}, (first / "vaultkit.toml").read_text())
    if not attributes:
        (first / ".gitattributes").unlink()
    git(first, "init", "-q", "-b", "main")
    git(first, "add", "-A")
    git(first, "commit", "-qm", "start")
    git(folder, "clone", "-q", str(first), str(second))
    return first, second


def join(way: str, mine: Path, other: Path) -> bool:
    """Fetch the other clone's commits and merge or rebase; whether git was content."""
    git(mine, "fetch", "-q", str(other), "main")
    words = {"merge": ("merge", "-q", "-m", "merge"), "rebase": ("rebase", "-q")}
    return git(mine, *words[way], "FETCH_HEAD", check=False).returncode == 0


def entries(vault: Path, path: str = RUTH) -> list[str]:
    document, _ = read_document(path, (vault / path).read_bytes())
    log, _ = read_log(document, Settings())
    return sorted(f"{one.day} {one.kind} {one.words} {list(one.below)}" for one in log.entries)


@pytest.fixture(params=[(way, turn) for way in WAYS for turn in (False, True)], ids=str)
def joined(request: pytest.FixtureRequest) -> Callable[[Path, Path], tuple[Path, bool]]:
    """Joins two clones one way or the other, in one order or the other."""
    way, turn = request.param

    def do(first: Path, second: Path) -> tuple[Path, bool]:
        mine, other = (second, first) if turn else (first, second)
        return mine, join(way, mine, other)

    return do


Joined = Callable[[Path, Path], tuple[Path, bool]]


@pytest.mark.parametrize("log", LOGS)
def test_entries_of_both_clones_stand_once(tmp_path: Path, joined: Joined, log: str) -> None:
    first, second = clones(tmp_path, LOGS[log])
    before = entries(first)
    write(first, "log", RUTH, "call", "from the first\nat noon\n\nand more", "--on", "2026-10-01")
    write(first, "log", RUTH, "voicemail", "once more", "--on", "2026-10-03")
    write(
        second, "log", RUTH, "reply", "from the second\nat two\n\nand so on", "--on", "2026-10-02"
    )
    mine, content = joined(first, second)
    assert content
    assert entries(mine) == sorted(
        [
            *before,
            "2026-10-01 call from the first ['  at noon', '', '  and more']",
            "2026-10-02 reply from the second ['  at two', '', '  and so on']",
            "2026-10-03 voicemail once more []",
        ]
    )
    assert run(mine, "check", RUTH).exit_code == 0


def test_different_contacts_never_meet(tmp_path: Path, joined: Joined) -> None:
    first, second = clones(tmp_path, LOGS["oldest first"])
    write(first, "log", RUTH, "call")
    write(second, "log", WEI, "email")
    mine, content = joined(first, second)
    assert content
    assert len(entries(mine)) == 3
    assert len(entries(mine, WEI)) == 1


def test_one_entry_that_both_wrote_alike_stands_once(tmp_path: Path, joined: Joined) -> None:
    first, second = clones(tmp_path, LOGS["oldest first"])
    for clone in (first, second):
        write(clone, "log", RUTH, "call", "we spoke")
    mine, content = joined(first, second)
    assert content
    assert len(entries(mine)) == 3


def test_one_field_that_both_set_is_told_with_its_line(tmp_path: Path, joined: Joined) -> None:
    first, second = clones(tmp_path, LOGS["oldest first"])
    write(first, "snooze", RUTH, "2026-11-01")
    write(second, "snooze", RUTH, "2026-12-01")
    mine, content = joined(first, second)
    assert content
    checked = run(mine, "check", RUTH)
    assert checked.exit_code == 1
    assert f"{RUTH}:4:1: error" in checked.stdout
    assert "[field-twice]" in checked.stdout
    assert run(mine, "snooze", RUTH, "+3d").exit_code == 3


def test_neighbours_that_both_ticked_are_told_with_their_line(
    tmp_path: Path, joined: Joined
) -> None:
    first, second = clones(tmp_path, contact("", "", "## Advice\n\n- [ ] tides\n- [ ] maps\n"))
    write(first, "tick", RUTH, "tides")
    write(second, "tick", RUTH, "maps")
    mine, content = joined(first, second)
    assert content
    assert run(mine, "check", RUTH).stdout.count("[task-twice]") == 2


def test_without_the_attribute_git_asks_and_check_names_the_line(
    tmp_path: Path, joined: Joined
) -> None:
    first, second = clones(tmp_path, LOGS["oldest first"], attributes=False)
    write(first, "log", RUTH, "call")
    write(second, "log", RUTH, "reply")
    mine, content = joined(first, second)
    assert not content
    text = (mine / RUTH).read_text()
    line = text.splitlines().index(next(x for x in text.splitlines() if x[:7] == "<" * 7)) + 1
    assert f"{RUTH}:{line}:1: error" in run(mine, "check").stdout
    refused = run(mine, "log", RUTH, "note")
    assert refused.exit_code == 3
    assert f"{RUTH}:{line}:1" in refused.stderr
    assert (mine / RUTH).read_text() == text


def test_what_vaultkit_keeps_for_undo_is_never_in_git(tmp_path: Path) -> None:
    first, _ = clones(tmp_path, LOGS["oldest first"])
    write(first, "log", RUTH, "call")
    assert (first / ".vaultkit" / "journal").is_dir()
    assert git(first, "status", "--porcelain", "--untracked-files=all").stdout == ""
    assert ".vaultkit" not in git(first, "ls-files").stdout
