"""The rows that many notes add to one list: what makes the rows of one note to all of them."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar, cast

from vaultkit.gathering import Keyed
from vaultkit.notes.note import Note
from vaultkit.site.frame import Site

N = TypeVar("N", bound=Note)
T = TypeVar("T")


def gather(
    site: Site, make: Callable[[Site, N], Iterable[Keyed[T]]], *kinds: type[N]
) -> list[Keyed[T]]:
    """The rows of all notes of these kinds, in the order of their keys; `make` has its own name."""
    make_rows = cast(Callable[[Note], Iterable[Keyed[T]]], partial(make, site))
    return site.gatherings.find(f"{make.__module__}.{make.__name__}", kinds, make_rows)
