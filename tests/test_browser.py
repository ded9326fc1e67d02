"""The example vault's site in a real browser, opened from disk."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, sync_playwright

from vaultkit.cli import main

CHROMIUM = Path("/usr/bin/chromium")
ROOT = Path(__file__).resolve().parent.parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]

if not CHROMIUM.exists() and not os.environ.get("CI"):
    pytest.skip("no /usr/bin/chromium on this machine", allow_module_level=True)
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=["paper", "plain"])
def site(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    out = tmp_path_factory.mktemp("site") / "site"
    words = ["-C", str(ROOT / "example-vault"), "--today", "2026-11-10", "build", "-o", str(out)]
    assert CliRunner().invoke(main, [*words, "--theme", request.param]).exit_code == 0
    return out


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield found
        found.close()


def test_pages_open_from_disk_without_a_word_on_the_console(site: Path, browser: Browser) -> None:
    page = browser.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    for path in sorted(site.rglob("*.html")):
        page.goto(path.as_uri())
        assert page.locator("h1").count() == 1
    assert said == []
    assert all(url.startswith("file://") for url in asked)
    page.close()


def test_one_click_from_the_first_page_finds_the_number(site: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    page.get_by_role("link", name="Call Zoë Marchetti").click()
    assert page.locator("h1").inner_text() == "Zoë Marchetti"
    assert page.locator('a[href^="tel:"]').first.inner_text() == "0117 496 0142 ext. 12"
    page.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_wider_than_the_window(site: Path, browser: Browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    for path in sorted(site.rglob("*.html")):
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.close()


def test_an_interview_reads_without_script(site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "interviews" / "2026-11-12-marta-kowalczyk.html").as_uri())
    assert "What does the team wish it could model" in page.locator("main").inner_text()
    context.close()


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_a_prep_sheet_prints_on_one_page(tmp_path: Path, browser: Browser, size: str) -> None:
    words = ["-C", str(ROOT / "example-vault"), "--today", "2026-11-10", "build"]
    assert CliRunner().invoke(main, [*words, "-o", str(tmp_path / "site")]).exit_code == 0
    page = browser.new_page()
    page.goto((tmp_path / "site" / "interviews" / "2026-11-12-marta-kowalczyk.html").as_uri())
    page.emulate_media(media="print")
    data = page.pdf(format=size, prefer_css_page_size=False)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", data)) == 1
    page.close()
