"""What a watcher tells whoever listens: the command line prints it, the server passes it on."""

from collections.abc import Callable
from dataclasses import dataclass

from vaultkit.build import Built


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The site is up to date again: why, what that took, how many seconds."""

    cause: str
    built: Built
    seconds: float
    first: bool = False


@dataclass(frozen=True, slots=True)
class Ahead:
    """The pages of the notes that changed are there; those around them follow."""

    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """The site could not be brought up to date; its pages stay, the watcher tries again.

    `trace` is where, when it is a mistake of ours.
    """

    text: str
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A word on the watching itself: a vault gone, or back."""

    text: str


@dataclass(frozen=True, slots=True)
class Lost:
    """What the watcher cannot do for now, for every page to show; empty when nothing is lost."""

    text: str


Event = Rebuilt | Ahead | Failed | Said | Lost
Listener = Callable[[Event], None]


def say_paths(paths: frozenset[str]) -> str:
    """`contacts/Ruth Okafor.md changed`, `12 files changed`."""
    if not paths:
        return "the pages around them"
    if len(paths) > 2:
        return f"{len(paths)} files changed"
    return f"{' and '.join(sorted(paths))} changed"
