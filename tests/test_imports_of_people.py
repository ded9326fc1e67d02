"""People of LinkedIn, Google and other tables: matched, never doubled, refused with their line."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support import write_vault
from vaultkit.cli import main
from vaultkit.diagnostics import VaultkitError
from vaultkit.exchange.people import tidy_name
from vaultkit.exchange.tables import read_english_day, read_people

NOTES = {
    "contacts/Ruth Okafor.md": "---\nrole: Printer # hers\n---\nHello\r\n",
    "contacts/José García.md": "---\nemail: jose@harbour.example\nphone:\n---\n",
    "companies/Tern Press.md": "---\naliases: [Tern]\n---\n",
}
LINKEDIN = """Notes:
"When exporting your data, some addresses may be missing."

First Name,Last Name,URL,Email Address,Company,Position,Connected On
Ruth,Okafor,https://net.example/in/ruth,ruth@tern.example,"Tern Press, Ltd.",Head,01 Jan 2026
Jose,Garcia,https://net.example/in/jose,,Harbour Library,Librarian,15 Mar 2025
Wei,Zhang,https://net.example/in/wei,,TERN,"Editor, maps",02 Feb 2024
Omar,Diaz,https://net.example/in/omar,,Elsewhere,,02 Feb 2024
,,https://net.example/in/gone,,Tern Press,,02 Feb 2024
"""
GOOGLE_OLD = """Name,Given Name,Family Name,Nickname,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Address 1 - Formatted,Address 1 - City,Organization 1 - Name,Organization 1 - Title,Notes
Ruth Okafor,Ruth,Okafor,,* myContacts ::: Printers,* Work,ruth@tern.example ::: ruth@home.example,Work,0117 496 0142 ::: 0117 496 0143,"1 Quay
Hull",Hull,Tern Press,Head,laughs
"""  # noqa: E501
GOOGLE_NEW = """First Name,Middle Name,Last Name,Organization Name,Organization Title,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value
Ruth,,Okafor,Tern Press,Head,,* myContacts,* Work,ruth@tern.example,Work,0117 496 0142
"""  # noqa: E501


def run(vault: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(vault), "--today", "2026-11-10", *words])


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    write_vault(tmp_path / "vault", NOTES)
    return tmp_path / "vault"


def bring(vault: Path, text: str, *words: str) -> Result:
    file = vault.parent / "people.csv"
    file.write_bytes(text.encode())
    return run(vault, "import", str(file), *words)


def tree(vault: Path) -> dict[str, bytes]:
    return {path.relative_to(vault).as_posix(): path.read_bytes() for path in vault.rglob("*.md")}


def test_the_first_thing_said_is_whom_you_know_where(vault: Path) -> None:
    lines = bring(vault, LINKEDIN, "-n").stdout.splitlines()
    assert lines[:3] == [
        "You know 2 at Tern Press:",
        "  Ruth Okafor, Head (contacts/Ruth Okafor.md)",
        "  Wei Zhang, Editor, maps",
    ]


def test_empty_fields_are_filled_and_every_other_byte_stays(vault: Path) -> None:
    before = tree(vault)
    assert bring(vault, LINKEDIN).exit_code == 0
    after = tree(vault)
    assert after["contacts/Ruth Okafor.md"] == (
        b'---\nrole: Printer # hers\nemail: ruth@tern.example\ncompany: "[[Tern Press]]"\n'
        b"source: LinkedIn, connected 2026-01-01\n---\nHello\r\n"
    )
    assert b"email: jose@harbour.example\nphone:\n" in after["contacts/José García.md"]
    assert b"role: Librarian" in after["contacts/José García.md"]
    assert set(after) == set(before)


def test_a_plan_writes_nothing(vault: Path) -> None:
    before = tree(vault)
    found = bring(vault, LINKEDIN, "-n", "--create")
    assert "fill    contacts/Ruth Okafor.md: email ruth@tern.example" in found.stdout
    assert "make    contacts/Wei Zhang.md" in found.stdout
    assert tree(vault) == before


def test_a_row_without_a_name_is_refused_with_its_line(vault: Path) -> None:
    found = bring(vault, LINKEDIN)
    assert "people.csv:9: no person's name, only Tern Press" in found.stdout
    assert "leave   2 who have no note" in found.stdout


def test_three_imports_double_nobody(vault: Path) -> None:
    bring(vault, LINKEDIN, "--create")
    once = tree(vault)
    for _ in range(2):
        bring(vault, LINKEDIN, "--create")
    assert tree(vault) == once
    assert "contacts/Omar Diaz.md" in once


def test_one_undo_takes_the_whole_import_back(vault: Path) -> None:
    before = tree(vault)
    bring(vault, LINKEDIN, "--create")
    assert run(vault, "log", "--undo").exit_code == 0
    assert tree(vault) == before


def test_only_people_at_companies_of_the_vault_are_made(vault: Path) -> None:
    bring(vault, LINKEDIN, "--only-company")
    assert set(tree(vault)) - set(NOTES) == {"contacts/Wei Zhang.md"}
    assert 'company: "[[Tern Press]]"' in (vault / "contacts" / "Wei Zhang.md").read_text()


def test_only_people_at_one_company_are_made(vault: Path) -> None:
    (vault / "companies" / "Elsewhere.md").write_text("---\ncity: [Hull]\n---\n")
    bring(vault, LINKEDIN, "--only-company", "Elsewhere")
    assert set(tree(vault)) - {*NOTES, "companies/Elsewhere.md"} == {"contacts/Omar Diaz.md"}


def test_a_namesake_with_another_address_at_another_company_is_somebody_else(vault: Path) -> None:
    text = (
        LINKEDIN.splitlines()[3] + "\nJosé,García,,other@mill.example,The Mill,Miller,01 Jan 2026\n"
    )
    (vault / "contacts" / "José García.md").write_text(
        "---\nemail: jose@harbour.example\ncompany: Harbour Library\n---\n"
    )
    bring(vault, text, "--create")
    assert "contacts/José García (2).md" in tree(vault)


HEAD = LINKEDIN.splitlines()[3] + "\n"


@pytest.mark.parametrize(
    ("known", "row"),
    [
        ("email: info@harbour.example", "Ada,Moor,,info@harbour.example,,,"),
        ("company: Mill", "José,García,,,Harbour,,"),
        ("email: jose@mill.example", "José,García,,other@mill.example,,,"),
    ],
)
def test_who_may_be_somebody_else_is_refused_and_nothing_filled(
    vault: Path, known: str, row: str
) -> None:
    (vault / "contacts" / "José García.md").write_text(f"---\n{known}\n---\n")
    before = tree(vault)
    found = bring(vault, HEAD + row, "--create")
    assert "people.csv:2: " in found.stdout
    assert "may be contacts/José García.md, where the" in found.stdout
    assert tree(vault) == before


def test_two_of_one_name_at_two_companies_are_two_and_stay_two(vault: Path) -> None:
    rows = "Ada,Moor,https://n.example/in/a,,Mill,,\nAda,Moor,https://n.example/in/b,,Quay,,\n"
    bring(vault, HEAD + rows, "--create")
    once = tree(vault)
    assert set(once) - set(NOTES) == {"contacts/Ada Moor.md", "contacts/Ada Moor (2).md"}
    assert (
        bring(vault, HEAD + rows, "--create").stderr
        == "0 filled, 0 made, 0 refused; nothing written.\n"
    )
    assert tree(vault) == once


def test_people_who_share_a_mailbox_are_each_made_once(vault: Path) -> None:
    rows = "Ada,Moor,,info@mill.example,Mill,,\nBo,Reed,,info@mill.example,Mill,,\n"
    for _ in range(2):
        bring(vault, HEAD + rows, "--create")
    assert set(tree(vault)) - set(NOTES) == {"contacts/Ada Moor.md", "contacts/Bo Reed.md"}


def test_somebody_known_by_their_page_is_found_after_a_change_of_job(vault: Path) -> None:
    note = vault / "contacts" / "Ada Moor.md"
    note.write_text("---\nlinkedin: https://www.n.example/in/Ada/\ncompany: Mill\n---\n")
    bring(vault, HEAD + "Ada,Moor-Reed,http://n.example/in/ada?x=1,ada@quay.example,Quay,,\n")
    assert "email: ada@quay.example" in note.read_text()


@pytest.mark.parametrize(
    ("given", "family", "name"),
    [("Ruth", "Okafor, PhD, MBA", "Ruth Okafor"), ("RUTH", "O'KAFOR", "Ruth O'Kafor"),
     ("ruth", "okafor", "Ruth Okafor"), ("🌟 Ruth", "Okafor \u2728", "Ruth Okafor"),
     ("Ruth (Ruthie)", "Okafor MSc PMP®", "Ruth Okafor"), ("Jack", "Ma", "Jack Ma"),
     ("Jo", "MA", "Jo MA"), ("\xa0Ruth\xa0", "van der Berg", "Ruth van der Berg"),
     ("伟", "张", "伟 张"), ("🌟", "", "🌟")],
)  # fmt: skip
def test_names_are_as_a_letter_would_have_them(given: str, family: str, name: str) -> None:
    assert tidy_name(given, family) == name


def test_lines_of_refused_rows_are_those_of_the_file(vault: Path) -> None:
    rows = 'Ada,Moor,,,Mill,"Head\nof\nPrint",01 Jan 2026\n,,,,Quay,,\n'
    found = bring(vault, (HEAD + rows).replace("\n", "\r\n"), "-n")
    assert "people.csv:5: no person's name, only Quay" in found.stdout


def test_a_quote_that_is_never_closed_makes_nobody_of_the_rows_below(vault: Path) -> None:
    rows = 'Ada,Moor,,,Mill,Head,01 Jan 2026\n"Eve,Lund,,,Quay,,\nIda,Sol,,,Mill,,\n'
    found = bring(vault, HEAD + rows, "--create")
    assert 'people.csv:3: a " opens in this row and is never closed' in found.stdout
    made = tree(vault)
    assert "contacts/Ada Moor.md" in made and not any(
        "Eve" in path or "Ida" in path for path in made
    )


def test_a_row_with_a_value_too_many_is_refused(vault: Path) -> None:
    rows = "Ada,Moor,,,Mill, Sons & Co,Head,01 Jan 2026\nIda,Sol,,,Mill,Head,01 Jan 2026,,\n"
    found = bring(vault, HEAD + rows, "--create")
    assert "people.csv:2: it has more values than the heading has columns" in found.stdout
    made = tree(vault)
    assert "contacts/Ida Sol.md" in made and "contacts/Ada Moor.md" not in made


def test_a_row_cut_short_does_not_make_the_next_one_the_heading(vault: Path) -> None:
    text = "Wer,Mail,Wo\nEve Lund\nIda Sol,ida@sol.example,Quay\nAda Moor,a@b.example,Mill,\n"
    bring(vault, text, "--map", "Wer=name,Mail=email", "--create")
    assert "email: ida@sol.example" in (vault / "contacts" / "Ida Sol.md").read_text()
    assert (vault / "contacts" / "Eve Lund.md").exists()


def test_a_card_inside_a_cell_makes_no_address_book_of_a_table(vault: Path) -> None:
    cell = '"x\nEND:VCARD\nBEGIN:VCARD\nFN:Eve Lund\nEND:VCARD\n"'
    found = bring(vault, f"Wer,Wo\nIda Sol,{cell}\n", "--map", "Wer=name,Wo=why", "--create")
    made = tree(vault)
    assert "contacts/Ida Sol.md" in made and "contacts/Eve Lund.md" not in made, found.stdout


def test_signs_that_nobody_sees_make_nobody_else(vault: Path) -> None:
    text = "Wer,Mail\nRuth\u200b Oka\u00adfor\u2060,ruth@tern.example\n"
    bring(vault, text, "--map", "Wer=name,Mail=email", "--create")
    assert "email: ruth@tern.example" in (vault / "contacts" / "Ruth Okafor.md").read_text()


ONE_WORD = "Wer,Mail\n王小明,\nCher,\nChris,chris@one.example\nChris,chris@two.example\n"


def test_whoever_goes_by_one_word_is_not_doubled_either(vault: Path) -> None:
    bring(vault, ONE_WORD, "--map", "Wer=name,Mail=email", "--create")
    once = tree(vault)
    assert sorted(path for path in once if "Ch" in path or "王" in path) == [
        "contacts/Cher.md", "contacts/Chris (2).md", "contacts/Chris.md", "contacts/王小明.md",
    ]  # fmt: skip
    found = bring(vault, ONE_WORD, "--map", "Wer=name,Mail=email", "--create")
    assert "0 filled, 0 made, 0 refused" in found.stderr
    assert tree(vault) == once


def test_an_address_of_somebody_else_is_not_filled_in_for_one_word(vault: Path) -> None:
    bring(vault, "Wer,Mail\nChris,chris@one.example\n", "--map", "Wer=name,Mail=email", "--create")
    found = bring(vault, "Wer,Mail\nChris,chris@two.example\n", "--map", "Wer=name,Mail=email")
    assert "where the name is the same and company or e-mail address another" in found.stdout


MAILBOX = """First Name,Middle Name,Last Name,Nickname,E-mail Address,E-mail 2 Address,Home Phone,Business Phone,Business Fax,Job Title,Company,Business Street,Business City,Business Postal Code,Notes
Ruth,Ada,Okafor,Ruthie,ruth@tern.example,ruth@home.example,,0117 496 0142 x12,0117 496 0199,Head,Tern Press,1 Quay,Hull,HU1,"laughs
a lot"
"""  # noqa: E501


def test_the_table_of_an_office_program_is_read() -> None:
    (person,) = read_people(MAILBOX).people
    assert person.name == "Ruth Ada Okafor"
    assert person.fields == {
        "email": "ruth@tern.example", "phone": "0117 496 0142", "ext": "12", "role": "Head",
        "company": "Tern Press", "address": "1 Quay, HU1", "city": "Hull", "aliases": ("Ruthie",),
    }  # fmt: skip
    assert person.more == ("ruth@home.example", "laughs a lot")


def test_a_row_that_could_be_two_contacts_is_refused(vault: Path) -> None:
    (vault / "contacts" / "Okafor Ruth.md").write_text("---\ncity: Hull\n---\n")
    before = tree(vault)
    found = bring(vault, LINKEDIN)
    assert "people.csv:5: Ruth Okafor could be contacts/Okafor Ruth.md or" in found.stdout
    assert tree(vault)["contacts/Ruth Okafor.md"] == before["contacts/Ruth Okafor.md"]


@pytest.mark.parametrize("text", [GOOGLE_OLD, GOOGLE_NEW])
def test_both_tables_of_google_are_read(text: str) -> None:
    (person,) = read_people(text).people
    assert person.name == "Ruth Okafor"
    assert person.text("email") == "ruth@tern.example"
    assert person.text("phone") == "0117 496 0142"
    assert (person.text("company"), person.text("role")) == ("Tern Press", "Head")


def test_several_values_of_a_cell_are_kept_apart() -> None:
    (person,) = read_people(GOOGLE_OLD).people
    assert person.fields["tags"] == ("Printers",)
    assert person.text("address") == "1 Quay, Hull"
    assert person.more == ("ruth@home.example", "0117 496 0143", "laughs")


def test_any_table_is_read_with_a_map(vault: Path) -> None:
    text = "Wer;Mail;Wo\nRuth Okafor;ruth@tern.example;Tern Press\n"
    bring(vault, text, "--map", "Wer=name,Mail=email,Wo=company")
    assert "email: ruth@tern.example" in (vault / "contacts" / "Ruth Okafor.md").read_text()


@pytest.mark.parametrize(
    ("mapping", "said"),
    [(None, "--map"), ("Wer=nmae", 'nearest is "name"'), ("Were=name", 'nearest is "wer"'),
     ("Mail=email", "no column is mapped to name"), ("Wer", "is no COLUMN=FIELD")],
)  # fmt: skip
def test_a_table_nobody_knows_is_refused_with_the_remedy(
    vault: Path, mapping: str | None, said: str
) -> None:
    words = ["--map", mapping] if mapping else []
    found = bring(vault, "Wer;Mail\nRuth Okafor;r@x.example\n", *words)
    assert found.exit_code == (2 if "COLUMN=FIELD" in said else 3)
    assert said in found.stderr


def test_values_that_look_like_code_stay_text(vault: Path) -> None:
    text = LINKEDIN.splitlines()[3] + '\nEve,"=1+1",,"a: b",{{x}} [[y]],"- # %%",01 Jan 2026\n'
    bring(vault, text, "--create")
    (path,) = set(tree(vault)) - set(NOTES)
    note = (vault / path).read_text()
    assert 'company: "{{x}} [[y]]"' in note
    assert "role: " in note


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_in_the_encodings_of_spreadsheets(vault: Path, encoding: str) -> None:
    file = vault.parent / "people.csv"
    file.write_bytes("Name;E-mail\nJosé García;jose@x.example\n".encode(encoding))
    found = run(vault, "import", str(file), "--map", "Name=name,E-mail=email", "-n", "--create")
    assert "José García" in found.stdout or "0 made" in found.stderr


@pytest.mark.parametrize(
    ("text", "day"),
    [("01 Jan 2026", "2026-01-01"), ("31 March 2025", "2025-03-31"), ("1/31/26", "2026-01-31"),
     ("2026-01-31", "2026-01-31"), ("31/31/26", "None"), ("soon", "None")],
)  # fmt: skip
def test_days_of_linkedin_are_read(text: str, day: str) -> None:
    assert str(read_english_day(text)) == day


@pytest.mark.parametrize("text", ["", "one line", "\x00\x01", "a,b\n" * 3, '"'])
def test_what_is_no_table_is_refused(text: str) -> None:
    with pytest.raises(VaultkitError):
        read_people(text)
