"""Edits of a note: text in, text out, every byte outside the meant change as it was.

Each function here takes a Source and gives the whole new text, after reading it again and
comparing: on any doubt it raises VaultkitError, and nothing has been written.
"""

from vaultkit.editing.entries import add_entry, entry_lines, make_entry, remove_entry
from vaultkit.editing.fields import clear_field, set_field, write_value
from vaultkit.editing.questions import add_questions
from vaultkit.editing.source import Edit, Source, apply_edits, read_source, reread
from vaultkit.editing.tasks import tick

__all__ = [
    "Edit",
    "Source",
    "add_entry",
    "add_questions",
    "apply_edits",
    "clear_field",
    "entry_lines",
    "make_entry",
    "read_source",
    "remove_entry",
    "reread",
    "set_field",
    "tick",
    "write_value",
]
