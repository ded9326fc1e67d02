"""The way out: a loaded vault to its site on disk. Apart from pipeline, as templates cost time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from vaultkit import __version__, disk
from vaultkit.agenda import make_rows
from vaultkit.diagnostics import Diagnostic, has_errors, write_diagnostics
from vaultkit.disk.scan import NO_SITE, SiteState, State, look_again, look_at_site
from vaultkit.owed import Owed, write_owed
from vaultkit.pipeline import Loaded, load_letters
from vaultkit.site import Basis, Edition, Files
from vaultkit.site.texts import Texts
from vaultkit.site.theme import Theme, ThemeFiles, make_theme, read_parent


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: where, how many pages, what changed on disk, what is wrong.

    Not `whole` is one that made way for a newer change: pages are owed still, and of `left` notes
    nothing is made yet. `seen` is the state of the site right after the build of a whole one; an
    earlier one if somebody removed it meanwhile.
    """

    out: Path
    pages: int
    written: disk.Written
    diagnostics: tuple[Diagnostic, ...]
    whole: bool = True
    seen: SiteState = NO_SITE
    left: int = 0


class Memory(NamedTuple):
    """What the last build left in the output folder, and how the vault looked before this one."""

    cache: disk.Cache
    look: disk.Look


def build_site(
    loaded: Loaded,
    today: date,
    out: Path | None = None,
    theme_name: str | None = None,
    memory: Memory | None = None,
) -> Built:
    """The vault's site, written to `out` (its own site/ unless named).

    With a memory only what differs from the last build is rendered, and the next one may too.
    """
    out = out or loaded.root / disk.SITE
    disk.check_output(out, loaded.root)
    theme = load_theme(loaded.root, theme_name or loaded.settings.theme)
    edition = make_edition(loaded, today, theme)
    return write_edition(edition, loaded.root, out, memory)


def make_edition(loaded: Loaded, today: date, theme: Theme, lost: str = "") -> Edition:
    """The site of a loaded vault, with the letters that come with vaultkit; `lost` as in Basis."""
    letters = load_letters(loaded.settings)
    basis = Basis(loaded.vault, loaded.settings, today, theme, __version__, letters, lost)
    return Edition(basis, loaded.diagnostics)


def write_edition(edition: Edition, root: Path, out: Path, memory: Memory | None = None) -> Built:
    """A whole site to its folder; of pages whose template fails the last good version stays."""
    if memory:
        recall(edition, out, memory)
    with disk.hold_site(out, root) as records:
        stamps = find_stamps(memory.cache, out) if memory else {}
        begun = look_at_site(out)
        written = _write(edition, root, out, records, stamps)
        seen = look_again(out, begun)
    pages = len(edition.press.addresses)
    built = Built(out, pages, written, edition.diagnostics, seen=seen)
    if memory:
        remember(edition, memory, built)
    return built


def find_stamps(cache: disk.Cache, out: Path) -> dict[str, str]:
    """What each page showed that is as it was written, and known to be ours."""
    known = disk.read_manifest(out) or {}
    if disk.find_links(out, known):
        return {}
    return {one: stamp for one, stamp in cache.stamps().items() if one in known}


def recall(edition: Edition, out: Path, memory: Memory) -> None:
    """Let an edition use what the last build left."""
    edition.press.site.texts = Texts(memory.cache.text)
    edition.read_old = partial(read_old, out)


def remember(edition: Edition, memory: Memory, built: Built) -> None:
    """Leave for the next build what this one found out."""
    was_removed = built.seen.marker != look_at_site(built.out).marker
    if was_removed or is_unread(built.diagnostics):
        memory.cache.drop()  # the pages are gone, or the same files may be readable the next time
        return
    facts = disk.tell_last(built.out, memory.look, say_end(built)) | say_answers(edition)
    memory.cache.write(facts, edition.stamps, edition.texts.new, edition.texts.used)
    edition.press.site.texts = Texts(memory.cache.text)


def _write(
    edition: Edition, root: Path, out: Path, records: disk.Records, stamps: Mapping[str, str]
) -> disk.Written:
    """Pages as they are made, so that few are in memory; then what is ours and no page goes."""
    if disk.is_ours(out) and disk.read_manifest(out) is None:  # it no longer tells what is ours
        files = edition.print_all() | read_linked(root, edition.press.files)
        return disk.write_site(out, root, files, edition.addresses - set(files))
    write = partial(disk.write_pages, out, root, records=records)
    parts = edition.print_to(write, stamps)
    linked = read_linked(root, edition.press.files)
    gone = set(disk.read_manifest(out) or ()) - edition.addresses - set(linked)
    if is_unread(edition.diagnostics):
        gone = set()
    parts.append(write(linked, gone))
    disk.settle_site(out, root)
    return add_written(parts)


def add_written(parts: Iterable[disk.Written]) -> disk.Written:
    """What several writes did, as if they were one."""
    fields = zip(*parts, strict=True)
    return disk.Written(*(tuple(dict.fromkeys(one for part in f for one in part)) for f in fields))


def is_unread(problems: Iterable[Diagnostic]) -> bool:
    """Whether a note or a folder could not be read: then no page goes, as its note may be there."""
    return any(one.code == "note-unreadable" for one in problems)


def read_old(out: Path, address: str) -> bytes | None:
    """A page of ours as the last build left it."""
    return disk.read_page(out, address) if address in (disk.read_manifest(out) or ()) else None


def say_answers(edition: Edition) -> dict[str, str]:
    """What `due` and `check` tell of this day, for as long as nothing changes."""
    rows, today = make_rows(edition.agenda.followups), edition.agenda.today
    contacts = edition.press.site.vault.contacts
    owed = Owed(today, rows, edition.problems.is_partial, bool(contacts))
    problems = write_diagnostics(edition.problems.all(), today)
    return {"owed": write_owed(owed), "problems": problems}


def note_answers(edition: Edition, root: Path, out: Path, states: Mapping[str, State]) -> None:
    """Leave the answers for a vault whose files have these states, after a change to its site."""
    if not is_unread(edition.diagnostics) and (facts := disk.tell_vault(root, out, states)):
        disk.Cache(out).note(facts | say_answers(edition))


def say_end(built: Built) -> disk.Last:
    """What is said at the end of a build."""
    problems = built.diagnostics
    of_theme = tuple(str(one) for one in problems if one.code == "template")
    return disk.Last(built.pages, len(problems), has_errors(problems), of_theme)


def read_linked(root: Path, files: Mapping[str, str]) -> Files:
    """Files of the vault that pages refer to (address -> path); what cannot be read is left out."""
    found = {address: disk.read_file(root, path) for address, path in files.items()}
    return {address: data for address, data in found.items() if data is not None}


def load_theme(root: Path, name: str) -> Theme:
    """A theme with its parents; a circle of parents is cut at its second round."""
    layers: list[ThemeFiles] = []
    parent: str | None = name
    while parent is not None and parent not in [layer.name for layer in layers]:
        folder = disk.find_theme(parent, root)
        files = disk.read_files(folder)
        layers.append(ThemeFiles(parent, files, folder.parent == disk.find_shipped("themes")))
        parent = read_parent(parent, files)
    return make_theme(layers)
