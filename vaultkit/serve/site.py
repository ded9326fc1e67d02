"""What the server answers with: the pages a build wrote, by its manifest, and nothing else."""

import html
import time
from collections.abc import Collection, Iterable
from pathlib import Path
from urllib.parse import parse_qsl

from vaultkit import disk
from vaultkit.serve.answer import FILES, Answer, make_error
from vaultkit.serve.news import PATIENCE, News
from vaultkit.serve.request import Request

# No page of a site has an address that begins so.
RELOAD, NEWS = "-/reload.js", "-/news.js"
# Of a build that was killed before its end there are pages, but not this one.
_FIRST = "index.html"
# Seconds that a request waits for the first site there ever was, and between two looks.
HOLD, STEP = 2.0, 0.05
_SCRIPT = (Path(__file__).parent / "reload.js").read_bytes()
_LOST = "vaultkit-lost"
# Browsers ask for it unasked, and would complain on their console.
_ICON = "favicon.ico"


class ServedSite:
    """The pages of an output folder; `refresh` after each build."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._news = News()
        self._addresses = frozenset(disk.read_manifest(out) or ())

    def refresh(self, out: Path, changed: Iterable[str]) -> None:
        """Learn which pages there are now, and tell the tabs what changed."""
        self._out = out
        self._addresses = frozenset(disk.read_manifest(out) or ())
        self._news.add(changed)

    def add(self, changed: Collection[str]) -> None:
        """Some pages are there already, while others of the same build follow: tell the tabs."""
        self._addresses |= frozenset(changed)
        self._news.add(changed)

    def end(self) -> None:
        """Send home all who wait for news."""
        self._news.end()

    def lose(self, text: str) -> None:
        """Say on every page what the watcher cannot do; an empty text: all is well."""
        self._news.add((), text)

    def find(self, request: Request) -> Answer:
        """The answer to a request: looked up, never walked to."""
        if request.path == RELOAD:
            return Answer(200, RELOAD, _SCRIPT)
        if request.path == NEWS:
            return self._tell(dict(parse_qsl(request.query)))
        address = request.path
        if not address or address.endswith("/"):
            address += _FIRST
        build = self._news.build  # before the page is read: a page newer than it says is reloaded
        addresses = self._addresses
        if address not in addresses:
            addresses = self._wait_for_first()
        body = disk.read_page(self._out, address) if address in addresses else None
        if body is None and address == _ICON:
            body = b""
        if body is not None:
            return Answer(200, address, self._add_script(address, body, build))
        if _FIRST not in addresses:
            found = make_error(503, "The site is being built; this page will show it.")
        else:
            found = make_error(404, "There is no such page on this site.")
        return found._replace(body=self._add_script(found.address, found.body, build))

    def _wait_for_first(self) -> frozenset[str]:
        """The addresses there are. A small site is built before anybody need be told to wait; we
        may be a copy that nobody tells of it, so the folder is asked.
        """
        until = time.monotonic() + HOLD
        while _FIRST not in self._addresses:
            found = frozenset(disk.read_manifest(self._out) or ())
            if _FIRST in found and disk.read_page(self._out, _FIRST) is not None:
                return found
            if time.monotonic() > until:
                break
            time.sleep(STEP)
        return self._addresses

    def _tell(self, query: dict[str, str]) -> Answer:
        patience = PATIENCE if query.get("wait") == "1" else 0.0
        news = self._news.wait(query.get("since", ""), patience)
        call = "document.currentScript?.dispatchEvent("
        call += f'new CustomEvent("vaultkit-news", {{detail: {news}}}));\n'
        return Answer(200, NEWS, call.encode())

    def _add_script(self, address: str, body: bytes, build: str) -> bytes:
        """A page with the script that keeps it fresh; files of the vault stay as they are."""
        if not address.endswith(".html") or address.startswith(FILES):
            return body
        script = f'<script src="/{RELOAD}" data-build="{build}" defer></script>\n'.encode()
        before, end, after = body.rpartition(b"</body>")
        page = before + script + end + after if end else body + script
        lost = self._news.lost
        if lost and f'id="{_LOST}"'.encode() not in page:
            said = f'<p class="lost" id="{_LOST}" role="status">{html.escape(lost)}</p>'.encode()
            start = page.find(b">", page.find(b"<body")) + 1 if b"<body" in page else len(page)
            page = page[:start] + said + page[start:]
        return page
