"""Measure vaultkit beside Hugo on the same notes, in one run, and the growth from size to size.

    python -m bench.beside [--sizes 100 1000 10000] [--runs 5] [--hugo hugo]

Whole processes by turns: a cold build, then one where nothing changed. The ratio is taken round by
round, its median printed. Hugo gets the least of themes, a page a note and one list; ours are the
pages of every day. Growth is the cost of a note beside that at the size before: 1.0 is linear.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from bench.make_notes import write_notes
from bench.measure import DAY, run

_PAGE = "<!doctype html><title>{{ .Title }}</title>"
_LIST = '<ul>{{ range .Site.RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>'
_SETTINGS = 'disableKinds = ["taxonomy", "term", "RSS", "sitemap", "404"]\nbuildFuture = true\n'
_HUGO = {
    "hugo.toml": _SETTINGS,
    "layouts/_default/single.html": _PAGE + "<h1>{{ .Title }}</h1>{{ .Content }}",
    "layouts/_default/list.html": _PAGE + _LIST + "{{ end }}</ul>",
    "layouts/index.html": _PAGE + _LIST + "{{ end }}</ul>",
}


def write_hugo(site: Path, vault: Path) -> None:
    """A site for Hugo of the same notes."""
    for name, text in _HUGO.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text)
    for note in vault.glob("*/*.md"):
        place = site / "content" / note.relative_to(vault)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"---\ntitle: {note.stem}\n{note.read_text()[4:]}")


def measure(vault: Path, site: Path, hugo: str, runs: int) -> dict[str, list[float]]:
    """Seconds of each round: ours and Hugo's, cold and with nothing changed."""
    tools = {
        "ours": ([sys.executable, "-m", "vaultkit", "-C", str(vault), "--today", DAY, "build"],
                 vault / "site"),
        "hugo": ([hugo, "--source", str(site), "--quiet"], site / "public"),
    }  # fmt: skip
    times: dict[str, list[float]] = {}
    for _ in range(runs):
        for name, (command, out) in tools.items():
            shutil.rmtree(out, ignore_errors=True)
            times.setdefault(f"{name} cold", []).append(run(command))
            times.setdefault(f"{name} again", []).append(run(command))
    return times


def say(size: int, times: dict[str, list[float]], before: tuple[int, float] | None) -> float:
    """One line of medians, ratios and growth; the median of our cold builds."""
    middle = {name: statistics.median(found) for name, found in times.items()}
    ratios = {
        kind: statistics.median(
            mine / theirs
            for mine, theirs in zip(times[f"ours {kind}"], times[f"hugo {kind}"], strict=True)
        )
        for kind in ("cold", "again")
    }
    cold = middle["ours cold"]
    growth = f"{cold / size / (before[1] / before[0]):.2f}" if before else "-"
    print(
        f"{size:>5}  {cold:>6.2f}  {middle['hugo cold']:>6.2f}  {ratios['cold']:>9.1f}  "
        f"{middle['ours again']:>11.3f}  {middle['hugo again']:>6.2f}  "
        f"{ratios['again']:>14.2f}  {growth:>6}"
    )
    return cold


def main() -> None:
    """One line a size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--hugo", default="hugo")
    options = parser.parse_args()
    if not shutil.which(options.hugo):
        sys.exit(f"{options.hugo} was not found; install Hugo, or name it with --hugo")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    print("notes  cold s    Hugo  cold/Hugo  unchanged s    Hugo  unchanged/Hugo  growth")
    before: tuple[int, float] | None = None
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            vault, site = Path(folder) / "vault", Path(folder) / "hugo"
            vault.mkdir()
            write_notes(vault, size)
            write_hugo(site, vault)
            before = size, say(size, measure(vault, site, options.hugo, options.runs), before)


if __name__ == "__main__":
    main()
