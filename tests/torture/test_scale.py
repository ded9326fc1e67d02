"""Scale: a hundred thousand notes, ten thousand problems, giants."""

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import write_vault
from tests.torture.conftest import Tried

COUNT = 100_000
# Bytes in memory, in the largest process: what Python and the libraries take, and for each note.
FIRST, EACH = 80 << 20, 10_000


def run(vault: Path, *words: str, memory: int = 6 << 30) -> subprocess.CompletedProcess[str]:
    """A command in a process with a limit of memory; its peak is told at the end."""
    command = [sys.executable, "-m", "vaultkit", "-C", str(vault), "--today", "2026-10-08", *words]

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    done = subprocess.run(command, capture_output=True, text=True, timeout=1200, preexec_fn=limit)
    assert "Traceback" not in done.stderr, done.stderr[-1500:]
    return done


# Runs a command and prints the kilobytes it took at its peak. What a process starts is charged with
# the memory of who started it, and ours holds the notes of the tests before.
PEAK = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Notes enough for many lives, small, a thousand in a folder."""
    vault = write_vault(tmp_path_factory.mktemp("crowd"), {})
    for number in range(COUNT):
        folder = vault / "contacts" / f"{number // 1000:03}"
        if number % 1000 == 0:
            folder.mkdir(parents=True)
        day = f"2026-0{number % 8 + 1}-{number % 27 + 1:02}"
        (folder / f"Person {number}.md").write_text(
            f"---\nrole: editor\ncity: Town {number % 500}\nemail: p{number}@tern.example\n---\n"
            f"Met at a fair.\n\n## Log\n- {day} letter: by post\n"
        )
    return vault


@pytest.mark.parametrize("words", [("due", "--json"), ("check",)], ids=" ".join)
def test_a_hundred_thousand_notes_finish(crowd: Path, tried: Tried, words: tuple[str, ...]) -> None:
    done = run(crowd, *words, memory=900 << 20)  # of that, 120 MB are what is mapped only
    assert done.returncode in (0, 1), done.stderr[-500:]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    tried(f"notes read by {words[0]} (peak so far {peak} MB)", COUNT)


@pytest.mark.timeout(1200)
def test_what_a_build_takes_grows_with_the_notes_only(crowd: Path, tried: Tried) -> None:
    words = ("-m", "vaultkit", "-C", str(crowd), "--today", "2026-10-08", "build")
    measured = [sys.executable, "-c", PEAK, sys.executable, *words]
    done = subprocess.run(measured, capture_output=True, text=True, timeout=1200)
    assert done.returncode == 0, done.stderr[-500:]
    peak = int(done.stdout.splitlines()[-1]) * 1024
    tried(f"notes built whole ({(peak - FIRST) // COUNT} bytes of memory each)", COUNT)
    assert len(list((crowd / "site" / "contacts").rglob("person-*.html"))) == COUNT
    assert peak < FIRST + COUNT * EACH, f"{peak >> 20} MB"


def test_ten_thousand_problems_stay_readable(tmp_path: Path, tried: Tried) -> None:
    lines = "".join(f"- someday {number}\n" for number in range(10_000))
    vault = write_vault(tmp_path, {"contacts/A.md": f"---\n---\n## Log\n{lines}"})
    assert len(json.loads(run(vault, "check", "--format", "json").stdout)["problems"]) >= 10_000
    assert run(vault, "build").returncode == 0
    assert (vault / "site" / "problems.html").stat().st_size < 8_000_000
    tried("problems on one page", 10_000)


def test_giants_are_named_and_skipped(tmp_path: Path, tried: Tried) -> None:
    vault = write_vault(tmp_path, {"contacts/Ruth.md": "Sound.\n"})
    (vault / "contacts" / "Big.md").write_bytes(b"---\n---\n" + b"words \n" * (50 << 17))
    (vault / "contacts" / "Wide.md").write_bytes(b"---\nwhy: " + b"x" * (10 << 20) + b"\n---\n")
    done = run(vault, "check", memory=1 << 30)
    assert "contacts/Big.md:1:1: error: " in done.stdout
    assert "[note-size]" in done.stdout
    assert "[front-matter-size]" in done.stdout
    assert run(vault, "build", memory=1 << 30).returncode == 0
    assert "Sound." in next((vault / "site").rglob("ruth.html")).read_text()
    tried("giants", 2)
