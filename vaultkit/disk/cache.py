"""What a build leaves beside its pages, so that the next one need not do it again.

One SQLite file: what the vault and the site looked like, how the build ended, what each page
showed, the HTML of each text. It is ours only in the folder and for the code it was written by:
a file that came with a copied folder, of another version, damaged or no file at all, counts as
none. Nothing in it can run, and nothing of it is needed.
"""

import contextlib
import os
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path

from vaultkit.disk.names import CACHE, MARKER

_TABLES = """
create table facts (name text primary key, value text);
create table pages (address text primary key, stamp text, state text);
create table texts (key text primary key, value text);
"""
# Seconds a question waits while somebody writes.
_PATIENCE = 0.05
_ERRORS = (sqlite3.Error, OSError, UnicodeError, ValueError)


class Cache:
    """The cache of one output folder."""

    def __init__(self, out: Path, may_write: bool = True) -> None:
        self._path = out / CACHE
        self._out, self._may_write = out, may_write
        self._open: sqlite3.Connection | None = None
        self._tried, self._process = False, os.getpid()

    def is_ours(self) -> bool:
        """Whether there is anything that a build of ours left here."""
        return bool(self.fact("owner"))

    def fact(self, name: str) -> str:
        """Something the last build noted, "" when it did not."""
        found = self._ask("select value from facts where name = ?", name)
        return found[0][0] if found else ""

    def text(self, key: str) -> str | None:
        """What was made of a text."""
        found = self._ask("select value from texts where key = ?", key)
        return found[0][0] if found else None

    def stamps(self) -> dict[str, str]:
        """What each page showed, by address; only of pages that are as they were written."""
        rows = self._ask("select address, stamp, state from pages")
        return {
            address: stamp
            for address, stamp, state in rows
            if state == look_at(f"{self._out}/{address}")
        }

    def write(
        self,
        facts: Mapping[str, str],
        stamps: Mapping[str, str],
        new: Mapping[str, str],
        used: Collection[str],
    ) -> None:
        """Keep what a build found out; what cannot be kept is not."""
        try:
            base = self._connect() or self._begin()
            pages = [(one, stamp, look_at(f"{self._out}/{one}")) for one, stamp in stamps.items()]
            with base:
                base.execute("delete from facts")
                owned = {**facts, "owner": self._owner()}
                base.executemany("insert into facts values (?, ?)", owned.items())
                base.execute("delete from pages")
                base.executemany("insert into pages values (?, ?, ?)", pages)
                self._sweep(base, used)
                base.executemany("insert or replace into texts values (?, ?)", new.items())
        except _ERRORS:
            self.drop()
        self.close()

    def note(self, facts: Mapping[str, str]) -> None:
        """Keep some facts in the place of what was noted before, if a build left a cache."""
        with contextlib.suppress(*_ERRORS):
            if base := self._connect():
                with base:
                    base.executemany("insert or replace into facts values (?, ?)", facts.items())
        self.close()

    def drop(self) -> None:
        """Take the file away."""
        self.close()
        with contextlib.suppress(OSError):
            self._path.unlink()

    def close(self) -> None:
        """Let go of the file."""
        if self._open is not None:
            self._open.close()
        self._open, self._tried = None, False

    @staticmethod
    def _sweep(base: sqlite3.Connection, used: Collection[str]) -> None:
        keys = [key for (key,) in base.execute("select key from texts")]
        gone = [(key,) for key in keys if key not in used]
        base.executemany("delete from texts where key = ?", gone)

    def _ask(self, question: str, *about: str) -> list[tuple[str, ...]]:
        try:
            base = self._connect()
            found: list[tuple[str, ...]] = base.execute(question, about).fetchall() if base else []
        except _ERRORS:
            return []
        return [row for row in found if all(isinstance(one, str) for one in row)]

    def _connect(self) -> sqlite3.Connection | None:
        """The file, if there is one that is ours."""
        if self._process != os.getpid():  # a second worker opens the file for itself
            self._open, self._tried, self._process = None, False, os.getpid()
        if self._open is not None or self._tried:
            return self._open
        self._tried = True
        if not self._path.is_file() or self._path.is_symlink():
            return None
        try:
            base = self._open_file()
        except _ERRORS:
            return None
        try:
            found = base.execute("select value from facts where name = 'owner'").fetchone()
        except _ERRORS:
            base.close()
            return None
        if found != (self._owner(),):
            base.close()
            return None
        self._open = base
        return base

    def _open_file(self) -> sqlite3.Connection:
        """Whoever may not write does not even mend what a killed build left."""
        if not self._may_write:
            return sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro", _PATIENCE, uri=True)
        base = sqlite3.connect(self._path, timeout=1.0)
        base.execute("pragma synchronous = off")
        return base

    def _begin(self) -> sqlite3.Connection:
        self.drop()
        os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        self._open = sqlite3.connect(self._path, timeout=1.0)
        self._open.execute("pragma synchronous = off")
        self._open.executescript(_TABLES)
        return self._open

    def _owner(self) -> str:
        """Nobody can make a file elsewhere that knows when the marker of this folder was made."""
        return f"{look_at(self._out / MARKER)} {code_state()}"


def look_at(path: Path | str) -> str:
    """A file as the system keeps it: any change of its bytes changes this."""
    try:
        found = os.stat(path, follow_symlinks=False)
    except OSError:
        return ""
    return f"{found.st_ino} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"


def digest(parts: Iterable[str]) -> str:
    """One short text for many."""
    import hashlib  # 6 ms that reading a vault need not pay

    text = "\n".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=16).hexdigest()


@cache
def code_state() -> str:
    """The code that runs, and that of the holidays: another one could make other pages."""
    found = PathFinder.find_spec("holidays")
    holidays = look_at(found.origin) if found and found.origin else ""
    return f"{look_at_tree(Path(__file__).resolve().parent.parent, '.py')} {holidays}"


def look_at_tree(folder: Path, suffix: str = "") -> str:
    """All files below a folder, in one short text."""
    found = [
        f"{place}/{name} {look_at(f'{place}/{name}')}"
        for place, _, names in os.walk(folder)
        for name in names
        if name.endswith(suffix)
    ]
    return digest(sorted(found))
