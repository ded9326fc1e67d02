"""Notes to the addresses of their pages: ASCII slugs, one address a note."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping

from vaultkit.notes.note import Note, stem
from vaultkit.tracing import Question
from vaultkit.vault import Vault

FOLDERS: Mapping[str, str] = {
    "contact": "contacts",
    "company": "companies",
    "interview": "interviews",
    "trip": "trips",
    "questions": "questions",
}
# Names Windows keeps for itself, and the page every folder has, with those that go on from it.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|index(-\d+)?)")
MAX_LENGTH = 80
_PLAIN = re.compile(r"[A-Za-z0-9 -]{1,80}")


def make_slug(text: str) -> str:
    """ "José García" to "jose-garcia"; a name that cannot be said in ASCII gets a short hash."""
    slug = _make_plain(text) if _PLAIN.fullmatch(text) else _make_any(text)
    if not slug:
        slug = "note-" + _hash(text)
    return f"{slug}-page" if _RESERVED.fullmatch(slug) else slug


def _make_plain(text: str) -> str:
    """What `_make_any` gives for a name of letters, digits, blanks and hyphens, sooner."""
    return re.sub(r"[ -]+", "-", text.lower()).strip("-")


def _make_any(text: str) -> str:
    from slugify import slugify

    slug: str = slugify(text, max_length=MAX_LENGTH, word_boundary=True)
    return slug


def _hash(text: str) -> str:
    import hashlib  # few names need it

    data = unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:8]


class Addresses(Mapping[str, str]):
    """Each note's path to the address of its page; of two with one slug the second gets -2."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._found = make_addresses(vault)

    def __getitem__(self, path: str) -> str:
        self._vault.trace.asks("address", path)
        return self._found[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._vault.notes)

    def __len__(self) -> int:
        return len(self._vault.notes)

    def refresh(self, changed: Collection[Question]) -> set[Question]:
        """Bring all up to date after notes came, went or are of another kind now."""
        if not any(what == "kind" for what, _ in changed):
            return set()
        before, self._found = self._found, make_addresses(self._vault)
        paths = {*before, *self._found}
        return {("address", one) for one in paths if before.get(one) != self._found.get(one)}


def make_addresses(vault: Vault) -> dict[str, str]:
    """Each note's path to the address of its page; of two with one slug the second gets -2."""
    addresses: dict[str, str] = {}
    taken: set[str] = set()
    for note in vault.notes.values():
        address = wanted_address(note)
        number = 2
        while address in taken:
            address = wanted_address(note).removesuffix(".html") + f"-{number}.html"
            number += 1
        taken.add(address)
        addresses[note.path] = address
    return addresses


def wanted_address(note: Note) -> str:
    """The address a note would have if it were alone."""
    return address_of(note.kind, note.path)


def address_of(kind: str, path: str) -> str:
    """The same for a note of which only kind and path are known."""
    return f"{FOLDERS.get(kind, 'notes')}/{make_slug(stem(path))}.html"
