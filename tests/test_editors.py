"""The recipes of docs/editors.md, with real git and real vim."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.support import write_vault

ROOT = Path(__file__).resolve().parent.parent
MANUAL = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
BROKEN = "---\nrole: Librarian\n---\n\n[[Nobody Here]]\n"
FINE = "---\nrole: Librarian\n---\n"
WHO = {"GIT_AUTHOR_NAME": "N", "GIT_AUTHOR_EMAIL": "n@x.example",
       "GIT_COMMITTER_NAME": "N", "GIT_COMMITTER_EMAIL": "n@x.example"}  # fmt: skip
ENV = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    **WHO,
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    "PYTHONPATH": str(ROOT),
}


def recipe(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", MANUAL, re.S)
    assert found, language
    return found[1]


def run(vault: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=vault, env=ENV, text=True, capture_output=True, check=False)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    write_vault(tmp_path, {"contacts/Ruth Okafor.md": BROKEN})
    return tmp_path


def test_the_hook_stops_a_commit_with_an_error_and_lets_a_sound_one_pass(vault: Path) -> None:
    run(vault, "git", "init")
    assert run(vault, "sh", "-c", recipe("sh")).returncode == 0
    run(vault, "git", "add", "-A")
    stopped = run(vault, "git", "commit", "-m", "broken")
    assert stopped.returncode != 0
    assert "contacts/Ruth Okafor.md:5:1: error" in stopped.stdout + stopped.stderr
    (vault / "contacts" / "Ruth Okafor.md").write_text(FINE)
    run(vault, "git", "add", "-A")
    passed = run(vault, "git", "commit", "-m", "sound")
    assert passed.returncode == 0, passed.stderr


def test_vim_reads_the_problems_into_its_quickfix_list(vault: Path) -> None:
    vim = shutil.which("vim")
    if vim is None and not os.environ.get("CI"):
        pytest.skip("no vim here")
    assert vim, "vim is missing: .ci/run installs it"
    lines = recipe("vim").replace("setlocal", "set")
    script = (
        f"{lines}\nsilent make!\n"
        "let rows = map(getqflist(), '[bufname(v:val.bufnr), v:val.lnum, v:val.col, v:val.type]')\n"
        "call writefile([json_encode(rows)], 'rows.json')\nqa!\n"
    )
    (vault / "look.vim").write_text(script)
    run(vault, vim, "-es", "-u", "NONE", "-N", "-S", "look.vim")
    rows = [row for row in json.loads((vault / "rows.json").read_text()) if row[1]]
    assert rows == [["contacts/Ruth Okafor.md", 5, 1, "e"]]


def test_the_matcher_of_vs_code_reads_each_line(vault: Path) -> None:
    tasks = json.loads((ROOT / "starter" / ".vscode" / "tasks.json").read_text())["tasks"]
    matchers = [one["problemMatcher"]["pattern"] for one in tasks if one["problemMatcher"]]
    printed = run(vault, "vaultkit", "check").stdout.strip()
    for pattern in matchers:
        found = re.fullmatch(pattern["regexp"].strip("^$"), printed)
        assert found
        read = [found[pattern[name]] for name in ("file", "line", "column", "severity", "code")]
        assert read == ["contacts/Ruth Okafor.md", "5", "1", "error", "link-missing"]


def test_the_hook_for_pre_commit_calls_check() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    (config,) = yaml.safe_load(recipe("yaml"))["repos"]
    local = config["hooks"][0]
    assert (hook["id"], hook["entry"]) == (local["id"], local["entry"]) == (
        "vaultkit-check", "vaultkit check",
    )  # fmt: skip
    assert hook["pass_filenames"] is local["pass_filenames"] is False


def test_check_watches_until_it_is_told_to_stop(vault: Path) -> None:
    command = [sys.executable, "-m", "vaultkit", "--today", "2026-10-08", "check", "--watch"]
    process = subprocess.Popen(command, cwd=vault, env=ENV, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
    assert process.stdout is not None and process.stderr is not None
    try:
        rounds = [process.stderr.readline().strip() for _ in range(2)]
        assert rounds == ["checking", "checked: 1 error"]
        assert process.stdout.readline().startswith("contacts/Ruth Okafor.md:5:1: error")
        (vault / "contacts" / "Ruth Okafor.md").write_text(FINE)
        rounds = [process.stderr.readline().strip() for _ in range(2)]
        assert rounds == ["checking", "checked: No problems."]
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130
    finally:
        process.kill()
        process.communicate()
