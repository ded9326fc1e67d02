"""`doctor` on real git repositories: what is open is named with its remedy, and mended by it."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support import write_vault
from vaultkit.cli import main

RUTH = (
    "---\nrole: Librarian\nwhy: she knows the flood ledger\nprivate: [why]\n---\n"
    "## Log\n\n- 2026-09-24 letter\n"
)
GIT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_AUTHOR_NAME": "Nora", "GIT_AUTHOR_EMAIL": "nora@post.example",
    "GIT_COMMITTER_NAME": "Nora", "GIT_COMMITTER_EMAIL": "nora@post.example",
}  # fmt: skip


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *words], check=True, env=GIT, capture_output=True)


def read(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *words], check=True, env=GIT, capture_output=True
    )
    return done.stdout.decode().strip()


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A vault in a repository with a hook: all is well."""
    write_vault(tmp_path, {"contacts/Ruth Okafor.md": RUTH.replace("[why]", "[]")})
    git(tmp_path, "init")
    (tmp_path / ".gitignore").write_text("/site/\n")
    (tmp_path / ".git" / "hooks").mkdir(exist_ok=True)
    hook = tmp_path / ".git" / "hooks" / "pre-commit"
    hook.write_text("#!/bin/sh\nexec vaultkit check\n")
    hook.chmod(0o755)
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-m", "start", "--no-verify")
    return tmp_path


def run(vault: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(vault), "--today", "2026-10-08", *words])


def find_open(vault: Path) -> dict[str, str]:
    found = run(vault, "doctor", "--json")
    data = json.loads(found.stdout)
    assert data["schema"] == "vaultkit.doctor/1"
    assert (found.exit_code == 0) is data["ok"]
    assert all(bool(one["remedy"]) is not one["ok"] for one in data["items"])
    return {one["name"]: one["message"] for one in data["items"] if not one["ok"]}


def test_a_private_vault_is_well(vault: Path) -> None:
    assert run(vault, "build").exit_code == 0
    assert find_open(vault) == {}


def test_a_vault_without_git_is_well(tmp_path: Path) -> None:
    write_vault(tmp_path, {"contacts/Ruth Okafor.md": RUTH})
    assert find_open(tmp_path) == {}


def test_a_tracked_site_is_open_until_its_remedy_was_followed(vault: Path) -> None:
    assert run(vault, "build").exit_code == 0
    git(vault, "add", "-f", "site")
    assert list(find_open(vault)) == ["site"]
    git(vault, "rm", "-r", "--cached", "site")
    assert find_open(vault) == {}


@pytest.mark.parametrize(
    "address",
    ["https://github.com/nora/search.git", "git@gitlab.com:nora/search.git",
     "ssh://git@codeberg.org/nora/search"],
)  # fmt: skip
def test_a_remote_where_folders_can_be_public_is_open(vault: Path, address: str) -> None:
    git(vault, "remote", "add", "origin", address)
    assert list(find_open(vault)) == ["remote"]


def test_a_remote_of_ones_own_is_well_and_its_password_is_not_shown(vault: Path) -> None:
    git(vault, "remote", "add", "home", "https://nora:hunter2@attic.example/search.git")
    assert find_open(vault) == {}
    git(vault, "remote", "add", "hub", "https://nora:hunter2@github.com/nora/search.git")
    assert "hunter2" not in run(vault, "doctor").stdout


def test_a_private_field_in_history_is_open_though_it_was_taken_out(vault: Path) -> None:
    (vault / "contacts" / "Ruth Okafor.md").write_text(RUTH)
    found = find_open(vault)
    assert found == {"history": "history holds private fields: contacts/Ruth Okafor.md: why"}


def test_a_missing_hook_is_open(vault: Path) -> None:
    (vault / ".git" / "hooks" / "pre-commit").unlink()
    assert list(find_open(vault)) == ["hook"]


@pytest.mark.parametrize("folder", ["", "my search"])
def test_the_remedy_for_a_missing_hook_is_a_line_that_works(vault: Path, folder: str) -> None:
    (vault / ".git" / "hooks" / "pre-commit").unlink()
    root = vault / folder
    if folder:
        write_vault(root, {"contacts/Ruth Okafor.md": RUTH.replace("[why]", "[]")})
    data = json.loads(run(root, "doctor", "--json").stdout)
    (remedy,) = (one["remedy"] for one in data["items"] if one["name"] == "hook")
    subprocess.run(["sh", "-c", remedy], check=True, cwd=vault)
    assert find_open(root) == {}
    hook = (vault / ".git" / "hooks" / "pre-commit").read_text().splitlines()
    assert hook == ["#!/bin/sh", f"exec vaultkit{f' -C {folder!r}' if folder else ''} check"]


def test_a_hook_that_git_passes_over_is_open(vault: Path) -> None:
    (vault / ".git" / "hooks" / "pre-commit").chmod(0o644)
    assert find_open(vault) == {"hook": "git passes over the hook: it may not be run"}


def test_hooks_of_other_tools_count_once_they_are_in_use(vault: Path) -> None:
    hook = vault / ".git" / "hooks" / "pre-commit"
    hook.unlink()
    (vault / ".pre-commit-config.yaml").write_text("- id: vaultkit-check\n")
    assert "not in use" in find_open(vault)["hook"]
    hook.write_text("exec pre-commit hook-impl\n")
    assert find_open(vault) == {}
    (vault / ".pre-commit-config.yaml").unlink()
    (vault / ".husky").mkdir()
    (vault / ".husky" / "pre-commit").write_text("vaultkit check\n")
    assert find_open(vault) == {}


def test_a_work_tree_of_its_own_is_looked_at_with_all_history(vault: Path) -> None:
    (vault / "contacts" / "Ruth Okafor.md").write_text(RUTH)
    git(vault, "commit", "-am", "more", "--no-verify")
    git(vault, "worktree", "add", "--detach", str(vault / "site" / "tree"))
    assert list(find_open(vault / "site" / "tree")) == ["history"]


def test_a_repository_without_commits_is_well(tmp_path: Path) -> None:
    write_vault(tmp_path, {"contacts/Ruth Okafor.md": RUTH})
    git(tmp_path, "init")
    assert list(find_open(tmp_path)) == ["hook"]


def test_a_repository_that_git_does_not_speak_of_is_open(tmp_path: Path) -> None:
    write_vault(tmp_path, {"contacts/Ruth Okafor.md": RUTH})
    (tmp_path / ".git").write_text("gitdir: /nowhere/at/all\n")
    assert "not a git repository: /nowhere" in find_open(tmp_path)["git"]


def test_without_git_a_repository_is_open(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(vault))
    assert find_open(vault) == {"git": "this is a git repository, but: git is not installed"}


def test_a_theme_that_fetches_from_outside_is_open(vault: Path) -> None:
    theme = vault / "themes" / "mine" / "templates"
    theme.mkdir(parents=True)
    (theme / "base.html").write_text('<link rel="stylesheet" href="https://fonts.example/a.css">')
    assert "https://fonts.example/a.css" in find_open(vault)["requests"]


def test_a_link_that_waits_for_a_click_is_no_request(vault: Path) -> None:
    (vault / "notes").mkdir()
    (vault / "notes" / "A.md").write_text("[site](https://tern.example) ![pic](https://x.example)")
    assert run(vault, "build").exit_code == 0
    assert find_open(vault) == {}


def test_notes_that_everybody_can_change_are_open(vault: Path) -> None:
    (vault / "contacts" / "Ruth Okafor.md").chmod(0o666)
    assert "Ruth Okafor.md" in find_open(vault)["modes"]


def test_a_repository_from_elsewhere_starts_no_program(vault: Path) -> None:
    """What git would run while it only reads: a monitor, a verifier, a transport for lost blobs."""
    write_vault(vault, {"contacts/Ruth Okafor.md": RUTH})
    script = vault / "evil.sh"
    script.write_text(f'#!/bin/sh\necho "$@" >> "{vault}/ran"\nexit 1\n')
    script.chmod(0o755)
    tree = read(vault, "rev-parse", "HEAD^{tree}")
    who = "a <a@b.example> 1700000000 +0000"
    key = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----"
    signed = f"tree {tree}\nauthor {who}\ncommitter {who}\n{key}\n\nsigned\n"
    (vault / "commit").write_text(signed)
    git(vault, "update-ref", "HEAD", read(vault, "hash-object", "-t", "commit", "-w", "commit"))
    blob = read(vault, "rev-parse", "HEAD:.gitignore")
    (vault / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    for name, value in {
        "core.fsmonitor": str(script), "gpg.program": str(script), "log.showSignature": "true",
        "diff.external": str(script), "core.pager": str(script), "core.sshCommand": str(script),
        "remote.origin.url": f"ext::{script} fetch", "remote.origin.promisor": "true",
        "protocol.ext.allow": "always", "extensions.partialClone": "origin",
    }.items():  # fmt: skip
        git(vault, "config", name, value)
    find_open(vault)
    assert not (vault / "ran").exists()
    subprocess.run(["git", "-C", str(vault), "status"], env=GIT, capture_output=True)
    assert (vault / "ran").exists()  # the trap does snap
