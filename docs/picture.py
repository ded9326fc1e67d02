"""Take the README's picture: the example vault's first page, built for its own day."""

import sys
import tempfile
from datetime import date, datetime
from pathlib import Path

from playwright.sync_api import sync_playwright

from vaultkit.build import build_site
from vaultkit.pipeline import EXAMPLE_DAY, load_vault

ROOT = Path(__file__).resolve().parent.parent


def main(target: Path, today: date = EXAMPLE_DAY) -> None:
    """Build into a temporary folder, open index.html from disk, save what is seen."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        build_site(load_vault(ROOT / "example-vault"), today, Path(folder))
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.clock.set_fixed_time(datetime(today.year, today.month, today.day, 9))
        page.goto((Path(folder) / "index.html").as_uri())
        page.screenshot(path=target)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "today.png")
