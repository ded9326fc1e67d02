"""What every torture needs: its tools named before it starts, its tries counted and told."""

import compileall
import os
import shutil
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from time import perf_counter

import pytest

from tests.browsing import ROOT

# A tool, and the package of Debian that brings it.
TOOLS = {
    "strace": "strace",
    "faketime": "faketime",
    "emacs": "emacs-nox",
    "nano": "nano",
    "vim": "vim",
    "tmux": "tmux",
    "setpriv": "util-linux",
    "unshare": "util-linux",
    "chromium": "chromium",
    "git": "git",
}
TRIED: Counter[str] = Counter()
TESTS: defaultdict[str, set[str]] = defaultdict(set)
SECONDS: defaultdict[str, float] = defaultdict(float)

Tried = Callable[[str, int], None]


def pytest_sessionstart(session: pytest.Session) -> None:
    """Stop at once when a tool is missing, and say how to get it; compile what each run starts."""
    compileall.compile_dir(str(ROOT / "vaultkit"), quiet=1)
    missing = sorted({package for tool, package in TOOLS.items() if not shutil.which(tool)})
    if missing and sys.platform == "linux":
        line = f"apt-get install --no-install-recommends {' '.join(missing)}"
        pytest.exit(f"the torture needs more tools; install them first: {line}", returncode=3)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A part takes minutes, more of them on a busy machine."""
    for item in items:
        item.add_marker(pytest.mark.timeout(1500))


@pytest.fixture
def tried(request: pytest.FixtureRequest) -> Iterator[Tried]:
    """Count what was tried, for the account at the end."""
    mine: set[str] = set()
    begin = perf_counter()

    def count(what: str, number: int) -> None:
        TRIED[what] += number
        TESTS[what].add(request.node.nodeid)
        mine.add(what)

    yield count
    for what in mine:
        SECONDS[what] += perf_counter() - begin


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A table of what was tried, how often, how long it took, and how it ended."""
    bad = {one.nodeid for name in ("failed", "error") for one in terminalreporter.getreports(name)}
    terminalreporter.section("tried")
    terminalreporter.write_line(f"{'times':>8} {'seconds':>8}  verdict  scenario")
    for what in sorted(TRIED):
        verdict = "FAILED" if TESTS[what] & bad else "held"
        row = f"{TRIED[what]:8} {SECONDS[what]:8.0f}  {verdict:7}  {what}"
        terminalreporter.write_line(row)
    for one in sorted(bad):
        terminalreporter.write_line(f"{'':17}  FAILED   {one}")
    for report in terminalreporter.getreports("skipped"):
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        terminalreporter.write_line(f"{'':17}  skipped  {report.nodeid}: {why}")
    user, system, child_user, child_system, _ = os.times()
    spent = (user + system + child_user + child_system) / 60
    terminalreporter.write_line(f"{sum(TRIED.values())} tries, {spent:.1f} minutes of processor")
