"""vCards out and in: what a file of each dialect holds arrives, and what we write comes back."""

from pathlib import Path

import pytest
import vobject
from click.testing import CliRunner, Result

from tests.support import write_vault
from vaultkit.cli import main
from vaultkit.exchange.people import Person
from vaultkit.exchange.text import decode
from vaultkit.exchange.vcf import read_cards, write_cards
from vaultkit.notes.fields import FIELDS
from vaultkit.pipeline import load_vault

ROOT = Path(__file__).resolve().parent.parent
BOOKS = Path(__file__).parent / "address-books"


def run(vault: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(vault), "--today", "2026-11-10", *words])


def read(name: str) -> dict[str, Person]:
    data = (BOOKS / name).read_bytes()
    found = read_cards(data.decode("utf-8"))
    assert found.refused == ()
    return {person.name: person for person in found.people}


def test_old_cards_in_quoted_printable_are_read() -> None:
    person = read("phone-2.1.vcf")["José García"]
    assert person.fields == {
        "email": "jose@harbour.example", "phone": "0117 496 0142", "role": "Librarian",
        "company": "Harbour Library", "address": "1 Quayside Walk, BS1 5TY, UK", "city": "Bristol",
    }  # fmt: skip
    assert person.more == ("0117 496 0143", "first line second line")


def test_cards_of_a_mac_are_read_and_their_preferred_number_comes_first() -> None:
    person = read("mac-3.0.vcf")["Ruth Okafor"]
    assert person.text("phone") == "+44 117 496 0144"
    assert person.text("email") == "ruth@tern.example"
    assert "https://tern.example" in person.more
    assert "met at, the fair; second" in person.more


def test_cards_of_a_web_mailbox_are_read() -> None:
    person = read("web-3.0.vcf")["Wei Zhang"]
    assert person.fields["aliases"] == ("张伟",)
    assert person.fields["tags"] == ("maps",)


def test_cards_of_an_office_program_are_read_with_the_extension() -> None:
    person = read("office-2.1.vcf")["Zoe Roca"]
    assert (person.text("phone"), person.text("ext")) == ("0117 496 0145", "12")
    assert person.text("address") == "1 Quay, Floor 2, BS1, UK"


def test_cards_of_version_4_are_read() -> None:
    person = read("new-4.0.vcf")["Omar Diaz"]
    assert (person.text("phone"), person.text("ext")) == ("+44-117-496-0146", "14")
    assert person.text("timezone") == "Europe/Lisbon"
    assert person.more == ("a folded line",)


def test_a_card_that_cannot_be_read_is_named_and_the_others_count() -> None:
    text = (
        "BEGIN:VCARD\nVERSION:3.0\nFN:Ruth Okafor\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nEMAIL:a@b.example\nEND:VCARD\n"
        "BEGIN:VCARD\nFN:No End\n"
        "BEGIN:VCARD\nVERSION:3.0\nFN:Tern Press\nX-ABShowAs:COMPANY\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:4.0\nFN:Friends\nKIND:group\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nFN:Wei Zhang\nEND:VCARD\n"
    )
    found = read_cards(text)
    assert [one.name for one in found.people] == ["Ruth Okafor", "Wei Zhang"]
    assert [(one.line, one.why.split(":")[0]) for one in found.refused] == [
        (5, "the card has no name"), (9, "the card has no END"), (11, "is a company, no person"),
        (16, "is a group, no person"),
    ]  # fmt: skip


def card(*lines: str, version: str = "3.0") -> str:
    return "\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))


PICTURE = "\n".join(("PHOTO;ENCODING=b:" + "QUJD" * 999, "QUJD" * 99, "QUJ=", "EMAIL:r@x.example"))


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        (("FN:Hill\\, Sam", "N:Hill;Sam;;;"), "name", "Sam Hill"),
        (("FN;PREF=2:Sam H", "FN;PREF=1:Sam Hill"), "name", "Sam Hill"),
        (("N:;;;;", "NICKNAME:Sam"), "name", "Sam"),
        (("FN:Sam", "TITLE:Head, of maps", "ORG:x"), "role", "Head, of maps"),
        (("FN:Sam", "ORG:Tern, Press;Maps"), "company", "Tern, Press"),
        (("FN:Sam", "EMAIL;PREF=2:a@x.example", "EMAIL;PREF=1:b@x.example"), "email",
         "b@x.example"),
        (("FN:Sam", "EMAIL:none", "EMAIL:b@x.example"), "email", "b@x.example"),
        (("FN:Sam", "TEL;WORK;FAX:01", "TEL;TYPE=PAGER:02", "TEL:03"), "phone", "03"),
        (("FN:Sam", "TEL;TYPE=FAX:01"), "phone", ""),
        (("FN:Sam", "TEL;X-Own(CHARSET=UTF-8,=D0=9C):03"), "phone", "03"),
        (("FN:Sam", "TZ:Raleigh/North America"), "timezone", ""),
        (("FN:Sam", "ADR:;;1 Quay\\nFloor 2;Hull;;;"), "address", "1 Quay, Floor 2"),
        (("FN:Sam", PICTURE), "email", "r@x.example"),
        (("FN:Sam", "X-OWN;ENCODING=b:QUJ", "EMAIL:r@x.example"), "email", "r@x.example"),
        (("FN;encoding=quoted-printable:Jos=E9",), "name", "José"),
        (("FN;CHARSET=KLINGON;ENCODING=QUOTED-PRINTABLE:Jos=E9",), "name", "José"),
        (("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Jos=C3=",  "=A9=", "", "TITLE:x"), "name",
         "José"),
        (("FN:Sam", "AGENT:", card("FN:Aide").rstrip(), "TITLE:Miller"), "role", "Miller"),
    ],
)  # fmt: skip
def test_cards_are_read_the_way_programs_write_them(
    lines: tuple[str, ...], field: str, value: str
) -> None:
    found = read_cards(card(*lines))
    assert found.refused == ()
    (person,) = found.people
    assert (person.name if field == "name" else person.text(field)) == value


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_a_file_is_read_in_the_encodings_of_phones(encoding: str, end: str) -> None:
    text = card("FN;CHARSET=Windows-1252:Zoë Núñez").replace("\n", end)
    assert [one.name for one in read_cards(decode(text.encode(encoding))).people] == ["Zoë Núñez"]


def test_each_line_may_name_its_own_encoding() -> None:
    data = b"".join(
        card(f"FN;CHARSET={name}:Zo\xeb").encode(name) for name in ("utf-8", "iso-8859-2")
    )
    assert [one.name for one in read_cards(decode(data)).people] == ["Zo\xeb", "Zo\xeb"]


def test_a_title_in_front_of_a_name_does_not_make_somebody_else(tmp_path: Path) -> None:
    write_vault(tmp_path, {"contacts/Ruth Okafor.md": "---\nrole:\n---\n"})
    book = tmp_path / "book.vcf"
    book.write_text(card("FN:Dr. Ruth Ada Okafor PhD", "N:Okafor;Ruth;Ada;Dr.;PhD", "ROLE:Printer"))
    assert "contacts/Ruth Okafor.md: role Printer" in run(tmp_path, "import", str(book)).stdout
    (tmp_path / "contacts" / "Ruth Okafor.md").unlink()
    run(tmp_path, "import", str(book), "--create")
    book.write_text(card("FN:Ruth Okafor", "EMAIL:ruth@tern.example"))
    filled = "contacts/Dr. Ruth Ada Okafor PhD.md: email ruth@tern.example"
    assert filled in run(tmp_path, "import", str(book), "--create").stdout


def test_a_round_trip_keeps_every_field_of_every_contact() -> None:
    vault = load_vault(ROOT / "example-vault").vault
    people = read_cards(write_cards(vault).decode()).people
    assert len(people) == len(vault.contacts)
    for person, contact in zip(people, vault.contacts, strict=True):
        for field in contact.document.fields:
            if field.name not in {spec.name for spec in FIELDS["contact"]} or not field.values:
                continue
            values = tuple(text.text for text in field.values)
            found = person.name if field.name == "name" else person.fields[field.name]
            if field.name == "company":
                values = (vault.company_name(contact) or "",)
            assert (found if isinstance(found, tuple) else (found,)) == values


ALL = """---
name: Ruth O'Kafor; Jr
aliases: ["Okafor, Ruth", R]
company: Tern, Press
role: "a;b\\\\c"
email: r@x.example
phone: +44 117 496 0142
ext: 12
address: "1 Quay, Floor 2; Hull"
city: Hull
timezone: Europe/London
source: fair
referred_by: "[[Wei Zhang]]"
may_mention: asked
why: "maps, mostly; also ünï 中文"
in_common: [school, "a, b"]
interests: [maps]
pack: careful
cadence: 30
next: 2026-12-01
next_what: ask, again
mute: [update, call]
closed: true
private: [why]
tags: [x, "y,z"]
---
"""


def test_a_card_made_into_a_new_vault_gives_the_same_fields(tmp_path: Path) -> None:
    write_vault(tmp_path / "a", {"contacts/Ruth.md": ALL})
    write_vault(tmp_path / "b", {"notes/x.md": "x"})
    card = tmp_path / "ruth.vcf"
    assert run(tmp_path / "a", "export", "vcf", "-o", str(card)).exit_code == 0
    assert run(tmp_path / "b", "import", str(card), "--create").exit_code == 0
    before, after = (load_vault(tmp_path / name).vault.contacts[0] for name in "ab")
    names = [spec.name for spec in FIELDS["contact"] if spec.name not in ("name", "company")]
    found = {name: str(after.values.by_name.get(name)) for name in names}
    wanted = {name: str(before.values.by_name.get(name)) for name in names}
    found["referred_by"] = wanted["referred_by"] = "[[Wei Zhang]]"
    assert found == wanted
    assert after.name == before.name
    assert after.company and after.company.target == "Tern, Press"


def test_cards_are_folded_and_another_program_reads_them(tmp_path: Path) -> None:
    write_vault(tmp_path, {"contacts/Ruth.md": ALL.replace("maps, mostly", "ü" * 300)})
    data = run(tmp_path, "export", "vcf").stdout_bytes
    assert max(len(line) for line in data.split(b"\r\n")) <= 76
    card = vobject.readOne(data.decode())
    assert card.fn.value == "Ruth O'Kafor; Jr"
    assert card.tel.value == "+44 117 496 0142 ext. 12"


@pytest.mark.parametrize("value", ["x\\nEND:VCARD", "a\u2028b", "END:VCARD", "=1+1"])
def test_nothing_a_note_holds_ends_a_card(tmp_path: Path, value: str) -> None:
    write_vault(tmp_path, {"contacts/Ruth.md": f"---\nrole: '{value}'\nwhy: '{value}'\n---\n"})
    data = run(tmp_path, "export", "vcf").stdout_bytes.decode()
    assert data.count("\r\nEND:VCARD") == 1
    assert len(data.splitlines()) == len(data.split("\r\n")) - 1
