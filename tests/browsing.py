"""What the browser tests share: chromium, the example's site, a page a reader opens on a day."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, sync_playwright

from vaultkit.cli import main

CHROMIUM = Path("/usr/bin/chromium")
ROOT = Path(__file__).resolve().parent.parent
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]

if not CHROMIUM.exists() and not os.environ.get("CI"):
    pytest.skip("no /usr/bin/chromium on this machine", allow_module_level=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield found
        found.close()


def build_example(out: Path, theme: str = "paper") -> Path:
    """The example's site of its own day."""
    words = ["-C", str(ROOT / "example-vault"), "--today", "2026-11-10", "build", "-o", str(out)]
    assert CliRunner().invoke(main, [*words, "--theme", theme]).exit_code == 0
    return out


def open_page(browser: Browser, path: Path, day: int = 10, hash_: str = "") -> Page:
    """A page from disk, opened by a reader whose clock says `day` November 2026."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.clock.set_fixed_time(datetime(2026, 11, day, 9, 0))
    page.goto(path.as_uri() + hash_)
    return page


def open_paper(browser: Browser, folder: Path, day: int, address: str) -> Page:
    """A page of the example's paper site, opened on a day of November 2026."""
    return open_page(browser, build_example(folder / "site") / address, day)


def find_barriers(page: Page) -> list[tuple[str, list[str]]]:
    """What axe-core finds wrong with a page: rule and the first few places."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then(result => result.violations)")
    return [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found]
