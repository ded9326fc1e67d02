"""Real commands under strace: one call of the system made to fail, or to kill, at a time."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

CALLS = ("openat", "write", "rename", "renameat2", "link", "unlink", "fsync", "mkdir", "fchmod")
# Each fault, and at every how many calls it strikes: all of them, or half, as they end alike.
FAULTS = {"signal=KILL": 1, "error=ENOSPC": 1, "error=EIO": 2, "error=EACCES": 2}
_CALL = re.compile(r"^(?:\d+ +)?(\w+)\((.*)")


class Ended(NamedTuple):
    """How a command under a fault ended: exit code (negative: a signal) and what it said."""

    code: int
    said: str


class Faults:
    """One command on copies of one vault."""

    def __init__(self, vault: Path, words: tuple[str, ...], scratch: Path) -> None:
        self.vault, self.words, self.scratch = vault, words, scratch

    def copy(self, name: str) -> Path:
        """A fresh copy of the vault."""
        folder = self.scratch / name
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.vault, folder, symlinks=True)
        return folder

    def run(self, folder: Path, *strace: str) -> Ended:
        """The command, under strace when options of it are given."""
        command = [sys.executable, "-m", "vaultkit", "-C", str(folder), "--today", "2026-10-08"]
        front = [
            "strace",
            "-f",
            "-qq",
            "-y",
            "--seccomp-bpf",  # only what is traced stops: half the time
            "-o",
            str(folder.with_name(f"{folder.name}.trace")),
            *strace,
        ]
        whole = [*(front if strace else ()), *command, *self.words]
        environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(whole, capture_output=True, text=True, env=environment, timeout=120)
        return Ended(done.returncode, done.stdout + done.stderr)

    def points(self) -> dict[str, list[int]]:
        """Of each call, the numbers of those that touch the vault."""
        folder = self.copy("counted")
        self.run(folder, "-e", f"trace={','.join(CALLS)}")
        found: dict[str, list[int]] = {call: [] for call in CALLS}
        counts = dict.fromkeys(CALLS, 0)
        for line in (
            folder.with_name(f"{folder.name}.trace").read_text(errors="replace").splitlines()
        ):
            row = _CALL.match(line)
            if row and row[1] in counts:
                counts[row[1]] += 1
                if str(folder) in row[2]:
                    found[row[1]].append(counts[row[1]])
        return found

    def each(self, faults: Mapping[str, int]) -> Iterator[tuple[str, Path, Ended]]:
        """Each fault at every n-th call that touches the vault, each time in a fresh copy."""
        rows = [
            (call, number, fault)
            for call, numbers in self.points().items()
            for fault, step in faults.items()
            for place, number in enumerate(numbers)
            if place % step == len(fault) % step
        ]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            yield from filter(self._was_in_the_vault, pool.map(self._break, rows))

    @staticmethod
    def _was_in_the_vault(row: tuple[str, Path, Ended]) -> bool:
        """False when the counts moved and the fault met a file of Python's."""
        folder = row[1]
        lines = folder.with_name(f"{folder.name}.trace").read_text(errors="replace").splitlines()
        met = [line for line in lines if "(INJECTED" in line]
        return not met or any(str(folder) in line for line in met)

    def _break(self, row: tuple[str, int, str]) -> tuple[str, Path, Ended]:
        call, number, fault = row
        folder = self.copy(f"{call}-{number}-{fault}")
        inject = f"inject={call}:{fault}:when={number}"
        return (
            f"{call} {number} {fault}",
            folder,
            self.run(folder, "-e", f"trace={call}", "-e", inject),
        )


def read_all(folder: Path, below: str = "") -> dict[str, bytes]:
    """The bytes of every file below a folder, by path; state of ours left out."""
    top = folder / below if below else folder
    return {
        path.relative_to(top).as_posix(): path.read_bytes()
        for path in sorted(top.rglob("*"))
        if path.is_file() and not path.name.startswith(".vaultkit-")
        and ".vaultkit" not in path.relative_to(top).parts
    }  # fmt: skip


def find_half(
    now: Mapping[str, bytes], old: Mapping[str, bytes], new: Mapping[str, bytes]
) -> list[str]:
    """The files that are neither as they were nor as they are to be."""
    names = now.keys() | old.keys() | new.keys()
    return sorted(one for one in names if now.get(one) not in (old.get(one), new.get(one)))
