"""Makes the pages of a site and remembers what each asked: after a change it makes few of them.

A source is what pages are made from: the path of a note, or the name of a function in PAGES.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from vaultkit.diagnostics import Diagnostic, sort_diagnostics
from vaultkit.site.banner import find_breaking
from vaultkit.site.frame import Page, Site
from vaultkit.site.pages import PAGES, make_frame, make_note_frame, make_note_page
from vaultkit.site.pages.problems import PROBLEMS_PAGE, problems_page
from vaultkit.site.pages.search import make_search_data, make_search_entry
from vaultkit.tracing import Asked, Question, Shelf

_BY_NAME = {make.__name__: make for make in PAGES}


class Sheet(NamedTuple):
    """The addresses of the pages from one source, and what making them brought to light."""

    addresses: tuple[str, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    files: tuple[tuple[str, str], ...] = ()


# A note, what its page brought to light, what it asked.
Made = tuple[str, Sheet, Asked]


class Press:
    """The pages of one site. What is made is handed out once and not kept."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._of_notes: Shelf[Sheet] = Shelf(site.vault.trace)
        self._others: Shelf[Sheet] = Shelf(site.vault.trace)
        self._entries: Shelf[str] = Shelf(site.vault.trace)
        self._frame: Mapping[str, object] = {}

    @property
    def addresses(self) -> set[str]:
        """The addresses of all pages."""
        sheets = (*self._of_notes.values.values(), *self._others.values.values())
        return {one for sheet in sheets for one in sheet.addresses} | {PROBLEMS_PAGE}

    @property
    def files(self) -> dict[str, str]:
        """The files that pages refer to (address -> path), in the order of the addresses."""
        sheets = (*self._of_notes.values.values(), *self._others.values.values())
        return dict(sorted(pair for sheet in sheets for pair in sheet.files))

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        """What making the pages of notes found wrong, by path."""
        sheets = self._of_notes.values.values()
        return sort_diagnostics(one for sheet in sheets for one in sheet.problems)

    def make_notes(self, paths: Iterable[str]) -> Iterator[Page]:
        """The pages of some notes; notes that are gone give none."""
        frame = make_note_frame(self.site)
        for path in paths:
            page = self._make_note(path)
            if page is not None:
                yield replace(page, frame=frame)

    def hand_over(self, paths: Collection[str]) -> list[Made]:
        """What is kept of the pages of some notes, for a press in another process."""
        shelf = self._of_notes
        return [(path, shelf.values[path], shelf.asked(path)) for path in paths]

    def take_over(self, made: Collection[Made]) -> None:
        """Keep what another press made."""
        for row in made:
            self._of_notes.put(*row)

    def make_others(
        self, problems: tuple[Diagnostic, ...], changed: Collection[Question] | None = None
    ) -> Iterator[Page]:
        """All other pages; `problems` are all there are. Those are left out that ask nothing of
        what changed, if nothing that stands around them changed either. Each is made when it is
        asked for; who does not ask for all of them gets the rest another time.
        """
        frame = make_frame(self.site, problems)
        wanted: Collection[str] = _BY_NAME
        if changed is not None and frame == self._frame:
            wanted = self._others.find_stale(changed)
        else:
            self._frame = {}  # until all pages have the new one
        for name in _BY_NAME:
            if name in wanted:
                for page in self._make(self._others, name):
                    yield replace(page, frame=frame)
        for page in problems_page(self.site, problems):
            yield replace(page, frame=frame)
        self._frame = frame

    def make_search_data(self, changed: Collection[Question] | None = None) -> str:
        """What the search looks through."""
        notes = self.site.vault.notes
        entries = self._entries
        gone = [path for path in entries.values if path not in notes]
        new = [path for path in notes if path not in entries.values]
        for path in gone:
            entries.drop(path)
        for path in (*new, *sorted(entries.find_stale(changed or ()) - {*gone})):
            entries.make(path, partial(self._make_entry, path))
        return make_search_data(entries.values[path] for path in notes)

    def find_stale(self, changed: Collection[Question]) -> list[str]:
        """The notes whose pages asked something that has another answer now."""
        return sorted(self._of_notes.find_stale(changed))

    def _make_entry(self, path: str) -> str:
        note = self.site.vault.note(path)
        assert note is not None  # callers looked
        return make_search_entry(self.site, note)

    def _make_note(self, path: str) -> Page | None:
        note = self.site.vault.note(path)
        if note is None:
            self._of_notes.drop(path)
            return None
        return next(iter(self._make(self._of_notes, path)))

    def _make(self, shelf: Shelf[Sheet], source: str) -> tuple[Page, ...]:
        self.site.problems, self.site.files = {}, {}
        pages: list[Page] = []
        shelf.make(source, partial(self._fill, source, pages))
        return tuple(pages)

    def _fill(self, source: str, pages: list[Page]) -> Sheet:
        site = self.site
        make = _BY_NAME.get(source)
        if make is not None:
            pages += make(site)
        elif (note := site.vault.note(source)) is not None:
            page = make_note_page(site, note)
            pages.append(replace(page, broken=find_breaking(site.problems_of(note))))
        addresses = tuple(page.address for page in pages)
        return Sheet(addresses, tuple(site.problems), tuple(site.files.items()))
