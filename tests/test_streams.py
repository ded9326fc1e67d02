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


@pytest.mark.parametrize(
    "line",
    [
        "log Ruth note caf$(printf '\\351')",
        "log $(printf 'R\\351') note x",
        "snooze Ruth +2w --what $(printf '\\351')",
        "new contact Jos$(printf '\\351')",
        "new contact Jo --field why=$(printf '\\351')",
        "rename Ruth Jos$(printf '\\351')",
    ],
)
def test_typed_bytes_that_are_no_text_are_refused(vault: Path, line: str) -> None:
    before = {one: one.read_bytes() for one in vault.rglob("*.md")}
    refused = run(vault, line)
    assert refused.returncode == 2 and b"\\xe9" in refused.stderr
    assert b"is not UTF-8; set the terminal to UTF-8, nothing was written" in refused.stderr
    assert {one: one.read_bytes() for one in vault.rglob("*.md")} == before


def test_bytes_on_stdin_that_are_no_text_are_refused(vault: Path) -> None:
    before = (vault / RUTH).read_bytes()
    (vault / "words").write_bytes(b"tea\ncaf\xe9\n")
    refused = run(vault, "log Ruth note - < words")
    assert (refused.returncode, (vault / RUTH).read_bytes()) == (2, before)
    assert b"byte 0xe9 on line 2 of stdin is not UTF-8; send the words as UTF-8" in refused.stderr


def test_a_mark_of_the_byte_order_on_stdin_is_no_word(vault: Path) -> None:
    (vault / "words").write_bytes(b"\xef\xbb\xbftea\n")
    assert run(vault, "log Ruth note - < words").returncode == 0
    assert "- 2026-10-08 note: tea\n" in (vault / RUTH).read_text()


def test_names_and_words_are_utf8_whatever_the_locale(vault: Path) -> None:
    plain = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
    assert run(vault, "log José note café", **plain).returncode == 0
    assert (vault / JOSE).read_text().endswith("- 2026-10-08 note: café\n")
    assert run(vault, "new contact Zoë", **plain).stdout == "contacts/Zoë.md\n".encode()
    assert run(vault, "rename Zoë Änne", **plain).returncode == 0
    assert (vault / "contacts" / "Änne.md").exists()
