"""How the last build ended: if nothing it looked at has changed since, there is nothing to do."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from vaultkit.disk.cache import Cache, code_state, digest, look_at, look_at_tree
from vaultkit.disk.manifest import find_links, read_manifest
from vaultkit.disk.names import JOURNAL, MANIFEST, OWN, SITE, find_real
from vaultkit.disk.scan import State, scan
from vaultkit.disk.shipped import find_shipped
from vaultkit.disk.target import make_parents
from vaultkit.settings import FILE_NAME

# A file that changed this close before we looked may change again and look the same (as git's
# "racily clean" files): where the system counts in ticks, and where it counts in seconds.
_TICK, _SECONDS = 20_000_000, 2_100_000_000


class Last(NamedTuple):
    """What a build says at its end."""

    pages: int
    problems: int
    has_errors: bool
    of_theme: tuple[str, ...]


class Look(NamedTuple):
    """A vault, the themes, the options in one short text; `is_sure` when it can be trusted."""

    text: str
    is_sure: bool
    states: Mapping[str, State] = MappingProxyType({})


def look_around(root: Path, out: Path, options: str) -> Look:
    """All that a build depends on, before it reads anything."""
    now = _now(root, out)
    found = scan(root)
    states = (f"{path} {state}" for path, state in found.items())
    more = (look_at(root / FILE_NAME), look_at_tree(find_shipped("themes")), code_state(), options)
    return Look(digest((*states, *more)), _is_sure(found, now), found)


def _is_sure(states: Mapping[str, State], now: int | None) -> bool:
    """Whether no file changed so shortly before that its next change could look the same."""
    newest = max((state.changed for state in states.values()), default=0)
    slack = _TICK if newest % 1_000_000_000 else _SECONDS
    return now is not None and newest + slack < now


def _now(root: Path, out: Path) -> int | None:
    """The time by the clock that stamps the files; None for a vault that was moved away."""
    path = out / f"{OWN}{os.getpid()}.tmp"
    try:
        make_parents(find_real(out), find_real(root))
        out.mkdir(exist_ok=True)
        with open(path, "xb") as file:
            found = os.fstat(file.fileno()).st_ctime_ns
        path.unlink()
    except OSError:
        return None
    return found


def find_last(cache: Cache, out: Path, look: Look) -> Last | None:
    """How the last build ended; None when there is something to do."""
    if not look.is_sure or cache.fact("look") != look.text:
        return None
    if cache.fact("site") != _look_at_site(out):
        return None
    try:
        pages, problems, has_errors, of_theme = json.loads(cache.fact("end"))
        return Last(int(pages), int(problems), bool(has_errors), tuple(map(str, of_theme)))
    except (ValueError, TypeError):
        return None


def tell_last(out: Path, look: Look, last: Last) -> dict[str, str]:
    """What the next build has to know, as facts for the cache."""
    if not look.is_sure:
        return {}
    vault = {"vault": _look_at_vault(look.states)}
    return vault | {"look": look.text, "site": _look_at_site(out), "end": json.dumps(last)}


def tell_vault(root: Path, out: Path, states: Mapping[str, State]) -> dict[str, str]:
    """What `recall` has to know of the vault of these states; nothing when they may deceive."""
    is_sure = _is_sure(states, _now(root, out))
    return {"vault": _look_at_vault(states)} if is_sure else {}


def recall(root: Path, name: str) -> str:
    """What the last build of a vault's own site noted; "" when nothing, or the vault is another.

    Only looks: nothing is written, not even where a build was killed.
    """
    cache = Cache(root / SITE, may_write=False)
    noted, vault = cache.fact(name), cache.fact("vault")
    return noted if noted and vault and vault == _look_at_vault(scan(root)) else ""


def _look_at_vault(states: Mapping[str, State]) -> str:
    return digest(f"{path} {state}" for path, state in states.items())


def _look_at_site(out: Path) -> str:
    """Every file of ours in a site: somebody may have changed or removed one."""
    own = (f"{name} {look_at(out / name)}" for name in (MANIFEST, JOURNAL))
    addresses = sorted(read_manifest(out) or ())
    links = find_links(out, addresses)
    return digest((*own, *links, *(f"{one} {look_at(f'{out}/{one}')}" for one in addresses)))
