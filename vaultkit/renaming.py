"""A note renamed: the changes that move it and lead every link to it to its new name.

All of them are worked out before the first is written, and the note itself moves last: after a
crash the same command finds it under its old name and finishes.
"""

from typing import NamedTuple

from vaultkit.changes import Change, edit_note
from vaultkit.diagnostics import VaultkitError
from vaultkit.editing import Source, read_source, reread, set_field
from vaultkit.editing.links import Lead, Target, relink
from vaultkit.file_names import clean_name, make_file_name
from vaultkit.notes import find_folder_kind
from vaultkit.notes.fields import FIELDS
from vaultkit.notes.note import Note, fold
from vaultkit.vault import Vault

# Whom a field means where notes of several kinds share a name.
_KIND_OF = {"company": "company", "contact": "contact", "referred_by": "contact", "trip": "trip"}


class Renaming(NamedTuple):
    """A rename thought through: from, to, and every change it takes, the move last."""

    old: str
    new: str
    changes: tuple[Change, ...]


def plan_renaming(vault: Vault, note: Note, name: str) -> Renaming:
    """Rename a note; VaultkitError when it cannot be, or when the name means another note."""
    folder, name = _split_folder(note, clean_name(name).removesuffix(".md"))
    stem = make_file_name(name)
    if not stem:
        raise VaultkitError(f'"{name}" holds no letter that a file name can; give a name')
    new = f"{folder}/{stem}.md".lstrip("/")
    _check_free(vault, note, new, name)
    to = Target(new, name if name != stem else "")
    leads = {kind: _make_lead(vault, note, to, kind) for kind in FIELDS}
    others = [one for one in vault.notes.values() if one is not note]
    changes = [
        _relink_note(one, leads[one.kind])
        for one in others
        if _needs_change(vault, one, note, leads[one.kind])
    ]
    return Renaming(note.path, new, (*changes, _move(note, to, leads[note.kind], name)))


def _split_folder(note: Note, name: str) -> tuple[str, str]:
    """The folder a note goes to: its own, or one inside the folder of its kind given before `/`."""
    own = note.path.rpartition("/")[0]
    head, slash, tail = name.rpartition("/")
    top = note.path.partition("/")[0] if own else ""
    if slash and top and (head == top or head.startswith(f"{top}/")):
        parts = [make_file_name(part) for part in head.split("/")[1:]]
        return "/".join([top, *filter(None, parts)]), tail
    return own, name


def _check_free(vault: Vault, note: Note, new: str, name: str) -> None:
    if find_folder_kind(note.path) == "profile":
        raise VaultkitError("me.md is found by its name and keeps it; set `name:` in it instead")
    if new == note.path and name == (note.values.text("name") or note.stem):
        raise VaultkitError(f"{note.path} is called that already")
    wanted = {fold(name), fold(new.rpartition("/")[2].removesuffix(".md"))}
    for other in vault.notes.values():
        names = {fold(other.stem), fold(other.name), *map(fold, other.aliases)}
        if other is not note and (fold(other.path) == fold(new) or names & wanted):
            raise VaultkitError(
                f'"{name}" is {other.path} already; links would not know which is meant'
            )


def _make_lead(vault: Vault, note: Note, to: Target, kind: str) -> Lead:
    """Which links of a note of some kind go to the new name: those that mean the old one."""
    olds = {fold(note.stem), fold(note.path.removesuffix(".md"))}
    if note.values.text("name"):
        olds.add(fold(note.name))
    linking = {spec.name for spec in FIELDS[kind] if spec.type == "link"}

    def lead(target: str, field: str) -> Target | None:
        name = field.removeprefix("=")
        if _plain(target) not in olds or (field != name and name not in linking):
            return None
        found = vault.find_all(target)
        if name in linking:
            found = tuple(one for one in found if one.kind == _KIND_OF.get(name, one.kind))
        return to if found and found[0] is note else None

    return lead


def _plain(target: str) -> str:
    """A target as names are compared, without `.md` and the way up out of a folder."""
    name = fold(target).removesuffix(".md")
    if "/" in name:
        name = name.removeprefix("./")
        while name.startswith("../"):
            name = name[3:]
    return name


def _needs_change(vault: Vault, other: Note, note: Note, lead: Lead) -> bool:
    text = other.document.text
    try:
        return relink(read_source(other.path, text.encode()), lead) != text
    except (VaultkitError, UnicodeEncodeError):
        # A note that cannot be edited stops us only when it links here; the edit says why.
        return any(lead(link.target, "") for link in other.links)


def _relink_note(other: Note, lead: Lead) -> Change:
    return edit_note(other.path, lambda source: relink(source, lead))


def _move(note: Note, to: Target, lead: Lead, name: str) -> Change:
    def edit(source: Source) -> str:
        text = relink(source, lead, to.path)
        has_name = any(spec.name == "name" for spec in FIELDS[note.kind])
        if has_name and (to.shown or note.values.text("name")):
            return set_field(reread(source, text), "name", name)
        return text

    return edit_note(note.path, edit, to.path if to.path != note.path else None)
