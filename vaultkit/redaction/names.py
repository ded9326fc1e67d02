"""People to initials: every name under which somebody stands in a vault."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Note
from vaultkit.notes.profile import Profile

# From here on one sign can be a whole name.
WHOLE = "\u2e80"


def make_initials(notes: Sequence[Note]) -> dict[str, str]:
    """Each name of a contact or of somebody named to us -> initials, a number where two share."""
    found: dict[str, str] = {}
    taken: dict[str, str] = {}
    for names in _find_people(notes):
        initials = next((found[name] for name in names if name in found), "")
        initials = initials or _take(shorten(names[0]), names[0], taken)
        for name in names:
            found.setdefault(name, initials)
    return found


def _find_people(notes: Iterable[Note]) -> Iterator[tuple[str, ...]]:
    notes = list(notes)
    for note in notes:
        if isinstance(note, Contact):
            yield tuple(dict.fromkeys((note.name, note.stem, *note.aliases)))
        elif isinstance(note, Profile) and note.values.text("name"):
            yield (note.name, *note.aliases)
    for note in notes:
        leads = note.leads if isinstance(note, (Contact, Interview)) else ()
        links = [value for name, value in note.values.by_name.items() if name in _PERSON_FIELDS]
        names = [lead.target or lead.name for lead in leads]
        names += [str(getattr(link, "target", "")) for link in links]
        if isinstance(note, Contact):
            names += [entry.link for entry in note.log.entries if entry.kind == "referral"]
        yield from ((name,) for name in names if name)


_PERSON_FIELDS = ("referred_by", "contact")


def shorten(name: str) -> str:
    """ "Ruth Okafor" to "R.O": no dot at the end, so that it can be the name of a file."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    letters = (word[0].upper() if word[0] < WHOLE else "N" for word in words)
    return ".".join(letters) or "N"


def _take(wanted: str, name: str, taken: dict[str, str]) -> str:
    number, found = 2, wanted
    while taken.setdefault(found, name) != name:
        found, number = f"{wanted} {number}", number + 1
    return found


def split_names(people: Mapping[str, str]) -> dict[str, str]:
    """Single words of names of two words or more -> their own initial: "Ruth" to "R".

    Long ones are found without case and accents, as in addresses; short ones as they stand.
    """
    words: dict[str, str] = {}
    for name in people:
        parts = re.findall(r"[^\W_]+", name)
        for part in parts if len(parts) > 1 else ():
            if len(part) > 1 and part[0].isupper() and part.casefold() not in _KEPT:
                flat = strip_accents(part)
                shapes = (part, part.upper(), flat, flat.upper())
                words |= dict.fromkeys(
                    (*shapes, *([flat.casefold()] if len(part) > 3 else ())), part[0]
                )
    return words


# Words of the format: a person called Notes must not take the headings with them.
_KEPT = frozenset(
    ("log", "research", "advice", "leads", "goals", "pitch", "questions", "answers", "bridges",
     "bring", "notes", "new", "me", "to", "interests", "company", "person", "chances", "closing",
     "education", "experience", "their", "work",
     # and words that begin a sentence
     "an", "as", "at", "be", "by", "do", "go", "he", "if", "in", "is", "it", "my", "no", "of", "on",
     "or", "so", "up", "us", "we")
)  # fmt: skip


def strip_accents(text: str) -> str:
    """ "García" to "Garcia"."""
    flat = unicodedata.normalize("NFKD", text)
    return "".join(c for c in flat if not unicodedata.combining(c))
