"""Letter templates that cannot be read, or that ask for what there is not."""

from collections.abc import Iterator

from vaultkit.checks.scene import Scene
from vaultkit.diagnostics import Diagnostic, find_nearest, make_diagnostic
from vaultkit.notes.note import Note
from vaultkit.notes.profile import Letter


def check_letter(scene: Scene, note: Note) -> Iterator[Diagnostic]:
    """The text and the subject of a template, each with the line of its mistake."""
    if not isinstance(note, Letter):
        return
    from vaultkit.drafts.draft import read_templates
    from vaultkit.drafts.facts import SLOTS

    for found in read_templates(note):
        if isinstance(found, Diagnostic):
            yield found
            continue
        for name in sorted(found.slots - SLOTS):
            near = find_nearest(name, sorted(SLOTS))
            hint = f'; nearest is "{near}"' if near else "; docs/drafts.md lists them"
            line = _find_line(note, name, found.line)
            yield make_diagnostic("template", note.path, line, 1, f'no slot "{name}"{hint}')


def _find_line(note: Note, name: str, start: int) -> int:
    """The first line from `start` on that holds a word."""
    lines = note.document.lines
    return next((n for n in range(start, len(lines) + 1) if name in lines[n - 1]), start)
