"""Log entries that cannot have happened yet."""

from collections.abc import Iterator

from vaultkit.checks.scene import Scene
from vaultkit.dates import say_weekday
from vaultkit.diagnostics import Diagnostic, make_diagnostic
from vaultkit.notes.note import LoggedNote, Note


def check_future(scene: Scene, note: Note) -> Iterator[Diagnostic]:
    """Entries dated after today: no rule counts them."""
    for entry in note.log.entries if isinstance(note, LoggedNote) else ():
        if entry.day > scene.today:
            message = (
                f"{entry.word} on {say_weekday(entry.day, scene.today)} lies after today, so no "
                "rule counts it; mend the date, or write a plan as `- [ ] ...`"
            )
            place = (entry.path, entry.line, entry.column)
            yield make_diagnostic("log-future", *place, message)
