"""All that is wrong on a day; after a change only checks run again that could say other things.

What reading found comes in, what the checks find is added, what somebody chose not to hear of is
left out.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import partial

from vaultkit.checks import NOTE_CHECKS, VAULT_CHECKS, Scene, check_settings, keep_wanted
from vaultkit.diagnostics import Diagnostic, has_errors, sort_diagnostics
from vaultkit.gathering import Gatherings
from vaultkit.settings import Settings
from vaultkit.stages import Standing
from vaultkit.tracing import Groups, Question, Shelf
from vaultkit.vault import Vault

_BY_NAME = {check.__name__: check for check in VAULT_CHECKS}
_Found = tuple[Diagnostic, ...]


class Problems:
    """What is wrong with a vault on a day, to be asked by path."""

    def __init__(
        self,
        vault: Vault,
        settings: Settings,
        today: date,
        standings: Mapping[str, Standing],
        read: Iterable[Diagnostic],
    ) -> None:
        self._scene = Scene(vault, settings, today, standings, Gatherings(vault))
        self._found: Groups[Diagnostic] = Groups()
        self._of_notes: Shelf[_Found] = Shelf(vault.trace)
        self._of_vault: Shelf[_Found] = Shelf(vault.trace)
        self._of_reading: Shelf[_Found] = Shelf(vault.trace)
        self._broken: set[str] = set()
        self._sorted: _Found | None = None  # all of them, while they are the same
        self._put("settings", partial(check_settings, settings), self._of_reading)
        by_path: dict[str, list[Diagnostic]] = {}
        for one in read:
            by_path.setdefault(one.path, []).append(one)
        self.read(by_path)
        self.check_notes(vault.notes)
        self.check_vault()
        self._scene.gatherings.clear()

    def of(self, path: str) -> _Found:
        """What is wrong with one file."""
        self._scene.vault.trace.asks("problems", path)
        return sort_diagnostics(self._found.about(path))

    def all(self) -> _Found:
        """All that is wrong, by path, line and code."""
        self._scene.vault.trace.asks("problems")
        if self._sorted is None:
            self._sorted = sort_diagnostics(self._found.all())
        return self._sorted

    @property
    def is_partial(self) -> bool:
        """Whether some file could not be read in full, be it told or not."""
        return bool(self._broken)

    def read(self, found: Mapping[str, Iterable[Diagnostic]]) -> set[Question]:
        """What reading some files found wrong, in place of what it found before."""
        changed: set[Question] = set()
        for path, problems in found.items():
            (self._broken.add if has_errors(problems) else self._broken.discard)(path)
            changed |= self._put(f"read {path}", partial(tuple, problems), self._of_reading)
        return changed

    def check_notes(self, paths: Iterable[str]) -> set[Question]:
        """What the rest of the vault shows to be wrong with some notes."""
        changed: set[Question] = set()
        for path in paths:
            changed |= self._put(path, partial(self._check_note, path), self._of_notes)
        return changed

    def check_vault(self, names: Iterable[str] = tuple(_BY_NAME)) -> set[Question]:
        """What only all notes together show."""
        changed: set[Question] = set()
        for name in names:
            check = partial(_BY_NAME[name], self._scene)
            changed |= self._put(f"all {name}", check, self._of_vault, name)
        return changed

    def refresh(self, changed: Collection[Question]) -> set[Question]:
        """Bring all up to date after these answers changed; what has another answer now."""
        own = {about for what, about in changed if what == "note"}
        more = self.check_notes(sorted(own | self._of_notes.find_stale(changed)))
        rows = self._scene.gatherings.refresh(changed)
        return more | self.check_vault(sorted(self._of_vault.find_stale({*changed, *rows})))

    def _check_note(self, path: str) -> Iterable[Diagnostic]:
        note = self._scene.vault.note(path)
        checks = NOTE_CHECKS if note else ()
        return (one for check in checks if note for one in check(self._scene, note))

    def _put(
        self,
        source: str,
        check: Callable[[], Iterable[Diagnostic]],
        shelf: Shelf[_Found],
        name: str | None = None,
    ) -> set[Question]:
        vault, settings = self._scene.vault, self._scene.settings
        found = shelf.make(name or source, lambda: tuple(keep_wanted(check(), vault, settings)))
        shelf.values.pop(name or source)
        paths = self._found.put(source, ((one.path, one) for one in found))
        if not paths:
            return set()
        self._sorted = None
        return {("problems", ""), *(("problems", path) for path in paths)}
