"""What git says of a vault: is it a repository, what is tracked, where it goes, what it remembers.

git itself is asked, without prompts and pagers; only `start_repository` changes anything.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from threading import Timer
from typing import IO, NamedTuple

from vaultkit.disk.names import find_real

# A question git cannot answer in this time is left unanswered.
PATIENCE_SECONDS = 60


def is_in_repository(folder: Path) -> bool:
    """Whether a folder lies in a git repository; it need not exist yet."""
    here = find_real(folder)
    return any(os.path.lexists(place / ".git") for place in (here, *here.parents))


def start_repository(folder: Path) -> str | None:
    """`git init` in a folder; None when that worked, else why it did not."""
    import subprocess

    rest = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ("git", "init", "--quiet", str(find_real(folder)))
    try:
        done = subprocess.run(command, env=rest, capture_output=True, check=False)
    except OSError:
        return "git is not installed"
    if done.returncode == 0:
        return None
    told = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return told[-1] if told else f"git init ended with {done.returncode}"


def _environment() -> dict[str, str]:
    """The repository may be somebody else's: nothing is fetched, whatever it lacks."""
    keep = ("PATH", "HOME", "SYSTEMROOT", "XDG_CONFIG_HOME")
    environment = {name: os.environ[name] for name in keep if name in os.environ}
    return environment | _QUIET


_QUIET = {
    "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C",
    "GIT_ALLOW_PROTOCOL": "", "GIT_NO_LAZY_FETCH": "1",
}  # fmt: skip
# Settings of a repository that would start programs of its own while it is only read.
_HARMLESS = ("core.quotePath=false", "core.fsmonitor=false", "log.showSignature=false")


def _command(root: Path, *words: str) -> list[str]:
    settings = [word for one in _HARMLESS for word in ("-c", one)]
    return ["git", "-C", str(root), *settings, "--no-pager", *words]


def _run(root: Path, *words: str) -> tuple[bytes | None, str]:
    """What git prints, None when it is missing, fails or takes too long; and why."""
    import subprocess  # 6 ms that other commands need not pay

    try:
        done = subprocess.run(
            _command(root, *words), capture_output=True, env=_environment(), check=False,
            timeout=PATIENCE_SECONDS,
        )  # fmt: skip
    except OSError:
        return None, "git is not installed"
    except subprocess.SubprocessError:
        return None, f"git does not answer within {PATIENCE_SECONDS} seconds"
    told = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return (done.stdout, "") if done.returncode == 0 else (None, told[0] if told else "git failed")


def _ask(root: Path, *words: str) -> bytes | None:
    return _run(root, *words)[0]


def find_trouble(root: Path) -> str:
    """Why git says nothing of a folder that lies in a repository; "" when it does."""
    return _run(root, "rev-parse", "--show-toplevel")[1] if is_in_repository(root) else ""


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
    return Path(os.path.normpath(root / lines[0])) if lines else None


class History(NamedTuple):
    """(word -> number of commits whose change holds it); whether all of history was looked at."""

    held: Mapping[str, int]
    is_whole: bool


def find_in_history(root: Path, words: Iterable[str]) -> History:
    """Which of these words any commit holds; a history too long for our patience is cut off."""
    import subprocess

    wanted = {word: word.encode() for word in words}
    if not wanted or _ask(root, "rev-list", "--all", "-n", "1") in (None, b""):
        return History({}, True)
    command = _command(root, "log", "--all", "--no-color", "--no-ext-diff", "--no-textconv", "-U0",
                       "-p", "--format=%x01")  # fmt: skip
    counts = dict.fromkeys(wanted, 0)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment()
    ) as log:
        timer = Timer(PATIENCE_SECONDS, log.kill)
        timer.start()
        for commit in _split_commits(log.stdout):
            for word, data in wanted.items():
                counts[word] += data in commit
        is_whole = log.wait() == 0
        timer.cancel()
    return History({word: count for word, count in counts.items() if count}, is_whole)


def _split_commits(stream: IO[bytes] | None) -> Iterator[bytes]:
    """The log a commit at a time; one of many megabytes comes in parts that overlap."""
    commit = b""
    while stream and (chunk := stream.read(_CHUNK)):
        *whole, commit = (commit + chunk).split(b"\x01")
        yield from whole
        if len(commit) > _LARGEST:
            yield commit
            commit = commit[-_OVERLAP:]
    yield commit


# How much of history is read at once, and kept: no value of a note is longer than the overlap.
_CHUNK, _LARGEST, _OVERLAP = 1 << 20, 1 << 24, 1 << 16
