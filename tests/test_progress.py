"""A long build shows a bar on a terminal, and leaves no trace of it; a pipe gets none."""

import os
import pty
import subprocess
import sys

CALL = """
import sys, time
from datetime import date
from pathlib import Path
from vaultkit.cli import progress
from vaultkit.cli.context import Context
progress.AFTER, progress.STEP = 0.01, 0.01
context = Context(Path("."), None, False, False, False, date.today)
with progress.show_progress(context, "Building the site"):
    end = time.monotonic() + 0.3
    while time.monotonic() < end:
        pass
print("DONE", file=sys.stderr)
"""


def run(on_terminal: bool) -> str:
    """What is written to stderr."""
    words = [sys.executable, "-c", CALL]
    if not on_terminal:
        return subprocess.run(words, capture_output=True, encoding="utf-8", check=True).stderr
    here, there = pty.openpty()
    with subprocess.Popen(words, stderr=there, env={**os.environ, "TERM": "xterm"}):
        os.close(there)
        data = b""
        try:
            while more := os.read(here, 4096):
                data += more
        except OSError:  # how a terminal says that it was closed
            pass
    os.close(here)
    return data.decode()


def test_a_bar_moves_on_a_terminal_and_is_wiped() -> None:
    told = run(on_terminal=True)
    assert len({line for line in told.split("\r") if line.startswith("Building the site [")}) > 3
    assert told.endswith("\r\x1b[KDONE\r\n")


def test_a_pipe_gets_no_bar() -> None:
    assert run(on_terminal=False) == "DONE\n"
