"""Problems somebody chose not to hear of: `[check] ignore`, or a mark beside the line.

`%% vaultkit: ignore CODE %%` on the line or the one above it silences one problem of a note;
in the front matter `# vaultkit: ignore CODE` does.
"""

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from vaultkit.diagnostics import Diagnostic
from vaultkit.settings import Settings
from vaultkit.vault import Vault

_MARK = re.compile(r"vaultkit:[ ]*ignore[ ]+([a-z][a-z, -]*)")


def keep_wanted(
    problems: Iterable[Diagnostic], vault: Vault, settings: Settings
) -> Iterator[Diagnostic]:
    """The problems without those that are silenced."""
    marked: dict[str, bool] = {}
    for one in problems:
        if one.path not in marked:
            marked[one.path] = _holds_marks(one.path, vault)
        silenced = marked[one.path] and _is_marked(one, vault)
        if not silenced and not _is_ignored(one, settings):
            yield one


def _holds_marks(path: str, vault: Vault) -> bool:
    note = vault.note(path)
    return note is not None and "vaultkit:" in note.document.text


def _is_ignored(one: Diagnostic, settings: Settings) -> bool:
    """`CODE`, or `CODE:path/*.md` for some notes only."""
    for text in settings.ignore:
        code, _, pattern = text.partition(":")
        if code == one.code and fnmatchcase(one.path, pattern or "*"):
            return True
    return False


def _is_marked(one: Diagnostic, vault: Vault) -> bool:
    note = vault.note(one.path)
    if note is None:
        return False
    lines = note.document.lines
    near = lines[max(one.line - 2, 0) : one.line]
    return any(one.code in _read_mark(line) for line in near)


def _read_mark(line: str) -> list[str]:
    found = _MARK.search(line)
    return [code.strip(" -") for code in found[1].split(",")] if found else []
