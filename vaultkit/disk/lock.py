"""One writer at a time: a lock in the vault's state folder, let go of when the process ends."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vaultkit.diagnostics import VaultkitError
from vaultkit.disk.journal import make_state_folder

# Another command holds the lock for milliseconds; one that hangs must not hang the others.
PATIENCE = 15.0


@contextmanager
def hold_lock(root: Path) -> Iterator[None]:
    """Hold the vault's lock; VaultkitError when another command does not let go of it."""
    path = make_state_folder(root) / "lock"
    with open(path, "ab") as file:
        until = time.monotonic() + PATIENCE
        while not _try(file.fileno()):
            if time.monotonic() > until:
                raise VaultkitError("another vaultkit command is writing; try again")
            time.sleep(0.01)
        yield  # closing the file lets go


def _try(descriptor: int) -> bool:
    if sys.platform == "win32":
        return True  # no lock there: each write still compares before it replaces
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
