"""Letters, call scripts and what to know before each: from the notes, for you to send."""

from vaultkit.drafts.draft import Draft, Writer
from vaultkit.drafts.facts import Wish
from vaultkit.drafts.purposes import find_due, find_due_for_others, make_wish
from vaultkit.drafts.review import Remark
from vaultkit.drafts.slots import Part
from vaultkit.drafts.sources import Sources

__all__ = [
    "Draft",
    "Part",
    "Remark",
    "Sources",
    "Wish",
    "Writer",
    "find_due",
    "find_due_for_others",
    "make_wish",
]
