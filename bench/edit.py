"""Measure one edit: from a save to the changed page, and to the whole site; and peak memory.

    python -m bench.edit [--sizes 100 1000 10000] [--runs 9] [--watch]

In one process, or with --watch through a real `vaultkit watch`, whose page is looked at every
millisecond. Medians; the two columns of one run are comparable, absolute times differ from machine
to machine.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from bench.make_notes import write_notes
from vaultkit import disk
from vaultkit.rebuild import Rebuilder

DAY = date(2026, 6, 1)


def pick(vault: Path) -> tuple[Path, Path]:
    """A note, and its page."""
    note = min((vault / "contacts").glob("*.md"))
    return note, vault / "site" / "contacts" / f"{note.stem.lower().replace(' ', '-')}.html"


def edit(note: Path, number: int) -> bytes:
    """Save a note with new words; the words."""
    text = note.read_text().partition("\nEdit ")[0]
    note.write_text(f"{text}\nEdit {number}.\n")
    return f"Edit {number}.".encode()


def measure_process(vault: Path, runs: int) -> tuple[list[float], list[float]]:
    """Milliseconds to the note's own page and to the whole site, in this process."""
    rebuilder, marks = Rebuilder(vault), list[float]()
    rebuilder.rebuild(DAY)
    write = disk.write_pages

    def listen(*words: Any) -> disk.Written:
        written = write(*words)
        marks.append(time.perf_counter())
        return written

    note, page = pick(vault)
    first, whole = [], []
    vars(disk)["write_pages"] = listen
    for number in range(runs + 1):
        words = edit(note, number)
        marks.clear()
        begin = time.perf_counter()
        rebuilder.rebuild(DAY, frozenset((note.relative_to(vault).as_posix(),)))
        assert words in page.read_bytes()
        first.append((marks[0] - begin) * 1000)
        whole.append((marks[-1] - begin) * 1000)
    vars(disk)["write_pages"] = write
    return first[1:], whole[1:]


def measure_watch(vault: Path, runs: int) -> list[float]:
    """Milliseconds from a save to the changed page, with a watcher of its own."""
    words = [sys.executable, "-m", "vaultkit", "-C", str(vault), "--today", str(DAY), "watch"]
    with subprocess.Popen(words, stdout=-3, stderr=-1, encoding="utf-8") as watcher:
        assert watcher.stderr
        while "Watching" not in watcher.stderr.readline():
            assert watcher.poll() is None
        note, page = pick(vault)
        found = []
        for number in range(1000, 1001 + runs):
            time.sleep(1.0)  # an editor does not save twice in a second
            new = edit(note, number)
            found.append(wait_for(lambda new=new: new in page.read_bytes()))  # type: ignore[misc]
        watcher.terminate()
    return found[1:]


def wait_for(what: Callable[[], bool]) -> float:
    """Milliseconds until something is so."""
    begin = time.perf_counter()
    while not what():
        time.sleep(0.001)
    return (time.perf_counter() - begin) * 1000


def main() -> None:
    """One line a size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10000])
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--watch", action="store_true")
    options = parser.parse_args()
    print("notes   page ms   site ms   save to page by watch ms   peak MiB")
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            vault = Path(folder)
            write_notes(vault, size)
            first, whole = (statistics.median(one) for one in measure_process(vault, options.runs))
            seen = statistics.median(measure_watch(vault, options.runs)) if options.watch else 0.0
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{size:>5}   {first:>7.1f}   {whole:>7.0f}   {seen:>24.1f}   {peak:>8.0f}")


if __name__ == "__main__":
    main()
