"""What every torture needs: its tools named before it starts, its tries counted and told."""

import shutil
import sys
from collections import Counter
from collections.abc import Callable

import pytest

# A tool, and the package of Debian that brings it.
TOOLS = {
    "strace": "strace",
    "faketime": "faketime",
    "emacs": "emacs-nox",
    "nano": "nano",
    "vim": "vim",
    "tmux": "tmux",
    "setpriv": "util-linux",
    "chromium": "chromium",
    "git": "git",
}
TRIED: Counter[str] = Counter()

Tried = Callable[[str, int], None]


def pytest_sessionstart(session: pytest.Session) -> None:
    """Stop at once when a tool is missing, and say how to get it."""
    missing = sorted(package for tool, package in TOOLS.items() if not shutil.which(tool))
    if missing and sys.platform == "linux":
        line = f"apt-get install --no-install-recommends {' '.join(missing)}"
        pytest.exit(f"the torture needs more tools; install them first: {line}", returncode=3)


@pytest.fixture
def tried() -> Tried:
    """Count what was tried, for the account at the end."""

    def count(what: str, number: int) -> None:
        TRIED[what] += number

    return count


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was tried, and how often."""
    terminalreporter.section("tried")
    for what, number in sorted(TRIED.items()):
        terminalreporter.write_line(f"{number:8}  {what}")
