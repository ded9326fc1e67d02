"""Every command starts fast: what only other commands need is never loaded."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

# Each costs milliseconds by the ten, or has no business where nothing is shown or watched.
HEAVY = (
    "jinja2",
    "markdown_it",
    "watchdog",
    "icalendar",
    "vobject",
    "rich",
    "rapidfuzz",
    "http.server",
    "asyncio",
    "frontmatter",
    "subprocess",
)
# A command that answers from the notes needs none of these either.
NOT_TO_READ = (*HEAVY, "hashlib", "vaultkit.site", "vaultkit.editing", "vaultkit.exchange")
# Nor does one that looks whether anything changed need to understand a note.
NOT_TO_LOOK = (*HEAVY, "yaml", "tomllib", "vaultkit.notes", "vaultkit.document", "vaultkit.site")
# And help needs nothing of a vault at all.
NOT_TO_HELP = (*NOT_TO_READ, *NOT_TO_LOOK, "dataclasses", "vaultkit.disk", "vaultkit.dates")

NOTE = """---
company:
---
## Log
- 2026-09-24 letter
"""
# Runs the command as the script does, then tells on stderr what it loaded.
CALL = """
import json, sys
from vaultkit.cli import main
try:
    main(["-C", sys.argv[1], "--today", "2026-10-08", *sys.argv[2:]])
except SystemExit as end:
    code = end.code or 0
print(json.dumps({"code": code, "modules": sorted(sys.modules)}), file=sys.stderr)
"""


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    (tmp_path / "vaultkit.toml").write_text("format = 1\n", encoding="utf-8")
    (tmp_path / "contacts").mkdir()
    (tmp_path / "contacts" / "Ruth Okafor.md").write_text(NOTE, encoding="utf-8")
    return tmp_path


def run(vault: Path, *words: str) -> tuple[str, list[str]]:
    """What a command printed, and the modules that were loaded when it was done."""
    done = subprocess.run(
        [sys.executable, "-c", CALL, str(vault), *words],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=vault,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stderr.splitlines()[-1])
    assert told["code"] == 0, done.stderr
    return done.stdout, told["modules"]


def find_loaded(modules: Iterable[str], unwanted: Iterable[str]) -> list[str]:
    return [name for name in modules if any(f"{name}.".startswith(f"{one}.") for one in unwanted)]


def test_due_loads_nothing_heavy(vault: Path) -> None:
    said, loaded = run(vault, "due")

    assert "Call Ruth Okafor" in said
    assert "vaultkit.agenda" in loaded
    unwanted = (*NOT_TO_READ, "vaultkit.preparation", "vaultkit.checks")
    assert find_loaded(loaded, unwanted) == []


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("next",), "Call Ruth Okafor"),
        (("list", "contacts"), "Ruth Okafor"),
        (("find", "letter"), "2026-09-24"),
        (("check",), ""),
    ],
)
def test_a_command_that_reads_loads_nothing_heavy(
    vault: Path, words: tuple[str, ...], answer: str
) -> None:
    said, loaded = run(vault, *words)

    assert answer in said
    assert find_loaded(loaded, NOT_TO_READ) == []


def test_a_build_with_nothing_to_do_understands_no_note(vault: Path) -> None:
    run(vault, "build")
    said, loaded = run(vault, "build")

    assert said.endswith("index.html\n")
    assert find_loaded(loaded, NOT_TO_LOOK) == []


@pytest.mark.parametrize(("word", "answer"), [("due", "Call Ruth Okafor"), ("check", "")])
def test_an_answer_at_hand_needs_no_note(vault: Path, word: str, answer: str) -> None:
    run(vault, "build")
    said, loaded = run(vault, word)

    assert answer in said
    assert find_loaded(loaded, NOT_TO_LOOK) == []


@pytest.mark.parametrize("words", [("--version",), ("--help",)])
def test_help_loads_nothing_of_a_vault(vault: Path, words: tuple[str, ...]) -> None:
    said, loaded = run(vault, *words)

    assert "0.1" in said or "Commands:" in said
    assert find_loaded(loaded, NOT_TO_HELP) == []
