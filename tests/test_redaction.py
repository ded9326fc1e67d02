"""A redacted copy holds none of the values it hides, in no file and no shape."""

import html
import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from click.testing import CliRunner

from tests.support import write_vault
from vaultkit.cli import main
from vaultkit.redaction import redact_notes
from vaultkit.settings import Settings

SECRETS = {
    "email": "ruth.okafor{n}@harbour.example",
    "phone": "0117 496 {n:04}",
    "address": "{n} Quayside Walk, Bristol",
    "why": "she once saved the flood ledger number {n:04}",
}


def plant(folder: Path, count: int) -> list[str]:
    """A vault whose contacts hold secrets, each quoted in other notes and shapes too."""
    notes: dict[str, str] = {}
    values: list[str] = []
    for n in range(count):
        secret = {name: text.format(n=n) for name, text in SECRETS.items()}
        fields = "\n".join(f'{name}: "{value}"' for name, value in secret.items())
        body = f"Write to {secret['email'].upper()} or ring {secret['phone'].replace(' ', '-')}."
        notes[f"contacts/Person {n}.md"] = (
            f"---\n{fields}\nprivate: [why]\n---\n{body}\n\n## Log\n\n"
            f"- 2026-09-24 letter: to {secret['address']}, as {secret['why']}\n"
        )
        notes[f"notes/Call {secret['phone']}.md"] = (
            f"%% {secret['email']} %%\n\n[mail](mailto:{secret['email']}) `{secret['why']}`\n"
            f"<!-- {secret['address']} -->\n"
        )
        values += secret.values()
    write_vault(folder, notes)
    return values


def build(vault: Path, *words: str) -> Path:
    out = vault.parent / "out"
    command = ["-C", str(vault), "--today", "2026-10-08", "build", "-o", str(out), *words]
    assert CliRunner().invoke(main, command).exit_code == 0
    return out


def read_all(out: Path) -> str:
    """Every byte of the output as text, with the paths."""
    files = [path for path in sorted(out.rglob("*")) if path.is_file()]
    data = b"\n".join(str(path).encode() + b"\n" + path.read_bytes() for path in files)
    return data.decode("utf-8", "replace").casefold()


def squeeze(text: str) -> str:
    flat = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[\W_]", "", "".join(c for c in flat if not unicodedata.combining(c)))


def test_no_secret_stands_in_any_byte_of_a_redacted_site(tmp_path: Path) -> None:
    values = plant(tmp_path / "vault", 75)
    text = read_all(build(tmp_path / "vault", "--redact"))
    squeezed = squeeze(text)
    assert [one for one in values if one.casefold() in text or squeeze(one) in squeezed] == []
    assert "person 7" in text
    assert "letter" in text


def test_an_open_site_would_fail_the_same_search(tmp_path: Path) -> None:
    values = plant(tmp_path / "vault", 3)
    text = read_all(build(tmp_path / "vault"))
    assert any(one.casefold() in text for one in values)


def test_building_over_an_open_site_leaves_nothing_of_it(tmp_path: Path) -> None:
    values = plant(tmp_path / "vault", 5)
    build(tmp_path / "vault")
    text = read_all(build(tmp_path / "vault", "--redact"))
    assert [one for one in values if one.casefold() in text] == []


SHAPES: dict[str, Callable[[str], str]] = {
    "upper case": str.upper,
    "bold inside": lambda v: f"**{v[:6]}**{v[6:]}",
    "tags inside": lambda v: f"{v[:6]}<b></b>{v[6:]}",
    "a comment inside": lambda v: f"{v[:6]}<!-- -->{v[6:]}",
    "a soft hyphen": lambda v: f"{v[:5]}\u00ad{v[5:]}",
    "a zero-width space": lambda v: f"{v[:5]}\u200b{v[5:]}",
    "line-wrapped": lambda v: v.replace(" ", "\n"),
    "line-wrapped in a quote": lambda v: v.replace(" ", "\n> ", 1),
    "hard blanks": lambda v: v.replace(" ", "\u00a0"),
    "percent-encoded": lambda v: quote(v, safe=""),
    "entities": lambda v: "".join(f"&#{ord(c)};" for c in v),
    "hexadecimal entities": lambda v: "".join(f"&#x{ord(c):x};" for c in v),
    "an entity in an entity": lambda v: v.replace("@", "&amp;#64;").replace(" ", "&amp;nbsp;"),
    "named entities": lambda v: v.replace("@", "&commat;").replace(" ", "&nbsp;"),
    "escaped": lambda v: v.replace("@", "\\@").replace(".", "\\."),
    "a blank around the sign": lambda v: v.replace("@", " @ "),
    "wide digits": lambda v: "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in v),
    "decomposed": lambda v: unicodedata.normalize("NFD", v),
    "without accents": lambda v: v.replace("ú", "u").replace("ñ", "n"),
    "joined by signs": lambda v: v.replace(" ", "_").replace(",", "/"),
}  # fmt: skip
HIDDEN = {
    "email": "ruth.okafor7@harbour.example", "phone": "0117 496 0007",
    "address": "7 Rúa do Peñasco, Vigo", "why": "she once saved the flood ledger",
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("field", HIDDEN)
def test_a_secret_is_found_however_it_is_written(shape: str, field: str) -> None:
    fields = "".join(f'{name}: "{value}"\n' for name, value in HIDDEN.items())
    written = SHAPES[shape](HIDDEN[field])
    texts = {
        "contacts/Ruth.md": f"---\n{fields}private: [why]\n---\n",
        "notes/Plain.md": f"before {written} behind\n",
        "notes/Field.md": f"---\ncustom: {json.dumps(written)}\n---\nbefore behind\n",
    }
    notes = [(path, text.encode()) for path, text in texts.items()]
    for _, data in redact_notes(notes, Settings()).notes[1:]:
        text = unquote(html.unescape(html.unescape(data.decode())))
        plain = re.sub(r"<[^>]*>|\\\\[nu]\w{4}|\\\\n", "", text)
        assert squeeze(HIDDEN[field]) not in squeeze(plain)
        assert "before" in text and "behind" in text


def test_a_secret_in_the_name_of_a_folder_goes_too() -> None:
    notes = [
        ("contacts/Ruth.md", b"---\nwhy: the flood ledger\nprivate: [why]\n---\n"),
        ("notes/0117 496 0007/The flood ledger.md", b"x"),
        ("The Flood-Ledger/y.md", b"y"),
    ]
    paths = [path for path, _ in redact_notes(notes, Settings()).notes]
    assert paths == ["contacts/Ruth.md", "notes/withheld/withheld.md", "withheld/y.md"]


def test_a_private_sum_is_found_with_its_comma() -> None:
    notes = [
        (
            "contacts/Ruth.md",
            b"---\nsalary: 45301\nprivate: [salary]\nmobile: 0117 496 0007\n---\n",
        ),
        ("notes/x.md", b"45,301 or 45 301 a year, 4530 a month"),
    ]
    (_, contact), (_, note) = redact_notes(notes, Settings()).notes
    assert note == b"withheld or withheld a year, 4530 a month"
    assert b"mobile" not in contact


def test_initials_stand_for_names_in_any_case_and_without_accents() -> None:
    text = "ANGSTROM, Ångström's, ZOE, Smith and Jones; ada@x.example wrote to FERREIRA. As ever."
    notes = [
        ("contacts/Zoë Ångström.md", b"---\nrole: x\n---\n"),
        ("contacts/As Smith-Jones.md", b"---\nrole: x\n---\n"),
        ("me.md", b"---\nname: Ana Ferreira\n---\n"),
        ("notes/x.md", text.encode()),
    ]
    found = dict(redact_notes(notes, Settings(), initials=True).notes)["notes/x.md"].decode()
    assert found == "Å, Å's, Z, S and J; withheld wrote to F. As ever."


NAMES = {
    "contacts/Ruth Okafor.md": (
        "---\naliases: [R. Okafor-Hale]\ncompany: Tern Press\n---\nRuth knows [[Wei Zhang|him]].\n"
        "See https://tern.example/people/ruth-okafor\n\n## Log\n\n- 2026-09-01 letter\n"
        "- 2026-09-02 referral [[Wei Zhang]]\n\n## Leads\n\n- Omar Diaz, prints\n"
    ),
    "contacts/Wei Zhang.md": "---\nname: 张伟\naliases: [Wei Zhang]\n---\n我见了张伟\n",
    "interviews/2026-10-01 Ruth Okafor.md": (
        '---\ncontact: "[[Ruth Okafor]]"\nwhen: 2026-10-01 10:00\n---\n## Notes\n\nruth_okafor\n'
    ),
}


def test_with_initials_no_name_is_left(tmp_path: Path) -> None:
    write_vault(tmp_path / "vault", NAMES)
    text = read_all(build(tmp_path / "vault", "--redact", "--initials"))
    for name in ("okafor", "ruth", "wei zhang", "zhang", "张伟", "omar", "diaz", "hale"):
        assert name not in text
    assert "r.o" in text


def test_links_still_lead_to_their_notes_with_initials() -> None:
    notes = [(path, text.encode()) for path, text in NAMES.items()]
    redacted = dict(redact_notes(notes, Settings(), initials=True).notes)
    assert set(redacted) >= {"contacts/R.O.md", "interviews/2026-10-01 R.O.md"}
    assert b'contact: "[[R.O]]"' in redacted["interviews/2026-10-01 R.O.md"]


@pytest.mark.parametrize("block", ["email: a@b.example: c", "<<: *x\nemail: a@b.example"])
def test_a_block_that_cannot_be_read_goes_whole(block: str) -> None:
    note = f"---\n{block}\n---\nHello\n".encode()
    ((_, data),) = redact_notes([("contacts/A B.md", note)], Settings()).notes
    assert b"b.example" not in data
    assert b"Hello" in data


def test_dates_and_times_stay() -> None:
    note = b"---\nwhen: 2026-10-01 10:00\n---\n- 2026-10-01 12:30 call\n"
    assert redact_notes([("notes/A.md", note)], Settings()).notes == (("notes/A.md", note),)


def test_a_copy_is_not_blamed_for_what_was_taken_out_of_it(tmp_path: Path) -> None:
    notes = {
        "contacts/Ruth Okafor.md": "---\n---\n## Log\n",
        "contacts/Ray Oakes.md": "---\n---\n[cv](../files/cv.txt)\n\n## Log\n",
        "contacts/Ada Wren.md": "---\n---\n## Log\n\n- 2026-10-01 frob\n",
        "files/cv.txt": "mine\n",
    }
    out = build(write_vault(tmp_path / "vault", notes), "--redact", "--initials")
    page = (out / "problems.html").read_text(encoding="utf-8")
    assert "log-kind" in page
    assert "file-missing" not in page
    assert "contact-twice" not in page
