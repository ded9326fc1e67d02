"""Long lists come on several pages: nothing is lost, every link hits, an edit changes few."""

import re
import shutil
from collections import Counter
from datetime import date
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.support import RUTH, contact, write_vault
from tests.test_rebuild import TODAY, clean_build, read_site, weather
from vaultkit.build import build_site
from vaultkit.pipeline import load_vault
from vaultkit.rebuild import Rebuilder

EXAMPLE = Path(__file__).resolve().parent.parent / "example-vault"
DAY = date(2026, 11, 10)
# Where so many stand on one page that no test would ever turn it.
LIMITS = (
    "turning.MOST", "pages.owed.MOST", "pages.owed.MANY", "pages.today.MANY", "pages.log.MANY",
    "pages.log.MOST", "pages.log.NEWEST", "pages.problems.MOST_ROWS", "pages.apply.MOST_FIRMS",
    "pages.companies.MOST", "searched.MOST_ENTRIES",
)  # fmt: skip


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three rows are a page."""
    cut_short(monkeypatch)


def cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in LIMITS:
        module, _, limit = name.rpartition(".")
        monkeypatch.setattr(import_module(f"vaultkit.site.{module}"), limit, 3)


class Reader(HTMLParser):
    """The links, ids and words of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value for name, value in attrs if name == "href" and tag == "a" and value]
        self.ids += [value for name, value in attrs if name == "id" and value]


def build(root: Path, out: Path, theme: str = "paper") -> dict[str, str]:
    build_site(load_vault(root), DAY, out, theme)
    pages = read_site(out)
    return {one: data.decode() for one, data in pages.items() if one.endswith(".html")}


def copy_example(tmp_path: Path) -> Path:
    """The example with a note that has much to mend."""
    root = shutil.copytree(EXAMPLE, tmp_path / "example", ignore=shutil.ignore_patterns("site"))
    (root / "notes/Dead ends.md").write_text("".join(f"- [[Dead end {n}]]\n" for n in range(8)))
    return root


def find_dead(pages: dict[str, str]) -> list[str]:
    """Links that lead to no page, or to no place on one."""
    read = {address: Reader(text) for address, text in pages.items()}
    dead = []
    for address, reader in read.items():
        for link in reader.links:
            target, _, anchor = link.partition("#")
            if re.match(r"[a-z]+:", link) or not (target or anchor):
                continue
            path = Path("/") / Path(address).parent / unquote(target)
            place = str(path.resolve())[1:] if target else address
            if place.endswith(".html") and (
                place not in read or (anchor and unquote(anchor) not in read[place].ids)
            ):
                dead.append(f"{address}: {link}")
    return dead


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("theme", ["paper", "plain"])
def test_every_link_of_a_site_of_short_pages_hits_page_and_place(
    tmp_path: Path, theme: str
) -> None:
    pages = build(copy_example(tmp_path), tmp_path / "site", theme)
    for name in ("contacts/index", "companies/index", "interviews/index", "questions/index",
                 "advice", "referrals", "apply", "search", "followups", "problems"):  # fmt: skip
        assert f"{name}-2.html" in pages, name
    assert find_dead(pages) == []
    assert all(len(set(found := Reader(text).ids)) == len(found) for text in pages.values())


ROWS = {
    "contacts/index": r'<p class="name">.*?</p>',
    "interviews/index": r'<p class="name">.*?</p>',
    "search": r'<p class="name">.*?</p>',
    "problems": r'<h3 class="place">.*?</h3>',
    "advice": r'<p><span dir="auto">.*?</span></p>',
    "apply": r"<h2.*?</h2>",
    "referrals": r'<small class="under">.*?</small>',
}


def test_short_pages_hold_what_one_long_page_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = copy_example(tmp_path)
    whole = build(root, tmp_path / "whole")
    cut_short(monkeypatch)
    parts = build(root, tmp_path / "parts")
    for name, row in ROWS.items():
        pages = [text for one, text in parts.items() if re.fullmatch(rf"{name}(-\d+)?\.html", one)]
        found = Counter(one for text in pages for one in re.findall(row, text, re.S))
        wanted = Counter(re.findall(row, whole[f"{name}.html"], re.S))
        assert len(pages) > 1 and wanted
        assert found == wanted, name


@pytest.mark.usefixtures("few")
def test_a_page_says_which_of_how_many_it_is_and_leads_on(tmp_path: Path) -> None:
    pages = build(EXAMPLE, tmp_path / "site")
    last = len([one for one in pages if re.fullmatch(r"contacts/index(-\d+)?\.html", one)])
    second = pages["contacts/index-2.html"]
    assert f"Page 2 of {last}" in second and "Page 1 of" in pages["contacts/index.html"]
    assert '<a rel="prev" href="../contacts/index.html">Previous</a>' in second
    assert '<a rel="next" href="../contacts/index-3.html">Next</a>' in second
    assert "<title>Contacts, page 2 – " in second
    assert 'aria-label="Pages"' in second and 'aria-label="Pages, at the end"' in second
    assert 'rel="next"' not in pages[f"contacts/index-{last}.html"]


@pytest.mark.usefixtures("few")
def test_a_first_page_that_is_cut_leads_to_all_of_each_part(tmp_path: Path) -> None:
    pages = build(EXAMPLE, tmp_path / "site")
    ways = re.findall(r'href="(followups[^"#]*)#(\w+)">All (\d+): ', pages["index.html"])
    assert ways and 'data-cut="yes"' in pages["index.html"]
    for address, part, _ in ways:
        assert (
            f'<h2 id="{part}">' in pages[address]
            and "continued" not in (re.findall(rf'<h2 id="{part}">(.*?)</h2>', pages[address])[0])
        )


def test_a_first_page_that_holds_all_needs_no_list_of_them(tmp_path: Path) -> None:
    pages = build(EXAMPLE, tmp_path / "site")
    assert "followups.html" not in pages and "data-cut" not in pages["index.html"]


@pytest.mark.usefixtures("few")
def test_an_entry_of_today_changes_the_newest_page_of_the_log_and_none_of_the_older(
    tmp_path: Path,
) -> None:
    lines = "\n".join(f"- 2026-10-{n % 6 + 1:02} note: thing {n}" for n in range(19))
    root = write_vault(tmp_path / "vault", {RUTH: contact(lines)})
    rebuilder = Rebuilder(root)
    rebuilder.rebuild(TODAY)
    (root / RUTH).write_text(contact(lines + "\n- 2026-10-07 note: one more"))
    built = rebuilder.rebuild(TODAY, frozenset((RUTH,)))
    months = {one for one in built.written.changed if one.startswith("log-")}
    assert months == {"log-2026-10.html"}
    pages = read_site(root / "site")
    assert sum(one.startswith("log-2026-10") for one in pages) > 4
    shown = b"".join(page for one, page in pages.items() if one.startswith("log-2026"))
    assert all(shown.count(b"thing %d<" % n) == 1 for n in range(19))


@pytest.mark.usefixtures("few")
def test_a_note_by_the_name_of_a_second_page_has_another_address(tmp_path: Path) -> None:
    notes = {f"contacts/{name}.md": contact() for name in ("Index 2", "Ada", "Bo", "Cy")}
    pages = build(write_vault(tmp_path / "vault", notes), tmp_path / "site")
    assert "Page 2 of 2" in pages["contacts/index-2.html"]
    assert "<h1" in pages["contacts/index-2-page.html"]


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("seed", [11, 12])
def test_after_a_storm_of_changes_short_pages_are_those_of_a_clean_build(
    tmp_path: Path, seed: int
) -> None:
    weather(tmp_path, seed, steps=25)


@pytest.mark.usefixtures("few")
def test_a_list_that_grows_shorter_loses_its_last_page_and_gets_it_back(tmp_path: Path) -> None:
    notes = {f"contacts/{name}.md": contact() for name in ("Ada", "Bo", "Cy", "Di")}
    root = write_vault(tmp_path / "vault", notes)
    rebuilder, note = Rebuilder(root), root / "contacts/Di.md"
    rebuilder.rebuild(TODAY)
    second = root / "site/contacts/index-2.html"
    assert second.exists()
    text = note.read_text()
    note.unlink()
    rebuilder.rebuild(TODAY, frozenset(("contacts/Di.md",)))
    assert not second.exists()
    note.write_text(text)
    rebuilder.rebuild(TODAY, frozenset(("contacts/Di.md",)))
    assert second.exists()
    assert read_site(root / "site") == clean_build(root, tmp_path / "clean")


def test_a_company_of_very_many_shows_the_newest_and_says_how_many_are_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("vaultkit.site.pages.companies"), "MOST_EVENTS", 3)
    monkeypatch.setattr(import_module("vaultkit.site.pages.apply"), "MOST_EACH", 3)
    of_ada = "\n".join(f"- 2026-09-{n:02} note: word {n}" for n in range(1, 9))
    notes = {
        "companies/Acme.md": "---\ncity: [Rome]\n---\n## Log\n- 2026-01-01 note: our own\n",
        "contacts/Ada.md": contact(of_ada, "company: Acme"),
        **{f"contacts/{n}.md": contact("", "company: Acme") for n in ("Bo", "Cy", "Di")},
    }
    pages = build(write_vault(tmp_path / "vault", notes), tmp_path / "site")
    page = pages["companies/acme.html"]
    assert "Older entries, 5 of them" in page
    assert [n for n in range(1, 9) if f"word {n}<" in page] == [6, 7, 8]
    assert "our own" in page
    assert (
        "And 1 lines more" not in pages["apply.html"] and "And 1 line more" in pages["apply.html"]
    )
