"""File names that get in each other's way, or that another system cannot hold."""

import re
from collections.abc import Iterator

from vaultkit.addresses import address_of
from vaultkit.checks.scene import Scene
from vaultkit.diagnostics import Diagnostic, make_diagnostic
from vaultkit.file_names import fold_path

_COPY = re.compile(r"conflicted copy|\.sync-conflict-", re.I)
_FORBIDDEN = re.compile(r'[<>:"\\|?*\x00-\x1f]')
# What stands for a byte of a name that is no text, and its number.
_BYTE = re.compile("\ufffd(?:[89A-F][0-9A-F]|0[AD])?")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.I)
# Longer names do not fit every file system, in bytes of UTF-8.
_LONGEST = 255


def check_addresses(scene: Scene) -> Iterator[Diagnostic]:
    """Two notes whose pages would have one address, or whose files another system takes for one."""
    same: dict[str, list[str]] = {}
    files: dict[str, str] = {}
    for path, kind in scene.vault.kinds.items():
        paths = same.setdefault(address_of(kind, path), [])
        paths.append(path)
        if len(paths) > 1:
            message = (
                f"its page would have the address of {paths[0]}; it gets one ending in "
                f"-{len(paths)}, rename one of the files"
            )
            yield make_diagnostic("slug-twice", path, 1, 1, message)
        twin = files.setdefault(fold_path(path), path)
        if twin != path:
            message = f"Windows and macOS take it for {twin}; rename one of the files"
            yield make_diagnostic("file-name", path, 1, 1, message)


def check_names(scene: Scene) -> Iterator[Diagnostic]:
    """Names that Windows or macOS cannot hold, or that are no text."""
    for path in (*scene.vault.kinds, *sorted(scene.vault.files)):
        for part in path.split("/"):
            if found := _BYTE.search(part):
                held = f"holds a byte that is no text ({found[0]})"
                message = f'"{part}" {held}, so no command can write it; rename it'
                yield make_diagnostic("file-name", path, 1, 1, message)
            elif trouble := _find_trouble(part):
                message = f'"{part}" {trouble}, so it cannot be copied there; rename it'
                yield make_diagnostic("file-name", path, 1, 1, message)


def _find_trouble(part: str) -> str:
    if found := _FORBIDDEN.search(part):
        return f"holds {found[0]!r}, which Windows refuses"
    if part.endswith((".", " ")) or part.removesuffix(".md").endswith((" ", ".")):
        return "ends in a blank or a dot, which Windows drops"
    if _DEVICE.match(part):
        return "is the name of a device on Windows"
    if len(part.encode("utf-8", "surrogateescape")) > _LONGEST:
        return "is too long for other systems"
    return ""


def check_copies(scene: Scene) -> Iterator[Diagnostic]:
    """Copies that a sync tool left beside a note."""
    for path in scene.vault.kinds:
        if _COPY.search(path.rpartition("/")[2]):
            message = "a sync tool left this copy; merge it by hand, then delete it"
            yield make_diagnostic("conflict-copy", path, 1, 1, message)
