"""What only the whole vault can tell: vault, settings and today in, problems out."""

from collections.abc import Callable, Iterator

from vaultkit.checks.agreement import check_agreement
from vaultkit.checks.bank import check_bank, check_ids
from vaultkit.checks.files import check_addresses, check_copies, check_names
from vaultkit.checks.leave import check_leave
from vaultkit.checks.letters import check_letter
from vaultkit.checks.links import check_links
from vaultkit.checks.log import check_future
from vaultkit.checks.method import check_feelers, check_snafus, check_updates
from vaultkit.checks.order import check_far, check_order
from vaultkit.checks.people import (
    check_age,
    check_circles,
    check_crowds,
    check_firms,
    check_twins,
)
from vaultkit.checks.plans import check_interests, check_trip_of, check_trips
from vaultkit.checks.scene import Scene
from vaultkit.checks.sections import check_groups, check_sections
from vaultkit.checks.silence import keep_wanted
from vaultkit.checks.talks import check_clashes, check_meetings, check_pitch
from vaultkit.checks.tasks import check_boxes, check_tasks, check_ticked
from vaultkit.checks.values import check_values
from vaultkit.checks.words import check_words
from vaultkit.diagnostics import Diagnostic
from vaultkit.followups.waits import check_waits
from vaultkit.notes.note import Note
from vaultkit.settings import Settings

# What one note shows, seen with the rest of the vault; and what only all notes together show.
NOTE_CHECKS: tuple[Callable[[Scene, Note], Iterator[Diagnostic]], ...] = (
    check_links,
    check_future,
    check_order,
    check_far,
    check_meetings,
    check_pitch,
    check_trip_of,
    check_ids,
    check_leave,
    check_snafus,
    check_feelers,
    check_updates,
    check_age,
    check_circles,
    check_values,
    check_sections,
    check_groups,
    check_letter,
    check_tasks,
    check_boxes,
    check_ticked,
    check_agreement,
)
VAULT_CHECKS: tuple[Callable[[Scene], Iterator[Diagnostic]], ...] = (
    check_addresses,
    check_names,
    check_copies,
    check_twins,
    check_firms,
    check_crowds,
    check_trips,
    check_clashes,
    check_interests,
    check_bank,
)


def check_settings(settings: Settings) -> Iterator[Diagnostic]:
    """Settings that are well written, and that no rule knows."""
    yield from check_words(settings)
    yield from check_waits(settings)


__all__ = ["NOTE_CHECKS", "VAULT_CHECKS", "Scene", "check_settings", "keep_wanted"]
