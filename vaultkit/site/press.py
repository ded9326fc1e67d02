"""Makes the pages of a site and remembers what each asked: after a change it makes few of them.

A source is what pages are made from: the path of a note, or the name of a function in PAGES.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from vaultkit.diagnostics import Diagnostic, sort_diagnostics
from vaultkit.site.banner import find_breaking
from vaultkit.site.frame import Page, Site
from vaultkit.site.pages import LISTS, PAGES, SUMS, make_frame, make_note_frame, make_note_page
from vaultkit.site.pages.problems import ProblemPages
from vaultkit.tracing import Asked, Question, Shelf

_BY_NAME = {make.__name__: make for make in PAGES}
_PROBLEMS = "problems"


class Sheet(NamedTuple):
    """The addresses of the pages from one source, and what making them brought to light."""

    addresses: tuple[str, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    files: tuple[tuple[str, str], ...] = ()


# What stands around pages that count nothing, and around those that do.
_Frames = tuple[Mapping[str, object], Mapping[str, object]]
# A note, what its page brought to light, what it asked.
Made = tuple[str, Sheet, Asked]


class Press:
    """The pages of one site. What is made is handed out once and not kept."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._of_notes: Shelf[Sheet] = Shelf(site.vault.trace)
        self._others: Shelf[Sheet] = Shelf(site.vault.trace)
        self._problem_pages = ProblemPages(site)
        # Pages as they were handed out last, where a change may come.
        self._shown: dict[str, Page] = {}

    @property
    def addresses(self) -> set[str]:
        """The addresses of all pages."""
        sheets = (*self._of_notes.values.values(), *self._others.values.values())
        return {one for sheet in sheets for one in sheet.addresses}

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
        """All other pages; `problems` are all there are. Made again are those that asked something
        of what changed, handed out those that are others now. Each is handed out when it is
        asked for; who does not ask for all of them gets the rest another time.
        """
        yield from self.make_lists(problems, changed)
        yield from self.make_sums(problems, changed)

    def make_lists(
        self, problems: tuple[Diagnostic, ...], changed: Collection[Question] | None = None
    ) -> Iterator[Page]:
        """Of all other pages the lists, which are made quickly."""
        yield from self._make_again(LISTS, problems, changed)

    def make_sums(
        self, problems: tuple[Diagnostic, ...], changed: Collection[Question] | None = None
    ) -> Iterator[Page]:
        """Of all other pages the rest."""
        yield from self._make_again(SUMS, problems, changed)
        pages = tuple(self._problem_pages.make(problems))
        self._put(_PROBLEMS, pages)
        yield from self._hand_out(pages, self._make_frames(problems))

    def _make_again(
        self,
        makers: Iterable[Callable[[Site], Iterable[Page]]],
        problems: tuple[Diagnostic, ...],
        changed: Collection[Question] | None,
    ) -> Iterator[Page]:
        around = self._make_frames(problems)
        stale = _BY_NAME if changed is None else self._others.find_stale(changed)
        for name in (make.__name__ for make in makers):
            yield from self._hand_out(self._remake(name, name in stale), around)
            self.site.gatherings.let_go()

    def _make_frames(self, problems: tuple[Diagnostic, ...]) -> _Frames:
        return make_note_frame(self.site), make_frame(self.site, problems)

    def _remake(self, name: str, is_stale: bool) -> Iterable[Page]:
        """The pages of one source: made, or as they were when they were made last."""
        sheet = self._others.values.get(name, Sheet())
        if not is_stale:
            return [self._shown[one] for one in sheet.addresses]
        pages = self._make(self._others, name)
        self._forget(sheet.addresses, pages)
        return pages

    def _put(self, name: str, pages: Collection[Page]) -> None:
        """Keep the addresses of pages that ask nothing."""
        before = self._others.values.get(name, Sheet())
        self._others.put(name, Sheet(tuple(page.address for page in pages)), ())
        self._forget(before.addresses, pages)

    def _forget(self, addresses: Collection[str], pages: Collection[Page]) -> None:
        """Pages that are no more; should they come again, they are new."""
        for one in {*addresses} - {page.address for page in pages}:
            self._shown.pop(one, None)

    def _hand_out(self, pages: Iterable[Page], around: _Frames) -> Iterator[Page]:
        """Those pages that are others than before. What counts all notes stands around the first
        page of a list only: around the others it would change all of them.
        """
        for page in pages:
            is_first = page.turn is None or page.turn.number == 1
            page = replace(page, frame=around[is_first])
            if self._shown.get(page.address) != page:
                if self.site.vault.trace.on:
                    self._shown[page.address] = page
                yield page

    def find_unmade(self) -> list[str]:
        """The notes whose pages were never made."""
        made = self._of_notes.values
        return [path for path in self.site.vault.notes if path not in made]

    def find_stale(self, changed: Collection[Question]) -> list[str]:
        """The notes whose pages asked something that has another answer now."""
        return sorted(self._of_notes.find_stale(changed))

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
