"""`vaultkit watch` as a process of its own, its pages polled, and compared with a clean build."""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from tests.test_watch import files_of

PATIENCE = 60.0


def wait_for(what: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Until something is so; it fails when it never is."""
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "it never came to pass"
        time.sleep(0.02)


class Watching:
    """One watcher and what it says; `front` are words before its command."""

    def __init__(self, vault: Path, *front: str, today: str = "2026-10-08") -> None:
        self.vault, self.today = vault, today
        self.said: list[str] = []
        fixed = ("--today", today) if today else ()
        words = [*front, sys.executable, "-m", "vaultkit", "-C", str(vault), *fixed, "watch"]
        self.process = subprocess.Popen(
            words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8"
        )
        threading.Thread(target=self._listen, daemon=True).start()
        self.says("Watching")

    def _listen(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.said.append(line.rstrip())

    def says(self, words: str) -> None:
        """Wait until it has said something."""
        wait_for(lambda: any(words in line for line in self.said) or self.process.poll())
        assert any(words in line for line in self.said), self.said

    def shows(self, words: str, address: str = "contacts/ruth-okafor.html") -> None:
        """Wait until a page shows words."""
        wait_for(lambda: words in self.page(address))

    def page(self, address: str = "contacts/ruth-okafor.html") -> str:
        """A page as it stands now; "" when there is none."""
        try:
            return (self.vault / "site" / address).read_text("utf-8")
        except OSError:
            return ""

    def memory(self) -> tuple[int, int, int]:
        """Kilobytes in memory, threads, open files."""
        folder = Path(f"/proc/{self.process.pid}")
        rows = dict(row.split(":", 1) for row in (folder / "status").read_text().splitlines())
        size, threads = (int(rows[name].split()[0]) for name in ("VmRSS", "Threads"))
        return size, threads, len(os.listdir(folder / "fd"))

    def equals_clean_build(self) -> None:
        """The site comes to be that of a build into a new folder, byte for byte."""
        clean = self.vault.parent / "clean"
        shutil.rmtree(clean, ignore_errors=True)
        fixed = ("--today", self.today) if self.today else ()
        words = [sys.executable, "-m", "vaultkit", "-C", str(self.vault), *fixed]
        subprocess.run([*words, "build", "-o", str(clean)], check=True, capture_output=True)
        wanted = files_of(clean)
        wait_for(lambda: files_of(self.vault / "site") == wanted)

    def stop(self) -> None:
        """End it, and see that it ends well."""
        if self.process.poll() is None:
            self.process.terminate()
        assert self.process.wait(timeout=30) in (143, -15)
        assert not any("Traceback" in line for line in self.said), self.said
