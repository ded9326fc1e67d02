"""A site as it is on a day: every page of a vault, and after a change those that differ.

Nothing here touches a file: what is to be written is handed out as bytes by address.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from itertools import chain, islice
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar
from zlib import compress, decompress

from vaultkit.agenda import Agenda
from vaultkit.diagnostics import Diagnostic, sort_diagnostics
from vaultkit.notes.profile import Letter
from vaultkit.problems import Problems
from vaultkit.settings import Settings
from vaultkit.site.banner import keep_good
from vaultkit.site.beside import Shares, start_beside
from vaultkit.site.calendar import CALENDAR, Calendar
from vaultkit.site.frame import Page, Site
from vaultkit.site.press import Made, Press
from vaultkit.site.render import render
from vaultkit.site.searched import Searched
from vaultkit.site.texts import Texts, make_key
from vaultkit.site.theme import TemplateMistakeError, Theme, warm
from vaultkit.tracing import Question
from vaultkit.vault import Vault

# A theme that brings the script gets the data beside it.
SEARCH_SCRIPT = "assets/search.js"
Files = dict[str, bytes]
# Asked between two pages: whether something more urgent is to be done first.
Waits = Callable[[], bool]
# With fewer notes than this a second worker costs more than it saves.
ENOUGH = 200
# So many pages are printed before the work is shared.
FEW = 20
# So many pages are held in memory at once; of lists, which are ten times as large, fewer.
PART, PART_OF_LISTS = 500, 100
# And so many files of what is searched.
SOME = 8

T = TypeVar("T")


class Basis(NamedTuple):
    """What an edition is made from."""

    vault: Vault
    settings: Settings
    today: date
    theme: Theme
    version: str
    letters: tuple[Letter, ...] = ()
    lost: str = ""  # what a watcher cannot do for now, for every page to say


class _Part(NamedTuple, Generic[T]):
    """What a second worker hands back."""

    written: list[T]
    stamps: dict[str, str]
    mistakes: dict[str, Diagnostic]
    made: list[Made]
    texts: dict[str, str]
    used: set[str]


class _Data(NamedTuple):
    """The calendar and what is searched, as another worker hands them back."""

    parts: list[Files]
    texts: dict[str, str]
    used: set[str]


class Edition:
    """The site of one vault on one day in one theme."""

    def __init__(self, basis: Basis, read: Iterable[Diagnostic]) -> None:
        vault, settings, today, theme, version, letters, lost = basis
        self.agenda = Agenda(vault, settings, today)
        self._find_problems = partial(
            Problems, vault, settings, today, self.agenda.standings, tuple(read)
        )
        self.press = Press(
            Site(vault, self.agenda, settings, self._problems_of, version, letters, lost)
        )
        self.read_old: Callable[[str], bytes | None] = lambda address: None
        self._calendar = Calendar(self.press.site)
        self._searched = Searched(self.press.site) if SEARCH_SCRIPT in theme.assets else None
        self._vault, self._theme = vault, theme
        self._stamps: dict[str, str] = {}
        self._mistakes: dict[str, Diagnostic] = {}

    @cached_property
    def problems(self) -> Problems:
        """All that is wrong with the notes; the checks run when it is first asked for."""
        return self._vault.trace.record(self._find_problems, apart=True)[0]

    def _problems_of(self, path: str) -> tuple[Diagnostic, ...]:
        return self.problems.of(path)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that is wrong: in the notes, then in the theme."""
        of_theme = dict.fromkeys(self._mistakes[one] for one in sorted(self._mistakes))
        return (*self._of_notes(), *of_theme)

    @property
    def addresses(self) -> set[str]:
        """Where something stands in the site, linked files left out."""
        search = self._searched.addresses if self._searched else ()
        return self.press.addresses.union(self._theme.assets, search, (CALENDAR,))

    @property
    def texts(self) -> Texts:
        """The texts that were rendered."""
        return self.press.site.texts

    @property
    def stamps(self) -> dict[str, str]:
        """What each page shows, in a short text, by address."""
        known = self._stamps.items()
        there = self.press.addresses - self._mistakes.keys()
        return {address: stamp for address, stamp in known if address in there}

    def print_all(self) -> Files:
        """Every page and asset, but those whose template fails."""
        self._stamps, self._mistakes = {}, {}
        files: Files = dict(self._theme.assets)
        self._print_alone(tuple(self._vault.notes), files.update)
        return files

    def print_to(
        self, write: Callable[[Files], T], stamps: Mapping[str, str] = MappingProxyType({})
    ) -> list[T]:
        """Hand every page and asset to `write`, some at a time; what it gave back.

        Left out are pages that show what is told in `stamps` already, and those whose template
        fails: their old ones stay. `write` may be called in another process.
        """
        self._stamps, self._mistakes = dict(stamps), {}
        paths = tuple(self._vault.notes)
        print_rest = self._print_alone if len(paths) < ENOUGH else self._print_with_help
        found = [write(dict(self._theme.assets)), *print_rest(paths, write)]
        self.press.site.gatherings.clear()
        return found

    def refresh(self, changed: Collection[Question]) -> set[Question]:
        """Addresses and agenda anew after these answers changed; what has another answer now."""
        more = self.press.site.addresses.refresh(changed)
        return more | self.agenda.refresh({*changed, *more})

    def warm(self) -> None:
        """Have all at hand that the next page may need, and no more."""
        warm(self._theme)
        self.texts.trim()
        if self._searched:
            self._searched.refresh()

    def refresh_rows(self, changed: Collection[Question]) -> set[Question]:
        """The rows of all lists anew after these answers changed; what has another answer now."""
        return self.press.site.gatherings.refresh(changed)

    def print_notes(self, paths: Collection[str]) -> Files:
        """The pages of some notes, those left out that show nothing new."""
        return self._print(self.press.make_notes(paths))

    def begin(self, stamps: Mapping[str, str]) -> Files:
        """Start from pages that show what is told in `stamps`, bit by bit; the assets."""
        self._stamps, self._mistakes = dict(stamps), {}
        return dict(self._theme.assets)

    def print_rest(
        self,
        paths: Collection[str],
        changed: Collection[Question] | None,
        waits: Waits,
        write: Callable[[Files], object],
    ) -> tuple[Files, bool]:
        """The pages of some notes, all other pages, and what is searched; without what shows
        nothing new. When something `waits` the rest is left for another time; whether it is all.
        Lists and what is searched are handed to `write` before the rest is made, and so are the
        first ones of very many pages.
        """
        files: Files = {}
        for part in self._print_first(paths, changed):
            files |= part
            if waits():
                return files, False
            if len(files) >= PART or len(part) == SOME:
                write(files)
                files = {}
        if files:
            write(files)
            files = {}
        for page in self.press.make_sums(self._of_notes(), changed):
            files |= self._print([page])
            if waits():
                return files, False
        return files | {CALENDAR: self._calendar.print(changed)}, True

    def _print_first(
        self, paths: Collection[str], changed: Collection[Question] | None
    ) -> Iterator[Files]:
        """Of the rest what is made quickly, bit by bit."""
        for page in self.press.make_notes(paths):
            yield self._print([page])
        for page in self.press.make_lists(self._of_notes(), changed):
            yield self._print([page])
        yield from self._print_searched(changed)

    def forget(self, addresses: Iterable[str]) -> None:
        """These pages are no more; should they come again, they are new."""
        for one in addresses:
            self._stamps.pop(one, None)
            self._mistakes.pop(one, None)

    def _print_alone(self, paths: Sequence[str], write: Callable[[Files], T]) -> list[T]:
        """All but the assets, every call of `write` in this process."""
        found = self._print_some(paths, write)
        found += self._write_held(self._hold_others(), write)
        return [*found, *map(write, self._print_data(None))]

    def _print_with_help(self, paths: Sequence[str], write: Callable[[Files], T]) -> list[T]:
        """All but the assets; what is searched is put together beside all else, written last."""
        with start_beside(self._print_apart) as wait:
            found = self._share_pages(paths, write)
            data = wait()
        if data is not None:
            self._add_texts(data)
        return [*found, *map(write, data.parts if data else self._print_data(None))]

    def _print_apart(self) -> "_Data":
        parts = list(self._print_data(None))
        return _Data(parts, self.texts.new, self.texts.used)

    def _share_pages(self, paths: Sequence[str], write: Callable[[Files], T]) -> list[T]:
        """Every page; a second worker prints pages of notes meanwhile.

        A few pages from all over come first: then templates and letters are read once, for both.
        What stands in no page of a note is printed next and written last. Should the pages of
        notes bring a problem to light, it is printed once more.
        """
        few = set(paths[:: max(1, len(paths) // FEW)])
        found = self._print_some(sorted(few), write)
        shares = Shares([path for path in paths if path not in few])
        with start_beside(lambda: self._print_part(shares, write)) as wait:
            held, problems = self._hold_others(), self._of_notes()
            self.press.site.gatherings.clear()
            part, theirs = self._print_part(shares, write), wait()
        found += part.written
        if theirs is not None:
            self._take_over(theirs)
            found += theirs.written
        else:
            done = few.union(path for path, *_ in part.made)
            found += self._print_some([path for path in paths if path not in done], write)
        if self._of_notes() != problems:
            held |= self._hold_others()
        return [*found, *self._write_held(held, write)]

    def _hold_others(self) -> Files:
        """The pages that are of no one note, packed: a tenth of the memory for a hundredth of the
        time of making them, and they wait until all that they lead to is there.
        """
        pages = self.press.make_others(self._of_notes())
        files = (self._print([page]) for page in pages)
        return {one: compress(data, 1) for part in files for one, data in part.items()}

    def _write_held(self, held: Files, write: Callable[[Files], T]) -> list[T]:
        """Write pages that were held, some at a time, and let them go."""
        found: list[T] = []
        addresses = list(held)
        for start in range(0, len(addresses), PART_OF_LISTS):
            some = addresses[start : start + PART_OF_LISTS]
            found.append(write({one: decompress(held.pop(one)) for one in some}))
        return found

    def _print_some(self, paths: Iterable[str], write: Callable[[Files], T]) -> list[T]:
        """The pages of notes, taken one by one, written some at a time."""
        pages = self.press.make_notes(paths)
        return [write(self._print(chain((page,), islice(pages, PART - 1)))) for page in pages]

    def _print_part(self, shares: Shares[str], write: Callable[[Files], T]) -> "_Part[T]":
        """Pages of notes as long as there are any to print."""
        paths: list[str] = []
        written = self._print_some(_note(shares.take(), paths), write)
        made, texts = self.press.hand_over(paths), self.texts
        known = self._stamps
        stamps = {one: known[one] for _, sheet, _ in made for one in sheet.addresses}
        return _Part(written, stamps, self._mistakes, made, texts.new, texts.used)

    def _take_over(self, part: "_Part[T]") -> None:
        self.press.take_over(part.made)
        self._add_texts(part)
        self._stamps |= part.stamps
        self._mistakes |= part.mistakes

    def _add_texts(self, part: "_Data | _Part[T]") -> None:
        self.texts.new |= part.texts
        self.texts.used |= part.used

    def _of_notes(self) -> tuple[Diagnostic, ...]:
        found, more = self.problems.all(), self.press.problems
        return sort_diagnostics((*found, *more)) if more else found

    def _print(self, pages: Iterable[Page]) -> Files:
        files: Files = {}
        for page in pages:
            stamp = make_key(self._theme.digest, page)
            if self._stamps.get(page.address) == stamp:
                continue
            self._stamps[page.address] = stamp
            self._mistakes.pop(page.address, None)
            try:
                data = render(page, self._theme).encode("utf-8", "replace")
            except TemplateMistakeError as mistake:
                self._mistakes[page.address] = mistake.diagnostic
                continue
            if page.broken:
                data = keep_good(data, self.read_old(page.address), page.broken)
            files[page.address] = data
        return files

    def _print_data(self, changed: Collection[Question] | None) -> Iterator[Files]:
        """The calendar and what the search looks through, a few files at a time; None is all."""
        yield {CALENDAR: self._calendar.print(changed)}
        yield from self._print_searched(changed)

    def _print_searched(self, changed: Collection[Question] | None) -> Iterator[Files]:
        files = iter(self._searched.print(changed) if self._searched else ())
        while some := dict(islice(files, SOME)):
            yield some


def _note(paths: Iterable[str], taken: list[str]) -> Iterator[str]:
    """Paths as they come, each noted when it is taken."""
    for path in paths:
        taken.append(path)
        yield path
