"""The slowest notes we can write: each read, checked and built alone, within its bounds."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support import write_vault
from tests.torture.conftest import Tried
from tests.torture.worst import WORST

# Seconds of the processor for one command; the promise is 5 on a machine at rest, and this one may
# not be. Bytes of memory: 500 MB beside what Python and the libraries map.
SECONDS, MEMORY = 10.0, 900 << 20
COMMANDS = (("due", "--all", "--json"), ("check", "--format", "json"), ("build",))


class Cost(NamedTuple):
    """What a command cost: its exit code, seconds of the processor, what it said."""

    code: int
    seconds: float
    out: str
    err: str


def run(vault: Path, *words: str) -> Cost:
    """A command in a process of its own, that ends when it takes too much."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))

    before = os.times()
    command = [sys.executable, "-m", "vaultkit", "-C", str(vault), "--today", "2026-10-08", *words]
    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=limit, timeout=250)
    after = os.times()
    seconds = after.children_user - before.children_user
    seconds += after.children_system - before.children_system
    return Cost(done.returncode, seconds, done.stdout, done.stderr)


@pytest.mark.parametrize("name", WORST)
def test_the_slowest_notes_take_seconds(tmp_path: Path, tried: Tried, name: str) -> None:
    kind, text = WORST[name]
    vault = write_vault(tmp_path, {"contacts/Ruth Okafor.md": "Sound.\n", f"{kind}/A.md": text})
    for words in COMMANDS:
        cost = run(vault, *words)
        assert cost.code in (0, 1), (words, cost.code, cost.err[-500:])
        assert "Traceback" not in cost.err
        assert cost.seconds < SECONDS, (words, cost.seconds)
        if words[0] == "check":
            json.loads(cost.out)
        tried("due, check, build of one of the slowest notes", 1)
    page = next((vault / "site").rglob("ruth-okafor.html"))
    assert b"Sound." in page.read_bytes()
