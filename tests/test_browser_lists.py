"""Lists and tables in a real browser: filters and orders that the address keeps; an old build."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import browser, build_example, find_barriers, open_page

__all__ = ["browser"]
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_example(tmp_path_factory.mktemp("lists") / "site")


def names(page: Page) -> list[str]:
    return page.locator("main .rows .name:visible").all_inner_texts()


def test_contacts_can_be_put_in_order_by_name_and_the_address_keeps_it(
    site: Path, browser: Browser
) -> None:
    page = open_page(browser, site / "contacts" / "index.html")
    before = names(page)
    page.get_by_role("button", name="name", exact=True).click()
    by_name = names(page)
    assert by_name[:2] == ["Amina Yusuf", "Ana Brkić"]
    assert sorted(before) == sorted(by_name)
    page.reload()
    assert names(page) == by_name
    page.get_by_role("button", name="stage").click()
    assert names(page) == before
    page.close()


def test_contacts_by_company_have_the_companies_as_headings(site: Path, browser: Browser) -> None:
    page = open_page(browser, site / "contacts" / "index.html", hash_="#order=company")
    headings = page.locator("main h2:visible").all_inner_texts()
    assert headings[:2] == ["Aldergate Map Library", "County Record House"]
    assert headings[-1] == "None noted"
    assert find_barriers(page_without_policy(browser, page.url)) == []
    page.close()


def page_without_policy(browser: Browser, url: str) -> Page:
    """The same page where axe may be put into it."""
    page = browser.new_context(bypass_csp=True).new_page()
    page.goto(url)
    return page


def test_an_order_and_a_filter_hold_at_once(site: Path, browser: Browser) -> None:
    page = open_page(browser, site / "contacts" / "index.html", hash_="#order=city&filter=water")
    assert page.get_by_label("Filter").input_value() == "water"
    shown = page.locator("main .rows > li:visible")
    assert shown.count() == 5
    assert all("Northmoor Water" in text for text in shown.all_inner_texts())
    page.close()


@pytest.mark.parametrize("address", ["log.html", "referrals.html"])
def test_a_table_is_sorted_by_its_headings_and_the_address_keeps_it(
    site: Path, browser: Browser, address: str
) -> None:
    page = open_page(browser, site / address)
    who = page.locator("table.events tbody tr td:nth-child(2)")
    page.locator("th button").nth(1).click()
    assert page.locator("th").nth(1).get_attribute("aria-sort") == "ascending"
    rising = who.all_inner_texts()
    page.locator("th button").nth(1).click()
    page.reload()
    assert page.locator("th").nth(1).get_attribute("aria-sort") == "descending"
    falling = who.all_inner_texts()
    assert sorted(rising) == sorted(falling)
    assert rising != falling
    page.close()


def test_an_old_first_page_says_the_readers_day_and_no_meeting_that_is_past(
    site: Path, browser: Browser
) -> None:
    page = open_page(browser, site / "index.html", day=16)
    assert page.locator("h1").inner_text() == "Monday 16 November"
    said = page.locator(".lede").inner_text()
    late = page.locator("section[aria-labelledby=overdue] .ledger > li").count()
    assert f"{late} follow-ups are late" in said
    assert "Your next conversation" not in said
    talks = page.locator("section[aria-labelledby=next] li:visible").all_inner_texts()
    assert ["Marta Kowalczyk" in text for text in talks] == [False]
    page.close()


def test_an_old_page_of_a_contact_and_the_list_say_what_is_late_by_now(
    site: Path, browser: Browser
) -> None:
    page = open_page(browser, site / "contacts" / "zoe-marchetti.html", day=18)
    assert "2 days late" in page.locator(".ledger li.overdue").inner_text()
    assert "8 days ago" in page.locator(".foot").inner_text()
    assert "Built 8 days ago" in page.locator("#age").inner_text()
    page.goto((site / "trips" / "bristol-in-november.html").as_uri())
    assert page.locator(".kicker").inner_text().endswith("20 Nov")
    page.goto((site / "contacts" / "index.html").as_uri())
    assert "16 Nov, late" in page.locator(".rows > li", has_text="Zoë Marchetti").inner_text()
    page.close()


def test_what_comes_later_unfolds_without_script(site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    every = page.locator("#agenda .ledger > li")
    counts = page.locator("#agenda h2 .n").all_inner_texts()
    assert every.count() == sum(map(int, counts))
    context.close()
