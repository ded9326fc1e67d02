"""Real commands killed at random moments, many times over; two builders at once."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests import killing
from tests.support import contact, write_vault
from tests.torture.conftest import Tried
from tests.torture.faults import read_all


@pytest.mark.parametrize("seed", [11, 12])
def test_killed_at_random_each_note_is_old_or_new(tmp_path: Path, tried: Tried, seed: int) -> None:
    write_vault(tmp_path, {killing.RUTH: contact("- 2026-10-01 letter")})
    killed = killing.kill_runs(tmp_path, 80, seed)
    tried("log, killed at a random moment or done", 80)
    tried("of these killed", killed)


def test_builders_at_once_make_the_site_of_one(tmp_path: Path, tried: Tried) -> None:
    people = {f"contacts/Person {n}.md": contact("- 2026-09-01 letter") for n in range(30)}
    vault = write_vault(tmp_path / "vault", people)
    command = [sys.executable, "-m", "vaultkit", "-C", str(vault), "--today", "2026-10-08", "build"]
    subprocess.run([*command, "-o", str(tmp_path / "alone")], check=True, capture_output=True)
    for _ in range(5):
        runs = [
            subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for _ in range(4)
        ]
        assert [one.wait(timeout=120) for one in runs] == [0] * 4
        assert read_all(vault, "site") == read_all(tmp_path, "alone")
        tried("four builders at once", 1)
        next(iter((vault / "contacts").glob("*.md"))).touch()
