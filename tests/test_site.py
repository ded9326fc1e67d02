"""The site: every link leads somewhere, nothing is lost, nothing private shows, same bytes."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

from tests.support import contact, write_vault
from vaultkit.cli import main
from vaultkit.disk.names import CACHE

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = Path(__file__).parent / "golden"
DAY = "2026-10-08"

SMALL = {
    "contacts/Ruth Okafor.md": """---
company: "[[Tern Press]]"
role: Editor
phone: 0113 496 0101
email: ruth@tern.example
address: 3 Secret Yard
private: [address]
shoe_size: 41
---
Knows [[Wei Zhang]] and [[Nobody Here]].

## Log

- 2026-09-24 letter: by post, *one* page
- something odd

## Advice

- [x] Read the river atlas ✅ 2026-09-30
- [ ] Bring a map

## Leads

- 2026-09-28 Omar Diaz, prints
""",
    "contacts/Wei Zhang.md": "---\naliases: [Wei]\n---\n## Log\n\n- 2026-10-07 reply\n",
    "companies/Tern Press.md": "---\nfield: books\ncity: [Leeds]\n---\n"
    "## Research\n\n- 2026-09-01 prints maps\n",
    "interviews/2026-10-12 Wei.md": """---
contact: "[[Wei]]"
when: 2026-10-12 10:00
place: 3 Mill Lane
travel: 20
---
## Questions

### Company

- [ ] What is printed here? #must
""",
    "trips/Leeds.md": "---\ncity: Leeds\nstart: 2026-10-26\nend: 2026-10-27\n"
    "cost: 40 by rail\n---\n",
    "questions/Bank.md": "---\n---\n## Company\n\n- [ ] What is printed here? ^print\n",
    "notes/Plain.md": "# A plain note\n\n| a | b |\n| --- | --- |\n| [[Wei]] | ~~x~~ |\n\n"
    "![[Tern Press#Research]]\n",
    "me.md": "---\nname: Ida\n---\n## Pitch\n\nI am Ida.\n",
}
PAGES = (
    "index.html", "contacts/index.html", "contacts/ruth-okafor.html", "companies/tern-press.html",
    "interviews/2026-10-12-wei.html", "notes/plain.html", "log.html", "problems.html",
    "questions/index.html", "advice.html", "referrals.html", "insights.html",
    "companies/index.html", "trips/leeds.html", "plans.html", "apply.html",
)  # fmt: skip


class Reader(HTMLParser):
    """Collects links, sources, ids and headings of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.sources: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in ("href", "src") and value is not None:
                (self.links if tag == "a" else self.sources).append(value)
            if name == "id" and value is not None:
                self.ids.append(value)


def read(path: Path) -> Reader:
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader


def build(vault: Path, *words: str) -> Path:
    result = CliRunner().invoke(main, ["-C", str(vault), "--today", DAY, "build", *words])
    assert result.exit_code == 0, result.output
    return vault / "site"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    toml = 'format = 1\nname = "Small"\n'
    return build(write_vault(tmp_path_factory.mktemp("small"), SMALL, toml))


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("example") / "site"
    words = ["-C", str(ROOT / "example-vault"), "--today", "2026-11-10", "build", "-o", str(out)]
    assert CliRunner().invoke(main, words).exit_code == 0
    return out


@pytest.mark.parametrize("address", PAGES)
def test_a_page_of_each_kind_is_as_it_was(
    small: Path, address: str, request: pytest.FixtureRequest
) -> None:
    golden = GOLDEN / address
    found = (small / address).read_text(encoding="utf-8")
    if request.config.getoption("--update-golden"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


def test_every_link_leads_somewhere(example: Path) -> None:
    for page in example.rglob("*.html"):
        reader = read(page)
        for link in (*reader.links, *reader.sources):
            if re.match(r"(https?|mailto|tel):", link) or link.startswith("#"):
                continue
            target = (page.parent / unquote(link.partition("#")[0])).resolve()
            assert target.is_file(), f"{page}: {link}"
            assert target.is_relative_to(example.resolve())


def test_every_page_has_one_heading_and_nothing_inline(example: Path) -> None:
    for page in example.rglob("*.html"):
        reader = read(page)
        text = page.read_text(encoding="utf-8")
        assert reader.tags.count("h1") == 1, page
        assert "style" not in reader.tags
        assert all(code.strip() == "" for code in re.findall(r"<script[^>]*>(.*?)</script>", text))
        assert not re.search(r"<[a-z][^>]* on[a-z]+=", text)
        assert len(reader.ids) == len(set(reader.ids)), page
        assert "style=" not in text
        assert "Content-Security-Policy" in text
        assert 'lang="en"' in text


def test_private_fields_never_appear(small: Path) -> None:
    for page in small.rglob("*.html"):
        assert "Secret Yard" not in page.read_text(encoding="utf-8")


def test_unknown_fields_and_odd_lines_are_shown(small: Path) -> None:
    text = (small / "contacts" / "ruth-okafor.html").read_text(encoding="utf-8")
    for words in ("shoe size", "41", "something odd", "Nobody Here", "Read the river atlas"):
        assert words in text
    assert "log-unparsed" in text


def test_today_groups_and_carries_the_days(small: Path) -> None:
    text = (small / "index.html").read_text(encoding="utf-8")
    assert 'data-opens="2026-10-01" data-due="2026-10-08"' in text
    assert "tel:01134960101" in text
    assert "letter sent 24 Sep; ring one to two weeks later" in text


def test_the_prep_sheet_says_when_to_leave_and_what_is_missing(small: Path) -> None:
    text = (small / "interviews" / "2026-10-12-wei.html").read_text(encoding="utf-8")
    for words in ("Prep sheet", "09:50", "09:30", "10:25", "missing", "What is printed here?"):
        assert words in text


def test_an_empty_vault_says_how_to_begin(tmp_path: Path) -> None:
    site = build(write_vault(tmp_path, {}))
    text = (site / "index.html").read_text(encoding="utf-8")
    assert "Three small steps" in text
    assert "vaultkit init --example demo" in text


def test_a_second_build_writes_nothing_and_a_gone_note_goes(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, SMALL)
    site = build(vault)
    pages = [path for path in site.rglob("*") if path.name != CACHE and path.is_file()]
    stamps = {path: path.stat().st_mtime_ns for path in pages}
    build(vault)
    assert {path: path.stat().st_mtime_ns for path in pages} == stamps
    (site / "mine.txt").write_text("kept")
    (vault / "notes" / "Plain.md").unlink()
    build(vault)
    assert not (site / "notes" / "plain.html").exists()
    assert (site / "mine.txt").read_text() == "kept"


def test_foreign_folders_are_refused(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", SMALL)
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("dear")
    for out in (other, vault, tmp_path, Path("/"), Path.home(), vault / "contacts" / "x"):
        words = ["-C", str(vault), "--today", DAY, "build", "-o", str(out)]
        result = CliRunner().invoke(main, words)
        assert result.exit_code == 3, out
        assert "Traceback" not in result.output
    assert (other / "letter.txt").read_text() == "dear"


def test_same_bytes_in_another_zone_folder_and_hash_seed(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", SMALL)
    found = []
    for zone, seed in (("UTC", "1"), ("Pacific/Kiritimati", "77")):
        out = tmp_path / seed
        words = ["-C", str(vault), "--today", DAY, "build", "-o", str(out)]
        env = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C"}
        subprocess.run(
            [sys.executable, "-m", "vaultkit", *words], check=True, env=env, capture_output=True
        )
        pages = (p for p in out.rglob("*") if p.is_file() and p.name != CACHE)
        found.append({p.relative_to(out): p.read_bytes() for p in pages})
    assert found[0] == found[1]


def test_a_theme_of_the_vault_changes_one_template(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, SMALL, 'format = 1\ntheme = "mine"\n')
    theme = tmp_path / "themes" / "mine"
    (theme / "templates").mkdir(parents=True)
    (theme / "theme.toml").write_text('parent = "plain"\n')
    template = theme / "templates" / "log.html"
    template.write_text('{% extends "plain/log.html" %}{% block title %}My log{% endblock %}')
    site = build(vault)
    assert "<title>My log" in (site / "log.html").read_text(encoding="utf-8")
    template.write_text("line one\n{{ nothing.here }}\n")
    result = CliRunner().invoke(main, ["-C", str(vault), "--today", DAY, "-v", "build"])
    assert result.exit_code == 1
    assert "templates/log.html:2" in result.stderr
    assert "<title>My log" in (site / "log.html").read_text(encoding="utf-8")


def test_deep_lists_are_shown_as_typed_with_a_problem(tmp_path: Path) -> None:
    deep = "\n".join("  " * n + f"- level {n}" for n in range(150))
    site = build(write_vault(tmp_path, {"notes/Deep.md": deep}))
    assert "level 149" in (site / "notes" / "deep.html").read_text(encoding="utf-8")
    assert "nesting" in (site / "problems.html").read_text(encoding="utf-8")


def test_the_plain_theme_needs_no_script(tmp_path: Path) -> None:
    site = build(write_vault(tmp_path, SMALL), "--theme", "plain")
    assert not list(site.rglob("*.js"))
    assert all("script" not in read(page).tags for page in site.rglob("*.html"))


def test_private_fields_are_not_in_the_search_data(small: Path) -> None:
    data = (small / "assets" / "search-data.js").read_text(encoding="utf-8")
    assert "Secret Yard" not in data
    assert "river atlas" in data
    assert "<" not in data


def test_the_title_of_a_page_fits_a_tab(tmp_path: Path) -> None:
    name = "Tom & Ann & " * 12
    site = build(write_vault(tmp_path, {"contacts/Long.md": f"---\nname: {name}\n---\n"}))
    text = (site / "contacts" / "long.html").read_text(encoding="utf-8")
    title = text.partition("<title>")[2].partition("</title>")[0]
    assert len(title) <= 70
    assert title.startswith("Tom &amp; Ann &amp; Tom")
    assert title.endswith("…")
    assert "&a…" not in title


def test_a_first_page_with_fifty_followups_is_light(tmp_path: Path) -> None:
    head = "role: Head of the long department of maps\nphone: 0113 496 0101\nemail: a@b.example\n"
    notes = {
        f"contacts/Somebody With A Name {n}.md": contact("- 2026-09-24 letter", head)
        for n in range(50)
    }
    text = (build(write_vault(tmp_path, notes)) / "index.html").read_text(encoding="utf-8")
    assert text.count("data-due=") == 50
    assert len(text.encode()) < 60_000


def test_what_a_browser_would_run_is_no_file_of_the_site(tmp_path: Path) -> None:
    names = ("Slides.pptx", "cv.pdf", "map.png", "page.html", "drawing.svg")
    links = " ".join(f"[{name}](../files/{name})" for name in names)
    files = {f"files/{name}": "x" for name in names}
    site = build(write_vault(tmp_path, {"contacts/Ruth.md": f"---\n---\n{links}\n", **files}))
    assert {one.name for one in (site / "files").iterdir()} == {*names[:3]}
    text = (site / "contacts" / "ruth.html").read_text(encoding="utf-8")
    assert text.count('href="../files/') == 3
    assert 'title="nothing here is called ../files/page.html"' in text
