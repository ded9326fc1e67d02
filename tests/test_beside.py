"""Work on a second processor: the same result, and no harm when it fails."""

import os
import signal
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.support import write_vault
from tests.test_rebuild import START, TODAY, clean_build
from vaultkit.build import load_theme, make_edition
from vaultkit.pipeline import load_vault
from vaultkit.site import edition
from vaultkit.site.beside import Shares, start_beside


def test_a_result_is_handed_back() -> None:
    with start_beside(lambda: {"a": b"1"}) as wait:
        assert wait() in ({"a": b"1"}, None)


def test_work_that_fails_in_the_copy_is_left_to_the_caller() -> None:
    with start_beside(lambda: 1 // 0) as wait, start_beside(lambda: os._exit(1)) as other:
        assert wait() is None and other() is None


def test_who_is_stopped_stops_the_other_worker_too() -> None:
    here, there = os.pipe()

    def work() -> None:
        os.close(here)
        signal.pause()

    with pytest.raises(KeyboardInterrupt), start_beside(work):
        os.close(there)
        raise KeyboardInterrupt
    with open(here, "rb") as pipe:
        assert pipe.read() == b""  # nobody is left who could write


AT_FORK = """
import os, signal
from vaultkit.site.beside import start_copy
os.register_at_fork(after_in_parent=lambda: os.kill(os.getpid(), signal.SIGINT))
try:
    start_copy(lambda here, there: signal.pause())
except KeyboardInterrupt:
    try:
        os.waitpid(-1, 0)
    except ChildProcessError:
        print("stopped, nobody is left")
"""


def test_ctrl_c_at_the_very_moment_of_a_copy_is_heard_and_nobody_is_left() -> None:
    command = [sys.executable, "-c", AT_FORK]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert (done.stdout, done.stderr) == ("stopped, nobody is left\n", "")


KILLED = """
import time
from vaultkit.site.beside import start_beside
with start_beside(lambda: time.sleep(3600)):
    print("begun", flush=True)
    time.sleep(3600)
"""


def test_the_other_worker_does_not_outlive_one_who_is_killed() -> None:
    command = [sys.executable, "-c", KILLED]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stdout.readline() == "begun\n"
        process.kill()
        assert process.communicate(timeout=30)[0] == ""  # nobody is left who could write


def test_each_share_is_taken_once() -> None:
    shares = Shares(range(1000))
    mine = shares.take()
    first = next(mine)
    with start_beside(lambda: list(shares.take())) as wait:
        theirs = wait() or []
    assert sorted([first, *mine, *theirs]) == list(range(1000))
    assert list(Shares([]).take()) == []


def test_a_site_in_memory_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = load_vault(write_vault(tmp_path / "vault", START))
    theme = load_theme(loaded.root, "paper")
    alone = make_edition(loaded, TODAY, theme).print_all()
    monkeypatch.setattr(edition, "ENOUGH", 1)
    assert make_edition(loaded, TODAY, theme).print_all() == alone


def test_a_problem_that_a_second_worker_found_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = {**START, "notes/Deep.md": "> " * 200 + "deep\n"}
    root = write_vault(tmp_path / "vault", notes)
    alone = clean_build(root, tmp_path / "alone")
    assert b"nesting" in alone["problems.html"]
    monkeypatch.setattr(edition, "ENOUGH", 1)
    assert clean_build(root, tmp_path / "two") == alone


def test_two_workers_print_what_one_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = {**START, **{f"contacts/Person {n}.md": "---\n---\n## Log\n" for n in range(9)}}
    root = write_vault(tmp_path / "vault", notes)
    alone = clean_build(root, tmp_path / "alone")
    monkeypatch.setattr(edition, "ENOUGH", 1)
    assert clean_build(root, tmp_path / "two") == alone
    monkeypatch.setattr(edition, "start_beside", lambda work: nullcontext(lambda: None))
    assert clean_build(root, tmp_path / "failed") == alone
