"""A site kept fresh: a vault folder and what may have changed in it to pages on disk.

One changed note is read, put in its place in the vault, and its own page is written; then
whatever asked something that has another answer now. Nothing else is read, made or written.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from vaultkit import disk
from vaultkit.build import (
    Built,
    Memory,
    add_written,
    find_stamps,
    is_unread,
    load_theme,
    make_edition,
    note_answers,
    read_linked,
    recall,
    remember,
    write_edition,
)
from vaultkit.diagnostics import Diagnostic
from vaultkit.disk.scan import GONE, NO_SITE, State, look_again, look_at_site
from vaultkit.notes import Note, read_note
from vaultkit.pipeline import Loaded, load_vault
from vaultkit.site import Edition, Files
from vaultkit.tracing import Question, Trace

Waits = Callable[[], bool]
# Told what is on disk already while the rest of a rebuild follows.
Tell = Callable[[disk.Written], None]


def _never() -> bool:
    return False


def _nobody(_written: disk.Written) -> None:
    pass


# A change here changes how everything is read or looks.
_OF_ALL = (disk.FILE_NAME, "themes", "", ".")


class Rebuilder:
    """One vault and one output folder, for as long as they are watched.

    `root` is the vault's own folder; `out` its site/ unless named, `theme_name` that of the
    settings unless named; `lost` is what the watcher cannot do, for every page to say. After each
    call the site equals a clean build of what is on disk, unless it made way for a newer change.
    """

    def __init__(self, root: Path, out: Path | None = None, theme_name: str | None = None) -> None:
        self.root, self.out, self.theme_name = root, out, theme_name
        self.lost = ""
        self._kept: _Kept | None = None

    def rebuild(
        self,
        today: date,
        changed: frozenset[str] | None = None,
        waits: Waits = _never,
        tell: Tell = _nobody,
    ) -> Built:
        """Bring the site up to date; raises VaultkitError when it cannot go on.

        `changed` holds the paths in the vault, with `/`, that may have changed, been made or been
        removed, be it files or folders; None stands for everything. Once the pages of these notes
        are written, which `tell` is told, `waits` is asked between the others whether a newer
        change waits; if so they are owed, and the next call brings them.
        """
        kept, self._kept = self._kept, None  # what fails half way is made anew
        if (
            kept is None
            or changed is None
            or kept.made_for != (today, self.lost)
            or is_of_all(changed)
        ):
            kept, built = self._build_all(today, waits)
        else:
            built = kept.refresh(changed, waits, tell)
        self._kept = kept
        return built

    def settle(self, states: Mapping[str, State] | None = None) -> None:
        """When it is quiet: the site's records as after a clean build. All that the next change
        needs is at hand; and, if `states` are those of all files as they were read last, what
        `due` and `check` tell.
        """
        out = self._find_out()
        disk.settle_site(out, self.root)
        disk.read_manifest(out)  # it is kept, and 10,000 pages take 10 ms
        if self._kept is not None:
            self._kept.warm()
            if states:
                self._kept.note(states)

    def has_site(self) -> bool:
        """Whether the last build left enough to go on from; then none has to be whole at once."""
        out = self._find_out()
        return disk.Cache(out).is_ours() and disk.read_manifest(out) is not None

    def _find_out(self) -> Path:
        return self.out or self.root / disk.SITE

    def _build_all(self, today: date, waits: Waits) -> tuple["_Kept", Built]:
        out = self._find_out()
        disk.check_output(out, self.root)
        options = f"{today} {self.theme_name}{self.lost}"
        look = disk.look_around(self.root, out, options)
        loaded = load_vault(self.root, trace=Trace(on=True))
        theme = load_theme(loaded.root, self.theme_name or loaded.settings.theme)
        edition = make_edition(loaded, today, theme, self.lost)
        memory = Memory(disk.Cache(out), look)
        if self.has_site():
            kept = _Kept(loaded, (today, self.lost), edition, out, memory)
            return kept, kept.refresh(frozenset(), waits)
        built = write_edition(edition, loaded.root, out, memory)
        return _Kept(loaded, (today, self.lost), edition, out), built


def is_of_all(changed: Iterable[str]) -> bool:
    """Whether one of these paths changes every page: settings, themes, what has no clear name."""
    return any(path.partition("/")[0] in _OF_ALL or "\ufffd" in path for path in changed)


class _Kept:
    """What is in memory between two rebuilds: the vault and its site as they were written.

    With a memory nothing is written yet: every page is owed, and compared with the last build.
    """

    def __init__(
        self,
        loaded: Loaded,
        made_for: tuple[date, str],
        edition: Edition,
        out: Path,
        memory: Memory | None = None,
    ) -> None:
        self.made_for = made_for
        self._root, self._out = loaded.root, out
        self._vault, self._settings = loaded.vault, loaded.settings
        self._edition = edition
        self._addresses = edition.addresses | set(edition.press.files)
        # Pages whose notes cannot be read just now, or were there only while pages were owed.
        self._spared: set[str] = set()
        # Answers and files that changed, for the pages that are owed.
        self._owed: set[Question] = set()
        self._files: set[str] = set()
        self._memory = memory
        self._begun = look_at_site(out)
        if memory:
            recall(edition, out, memory)
            assets = edition.begin(find_stamps(memory.cache, out))
            disk.write_pages(out, loaded.root, assets)
            self._addresses, self._spared = set(), set(disk.read_manifest(out) or ())

    def refresh(self, changed: frozenset[str], waits: Waits, tell: Tell = _nobody) -> Built:
        """Read what may have changed; write the pages of these notes first, then all others."""
        edition = self._edition
        own, files, answers = self._read(changed)
        answers |= edition.refresh(answers)
        answers |= edition.problems.check_notes(own)
        first = disk.write_pages(self._out, self._root, edition.print_notes(own))
        self._spared.update(first.changed)
        self._owed |= answers
        self._files |= files
        if first.changed:
            tell(first)
        if own and waits():
            return self._tell((first,), whole=False)
        parts, whole = self._write_rest(own, waits)
        built = self._tell((first, *parts), whole)
        return self._finish(built) if whole and self._memory else built

    def warm(self) -> None:
        """Have all at hand that the next page may need."""
        self._edition.warm()

    def note(self, states: Mapping[str, State]) -> None:
        """Leave what `due` and `check` tell of files in these states, if the site is whole."""
        if not self._memory and not self._owed:
            note_answers(self._edition, self._root, self._out, states)

    def _write_rest(self, own: set[str], waits: Waits) -> tuple[list[disk.Written], bool]:
        """All pages that are owed but those in `own`, just made; whether none is owed now."""
        edition, press = self._edition, self._edition.press
        more = edition.problems.refresh(self._owed)
        more |= edition.refresh_rows({*self._owed, *more})
        stale = set(press.find_stale(self._owed)) - own | set(press.find_stale(more))
        self._owed |= more
        parts: list[disk.Written] = []

        def write(pages: Files) -> None:
            self._spared.update(pages)
            parts.append(disk.write_pages(self._out, self._root, pages))

        paths = [*sorted(stale), *sorted(press.find_unmade(), key=self._tell_age)]
        changed = None if self._memory else self._owed
        pages, whole = edition.print_rest(paths, changed, waits, write)
        if not whole:
            write(pages)
            return parts, False
        copied, gone = self._find_copies()
        edition.forget(gone)
        self._owed, self._files = set(), set()
        return [*parts, disk.write_pages(self._out, self._root, pages | copied, gone)], True

    def _tell_age(self, path: str) -> int:
        """Less for what was saved later: it is what somebody is at work on."""
        states = self._memory.look.states if self._memory else {}
        return -states.get(path, GONE).modified

    def _finish(self, built: Built) -> Built:
        """A whole site is there; leave for the next build what this one found out."""
        assert self._memory
        disk.settle_site(self._out, self._root)
        built = replace(built, seen=look_again(self._out, self._begun))
        remember(self._edition, self._memory, built)
        self._memory = None
        return built

    def _find_copies(self) -> tuple[Files, set[str]]:
        """The files of the vault to be written, and the addresses where nothing stands now."""
        linked = self._edition.press.files
        wanted = {
            address: path
            for address, path in linked.items()
            if address not in self._addresses or path in self._files
        }
        copied = read_linked(self._root, wanted)
        before, self._addresses = self._addresses, self._edition.addresses | set(linked)
        self._addresses -= wanted.keys() - copied.keys()
        gone = (before | self._spared) - self._addresses
        if is_unread(self._edition.diagnostics):
            self._spared, gone = gone, set()
        else:
            self._spared = set()
        return copied, gone

    def _tell(self, parts: Iterable[disk.Written], whole: bool) -> Built:
        edition, written = self._edition, add_written(parts)
        press = edition.press
        seen = look_again(self._out, self._begun) if self._memory else NO_SITE
        left = len(press.find_unmade())
        pages = len(press.addresses)
        return Built(self._out, pages, written, edition.diagnostics, whole, seen, left)

    def _read(self, changed: frozenset[str]) -> tuple[set[str], set[str], set[Question]]:
        """Put in its place what is on disk; the notes and files that are others, the answers."""
        folder = disk.read_some(self._root, changed)
        notes, files = dict(folder.notes), set(folder.files)
        known = {path for path in self._vault.notes if _is_below(path, changed)}
        old_files = {path for path in self._vault.files if _is_below(path, changed)}
        found: dict[str, list[Diagnostic]] = {path: [] for path in (*changed, *known, *notes)}
        for one in folder.diagnostics:
            found.setdefault(one.path, []).append(one)
        answers = self._vault.replace_files(self._vault.files - old_files | files)
        own: set[str] = set()
        for path in sorted({*known, *notes}):
            note: Note | None = None
            if path in notes:
                note, problems = read_note(path, notes[path], self._settings)
                found[path] += problems
            if replaced := self._vault.replace(path, note):
                own.add(path)
                answers |= replaced
        return own, files | old_files, answers | self._edition.problems.read(found)


def _is_below(path: str, places: frozenset[str]) -> bool:
    """Whether a path is one of some places or lies below one."""
    while path:
        if path in places:
            return True
        path = path.rpartition("/")[0]
    return False
