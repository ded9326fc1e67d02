"""`vaultkit serve` as a process: hundreds of raw requests, clients that drip, dead ports."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.support import RUTH, contact, write_vault
from tests.torture.conftest import Tried

SECRET = "a word that stands in no page"
# Files that are there, beside the site or in it, and that nobody may have.
WANTED = (
    "vaultkit.toml", RUTH, "secret.txt", ".git/config", "site/.vaultkit-manifest.json",
    "site/.vaultkit-site", "site/.vaultkit-cache", "site/stranger.html", "site/link.html",
    "../outside.html", "../../../../../../etc/passwd",
)  # fmt: skip
CODED: dict[str, Callable[[str], str]] = {
    "as it is": lambda path: path,
    "dots coded": lambda path: path.replace(".", "%2e"),
    "dots coded twice": lambda path: path.replace(".", "%252e"),
    "slashes coded": lambda path: path.replace("/", "%2f"),
    "all coded": lambda path: "".join(f"%{byte:02X}" for byte in path.encode()),
    "backslashes": lambda path: path.replace("/", "\\"),
    "backslashes coded": lambda path: path.replace("/", "%5c"),
    "overlong": lambda path: path.replace(".", "%c0%ae").replace("/", "%c0%af"),
    "with a parameter": lambda path: path.replace("/", ";a=b/"),
    "with NUL": lambda path: f"{path}%00.html",
    "with a query": lambda path: f"{path}?x=.html",
    "with a stream": lambda path: f"{path}::$DATA",
    "with blanks": lambda path: f"{path}%20",
    "with a line end": lambda path: f"{path}%0d%0aX:y",
}
STARTS = ("/", "/../", "//", "/contacts/../../", "/assets/..%2f../", "/-/../")
HOSTS = (
    "evil.example", "evil.example:PORT", "127.0.0.1", "localhost", "127.0.0.1:1", "0.0.0.0:PORT",
    "127.0.0.2:PORT", "127.1:PORT", "2130706433:PORT", "0x7f.1:PORT", "017700000001:PORT",
    "[::]:PORT", "[::ffff:127.0.0.1]:PORT", "[::1%25lo]:PORT", "localhost.:PORT", "localhost:PORT.",
    "localhost:PORT@evil.example", "evil.example@localhost:PORT", "localhost.evil.example:PORT",
    "127.0.0.1.nip.example:PORT", "localhost:PORT:PORT", "localhost: PORT", "local host:PORT", "",
    "localhost:0PORT", "localhost:+PORT", "LOCALHOST:PORTx", "*", "null", "localhost:PORT,evil",
    "localhost:PORT evil", "localhost;PORT", "http://localhost:PORT", "//localhost:PORT", "::1",
)  # fmt: skip
HEADERS = (
    "Origin: http://evil.example", "Origin: null", "Origin: https://localhost:PORT",
    "Origin: http://localhost:1", "Origin: http://localhost.evil.example:PORT", "Origin: file://",
    "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site", "Sec-Fetch-Site: nonsense",
    "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script",
    "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe",
    "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty",
    "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image",
    "Host: evil.example", "Host: localhost:PORT\r\nHost: localhost:PORT", "Content-Length: 5",
    "Content-Length: -1", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked",
    " folded: x", "no colon", ": no name", "X\x00: y", "X: a\x00b", "X : y", "X: a\rb",
)  # fmt: skip
METHODS = (
    "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "PROPFIND", "get", "GeT",
    "GET,POST", "HEAD1", "\x00GET", "G" * 9000,
)  # fmt: skip


class Served:
    """A vault, and `vaultkit serve` on it."""

    def __init__(self, folder: Path) -> None:
        self.vault = write_vault(folder / "vault", {RUTH: contact("- 2026-10-01 letter")})
        (self.vault / "secret.txt").write_text(SECRET)
        (self.vault / ".git").mkdir()
        (self.vault / ".git" / "config").write_text(SECRET)
        (folder / "outside.html").write_text(SECRET)
        self.start("0")
        (self.vault / "site" / "stranger.html").write_text(SECRET)
        (self.vault / "site" / "link.html").symlink_to(folder / "outside.html")

    def start(self, port: str) -> None:
        words = [sys.executable, "-m", "vaultkit", "-C", str(self.vault), "--today", "2026-10-08"]
        self.process = subprocess.Popen(
            [*words, "serve", "-p", port], stdout=-1, stderr=subprocess.DEVNULL, encoding="utf-8"
        )
        assert self.process.stdout
        self.port = int(self.process.stdout.readline().strip().rstrip("/").rpartition(":")[2])
        until = time.monotonic() + 60
        while b"200 OK" not in self.ask("GET", "/"):
            assert time.monotonic() < until

    def stop(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=30)

    def ask(self, method: str, target: str, host: str = "localhost:PORT", *more: str) -> bytes:
        lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", *more, "", ""]
        return self.send("\r\n".join(lines).replace("PORT", str(self.port)).encode("latin-1"))

    def send(self, data: bytes, seconds: float = 60) -> bytes:
        found = b""
        with suppress(ConnectionError), closing(self.connect(seconds)) as client:
            client.sendall(data)
            client.shutdown(socket.SHUT_WR)
            while more := client.recv(65536):
                found += more
        return found

    def connect(self, seconds: float = 60) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=seconds)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    one = Served(tmp_path_factory.mktemp("served"))
    yield one
    one.stop()


def is_refused(answer: bytes) -> bool:
    """No page, no file, and the headers that keep the answer to itself."""
    status = answer.split(b" ", 2)[1] if answer.count(b" ") > 1 else b""
    assert SECRET.encode() not in answer
    assert b"<h1" not in answer and b"root:" not in answer and b"Okafor" not in answer
    assert b"Access-Control" not in answer
    if answer:
        assert b"Content-Security-Policy" in answer and b"nosniff" in answer
    return status in (b"", b"400", b"403", b"404", b"405", b"408", b"414", b"431", b"501")


@pytest.mark.parametrize("how", CODED)
def test_nothing_but_the_site_is_answered(served: Served, tried: Tried, how: str) -> None:
    for wanted in WANTED:
        for start in STARTS:
            target = start + CODED[how](wanted)
            assert is_refused(served.ask("GET", target)), target
            tried("a raw request for a file that is no page", 1)


def test_no_other_name_is_answered(served: Served, tried: Tried) -> None:
    for host in HOSTS:
        for target in ("/", "/contacts/ruth-okafor.html", "/assets/search-data.js", "/-/news.js"):
            assert is_refused(served.ask("GET", target, host)), (host, target)
            tried("a raw request under another name", 1)


def test_no_other_page_is_answered(served: Served, tried: Tried) -> None:
    for header in HEADERS:
        for target in ("/", "/assets/search-data.js"):
            assert is_refused(served.ask("GET", target, "localhost:PORT", header)), header
            tried("a raw request with headers of another site, or odd ones", 1)
    for method in METHODS:
        assert is_refused(served.ask(method, "/")), method
        tried("a raw request with another method", 1)
    assert b"200 OK" in served.ask("GET", "/")


def test_two_hundred_clients_that_drip_stall_nobody(served: Served, tried: Tried) -> None:
    slow = []
    for _ in range(200):
        with suppress(OSError):
            client = served.connect()
            client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-")
            slow.append(client)
    answered = 0
    until = time.monotonic() + 90
    while answered < 3 and time.monotonic() < until:
        for client in slow:
            with suppress(OSError):
                client.sendall(b"a")
        with suppress(OSError):
            answered += b"200 OK" in served.ask("GET", "/")
    assert answered == 3
    for client in slow:
        client.close()
    folder = Path(f"/proc/{served.process.pid}")
    wait = time.monotonic() + 60
    while len(os.listdir(folder / "fd")) > 60 and time.monotonic() < wait:
        time.sleep(0.2)
    assert len(os.listdir(folder / "fd")) <= 60
    tried("a client that drips", len(slow))


def test_clients_that_break_off_anywhere_leave_it_alive(served: Served, tried: Tried) -> None:
    whole = f"GET / HTTP/1.1\r\nHost: localhost:{served.port}\r\n\r\n".encode()
    for length in range(len(whole)):
        with closing(served.connect()) as client:
            client.sendall(whole[:length])
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        tried("a client that breaks off", 1)
    assert b"200 OK" in served.ask("GET", "/")


def test_a_killed_server_starts_again_on_its_port(served: Served, tried: Tried) -> None:
    for _ in range(3):
        port = str(served.port)
        with closing(served.connect()) as client:
            client.sendall(b"GET / HTTP/1.1\r\n")
            served.stop()
        served.start(port)
        assert str(served.port) == port
        tried("a server killed and started on its port", 1)


def test_a_port_that_is_taken_ends_with_three(served: Served, tried: Tried) -> None:
    words = [sys.executable, "-m", "vaultkit", "-C", str(served.vault), "serve", "-p"]
    done = subprocess.run([*words, str(served.port)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 3
    assert "is taken" in done.stderr and "Traceback" not in done.stderr
    assert b"200 OK" in served.ask("GET", "/")
    tried("a port that is taken", 1)
