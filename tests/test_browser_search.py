"""The search in a real browser over several files: from disk, from the server, from elsewhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import browser, build_example, open_page
from tests.test_serve_browser import serve_evil
from vaultkit.serve import ServedSite, Server, open_server
from vaultkit.site import searched

__all__ = ["browser"]
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's site, six notes a file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(searched, "MOST_ENTRIES", 6)
        return build_example(tmp_path_factory.mktemp("search") / "site")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, all in one file."""
    return build_example(tmp_path_factory.mktemp("whole") / "site")


@pytest.fixture
def server(site: Path) -> Iterator[Server]:
    server = open_server(ServedSite(site), 0)
    server.start()
    yield server
    server.shutdown()
    server.server_close()


def list_files(site: Path) -> list[str]:
    return sorted(one.relative_to(site).as_posix() for one in site.glob("assets/search-data*.js"))


def wait_until_read(page: Page) -> None:
    """Until the page says how many notes there are in all."""
    expect(page.locator("#found")).to_have_text(re.compile(r"^\d+ notes?$"))


def find(page: Page, words: str) -> list[str]:
    page.locator("#q").fill(words)
    wait_until_read(page)
    return page.locator("#results a").all_inner_texts()


@pytest.mark.parametrize("words", ["zoe", "tithe maps", "county", "interview", "芳", "nowhere"])
def test_several_files_find_from_disk_what_one_finds(
    site: Path, whole: Path, browser: Browser, words: str
) -> None:
    assert len(list_files(site)) > 8 and len(list_files(whole)) == 1
    pages = [open_page(browser, one / "search.html") for one in (site, whole)]
    found = [find(page, words) for page in pages]
    assert sorted(found[0]) == sorted(found[1])
    assert bool(found[0]) == (words != "nowhere")
    for page in pages:
        page.close()


def test_the_other_files_are_loaded_once_somebody_searches(site: Path, browser: Browser) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url.rpartition("/")[2]))
    page.goto((site / "search.html").as_uri())
    page.locator("#q").fill("z")
    assert [one for one in asked if "search-data" in one] == ["search-data.js"]
    find(page, "zoe")
    assert {f"assets/{one}" for one in asked if "search-data" in one} == set(list_files(site))
    find(page, "ruth")
    assert len(asked) == len(set(asked))
    page.close()


def test_the_server_hands_out_all_files_to_its_own_page(server: Server, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.port}/search.html?q=zoe")
    wait_until_read(page)
    assert page.locator("#results a").first.inner_text() == "Zoë Marchetti"
    page.close()


def test_no_file_is_handed_out_to_a_page_of_another_origin(
    server: Server, site: Path, browser: Browser
) -> None:
    address, files = f"http://127.0.0.1:{server.port}/", list_files(site)
    head = "seen = []; refused = 0; vaultkitSearch = (found) => seen.push(found);"
    tags = [f'<script src="{address}{one}" onerror="refused += 1"></script>' for one in files]
    evil = serve_evil(f"<!DOCTYPE html><script>{head}</script>{''.join(tags)}<p>Done</p>")
    page = browser.new_page()
    page.goto(f"http://localhost:{evil.server_address[1]}/")
    assert page.evaluate("window.seen") == []
    assert page.evaluate("window.refused") == len(files)
    page.close()
    evil.shutdown()


def test_a_file_that_is_not_there_is_said_and_the_rest_is_found(
    tmp_path: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searched, "MOST_ENTRIES", 6)
    site = build_example(tmp_path / "site")
    with_others = (one for one in sorted(site.glob("assets/search-data-*.js")))
    gone = next(one for one in with_others if b'["Zo\xc3\xab Marchetti"' not in one.read_bytes())
    gone.unlink()
    page = open_page(browser, site / "search.html")
    page.locator("#q").fill("zoe marchetti")
    page.get_by_text("could not be read: load this page again").wait_for()
    assert page.locator("#results a").first.inner_text() == "Zoë Marchetti"
    page.close()


def test_whoever_stands_on_a_result_stays_on_it_while_more_are_found(
    site: Path, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto((site / "search.html").as_uri())
    find(page, "zoe")
    page.locator("#results a").first.focus()
    page.evaluate("document.getElementById('q').dispatchEvent(new Event('input'))")
    assert page.evaluate("document.activeElement.textContent") == "Zoë Marchetti"
    page.close()
