"""Writing a site: pages to a folder that is ours, each write whole; only our own files removed."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from vaultkit.diagnostics import VaultkitError
from vaultkit.disk.manifest import (
    IDLE,
    Hashes,
    Records,
    append_journal,
    hash_of,
    shorten_journal,
    write_manifest,
)
from vaultkit.disk.names import MARKER, find_real
from vaultkit.disk.target import (
    check_output,
    is_ours,
    lock_building,
    lock_output,
    make_parents,
)
from vaultkit.disk.whole import holds, read_regular, sweep, write_whole

# The same for every vault: a vault may move, and two builds of one are the same bytes.
_MARK = b"made by vaultkit; safe to delete with all it holds\n"
# Added to the name of a file that is not ours where a page has to go.
_ASIDE = ".yours"


class Written(NamedTuple):
    """What a build changed in its output folder, by address.

    `kept` are pages of ours that changed since and were not removed; `aside` are files of somebody
    else that stood in the place of a page and have `.yours` after their name now.
    """

    changed: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()


def write_site(
    out: Path, root: Path, pages: Mapping[str, bytes], keep: Collection[str] = ()
) -> Written:
    """Make the output folder hold exactly these pages: write what differs, remove what was ours.

    `keep` names pages whose last good version stays. Files no earlier build wrote are left alone.
    """
    with _open(out, root) as site:
        stay = {one for one in keep if one not in pages}
        removed = [one for one in site.known if one not in pages and one not in stay]
        written = site.change(pages, removed)
        hashes = {one: hash_of(data) for one, data in pages.items()}
        hashes |= {one: site.find_hash(one) for one in stay if one in site.known}
        write_manifest(site.out, hashes)
    return written


def write_pages(
    out: Path,
    root: Path,
    pages: Mapping[str, bytes],
    removed: Collection[str] = (),
    records: Records | None = None,
) -> Written:
    """Write these pages where they differ, remove those addresses, leave all others alone.

    For one who knows what an edit touched; what is new goes to the journal (see `settle_site`).
    Who writes often hands in the `records` of `hold_site`.
    """
    with _open(out, root, records) as site:
        written = site.change(pages, removed)
        site.tidy()
    return written


def settle_site(out: Path, root: Path) -> None:
    """Fold the journal into the manifest, when there is time; the folder is as after a build."""
    if not is_ours(out):
        return
    with _open(out, root) as site:
        if not site.blind:
            write_manifest(site.out, {one: hashes[-1] for one, hashes in site.known.items()})


@contextmanager
def hold_site(out: Path, root: Path) -> Iterator[Records]:
    """Make a whole site in several writes, without another one who does so between them."""
    with _open(out, root):
        pass  # checked, and marked as ours
    with lock_building(find_real(out)):
        yield Records(find_real(out))


@contextmanager
def _open(out: Path, root: Path, records: Records | None = None) -> Iterator["_Site"]:
    """The folder, checked, locked and marked; what the system refuses becomes one line."""
    if not root.is_dir():
        raise VaultkitError(f"{root} is gone, so no site is made there; put the vault back")
    check_output(out, root)
    try:
        make_parents(find_real(out), find_real(root))
        with lock_output(find_real(out)):
            check_output(out, root)
            real = _mark(find_real(out))
            yield _Site(real, records or Records(real))
    except OSError as error:
        name = error.filename2 or error.filename or out
        raise VaultkitError(
            f"{name}: {error.strerror}; the site is not complete: mend that and build again"
        ) from error


def _mark(out: Path) -> Path:
    """Make a new folder ours: an empty manifest first, as a marker alone knows no page."""
    sweep(out)
    if not is_ours(out):
        write_manifest(out, {})
        write_whole(out / MARKER, _MARK)
    return out


class _Site:
    """An output folder while we hold its lock; `blind` when its manifest is lost or damaged."""

    def __init__(self, out: Path, records: Records) -> None:
        self.out = out
        known, self._idle = records.read()
        self.blind = known is None
        self.known: dict[str, Hashes] = known or {}
        self._folders: set[str] = set()
        self._aside: list[str] = []

    def change(self, pages: Mapping[str, bytes], removed: Collection[str]) -> Written:
        """The changes in the order in which they do least harm to one who reads meanwhile."""
        changed = [one for one in sorted(pages, key=_order) if not self._holds(one, pages[one])]
        new = [one for one in pages if one not in self.known]  # those we forgot of count as ours
        hashes = {one: hash_of(pages[one]) for one in dict.fromkeys((*changed, *new))}
        append_journal(self.out, hashes.items())
        first = _find_blocking(changed, removed)
        gone = {one: self._remove(one) for one in first}
        for one in changed:
            self._put(one, pages[one])
        gone |= {one: self._remove(one) for one in removed if one not in gone}
        append_journal(self.out, ((one, None) for one in gone))
        self.known |= {one: (found,) for one, found in hashes.items()}
        kept = tuple(one for one, was in gone.items() if not was)
        done = tuple(one for one, was in gone.items() if was)
        return Written(tuple(changed), done, kept, tuple(self._aside))

    def tidy(self) -> None:
        """Keep the journal short where nobody finds the time to settle."""
        if self._idle > IDLE and not self.blind:
            shorten_journal(self.out, self.known)

    def find_hash(self, address: str) -> str:
        """The hash of a page that stays: that on disk if it is ours, else as it was written."""
        data = read_regular(f"{self.out}/{address}")
        found = "" if data is None else hash_of(data)
        return found if found in self.known[address] else self.known[address][-1]

    def _holds(self, address: str, data: bytes) -> bool:
        return holds(f"{self.out}/{address}", data) and self._is_inside(address)

    def _put(self, address: str, data: bytes) -> None:
        """Write a page; a file of somebody else has to step aside."""
        self._make_folder(os.path.dirname(address))
        path = self.out / address
        self._clear(path, address)
        try:
            write_whole(path, data, self.out)
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(path)) from error

    def _clear(self, path: Path, address: str) -> None:
        """Clear the place of a page: a folder, or a file of somebody else, gets another name."""
        if path.is_dir() and not path.is_symlink():
            try:
                path.rmdir()  # left empty by a build that was killed
            except OSError:
                self._set_aside(address)
        elif not self.blind and address not in self.known and os.path.lexists(path):
            self._set_aside(address)

    def _set_aside(self, address: str) -> None:
        _set_aside(self.out / address)
        self._aside.append(address)

    def _make_folder(self, folder: str) -> None:
        """Every folder on the way down exists and is no link: a link could lead out of the site."""
        if not folder or folder in self._folders:
            return
        self._make_folder(os.path.dirname(folder))
        path = self.out / folder
        if path.is_symlink():
            raise VaultkitError(f"{path} is a link; no page is written through it: remove it")
        if path.exists() and not path.is_dir():
            self._set_aside(folder)
        path.mkdir(exist_ok=True)
        self._folders.add(folder)

    def _is_inside(self, address: str) -> bool:
        """No folder on the way down to an address is a link."""
        folder = os.path.dirname(address)
        while folder and folder not in self._folders:
            path = f"{self.out}/{folder}"
            if os.path.islink(path):
                return False
            if os.path.isdir(path):
                self._folders.add(folder)
            folder = os.path.dirname(folder)
        return True

    def _remove(self, address: str) -> bool:
        """Remove a page if it is still as we wrote it; false when it stays."""
        path = self.out / address
        hashes = self.known.pop(address, ())
        if not self._is_inside(address):
            return False
        data = read_regular(str(path))
        if data is None:
            return not os.path.lexists(path)
        if hash_of(data) not in hashes:
            return False
        path.unlink()
        for above in path.parents:
            if above == self.out or any(above.iterdir()):
                break
            above.rmdir()
            self._folders.discard(above.relative_to(self.out).as_posix())
        return True


def _order(address: str) -> int:
    """Assets, single pages, lists, what search reads: a page never names one that is not there."""
    if address.startswith("assets/search"):
        return 3
    if address.startswith(("assets/", "files/")):
        return 0
    return 2 if "/" not in address or address.endswith("/index.html") else 1


def _find_blocking(pages: Iterable[str], removed: Collection[str]) -> list[str]:
    """Old pages where a folder has to be now, or whose folder's name a page needs."""
    if not removed:
        return []
    wanted = set(pages)
    folders = {above for one in wanted for above in _parents(one)}
    return [one for one in removed if one in folders or wanted.intersection(_parents(one))]


def _parents(address: str) -> Iterator[str]:
    while address := os.path.dirname(address):
        yield address


def _set_aside(path: Path) -> None:
    """Give a file of somebody else another name, one that is free."""
    number, target = 1, path.with_name(path.name + _ASIDE)
    while os.path.lexists(target):
        number += 1
        target = path.with_name(f"{path.name}{_ASIDE}-{number}")
    os.rename(path, target)
