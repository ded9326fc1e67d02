"""Nasty notes: nothing raises, each is named with its line, no other note is lost."""

import json
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.support import write_vault
from vaultkit.cli import main

GOOD = "---\nrole: editor\n---\n## Log\n- 2026-10-01 letter\n"
SCRIPT = "<script>document.title='owned'</script>"
PAIRS = zip("abcdef", "bcdefg", strict=True)
BOMB = "\n".join(f"{b}: &{b} [{', '.join(['*' + a] * 9)}]" for a, b in PAIRS)

NASTY: dict[str, bytes] = {
    "Latin 1": b"---\nrole: caf\xe9\n---\n",
    "UTF-16": "\ufeff---\nrole: x\n---\n".encode("utf-16-le"),
    "BOM twice": b"\xef\xbb\xbf\xef\xbb\xbf---\nrole: x\n---\n",
    "NUL": b"---\nrole: a\x00b\n---\nbody \x00\n",
    "Random": bytes(range(256)) * 8,
    "Only CR": b"---\rrole: x\r---\r## Log\r- 2026-10-01 letter\r",
    "Mixed ends": b"---\r\nrole: x\n---\r## Log\n- 2026-10-01 letter\r\n",
    "NEL in value": "---\nrole: a\x85b\u2028c\n---\n".encode(),
    "Unclosed": b"---\nrole: x\n## Log\n- 2026-10-01 letter\n",
    "Bomb": f"---\na: &a [x]\n{BOMB}\n---\n".encode(),
    "Merge bomb": b"---\na: &a {x: 1}\nb: &b {<<: [*a, *a]}\nc: {<<: [*b, *b]}\n---\n",
    "Deep flow": b"---\na: " + b"[" * 60000 + b"\n---\n",
    "Deep block": b"---\n" + b"- " * 25000 + b"x\n---\n",
    "Python tag": b"---\na: !!python/object/apply:os.system ['true']\n---\n",
    "Bool tag": b"---\na: !!bool maybe\n---\n",
    "Dates": b"---\nnext: 2023-02-29\nlanded: 0000-00-00\ncadence: " + b"9" * 5000 + b"\n---\n",
    "Far day": b"---\nnext: 9999-12-31\n---\n## Log\n- 0001-01-01 letter\n- 9999-12-31 met\n",
    "Last talk": b'---\ntype: interview\ncontact: "[[Last day]]"\nwhen: 9999-12-31 23:50\n---\n',
    "Last day": b"---\ntype: contact\n---\n## Log\n- 9999-12-31 booked [[Last talk]]\n",
    "Odd keys": b"---\ncontent: a\nhandler: b\nself: c\n1: d\non: e\n? [x]\n: f\n---\n",
    "JSON": b"{\nnot json\n}",
    "TOML": b"+++\na = 1\n+++\n",
    "Tabs": b"---\n\trole: x\n---\n",
    "Conflict": b"<<<<<<< HEAD\na\n=======\nb\n>>>>>>> b\n",
    "Conflict in front": b"---\n<<<<<<< HEAD\nrole: a\n=======\nrole: b\n>>>>>>> b\n---\n",
    "Template": b'---\nname: "{{ 7*7 }}{% raw %}"\n---\n{{ config }}{% for x in y %}\n',
    "Script": f'---\nname: "{SCRIPT}"\n---\n{SCRIPT}\n<img src=x onerror=a>'.encode(),
    "Links": b"[a](javascript:alert(1)) [b](data:text/html,x) ![c](http://a.example/x.png)",
    "Escape": b'---\nrole: "\\e]0;owned\\a"\n---\n',
    "Bidi": "---\nrole: \u202eevil\n---\n".encode(),
    "Quotes": b"> " * 5000 + b"x\n",
    "Lists": b"\n".join(b" " * (2 * n) + b"- x" for n in range(400)),
    "Brackets": b"[" * 40000,
    "Wikilinks": b"[[" * 30000 + b"]]" * 30000,
    "Backticks": b"`" * 30000 + b" a " + b"``" * 20000,
    "Stars": b"*a_" * 20000,
    "Comments": b"%% \n" * 5000 + b"<!-- \n" * 5000,
    "Fences": b"```\n~~~\n" * 3000,
    "Self embed": b"![[Self embed]]\n",
    "One line": b"x" * 900_000,
    "Headings": b"## Log\n" * 3000,
    "Log noise": b"---\n---\n## Log\n" + b"- 2026-10-01 call\n  - deep\n" * 2000,
    "Empty": b"",
    "Dashes": b"---",
    "Dashes twice": b"---\n---",
    "Escape path": b"---\nresume: ../../etc/passwd\n---\n![[../../etc/passwd]] [x](/etc/passwd)\n",
}


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nasty")
    write_vault(folder, {"contacts/Ruth Okafor.md": GOOD})
    for name, data in NASTY.items():
        (folder / "contacts" / f"{name}.md").write_bytes(data)
    return folder


def run(vault: Path, *words: str) -> str:
    result = CliRunner().invoke(main, ["-C", str(vault), "--today", "2026-10-08", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.stdout


def test_due_and_check_finish_in_seconds_and_keep_the_good_note(nasty: Path) -> None:
    begin = time.monotonic()
    due = json.loads(run(nasty, "due", "--all", "--json"))
    assert ("call", "Ruth Okafor") in {(one["action"], one["contact"]) for one in due["items"]}
    problems = json.loads(run(nasty, "check", "--format", "json"))["problems"]
    assert all(one["line"] >= 1 and one["column"] >= 1 for one in problems)
    named = {one["path"] for one in problems if one["severity"] == "error"}
    for name in ("Latin 1", "UTF-16", "Unclosed", "Bomb", "Deep flow", "Deep block", "Conflict"):
        assert f"contacts/{name}.md" in named
    run(nasty, "build")
    assert time.monotonic() - begin < 60


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_there_are_end_no_command(tmp_path: Path, day: str) -> None:
    talk = (
        f'---\ncontact: "[[Ruth Okafor]]"\nwhen: {day} 00:05\ntravel: 20\ntrip: "[[Leeds]]"\n---\n'
    )
    notes = {
        "contacts/Ruth Okafor.md": GOOD + f"- {day} booked [[Talk]]\n",
        "contacts/Wei Zhang.md": "---\n---\n",
        "interviews/Talk.md": talk,
        "interviews/Late.md": talk.replace("00:05", "23:50"),
        "trips/Leeds.md": f"---\ncity: Leeds\nstart: {day}\nend: {day}\n---\n",
    }
    write_vault(tmp_path, notes)
    for words in ("due --all", "check", "build", "log wei met", "log wei call --on monday"):
        command = ["-C", str(tmp_path), "--today", day, *words.split()]
        result = CliRunner().invoke(main, command)
        assert result.exit_code in (0, 1) and not isinstance(result.exception, OverflowError)


def test_no_text_of_a_note_becomes_code(nasty: Path) -> None:
    run(nasty, "build")
    for page in (nasty / "site").rglob("*.html"):
        text = page.read_text(encoding="utf-8").casefold()
        assert text.count("<script") == text.count('<script src="')
        assert "onerror=a>" not in text.replace("&gt;", "")
        assert 'href="javascript' not in text
        assert 'src="http' not in text
    script = next((nasty / "site" / "contacts").glob("script*.html")).read_text(encoding="utf-8")
    assert "&lt;script&gt;" in script
    template = (nasty / "site" / "contacts" / "template.html").read_text(encoding="utf-8")
    assert "{{ 7*7 }}" in template


def test_nothing_steers_the_terminal(nasty: Path) -> None:
    shown = "".join(run(nasty, "show", name) for name in ("Escape", "Bidi", "NUL"))
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_nothing_outside_the_vault_is_copied(nasty: Path) -> None:
    run(nasty, "build")
    assert not [path for path in (nasty / "site").rglob("*") if "passwd" in path.name]


def test_reading_never_writes(nasty: Path) -> None:
    before = {path: path.read_bytes() for path in (nasty / "contacts").iterdir()}
    for words in (("due",), ("check",), ("list", "contact"), ("build",), ("find", "x")):
        run(nasty, *words)
    assert {path: path.read_bytes() for path in (nasty / "contacts").iterdir()} == before
