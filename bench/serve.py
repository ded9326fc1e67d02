"""Measure `vaultkit serve`: first page, save to page and to search, idle time, memory, handles.

    python -m bench.serve [--sizes 100 1000 10000] [--runs 9] [--idle 20]

A real server over a real socket, asked as a browser would every few milliseconds. Medians and the
best of a run; on a machine that does other things too the best tells more. Quote ratios between
sizes; absolute times differ from machine to machine.
"""

import argparse
import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.edit import DAY, edit, pick
from bench.make_notes import write_notes
from vaultkit.site.searched import count_files, find_place, say_address


class Served:
    """A server of its own process, and how long it took to its first answer and to its last page.

    `first` is until anything is answered, `page` until the page of Today is, `ready` until the
    first build is done; all in seconds from the start of the process.
    """

    def __init__(self, vault: Path) -> None:
        self.begin = time.perf_counter()
        words = ["-C", str(vault), "--today", str(DAY), "serve", "-p", "0"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "vaultkit", *words], stdout=-1, stderr=-1, encoding="utf-8"
        )
        assert self.process.stdout and self.process.stderr
        self.port = int(self.process.stdout.readline().rstrip("/\n").rpartition(":")[2])
        self.get("")
        self.first = self._passed()
        wait_for(lambda: self.get("")[0] == 200)
        self.page = self._passed()
        while "Watching" not in self.process.stderr.readline():
            assert self.process.poll() is None
        self.ready = self._passed()

    def _passed(self) -> float:
        return time.perf_counter() - self.begin

    def get(self, address: str) -> tuple[int, bytes]:
        """Status and body of a page."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        client.request("GET", f"/{address}")
        answer = client.getresponse()
        found = answer.status, answer.read()
        client.close()
        return found

    def holds(self, address: str, words: bytes) -> bool:
        """Whether a page holds these words by now."""
        return words in self.get(address)[1]

    def ticks(self) -> int:
        """Clock ticks of processor time so far, in this process and those it waited for."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(int(one) for one in fields[11:15])

    def status(self, name: str) -> int:
        """A number of the system's account of the process: VmHWM, Threads."""
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(rf"^{name}:\s+(\d+)", text, re.M)
        return int(found[1]) if found else 0

    def handles(self) -> int:
        """How many files it holds open."""
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def stop(self) -> float:
        """Seconds from SIGTERM to its end."""
        begin = time.perf_counter()
        self.process.terminate()
        self.process.communicate(timeout=30)
        return time.perf_counter() - begin


def wait_for(what: Callable[[], bool]) -> float:
    """Milliseconds until something is so."""
    begin = time.perf_counter()
    while not what():
        time.sleep(0.002)
    return (time.perf_counter() - begin) * 1000


def measure_edits(served: Served, vault: Path, runs: int) -> tuple[list[float], list[float]]:
    """Milliseconds from a save to the note's own page, and to what the search looks through."""
    note, path = pick(vault)
    page = path.relative_to(vault / "site").as_posix()
    files = count_files(sum(1 for _ in vault.glob("*/*.md")) + sum(1 for _ in vault.glob("*.md")))
    search = say_address(find_place(note.relative_to(vault).as_posix(), files))
    pages, lists = [], []
    for number in range(1000, 1001 + runs):
        time.sleep(2.0)  # an editor does not save twice in a second
        words = edit(note, number)
        plain = words.rstrip(b".")  # far down in a note only its words are searched
        begin = time.perf_counter()
        pages.append(wait_for(lambda words=words: served.holds(page, words)))  # type: ignore[misc]
        wait_for(lambda plain=plain: served.holds(search, plain))  # type: ignore[misc]
        lists.append((time.perf_counter() - begin) * 1000)
    return pages[1:], lists[1:]


def measure_idle(served: Served, seconds: float) -> float:
    """Percent of one processor while nothing changes."""
    time.sleep(3)
    before = served.ticks()
    time.sleep(seconds)
    return (served.ticks() - before) / os.sysconf("SC_CLK_TCK") / seconds * 100


def measure(vault: Path, runs: int, idle: float) -> list[str]:
    """The lines of one size."""
    cold = Served(vault)
    begin = cold.ticks() / os.sysconf("SC_CLK_TCK")
    lines = [
        f"cold: answers after {cold.first:.2f} s, all pages after {cold.ready:.2f} s, "
        f"{begin:.2f} s of processor time",
    ]
    cold.stop()
    time.sleep(1)
    again = Served(vault)
    lines.append(
        f"unchanged: first page after {again.page:.2f} s, watching after {again.ready:.2f} s"
    )
    pages, lists = measure_edits(again, vault, runs)
    for what, found in (("page", pages), ("search", lists)):
        lines.append(
            f"save to {what}: median {statistics.median(found):.0f} ms, best {min(found):.0f} ms"
        )
    lines.append(f"idle: {measure_idle(again, idle):.2f} % of a processor")
    peak, threads = again.status("VmHWM") / 1024, again.status("Threads")
    lines.append(f"peak {peak:.0f} MiB, {threads} threads, {again.handles()} handles")
    lines.append(f"stops in {again.stop():.2f} s")
    return lines


def main() -> None:
    """Some lines a size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10000])
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--idle", type=float, default=20.0)
    options = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            write_notes(Path(folder), size)
            for line in measure(Path(folder), options.runs, options.idle):
                print(f"{size:>6} notes  {line}", flush=True)


if __name__ == "__main__":
    main()
