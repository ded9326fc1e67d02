"""The fields that tell how a person is reached: left out of a redacted note, line by line."""

from collections.abc import Iterator

from vaultkit.document import Document

# By kind: what a coach has no use for. `place` is an address, a number or a link.
REACH = frozenset(("email", "phone", "ext", "address", "home", "place", "private"))
# The same under names that other tools and other people give it.
ALIKE = frozenset(
    ("e-mail", "e_mail", "mail", "email2", "work_email", "home_email", "mobile", "cell", "tel",
     "telephone", "phone2", "mobile_phone", "work_phone", "home_phone", "fax", "street", "postcode",
     "zip", "home_address", "work_address", "postal_address", "skype", "whatsapp", "signal",
     "telegram", "linkedin", "birthday")
)  # fmt: skip


def find_dropped(document: Document) -> frozenset[str]:
    """The fields of a note that must go, casefolded: those of REACH and those it names private."""
    field = next((one for one in document.fields if one.name.casefold() == "private"), None)
    words = (part for text in (field.values if field else ()) for part in text.text.split(","))
    return REACH | ALIKE | {word.strip(" []\"'").casefold() for word in words}


def drop_fields(document: Document, kind: str) -> tuple[str, ...]:
    """The lines of a note without these fields; a block that cannot be read in full goes whole."""
    lines, start = document.lines, document.body_start
    if not document.has_front_matter:
        return lines if not lines[0].startswith("---") else ("---", "---", *lines[start:])
    if _is_unclear(document):
        return (f"---\ntype: {kind}\n---", *lines[start:])
    return drop_lines(document, find_dropped(document))


def drop_lines(document: Document, names: frozenset[str]) -> tuple[str, ...]:
    """The lines of a note without those of some fields, and without the comments between them."""
    gone = set(_find_gone(document, names))
    return tuple(line for n, line in enumerate(document.lines) if n not in gone)


def _is_unclear(document: Document) -> bool:
    """Whether some line of the block belongs to no field that was read."""
    block = document.lines[1 : document.body_start - 1]
    tops = [line for line in block if line.strip() and not line[0].isspace()]
    keys = [line for line in tops if not line.startswith(("#", "-", "]", "}", "[", "{"))]
    return len(keys) != len(document.fields)


def _find_gone(document: Document, dropped: frozenset[str]) -> Iterator[int]:
    """Indices of the lines of fields to drop, with the lines that continue them, and comments."""
    starts = sorted(field.line - 1 for field in document.fields)
    for field in document.fields:
        first = field.line - 1
        end = next((one for one in starts if one > first), document.body_start - 1)
        if field.name.casefold() in dropped:
            yield from range(first, end)
    for index in range(1, document.body_start - 1):
        if document.lines[index].lstrip().startswith("#"):
            yield index
