"""One file to one note: the kinds of note, how a kind is told, and who reads it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from vaultkit.diagnostics import Diagnostic, find_nearest, make_diagnostic
from vaultkit.document import Document, read_document
from vaultkit.notes.company import read_company
from vaultkit.notes.contact import read_contact
from vaultkit.notes.fields import FIELDS
from vaultkit.notes.interview import read_interview
from vaultkit.notes.note import Note, stem
from vaultkit.notes.profile import read_bank, read_letter, read_profile
from vaultkit.notes.tasks import read_tasks
from vaultkit.notes.trip import read_trip
from vaultkit.notes.values import read_values
from vaultkit.settings import Settings

Reader = Callable[[Note, Settings], tuple[Note, tuple[Diagnostic, ...]]]


def read_plain(note: Note, settings: Settings) -> tuple[Note, tuple[Diagnostic, ...]]:
    """A plain note is complete as it is."""
    return note, ()


# Each kind of note: its folder and its reader.
KINDS: Mapping[str, tuple[str, Reader]] = MappingProxyType(
    {
        "contact": ("contacts", read_contact),
        "company": ("companies", read_company),
        "interview": ("interviews", read_interview),
        "trip": ("trips", read_trip),
        "questions": ("questions", read_bank),
        "letter": ("letters", read_letter),
        "profile": ("", read_profile),
        "note": ("notes", read_plain),
    }
)
# Words of other people's vaults for our kinds.
TYPES = {
    "person": "contact", "people": "contact", "organization": "company",
    "organisation": "company", "employer": "company", "meeting": "interview",
}  # fmt: skip
PROFILE = "me.md"
_FOLDERS = {folder: kind for kind, (folder, _) in KINDS.items() if folder}


def read_note(path: str, data: bytes, settings: Settings) -> tuple[Note, tuple[Diagnostic, ...]]:
    """The bytes of one file to a note of its kind; whatever they are, without an exception."""
    document, problems = read_document(path, data)
    if settings.fields:
        document = _name_fields(document, settings.fields)
    kind, of_kind = find_kind(document, settings.kinds)
    values, of_values = read_values(document, kind)
    tasks, of_tasks = read_tasks(document)
    name = values.text("name") or _read_title(document, kind) or stem(path)
    aliases, tags = values.texts("aliases"), values.texts("tags")
    note = Note(path, kind, name, aliases, tags, document, values, tasks)
    whole, of_note = KINDS[kind][1](note, settings)
    of_shape = _check_no_front_matter(document, settings)
    return whole, (*problems, *of_kind, *of_values, *of_tasks, *of_note, *of_shape)


def _read_title(document: Document, kind: str) -> str | None:
    """A plain note may be called by its first heading; the others by their file."""
    if kind != "note" or not document.headings or document.headings[0].level != 1:
        return None
    return document.headings[0].text or None


def _name_fields(document: Document, names: Mapping[str, str]) -> Document:
    """The fields under our names, where a vault uses others; one that is there already stays."""
    present = {field.name for field in document.fields}
    fields = []
    for field in document.fields:
        name = names.get(field.name.casefold(), field.name)
        if name in present:
            name = field.name
        present.add(name)
        fields.append(field._replace(name=name))
    return document._replace(fields=tuple(fields))


def find_kind(
    document: Document, words: Mapping[str, str] = MappingProxyType({})
) -> tuple[str, tuple[Diagnostic, ...]]:
    """The kind by `type:`, else by folder; without front matter a plain note.

    `words` are those of a vault for our kinds, beside TYPES. A type of somebody else's, in a
    folder that is none of ours, is a plain note without a word.
    """
    by_folder = find_folder_kind(document.path)
    field = document.field("type")
    if not document.has_front_matter:
        return "note", ()
    if field is None or not field.values:
        return by_folder or "note", ()
    word = field.values[0].text.strip().casefold().removeprefix("[[").removesuffix("]]")
    place = (document.path, field.line, field.column)
    word = words.get(word, TYPES.get(word, word))
    if word not in KINDS:
        near = find_nearest(word, KINDS)
        if near is None and by_folder is None:
            return "note", ()
        hint = f'nearest is "{near}"' if near else f"expected one of {', '.join(KINDS)}"
        message = f'type is "{field.values[0].text[:60]}", no kind of note; {hint}'
        return by_folder or "note", (make_diagnostic("type-unknown", *place, message),)
    if by_folder not in (None, word):
        message = f"type is {word}, the folder says {by_folder}; {word} counts: move the note"
        return word, (make_diagnostic("type-folder", *place, message),)
    return word, ()


def find_folder_kind(path: str) -> str | None:
    """The kind that a note's top folder stands for."""
    if path.casefold() == PROFILE:
        return "profile"
    folder, _, rest = path.partition("/")
    return _FOLDERS.get(folder.casefold()) if rest else None


# Sections that tell which kind a note in the folder of that kind was meant to be.
_TELLING = {
    "contact": ("log",), "company": ("log",), "interview": ("notes", "questions"),
    "questions": ("company", "person", "chances"), "profile": ("pitch", "answers"),
}  # fmt: skip


def _check_no_front_matter(document: Document, settings: Settings) -> tuple[Diagnostic, ...]:
    kind = find_folder_kind(document.path)
    words = map(settings.section_word, _TELLING.get(kind or "", ()))
    if document.has_front_matter or not any(any(document.spans(word)) for word in words):
        return ()
    message = (
        f"without front matter this is a plain note, not of the kind {kind}; start it with two "
        "`---` lines"
    )
    return (make_diagnostic("front-matter-missing", document.path, 1, 1, message),)


__all__ = ["FIELDS", "KINDS", "Note", "find_kind", "read_note"]
