"""What the page of any note shows: its fields, its text, who links to it, what is wrong."""

from dataclasses import dataclass

from markupsafe import Markup

from vaultkit.diagnostics import Diagnostic
from vaultkit.front_matter import Field
from vaultkit.links import Link
from vaultkit.notes.note import Note
from vaultkit.site.frame import Ref, Row, Site
from vaultkit.site.means import mail_link, phone_link, unbroken
from vaultkit.site.privacy import FIELD


@dataclass(frozen=True, slots=True)
class Fact:
    """One field as it is shown: its name in words, its values."""

    name: str
    values: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts under one heading."""

    id: str
    heading: str
    facts: tuple[Fact, ...]


# Which fields stand under which heading; the others under the last.
FACT_GROUPS = (
    (
        "reach",
        "How to reach them",
        ("email", "phone", "ext", "address", "city", "timezone", "website"),
    ),
    (
        "found",
        "How you found them",
        ("source", "referred_by", "may_mention", "why", "in_common", "interests"),
    ),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One of the six things a meeting needs."""

    name: str
    is_ready: bool
    remedy: str


@dataclass(frozen=True, slots=True)
class NoteContent:
    """The page of a note; parts that a kind does not have are empty."""

    kicker: str
    name: str
    lede: str
    lede_ref: Ref
    groups: tuple[FactGroup, ...]
    rows: tuple[Row, ...]
    body: Markup
    people: tuple[Ref, ...]
    talks: tuple[Ref, ...]
    backlinks: tuple[Ref, ...]
    path: str
    problems: tuple[Diagnostic, ...]


def make_note_content(
    site: Site,
    note: Note,
    *,
    kicker: str = "",
    lede: str = "",
    lede_ref: Ref = Ref("", ""),  # noqa: B008  an immutable value
    rows: tuple[Row, ...] = (),
    people: tuple[Ref, ...] = (),
    talks: tuple[Ref, ...] = (),
    hide: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
    more: str = "",
    taken: set[str] | None = None,
) -> NoteContent:
    """The parts all notes share.

    `hide` names fields shown elsewhere, `without` such sections; `more` is Markdown that ends the
    text, `taken` the ids that are on the page already.
    """
    body = body_text(note, without)
    text = site.render(note, f"{body}\n\n{more}", set() if taken is None else taken)
    return NoteContent(
        kicker,
        note.name,
        lede,
        lede_ref,
        make_groups(site, note, hide),
        rows,
        text,
        people,
        talks,
        tuple(site.ref(one) for one in site.backlinks(note)),
        note.path,
        site.problems_of(note),
    )


def make_groups(site: Site, note: Note, hide: tuple[str, ...] = ()) -> tuple[FactGroup, ...]:
    """Every field that is set and not private, also those of other tools, under headings."""
    left = make_facts(site, note, hide)
    groups = []
    for id_, heading, names in FACT_GROUPS:
        wanted = [name.replace("_", " ") for name in names]
        found = tuple(fact for fact in left if fact.name in wanted)
        left = tuple(fact for fact in left if fact.name not in wanted)
        groups.append(FactGroup(id_, heading, found))
    groups.append(FactGroup("facts", "Facts", left))
    return tuple(group for group in groups if group.facts)


def make_facts(site: Site, note: Note, hide: tuple[str, ...] = ()) -> tuple[Fact, ...]:
    """Every field that is set and not private, as it stands; numbers and addresses can be used.

    A field in `hide` is shown after all when its value could not be read.
    """
    unseen = {*(name for name in ("name", *hide) if name in note.values.by_name), FIELD}
    unseen |= site.private(note)
    return tuple(
        Fact(field.name.replace("_", " "), _show_values(site, note, field))
        for field in note.document.fields
        if field.values and field.name.casefold() not in unseen and not _is_kind(note, field)
    )


def _is_kind(note: Note, field: Field) -> bool:
    """Whether a field says no more than what kind of note this is."""
    return field.name == "type" and field.values[0].text.strip().casefold() == note.kind


def _show_values(site: Site, note: Note, field: Field) -> tuple[Markup, ...]:
    texts = tuple(text.text.strip() for text in field.values)
    value = note.values.by_name.get(field.name)
    if field.name == "email" and value:
        return tuple(write_link(mail_link(text), text) for text in texts)
    if field.name == "phone" and value:
        ext = site.public(note, "ext") if len(texts) == 1 else ""
        words = f" ext. {ext}" if ext else ""
        return tuple(write_link(phone_link(text), unbroken(text + words)) for text in texts)
    if isinstance(value, Link) and value.is_bare and (found := site.vault.find(value.target)):
        return (write_link(site.root(note) + site.addresses[found.path], texts[0]),)
    return tuple(site.value(text, site.root(note)) for text in texts)


def write_link(address: str, words: str) -> Markup:
    """A link as HTML."""
    return Markup('<a href="{}">{}</a>').format(address, words)


def body_text(note: Note, without: tuple[str, ...] = ()) -> str:
    """The text of a note without the sections shown elsewhere and a heading that is its name."""
    document = note.document
    hidden: set[int] = set()
    for word in without:
        for start, end in document.spans(word):
            hidden.update(range(start - 1, end))
    first = document.headings[0] if document.headings else None
    if first and first.level == 1 and first.text == note.name:
        hidden.add(first.line - 1)
    lines = document.lines
    kept = (lines[n] for n in range(document.body_start, len(lines)) if n not in hidden)
    return "\n".join(kept)
