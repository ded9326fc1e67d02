"""`init` makes a vault that is useful at once, anywhere, and overwrites nothing."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from vaultkit import disk
from vaultkit.cli import main
from vaultkit.cli.init_command import make_start_files
from vaultkit.diagnostics import Severity
from vaultkit.notes.fields import LETTERS
from vaultkit.notes.schema import make_obsidian_types
from vaultkit.pipeline import Loaded, find_problems, load_vault
from vaultkit.settings import KEYS, read_settings

STARTER = disk.find_shipped("starter")
DAY = "2026-11-10"


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(folder), "--today", DAY, *words])


@pytest.fixture
def fresh(tmp_path: Path) -> Loaded:
    assert run(tmp_path, "init", "mine", "--no-git").exit_code == 0
    return load_vault(tmp_path / "mine")


def files_of(folder: Path) -> dict[str, bytes]:
    every = (one for one in folder.rglob("*") if one.is_file() and ".git/" not in str(one))
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in every}


def test_a_new_vault_has_no_problem_says_the_next_step_and_builds(tmp_path: Path) -> None:
    told = run(tmp_path, "init").stderr
    assert "questions/" in told
    assert "Next: " in told
    checked = run(tmp_path, "check", "--strict")
    assert (checked.exit_code, checked.stdout) == (0, "")
    assert "No contacts yet" in run(tmp_path, "due").stderr
    assert run(tmp_path, "build", "--strict").exit_code == 0
    assert (tmp_path / "site" / "questions" / "index.html").is_file()


def test_the_bank_has_twelve_subjects_ids_of_their_own_and_flags(fresh: Loaded) -> None:
    (bank,) = fresh.vault.banks
    ids = [question.id for question in bank.questions]
    assert all(ids)
    assert len(set(ids)) == len(ids)
    subjects = [one for one in bank.document.headings if one.level == 3]
    assert len(subjects) == 11  # and Closing, which needs no parts
    groups = {group: [q for q in bank.questions if q.group == group] for group in
              ("company", "person", "chances", "closing")}  # fmt: skip
    for group, questions in groups.items():
        assert any("must" in question.flags for question in questions), group
    assert all("closing" in question.flags for question in groups["closing"])
    flags = {flag for question in bank.questions for flag in question.flags}
    assert flags == {"must", "lookup", "sensitive", "closing"}
    money = [q for q in bank.questions if "pay" in q.words]
    assert all("sensitive" in question.flags for question in money)


def test_there_is_a_letter_for_every_occasion(fresh: Loaded) -> None:
    assert sorted(letter.purpose or "" for letter in fresh.vault.letters) == sorted(LETTERS)
    assert all(one.subject for one in fresh.vault.letters if one.purpose != "call")


def test_me_asks_for_every_field_and_has_pitch_and_answers_to_fill(fresh: Loaded) -> None:
    me = fresh.vault.profile
    assert me is not None
    assert me.pitch == ""
    assert me.answers == frozenset()
    named = {field.name for field in me.document.fields}
    assert {"fields", "sector", "specialism", "positions", "horizon", "ambition"} <= named
    asked = [head.text for head in me.document.headings if head.text.endswith("?")]
    assert len(asked) == 8


def test_templates_are_no_notes(fresh: Loaded) -> None:
    assert (fresh.root / "templates" / "contact.md").is_file()
    assert not any(path.startswith("templates/") for path in fresh.vault.notes)


def test_every_setting_of_the_starter_is_true_when_its_mark_is_taken_away() -> None:
    text = (STARTER / "vaultkit.toml").read_text(encoding="utf-8")
    assert set(tomllib.loads(text)) == {"format"}
    lines = [re.sub(r"^# (?=[a-z_]+ = |\[)", "", line) for line in text.splitlines()]
    opened = "\n".join(line for line in lines if not line.startswith("country"))
    _, problems = read_settings(opened)
    assert problems == ()
    assert set(KEYS) - set(tomllib.loads(opened)) == {"country"}


def test_the_vault_is_called_after_its_folder(tmp_path: Path) -> None:
    run(tmp_path, "init", 'Ruth\'s "search"', "--no-git")
    assert load_vault(tmp_path / 'Ruth\'s "search"').settings.name == 'Ruth\'s "search"'


def test_obsidian_types_are_those_of_the_field_table(fresh: Loaded) -> None:
    found = json.loads((fresh.root / ".obsidian" / "types.json").read_bytes())
    assert found == make_obsidian_types()


def test_the_matcher_for_editors_reads_what_check_prints(tmp_path: Path) -> None:
    run(tmp_path, "init", "--no-git")
    (tmp_path / "contacts" / "Ada.md").write_text("---\ncadence: often\n---\n")
    tasks = json.loads((tmp_path / ".vscode" / "tasks.json").read_bytes())["tasks"]
    pattern = tasks[0]["problemMatcher"]["pattern"]
    lines = run(tmp_path, "check").stdout.splitlines()
    found = [re.fullmatch(pattern["regexp"], line) for line in lines]
    assert found[0] is not None
    assert found[0][pattern["file"]] == "contacts/Ada.md"
    assert found[0][pattern["line"]] == "2"
    assert found[0][pattern["severity"]] == Severity.ERROR.value
    assert found[0][pattern["code"]] == "field-value"


def test_a_folder_full_of_notes_keeps_every_byte(tmp_path: Path) -> None:
    mine = {
        "me.md": b"mine", ".gitignore": b"*.pyc\n", ".obsidian/types.json": b"{}",
        ".obsidian/app.json": b"{}", "Questions/Bank.md": b"my own", "Daily/2026-11-01.md": b"# x",
        "letters/Thanks.md": b"\xff\xfe",
    }  # fmt: skip
    for path, data in mine.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    told = run(tmp_path, "init", "--no-git").stderr
    after = files_of(tmp_path)
    assert {path: after[path] for path in mine} == mine
    assert not (tmp_path / "questions").exists()
    for path in ("me.md", ".gitignore", ".obsidian/types.json", "questions/Bank.md"):
        assert path in told.split("Left as it was: ")[1]
    assert "site/ .vaultkit/" in told
    assert "letters/Letter.md" in after


def test_a_link_that_leads_nowhere_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "me.md").symlink_to("gone.md")
    assert run(tmp_path, "init", "--no-git").exit_code == 0
    assert (tmp_path / "me.md").is_symlink()
    assert not (tmp_path / "gone.md").exists()


def test_git_is_started_once_and_not_inside_a_repository(tmp_path: Path) -> None:
    assert "Started a git repository" in run(tmp_path, "init", "a").stderr
    assert (tmp_path / "a" / ".git").is_dir()
    run(tmp_path, "init", "b", "--no-git")
    assert not (tmp_path / "b" / ".git").exists()
    run(tmp_path / "a", "init", "deep/inside")
    assert not (tmp_path / "a" / "deep" / "inside" / ".git").exists()


def test_git_does_not_see_the_site(tmp_path: Path) -> None:
    run(tmp_path, "init")
    run(tmp_path, "build")
    told = subprocess.run(
        ["git", "-C", str(tmp_path), "status", "--short", "--untracked-files=all"],
        capture_output=True, encoding="utf-8", check=True,
    ).stdout  # fmt: skip
    assert "?? me.md" in told
    assert "site/" not in told


def test_the_site_of_the_example_is_no_business_of_git(tmp_path: Path) -> None:
    run(tmp_path, "init", "--example", "demo")
    assert "merge=union" in (tmp_path / "demo" / ".gitattributes").read_text(encoding="utf-8")
    assert "site/" in (tmp_path / "demo" / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_without_git_the_vault_is_made_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = run(tmp_path, "init", "mine")
    assert result.exit_code == 0
    assert "git is not installed" in result.stderr


def test_a_start_that_was_cut_short_is_finished_by_the_next(tmp_path: Path) -> None:
    assert list(make_start_files("x"))[-1] == disk.FILE_NAME
    run(tmp_path, "init", "--no-git")
    whole = files_of(tmp_path)
    for path in (disk.FILE_NAME, "letters/Update.md"):
        (tmp_path / path).unlink()
    assert run(tmp_path, "init", "--no-git").exit_code == 0
    assert files_of(tmp_path) == whole


def test_what_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    result = run(tmp_path, "init", "file/inside", "--no-git")
    assert result.exit_code == 3
    assert result.stderr.count("\n") == 1
    assert ".tmp" not in result.stderr


def test_no_problem_waits_in_the_starter_on_any_day(fresh: Loaded) -> None:
    from datetime import date

    for day in (date(2024, 2, 29), date(2026, 11, 10), date(2031, 1, 1)):
        assert find_problems(fresh, day) == ()
