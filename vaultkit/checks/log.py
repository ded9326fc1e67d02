"""Log entries that cannot have happened yet."""

from collections.abc import Iterator
from datetime import date

from vaultkit.dates import say_weekday
from vaultkit.diagnostics import Diagnostic, make_diagnostic
from vaultkit.vault import Vault


def check_future(vault: Vault, today: date) -> Iterator[Diagnostic]:
    """Entries dated after today: no rule counts them."""
    for note in (*vault.contacts, *vault.companies):
        for entry in note.log.entries:
            if entry.day > today:
                message = (
                    f"{entry.word} on {say_weekday(entry.day, today)} lies after today, so no "
                    "rule counts it; mend the date, or write a plan as `- [ ] ...`"
                )
                place = (entry.path, entry.line, entry.column)
                yield make_diagnostic("log-future", *place, message)
