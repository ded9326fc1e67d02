"""What an output folder knows of itself: the address and hash of every page that vaultkit wrote.

A base file, written whole, and a journal of what came since: one line a page, written before the
page is, so that a build that is killed leaves nothing behind that the next one does not know.
"""

import json
import os
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from vaultkit.disk.names import JOURNAL, MANIFEST
from vaultkit.disk.whole import read_regular, write_whole

# The hashes an address may have: as it was, and as a build that was killed meant it to be.
Hashes = tuple[str, ...]
# So many lines of a journal that later ones made idle are read each time; then it is written anew.
IDLE = 500
# Bytes that the system takes for a way, and for the name of a file.
_LONGEST, _LONGEST_PART = 4000, 255
_DOT = ord(".")


def hash_of(data: bytes) -> str:
    """SHA-256 of a page."""
    import hashlib  # 6 ms that reading a vault need not pay

    return hashlib.sha256(data).hexdigest()


def read_manifest(out: Path) -> dict[str, Hashes] | None:
    """Every address that is ours with its hashes; None when the folder no longer tells."""
    return Records(out).read()[0]


class Records:
    """What one output folder knows of itself, for who asks again and again: of a journal that
    only grew since the last time the rest is read.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self._base: Mapping[str, Hashes] | None = None
        self._data = b""
        self._found: dict[str, Hashes] = {}
        self._seen: set[str] = set()
        self._count = 0

    def read(self) -> tuple[dict[str, Hashes] | None, int]:
        """As `read_manifest`, and how many lines of the journal a later one made idle."""
        base = _read_base(self._out)
        if base is None:
            return None, 0
        data = read_regular(str(self._out / JOURNAL)) or b""
        if base is not self._base or not data.startswith(self._data):
            self._base, self._data, self._found = base, b"", dict(base)
            self._seen, self._count = set(), 0
        for row in _read_rows(data[len(self._data) :]):
            self._take(row)
        self._data = data
        return dict(self._found), self._count - len(self._seen)

    def _take(self, row: object) -> None:
        match row:
            case str(address), str(one) if is_address(address) and _is_hash(one):
                self._found[address] = (*self._found.get(address, ()), one)
            case str(address), None if is_address(address):
                self._found.pop(address, None)
            case _:
                return
        self._seen.add(address)
        self._count += 1


def read_page(out: Path, address: str) -> bytes | None:
    """A page of a site, old or new and whole; None when it is gone or a link stands on its way."""
    for above in Path(address).parents[:-1]:
        if (out / above).is_symlink():
            return None
    try:
        return read_regular(f"{out}/{address}")
    except OSError:
        return None


def find_links(out: Path, addresses: Iterable[str]) -> list[str]:
    """The folders on the way to some addresses that are links: no page counts as ours there."""
    return sorted(one for one in find_folders(addresses) if os.path.islink(f"{out}/{one}"))


def find_folders(addresses: Iterable[str]) -> set[str]:
    """All folders on the way to some addresses, without the site's own."""
    found: set[str] = set()
    for folder in {os.path.dirname(one) for one in addresses}:
        while folder and folder not in found:
            found.add(folder)
            folder = os.path.dirname(folder)
    return found


def _read_rows(data: bytes) -> list[object]:
    """Address and hash of each line; hash None when the page was removed; None for a torn line.

    All are read at once, in a fifth of the time, unless one is torn: such a line lacks its end, so
    that the whole is no JSON either.
    """
    lines = [line for line in data.splitlines() if line]
    try:
        rows: list[object] = json.loads(b"[" + b",".join(lines) + b"]")
        return rows
    except (ValueError, RecursionError):
        return [_read_line(line) for line in lines]


def _read_line(line: bytes) -> object:
    try:
        found: object = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found


def _read_base(out: Path) -> Mapping[str, Hashes] | None:
    path = out / MANIFEST
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return None
    return _parse(str(path), found.st_ino, found.st_size, found.st_mtime_ns)


@lru_cache(maxsize=2)
def _parse(path: str, *_state: int) -> Mapping[str, Hashes] | None:
    """The base file; kept while its inode, size and time stay, as 10,000 pages cost 10 ms.

    None when there is anything in it that we never write.
    """
    try:
        found = json.loads(read_regular(path) or b"")
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    if not all(is_address(one) and _is_hash(value) for one, value in found.items()):
        return None
    return {one: (value,) for one, value in found.items()}


def is_address(text: str) -> bool:
    """Whether a text read from a file can be an address: relative, going down only, and through no
    file or folder that is hidden, as ours and those of git are.
    """
    try:
        name = text.encode()
    except UnicodeEncodeError:
        return False
    if len(name) > _LONGEST or b"\0" in name or b"\\" in name or b":" in name:
        return False
    return all(0 < len(part) <= _LONGEST_PART and part[0] != _DOT for part in name.split(b"/"))


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64 and value.isascii() and value.isalnum()


def append_journal(out: Path, rows: Iterable[tuple[str, str | None]]) -> None:
    """Say what is about to be written (its hash), or what was removed (None)."""
    data = _say_rows(rows)
    if not data:
        return
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
    with open(os.open(out / JOURNAL, flags, 0o666), "ab") as file:
        file.write(b"\n" + data)


def shorten_journal(out: Path, known: Mapping[str, Hashes]) -> None:
    """The journal anew: a line for each page that is not as the base file says."""
    base = _read_base(out) or {}
    rows: dict[str, str | None] = dict.fromkeys(base.keys() - known.keys())
    rows |= {one: now[-1] for one, now in known.items() if base.get(one) != now}
    write_whole(out / JOURNAL, _say_rows(sorted(rows.items())))


def _say_rows(rows: Iterable[tuple[str, str | None]]) -> bytes:
    return "".join(f"{json.dumps(row, ensure_ascii=True)}\n" for row in rows).encode()


def write_manifest(out: Path, hashes: Mapping[str, str]) -> None:
    """The base file anew, if it differs; what the journal said is in it now."""
    data = json.dumps(dict(sorted(hashes.items())), ensure_ascii=True, indent=0).encode()
    if read_regular(str(out / MANIFEST)) != data:
        write_whole(out / MANIFEST, data)
    (out / JOURNAL).unlink(missing_ok=True)
