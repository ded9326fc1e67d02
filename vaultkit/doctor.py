"""Is the vault private? Each question with its answer and the remedy; the vault is only read."""

import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from vaultkit import disk
from vaultkit.disk import git
from vaultkit.pipeline import Loaded
from vaultkit.redaction.secrets import find_private_values

# Where people keep folders that everyone can read; whether yours is one only you can see there.
PUBLIC_HOSTS = (
    "github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "sr.ht", "gitea.com",
    "notabug.org", "sourceforge.net", "framagit.org", "salsa.debian.org",
)  # fmt: skip
_OUTSIDE = r"[\"']?((?:https?:)?//[^\s\"'<>)]+)"
# What a browser fetches of itself; a link that waits for a click is none.
_FETCHED = re.compile(
    rf"<(?:script|img|iframe|audio|video|source|embed|track)\b[^>]*?\s(?:src|poster)\s*=\s*{_OUTSIDE}"
    rf"|<(?:link|object)\b[^>]*?\s(?:href|data)\s*=\s*{_OUTSIDE}"
    rf"|(?:url\(|@import)\s*{_OUTSIDE}"
    r"|(?:fetch|importScripts|EventSource|WebSocket|sendBeacon)\(\s*[\"'`]((?:\w+:)?//[^\s\"'`)]+)",
    re.I,
)  # fmt: skip
_PAGES = (".html", ".css", ".js")


class Finding(NamedTuple):
    """One question: its name, whether all is well, what was found, how to mend it ("" if well)."""

    name: str
    is_well: bool
    found: str
    remedy: str


def examine(loaded: Loaded, out: Path) -> Iterator[Finding]:
    """Every question, in the order of the manual; `out` is where the site is built."""
    repository = git.find_repository(loaded.root)
    if repository is None:
        yield Finding("git", True, "no git repository: nothing is tracked, nothing can be sent", "")
    else:
        for question in QUESTIONS:
            yield question(loaded)
    yield _check_pages(loaded.root, out)
    yield _check_modes(loaded.root)


def _check_site(loaded: Loaded) -> Finding:
    tracked = git.find_tracked(loaded.root, [disk.SITE])
    found = f"git tracks {len(tracked)} files of the built site" if tracked else ""
    remedy = f"git rm -r --cached {disk.SITE}; echo /{disk.SITE}/ >> .gitignore"
    return _make("site", found, "the built site is not tracked", remedy)


def _check_state(loaded: Loaded) -> Finding:
    tracked = git.find_tracked(loaded.root, [disk.STATE])
    found = f"git tracks {len(tracked)} files of vaultkit's own memory" if tracked else ""
    remedy = f"git rm -r --cached {disk.STATE}"
    return _make("cache", found, "vaultkit's own files are not tracked", remedy)


def _check_remotes(loaded: Loaded) -> Finding:
    remotes = git.find_remotes(loaded.root)
    public = [f"{name} {address}" for name, address in remotes if _is_public(address)]
    found = f"a remote lies where folders can be public: {', '.join(public)}" if public else ""
    remedy = "make sure that it is private there, or: git remote remove " + (
        public[0].split()[0] if public else "NAME"
    )
    well = (
        "no remote"
        if not remotes
        else f"{len(remotes)} of your own: " + ", ".join(name for name, _ in remotes)
    )
    return _make("remote", found, well, remedy)


def _is_public(address: str) -> bool:
    host = re.split(r"[/:]", address.partition("://")[2] or address.rpartition("@")[2])[0]
    return any(host == one or host.endswith(f".{one}") for one in PUBLIC_HOSTS)


def _check_history(loaded: Loaded) -> Finding:
    values = dict(find_private_values(loaded.vault.notes.values()))
    held = dict(git.find_in_history(loaded.root, values))
    places = sorted({values[word] for word in held})
    found = f"history holds private fields: {', '.join(places[:5])}" if held else ""
    remedy = (
        "git keeps what was committed: drop it with git filter-repo --replace-text FILE, "
        "or keep the repository to yourself"
    )
    well = "history holds no private field" if values else "no field is private"
    return _make("history", found, well, remedy)


def _check_hook(loaded: Loaded) -> Finding:
    hooks = git.find_hooks_folder(loaded.root)
    texts = [disk.read_text(hooks / "pre-commit")] if hooks else []
    texts += [disk.read_text(loaded.root / ".pre-commit-config.yaml")]
    there = any("vaultkit" in text for text in texts)
    place = f"{hooks}/pre-commit"
    remedy = f"printf '#!/bin/sh\\nexec vaultkit check\\n' > {place}; chmod +x {place}"
    found = "" if there else "no hook checks the notes before a commit"
    return _make("hook", found, "a hook checks the notes before each commit", remedy)


# What is asked of a vault in a git repository.
QUESTIONS: tuple[Callable[[Loaded], Finding], ...] = (
    _check_site,
    _check_state,
    _check_remotes,
    _check_history,
    _check_hook,
)


def _check_pages(root: Path, out: Path) -> Finding:
    """Whether a page or a theme of the vault fetches anything from elsewhere."""
    found = ""
    for folder in (out, root / "themes"):
        for path in disk.find_pages(folder, _PAGES):
            hit = _FETCHED.search(disk.read_text(path))
            if hit and not found:
                address = next(one for one in hit.groups() if one)
                found = f"{path} fetches {address}"
    remedy = "take it out of the theme, or keep a copy of the file in its assets; then build again"
    return _make("requests", found, "no page and no theme fetches anything from outside", remedy)


def _check_modes(root: Path) -> Finding:
    """Whether others on this machine may change the notes."""
    open_ = [path for path in disk.find_modes(root) if path[1] & stat.S_IWOTH]
    found = f"{open_[0][0]} can be changed by everybody ({len(open_)} such)" if open_ else ""
    well = "only you and your group can change the notes"
    return _make("modes", found, well, f"chmod -R o-w {root}")


def _make(name: str, found: str, well: str, remedy: str) -> Finding:
    return Finding(name, not found, found or well, remedy if found else "")
