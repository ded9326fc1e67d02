"""The bytes of a request to a Request, or to the reason why it is refused. Nothing is trusted."""

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

# Longest request, head and all: browsers send under 2 kB.
LONGEST = 16_384
_TARGET_LONGEST = 4_096
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_METHODS = ("GET", "HEAD")


class Request(NamedTuple):
    """A request that may be answered: `path` decoded once, without the slash it starts with."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]


class RefusedError(Exception):
    """A request that is not answered: the status and a line that says why."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


def read_request(head: bytes, port: int) -> Request:
    """The head of a request, up to its empty line; raises RefusedError for all we do not answer."""
    try:
        first, *lines = head.decode("ascii").split("\r\n")
    except UnicodeDecodeError as error:
        raise RefusedError(400, "The request holds bytes that are not ASCII.") from error
    method, target = _read_first(first)
    headers = _read_headers(lines)
    _check_host(headers, port)
    if method not in _METHODS:
        raise RefusedError(405, "Only GET and HEAD are answered.")
    if "transfer-encoding" in headers or headers.get("content-length", "0") != "0":
        raise RefusedError(400, "A request with a body is not answered.")
    path, _, query = target.partition("?")
    request = Request(method, _decode(path), query, headers)
    _check_origin(request, port)
    return request


def _read_first(line: str) -> tuple[str, str]:
    words = line.split(" ")
    if len(words) != 3 or words[2] not in ("HTTP/1.1", "HTTP/1.0"):
        raise RefusedError(400, "The request does not begin as HTTP/1.1 does.")
    method, target, _ = words
    if not _TOKEN.fullmatch(method):
        raise RefusedError(400, "The method is no word.")
    if len(target) > _TARGET_LONGEST:
        raise RefusedError(414, "The address is too long.")
    if not target.startswith("/") or "#" in target or _CONTROL.search(target):
        raise RefusedError(400, "The address does not begin with a slash.")
    return method, target


def _read_headers(lines: list[str]) -> dict[str, str]:
    """Names in lower case to values; a name given twice counts only where that is harmless."""
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not _TOKEN.fullmatch(name) or _CONTROL.search(value.replace("\t", " ")):
            raise RefusedError(400, "A header is not NAME: VALUE.")
        name = name.lower()
        if name in headers and name in _ONCE:
            raise RefusedError(400, f"The header {name} is given twice.")
        headers[name] = value.strip(" \t")
    return headers


_ONCE = frozenset(
    (
        "host", "origin", "content-length", "transfer-encoding",
        "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest",
    )
)  # fmt: skip


def _check_host(headers: Mapping[str, str], port: int) -> None:
    """Refuse every name but this machine's own: another one is a page that lies (DNS rebinding)."""
    if "host" not in headers:
        raise RefusedError(400, "The request names no host.")
    if headers["host"].lower() not in _hosts(port):
        raise RefusedError(403, "Only localhost is answered.")


def _hosts(port: int) -> tuple[str, ...]:
    names = ("localhost", "127.0.0.1", "[::1]")
    bare = names if port == 80 else ()
    return (*(f"{name}:{port}" for name in names), *bare)


def _check_origin(request: Request, port: int) -> None:
    """Refuse what a page of another origin asks for; it may only lead to a page of ours."""
    origin = request.headers.get("origin")
    if origin is not None and origin.removeprefix("http://").lower() not in _hosts(port):
        raise RefusedError(403, "Only pages of this site are answered.")
    site = request.headers.get("sec-fetch-site")
    if site in (None, "same-origin", "none"):
        return
    mode, dest = (request.headers.get(f"sec-fetch-{name}") for name in ("mode", "dest"))
    is_page = request.path.endswith((".html", "/")) or not request.path
    if request.method != "GET" or mode != "navigate" or dest != "document" or not is_page:
        raise RefusedError(403, "Only pages of this site are answered.")


def _decode(path: str) -> str:
    """Decode once, strictly, and without the slash at the start."""
    if _PERCENT.search(path):
        raise RefusedError(400, "The address holds a stray percent sign.")
    try:
        decoded = unquote_to_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError(400, "The address is not UTF-8.") from error
    if _CONTROL.search(decoded):
        raise RefusedError(400, "The address holds control characters.")
    return decoded[1:]
