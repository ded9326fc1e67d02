"""Is the vault private? Each question with its answer and the remedy; the vault is only read."""

import os
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from shlex import quote
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
    if trouble := git.find_trouble(loaded.root):
        yield _say_trouble(loaded.root, trouble)
    elif repository is None:
        yield Finding("git", True, "no git repository: nothing is tracked, nothing can be sent", "")
    else:
        for question in QUESTIONS:
            yield question(loaded)
    yield _check_pages(loaded.root, out)
    yield _check_modes(loaded.root)


def _say_trouble(root: Path, trouble: str) -> Finding:
    """A repository git does not speak of: nothing of it could be looked at."""
    remedy = f"mend the repository, so that this works: git -C {quote(str(root))} status"
    if "not installed" in trouble:
        remedy = "install git, then ask again"
    elif "dubious ownership" in trouble:
        remedy = f"git config --global --add safe.directory {quote(str(root))}"
    return Finding("git", False, f"this is a git repository, but: {trouble}", remedy)


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
    held, is_whole = git.find_in_history(loaded.root, values)
    places = sorted({values[word] for word in held})
    found = f"history holds private fields: {', '.join(places[:5])}" if held else ""
    if not held and not is_whole:
        found = "history is too long to be looked at in full; its newer part holds no private field"
    remedy = (
        "git keeps what was committed: drop it with git filter-repo --replace-text FILE, "
        "or keep the repository to yourself"
    )
    well = "history holds no private field" if values else "no field is private"
    return _make("history", found, well, remedy)


def _check_hook(loaded: Loaded) -> Finding:
    """Whether something checks the notes before a commit: a hook, husky, lefthook, pre-commit."""
    top = git.find_repository(loaded.root) or loaded.root
    hook = (git.find_hooks_folder(loaded.root) or top / ".git" / "hooks") / "pre-commit"
    named = [one for one in _find_hooks(top, hook) if "vaultkit" in disk.read_text(one)]
    below = os.path.relpath(loaded.root, top).removeprefix(".")
    check = f"vaultkit -C {quote(str(below))} check" if below else "vaultkit check"
    found, remedy = "", ""
    if not named:
        found = "no hook checks the notes before a commit"
        remedy = _add_hook(top, hook, check)
    elif named == [hook] and not _may_run(hook):
        found, remedy = (
            "git passes over the hook: it may not be run",
            f"chmod +x {quote(str(hook))}",
        )
    elif named == [top / _PRE_COMMIT] and not hook.exists():
        found, remedy = f"{_PRE_COMMIT} names vaultkit, but is not in use", "pre-commit install"
    return _make("hook", found, "a hook checks the notes before each commit", remedy)


_PRE_COMMIT = ".pre-commit-config.yaml"


def _find_hooks(top: Path, hook: Path) -> Iterator[Path]:
    places = (_PRE_COMMIT, ".husky/pre-commit", "lefthook.yml", ".lefthook.yml")
    yield from (one for one in (hook, *(top / place for place in places)) if one.is_file())


def _add_hook(top: Path, hook: Path, check: str) -> str:
    """The shell's line that brings the hook; what is there already stays."""
    husky = top / ".husky"
    target = husky / "pre-commit" if husky.is_dir() else hook
    place = quote(str(target))
    if target.exists() or husky.is_dir():
        return f"echo {quote(check)} >> {place}"
    lines = f"'#!/bin/sh' {quote(f'exec {check}')}"
    return f"mkdir -p {quote(str(hook.parent))}; printf '%s\\n' {lines} > {place}; chmod +x {place}"


def _may_run(hook: Path) -> bool:
    return os.name == "nt" or bool(hook.stat().st_mode & stat.S_IXUSR)


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
    return _make("modes", found, well, f"chmod -R o-w {quote(str(root))}")


def _make(name: str, found: str, well: str, remedy: str) -> Finding:
    return Finding(name, not found, found or well, remedy if found else "")
