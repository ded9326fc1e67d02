"""The served site in a real browser: tabs follow the notes, pages elsewhere get nothing.

Pages are left open: chromium may never answer when one that is loading itself again is closed.
"""

import http.server
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import browser
from tests.support import RUTH, contact, write_vault

__all__ = ["browser"]
pytestmark = pytest.mark.browser

LOG = "- 2026-09-24 letter"
LONG = "\n\n".join(f"Paragraph {number}." for number in range(150))
ADDRESS = "contacts/ruth-okafor.html"


class Served:
    """`vaultkit serve` in a process of its own; can be stopped and started on the same port."""

    def __init__(self, folder: Path) -> None:
        self.vault = write_vault(folder / "vault", {RUTH: contact(LOG, body="FIRST " + LONG)})
        self.port = "0"
        self.url = ""
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        words = [sys.executable, "-m", "vaultkit", "-C", str(self.vault), "--today", "2026-10-08"]
        self._process = subprocess.Popen(
            [*words, "serve", "-p", self.port], stdout=-1, stderr=-1, encoding="utf-8"
        )
        assert self._process.stdout and self._process.stderr
        self.url = self._process.stdout.readline().strip()
        self.port = self.url.rstrip("/").rpartition(":")[2]
        while "Watching" not in self._process.stderr.readline():
            assert self._process.poll() is None

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.communicate(timeout=10)
            self._process = None

    def save(self, words: str) -> None:
        (self.vault / RUTH).write_text(contact(LOG, body=f"{words} {LONG}"), encoding="utf-8")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    one = Served(tmp_path)
    one.start()
    yield one
    one.stop()


def wait_for(page: Page, what: Callable[[], object], seconds: float = 20.0) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "it never came to pass"
        page.wait_for_timeout(20)


def shows(page: Page, words: str) -> bool:
    try:
        return words in page.locator("main").inner_text(timeout=1000)
    except Exception:  # in the middle of a reload
        return False


def test_a_page_follows_its_note_and_stays_where_it_was_scrolled_to(
    served: Served, browser: Browser
) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(served.url + ADDRESS)
    page.evaluate("scrollTo(0, 1200)")
    served.save("SECOND")
    wait_for(page, lambda: shows(page, "SECOND"))
    wait_for(page, lambda: page.evaluate("Math.round(scrollY)") == 1200)
    served.save("THIRD")
    wait_for(page, lambda: shows(page, "THIRD"))
    assert said == []


def test_a_page_that_did_not_change_is_not_loaded_again(served: Served, browser: Browser) -> None:
    context = browser.new_context()
    other, page = context.new_page(), context.new_page()
    other.goto(served.url + "insights.html")
    other.evaluate("window.stays = true")
    page.goto(served.url + ADDRESS)
    served.save("SECOND")
    wait_for(page, lambda: shows(page, "SECOND"))
    assert other.evaluate("window.stays") is True
    context.close()


def test_a_page_follows_after_the_server_was_stopped_and_started(
    served: Served, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(served.url + ADDRESS)
    served.stop()
    served.save("SECOND")
    served.start()
    wait_for(page, lambda: shows(page, "SECOND"))
    served.save("THIRD")
    wait_for(page, lambda: shows(page, "THIRD"))


def test_a_stopped_server_is_said_on_the_page_until_it_is_back(
    served: Served, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(served.url + ADDRESS)
    served.stop()
    page.get_by_text("vaultkit serve has stopped").wait_for(timeout=20_000)
    served.start()
    wait_for(page, lambda: page.locator("#vaultkit-lost").count() == 0)


def test_ten_tabs_follow_and_none_is_stalled(served: Served, browser: Browser) -> None:
    context = browser.new_context()
    tabs = [context.new_page() for _ in range(10)]
    for tab in tabs:
        tab.goto(served.url + ADDRESS, timeout=5000)
    for words in ("SECOND", "THIRD"):
        served.save(words)
        begin = time.monotonic()
        for tab in tabs:
            wait_for(tab, lambda tab=tab, words=words: shows(tab, words))  # type: ignore[misc]
        assert time.monotonic() - begin < 20, "a tab waited for a connection"
    context.close()


def test_what_is_lost_stands_on_every_page(served: Served, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(served.url + ADDRESS)
    settings = served.vault / "vaultkit.toml"
    settings.write_text('format = 1\ntheme = "gone"\n')
    page.get_by_text('no theme "gone"').wait_for(timeout=20_000)
    assert shows(page, "FIRST")
    page.goto(served.url + "insights.html")
    assert page.get_by_text('no theme "gone"').count() == 1
    settings.write_text("format = 1\n")
    wait_for(page, lambda: page.locator("#vaultkit-lost").count() == 0)


EVIL = """<!DOCTYPE html><html><head><title>evil</title></head><body>
<script>
window.seen = [];
const keep = (what) => window.seen.push(String(what));
window.vaultkitSearch = keep;
addEventListener("vaultkit-news", (event) => keep(JSON.stringify(event.detail)), true);
const urls = ["index.html", "assets/search-data.js", "-/news.js?since=x&wait=0", "ADDRESS"];
const tries = [];
for (const url of urls) {
  for (const mode of ["cors", "no-cors"]) {
    tries.push(fetch("URL" + url, { mode }).then((r) => r.text()).then(keep, () => 0));
  }
  for (const tag of ["script", "iframe", "img", "object"]) {
    const one = document.createElement(tag);
    one[tag === "object" ? "data" : "src"] = "URL" + url;
    tries.push(new Promise((done) => {
      one.onload = () => {
        try { keep(one.contentDocument.body.innerText); } catch { keep(""); }
        done();
      };
      one.onerror = () => done();
      setTimeout(done, 3000);
    }));
    document.body.append(one);
  }
}
window.before = Object.keys(window).length;
Promise.all(tries).then(() => { window.done = true; });
</script>
<form id="f" method="post" action="URLindex.html" target="t"><input name="a" value="b"></form>
<iframe name="t"></iframe>
<script>document.getElementById("f").submit();</script>
</body></html>"""


def serve_evil(page_of: str) -> http.server.ThreadingHTTPServer:
    """A page on another origin, on this machine too: the hardest neighbour."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page_of.encode())

        def log_message(self, *_words: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_page_of_another_origin_sees_nothing(served: Served, browser: Browser, host: str) -> None:
    evil = serve_evil(EVIL.replace("URL", served.url).replace("ADDRESS", ADDRESS))
    page = browser.new_page()
    answers: list[int] = []
    page.on("response", lambda one: answers.append(one.status) if served.url in one.url else None)
    page.goto(f"http://{host}:{evil.server_address[1]}/")
    page.wait_for_function("window.done", timeout=20_000)
    seen = page.evaluate("window.seen.join('')")
    assert not re.search("Okafor|FIRST|build", seen)
    assert answers and set(answers) <= {403, 405}
    for frame in page.frames[1:]:
        assert "Okafor" not in frame.content()
    evil.shutdown()


def test_a_link_from_another_site_opens_a_page(served: Served, browser: Browser) -> None:
    evil = serve_evil(f'<a href="{served.url}{ADDRESS}">Ruth</a>')
    page = browser.new_page()
    page.goto(f"http://localhost:{evil.server_address[1]}/")
    page.get_by_role("link", name="Ruth").click()
    wait_for(page, lambda: shows(page, "FIRST"))
    evil.shutdown()
