"""What only the whole vault can tell: vault, settings and today in, problems out."""

from collections.abc import Iterator
from datetime import date

from vaultkit.checks.files import check_addresses, check_copies
from vaultkit.checks.links import check_links
from vaultkit.checks.log import check_future
from vaultkit.contact_log import check_kinds
from vaultkit.diagnostics import Diagnostic
from vaultkit.followups.waits import check_waits
from vaultkit.settings import Settings
from vaultkit.vault import Vault


def check_vault(vault: Vault, settings: Settings, today: date) -> Iterator[Diagnostic]:
    """Every check, in no promised order."""
    yield from check_kinds(settings)
    yield from check_waits(settings)
    yield from check_links(vault, settings)
    yield from check_future(vault, today)
    yield from check_addresses(vault)
    yield from check_copies(vault)
