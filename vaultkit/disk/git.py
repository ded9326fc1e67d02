"""What git says of a vault: is it a repository, what is tracked, where it goes, what it remembers.

git itself is asked, without prompts and pagers; only `start_repository` changes anything.
"""

import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

# A question git cannot answer in this time is left unanswered.
PATIENCE_SECONDS = 60


def is_in_repository(folder: Path) -> bool:
    """Whether a folder lies in a git repository; it need not exist yet."""
    here = folder.resolve()
    return any(os.path.lexists(place / ".git") for place in (here, *here.parents))


def start_repository(folder: Path) -> str | None:
    """`git init` in a folder; None when that worked, else why it did not."""
    rest = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ("git", "init", "--quiet", str(folder.resolve()))
    try:
        done = subprocess.run(command, env=rest, capture_output=True, check=False)
    except OSError:
        return "git is not installed"
    if done.returncode == 0:
        return None
    told = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return told[-1] if told else f"git init ended with {done.returncode}"


def _ask(root: Path, *words: str) -> bytes | None:
    """What git prints, None when it is missing, fails or takes too long."""
    keep = ("PATH", "HOME", "SYSTEMROOT", "XDG_CONFIG_HOME")
    environment = {name: os.environ[name] for name in keep if name in os.environ}
    environment |= {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    command = ["git", "-C", str(root), "-c", "core.quotePath=false", "--no-pager", *words]
    try:
        done = subprocess.run(
            command, capture_output=True, env=environment, timeout=PATIENCE_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None


def _lines(data: bytes | None) -> list[str]:
    return data.decode("utf-8", "replace").splitlines() if data else []


def find_repository(root: Path) -> Path | None:
    """The top of the working tree a vault lies in, None when it lies in none."""
    lines = _lines(_ask(root, "rev-parse", "--show-toplevel"))
    return Path(lines[0]) if lines else None


def find_tracked(root: Path, places: Iterable[str]) -> tuple[str, ...]:
    """The files under these folders of the vault that git tracks."""
    return tuple(_lines(_ask(root, "ls-files", "--", *places)))


def find_remotes(root: Path) -> tuple[tuple[str, str], ...]:
    """(name, address) of each remote, without user names and passwords in the address."""
    found = {}
    for line in _lines(_ask(root, "remote", "-v")):
        name, _, rest = line.partition("\t")
        found[name] = _hide_password(rest.rpartition(" ")[0])
    return tuple(sorted(found.items()))


def _hide_password(address: str) -> str:
    scheme, mark, rest = address.partition("://")
    return f"{scheme}{mark}{rest.rpartition('@')[2]}" if mark else address


def find_hooks_folder(root: Path) -> Path | None:
    """Where git looks for the hooks of this repository."""
    lines = _lines(_ask(root, "rev-parse", "--git-path", "hooks"))
    return root / lines[0] if lines else None


def find_in_history(root: Path, words: Iterable[str]) -> Iterator[tuple[str, int]]:
    """(word, number of commits whose change holds it) for each that any commit holds."""
    wanted = {word: word.encode() for word in words}
    if not wanted:
        return
    counts = dict.fromkeys(wanted, 0)
    log = _ask(root, "log", "--all", "--no-color", "--no-ext-diff", "--no-textconv", "-U0", "-p",
               "--format=%x01")  # fmt: skip
    for commit in (log or b"").split(b"\x01"):
        for word, data in wanted.items():
            counts[word] += data in commit
    yield from ((word, count) for word, count in counts.items() if count)
