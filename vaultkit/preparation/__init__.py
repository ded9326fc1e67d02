"""Preparing: readiness, the pitch, which questions, what to bring, when to leave, what fits a page.

Only what the rules ask for is at hand here; pages and commands import the other modules by name.
"""

from vaultkit.preparation.pitch import PITCH_SECONDS, count_words, pitch_of, pitch_seconds
from vaultkit.preparation.questions import SUBJECTS
from vaultkit.preparation.readiness import (
    Readiness,
    check_readiness,
    is_fact,
    is_in_group,
    is_ready,
)

__all__ = [
    "PITCH_SECONDS",
    "SUBJECTS",
    "Readiness",
    "check_readiness",
    "count_words",
    "is_fact",
    "is_in_group",
    "is_ready",
    "pitch_of",
    "pitch_seconds",
]
