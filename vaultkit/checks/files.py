"""File names that get in each other's way: one address for two notes, copies of sync tools."""

import re
from collections.abc import Iterator

from vaultkit.addresses import wanted_address
from vaultkit.diagnostics import Diagnostic, make_diagnostic
from vaultkit.vault import Vault

_COPY = re.compile(r"conflicted copy|\.sync-conflict-", re.I)


def check_addresses(vault: Vault) -> Iterator[Diagnostic]:
    """Two notes whose pages would have one address."""
    first: dict[str, str] = {}
    for note in vault.notes.values():
        other = first.setdefault(wanted_address(note), note.path)
        if other != note.path:
            message = (
                f"its page would have the address of {other}; it gets one ending in -2, "
                "rename one of the files"
            )
            yield make_diagnostic("slug-twice", note.path, 1, 1, message)


def check_copies(vault: Vault) -> Iterator[Diagnostic]:
    """Copies that a sync tool left beside a note."""
    for path in vault.notes:
        if _COPY.search(path.rpartition("/")[2]):
            message = "a sync tool left this copy; merge it by hand, then delete it"
            yield make_diagnostic("conflict-copy", path, 1, 1, message)
