"""A site kept fresh for thousands of edits: memory, threads and handles stay where they were."""

import gc
import os
import threading
from datetime import date
from pathlib import Path

from tests.support import RUTH, contact, write_vault
from tests.torture.conftest import Tried
from vaultkit.rebuild import Rebuilder

EDITS, FIRST = 5000, 500


def read_memory() -> int:
    """Kilobytes this process has in memory."""
    rows = Path("/proc/self/status").read_text().splitlines()
    return next(int(row.split()[1]) for row in rows if row.startswith("VmRSS"))


def test_thousands_of_edits_leave_nothing_behind(tmp_path: Path, tried: Tried) -> None:
    people = {f"contacts/Person {n}.md": contact("- 2026-09-01 letter") for n in range(20)}
    vault = write_vault(tmp_path, {RUTH: contact(""), **people})
    rebuilder = Rebuilder(vault)
    rebuilder.rebuild(date(2026, 10, 8))
    before = (0, 0, 0)
    for number in range(EDITS):
        (vault / RUTH).write_text(contact(f"- 2026-10-01 letter: edit {number}"))
        rebuilder.rebuild(date(2026, 10, 8), frozenset([RUTH]))
        if number == FIRST:
            gc.collect()
            handles = len(os.listdir("/proc/self/fd"))
            before = (read_memory(), threading.active_count(), handles)
    gc.collect()
    tried("edits of a vault that is kept fresh", EDITS)
    assert threading.active_count() <= before[1]
    assert len(os.listdir("/proc/self/fd")) <= before[2]
    assert read_memory() < before[0] + 30_000
    page = next((vault / "site" / "contacts").glob("ruth-okafor.html"))
    assert f"edit {EDITS - 1}" in page.read_text()
