"""Letter templates that cannot be read, or that ask for what there is not."""

import re
from collections.abc import Iterator

from vaultkit.checks.scene import Scene, at_field
from vaultkit.diagnostics import Diagnostic, find_nearest, make_diagnostic
from vaultkit.notes.note import Note
from vaultkit.notes.profile import Letter
from vaultkit.preparation import count_words


def check_letter(scene: Scene, note: Note) -> Iterator[Diagnostic]:
    """The text and the subject of a template, each with the line of its mistake."""
    if not isinstance(note, Letter):
        return
    from vaultkit.drafts.draft import read_templates
    from vaultkit.drafts.facts import SLOTS

    if note.purpose:
        yield from _check_unused(scene, note)
        yield from _check_words(note)
    for found in read_templates(note):
        if isinstance(found, Diagnostic):
            yield found
            continue
        for name in sorted(found.slots - SLOTS):
            near = find_nearest(name, sorted(SLOTS))
            hint = f'; nearest is "{near}"' if near else "; docs/drafts.md lists them"
            line = _find_line(note, name, found.line)
            yield make_diagnostic("template", note.path, line, 1, f'no slot "{name}"{hint}')
        yield from _check_parts(note, found.parts)


def _check_parts(note: Letter, parts: tuple[tuple[str, str, int], ...]) -> Iterator[Diagnostic]:
    """`contact.nmae`: a slot that is there, and a part of it that is not."""
    from vaultkit.drafts.facts import list_parts

    for slot, part, line in parts:
        known = list_parts(slot)
        if known and part not in known:
            near = find_nearest(part, sorted(known))
            hint = f'; nearest is "{slot}.{near}"' if near else "; docs/drafts.md lists them"
            message = f'no slot "{slot}.{part}"{hint}'
            yield make_diagnostic("template", note.path, line, 1, message)


def _check_words(note: Letter) -> Iterator[Diagnostic]:
    """More than a page, or a tone that does not ask to learn (R32, R33)."""
    from vaultkit.drafts.review import MOST_WORDS, judge_tone

    document = note.document
    lines = [_TAGS.sub("", _SLOT.sub("word", line)) for line in document.lines]
    words = count_words("\n".join(lines[document.body_start :]))
    if words > MOST_WORDS:
        message = f"{words} words; a page holds about {MOST_WORDS}"
        yield make_diagnostic("letter-long", note.path, document.body_start + 1, 1, message)
    for number in range(document.body_start, len(lines)):
        for message in judge_tone(lines[number]):
            yield make_diagnostic("letter-tone", note.path, number + 1, 1, message)


_SLOT, _TAGS = re.compile(r"\{\{.*?\}\}"), re.compile(r"\{[%#].*?[%#]\}")


def _check_unused(scene: Scene, note: Letter) -> Iterator[Diagnostic]:
    """A second template of one kind counts only for what the first one knows nothing of."""
    same = [one for one in scene.vault.letters if one.purpose == note.purpose]
    for first in same[: [one.path for one in same].index(note.path)]:
        if all(word in first.document.text for word in _ASIDE if word in note.document.text):
            message = (
                f"for {note.purpose} {first.path} is taken, which stands before it; take one of "
                "them out, or `for`"
            )
            yield at_field("letter-unused", note, "for", message)
            return


# A template that does not speak of these is passed over for a report, for a short message.
_ASIDE = ("report", "channel")


def _find_line(note: Note, name: str, start: int) -> int:
    """The first line from `start` on that holds a word."""
    lines = note.document.lines
    return next((n for n in range(start, len(lines) + 1) if name in lines[n - 1]), start)
