"""Items under Leads to people named to us: a link or a bare name, then words."""

import re

from vaultkit.diagnostics import Diagnostic, make_diagnostic
from vaultkit.items import Item
from vaultkit.links import find_link, make_link, plain_words
from vaultkit.notes.note import Lead, read_day_before

# Words that end a bare name, as , ; : ( and a word in lower case do (SPEC 1).
_DASHES = ("-", "\u2013", "\u2014")


def read_leads(
    items: tuple[Item, ...], path: str
) -> tuple[tuple[Lead, ...], tuple[Diagnostic, ...]]:
    """The leads of one note, and a problem for each item that names nobody."""
    leads: list[Lead] = []
    diagnostics: list[Diagnostic] = []
    for item in items:
        if item.level or not item.text:
            continue
        lead = _read_lead(item, path)
        if lead.name:
            leads.append(lead)
        else:
            message = f'"{item.text[:60]}" names nobody; expected a name or [[link]] first'
            diagnostics.append(make_diagnostic("lead-unparsed", path, item.line, 1, message))
    return tuple(leads), tuple(diagnostics)


def _read_lead(item: Item, path: str) -> Lead:
    day, text = read_day_before(item.text)
    text = text.strip()
    dropped = item.mark == "-"
    if found := find_link(text):
        link = make_link(found[2], found[3], False, 0, 0)
        return Lead(link.target, link.target, text, day, dropped, path, item.line)
    text = plain_words(text).replace("**", "")
    return Lead(read_bare_name(text), "", text, day, dropped, path, item.line)


def read_bare_name(text: str) -> str:
    """The name at the start of a text: it ends at , ; : ( a dash or a word in lower case."""
    words: list[str] = []
    for word in text.split():
        if word in _DASHES or word[0].islower() or word.startswith("("):
            break
        head = re.split(r"[,;:(\u2013\u2014]", word)[0]
        if head:
            words.append(head)
        if head != word:
            break
    return " ".join(words)
