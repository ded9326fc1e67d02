"""questions/: the question bank by subject, and a page for each of its notes."""

from collections.abc import Iterator

from vaultkit.notes.profile import SUBJECTS
from vaultkit.site.frame import Page, Ref, Site
from vaultkit.site.pages.lists import Group, ListContent, ListRow
from vaultkit.site.pages.note import make_note_content


def questions(site: Site) -> Iterator[Page]:
    """The bank, then its notes."""
    groups = tuple(_make_group(site, subject) for subject in SUBJECTS)
    shown = tuple(group for group in groups if group.rows)
    empty = "No questions yet. Make a file questions/Bank.md with lists under ## Company and so on."
    yield Page("questions/index.html", "list.html", ListContent("Questions", "", shown, empty))
    for bank in site.vault.banks:
        yield Page(site.addresses[bank.path], "note.html", make_note_content(site, bank))


def _make_group(site: Site, subject: str) -> Group:
    rows = tuple(
        ListRow(
            Ref(question.words, site.addresses[bank.path]),
            ", ".join(sorted(question.flags)),
        )
        for bank in site.vault.banks
        for question in bank.questions
        if question.group == subject
    )
    return Group(subject, subject.capitalize(), rows)
