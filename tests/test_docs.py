"""The manual is true: every command, field, setting, code, log word, rule and wait is in it."""

import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from vaultkit.cli import COMMANDS, main
from vaultkit.contact_log import KINDS as LOG_WORDS
from vaultkit.diagnostics import CODES
from vaultkit.followups.waits import ARTICLE, PACK_ROWS
from vaultkit.notes.fields import ACTIONS, FIELDS
from vaultkit.pipeline import EXAMPLE_DAY, find_problems, load_agenda, load_vault
from vaultkit.settings import KEYS, SECTIONS
from vaultkit.stages import Stage

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", FIELDS)
def test_every_field_is_in_the_manual(kind: str) -> None:
    part = text("format.md").split(f"### {kind}\n")[1].split("\n## ")[0].split("\n### ")[0]
    rows = set(re.findall(r"^\| `(\w+)`", part, re.M))
    assert rows == {spec.name for spec in FIELDS[kind]}
    for spec in FIELDS[kind]:
        assert all(f"`{choice}`" in part for choice in spec.choices)


def test_every_log_word_is_in_the_manual() -> None:
    rows = dict(re.findall(r"^\| `([\w-]+)` \| ([^|]+) \|", text("log-words.md"), re.M))
    assert rows == {word: group.value for word, (group, _) in LOG_WORDS.items()}


def test_every_code_is_in_the_manual() -> None:
    rows = dict(re.findall(r"^\| `([\w-]+)` \| (\w+) \|", text("problems.md"), re.M))
    assert rows == {code: severity.value for code, (severity, _) in CODES.items()}


def test_every_wait_is_in_the_manual_with_its_days() -> None:
    rules = text("rules.md")
    for name, row in ARTICLE.items():
        lines = [line for line in rules.splitlines() if f"| `{name}` |" in line]
        assert any(f"{row.opens}, {row.due}" in line and row.source in line for line in lines), name
    assert all(f"| `{pack}` |" in rules for pack in PACK_ROWS)
    assert all(f"`{stage.value}`" in rules for stage in Stage)


def test_every_setting_is_in_the_manual() -> None:
    settings = text("settings.md")
    named = set(re.findall(r"^\| `\[?([a-z_]+)[\].X]*` \|", settings, re.M))
    assert named == set(KEYS)
    assert "log" in SECTIONS


def test_every_command_and_option_is_in_the_manual() -> None:
    commands = text("commands.md")
    context = click.Context(main)
    for name in COMMANDS:
        part = commands.split(f"\n## {name}\n")[1].split("\n## ")[0]
        command = main.get_command(context, name)
        assert command is not None
        for parameter in command.params:
            long = [option for option in parameter.opts if option.startswith("--")]
            if not isinstance(parameter, click.Option) or part.startswith("\nThe one"):
                continue
            assert any(option in part for option in (long or parameter.opts)), (name, long)
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        assert f"`vaultkit {name}" in readme


def test_every_requirement_has_its_row() -> None:
    rows = re.findall(r"^\| R(\d+) \| [^|]+ \| ([^|]+) \|", text("method.md"), re.M)
    assert [int(number) for number, _ in rows] == list(range(1, 109))


def test_links_of_the_manual_lead_somewhere() -> None:
    for page in (*DOCS.glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        for target in re.findall(r"\]\(([^):#]+)\)", page.read_text(encoding="utf-8")):
            if "NAME" not in target and ".." not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_transcript_of_the_readme_is_what_happens() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme.split("```console\n")[1].split("```")[0]
    command, _, answer = shown.partition("\n")
    words = shlex.split(command.removeprefix("$ vaultkit "))
    words[1] = str(ROOT / words[1])
    assert CliRunner().invoke(main, words).stdout == answer


def test_the_steps_of_the_readme_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    steps = re.findall(r"^\$ vaultkit ([^#\n]+)", readme.split("From nothing to a site")[1], re.M)
    assert len(steps) == 7
    for step in steps:
        result = CliRunner().invoke(main, shlex.split(step))
        assert result.exit_code == 0, (step, result.output)
    assert (tmp_path / "demo" / "site" / "index.html").is_file()
    assert (tmp_path / "my-search" / "site" / "contacts" / "zoe-marchetti.html").is_file()


def test_the_example_vault_shows_every_rule_stage_and_word_and_has_no_problem() -> None:
    loaded = load_vault(ROOT / "example-vault")
    assert find_problems(loaded, EXAMPLE_DAY) == ()
    agenda = load_agenda(loaded, EXAMPLE_DAY)
    rules = {one.rule.replace("-", "_") for one in agenda.followups}
    beside = {"write_first_trip", "first_update_applied", "book_again"}
    assert rules | beside | {"news"} == set(ARTICLE)
    assert {one.action for one in agenda.followups} | {"news"} == set(ACTIONS)
    assert {one.stage for one in agenda.standings.values()} == set(Stage)
    notes = (*loaded.vault.contacts, *loaded.vault.companies)
    assert {entry.kind for note in notes for entry in note.log.entries} == set(LOG_WORDS)
