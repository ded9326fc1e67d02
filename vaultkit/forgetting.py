"""A person taken out of every note: what each note becomes, with dates and counts kept.

The contact's note becomes that of "Forgotten 1", with the days and words of its log and nothing
else; so does each interview with them; in all other notes their names and addresses give way.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vaultkit.contact_log import LogEntry, write_entry
from vaultkit.items import split_lines
from vaultkit.names import fold_accents
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Lead, Note
from vaultkit.redaction import Replacer
from vaultkit.redaction.patterns import WITHHELD
from vaultkit.redaction.secrets import find_secrets
from vaultkit.vault import Vault

# What the counts of a company, of a source or of a trip need; the rest tells who it was.
_KEPT_OF_CONTACT = ("company", "city", "source", "referred_by", "may_mention")
_KEPT_OF_INTERVIEW = ("when", "minutes", "mode", "setting", "status", "given", "trip", "travel")


class Rewritten(NamedTuple):
    """What a note becomes: its old path, its new one, its new text."""

    path: str
    to: str
    text: str


class Hint(NamedTuple):
    """A line that names somebody of one of their names, and may mean them or another."""

    path: str
    line: int
    word: str


def find_placeholder(vault: Vault) -> str:
    """ "Forgotten 1", or the next number that no note has."""
    number = 1
    while vault.find(f"Forgotten {number}"):
        number += 1
    return f"Forgotten {number}"


def find_names(contact: Contact) -> tuple[str, ...]:
    """Every name of a contact, the longest first."""
    names = dict.fromkeys((contact.name, contact.stem, *contact.aliases))
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def forget(vault: Vault, contact: Contact, texts: Sequence[tuple[str, str]]) -> list[Rewritten]:
    """What each note becomes; `texts` are (path, text as it is on disk) of every note."""
    placeholder = find_placeholder(vault)
    replacer = make_forgetter(contact, placeholder)
    own = {one.path: one for one in vault.interviews_of(contact)}
    found = []
    for path, text in texts:
        note = own.get(path) or (contact if path == contact.path else None)
        new = replacer.replace(_write_bare(note, placeholder) if note else text)
        to = f"contacts/{placeholder}.md" if note is contact else replacer.replace_path(path)
        if new != text or to != path:
            found.append(Rewritten(path, to, new))
    return found


def make_forgetter(contact: Contact, placeholder: str) -> Replacer:
    """What to look for everywhere, and what stands for it."""
    words = dict.fromkeys(find_secrets([contact]), WITHHELD)
    names = dict.fromkeys(find_names(contact), placeholder)
    return Replacer({**words, **names}, {}, is_narrow=True)


def _write_bare(note: Note, placeholder: str) -> str:
    if isinstance(note, Contact):
        return "\n".join(_bare_contact(note)) + "\n"
    assert isinstance(note, Interview)  # forget() asks for no other kind
    return "\n".join(_bare_interview(note, placeholder)) + "\n"


def _bare_contact(contact: Contact) -> Iterator[str]:
    yield "---"
    yield from _fields(contact, _KEPT_OF_CONTACT)
    yield from ("closed: true", "---", "")
    yield from ("## " + contact.settings.section_word("log").capitalize(), "")
    yield from (f"- {_bare_entry(entry)}" for entry in contact.log.entries)
    yield from _bare_leads(contact.settings.section_word("leads"), contact.leads)


def _bare_interview(interview: Interview, placeholder: str) -> Iterator[str]:
    yield from ("---", f'contact: "[[{placeholder}]]"')
    yield from _fields(interview, _KEPT_OF_INTERVIEW)
    yield "---"
    yield from _bare_leads(interview.settings.section_word("leads"), interview.leads)
    if interview.has_notes:
        yield from ("", "## " + interview.settings.section_word("notes").capitalize(), "", "...")


def _fields(note: Note, names: tuple[str, ...]) -> Iterator[str]:
    """The lines of some fields, as they were typed."""
    for field in note.document.fields:
        if field.name in names and field.values and not field.is_list and not field.nested:
            yield note.document.lines[field.line - 1]


def _bare_entry(entry: LogEntry) -> str:
    is_linked = entry.link and not entry.words.startswith("[[")
    return write_entry(entry._replace(words="", link=entry.link if is_linked else ""))


def _bare_leads(word: str, leads: tuple[Lead, ...]) -> Iterator[str]:
    """Whom they named; these are other people."""
    if leads:
        yield from ("", f"## {word.capitalize()}", "")
    for lead in leads:
        day = f"{lead.day} " if lead.day else ""
        mark = "[-] " if lead.dropped else ""
        yield f"- {mark}{day}{f'[[{lead.target}]]' if lead.target else lead.name}"


def find_hints(contact: Contact, texts: Sequence[tuple[str, str]]) -> Iterator[Hint]:
    """Lines of the rewritten notes that still hold one of their names alone."""
    parts = {part for name in find_names(contact) for part in re.findall(r"[^\W\d_]{3,}", name)}
    wanted = {fold_accents(part) for part in parts}
    for path, text in texts:
        for number, line in enumerate(split_lines(text), 1):
            words = re.findall(r"[^\W\d_]{3,}", line)
            hit = next((word for word in words if fold_accents(word) in wanted), None)
            if hit:
                yield Hint(path, number, hit)
