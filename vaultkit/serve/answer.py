"""Answers: status, headers and bytes; the headers that keep a page to itself are on every one."""

import html
from typing import NamedTuple

PHRASES = {
    200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
    408: "Request Timeout", 414: "URI Too Long", 431: "Request Header Fields Too Large",
    500: "Internal Server Error", 503: "Service Unavailable",
}  # fmt: skip
_TYPES = {
    "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8", "json": "application/json",
    "txt": "text/plain; charset=utf-8", "md": "text/plain; charset=utf-8",
    "ics": "text/calendar; charset=utf-8", "vcf": "text/vcard; charset=utf-8",
    "csv": "text/csv; charset=utf-8", "pdf": "application/pdf", "png": "image/png",
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
    "avif": "image/avif", "svg": "image/svg+xml", "ico": "image/x-icon",
    "woff2": "font/woff2", "woff": "font/woff",
}  # fmt: skip
_UNKNOWN = "application/octet-stream"
# Of a person's own files only these are shown; the rest is offered for saving, so that no HTML or
# script that came by mail runs as a page of this site.
_SHOWN_FILES = ("txt", "md", "pdf", "png", "jpg", "jpeg", "gif", "webp", "avif", "svg")
FILES = "files/"

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_POLICY_OF_FILES = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
_ALWAYS = (
    "X-Content-Type-Options: nosniff",
    "Referrer-Policy: no-referrer",
    "X-Frame-Options: DENY",
    "Cross-Origin-Resource-Policy: same-origin",
    "Cross-Origin-Opener-Policy: same-origin",
    "Cache-Control: no-store",
    "Connection: close",
)


class Answer(NamedTuple):
    """What goes back: `address` decides the type, and how far the page is trusted."""

    status: int
    address: str
    body: bytes

    def head(self) -> bytes:
        """The status line and all headers, with the empty line."""
        lines = [f"HTTP/1.1 {self.status} {PHRASES[self.status]}", *self._own(), *_ALWAYS]
        if self.status == 405:
            lines.append("Allow: GET, HEAD")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")

    def _own(self) -> tuple[str, ...]:
        suffix = self.address.rpartition(".")[2].lower()
        kind, policy, save = _TYPES.get(suffix, _UNKNOWN), _POLICY, False
        if self.address.startswith(FILES):
            policy, save = _POLICY_OF_FILES, suffix not in _SHOWN_FILES
        found = (
            f"Content-Type: {_UNKNOWN if save else kind}",
            f"Content-Length: {len(self.body)}",
            f"Content-Security-Policy: {policy}",
        )
        return (*found, "Content-Disposition: attachment") if save else found


def make_error(status: int, reason: str) -> Answer:
    """A page of one sentence; nothing that was asked is repeated on it."""
    text = html.escape(reason)
    page = f'<!DOCTYPE html>\n<html lang="en"><meta charset="utf-8"><title>{status}</title>'
    page += f'<p>{text}</p>\n<p><a href="/">Today</a></p></html>\n'
    return Answer(status, "error.html", page.encode())
