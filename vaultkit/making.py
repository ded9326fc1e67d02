"""New notes: what a person wants to keep to the changes that make it, from the vault's own forms.

Nothing is written here: `changes.change_notes` carries out what is planned.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from vaultkit import disk
from vaultkit.changes import Change, create_note
from vaultkit.diagnostics import Diagnostic, Severity, VaultkitError
from vaultkit.file_names import clean_name, make_file_name
from vaultkit.forms import choose_questions, fill_form
from vaultkit.lookalikes import find_keys, make_keys
from vaultkit.notes import KINDS, read_note
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Note, fold
from vaultkit.notes.values import When
from vaultkit.pipeline import Loaded
from vaultkit.preparation.questions import pick_questions
from vaultkit.vault import Naming, Vault

Values = Mapping[str, str | Sequence[str]]


class NewNote(NamedTuple):
    """A note to be made: where, its text, and what is wrong with the values it was given."""

    path: str
    text: str
    problems: tuple[Diagnostic, ...]

    @property
    def change(self) -> Change:
        """What makes it."""
        return create_note(self.path, self.text)


def plan_note(
    loaded: Loaded,
    kind: str,
    name: str,
    fields: Values,
    today: date,
    intro: str = "",
    questions: str = "",
    beside: bool = False,
    taken: Collection[str] | None = None,
) -> NewNote:
    """A note of a kind, filled in from its form.

    The name typed stays in `name:` where the file cannot be called so. With `beside` a note of
    the same name gets a number, otherwise it is refused when it is made. `taken` holds the folded
    paths that are in use, those of the vault unless given.
    """
    name = clean_name(name)
    stem = make_file_name(name)
    if not stem:
        raise VaultkitError(f'"{name}" holds no letter that a file name can; give a name')
    folder = disk.find_any_case(loaded.root, KINDS[kind][0]).name
    path = find_path(loaded.vault, folder, stem, beside, taken)
    values = dict(fields)
    # An interview is called by its day and its contact.
    if kind != "interview" and path.rpartition("/")[2] != f"{name}.md":
        values = {"name": name, **values}
    slots = {"name": name, "title": name, "date": today.isoformat()}
    slots |= {"intro": intro, "questions": questions}
    text = fill_form(disk.read_form(loaded.root, kind), slots, values, loaded.settings)
    return NewNote(path, text, _check(loaded, kind, path, text, values))


def find_path(
    vault: Vault, folder: str, stem: str, beside: bool = False, taken: Collection[str] | None = None
) -> str:
    """Where a note is kept; with `beside` under the first number that is free."""
    if taken is None:
        taken = {fold(path) for path in vault.notes} if beside else ()
    path, number = f"{folder}/{stem}.md", 2
    while beside and fold(path) in taken:
        path, number = f"{folder}/{stem} ({number}).md", number + 1
    return path


def _check(
    loaded: Loaded, kind: str, path: str, text: str, fields: Values
) -> tuple[Diagnostic, ...]:
    """What reading says of the new note; a form that loses a value is the form's mistake."""
    note, problems = read_note(path, text.encode(), loaded.settings)
    if note.kind != kind:
        raise VaultkitError(f"templates/{kind}.md: makes a {note.kind}; take its `type` out")
    errors = tuple(one for one in problems if one.severity is Severity.ERROR)
    lost = [name for name, value in fields.items() if value and not note.document.field(name)]
    if lost and not errors:
        raise VaultkitError(f"templates/{kind}.md: leaves no room for {', '.join(lost)}")
    return errors


def plan_interview(
    loaded: Loaded, contact: Contact, when: When, fields: Values, today: date
) -> NewNote:
    """An interview with a contact, named as `2026-11-12 Marta Kowalczyk`, questions chosen.

    The note is planned twice: what is settled for a talk shows once the talk is there.
    """
    values = {"contact": link_to(loaded.vault, contact), "when": write_when(when), **fields}
    name = f"{when.day} {contact.stem}"
    bare = plan_note(loaded, "interview", name, values, today, beside=True)
    talk, _ = read_note(bare.path, bare.text.encode(), loaded.settings)
    assert isinstance(talk, Interview)  # a form that makes another kind was refused
    left_out = pick_questions(loaded.vault, talk, loaded.settings).left_out
    settled = [pick.question for pick in left_out]
    questions = choose_questions(loaded.vault.banks, loaded.settings, settled)
    return plan_note(loaded, "interview", name, values, today, questions=questions, beside=True)


def link_to(vault: Vault, note: Note) -> str:
    """A link that leads to a note and to no other: by file name, where that is not enough by path.

    Names with signs a link cannot hold are linked by the path as well; both are what people read.
    """
    ranked = vault.find_ranked(note.stem)
    is_clear = bool(ranked) and ranked[0][1] is note and [rank for rank, _ in ranked].count(0) == 1
    return f"[[{note.stem if is_clear else note.path.removesuffix('.md')}]]"


def find_twins(
    vault: Vault, name: str, email: str = "", phone: str = "", ext: str = ""
) -> tuple[tuple[Contact, str], ...]:
    """Contacts that may be the same person, each with what is the same: name, email or phone."""
    keys = set(make_keys((name,), email, phone, ext))
    found = []
    for contact in vault.contacts:
        own = {fold(contact.name), fold(contact.stem), *map(fold, contact.aliases)}
        same = sorted(what for what, _ in keys & set(find_keys(contact)))
        if fold(name) in own:
            same = ["name"]
        if same:
            found.append((contact, same[0]))
    return tuple(found)


def find_open_leads(namings: Sequence[Naming], name: str) -> tuple[Naming, ...]:
    """Who named somebody of that name who has no note yet, the earliest first."""
    wanted = set(make_keys((name,))) or {("name", fold(name))}
    found = [
        naming
        for naming in namings
        if naming.contact is None
        and (set(make_keys((naming.name,))) or {("name", fold(naming.name))}) & wanted
    ]
    return tuple(sorted(found, key=lambda one: (one.day or date.max, one.path, one.line)))


def say_naming(vault: Vault, naming: Naming) -> str:
    """A line for the new note: who named them, with the words that stand there."""
    rest = naming.lead.text if naming.lead else ""
    rest = rest.removeprefix(f"[[{naming.name}]]").removeprefix(naming.name)
    words = rest.strip(" ,;:.-\u2013\u2014")
    return f"Named by {link_to(vault, naming.namer)}{': ' + words if words else ''}."


def write_when(when: When) -> str:
    """A day and a time as front matter and other tools read them."""
    return f"{when.day}T{when.time:%H:%M}" if when.time else str(when.day)
