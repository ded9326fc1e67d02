"""Real commands on odd streams: closed, of another encoding, without an end."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import RUTH, contact, write_vault

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a shell and /dev")
COMMAND = f'"{sys.executable}" -m vaultkit --today 2026-10-08'
JOSE = "contacts/José 王.md"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path, {RUTH: contact("- 2026-10-01 letter"), JOSE: contact("- x")})


def run(vault: Path, line: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(
        ["sh", "-c", f"{COMMAND} {line}"], cwd=vault, env={**os.environ, **more},
        capture_output=True, timeout=60,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr, done.stderr
    return done


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_where_a_stream_is_closed_nothing_is_said(vault: Path, closed: str) -> None:
    assert run(vault, f"due {closed}").returncode == 0
    assert run(vault, f"log Ruth call x {closed}").returncode == 0
    assert "- 2026-10-08 call: x\n" in (vault / RUTH).read_text()


def test_signs_that_an_encoding_lacks_are_escapes(vault: Path) -> None:
    said = run(vault, "check", PYTHONIOENCODING="latin-1").stdout
    assert "José \\u738b".encode("latin-1") in said


def test_a_stream_or_file_without_an_end_is_refused(vault: Path) -> None:
    before = (vault / RUTH).read_bytes()
    endless = run(vault, "log Ruth note - < /dev/zero")
    assert (endless.returncode, (vault / RUTH).read_bytes()) == (2, before)
    assert b"more than 1000 kB came on stdin" in endless.stderr
    assert run(vault, "import /dev/zero").returncode == 3
