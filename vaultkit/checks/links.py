"""Links that lead nowhere, to several notes, or to a note of the wrong kind."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from vaultkit.checks.scene import Scene
from vaultkit.dates import read_date
from vaultkit.diagnostics import Diagnostic, find_nearest, make_diagnostic
from vaultkit.links import Link, blank_code
from vaultkit.notes.note import Note, fold
from vaultkit.settings import Settings
from vaultkit.vault import Vault

# Fields whose link must lead to a note of one kind.
_KIND_OF_FIELD = {"company": "company", "contact": "contact", "trip": "trip"}
# A bare name this close to a note is a misspelling of it, not somebody without a note.
_CLOSE = 85
# The nearest name is looked for behind so many links of a note: each costs as much as all names.
HINTED = 500
# So many of the notes that a link could mean are named.
_NAMED = 5


def check_links(scene: Scene, note: Note) -> Iterator[Diagnostic]:
    """Every link of a note."""
    vault = scene.vault
    for name, link in _field_links(note):
        yield from _check_field_link(vault, note, name, link)
    free = _lead_lines(note, scene.settings)
    headings: Headings = {}
    for number, link in enumerate(note.document.links()):
        found = vault.find_ranked(link.target) if link.target else ()
        if len(found) == 1 and not link.heading:
            continue
        if link.target and (found or link.line not in free):
            yield from _check_link(vault, note, link, is_hinted=number < HINTED)
            yield from _check_heading(vault, note, link, headings, number < HINTED)
    yield from _check_files(vault, note)


def _check_files(vault: Vault, note: Note) -> Iterator[Diagnostic]:
    """`[my CV](../files/cv.pdf)` where there is no such file."""
    rows = note.document.prose() if "](" in note.document.text else ()
    for index, line in rows:
        for found in _FILE.finditer(blank_code(line)):
            target = unquote(found[1] or found[2])
            if not target.casefold().endswith((".md", *_HOSTS)) and vault.find_file(target) is None:
                message = f'no file "{target}" in the vault; put it there or mend the link'
                place = (note.path, index + 1, found.start() + 3)
                yield make_diagnostic("file-missing", *place, message)


# A relative address that ends as files do; an address with a scheme leads elsewhere.
_FILE = re.compile(
    r"\]\((?:<([^<>:\n]{1,200}\.[A-Za-z]\w{1,4})>|([^()<>:\s/][^()<>:\s]{0,200}\.[A-Za-z]\w{1,4}))\)"
)
# An address without its scheme ends in these; files do not.
_HOSTS = (".com", ".org", ".net", ".edu", ".gov", ".info", ".io", ".eu", ".uk", ".de", ".fr", ".es")


# The folded headings of the notes that a note links to, by path.
Headings = dict[str, frozenset[str]]


def _check_heading(
    vault: Vault, note: Note, link: Link, known: Headings, is_hinted: bool
) -> Iterator[Diagnostic]:
    """A link to a heading that its note does not have; `^ids` of blocks are not looked for."""
    found = vault.find(link.target) if link.heading else None
    wanted = fold(link.heading.rpartition("#")[2])
    if found is None or not wanted or wanted.startswith("^"):
        return
    headings = found.document.headings
    if found.path not in known:
        known[found.path] = frozenset(fold(one.text) for one in headings)
    if wanted not in known[found.path]:
        near = find_nearest(wanted, (one.text for one in headings)) if is_hinted else None
        hint = f'; nearest is "{near}"' if near else ""
        message = f'"{found.name}" has no heading "{link.heading}"{hint}'
        yield make_diagnostic("link-heading", note.path, link.line, link.column, message)


def _field_links(note: Note) -> Iterator[tuple[str, Link]]:
    for name, value in note.values.by_name.items():
        if isinstance(value, Link):
            yield name, value


def _check_field_link(vault: Vault, note: Note, name: str, link: Link) -> Iterator[Diagnostic]:
    found = vault.find_all(link.target)
    kind = _KIND_OF_FIELD.get(name)
    if found and kind and not any(one.kind == kind for one in found):
        message = f'{name} leads to "{found[0].name}", a {found[0].kind}; expected a {kind}'
        yield make_diagnostic("link-kind", note.path, link.line, link.column, message)
    elif not found and link.is_bare and name != "contact" and not _is_misspelt(vault, link.target):
        return
    else:
        yield from _check_link(vault, note, link, kind)


def _check_link(
    vault: Vault, note: Note, link: Link, kind: str | None = None, is_hinted: bool = True
) -> Iterator[Diagnostic]:
    found = vault.find_ranked(link.target)
    if not found:
        if not _leads_elsewhere(vault, link.target):
            near = find_nearest_note(vault, link.target) if is_hinted else None
            hint = f'; nearest is "{near}"' if near else "; make the note or mend the link"
            message = f'no note "{link.target}"{hint}'
            yield make_diagnostic("link-missing", note.path, link.line, link.column, message)
        return
    best = [one for rank, one in found if rank == found[0][0] and kind in (None, one.kind)]
    if len(best) > 1:
        others = ", ".join(one.path for one in best[1 : 1 + _NAMED])
        more = len(best) - 1 - _NAMED
        others += f" and {more} more" if more > 0 else ""
        message = (
            f'"{link.target}" could be {best[0].path} or {others}; the first is taken, '
            "write the link with its folder"
        )
        yield make_diagnostic("link-ambiguous", note.path, link.line, link.column, message)


def _leads_elsewhere(vault: Vault, target: str) -> bool:
    """A file beside the notes, or a day: neither is a dead link."""
    return vault.find_file(target) is not None or read_date(target) is not None


def _lead_lines(note: Note, settings: Settings) -> frozenset[int]:
    """Lines where somebody without a note may be named: under Leads, and `referral` entries."""
    spans = note.document.spans(settings.section_word("leads"))
    lines = {line + 1 for start, end in spans for line in range(start, end)}
    entries = getattr(getattr(note, "log", None), "entries", ())
    return frozenset(lines | {entry.line for entry in entries if entry.kind == "referral"})


def find_nearest_note(vault: Vault, target: str) -> str | None:
    """The name or file name closest to a link that leads nowhere."""
    return vault.find_like(target, 60)


def _is_misspelt(vault: Vault, target: str) -> bool:
    return vault.find_like(target, _CLOSE) is not None
