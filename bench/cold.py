"""Measure a cold build of several checkouts beside each other: CPU, wall, and is it the same site?

    python -m bench.cold [--size 1000 | --vault DIR] [--runs 7] [CHECKOUT ...]

The checkouts take turns, so that a busy machine is busy for all of them; this one is measured when
none is named. CPU is that of all workers together, and tells more than wall where others work, too.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from bench.make_notes import write_notes
from bench.measure import DAY


class Cost(NamedTuple):
    """Seconds of a build, and a digest of the site it made."""

    wall: float
    cpu: float
    site: str


def build(checkout: Path, vault: Path, out: Path) -> Cost:
    """One build into a folder that is not there."""
    shutil.rmtree(out, ignore_errors=True)
    tool = [sys.executable, "-m", "vaultkit", "-q", "-C", str(vault), "--today", DAY]
    before, begin = _count_cpu(), perf_counter()
    command = [*tool, "build", "-o", str(out)]
    subprocess.run(command, cwd=checkout, check=True, stdout=subprocess.DEVNULL)
    return Cost(perf_counter() - begin, _count_cpu() - before, _digest(out))


def _count_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _digest(out: Path) -> str:
    """What stands in a site, its cache left out."""
    found = sha256()
    for path in sorted(out.rglob("*")):
        if path.is_file() and not path.relative_to(out).parts[0].startswith("."):
            found.update(f"{path.relative_to(out)}\n".encode() + path.read_bytes())
    return found.hexdigest()[:12]


def measure(
    checkouts: Sequence[Path], size: int, vault: Path | None, runs: int
) -> list[list[Cost]]:
    """All builds of each checkout, after one to warm up; a vault is made when none is named."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "site")
        if vault is None:
            vault = Path(folder, "vault")
            vault.mkdir()
            write_notes(vault, size)
        rounds = [[build(one, vault, out) for one in checkouts] for _ in range(runs + 1)]
    return [list(costs) for costs in zip(*rounds[1:], strict=True)]


def main() -> None:
    """One line a checkout: medians, the smallest CPU, the site."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("checkouts", type=Path, nargs="*", default=[Path.cwd()])
    parser.add_argument("--size", type=int, default=1000)
    parser.add_argument(
        "--vault", type=Path, help="a vault that is there, in the place of one made"
    )
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    print("wall s  CPU s  least CPU s          site  checkout")
    found = measure(options.checkouts, options.size, options.vault, options.runs)
    for checkout, costs in zip(options.checkouts, found, strict=True):
        wall = statistics.median(one.wall for one in costs)
        cpu = statistics.median(one.cpu for one in costs)
        least = min(one.cpu for one in costs)
        print(f"{wall:>6.2f}  {cpu:>5.2f}  {least:>11.2f}  {costs[-1].site}  {checkout}")


if __name__ == "__main__":
    main()
