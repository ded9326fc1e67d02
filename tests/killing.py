"""Commands that are killed, or fail, at each of their steps: what `make torture` repeats at length.

A forked child does the work. Each file operation Python is about to make is counted by an audit
hook; at a chosen one the child is killed, or the operation fails as on a full or broken disk.
"""

import errno
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.support import contact, write_vault
from vaultkit import changes
from vaultkit.diagnostics import VaultkitError
from vaultkit.editing import Source

RUTH, WEI, NEW = "contacts/Ruth Okafor.md", "contacts/Wei Zhang.md", "interviews/Talk.md"
TEXT = contact("- 2026-10-01 letter\n- 2026-10-03 note: " + "words " * 3000)
EVENTS = frozenset(
    ("open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.listdir", "os.scandir",
     "os.chmod", "os.truncate", "fcntl.flock", "fcntl.fcntl", "ctypes.dlopen")
)  # fmt: skip
FAULTS = {"full": errno.ENOSPC, "broken": errno.EIO, "denied": errno.EACCES}


def make_vault(folder: Path) -> Path:
    """Two notes, and a change on record already."""
    write_vault(folder, {RUTH: TEXT, WEI: TEXT})
    changes.change_note(folder, WEI, lambda source: source.text, "nothing")
    return folder


def one(folder: Path) -> None:
    """A line added to one note."""
    changes.change_note(folder, RUTH, add("one"), "one")


def several(folder: Path) -> None:
    """Two notes edited, one made."""
    wanted = [
        changes.edit_note(RUTH, add("one")),
        changes.edit_note(WEI, add("two")),
        changes.create_note(NEW, "new\n"),
    ]
    changes.change_notes(folder, wanted, "several")


def add(words: str) -> Callable[[Source], str]:
    """An edit that adds a line at the end."""
    return lambda source: f"{source.text}{words}\n"


def run_until(work: Callable[[Path], None], folder: Path, stop: int, how: str) -> str:
    """Do the work in a child of our own that stops at its n-th step; how it ended.

    "done" when there are no n steps, "killed", "refused" (one clear error) or "traceback".
    """
    child = os.fork()
    if child == 0:
        code = 4
        try:
            sys.addaudithook(_make_hook(stop, how))
            work(folder)
            code = 0
        except VaultkitError:
            code = 3
        except BaseException:
            code = 4
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return "killed"
    return {0: "done", 3: "refused"}.get(os.WEXITSTATUS(status), "traceback")


def _make_hook(stop: int, how: str) -> Callable[[str, tuple[object, ...]], None]:
    count = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        if event not in EVENTS:
            return
        count += 1
        if count != stop:
            return
        if how == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(FAULTS[how], os.strerror(FAULTS[how]), "a file")

    return hook


def sweep(
    work: Callable[[Path], None], make: Callable[[int], Path], how: str
) -> list[tuple[int, str, Path]]:
    """Stop the work at every step it has, each time in a fresh vault."""
    found = []
    for stop in range(1, 500):
        folder = make_vault(make(stop))
        ended = run_until(work, folder, stop, how)
        found.append((stop, ended, folder))
        # A fault may hit what need not succeed; nothing but success means the steps are over.
        enough = 1 if how == "killed" else 6
        if len(found) > enough and all(one[1] == "done" for one in found[-enough:]):
            break
    return found


def texts(folder: Path) -> dict[str, str | None]:
    """What stands in each note; None where there is none."""
    found: dict[str, str | None] = {}
    for path in (RUTH, WEI, NEW):
        place = folder / path
        found[path] = place.read_text() if place.exists() else None
    return found


BEFORE: dict[str, str | None] = {RUTH: TEXT, WEI: TEXT, NEW: None}
AFTER: dict[str, str | None] = {RUTH: f"{TEXT}one\n", WEI: f"{TEXT}two\n", NEW: "new\n"}


def check_whole(folder: Path) -> None:
    """Every note is the old one or the new one; the next change works and sweeps up."""
    for path, text in texts(folder).items():
        assert text in (BEFORE[path], AFTER[path]), path
    changes.change_note(folder, WEI, add("next"), "next")
    changes.undo_change(folder)
    assert not list((folder / "contacts").glob(".vaultkit-*"))


def check_undone(folder: Path) -> None:
    """Undo makes of whatever was left the old notes."""
    try:
        changes.undo_change(folder)
    except VaultkitError as error:
        assert "nothing to undo" in str(error)
    assert texts(folder) == BEFORE


def limit_file_size(most: int) -> None:
    """Let every file this process writes be full after so many bytes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def kill_runs(folder: Path, count: int, seed: int = 1) -> int:
    """Real commands killed at random moments; how many were. Each note is old or new throughout."""
    rng = random.Random(seed)
    killed = 0
    command = [sys.executable, "-m", "vaultkit", "-C", str(folder), "--today", "2026-10-08"]
    begin = time.perf_counter()
    subprocess.run([*command, "log", RUTH, "note", "0"], check=True, stdout=subprocess.DEVNULL)
    whole = time.perf_counter() - begin
    for number in range(1, count + 1):
        before = (folder / RUTH).read_text()
        words = [*command, "log", RUTH, "note", str(number)]
        begin = time.perf_counter()
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
        try:
            process.wait(timeout=whole * rng.uniform(0.5, 1.1))
            whole = (whole + time.perf_counter() - begin) / 2  # a busy machine changes its pace
        except subprocess.TimeoutExpired:
            process.kill()
            whole *= 1.1
            killed += 1
            process.wait()
        after = (folder / RUTH).read_text()
        line = f"- 2026-10-08 note: {number}\n"
        assert after == before or after.replace(line, "", 1) == before
    return killed
