"""The example vault's site in a real browser, opened from disk."""

import re
from datetime import datetime
from pathlib import Path
from typing import Literal

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from tests.browsing import browser, build_example, find_barriers, open_paper
from tests.odd_vault import make_odd_vault
from tests.support import write_vault
from vaultkit.cli import main

KINDS = (
    "index.html", "contacts/index.html", "contacts/yuki-tanabe.html", "companies/index.html",
    "companies/aldergate-map-library.html", "interviews/index.html", "log.html", "problems.html",
    "interviews/2026-11-12-marta-kowalczyk.html", "interviews/2026-11-09-yuki-tanabe.html",
    "questions/index.html", "trips/index.html", "trips/bristol-in-november.html", "insights.html",
    "notes/index.html", "notes/what-a-map-library-hires-for.html", "advice.html",
    "referrals.html", "search.html", "plans.html", "apply.html", "trips/york-in-december.html",
)  # fmt: skip
# Narrow, wide and tall ones; where one is missing the generic family behind it stands in.
FAMILIES = (
    "", "serif", "sans-serif", '"DejaVu Sans", sans-serif', '"DejaVu Serif", serif',
    '"Noto Sans CJK SC", sans-serif', '"Liberation Serif", serif',
)  # fmt: skip
__all__ = ["browser"]
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=["paper", "plain"])
def site(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    return build_example(tmp_path_factory.mktemp("site") / "site", request.param)


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


def test_one_click_from_the_first_page_finds_the_number_and_what_to_say(
    site: Path, browser: Browser
) -> None:
    number = "0117\u00a0496\u00a00142\u00a0ext.\u00a012"
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    row = page.locator("#agenda li", has_text="Call Zoë Marchetti").first
    assert row.locator('a[href^="tel:"]').inner_text() == number
    row.get_by_role("link", name="What to say").click()
    assert page.locator("h1").inner_text() == "Zoë Marchetti"
    assert "Good morning, this is Nora Whitlock." in page.locator("#script").inner_text()
    assert page.locator('main a[href^="tel:"]').first.inner_text() == number
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
def test_a_prep_sheet_prints_on_one_page_whatever_the_fonts(
    tmp_path: Path, browser: Browser, size: str
) -> None:
    sheet = build_example(tmp_path / "site") / "interviews" / "2026-11-12-marta-kowalczyk.html"
    assert {
        family: count_printed(browser, sheet, size, family) for family in FAMILIES
    } == dict.fromkeys(FAMILIES, 1)


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_the_record_of_a_talk_prints_on_one_page_without_facts_and_file(
    tmp_path: Path, browser: Browser, size: str
) -> None:
    record = build_example(tmp_path / "site") / "interviews" / "2026-11-09-yuki-tanabe.html"
    assert count_printed(browser, record, size, "") == 1


def count_printed(browser: Browser, page_file: Path, size: str, family: str) -> int:
    """How many pages a page takes on paper, all of it set in one family ("" as the theme says)."""
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(page_file.as_uri())
    if family:
        page.add_style_tag(content=f":root {{ --serif: {family}; --sans: {family} }}")
    data = page.pdf(format=size, prefer_css_page_size=False)
    context.close()
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", data))


def test_an_old_build_is_grouped_for_the_day_it_is_read(tmp_path: Path, browser: Browser) -> None:
    page = open_paper(browser, tmp_path, 10, "index.html")
    assert page.locator("#age").count() == 0
    overdue = page.locator("section[aria-labelledby=overdue] li")
    before = overdue.count()
    page.close()
    page = open_paper(browser, tmp_path, 17, "index.html")
    assert "Built 7 days ago" in page.locator("#age").inner_text()
    overdue = page.locator("section[aria-labelledby=overdue] li")
    assert overdue.count() > before
    assert "Call Zoë Marchetti" in " ".join(overdue.all_inner_texts())
    late = page.locator("section[aria-labelledby=overdue] li", has_text="Call Zoë Marchetti")
    assert "1 day late" in late.inner_text()
    page.close()


def test_search_finds_from_disk_without_accents(tmp_path: Path, browser: Browser) -> None:
    page = open_paper(browser, tmp_path, 10, "index.html")
    page.keyboard.press("/")
    page.keyboard.type("zoe")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=zoe")
    assert page.locator("#results a").first.inner_text() == "Zoë Marchetti"
    page.locator("#q").fill("tithe maps")
    assert "Nora Whitlock" in page.locator("#results").inner_text()
    page.locator("#q").fill("芳")
    assert page.locator("#results a").first.inner_text() == "王芳"
    page.locator("#q").fill("z")
    assert page.locator("#results a").count() == 0
    page.close()


def test_a_filter_survives_a_reload(tmp_path: Path, browser: Browser) -> None:
    page = open_paper(browser, tmp_path, 10, "contacts/index.html")
    page.get_by_label("Filter").fill("jose")
    visible = page.locator(".rows > li:visible")
    assert visible.count() == 1
    page.reload()
    assert page.get_by_label("Filter").input_value() == "jose"
    assert visible.count() == 1
    page.close()


def test_ticks_are_copied_as_markdown_and_colours_can_be_chosen(
    tmp_path: Path, browser: Browser
) -> None:
    sheet = "interviews/2026-11-12-marta-kowalczyk.html"
    page = open_paper(browser, tmp_path, 10, sheet)
    page.locator(".ask input").first.check()
    page.get_by_role("button", name="Copy as Markdown").click()
    assert page.get_by_role("button", name="Copied").count() == 1
    page.get_by_role("button", name="Colours: system").click()
    page.get_by_role("button", name="Colours: light").click()
    assert page.locator("html").get_attribute("data-scheme") == "dark"
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_barrier_is_found_on_any_kind_of_page(
    site: Path, browser: Browser, scheme: Literal["light", "dark"], width: int
) -> None:
    context = browser.new_context(
        bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    for address in KINDS:
        page.goto((site / address).as_uri())
        assert find_barriers(page) == [], address
    context.close()


def test_odd_names_and_long_logs_raise_no_barrier_and_fit(tmp_path: Path, browser: Browser) -> None:
    vault = write_vault(tmp_path / "vault", make_odd_vault(40))
    words = ["-C", str(vault), "--today", "2026-10-08", "build"]
    assert CliRunner().invoke(main, words).exit_code == 0
    context = browser.new_context(bypass_csp=True, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.clock.set_fixed_time(datetime(2026, 10, 8, 9, 0))
    for number, path in enumerate(sorted((vault / "site").rglob("*.html"))):
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).textAlign") in (
            "start", "left",
        ), path  # fmt: skip
        if number % 4 == 0 or path.parent.name == "site":
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            assert find_barriers(page) == [], path
    context.close()
