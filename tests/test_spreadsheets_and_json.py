"""Tables no spreadsheet reckons with, and a vault that comes back from JSON byte for byte."""

import csv
import json
import os
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support import write_vault
from vaultkit.cli import main
from vaultkit.exchange.spreadsheet import TABLES

ROOT = Path(__file__).resolve().parent.parent
FORMULAS = ["=1+1", "+1", "-1", "@x", "\t=1", '=HYPERLINK("x")', " =1", "\uff1d1"]


def run(vault: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(vault), "--today", "2026-11-10", *words])


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


def test_every_table_goes_into_a_folder(tmp_path: Path) -> None:
    assert run(ROOT / "example-vault", "export", "csv", "-o", str(tmp_path)).exit_code == 0
    assert {path.stem for path in tmp_path.glob("*.csv")} == set(TABLES)
    for path in tmp_path.glob("*.csv"):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        assert rows(path.read_bytes().decode()), path


def test_contacts_are_the_table_unless_another_is_named() -> None:
    found = rows(run(ROOT / "example-vault", "export", "csv").stdout)
    people = {row["name"]: row for row in found}
    assert people["Zoë Marchetti"]["next_action"] == "call"
    assert people["Zoë Marchetti"]["stage"] == "asked"


@pytest.mark.parametrize("mark", [";", "\t"])
def test_no_part_of_a_cell_runs_where_other_marks_part_them(tmp_path: Path, mark: str) -> None:
    write_vault(tmp_path, {"contacts/A.md": '---\nrole: "x;=1+1"\nwhy: "x\\t@SUM(1)"\n---\n'})
    data = run(tmp_path, "export", "csv").stdout
    cells = [cell for row in csv.reader(data.splitlines(), delimiter=mark) for cell in row]
    assert len(cells) > 2
    assert not any(cell[:1] in ("=", "@", "+", "-") for cell in cells)


@pytest.mark.parametrize("value", FORMULAS)
def test_no_cell_runs_as_a_formula(tmp_path: Path, value: str) -> None:
    text = f"---\nname: '{value}'\nrole: '{value}'\n---\n## Log\n- 2026-11-01 note: {value}\n"
    write_vault(tmp_path, {"contacts/A B.md": text})
    for table in TABLES:
        out = run(tmp_path, "export", "csv", "--table", table).stdout
        for row in rows(out):
            assert not any(cell[:1] in tuple("=+-@\t\r\uff1d") for cell in row.values())


def test_a_table_nobody_has_exits_with_the_nearest() -> None:
    found = run(ROOT / "example-vault", "export", "csv", "--table", "contact")
    assert found.exit_code == 2
    assert 'nearest is "contacts"' in found.stderr


def test_a_vault_comes_back_from_json_byte_for_byte(tmp_path: Path) -> None:
    notes = {
        "contacts/José García.md": "\ufeff---\r\nrole: x\r\n---\r\nünï",
        "notes/a/b.md": "b\r\u2028",
    }
    notes |= {"templates/contact.md": "---\nrole:\n---\n", "contacts/José.md": "\x0c no end"}
    write_vault(tmp_path / "a", {**notes, "vaultkit.toml": 'format = 1\nname = "x"\n'})
    file = tmp_path / "vault.json"
    assert run(tmp_path / "a", "export", "json", "-o", str(file)).exit_code == 0
    assert run(tmp_path / "a", "import", str(file), "--into", str(tmp_path / "b")).exit_code == 0
    for path in ("vaultkit.toml", *notes):
        assert (tmp_path / "b" / path).read_bytes() == (tmp_path / "a" / path).read_bytes()
    again = run(tmp_path / "b", "export", "json").stdout_bytes
    assert again == file.read_bytes()


def test_json_into_a_vault_makes_only_what_is_not_there(tmp_path: Path) -> None:
    write_vault(
        tmp_path / "a", {"notes/One.md": "one", "notes/Two.md": "two", "notes/Three.md": "3"}
    )
    write_vault(tmp_path / "b", {"notes/one.md": "mine", "notes/Two.md": "two"})
    (tmp_path / "v.json").write_bytes(run(tmp_path / "a", "export", "json").stdout_bytes)
    found = run(tmp_path / "b", "import", str(tmp_path / "v.json"))
    assert "leave   notes/One.md: differs" in found.stdout
    assert (tmp_path / "b" / "notes" / "one.md").read_text() == "mine"
    assert (tmp_path / "b" / "notes" / "Three.md").read_text() == "3"


@pytest.mark.parametrize(
    "path", ["../x.md", "/etc/x.md", "a/../../x.md", ".git/x.md", "C:\\x.md", "x.txt", "a//b.md"]
)
def test_json_cannot_write_outside_the_vault(tmp_path: Path, path: str) -> None:
    write_vault(tmp_path / "a", {"notes/One.md": "one"})
    document = {"schema": "vaultkit.vault/1", "settings": "",
                "notes": [{"path": path, "text": "x"}]}  # fmt: skip
    (tmp_path / "v.json").write_text(json.dumps(document))
    found = run(tmp_path / "a", "import", str(tmp_path / "v.json"))
    assert found.exit_code == 3
    assert "nothing was imported" in found.stderr


@pytest.mark.parametrize("text", ["{", "{}", '{"schema": "x"}', '{"schema": "vaultkit.vault/1"}'])
def test_other_json_is_refused(tmp_path: Path, text: str) -> None:
    write_vault(tmp_path, {"notes/One.md": "one"})
    (tmp_path / "v.json").write_text(text)
    assert run(tmp_path, "import", str(tmp_path / "v.json")).exit_code == 3


@pytest.mark.parametrize(
    ("notes", "said"),
    [
        ([{"path": "notes/x.md", "text": "1"}] * 2, 'path "notes/x.md" stands twice'),
        ([{"path": "notes/x.md", "text": "\ud800"}], "text of notes[0] holds half a sign"),
        ([{"path": "notes/\udfff.md", "text": ""}], "path of notes[0] holds half a sign"),
        ([{"path": "notes/x.md"}], "text of notes[0] is missing or no text"),
        ([{"path": "notes/x.md", "text": "1"}, None], "notes[1] is no note"),
        ({"notes/x.md": "1"}, "notes is no list"),
    ],
)
def test_json_that_is_no_whole_vault_makes_nothing(
    tmp_path: Path, notes: object, said: str
) -> None:
    write_vault(tmp_path, {"notes/One.md": "one"})
    document = {"schema": "vaultkit.vault/1", "settings": "", "notes": notes}
    (tmp_path / "v.json").write_text(json.dumps(document))
    for more in ([], ["-n"], ["--into", str(tmp_path / "b")]):
        found = run(tmp_path, "import", str(tmp_path / "v.json"), *more)
        assert (found.exit_code, said in found.stderr) == (3, True), found.stderr
    assert {one.name for one in tmp_path.rglob("*")} == {"notes", "One.md", "v.json",
                                                         "vaultkit.toml"}  # fmt: skip


def test_twins_by_case_or_accents_go_into_a_new_vault_and_one_of_them_into_another(
    tmp_path: Path,
) -> None:
    twins = {"notes/A.md": "1", "notes/a.md": "2", "notes/Jose\u0301.md": "3", "notes/José.md": "3"}
    write_vault(tmp_path / "a", twins)
    if len(list((tmp_path / "a" / "notes").iterdir())) < len(twins):
        pytest.skip("this system has no twins")
    file = str(tmp_path / "v.json")
    run(tmp_path / "a", "export", "json", "-o", file)
    assert run(tmp_path / "a", "import", file, "--into", str(tmp_path / "b")).exit_code == 0
    assert {path: (tmp_path / "b" / path).read_text() for path in twins} == twins
    write_vault(tmp_path / "c", {"notes/One.md": "one"})
    found = run(tmp_path / "c", "import", file)
    assert "make    notes/A.md\n" in found.stdout
    assert "leave   notes/a.md: differs from the one here\n" in found.stdout
    assert len(list((tmp_path / "c" / "notes").iterdir())) == 3


def test_an_export_never_replaces_a_note(tmp_path: Path) -> None:
    write_vault(tmp_path, {"notes/One.md": "one"})
    found = run(tmp_path, "export", "json", "-o", str(tmp_path / "notes" / "One.md"))
    assert found.exit_code == 3
    assert (tmp_path / "notes" / "One.md").read_text() == "one"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes")
def test_an_export_replaces_no_pipe_and_no_device(tmp_path: Path) -> None:
    write_vault(tmp_path, {"notes/One.md": "one"})
    os.mkfifo(tmp_path / "pipe")
    for form in ("ics", "vcf", "json"):
        found = run(tmp_path, "export", form, "-o", str(tmp_path / "pipe"))
        assert (found.exit_code, "is no place for an export" in found.stderr) == (3, True)
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.skipif(os.name != "posix", reason="modes")
def test_an_export_that_nobody_else_may_read_stays_so(tmp_path: Path) -> None:
    write_vault(tmp_path, {"notes/One.md": "one"})
    out = tmp_path / "all.json"
    out.touch(0o600)
    assert run(tmp_path, "export", "json", "-o", str(out)).exit_code == 0
    assert out.stat().st_mode & 0o777 == 0o600 and out.stat().st_size > 100


def test_a_redacted_export_holds_no_address(tmp_path: Path) -> None:
    for form in ("json", "vcf", "csv"):
        data = run(ROOT / "example-vault", "export", form, "--redact").stdout_bytes
        assert b"0113" not in data
        assert b"@post.example" not in data
