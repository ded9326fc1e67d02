"""git, as far as a new vault needs it: is there a repository around it, and start one."""

import os
import subprocess
from pathlib import Path


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
