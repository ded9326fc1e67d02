"""The builder writes whole pages into a folder of its own, and removes nothing but its own."""

import fcntl
import json
import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.support import RUTH, contact, write_vault
from vaultkit import disk
from vaultkit.cli import main
from vaultkit.diagnostics import VaultkitError
from vaultkit.disk import target as target_module
from vaultkit.disk.manifest import IDLE, hash_of
from vaultkit.disk.names import CACHE, JOURNAL

OLD = {
    "index.html": b"old index",
    "assets/paper.css": b"old css",
    "contacts/ruth.html": b"old ruth",
    "contacts/gone.html": b"gone",
    "trips/gone.html": b"gone",
    "files/cv": b"a file that becomes a folder",
}
NEW = {
    "index.html": b"new index, longer",
    "assets/paper.css": b"old css",
    "contacts/ruth.html": b"new ruth",
    "contacts/wei.html": b"new wei",
    "files/cv/old.pdf": b"new pdf",
    "assets/search-data.js": b"new data",
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "vault", {RUTH: contact("- 2026-09-24 letter")})


@pytest.fixture
def out(vault: Path) -> Path:
    return vault / "site"


def pages_in(out: Path) -> dict[str, bytes]:
    """What a reader finds: every file but our own records."""
    return {name: data for name, data in all_in(out).items() if not name.startswith(".vaultkit")}


def all_in(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


# -- where a site may go ------------------------------------------------------------------------


def make_target(vault: Path, what: str) -> Path:
    """A folder that must be refused."""
    outside = vault.parent / "elsewhere"
    outside.mkdir()
    match what:
        case "root":
            return Path("/")
        case "home":
            return Path.home()
        case "vault":
            return vault
        case "ancestor":
            return vault.parent
        case "note folder":
            return vault / "contacts"
        case "inside a note folder":
            return vault / "Contacts" / "site"
        case "git's own":
            return vault / ".git" / "site"
        case "foreign":
            (outside / "thesis.txt").write_text("years")
        case "git root":
            (outside / ".git").mkdir()
        case "file":
            (outside / "f").write_text("x")
            return outside / "f"
        case "link to the vault":
            (outside / "link").symlink_to(vault)
            return outside / "link"
        case "way back":
            return vault / "contacts" / ".."
        case "marker that is a link":
            (outside / disk.MARKER).symlink_to("thesis.txt")
            (outside / "thesis.txt").write_text("years")
        case "link to itself" | "below a link to itself":
            (outside / "loop").symlink_to("loop")
            return outside / "loop" / ("site" if what.startswith("below") else "")
        case "note folder of another vault":
            return write_vault(outside / "other", {}) / "trips" / "site"
        case "mount point":
            return Path("/dev/shm")
    return outside


REFUSED = (
    "root", "home", "vault", "ancestor", "note folder", "inside a note folder", "git's own",
    "foreign", "git root", "file", "link to the vault", "way back", "marker that is a link",
    "link to itself", "below a link to itself", "note folder of another vault", "mount point",
)  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_a_folder_that_is_not_ours_is_refused(vault: Path, what: str) -> None:
    target = make_target(vault, what)
    before = all_in(vault) | all_in(vault.parent / "elsewhere")
    result = CliRunner().invoke(main, ["-C", str(vault), "build", "-o", str(target)])
    assert result.exit_code == 3, result.output
    assert "name " in result.stderr and result.stderr.count("\n") == 1
    assert all_in(vault) | all_in(vault.parent / "elsewhere") == before


def test_a_start_that_leads_to_itself_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    for words in (["due"], ["build"], ["watch"], ["serve"], ["check"]):
        result = CliRunner().invoke(main, ["-C", str(tmp_path / "loop" / "x"), *words])
        assert result.exit_code == 3, result.output
        assert "is no folder; give the folder of a vault after -C" in result.stderr


def test_another_name_of_the_vault_by_disk_and_inode_is_refused(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounted = vault.parent / "mounted"
    mounted.mkdir()
    real = os.stat

    def as_if_mounted(path: str | Path, **how: bool) -> os.stat_result:
        return real(vault if str(path) == str(mounted) else path, **how)

    monkeypatch.setattr(os, "stat", as_if_mounted)
    with pytest.raises(VaultkitError, match="holds the vault"):
        disk.check_output(mounted, vault)


def test_a_new_or_empty_folder_and_one_of_a_killed_first_build_are_taken(vault: Path) -> None:
    for name in ("new", "deep/new", "empty", "killed"):
        target = vault.parent / name
        if name in ("empty", "killed"):
            target.mkdir()
        if name == "killed":
            (target / ".vaultkit-4711.tmp").write_bytes(b"half")
            (target / disk.MANIFEST).write_bytes(b"{}")
        disk.write_site(target, vault, OLD)
        assert pages_in(target) == OLD
        assert not (target / ".vaultkit-4711.tmp").exists()


def test_a_link_to_a_folder_of_ones_own_is_followed_once(vault: Path, out: Path) -> None:
    real = vault.parent / "real"
    real.mkdir()
    out.symlink_to(real)
    disk.write_site(out, vault, OLD)
    assert pages_in(real) == OLD


# -- what is removed, and what is not -----------------------------------------------------------


def test_the_folder_is_synced_and_strangers_stay(vault: Path, out: Path) -> None:
    disk.write_site(out, vault, OLD)
    (out / "mine.txt").write_bytes(b"mine")
    (out / "trips" / "mine.html").write_bytes(b"mine")
    written = disk.write_site(out, vault, NEW)
    assert set(written.removed) == {"contacts/gone.html", "trips/gone.html", "files/cv"}
    assert "assets/paper.css" not in written.changed
    assert pages_in(out) == {**NEW, "mine.txt": b"mine", "trips/mine.html": b"mine"}


def test_folders_that_became_empty_go(vault: Path, out: Path) -> None:
    disk.write_site(out, vault, {"files/a/b/c.pdf": b"x", "index.html": b"y"})
    disk.write_site(out, vault, {"index.html": b"y"})
    assert not (out / "files").exists()


def test_a_page_edited_by_hand_is_not_removed(vault: Path, out: Path) -> None:
    disk.write_site(out, vault, OLD)
    (out / "contacts" / "gone.html").write_bytes(b"my own words")
    written = disk.write_site(out, vault, NEW)
    assert written.kept == ("contacts/gone.html",)
    assert (out / "contacts" / "gone.html").read_bytes() == b"my own words"


def test_a_page_edited_by_hand_is_made_anew(vault: Path, out: Path) -> None:
    disk.write_site(out, vault, OLD)
    (out / "index.html").write_bytes(b"torn")
    assert disk.write_site(out, vault, OLD).changed == ("index.html",)
    assert pages_in(out) == OLD


def test_a_strangers_file_in_the_place_of_a_page_steps_aside(vault: Path, out: Path) -> None:
    disk.write_site(out, vault, OLD)
    for name in ("contacts/wei.html", "contacts/wei.html.yours"):
        (out / name).write_bytes(b"mine")
    written = disk.write_site(out, vault, NEW)
    assert written.aside == ("contacts/wei.html",)
    assert (out / "contacts/wei.html").read_bytes() == b"new wei"
    assert (out / "contacts/wei.html.yours").read_bytes() == b"mine"
    assert (out / "contacts/wei.html.yours-2").read_bytes() == b"mine"
    assert disk.write_site(out, vault, NEW).aside == ()


def test_the_build_tells_of_strangers_and_of_pages_edited_by_hand(vault: Path) -> None:
    run = CliRunner().invoke
    assert run(main, ["-C", str(vault), "build"]).exit_code == 0
    page = vault / "site" / "contacts" / "ruth-okafor.html"
    page.write_bytes(b"my own words")
    (vault / "site" / "contacts" / "wei.html").write_bytes(b"mine")
    (vault / RUTH).rename(vault / "contacts" / "Wei.md")
    told = run(main, ["-C", str(vault), "build"]).stderr
    assert "contacts/ruth-okafor.html was edited by hand, so it stays" in told
    assert "contacts/wei.html was not vaultkit's; it is contacts/wei.html.yours now" in told
    assert page.read_bytes() == b"my own words"


@pytest.mark.parametrize("damage", [b"", b"{", b"[" * 100000, b"7", None, b"\xff\x00"])
def test_a_damaged_manifest_is_mended_in_silence(
    vault: Path, out: Path, damage: bytes | None
) -> None:
    disk.write_site(out, vault, OLD)
    clean = all_in(out)
    (out / disk.MANIFEST).unlink()
    if damage is not None:
        (out / disk.MANIFEST).write_bytes(damage)
    (out / "index.html").write_bytes(b"torn")
    written = disk.write_site(out, vault, OLD)
    assert written.aside == ()
    assert all_in(out) == clean


HASH = "a" * 64
ODD: tuple[dict[str, object] | list[str], ...] = (
    ["index.html"], {"version": 9, "pages": {}}, {"index.html": float("nan")},
    {"index.html": "any"}, {"\ud800.html": HASH}, {"x" * 5000: HASH}, {".vaultkit-site": HASH},
    {".git/config": HASH}, {},
)  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("where", [disk.MANIFEST, JOURNAL])
def test_records_of_another_make_are_made_anew(
    vault: Path, odd: dict[str, object] | list[str], where: str
) -> None:
    run = CliRunner().invoke
    words = ["-C", str(vault), "--today", "2026-10-08", "build"]
    assert run(main, words).exit_code == 0
    site = vault / "site"
    clean = all_but_cache(site)
    rows = odd.items() if isinstance(odd, dict) else odd
    lines = json.dumps(odd) if where == disk.MANIFEST else "\n".join(map(json.dumps, rows))
    (site / where).write_text(lines)
    result = run(main, words)
    assert result.exit_code == 0, result.output
    assert all_but_cache(site) == clean


def all_but_cache(site: Path) -> dict[str, bytes]:
    return {name: data for name, data in all_in(site).items() if name != CACHE}


def test_a_manifest_that_points_outside_removes_nothing(vault: Path, out: Path) -> None:
    disk.write_site(out, vault, OLD)
    note = (vault / RUTH).read_bytes()
    lies = dict.fromkeys((f"../{RUTH}", f"contacts/../../{RUTH}"), hash_of(note))
    (out / disk.MANIFEST).write_text(json.dumps(lies))
    (out / JOURNAL).write_text("".join(f"{json.dumps(one)}\n" for one in lies.items()))
    disk.write_site(out, vault, NEW)
    assert (vault / RUTH).read_bytes() == note


def test_links_inside_the_site_are_never_followed(vault: Path, out: Path) -> None:
    disk.write_site(out, vault, OLD)
    note = (vault / RUTH).read_bytes()
    (out / "index.html").unlink()
    (out / "index.html").symlink_to(vault / RUTH)
    (out / "contacts" / "gone.html").unlink()
    (out / "contacts" / "gone.html").symlink_to(vault / RUTH)
    disk.write_site(out, vault, NEW)
    assert (vault / RUTH).read_bytes() == note
    assert (out / "index.html").read_bytes() == NEW["index.html"]


def test_a_linked_folder_inside_the_site_is_refused_by_name(vault: Path, out: Path) -> None:
    disk.write_site(out, vault, OLD)
    outside = vault.parent / "outside"
    (out / "contacts").rename(outside)
    (out / "contacts").symlink_to(outside)
    with pytest.raises(VaultkitError, match="contacts is a link"):
        disk.write_site(out, vault, NEW)
    assert all_in(outside) == {"gone.html": b"gone", "ruth.html": b"old ruth"}


def test_a_folder_that_became_a_link_is_told_though_no_note_changed(vault: Path) -> None:
    run = CliRunner().invoke
    assert run(main, ["-C", str(vault), "build"]).exit_code == 0
    (vault / "site" / "contacts").rename(vault.parent / "moved")
    (vault / "site" / "contacts").symlink_to(vault.parent / "moved")
    result = run(main, ["-C", str(vault), "build"])
    assert result.exit_code == 3
    assert "contacts is a link; no page is written through it: remove it" in result.stderr


def test_a_file_in_the_place_of_a_folder_steps_aside_and_is_told(vault: Path, out: Path) -> None:
    disk.write_site(out, vault, OLD)
    (out / "assets" / "paper.css").unlink()
    (out / "assets").rmdir()
    (out / "assets").write_bytes(b"mine")
    assert disk.write_site(out, vault, OLD).aside == ("assets",)
    assert (out / "assets.yours").read_bytes() == b"mine"
    assert pages_in(out) == {**OLD, "assets.yours": b"mine"}


def test_pages_whose_template_fails_stay(vault: Path, out: Path) -> None:
    disk.write_site(out, vault, OLD)
    disk.write_site(out, vault, NEW, keep=["contacts/gone.html", "never/there.html"])
    assert pages_in(out) == {**NEW, "contacts/gone.html": b"gone"}
    disk.write_site(out, vault, NEW)
    assert pages_in(out) == NEW


# -- same bytes ---------------------------------------------------------------------------------


def test_an_unchanged_build_touches_nothing(vault: Path, out: Path) -> None:
    disk.write_site(out, vault, OLD)
    before = {path: path.stat() for path in out.rglob("*")}
    assert disk.write_site(out, vault, OLD) == disk.Written((), ())
    after = {path: path.stat() for path in out.rglob("*")}
    assert {p: (s.st_ino, s.st_mtime_ns) for p, s in after.items()} == {
        p: (s.st_ino, s.st_mtime_ns) for p, s in before.items()
    }


def test_a_site_is_the_same_wherever_and_however_it_was_made(vault: Path, out: Path) -> None:
    other = vault.parent / "other"
    disk.write_site(other, vault, NEW)
    disk.write_site(out, vault, OLD)
    gone = [address for address in OLD if address not in NEW]
    written = disk.write_pages(out, vault, NEW, gone)
    assert set(written.removed) == set(gone)
    assert pages_in(out) == NEW
    disk.settle_site(out, vault)
    assert all_in(out) == all_in(other)


def test_what_came_by_parts_is_known_to_the_next_build(vault: Path, out: Path) -> None:
    disk.write_site(out, vault, OLD)
    disk.write_pages(out, vault, {"notes/a.html": b"a"}, ["trips/gone.html"])
    disk.write_pages(out, vault, {"notes/a.html": b"b"})
    written = disk.write_site(out, vault, NEW)
    assert "notes/a.html" in written.removed
    assert pages_in(out) == NEW


def test_thousands_of_small_builds_leave_a_short_record(vault: Path, out: Path) -> None:
    disk.write_site(out, vault, OLD)
    for number in range(2 * IDLE):
        pages = {"index.html": b"%d" % number, f"notes/{number % 3}.html": b"a"}
        disk.write_pages(out, vault, pages, [f"notes/{(number + 1) % 3}.html"])
    assert (out / JOURNAL).stat().st_size < IDLE * 200
    written = disk.write_site(out, vault, NEW)
    assert not written.kept
    assert pages_in(out) == NEW


# -- killed, refused by the system, two at once -------------------------------------------------

CALLS = ("open", "replace", "rename", "unlink", "mkdir", "rmdir")


def interrupt(at: int, strike: Callable[[], None]) -> None:
    """Make the call of this number that changes a disk strike instead, in this process."""
    count = iter(range(1_000_000))

    def wrap(real: Callable[..., object]) -> Callable[..., object]:
        def call(*words: object, **how: object) -> object:
            if next(count) == at:
                strike()
            return real(*words, **how)

        return call

    for name in CALLS:
        setattr(os, name, wrap(getattr(os, name)))
    disk.whole.open = wrap(open)  # type: ignore[attr-defined]
    Path.unlink = wrap(Path.unlink)  # type: ignore[method-assign, assignment]
    Path.mkdir = wrap(Path.mkdir)  # type: ignore[method-assign, assignment]
    Path.rmdir = wrap(Path.rmdir)  # type: ignore[method-assign, assignment]


def in_child(work: Callable[[], object]) -> int:
    """The exit code of work done in a child: 0 done, 3 VaultkitError, else how it died."""
    child = os.fork()
    if not child:
        code = 1
        try:
            work()
            code = 0
        except VaultkitError:
            code = 3
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def check_whole(out: Path) -> None:
    for name, data in pages_in(out).items() if out.exists() else ():
        assert data in (OLD.get(name), NEW.get(name)), name


def write_by_parts(out: Path, vault: Path) -> None:
    disk.write_pages(out, vault, NEW, [address for address in OLD if address not in NEW])


@pytest.mark.parametrize("first", [True, False], ids=["first build", "later build"])
@pytest.mark.parametrize("write", [lambda out, vault: disk.write_site(out, vault, NEW),
                                   write_by_parts], ids=["whole", "parts"])  # fmt: skip
def test_killed_anywhere_every_page_is_whole_and_the_next_build_mends(
    vault: Path, write: Callable[[Path, Path], object], first: bool
) -> None:
    clean = vault.parent / "clean"
    disk.write_site(clean, vault, OLD)
    for at in range(1000):
        out = vault.parent / f"site-{at}"
        if not first:
            disk.write_site(out, vault, OLD)

        def work(out: Path = out, at: int = at) -> None:
            interrupt(at, lambda: os._exit(9))
            write(out, vault)

        code = in_child(work)
        check_whole(out)
        disk.write_site(out, vault, OLD)
        assert all_in(out) == all_in(clean), at
        if code == 0:
            assert at > 20
            break
    else:
        pytest.fail("never came to its end")


def test_a_full_disk_anywhere_is_one_line_and_the_next_build_mends(vault: Path) -> None:
    def refuse() -> None:
        raise OSError(28, "No space left on device", "somewhere")

    for at in range(1000):
        out = vault.parent / f"site-{at}"
        disk.write_site(out, vault, OLD)

        def work(out: Path = out, at: int = at) -> None:
            interrupt(at, refuse)
            disk.write_site(out, vault, NEW)

        code = in_child(work)
        check_whole(out)
        assert code in (0, 3), at
        disk.write_site(out, vault, NEW)
        assert pages_in(out) == NEW, at
        if code == 0 and at > 100:
            break


@pytest.mark.parametrize("error", [28, 30, 13, 5])
def test_what_the_system_refuses_is_one_line_and_exit_3(
    vault: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    def refuse(*words: object, **how: object) -> None:
        raise OSError(error, os.strerror(error), "x")

    monkeypatch.setattr(os, "replace", refuse)
    result = CliRunner().invoke(main, ["-C", str(vault), "build"])
    assert result.exit_code == 3
    assert os.strerror(error) in result.stderr
    assert result.stderr.count("\n") == 1


def builders(vault: Path, out: Path, versions: Mapping[int, dict[str, bytes]]) -> Iterator[int]:
    context = multiprocessing.get_context("fork")
    running = [
        context.Process(target=disk.write_site, args=(out, vault, pages))
        for pages in versions.values()
    ]
    for one in running:
        one.start()
    for one in running:
        one.join(60)
        yield one.exitcode if one.exitcode is not None else -1


def test_builders_at_once_take_turns(vault: Path, out: Path) -> None:
    versions = {
        who: {f"notes/{page}.html": b"%d" % who * 50 for page in range(60)}
        | {f"of/{who}.html": b"x"}
        for who in range(4)
    }
    assert list(builders(vault, out, versions)) == [0, 0, 0, 0]
    assert pages_in(out) in versions.values()


def test_the_second_builder_waits_and_then_says_so(
    vault: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk.write_site(out, vault, OLD)
    monkeypatch.setattr(target_module, "PATIENCE", 0.2)
    handle = os.open(out, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(VaultkitError, match="another vaultkit is writing"):
        disk.write_site(out, vault, NEW)
    os.close(handle)
    disk.write_site(out, vault, NEW)
    assert pages_in(out) == NEW


def test_a_site_that_is_gone_is_not_settled(vault: Path, out: Path) -> None:
    disk.settle_site(out, vault)
    assert not out.exists()
