"""The site of an odd vault: every link leads somewhere, no id stands twice, no page is broken."""

import re
from collections import Counter
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

from tests.odd_vault import make_odd_vault
from tests.support import write_vault
from vaultkit.cli import main

_ID = re.compile(r'\sid="([^"]*)"')
_LINK = re.compile(r'(?:href|src|action)="([^"]*)"')
_OUTSIDE = ("mailto:", "tel:", "https:", "http:")


@pytest.fixture(scope="module", params=["paper", "plain"])
def pages(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> dict[Path, str]:
    vault = write_vault(tmp_path_factory.mktemp("odd"), make_odd_vault(60))
    words = ["-C", str(vault), "--today", "2026-10-08", "build", "--theme", request.param]
    assert CliRunner().invoke(main, words).exit_code == 0
    found = (vault / "site").rglob("*.html")
    return {path.resolve(): path.read_text(encoding="utf-8") for path in found}


def test_no_id_stands_twice_on_a_page(pages: dict[Path, str]) -> None:
    for path, text in pages.items():
        twice = [name for name, times in Counter(_ID.findall(text)).items() if times > 1]
        assert twice == [], path


def test_every_link_leads_somewhere(pages: dict[Path, str]) -> None:
    ids = {path: {unescape(one) for one in _ID.findall(text)} for path, text in pages.items()}
    for path, text in pages.items():
        for link in map(unescape, _LINK.findall(text)):
            if link.startswith(_OUTSIDE):
                continue
            address, _, fragment = link.partition("#")
            target = (path.parent / unquote(address)).resolve() if address else path
            assert target.exists(), (path, link)
            assert not fragment or unquote(fragment) in ids[target], (path, link)


def test_every_label_names_an_id_of_its_page(pages: dict[Path, str]) -> None:
    for path, text in pages.items():
        for name in re.findall(r'aria-labelledby="([^"]*)"', text):
            assert f'id="{name}"' in text, (path, name)


def test_names_of_any_script_say_their_direction(pages: dict[Path, str]) -> None:
    for path, text in pages.items():
        for heading in re.findall(r"<h1[^>]*>", text):
            assert (
                'dir="auto"' in heading
                or path.parent.name in ("site", "questions")
                or (path.name == "index.html")
            ), path
