"""Tab in real shells: commands, options, names with blanks and accents, kinds, words, days."""

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.support import contact, write_vault
from vaultkit.cli import COMMANDS, main
from vaultkit.cli.completing import Item, choose
from vaultkit.contact_log import KINDS as LOG_WORDS
from vaultkit.notes import KINDS
from vaultkit.notes.fields import ACTIONS

BIN = Path(sys.executable).parent
# An answer comes in a tenth of a second; a loaded machine gets more.
PATIENCE = 60


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    notes = {
        "contacts/José García.md": contact("- 2026-09-24 letter"),
        "contacts/Ruth Okafor.md": contact(),
        "contacts/Ruth O'Neill (old).md": contact(),
        "contacts/Wei, Zhang.md": contact(),
        "companies/Tern Press.md": "---\nfield: books\n---\n",
        "trips/Leeds.md": "---\ncity: Leeds\nstart: 2026-11-16\nend: 2026-11-20\n---\n",
        "templates/contact.md": "---\n---\n",
    }
    toml = '[kinds.coffee]\nlike = "met"\n'
    return write_vault(tmp_path, notes, toml)


def environment(vault: Path, **more: str) -> dict[str, str]:
    return {
        "PATH": f"{BIN}:{os.environ['PATH']}", "HOME": str(vault), "LANG": "C.UTF-8",
        "TERM": "dumb", **more,
    }  # fmt: skip


def offered(vault: Path, line: str) -> list[str]:
    """What the command answers a shell: the values alone."""
    done = subprocess.run(
        [str(BIN / "vaultkit")],
        cwd=vault,
        env=environment(vault, _VAULTKIT_COMPLETE="bash_complete", COMP_LINE=line),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stderr == ""
    return [row.split("\t")[1] for row in done.stdout.splitlines() if row]


def script(shell: str) -> str:
    return CliRunner().invoke(main, ["completion", shell]).stdout


def needs(shell: str) -> str:
    found = shutil.which(shell)
    if found is None and not os.environ.get("CI"):
        pytest.skip(f"{shell} is not installed")
    assert found is not None
    return found


def test_commands_and_options_are_offered(vault: Path) -> None:
    assert offered(vault, "vaultkit ") == list(COMMANDS)
    assert "--json" in offered(vault, "vaultkit due --")
    assert offered(vault, "vaultkit --tod") == ["--today"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("vaultkit show jose", ["José García"]),
        ("vaultkit show zhang", ["Wei, Zhang"]),
        ("vaultkit show ruth", ["Ruth O'Neill (old)", "Ruth Okafor"]),
        ("vaultkit show Ruth\\ Ok", ["Ruth Okafor"]),
        ('vaultkit show "Ruth Ok', ["Ruth Okafor"]),
        ("vaultkit show nobody", []),
        ("vaultkit due --company ", ["Tern Press"]),
        ("vaultkit due --company=te", ["Tern Press"]),
        ("vaultkit due --trip l", ["Leeds"]),
        ("vaultkit due --action call", ["call", "call-again"]),
        ("vaultkit list co", ["contact", "company"]),
        ("vaultkit schema in", ["interview"]),
        ("vaultkit --today tom", ["tomorrow"]),
        ("vaultkit check --format j", ["json"]),
        ("vaultkit completion ", ["bash", "zsh", "fish"]),
        ("vaultkit new ", ["company", "contact", "interview", "note", "trip"]),
        ("vaultkit new contact Ada --company te", ["Tern Press"]),
        ("vaultkit new contact Ada --referred-by jos", ["José García"]),
        ("vaultkit new contact Ada --field cad", ["cadence="]),
        ("vaultkit new interview jos", ["José García"]),
        ("vaultkit new interview x --mode ", ["in-person", "phone", "video"]),
        ("vaultkit new interview x --trip ", ["Leeds"]),
        ("vaultkit new trip York --start tod", ["today"]),
        ("vaultkit rename jos", ["José García"]),
        ("vaultkit log jos", ["José García"]),
        ("vaultkit log jos no-", ["no-answer"]),
        ("vaultkit log jos cof", ["coffee"]),
        ("vaultkit log jos call --on yest", ["yesterday"]),
        ("vaultkit snooze jos mon", ["monday"]),
        ("vaultkit letter jos", ["José García"]),
        ("vaultkit letter 'José García' tha", ["thanks"]),
        ("vaultkit edit leeds", ["Leeds"]),
    ],
)
def test_each_word_is_completed_by_what_it_is(vault: Path, line: str, expected: list[str]) -> None:
    assert offered(vault, line) == expected


def test_everything_is_offered_where_nothing_is_typed(vault: Path) -> None:
    assert set(offered(vault, "vaultkit due --action ")) == set(ACTIONS)
    assert offered(vault, "vaultkit list ") == list(KINDS)
    assert "contact" not in offered(vault, "vaultkit show ")  # a form, no note


def test_outside_a_vault_and_inside_another_one(vault: Path, tmp_path: Path) -> None:
    inner = vault / "contacts"
    assert offered(inner, "vaultkit show jose") == ["José García"]
    assert offered(Path("/"), f"vaultkit -C '{vault}' show jose") == ["José García"]
    assert offered(Path("/"), "vaultkit show jose") == []


def test_the_words_of_a_log_and_those_of_the_vault_are_offered(vault: Path) -> None:
    from vaultkit.cli.completing import find_log_words

    words = [item.value for item in find_log_words(vault)]
    assert words == [*LOG_WORDS, "coffee"]


def test_a_name_that_begins_so_comes_before_one_that_holds_such_a_word() -> None:
    items = [Item("Ann Lee"), Item("Lee Ann"), Item("Bell\n")]
    assert [one.value for one in choose(items, "lee")] == ["Lee Ann"]
    assert [one.value for one in choose(items, "ann l")] == ["Ann Lee"]
    assert [one.value for one in choose(items, "")] == ["Ann Lee", "Lee Ann"]


def type_in(command: list[str], vault: Path, setup: str, typed: str, until: str) -> str:
    """Type into a shell on a terminal until it shows something; what it showed in all."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(vault)
        os.execve(command[0], command, environment(vault))
    shown = b""
    try:
        os.write(terminal, (setup + "\n").encode())
        end = time.monotonic() + PATIENCE
        sent = False
        while until.encode() not in shown and time.monotonic() < end:
            if select.select([terminal], [], [], 1)[0]:
                shown += os.read(terminal, 65536)
            if not sent and b"ready-to-type" in shown:
                os.write(terminal, typed.encode())
                sent = True
    finally:
        os.close(terminal)
        os.waitpid(child, 0)
    return shown.decode("utf-8", "replace")


# Shown once the shell has read the script; the quotes keep the echo of the typing apart.
READY = "echo ready-''to-type"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("vaultkit show jos\t\n", "2026-09-24 letter"),
        ("vaultkit show \"ruth o'\t\n", "contacts/Ruth O'Neill (old).md"),
        ("vaultkit show ruth\\ o\\'\t\n", "contacts/Ruth O'Neill (old).md"),
        ('vaultkit show "Ruth Ok\t\n', "contacts/Ruth Okafor.md"),
        ("vaultkit due --company=te\t --all\n", "Nothing is due"),
    ],
)
def test_bash_puts_names_in_as_one_word(vault: Path, typed: str, expected: str) -> None:
    (vault / "done.bash").write_text(script("bash"), encoding="utf-8")
    command = [needs("bash"), "--norc", "--noprofile", "-i"]
    setup = f"source ./done.bash; {READY}"
    assert expected in type_in(command, vault, setup, typed, expected)


def test_zsh_puts_names_in_as_one_word(vault: Path) -> None:
    (vault / "done.zsh").write_text(script("zsh"), encoding="utf-8")
    command = [needs("zsh"), "-f", "-i"]
    setup = f"autoload -U compinit; compinit -u -D; source ./done.zsh; {READY}"
    shown = type_in(command, vault, setup, "vaultkit show jos\t\n", "2026-09-24 letter")
    assert "2026-09-24 letter" in shown
    shown = type_in(command, vault, setup, "vaultkit show ruth\\ o\\'\t\n", "(old).md")
    assert "contacts/Ruth O'Neill (old).md" in shown


def test_fish_offers_names_with_what_they_are(vault: Path) -> None:
    (vault / "done.fish").write_text(script("fish"), encoding="utf-8")

    def complete(line: str) -> list[str]:
        done = subprocess.run(
            [needs("fish"), "--no-config", "-c", f"source done.fish; complete -C '{line}'"],
            cwd=vault, env=environment(vault), capture_output=True, encoding="utf-8", check=True,
        )  # fmt: skip
        return done.stdout.splitlines()

    assert complete("vaultkit show Wei") == ["Wei, Zhang\tcontact"]
    assert complete("vaultkit due --action call") == ["call", "call-again"]
    assert any(line.startswith("check\t") for line in complete("vaultkit ch"))
