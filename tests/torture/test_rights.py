"""Disks that are full, forbidden or only to be read: one line, and every note as it was."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import RUTH, contact, write_vault
from tests.torture.conftest import Tried
from tests.torture.faults import read_all

WEI = "contacts/Wei Zhang.md"
NOTES = {
    RUTH: contact("- 2026-10-01 letter: by post"),
    WEI: contact("- 2026-09-01 call", "company: '[[Tern Press]]'"),
    "companies/Tern Press.md": "---\nfield: printing\n---\n",
    "me.md": "---\nname: Nora Lind\n---\n## Pitch\nI print maps.\n",
}
Words = tuple[str, ...]
READERS: tuple[Words, ...] = (
    ("due",), ("due", "--json"), ("next",), ("check",), ("list", "contact"), ("show", "Ruth"),
    ("find", "post"), ("export", "csv"), ("export", "json"), ("export", "ics"), ("doctor",),
    ("letter", "Ruth Okafor"), ("script", "Ruth Okafor"), ("schema",),
)  # fmt: skip
WRITERS: tuple[Words, ...] = (
    ("log", "Ruth Okafor", "call", "of", "maps"), ("snooze", "Ruth Okafor", "+3d"),
    ("rename", "Tern Press", "Tern Printers"), ("--no-input", "new", "contact", "Jan Novak"),
    ("log", "Wei Zhang", "booked", "--when", "2026-10-20 14:00", "--place", "Dock 8"),
)  # fmt: skip
# Root may do everything: it gives that up, and is bound by the modes of its files as others are.
BOUND = ("setpriv", "--bounding-set=-all", "--inh-caps=-all") if os.geteuid() == 0 else ()


def run(vault: Path, *words: str, front: tuple[str, ...] = BOUND) -> tuple[int, str]:
    """The exit code of a command and all it said."""
    command = [*front, sys.executable, "-m", "vaultkit", "-C", str(vault), "--today", "2026-10-08"]
    done = subprocess.run([*command, *words], capture_output=True, text=True, timeout=120)
    said = done.stdout + done.stderr
    assert "Traceback" not in said, (words, said)
    return done.returncode, said


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Path]:
    vault = write_vault(tmp_path / "vault", NOTES)
    yield vault
    for folder, _, _ in os.walk(tmp_path):
        os.chmod(folder, 0o755)


def look(vault: Path) -> dict[str, tuple[int, int, bytes]]:
    """Mode, time and bytes of every file."""
    rows = ((path, path.stat()) for path in sorted(vault.rglob("*")) if path.is_file())
    return {str(path): (one.st_mode, one.st_mtime_ns, path.read_bytes()) for path, one in rows}


def is_one_line(said: str) -> bool:
    return len([line for line in said.splitlines() if line.startswith("vaultkit: ")]) == 1


def test_nothing_needs_to_be_written_to_read(vault: Path, tmp_path: Path, tried: Tried) -> None:
    before = look(vault)
    for folder, _, names in os.walk(vault):
        for name in names:
            os.chmod(f"{folder}/{name}", 0o444)
        os.chmod(folder, 0o555)
    modes = look(vault)
    for words in READERS:
        code, said = run(vault, *words)
        assert code in (0, 1), (words, said)
        tried("reading a vault that nobody may write", 1)
    assert look(vault) == modes
    assert {name: row[1:] for name, row in modes.items()} == {
        name: row[1:] for name, row in before.items()
    }
    for words in (*WRITERS, ("build",), ("watch",)):
        code, said = run(vault, *words)
        assert code == 3 and is_one_line(said), (words, said)
        assert look(vault) == modes
        tried("writing a vault that nobody may write", 1)
    assert run(vault, "build", "-o", str(tmp_path / "site"))[0] == 0


def test_a_folder_of_notes_that_may_not_be_written(vault: Path, tried: Tried) -> None:
    old = read_all(vault)
    for words in WRITERS:
        os.chmod(vault / "contacts", 0o555)
        code, said = run(vault, *words)
        os.chmod(vault / "contacts", 0o755)
        assert code == 3 and is_one_line(said), (words, said)
        assert read_all(vault) == old, words
        tried("writing notes of a folder that nobody may write", 1)


@pytest.mark.parametrize("what", [RUTH, "contacts", "companies"])
def test_what_may_not_be_read_is_named_and_waited_for(vault: Path, tried: Tried, what: str) -> None:
    assert run(vault, "build")[0] == 0
    page = (vault / "site" / "contacts" / "ruth-okafor.html").read_bytes()
    mode = stat.S_IMODE(os.stat(vault / what).st_mode)
    os.chmod(vault / what, 0)
    for words in READERS:
        code, said = run(vault, *words)
        assert code in (0, 1, 2, 3), (words, said)
        tried("reading while a note or folder may not be read", 1)
    assert f"{what}:1:1: error: cannot be read" in run(vault, "check")[1]
    run(vault, "build")
    assert (vault / "site" / "contacts" / "ruth-okafor.html").read_bytes() == page or what != RUTH
    assert (vault / "site" / "contacts" / "ruth-okafor.html").exists()
    os.chmod(vault / what, mode)
    assert run(vault, "build")[0] == 0
    assert (vault / "site" / "contacts" / "ruth-okafor.html").read_bytes() == page


def test_settings_that_may_not_be_read_end_each_command(vault: Path, tried: Tried) -> None:
    os.chmod(vault / "vaultkit.toml", 0)
    for words in (*READERS[:-1], *WRITERS, ("build",), ("watch",)):
        code, said = run(vault, *words)
        assert code == 3 and is_one_line(said), (words, said)
        assert "vaultkit.toml" in said
        tried("a command without the settings", 1)


def test_a_site_that_may_not_be_written_is_told(vault: Path, tried: Tried) -> None:
    assert run(vault, "build")[0] == 0
    old = read_all(vault, "site")
    (vault / RUTH).write_text(contact("- 2026-10-02 call"))
    for folder, _, _ in os.walk(vault / "site"):
        os.chmod(folder, 0o555)
    code, said = run(vault, "build")
    assert code == 3 and is_one_line(said), said
    assert read_all(vault, "site") == old
    for folder, _, _ in os.walk(vault / "site"):
        os.chmod(folder, 0o755)
    assert run(vault, "build")[0] == 0
    tried("building into a site that nobody may write", 1)


# A disk of its own, filled but for so many bytes, and a command on it.
DISK = """
set -e
mount -t tmpfs -o size=1m none "$1"
cp -r "$2/." "$1"
head -c 2000000 /dev/zero > "$1/.filler" 2>/dev/null || true
truncate -s "-$3" "$1/.filler"
shift 3
code=0
"$@" || code=$?
cp -r "$KEPT/." "$AFTER" 2>/dev/null || true
exit $code
"""
ROOMS = (0, 4096, 8192, 16384, 32768, 65536)


def run_full(vault: Path, tmp_path: Path, room: int, *words: str) -> tuple[int, str, Path]:
    """A command on a full disk of one megabyte with a copy of the vault; what was left there."""
    disk, after = tmp_path / "disk", tmp_path / f"after-{room}-{words[0]}"
    for folder in (disk, after):
        folder.mkdir(exist_ok=True)
    apart = ("unshare", "-m") if os.geteuid() == 0 else ("unshare", "-Urm")
    command = [*apart, "sh", "-c", DISK, "sh", str(disk), str(vault), str(room)]
    kit = [sys.executable, "-m", "vaultkit", "-C", str(disk), "--today", "2026-10-08", *words]
    environment = {**os.environ, "KEPT": str(disk), "AFTER": str(after)}
    done = subprocess.run([*command, *kit], capture_output=True, text=True, env=environment,
                          timeout=120)  # fmt: skip
    (after / ".filler").unlink(missing_ok=True)
    return done.returncode, done.stdout + done.stderr, after


@pytest.mark.parametrize("words", [*WRITERS, ("build",)], ids=lambda words: words[0])
def test_a_full_disk_leaves_notes_old_or_new_and_pages_whole(
    vault: Path, tmp_path: Path, tried: Tried, words: tuple[str, ...]
) -> None:
    old = read_all(vault)
    ends = set()
    for room in ROOMS:
        code, said, after = run_full(vault, tmp_path, room, *words)
        assert "Traceback" not in said, said
        now = {name: data for name, data in read_all(after).items() if not name.startswith("site/")}
        assert code in (0, 3) and (code == 0 or is_one_line(said)), (room, code, said)
        assert code == 0 or now == old, (room, said)
        for page in (after / "site").rglob("*.html"):
            assert page.read_bytes().rstrip().endswith(b"</html>"), page
        ends.add(code)
        assert run(after, "check", front=())[0] in (0, 1)
        assert run(after, "build", front=())[0] == 0
        tried("a command on a disk that is full, or nearly", 1)
    assert 3 in ends


STRANGE = ("a pipe", "a link to nowhere", "a link in a circle", "a link to itself", "a socket")


@pytest.mark.parametrize("what", STRANGE)
def test_what_is_no_note_stalls_nobody(vault: Path, tried: Tried, what: str) -> None:
    import socket

    place = vault / "contacts" / "Odd.md"
    match what:
        case "a pipe":
            os.mkfifo(place)
        case "a link to nowhere":
            place.symlink_to("Gone.md")
        case "a link in a circle":
            (vault / "contacts" / "Round").symlink_to(vault)
        case "a link to itself":
            place.symlink_to(place)
        case _:
            home = os.getcwd()
            os.chdir(place.parent)  # the name of a socket is short
            socket.socket(socket.AF_UNIX).bind(place.name)
            os.chdir(home)
    for words in (*READERS, ("build",), WRITERS[0]):
        code, said = run(vault, *words)
        assert code in (0, 1), (words, said)
        tried("a command beside a pipe, a socket or a broken link", 1)
    assert len(list((vault / "site" / "contacts").glob("*.html"))) == 3
