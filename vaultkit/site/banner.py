"""The last good page of a note that cannot be read whole: it stays, and says what to mend.

Whether a page is a good one stands in the page itself, as a comment that no note can write.
"""

import re
from collections.abc import Iterable
from html import escape

from vaultkit.diagnostics import Diagnostic

# With one of these a note is not what its writer meant: half saved, half merged, wrongly coded.
BREAKING = frozenset(("encoding", "conflict-mark", "front-matter-unclosed"))

_BEGIN, _END = b"<!-- to mend -->", b"<!-- the last good page -->"
_NEVER_GOOD = b"<!-- never good yet -->"
_BANNER = re.compile(_BEGIN + b".*?" + _END, re.S)
_PLACES = (re.compile(rb"<main\b[^>]*>"), re.compile(rb"<body\b[^>]*>"))


def find_breaking(problems: Iterable[Diagnostic]) -> Diagnostic | None:
    """What breaks a note, the first of all."""
    return next((one for one in problems if one.code in BREAKING), None)


def keep_good(new: bytes, old: bytes | None, problem: Diagnostic) -> bytes:
    """The page of a broken note: the last good one with a banner, else what could be read."""
    if old is None or _NEVER_GOOD in old:
        return _insert(new, _NEVER_GOOD)
    place = f"{problem.path}, line {problem.line}"
    words = (
        f'<p class="problems" role="alert"><strong dir="auto">{escape(place)}</strong>: '
        f"{escape(problem.message)}. This is the page as it was before.</p>"
    )
    return _insert(_BANNER.sub(b"", old), _BEGIN + words.encode("utf-8", "replace") + _END)


def _insert(page: bytes, what: bytes) -> bytes:
    for place in _PLACES:
        if found := place.search(page):
            return page[: found.end()] + what + page[found.end() :]
    return what + page
