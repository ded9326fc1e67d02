"""A vault of people notes as Obsidian's templates lay it out is usable as it is."""

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from tests.support import write_vault
from vaultkit.cli import main

# A folder of somebody's own, other names for fields, properties of other plug-ins, dot-folders.
NOTES = {
    "People/Ruth Okafor.md": (
        "---\ntype: person\ntags: [people]\naliases: [Ruthie]\norganization: \"[[Tern Press]]\"\n"
        "job_title: Printer\nmail: ruth@tern.example\nmobile: 0117 496 0142\nlocation: Hull\n"
        "birthday: 1980-04-01\nlast_contact: 2026-09-24\ncssclasses: [person]\n---\n"
        "# Ruth Okafor\n\n![[portrait.png|100]]\n\n> [!info] Met at the fair\n\n## Notes\n\n"
        "- likes maps\n\n## Log\n\n- 2026-09-24 letter: by post\n"
    ),
    "Organisations/Tern Press.md": "---\ntype: organisation\nlocation: [Hull]\n---\n%% hidden %%\n",
    "Daily/2026-09-24.md": "---\ntype: daily\n---\nSaw [[Ruthie]] and [[Tern Press|the press]].\n",
    "portrait.png": "x",
    ".obsidian/app.json": "{}",
    ".obsidian/plugins/dataview/main.js": "x",
    ".trash/Old Person.md": "---\ntype: person\n---\n",
    "vaultkit.toml": (
        '[kinds.coffee]\nlike = "met"\n\n[fields]\norganization = "company"\njob_title = "role"\n'
        'mail = "email"\nmobile = "phone"\nlocation = "city"\n'
    ),
}  # fmt: skip


def run(vault: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(vault), "--today", "2026-10-05", *words])


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    write_vault(tmp_path, NOTES)
    return tmp_path


def test_people_of_another_layout_are_contacts(vault: Path) -> None:
    shown = run(vault, "show", "ruthie").stdout
    assert "0117 496 0142" in shown
    assert "Tern Press" in shown
    assert run(vault, "due").stdout.startswith("due\t2026-10-08\tcall\tCall Ruth Okafor")
    assert "Old Person" not in run(vault, "list", "contact").stdout


def test_such_a_vault_has_no_problem(vault: Path) -> None:
    assert run(vault, "check", "--strict").stdout == ""


def test_its_site_links_people_and_companies(vault: Path) -> None:
    assert run(vault, "build").exit_code == 0
    page = (vault / "site" / "contacts" / "ruth-okafor.html").read_text()
    assert 'href="../companies/tern-press.html"' in page
    assert "tel:" in page


def test_a_log_entry_is_added_and_all_else_stays(vault: Path) -> None:
    before = (vault / "People" / "Ruth Okafor.md").read_text()
    assert run(vault, "log", "Ruthie", "call", "nice").exit_code == 0
    after = (vault / "People" / "Ruth Okafor.md").read_text()
    assert after == before + "- 2026-10-05 call: nice\n"


def test_a_kind_of_ones_own_names_a_kind_of_note(tmp_path: Path) -> None:
    toml = '[kinds.mensch]\nlike = "contact"\n'
    write_vault(tmp_path, {"A/Ruth.md": "---\ntype: Mensch\n---\n", "vaultkit.toml": toml})
    assert "Ruth" in run(tmp_path, "list", "contact").stdout


@pytest.mark.parametrize(
    "toml", ['[kinds.x]\nlike = "contcat"\n', '[fields]\nmail = "emial"\n', "[fields]\nmail = 3\n"]
)
def test_words_that_stand_for_nothing_are_reported_on_their_line(tmp_path: Path, toml: str) -> None:
    write_vault(tmp_path, {"notes/x.md": "x", "vaultkit.toml": toml})
    assert run(tmp_path, "check").stdout.startswith("vaultkit.toml:2:1: error")


FORM = "---\ntype: person\nrole: {{role}}\n---\n# <% tp.file.title %>\n"


@pytest.mark.parametrize("folder", ["Templates", "_templates", "99 Template", "A/Templates/Deep"])
def test_forms_of_other_programs_are_no_notes(tmp_path: Path, folder: str) -> None:
    write_vault(
        tmp_path, {f"{folder}/Person.md": FORM, "People/Ada.md": "---\ntype: person\n---\n"}
    )
    assert run(tmp_path, "check", "--strict").exit_code == 0
    assert [
        line.split("\t")[0] for line in run(tmp_path, "list", "contact").stdout.split("\n")
    ] == ["Ada", ""]
    assert FORM in json.loads(run(tmp_path, "export", "json").stdout)["forms"][0]["text"]


def test_a_note_without_slots_and_a_letter_count_wherever_they_are(tmp_path: Path) -> None:
    letter = "---\ntype: letter\nfor: thanks\n---\nDear {{first}}\n"
    write_vault(
        tmp_path, {"templates/t.md": letter, "Templates/Ada.md": "---\ntype: person\n---\n"}
    )
    assert "Ada" in run(tmp_path, "list", "contact").stdout
    assert run(tmp_path, "list", "letter").stdout.startswith("t\t")


def test_a_type_may_be_a_link(tmp_path: Path) -> None:
    write_vault(tmp_path, {"CRM/Ada.md": '---\ntype: "[[Person]]"\n---\n'})
    assert "Ada" in run(tmp_path, "list", "contact").stdout


def test_meetings_under_other_names_are_interviews(tmp_path: Path) -> None:
    talk = '---\ntype: meeting\npeople: "[[Ada]]"\ndate: 2026-09-24\n---\n'
    toml = 'format = 1\n[fields]\npeople = "contact"\ndate = "when"\n'
    write_vault(
        tmp_path,
        {"People/Ada.md": "---\ntype: person\n---\n", "M/x.md": talk, "vaultkit.toml": toml},
    )
    assert run(tmp_path, "check").exit_code == 0
    assert "Ada" in run(tmp_path, "list", "interview").stdout


def test_init_in_an_obsidian_vault_adds_a_view_of_contacts(tmp_path: Path) -> None:
    write_vault(tmp_path, {".obsidian/app.json": "{}"})
    (tmp_path / "vaultkit.toml").unlink()
    assert run(tmp_path, "init", str(tmp_path), "--no-git").exit_code == 0
    view = yaml.safe_load((tmp_path / "contacts.base").read_text())
    assert view["views"][0]["name"] == "Everybody"


def test_init_elsewhere_adds_no_view(tmp_path: Path) -> None:
    assert run(tmp_path, "init", str(tmp_path), "--no-git").exit_code == 0
    assert not (tmp_path / "contacts.base").exists()
