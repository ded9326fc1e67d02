"""The server on raw sockets: only pages of the site, only for this machine, whatever is sent."""

import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import RUTH, contact, write_vault
from vaultkit import disk
from vaultkit.diagnostics import VaultkitError
from vaultkit.serve import ServedSite, Server, open_server
from vaultkit.serve import server as server_module

SECRET = b"SECRET"
PAGES = {
    "index.html": b"<!DOCTYPE html><html><body><h1>Today</h1></body></html>",
    "contacts/index.html": b"<html><body>contacts</body></html>",
    "contacts/jos\u00e9.html": b"<html><body>jose</body></html>",
    "contacts/a b.html": b"<html><body>blank</body></html>",
    "assets/paper.css": b"body { color: black }",
    "assets/search-data.js": b"vaultkitSearch(['data'],2)",
    "assets/search-data-2.js": b"vaultkitSearch(['data'])",
    "files/cv.pdf": b"%PDF-1.4",
    "files/letter.html": b"<script>alert(1)</script>",
    "files/macro.js": b"alert(1)",
    "followups.ics": b"BEGIN:VCALENDAR",
}
ALWAYS = (
    "Content-Security-Policy", "X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer",
    "X-Frame-Options: DENY", "Cross-Origin-Resource-Policy: same-origin",
    "Cross-Origin-Opener-Policy: same-origin", "Cache-Control: no-store", "Content-Type",
)  # fmt: skip


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    vault = write_vault(folder / "vault", {RUTH: contact() + "SECRET"})
    (folder / "outside.html").write_bytes(SECRET)
    disk.write_site(vault / "site", vault, PAGES)
    for name in ("stranger.html", ".hidden.html", "contacts/stranger.html"):
        (vault / "site" / name).write_bytes(SECRET)
    (vault / "site" / "link.html").symlink_to(folder / "outside.html")
    return vault


@pytest.fixture(scope="module")
def server(vault: Path) -> Iterator[Server]:
    server = open_server(ServedSite(vault / "site"), 0)
    server.start()
    yield server
    server.shutdown()
    server.server_close()


def exchange(server: Server, data: bytes, seconds: float = 10) -> bytes:
    """Send bytes, say that no more come, and read all that is answered."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=seconds) as client:
        client.sendall(data)
        client.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: client.recv(65536), b""))


def ask(server: Server, target: str, *headers: str, method: str = "GET") -> tuple[int, bytes]:
    """Status and body of a request with a right Host."""
    lines = [f"{method} {target} HTTP/1.1", f"Host: 127.0.0.1:{server.port}", *headers]
    answer = exchange(server, "\r\n".join([*lines, "", ""]).encode("latin-1"))
    return split(answer)


def split(answer: bytes) -> tuple[int, bytes]:
    """Status and body; every answer has every header that keeps it to itself."""
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.decode("ascii").split("\r\n")
    for header in ALWAYS:
        assert any(line.startswith(header) for line in lines), (header, lines)
    assert "Server" not in head.decode() and "Access-Control" not in head.decode()
    assert SECRET not in answer
    return int(lines[0].split(" ")[1]), body


# -- what is there ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("/", "index.html"),
        ("/?q=x", "index.html"),
        ("/index.html", "index.html"),
        ("/index.html?a=../../x", "index.html"),
        ("/contacts/", "contacts/index.html"),
        ("/contacts/jos%C3%A9.html", "contacts/jos\u00e9.html"),
        ("/contacts/a%20b.html", "contacts/a b.html"),
        ("/assets/paper.css", "assets/paper.css"),
        ("/files/cv.pdf", "files/cv.pdf"),
        ("/followups.ics", "followups.ics"),
        ("/%69ndex.html", "index.html"),
    ],
)
def test_pages_of_the_manifest_are_served(server: Server, target: str, address: str) -> None:
    status, body = ask(server, target)
    assert status == 200
    if address.endswith(".html"):
        assert re.sub(rb"<script.*</script>\n", b"", body) == PAGES[address]
        assert b'<script src="/-/reload.js"' in body
    else:
        assert body == PAGES[address]
    assert ask(server, target, method="HEAD") == (200, b"")


def test_the_script_is_added_by_the_server_and_never_built(server: Server, vault: Path) -> None:
    assert b"reload.js" in ask(server, "/")[1]
    assert not any(b"reload.js" in path.read_bytes() for path in vault.rglob("*.html"))


def test_files_of_the_vault_cannot_run(server: Server) -> None:
    for name in ("letter.html", "macro.js"):
        request = f"GET /files/{name} HTTP/1.1\r\nHost: localhost:{server.port}\r\n\r\n"
        answer = exchange(server, request.encode())
        assert b"Content-Type: application/octet-stream" in answer
        assert b"Content-Disposition: attachment" in answer
        assert b"Content-Security-Policy: sandbox" in answer
        assert answer.endswith(PAGES[f"files/{name}"])


TRAVERSAL = (
    "/../outside.html", "/../../outside.html", "/..%2foutside.html", "/..%2Foutside.html",
    "/%2e%2e/outside.html", "/%2e%2e%2foutside.html", "/.%2e/outside.html", "/%2e./outside.html",
    "/..%5coutside.html", "/..\\outside.html", "/%252e%252e%252foutside.html",
    "/%c0%ae%c0%ae/outside.html", "/..;/outside.html", "/..%00/outside.html",
    "/index.html%00.css", "/index.html%00", "/%00", "/%0d%0aSet-Cookie:a=b", "/index.html%0a",
    "/./index.html", "/contacts/../index.html", "/contacts/%2e%2e/index.html", "//index.html",
    "//etc/passwd", "///etc/passwd", "/etc/passwd", "/%2fetc/passwd", "/%2Fetc%2Fpasswd",
    "/contacts//index.html", "/contacts/..", "/contacts/.", "/contacts", "/.", "/..", "/...",
    "/.vaultkit-site", "/.vaultkit-manifest.json", "/.vaultkit-journal", "/%2evaultkit-site",
    "/.git/config", "/.hidden.html", "/stranger.html", "/contacts/stranger.html", "/link.html",
    "/vaultkit.toml", "/../vaultkit.toml", "/../contacts/Ruth%20Okafor.md",
    "/contacts/Ruth%20Okafor.md", "/INDEX.HTML", "/Index.html", "/index.html.", "/index.html/",
    "/index.html%20", "/index.html;a", "/index.html::$DATA", "/C:/windows/win.ini", "/c%3a/boot",
    "/file:///etc/passwd", "/con", "/aux.html", "/~root", "/proc/self/environ", "/%", "/%z",
    "/%zz", "/%e9", "/%ff%fe", "/%u002e", "/a" + "/.." * 50 + "/etc/passwd", "/" + "a" * 3000,
    "/-/", "/-/../index.html", "/-/reload.js/", "/assets/", "/assets", "/files/", "/?" + "a=b&" * 9,
    "/-/nothing.js", "/contacts/jos%E9.html", "/contacts/jose%CC%81.html", "/{{7*7}}", "/<script>",
)  # fmt: skip


@pytest.mark.parametrize("target", [one for one in TRAVERSAL if not one.startswith("/?")])
def test_nothing_else_is(server: Server, target: str) -> None:
    status, body = ask(server, target)
    assert status in (400, 404), body
    assert b"root:" not in body
    assert target.encode("latin-1")[1:] not in body or len(target) < 4


@pytest.mark.parametrize(
    "line",
    [
        "GET http://127.0.0.1/ HTTP/1.1", "GET index.html HTTP/1.1", "GET  / HTTP/1.1", "GET /",
        "GET / HTTP/0.9", "GET / HTTP/2.0", "GET / HTTP/1.1 x", "GET /#a HTTP/1.1", "/ HTTP/1.1",
        "G\u00c9T / HTTP/1.1", "GET /\x00 HTTP/1.1", "GET\t/\tHTTP/1.1", "", " GET / HTTP/1.1",
        "get / HTTP/1.1", "GET * HTTP/1.1", "GE T / HTTP/1.1", "GET / http/1.1",
        "\x16\x03\x01\x02\x00\x01\x00\x01", "PRI * HTTP/2.0", "GET \\ HTTP/1.1",
    ],
)  # fmt: skip
def test_a_line_that_is_no_request_is_refused(server: Server, line: str) -> None:
    data = f"{line}\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode("latin-1")
    assert split(exchange(server, data))[0] in (400, 405)


@pytest.mark.parametrize(
    "method",
    [
        "POST",
        "PUT",
        "DELETE",
        "OPTIONS",
        "PATCH",
        "TRACE",
        "CONNECT",
        "PROPFIND",
        "MKCOL",
        "HEADX",
        "GETX",
        "DEBUG",
    ],
)
def test_only_get_and_head_are_answered(server: Server, method: str) -> None:
    status, body = ask(server, "/index.html", method=method)
    assert status == 405
    assert b"Today</h1>" not in body


# -- for whom -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:{}", "127.0.0.1", "127.0.0.1:1", "localhost", "localhost.:{}",
        "localhost:{}.evil.example", "127.0.0.1:{}@evil.example", "127.0.0.1.evil.example:{}",
        "[::1]", "[::]:{}", "0.0.0.0:{}", "0:{}", "127.1:{}", "2130706433:{}", "127.0.0.2:{}", "",
        "0x7f.0.0.1:{}", "localhost:0{}", "localhost: {}", "user@localhost:{}", "localhost:{}/",
        "LOCALHOST.evil.example:{}", "lo\u0441alhost:{}",
    ],
)  # fmt: skip
def test_another_host_is_refused(server: Server, host: str) -> None:
    name = host.format(server.port)
    searched = "/assets/search-data.js", "/assets/search-data-2.js"
    for target in ("/", *searched, "/-/news.js?since=x", "/nothing"):
        data = f"GET {target} HTTP/1.1\r\nHost: {name}\r\n\r\n".encode()
        status, body = split(exchange(server, data))
        assert status in (400, 403)
        assert b"data" not in body and b"Today</h1>" not in body


@pytest.mark.parametrize("host", ["127.0.0.1:{}", "localhost:{}", "[::1]:{}", "LOCALHOST:{}"])
def test_this_machine_has_four_names(server: Server, host: str) -> None:
    data = f"GET / HTTP/1.1\r\nHost: {host.format(server.port)}\r\n\r\n".encode()
    assert split(exchange(server, data))[0] == 200


@pytest.mark.parametrize(
    "headers",
    [
        "Host: localhost:{0}\r\nHost: evil.example", "Host : localhost:{0}", "X: y",
        "Host: localhost:{0}\r\n folded: x", "Host: localhost:{0}\r\nno colon here",
        "Host: localhost:{0}\r\nContent-Length: 5", "Host: localhost:{0}\r\nContent-Length: x",
        "Host: localhost:{0}\r\nTransfer-Encoding: chunked", "Host: localhost:{0}\r\n: x",
        "Host: localhost:{0}\r\nContent-Length: 0\r\nContent-Length: 9",
        "Host: localhost:{0}\r\nX: a\x00b", "Host: localhost:{0}\r\nX: a\rb",
        "Host: localhost:{0}\r\nX\x7f: y", "Host: localhost:{0}\r\nX: \u00e9",
        "Host: localhost:{0}\r\nOrigin: http://localhost:{0}\r\nOrigin: http://evil.example",
    ],
)  # fmt: skip
def test_doubtful_headers_are_refused(server: Server, headers: str) -> None:
    data = f"GET / HTTP/1.1\r\n{headers.format(server.port)}\r\n\r\n".encode("latin-1")
    assert split(exchange(server, data))[0] == 400


NAVIGATION = ("Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document")


@pytest.mark.parametrize("site", ["cross-site", "same-site", "odd"])
@pytest.mark.parametrize(
    ("target", "headers"),
    [
        ("/assets/search-data.js", ("Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: script")),
        ("/assets/search-data.js", NAVIGATION),
        ("/assets/search-data-2.js", ("Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: script")),
        ("/assets/search-data-2.js", NAVIGATION),
        ("/", ("Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe")),
        ("/", ("Sec-Fetch-Mode: cors", "Sec-Fetch-Dest: empty")),
        ("/", ("Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: image")),
        ("/", ()),
        ("/", ("Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: object")),
        ("/-/news.js?since=x", ("Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: script")),
        ("/followups.ics", NAVIGATION),
    ],
)
def test_pages_of_other_sites_get_nothing(
    server: Server, site: str, target: str, headers: tuple[str, ...]
) -> None:
    status, body = ask(server, target, f"Sec-Fetch-Site: {site}", *headers)
    assert status == 403
    assert b"data" not in body and b"Today</h1>" not in body


def test_a_link_on_another_site_may_lead_here(server: Server) -> None:
    assert ask(server, "/", "Sec-Fetch-Site: cross-site", *NAVIGATION)[0] == 200
    post = ask(server, "/", "Sec-Fetch-Site: cross-site", *NAVIGATION, method="HEAD")
    assert post[0] == 403


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://localhost:{}", "file://"]
)
def test_another_origin_is_refused(server: Server, origin: str) -> None:
    assert ask(server, "/", f"Origin: {origin.format(server.port)}")[0] == 403


def test_our_own_pages_are_answered(server: Server) -> None:
    own = f"Origin: http://127.0.0.1:{server.port}"
    for number in ("", "-2"):
        target = f"/assets/search-data{number}.js"
        assert ask(server, target, "Sec-Fetch-Site: same-origin", own)[0] == 200
    assert ask(server, "/", "Sec-Fetch-Site: none")[0] == 200


# -- clients that misbehave ---------------------------------------------------------------------


def is_alive(server: Server) -> bool:
    return ask(server, "/")[0] == 200


def test_one_request_is_answered_and_the_rest_thrown_away(server: Server) -> None:
    one = f"GET / HTTP/1.1\r\nHost: localhost:{server.port}\r\n\r\n".encode()
    answer = exchange(server, one + b"GET /assets/paper.css HTTP/1.1\r\nHost: evil\r\n\r\n" * 20)
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"Connection: close" in answer


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 5000, b"A" * 100_000, b"\x00" * 40_000,
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\nX: " + b"y" * 60_000,
        b"\r\n" * 20_000, b"\n" * 20_000, b"GET / HTTP/1.1\nHost: localhost\n\n",
    ],
)  # fmt: skip
def test_giants_and_rubbish_are_refused_and_the_server_lives(server: Server, data: bytes) -> None:
    try:
        status, _ = split(exchange(server, data))
        assert status in (400, 414, 431)
    except OSError:
        pass  # sent away in the middle of what it had to say
    assert is_alive(server)


@pytest.mark.parametrize("data", [b"", b"G", b"GET / HT", b"GET / HTTP/1.1\r\nHost: loc"])
def test_half_a_request_is_answered_or_dropped(server: Server, data: bytes) -> None:
    answer = exchange(server, data)
    assert answer == b"" if not data else split(answer)[0] == 400
    assert is_alive(server)


def test_a_client_that_drips_is_sent_away(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "TO_COME", 0.3)
    server = open_server(ServedSite(vault / "site"), 0)
    server.start()
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        client.sendall(b"GET / HTTP/1.1\r\n")
        assert split(b"".join(iter(lambda: client.recv(65536), b"")))[0] == 408
    server.shutdown()
    server.server_close()


def test_a_crowd_of_silent_clients_does_not_stall_it(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "CLIENTS", 5)
    monkeypatch.setattr(server_module, "TO_COME", 3600.0)
    monkeypatch.setattr(server_module, "PATIENCE", 60.0)
    server = open_server(ServedSite(vault / "site"), 0)
    server.start()
    crowd = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(12)]
    for client in crowd[::2]:
        client.sendall(b"GET / HTTP/1.1\r\nHo")
    assert [ask(server, "/")[0] for _ in range(8)] == [200] * 8
    for one in crowd:
        one.close()
    server.shutdown()
    server.server_close()


def test_who_has_asked_makes_room_for_nobody(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "CLIENTS", 2)
    monkeypatch.setattr(server_module, "PATIENCE", 0.5)
    server = open_server(ServedSite(vault / "site"), 0)
    server.start()
    build = str(news(server, "x", "0")["build"])
    told: list[object] = []
    waiting = [
        threading.Thread(target=lambda: told.append(news(server, build)["changed"]))
        for _ in range(2)
    ]
    for one in waiting:
        one.start()
    deadline = time.monotonic() + 30
    while ask(server, "/")[0] != 503 and time.monotonic() < deadline:
        pass
    server.site.refresh(vault / "site", ["index.html"])
    for one in waiting:
        one.join()
    assert told == [["index.html"]] * 2
    assert is_alive(server)
    server.shutdown()
    server.server_close()


def test_many_at_once_are_all_answered(server: Server) -> None:
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(ask(server, "/")[0])) for _ in range(40)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found == [200] * 40


def test_a_client_that_hangs_up_is_no_news(
    server: Server, capfd: pytest.CaptureFixture[str]
) -> None:
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", server.port)) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            client.sendall(f"GET / HTTP/1.1\r\nHost: localhost:{server.port}\r\n\r\n".encode())
    assert is_alive(server)
    assert capfd.readouterr().err == ""


# -- pages that change and go -------------------------------------------------------------------


def test_a_page_replaced_by_a_link_is_not_followed(vault: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    disk.write_site(out, vault, PAGES)
    (tmp_path / "outside.html").write_bytes(SECRET)
    server = open_server(ServedSite(out), 0)
    server.start()
    (out / "index.html").unlink()
    (out / "index.html").symlink_to(tmp_path / "outside.html")
    assert ask(server, "/")[0] == 404
    (out / "contacts").rename(tmp_path / "moved")
    (out / "contacts").symlink_to(tmp_path / "moved")
    assert ask(server, "/contacts/")[0] == 404
    server.shutdown()
    server.server_close()


def news(server: Server, since: str, wait: str = "1") -> dict[str, object]:
    status, body = ask(server, f"/-/news.js?since={since}&wait={wait}")
    assert status == 200
    found = re.search(rb"detail: (.*)\}\)\);", body)
    assert found
    answer = json.loads(found[1])
    assert isinstance(answer, dict)
    return answer


def test_who_waits_is_told_what_changed_and_a_stranger_that_all_may_have(vault: Path) -> None:
    site = ServedSite(vault / "site")
    server = open_server(site, 0)
    server.start()
    assert news(server, "other-3")["changed"] is None
    build = str(news(server, "x", "0")["build"])
    assert news(server, build, "0") == {"build": build, "changed": [], "lost": ""}
    threading.Timer(0.1, lambda: site.refresh(vault / "site", ["index.html"])).start()
    told = news(server, build)
    assert told["changed"] == ["index.html"] and told["build"] != build
    threading.Timer(0.1, lambda: site.lose("No watch.")).start()
    assert news(server, str(told["build"]))["lost"] == "No watch."
    assert b"No watch." in ask(server, "/")[1]
    server.shutdown()
    server.server_close()


def test_no_more_than_three_wait_at_once(server: Server) -> None:
    build = str(news(server, "x", "0")["build"])
    ended: list[float] = []
    begin = time.monotonic()

    def wait() -> None:
        news(server, build)
        ended.append(time.monotonic() - begin)

    for _ in range(8):
        threading.Thread(target=wait, daemon=True).start()
    deadline = time.monotonic() + 10
    while len(ended) < 5 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(ended) == 5
    server.site.refresh(server.site._out, ())


# -- the port -----------------------------------------------------------------------------------


def test_a_port_that_is_taken_is_said_and_a_free_one_found(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = ServedSite(vault / "site")
    first = open_server(site, 0)
    with pytest.raises(VaultkitError, match=f"port {first.port} is taken; .* -p"):
        open_server(site, first.port)
    monkeypatch.setattr(server_module, "USUAL_PORT", first.port)
    second = open_server(site, None)
    assert second.port not in (0, first.port)
    assert first.server_address[0] == second.server_address[0] == "127.0.0.1"
    first.server_close()
    second.server_close()
