"""Measure `due` and `build` on generated vaults: medians, ratios to a bare start, peak memory.

    python -m bench.measure [--sizes 100 1000 10000] [--runs 5]

Whole processes, start included, the commands in turn, so that a machine that grows slower does so
for all. Quote the ratios; absolute times differ from machine to machine.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from bench.make_notes import write_notes

DAY = "2026-06-01"


def run(command: list[str]) -> float:
    """Seconds that one process takes."""
    begin = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return perf_counter() - begin


def measure(vault: Path, runs: int) -> dict[str, float]:
    """Medians of a bare start, `due` from the notes and from what a build left, a cold build, one
    where nothing changed, one where one note did.
    """
    python = sys.executable
    tool = [python, "-m", "vaultkit", "-C", str(vault), "--today", DAY]
    names = ("bare", "due", "cold", "again", "known", "edit")
    times: dict[str, list[float]] = {name: [] for name in names}
    note = min((vault / "contacts").glob("*.md"))
    run([*tool, "due"])
    for _ in range(runs):
        times["bare"].append(run([python, "-c", "import click"]))
        shutil.rmtree(vault / "site", ignore_errors=True)
        times["due"].append(run([*tool, "due"]))
        times["cold"].append(run([*tool, "build"]))
        times["again"].append(run([*tool, "build"]))
        times["known"].append(run([*tool, "due"]))
        note.write_text(note.read_text() + "\nOne more line.\n")
        times["edit"].append(run([*tool, "build"]))
    return {name: statistics.median(found) for name, found in times.items()}


def main() -> None:
    """One line a size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10000])
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    print(
        "notes  due ms  due/bare  known ms  cold s  cold ms/note  unchanged s  one edit s  peak MiB"
    )
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            vault = Path(folder)
            write_notes(vault, size)
            found = measure(vault, options.runs)
        ratio, cost = found["due"] / found["bare"], found["cold"] / size * 1000
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(
            f"{size:>5}  {found['due'] * 1000:>6.0f}  {ratio:>8.1f}  "
            f"{found['known'] * 1000:>8.0f}  {found['cold']:>6.2f}  "
            f"{cost:>12.2f}  {found['again']:>11.2f}  {found['edit']:>10.2f}  {peak:>8.0f}"
        )


if __name__ == "__main__":
    main()
