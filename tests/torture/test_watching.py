"""A watcher beside real editors, git, small limits, clocks that jump, vaults that come and go."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.support import RUTH, contact, write_vault
from tests.test_watch import git, remove_site
from tests.torture.conftest import Tried
from tests.torture.watching import Watching, wait_for

LOG = "- 2026-10-01 letter"
PEOPLE = {f"contacts/Person {n}.md": contact("- 2026-09-01 letter") for n in range(12)}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "vault", {RUTH: contact(LOG, body="WORDS0"), **PEOPLE})


@pytest.fixture
def watching(vault: Path) -> Iterator[Watching]:
    one = Watching(vault)
    yield one
    one.stop()


def _run(*words: str) -> Callable[[Path, str, str], None]:
    """A saver from the words of a command; FILE, OLD and NEW stand for what they say."""

    def save(path: Path, old: str, new: str) -> None:
        filled = [
            one.replace("FILE", str(path)).replace("OLD", old).replace("NEW", new) for one in words
        ]
        subprocess.run(filled, cwd=path.parent, check=True, capture_output=True, timeout=60)

    return save


def _nano(path: Path, old: str, new: str) -> None:
    """In a terminal of its own, as nobody else drives it."""
    tmux = ("tmux", "-f", "/dev/null", "-L", f"vaultkit-{os.getpid()}")
    subprocess.run([*tmux, "new-session", "-d", "nano", "-I", str(path)], check=True)
    try:
        wait_for(lambda: old in _screen(tmux))
        for key in ("M-/", new, "Enter", "C-o", "Enter", "C-x"):
            subprocess.run([*tmux, "send-keys", key], check=False)
            time.sleep(0.2)
        wait_for(lambda: new in path.read_text())
    finally:
        subprocess.run([*tmux, "kill-server"], check=False, capture_output=True)


def _screen(tmux: tuple[str, ...]) -> str:
    return subprocess.run([*tmux, "capture-pane", "-p"], capture_output=True, text=True).stdout


def _truncate_then_write(path: Path, old: str, new: str) -> None:
    text = path.read_text().replace(old, new)
    with open(path, "w") as file:
        file.flush()
        time.sleep(0.05)
        file.write(text)


def _in_drops(path: Path, old: str, new: str) -> None:
    text = path.read_text().replace(old, new)
    with open(path, "w") as file:
        for start in range(0, len(text), 7):
            file.write(text[start : start + 7])
            file.flush()
            time.sleep(0.002)


def _beside(path: Path, old: str, new: str) -> None:
    temp = path.with_name(f".{path.name}.tmp-1")
    temp.write_text(path.read_text().replace(old, new))
    temp.replace(path)


def _backup_first(path: Path, old: str, new: str) -> None:
    text = path.read_text().replace(old, new)
    path.rename(f"{path}~")
    path.write_text(text)
    Path(f"{path}~").unlink()


_REPLACE = '(progn (replace-string-in-region "OLD" "NEW" (point-min)) (save-buffer))'
EDITORS: dict[str, Callable[[Path, str, str], None]] = {
    "vim": _run("vim", "-es", "-u", "NONE", "-N", "-c", "%s/OLD/NEW/|wq", "FILE"),
    "vim with backup": _run("vim", "-es", "-u", "NONE", "-c", "set bk|%s/OLD/NEW/|wq", "FILE"),
    "vim in place": _run("vim", "-es", "-u", "NONE", "-c", "set bkc=yes|%s/OLD/NEW/|wq", "FILE"),
    "emacs": _run("emacs", "-Q", "--batch", "FILE", "--eval", _REPLACE),
    "nano": _nano,
    "sed -i": _run("sed", "-i", "s/OLD/NEW/", "FILE"),
    "perl -i": _run("perl", "-pi", "-e", "s/OLD/NEW/", "FILE"),
    "cp over": _run("sh", "-c", "sed s/OLD/NEW/ 'FILE' > /tmp/$$ && cp /tmp/$$ 'FILE'; rm /tmp/$$"),
    "mv over": _run("sh", "-c", "sed s/OLD/NEW/ 'FILE' > x.tmp && mv x.tmp 'FILE'"),
    "truncate, then write": _truncate_then_write,
    "in drops": _in_drops,
    "a file beside, renamed": _beside,
    "a backup first": _backup_first,
}


def test_every_editor_reaches_the_page_over_and_over(watching: Watching, tried: Tried) -> None:
    note = watching.vault / RUTH
    number = 0
    for _ in range(3):
        for save in EDITORS.values():
            save(note, f"WORDS{number}", f"WORDS{number + 1}")
            number += 1
            watching.shows(f"WORDS{number}")
            tried("a save of a real editor, seen on its page", 1)
    watching.equals_clean_build()


def test_git_goes_back_and_forth_and_merges(watching: Watching, tried: Tried) -> None:
    vault = watching.vault
    git(vault, "init", "-q", "-b", "main")
    (vault / ".gitignore").write_text("site/\n")
    git(vault, "add", "-A")
    git(vault, "commit", "-qm", "one")
    git(vault, "checkout", "-qb", "two")
    for number in range(0, 12, 2):
        (vault / f"contacts/Person {number}.md").unlink()
    (vault / "contacts/Ann Ash.md").write_text(contact("- 2026-10-03 call"))
    git(vault, "add", "-A")
    git(vault, "commit", "-qm", "two")
    for number in range(6):
        git(vault, "checkout", "-q", ("main", "two")[number % 2])
        watching.equals_clean_build()
        tried("a checkout of git", 1)
    git(vault, "checkout", "-q", "main")
    (vault / RUTH).write_text(contact(LOG, body="MAIN"))
    git(vault, "commit", "-qam", "three")
    git(vault, "merge", "-q", "--no-edit", "two")
    git(vault, "stash", "list")
    watching.shows("MAIN")
    watching.equals_clean_build()


def test_a_conflict_of_git_keeps_the_last_good_page(watching: Watching, tried: Tried) -> None:
    vault = watching.vault
    note = vault / RUTH
    git(vault, "init", "-q", "-b", "main")
    (vault / ".gitignore").write_text("site/\n")
    git(vault, "add", "-A")
    git(vault, "commit", "-qm", "one")
    for branch, words in (("two", "THEIRS"), ("main", "OURS")):
        git(vault, "checkout", "-q", *(("-b",) if branch == "two" else ()), branch)
        note.write_text(contact(LOG, body=words))
        git(vault, "commit", "-qam", branch)
    watching.shows("OURS")
    with suppress(subprocess.CalledProcessError):
        git(vault, "merge", "-q", "two")
    watching.shows("merge conflict")
    assert "OURS" in watching.page()
    git(vault, "checkout", "-q", "--theirs", RUTH)
    watching.shows("THEIRS")
    watching.equals_clean_build()
    tried("a merge of git with a conflict", 1)


@pytest.mark.parametrize("watches", [0, 3])
def test_too_few_watches_are_said_and_scans_do(vault: Path, tried: Tried, watches: int) -> None:
    limit = f'echo {watches} > /proc/sys/user/max_inotify_watches; exec "$@"'
    one = Watching(vault, "unshare", "-Ur", "sh", "-c", limit, "sh")
    try:
        for number in range(4):
            (vault / RUTH).write_text(contact(LOG, body=f"FEW{number}"))
            one.shows(f"FEW{number}")
            tried("a save where the system lets few folders be watched", 1)
        assert any("watch" in line and "Watching" not in line for line in one.said), one.said
    finally:
        one.stop()


def test_a_thousand_files_at_once_are_all_there(watching: Watching, tried: Tried) -> None:
    for number in range(1000):
        (watching.vault / f"contacts/Crowd {number}.md").write_text(contact(LOG))
    watching.shows("Crowd 999", "contacts/crowd-999.html")
    watching.equals_clean_build()
    shutil.rmtree(watching.vault / "contacts")
    watching.equals_clean_build()
    tried("a thousand notes made, and removed, at once", 2)


def test_a_vault_that_comes_and_goes(watching: Watching, tried: Tried) -> None:
    away = watching.vault.with_name("away")
    for number in range(3):
        watching.vault.rename(away)
        time.sleep(1.5)
        (away / RUTH).write_text(contact(LOG, body=f"BACK{number}"))
        assert not watching.vault.exists()  # nothing is made where it was
        away.rename(watching.vault)
        watching.shows(f"BACK{number}")
        tried("a vault moved away and back", 1)
    watching.equals_clean_build()


def test_builders_beside_a_watcher(watching: Watching, tried: Tried) -> None:
    words = [sys.executable, "-m", "vaultkit", "-C", str(watching.vault), "--today", "2026-10-08"]
    for number in range(6):
        (watching.vault / RUTH).write_text(contact(LOG, body=f"BOTH{number}"))
        subprocess.run([*words, "build"], check=True, capture_output=True)
        watching.shows(f"BOTH{number}")
        tried("a build beside a watcher", 1)
    remove_site(watching.vault)
    watching.equals_clean_build()


@pytest.mark.parametrize("start", ["2026-10-08 23:59:52", "2026-10-24 23:59:52"])
def test_midnight_comes_by_itself(vault: Path, tried: Tried, start: str) -> None:
    """Also in the night in which summer time ends."""
    day, _ = start.split()
    one = Watching(vault, "env", "TZ=Europe/Berlin", "faketime", "-f", f"@{start}", today="")
    try:
        one.shows(f'datetime="{day}"', "index.html")
        after = f"{day[:-2]}{int(day[-2:]) + 1:02}"
        one.shows(f'for <time datetime="{after}"', "index.html")
        tried("a midnight while watching", 1)
    finally:
        one.stop()


@pytest.mark.parametrize("monotonic", [False, True], ids=["wall", "both"])
def test_a_clock_that_jumps_moves_today_and_stalls_nobody(
    vault: Path, tmp_path: Path, tried: Tried, monotonic: bool
) -> None:
    """A day on, two back, over half a year and home; with `monotonic` every clock goes along."""
    jump = tmp_path / "jump"
    jump.write_text("+0d")
    library = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    one = Watching(
        vault,
        "env",
        f"LD_PRELOAD={library}",
        f"FAKETIME_TIMESTAMP_FILE={jump}",
        "FAKETIME_NO_CACHE=1",
        f"FAKETIME_DONT_FAKE_MONOTONIC={'' if monotonic else '1'}",
        today="",
    )
    try:
        for days in (1, -1, 200, 0):
            jump.write_text(f"{days:+}d")
            (vault / RUTH).write_text(contact(LOG, body=f"JUMP{days}."))
            one.shows(f"JUMP{days}.")
            day = time.strftime("%Y-%m-%d", time.localtime(time.time() + days * 86_400))
            one.shows(f'datetime="{day}"', "index.html")
            tried("a jump of the clock while watching", 1)
        one.equals_clean_build()
        wait_for(lambda: _rests(one))  # no rebuild follows a rebuild for ever
    finally:
        one.stop()


def _rests(watching: Watching) -> bool:
    said = len(watching.said)
    time.sleep(3)
    return len(watching.said) == said


def test_a_queue_that_overflows_while_it_sleeps_is_made_up_for(
    watching: Watching, tried: Tried
) -> None:
    """Stopped as a machine that sleeps, while more happens than the system keeps for it."""
    most = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text())
    watching.process.send_signal(signal.SIGSTOP)
    other = [watching.vault / "contacts" / f"Flood {number}.md" for number in range(2)]
    for number in range(most):  # each save is at least two events
        other[number % 2].write_text(contact(LOG))
    (watching.vault / RUTH).write_text(contact(LOG, body="AFTER."))
    watching.process.send_signal(signal.SIGCONT)
    watching.shows("AFTER.")
    watching.equals_clean_build()
    tried("an overflow of the system's queue while stopped", 1)


def test_hundreds_of_saves_leave_no_thread_handle_or_memory(
    watching: Watching, tried: Tried
) -> None:
    first = (0, 0, 0)
    for number in range(400):
        (watching.vault / RUTH).write_text(contact(LOG, body=f"EDIT{number}."))
        if number % 10 == 0:
            watching.shows(f"EDIT{number}.")
        if number == 100:
            first = watching.memory()
    watching.shows("EDIT399.")
    watching.equals_clean_build()
    last = watching.memory()
    assert last[0] < first[0] + 20_000 and last[1] <= first[1] and last[2] <= first[2] + 1
    tried("a save of a vault that a process watches", 400)
