"""The corpus of hostile notes: each told as the table says, no word of it lost, none stalls."""

import html
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.hostile.corpus import CORPUS, EXPECTED
from tests.support import write_vault

GOOD = "contacts/Ruth Okafor.md"
# Bytes of address space for all of them together; and seconds, on a machine that is busy.
MEMORY, PATIENCE = 1000 << 20, 300
WORD = re.compile(r"[^\W_]{3,}")
HIDDEN = re.compile(r"%%.*?%%|<!--.*?-->|^\s*```\S*|&#?\w+;", re.S)
# Fields whose value stands on the page without the field's name.
NAMELESS = {"role", "city", "null"}
# What YAML and Markdown mean, not what they hold.
MEANT = {"yaml-yaml-escape": {"u202e"}, "stalls-entities": {"amp"}, "markup-links": {"avascript"}}


class Ran(NamedTuple):
    """What one run over the whole corpus found: the vault, codes and pages by path, MB of peak."""

    vault: Path
    codes: Mapping[str, list[str]]
    pages: Mapping[str, str]
    peak: int


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    vault = write_vault(tmp_path_factory.mktemp("corpus"), {GOOD: "---\nrole: x\n---\nSound.\n"})
    for name, data in CORPUS.items():
        (vault / "contacts" / f"{name}.md").write_bytes(data)
    command = [sys.executable, "-m", "tests.hostile.run", str(vault), str(MEMORY)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    return Ran(vault, found["codes"], found["pages"], found["peak"])


def test_the_table_names_every_note() -> None:
    assert EXPECTED.keys() == CORPUS.keys()
    assert len(CORPUS) >= 100


def test_each_is_told_with_the_codes_of_the_table(ran: Ran) -> None:
    told = {name: " ".join(ran.codes.get(f"contacts/{name}.md", ())) for name in CORPUS}
    wanted = {name: " ".join(sorted(codes.split())) for name, codes in EXPECTED.items()}
    assert told == wanted


def test_all_have_a_page_and_the_sound_note_is_whole(ran: Ran) -> None:
    assert ran.pages.keys() >= {f"contacts/{name}.md" for name in CORPUS}
    assert all((ran.vault / "site" / page).stat().st_size > 500 for page in ran.pages.values())
    assert "Sound." in (ran.vault / "site" / ran.pages[GOOD]).read_text()
    assert GOOD not in ran.codes


def test_all_together_stay_below_half_a_gigabyte(ran: Ran) -> None:
    assert ran.peak < 500


@pytest.mark.parametrize("name", CORPUS)
def test_every_word_is_on_its_page_or_a_problem_says_what_is_hidden(ran: Ran, name: str) -> None:
    text = HIDDEN.sub(" ", CORPUS[name].decode("utf-8", "replace"))
    page = (ran.vault / "site" / ran.pages[f"contacts/{name}.md"]).read_text()
    seen = " ".join(
        (re.sub(r"<[^>]*>", " ", page), *re.findall(r'(?:href|title|alt)="(.*?)"', page))
    )
    shown = set(WORD.findall(html.unescape(seen).casefold()))
    lost = set(WORD.findall(text.casefold())) - shown - NAMELESS - MEANT.get(name, set())
    hides = {"front-matter-alias", "front-matter-size", "front-matter-yaml"}
    assert not lost or hides.intersection(EXPECTED[name].split()), sorted(lost)[:9]


def test_no_markup_of_a_note_became_markup_of_a_page(ran: Ran) -> None:
    for name in CORPUS:
        page = (ran.vault / "site" / ran.pages[f"contacts/{name}.md"]).read_text()
        tags = re.findall(r"<(\w+)((?:\s[^<>]*)?)>", page)
        assert not [
            tag for tag, _ in tags if tag.lower() in ("iframe", "base", "object", "style")
        ], name
        scripts = [rest for tag, rest in tags if tag.lower() == "script"]
        assert all(re.match(r'\s(?:defer )?src="\.\./assets/', one) for one in scripts), name
        values = "".join(rest for _, rest in tags)
        assert not re.search(r"""\son\w+\s*=(?=[^"]*(?:"[^"]*"[^"]*)*$)""", values), name
        hrefs = re.findall(r'\s(?:href|src)="([^"]*)"', values)
        bad = [
            one
            for one in map(html.unescape, hrefs)
            if re.match(r"(?i)(?!https?:|mailto:|tel:)[a-z][\w.+-]*:|//|\\", one)
        ]
        assert not bad, (name, bad)
