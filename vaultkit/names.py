"""What a person types for a name to the notes it could mean: exact, alias, e-mail, prefix."""

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from vaultkit.notes.note import Note, fold

# A guess is taken for reading only when it is this close, and this far ahead of the next.
CLOSE, LEAD = 80, 10


class Match(NamedTuple):
    """The notes a name could mean. One: found. Several: ambiguous. `guessed`: it was misspelt."""

    notes: tuple[Note, ...]
    guessed: bool = False
    near: tuple[Note, ...] = ()

    @property
    def nearest(self) -> tuple[str, ...]:
        """What the notes that come closest are called."""
        return tuple(note.name for note in self.near)


def fold_accents(text: str) -> str:
    """A name without case, accents, hyphens, dots and unseen signs, to compare what is typed."""
    flat = fold(text)
    if not flat.isascii():
        flat = unicodedata.normalize("NFKD", flat)
        flat = "".join(c for c in flat if not unicodedata.combining(c) and not _is_unseen(c))
    return " ".join(flat.translate(_APART).split())


def _is_unseen(sign: str) -> bool:
    """Whether it takes no room, as the blanks of no width that copied names bring along."""
    return unicodedata.category(sign) == "Cf"


# Hyphens and dots part words as blanks do.
_APART = str.maketrans("-_.", "   ")


def find_who(notes: Iterable[Note], text: str) -> Match:
    """The notes a typed name means; the first way of reading it that finds any decides."""
    notes = tuple(notes)
    wanted = fold_accents(text)
    for ways in (_as_written, _exact, _by_alias, _by_email, _by_prefix):
        found = tuple(note for note in notes if ways(note, wanted, text))
        if found:
            return Match(found)
    return _guess(notes, wanted)


def _as_written(note: Note, wanted: str, text: str) -> bool:
    """Accents and all, so that each of two names that differ only there can be named."""
    return fold(text) in (fold(note.name), fold(note.stem), fold(note.path))


def _exact(note: Note, wanted: str, text: str) -> bool:
    return wanted != "" and wanted in (fold_accents(note.name), fold_accents(note.stem))


def _by_alias(note: Note, wanted: str, text: str) -> bool:
    return wanted != "" and any(wanted == fold_accents(alias) for alias in note.aliases)


def _by_email(note: Note, wanted: str, text: str) -> bool:
    email = note.values.text("email")
    return email is not None and email.casefold() == text.strip().casefold()


def _by_prefix(note: Note, wanted: str, text: str) -> bool:
    """Whether each word typed starts a word of the name, in order."""
    if not wanted:
        return False
    return any(starts_words(wanted.split(), name) for name in _names(note))


def starts_words(wanted: list[str], name: str) -> bool:
    """Whether each word typed starts a word of a folded name, in order."""
    words = iter(name.split())
    return all(any(word.startswith(part) for word in words) for part in wanted)


def _names(note: Note) -> Iterable[str]:
    return map(fold_accents, (note.name, note.stem, *note.aliases))


def _guess(notes: tuple[Note, ...], wanted: str) -> Match:
    from rapidfuzz import fuzz

    scored = sorted(
        (
            (max(fuzz.ratio(wanted, name) for name in _names(note)), note.path, note)
            for note in notes
        ),
        key=lambda row: (-row[0], row[1]),
    )
    near = tuple(note for score, _, note in scored[:3] if score >= 50)
    if not scored or scored[0][0] < CLOSE:
        return Match((), near=near)
    if len(scored) > 1 and scored[1][0] > scored[0][0] - LEAD:
        return Match((), near=near)
    return Match((scored[0][2],), guessed=True, near=near)
