"""A real folder, a real watcher: every save reaches its page, and what is lost is said."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.support import RUTH, contact, write_vault
from tests.test_cache import age
from vaultkit.build import build_site
from vaultkit.cli import main
from vaultkit.disk import output
from vaultkit.disk.names import JOURNAL
from vaultkit.disk.target import lock_output
from vaultkit.pipeline import load_vault
from vaultkit.watch import Event, Failed, Lost, Rebuilt, Said, Watcher, loop
from vaultkit.watch.hints import Hints
from vaultkit.watch.seen import Seen
from vaultkit.watch.told import Told

DAY = date(2026, 10, 8)
LOG = "- 2026-09-24 letter"
PAGE = "site/contacts/ruth-okafor.html"
PATIENCE = 15.0


def wait_for(what: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Until something is so; it fails when it never is."""
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "it never came to pass"
        time.sleep(0.01)


class Watched:
    """A vault in the hands of a watcher that runs in a thread."""

    def __init__(self, folder: Path) -> None:
        self.vault = write_vault(folder / "vault", {RUTH: contact(LOG, body="FIRST words")})
        self.day = DAY
        self.events: list[Event] = []
        self.make_hints: Callable[[Path, Told], Hints] = Hints
        self._thread: threading.Thread | None = None
        self._watcher: Watcher | None = None

    def start(self, where: Path | None = None) -> None:
        self._watcher = Watcher(
            where or self.vault, lambda: self.day, self.events.append, make_hints=self.make_hints
        )
        self._watcher.start()
        self._thread = threading.Thread(target=self._watcher.run)
        self._thread.start()

    def stop(self) -> None:
        if self._watcher and self._thread:
            self._watcher.stop()
            self._thread.join(5)
            assert not self._thread.is_alive()

    def page(self, address: str = PAGE) -> str:
        try:
            return (self.vault / address).read_text("utf-8")
        except OSError:
            return ""

    def shows(self, words: str, address: str = PAGE) -> None:
        wait_for(lambda: words in self.page(address))

    def said(self, kind: type[Event], words: str) -> None:
        wait_for(lambda: any(isinstance(one, kind) and words in str(one) for one in self.events))

    def lost(self) -> str:
        return next((one.text for one in reversed(self.events) if isinstance(one, Lost)), "")

    def rebuilds(self) -> int:
        return sum(isinstance(one, Rebuilt) for one in self.events)

    @staticmethod
    def differs(found: dict[str, bytes], wanted: dict[str, bytes]) -> list[str]:
        """The pages that differ. One in its last good state may where a clean build has none;
        that it is the last one is seen in test_rebuild.py, where every state is known.
        """
        names = [name for name in {*found, *wanted} if found.get(name) != wanted.get(name)]
        kept, none = b"<!-- the last good page -->", b"<!-- never good yet -->"
        may = {one for one in names if kept in found.get(one, b"") and none in wanted.get(one, b"")}
        return [one for one in names if one not in may]

    def equals_clean_build(self) -> None:
        """At rest the site is that of a clean build, byte for byte."""
        clean = self.vault.parent / "clean"
        shutil.rmtree(clean, ignore_errors=True)
        build_site(load_vault(self.vault), self.day, clean)
        wanted = files_of(clean)
        until = time.monotonic() + PATIENCE
        while self.differs(found := files_of(self.vault / "site"), wanted):
            if time.monotonic() > until:
                odd = self.differs(found, wanted)
                told = [one for one in self.events if not isinstance(one, Rebuilt)]
                pytest.fail(f"differs from a clean build: {sorted(odd)}; {told}")
            time.sleep(0.02)


def files_of(folder: Path) -> dict[str, bytes]:
    found = {}
    for path in folder.rglob("*"):
        try:
            if path.is_file() and not path.name.startswith("."):
                found[path.relative_to(folder).as_posix()] = path.read_bytes()
        except OSError:
            pass
    return found


def remove_site(vault: Path) -> None:
    """As `rm -rf`, again until it is gone: the watcher may be writing its records meanwhile."""

    def is_gone() -> bool:
        shutil.rmtree(vault / "site", ignore_errors=True)
        return not (vault / "site").exists()

    wait_for(is_gone)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    one = Watched(tmp_path)
    yield one
    one.stop()


# -- savers, byte by byte -----------------------------------------------------------------------


def write_in_place(path: Path, data: bytes) -> None:
    """nano, ed, VS Code: emptied, filled, closed."""
    with open(path, "wb") as file:
        file.flush()
        file.write(data)


def write_in_drops(path: Path, data: bytes) -> None:
    with open(path, "wb", buffering=0) as file:
        for start in range(0, len(data), 20):
            file.write(data[start : start + 20])
            time.sleep(0.01)


def replace_it(path: Path, data: bytes) -> None:
    """sed -i, GLib, atomic writers: a temporary file moved over it."""
    beside = path.with_name("sedXa7rT2")
    beside.write_bytes(data)
    os.replace(beside, path)


def save_as_vim(path: Path, data: bytes) -> None:
    """vim: the probe 4913, the note moved to note~, a new one written, note~ removed."""
    probe, backup = path.with_name("4913"), path.with_name(path.name + "~")
    probe.touch()
    probe.unlink()
    path.rename(backup)
    time.sleep(0.02)
    path.write_bytes(data)
    backup.unlink()


def save_as_jetbrains(path: Path, data: bytes) -> None:
    new, old = (path.with_name(f"{path.name}___jb_{one}___") for one in ("tmp", "old"))
    new.write_bytes(data)
    path.rename(old)
    new.rename(path)
    old.unlink()


def save_as_emacs(path: Path, data: bytes) -> None:
    """emacs: a lock that is a dangling link, an auto-save, the note in place, note~ stays."""
    lock, auto = path.with_name(f".#{path.name}"), path.with_name(f"#{path.name}#")
    lock.symlink_to("user@host.1:1")
    auto.write_bytes(data)
    shutil.copy(path, path.with_name(path.name + "~"))
    write_in_place(path, data)
    auto.unlink()
    lock.unlink()


def move_from_outside(path: Path, data: bytes) -> None:
    outside = path.parents[2] / "outside.md"
    outside.write_bytes(data)
    outside.rename(path)


def remove_and_write(path: Path, data: bytes) -> None:
    """git checkout: deleted, created, written, closed."""
    path.unlink()
    path.write_bytes(data)


SAVERS = (
    write_in_place, write_in_drops, replace_it, save_as_vim, save_as_jetbrains, save_as_emacs,
    move_from_outside, remove_and_write,
)  # fmt: skip


def test_every_way_to_save_reaches_the_page_and_no_page_is_ever_half(watched: Watched) -> None:
    watched.start()
    seen: set[str] = set()
    running = True

    def read_all_the_time() -> None:
        while running:
            seen.add(watched.page())
            time.sleep(0.002)

    reader = threading.Thread(target=read_all_the_time)
    reader.start()
    for number, save in enumerate(SAVERS):
        text = contact(LOG, body=f"WORDS{number} of it " + "filler " * 40 + "THEEND")
        save(watched.vault / RUTH, text.encode())
        watched.shows(f"WORDS{number} ")
    running = False
    reader.join()
    assert "" not in seen
    for page in seen:
        assert page.rstrip().endswith("</html>")
        assert "FIRST" in page or "THEEND" in page
    watched.equals_clean_build()


VIM = shutil.which("vim") or shutil.which("vim.tiny") or "vim"
EMACS = '(progn (replace-string-in-region "FIRST" "SECOND" (point-min)) (save-buffer))'
TOOLS = {
    "sed": ["sed", "-i", "s/FIRST/SECOND/", RUTH],
    "mv": ["sh", "-c", f"sed s/FIRST/SECOND/ '{RUTH}' > t && mv t '{RUTH}'"],
    "cat": ["sh", "-c", f"sed s/FIRST/SECOND/ '{RUTH}' > t && cat t > '{RUTH}' && rm t"],
    "vim": [VIM, "-es", "-u", "NONE", "-c", "%s/FIRST/SECOND/|wq", RUTH],
    "vim in place": [VIM, "-es", "-u", "NONE", "-c", "set bkc=yes bk|%s/FIRST/SECOND/|wq", RUTH],
}
if shutil.which("emacs"):  # too large for the machine that runs every test
    TOOLS["emacs"] = ["emacs", "-Q", "--batch", RUTH, "--eval", EMACS]


@pytest.mark.parametrize("tool", TOOLS)
def test_real_tools(watched: Watched, tool: str) -> None:
    command = TOOLS[tool]
    if shutil.which(command[0]) is None and not os.environ.get("CI"):
        pytest.skip(f"no {command[0]} on this machine")
    watched.start()
    subprocess.run(command, cwd=watched.vault, check=False, capture_output=True)
    watched.shows("SECOND words")
    watched.equals_clean_build()


def git(vault: Path, *words: str) -> None:
    who = ["-c", "user.name=R", "-c", "user.email=r@x.example", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *words], cwd=vault, check=True, capture_output=True)


def test_git_checkout_there_and_back(watched: Watched) -> None:
    git(watched.vault, "init", "-q", "-b", "main")
    (watched.vault / ".gitignore").write_text("site/\n")
    for number in range(60):
        note = watched.vault / "notes" / f"N{number}.md"
        note.parent.mkdir(exist_ok=True)
        note.write_text(f"ONE{number}")
    git(watched.vault, "add", ".")
    git(watched.vault, "commit", "-qm", "one")
    git(watched.vault, "checkout", "-qb", "two")
    for number in range(0, 60, 2):
        (watched.vault / "notes" / f"N{number}.md").unlink()
    (watched.vault / "notes" / "N1.md").write_text("TWO1")
    git(watched.vault, "commit", "-qam", "two")
    watched.start()
    git(watched.vault, "checkout", "-q", "main")
    watched.shows("ONE58", "site/notes/n58.html")
    watched.equals_clean_build()
    git(watched.vault, "checkout", "-q", "two")
    wait_for(lambda: not watched.page("site/notes/n58.html"))
    watched.shows("TWO1", "site/notes/n1.html")
    watched.equals_clean_build()


def storm(vault: Path, rng: random.Random, steps: int) -> None:
    """Edits, renames, deletes, swaps, folders, odd bytes: as fast as they come."""
    words = ["FIRST", "%%hidden%%", "[[Ruth Okafor]]", "\xe9", "---", "## Log", "- 2026-10-01 call"]
    for _ in range(steps):
        notes = sorted(vault.glob("[cnti]*/**/*.md"))
        folder = vault / rng.choice(["contacts", "notes", "notes/deep", "trips", "interviews"])
        folder.mkdir(parents=True, exist_ok=True)
        text = "---\nname: N\n---\n" + "\n".join(rng.choices(words, k=5))
        path = rng.choice(notes) if notes and rng.random() < 0.6 else None
        match rng.randrange(8):
            case 0 | 1 | 2:
                target = path or folder / f"S{rng.randrange(20)}.md"
                rng.choice(SAVERS[:1] + SAVERS[2:3])(target, text.encode())
            case 3 if path:
                path.unlink()
            case 4 if path:
                path.rename(folder / f"R{rng.randrange(20)}.md")
            case 5 if path:
                path.write_bytes(rng.randbytes(50))
            case 6:
                shutil.rmtree(vault / "notes" / "deep", ignore_errors=True)
            case _:
                time.sleep(rng.random() / 20)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_a_storm_the_site_is_that_of_a_clean_build(watched: Watched, seed: int) -> None:
    watched.start()
    storm(watched.vault, random.Random(seed), 60)
    watched.equals_clean_build()


# -- what no file tells -------------------------------------------------------------------------


def test_today_moves_on_by_itself_and_back_when_the_clock_does(watched: Watched) -> None:
    watched.start()
    watched.shows("8 October 2026", "site/index.html")
    watched.day = date(2026, 10, 20)
    watched.shows("20 October 2026", "site/index.html")
    watched.day = date(2026, 10, 1)
    watched.shows("1 October 2026", "site/index.html")
    watched.equals_clean_build()


def test_reading_and_touching_rebuild_no_page(watched: Watched) -> None:
    watched.start()
    before = (watched.vault / PAGE).stat().st_mtime_ns
    for _ in range(20):
        (watched.vault / RUTH).read_bytes()
    list(watched.vault.rglob("*"))
    os.utime(watched.vault / RUTH)
    (watched.vault / "contacts" / "New.md").write_text("---\n---\nMORE")
    watched.shows("MORE", "site/contacts/new.html")
    assert (watched.vault / PAGE).stat().st_mtime_ns == before


def test_files_that_are_touched_and_whose_rights_change_are_no_changes_untold(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "SELDOM", (0.05, 0.1, 150))
    watched.start()
    for mode in (0o600, 0o644, 0o600):
        before = watched.rebuilds()
        os.utime(watched.vault / RUTH)
        os.chmod(watched.vault / RUTH, mode)
        wait_for(partial(lambda before: watched.rebuilds() > before, before))
    assert watched.lost() == ""


def test_settings_and_a_theme_of_the_vaults_own_are_followed(watched: Watched) -> None:
    watched.start()
    (watched.vault / "vaultkit.toml").write_text('format = 1\nname = "RENAMED"\n')
    watched.shows("RENAMED", "site/index.html")
    theme = watched.vault / "themes" / "own"
    (theme / "templates").mkdir(parents=True)
    (theme / "theme.toml").write_text('parent = "plain"\n')
    (theme / "templates" / "contact.html").write_text("OWN {{ vault }}")
    (watched.vault / "vaultkit.toml").write_text('format = 1\ntheme = "own"\n')
    watched.shows("OWN")
    (theme / "templates" / "contact.html").write_text("ANEW")
    watched.shows("ANEW")
    (theme / "templates" / "contact.html").write_text("BROKEN {% if %}")
    wait_for(lambda: any("template" in str(one) for one in watched.events[-1:]))
    assert "ANEW" in watched.page()


def test_a_theme_that_is_missing_keeps_the_last_pages_and_says_so(watched: Watched) -> None:
    watched.start()
    (watched.vault / "vaultkit.toml").write_text('format = 1\ntheme = "gone"\n')
    watched.said(Failed, 'no theme "gone"')
    assert "FIRST" in watched.page()
    assert 'no theme "gone"' in watched.lost()
    (watched.vault / "vaultkit.toml").write_text("format = 1\n")
    wait_for(lambda: watched.lost() == "")
    watched.equals_clean_build()


def test_a_mistake_of_ours_does_not_end_the_watching(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.start()
    from vaultkit.rebuild import Rebuilder

    real = Rebuilder.rebuild

    def fail(*_words: object) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr(Rebuilder, "rebuild", fail)
    (watched.vault / RUTH).write_text(contact(LOG, body="SECOND"))
    watched.said(Failed, "mistake in vaultkit")
    monkeypatch.setattr(Rebuilder, "rebuild", real)
    watched.shows("SECOND")
    wait_for(lambda: watched.lost() == "")


def test_a_site_removed_or_built_by_somebody_else_is_mended(watched: Watched) -> None:
    watched.start()
    remove_site(watched.vault)
    watched.shows("FIRST")
    build_site(load_vault(watched.vault), date(2026, 12, 24))
    watched.shows("8 October 2026", "site/index.html")
    watched.equals_clean_build()
    remove_site(watched.vault)
    (watched.vault / RUTH).write_text(contact(LOG, body="SECOND"))
    watched.shows("SECOND")
    watched.equals_clean_build()


def remove_in_the_middle(vault: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> list[int]:
    """Have the site removed just as it is written in for the time of this number; the times."""
    times: list[int] = []
    real = lock_output

    def remove_and_lock(out: Path) -> object:
        times.append(len(times))
        if len(times) == at:
            shutil.rmtree(vault / "site", ignore_errors=True)
        return real(out)

    monkeypatch.setattr(output, "lock_output", remove_and_lock)
    return times


@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_a_site_removed_while_it_is_written_in_is_mended(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    watched.start()
    watched.equals_clean_build()
    times = remove_in_the_middle(watched.vault, monkeypatch, at)
    (watched.vault / RUTH).write_text(contact(LOG, body="SECOND"))
    wait_for(lambda: len(times) >= at)
    watched.shows("SECOND")
    watched.equals_clean_build()


def test_a_build_whose_site_was_removed_meanwhile_is_not_taken_for_whole(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["-C", str(watched.vault), "--today", DAY.isoformat(), "build"]
    age(watched.vault)
    with monkeypatch.context() as patch:
        remove_in_the_middle(watched.vault, patch, 3)
        CliRunner().invoke(main, command)
    assert CliRunner().invoke(main, command).exit_code == 0
    watched.equals_clean_build()


def test_a_page_removed_by_somebody_comes_back(watched: Watched) -> None:
    watched.start()
    watched.equals_clean_build()
    shutil.rmtree(watched.vault / "site" / "contacts")
    (watched.vault / "site" / "log.html").unlink()
    watched.equals_clean_build()


@pytest.mark.parametrize("what", ["folder", "nowhere", "out", "out of notes"])
def test_what_takes_the_place_of_a_note_and_is_none_comes_to_rest(
    watched: Watched, what: str
) -> None:
    watched.start()
    note = watched.vault / RUTH
    note.unlink()
    match what:
        case "folder":
            note.mkdir()
        case "nowhere":
            note.symlink_to("nothing.md")
        case "out":
            note.symlink_to("/etc/hostname")
        case _:
            note.with_suffix("").symlink_to(watched.vault.parent)
    watched.equals_clean_build()
    wait_for(lambda: not (watched.vault / "site" / JOURNAL).exists())
    note.rmdir() if what == "folder" else note.unlink(missing_ok=True)
    watched.equals_clean_build()


def test_who_keeps_changing_the_site_is_answered_ever_more_rarely() -> None:
    seen = Seen()
    times = [now for now in range(60) if seen.is_due(float(now))]
    assert times == [0, 1, 2, 4, 8, 16, 24, 32, 40, 48, 56]
    assert seen.is_due(200.0) and seen.is_due(200.5)
    assert seen.is_due(3.0)  # a clock that went back


# -- a vault that moves -------------------------------------------------------------------------


def test_a_vault_moved_away_is_waited_for(watched: Watched) -> None:
    watched.start()
    away = watched.vault.with_name("away")
    watched.vault.rename(away)
    watched.said(Lost, "waiting for it to come back")
    (away / RUTH).write_text(contact(LOG, body="SECOND"))
    assert not watched.vault.exists()
    away.rename(watched.vault)
    watched.said(Said, "is back")
    watched.shows("SECOND")
    wait_for(lambda: watched.lost() == "")
    (watched.vault / RUTH).write_text(contact(LOG, body="THIRD"))
    watched.shows("THIRD")


def test_another_folder_under_the_vaults_name_is_taken(watched: Watched) -> None:
    watched.start()
    other = write_vault(watched.vault.with_name("other"), {RUTH: contact(LOG, body="OTHER")})
    watched.vault.rename(watched.vault.with_name("away"))
    other.rename(watched.vault)
    watched.shows("OTHER")
    (watched.vault / RUTH).write_text(contact(LOG, body="THIRD"))
    watched.shows("THIRD")


def test_a_linked_vault_is_followed_and_so_is_its_link(watched: Watched) -> None:
    link = watched.vault.with_name("link")
    link.symlink_to(watched.vault)
    watched.start(link)
    (watched.vault / RUTH).write_text(contact(LOG, body="SECOND"))
    watched.shows("SECOND")
    other = write_vault(watched.vault.with_name("other"), {RUTH: contact(LOG, body="OTHER")})
    link.unlink()
    link.symlink_to(other)
    wait_for((other / PAGE).exists)
    (other / RUTH).write_text(contact(LOG, body="THIRD"))
    wait_for(lambda: "THIRD" in (other / PAGE).read_text("utf-8"))


# -- a system that does not tell ----------------------------------------------------------------


def refuse(_root: Path, _queue: Told) -> Hints:
    raise OSError(24, "inotify instance limit reached")


def test_without_a_watch_scans_do_and_it_is_said(watched: Watched) -> None:
    watched.make_hints = refuse
    watched.start()
    assert "inotify instance limit reached" in watched.lost()
    assert "inotify instance limit reached" in watched.page()
    assert "inotify instance limit reached" in watched.page("site/insights.html")
    assert watched.rebuilds() == 1
    (watched.vault / RUTH).write_text(contact(LOG, body="SECOND"))
    watched.shows("SECOND")


class Deaf(Hints):
    """A watch that hears nothing, as on a network drive."""

    def __init__(self, root: Path, queue: Told) -> None:
        super().__init__(root, Told())


def test_changes_that_nobody_told_of_are_found_and_it_is_said(watched: Watched) -> None:
    watched.make_hints = Deaf
    watched.start()
    for words in ("SECOND", "THIRD", "FOURTH"):
        (watched.vault / RUTH).write_text(contact(LOG, body=words))
        watched.shows(words)
    wait_for(lambda: "does not tell" in watched.lost())
    watched.shows("does not tell")
    watched.shows("does not tell", "site/insights.html")


class PartOnly(Hints):
    def covers(self) -> bool:
        return False


def test_a_watch_on_a_part_of_the_vault_is_said(watched: Watched) -> None:
    watched.make_hints = PartOnly
    watched.start()
    assert "only a part" in watched.lost()


def test_a_watch_that_ends_is_made_anew(watched: Watched) -> None:
    made: list[Hints] = []

    def make(root: Path, queue: Told) -> Hints:
        made.append(Hints(root, queue))
        return made[-1]

    watched.make_hints = make
    watched.start()
    observer = made[-1]._observer
    assert observer is not None
    observer.stop()
    watched.said(Said, "listening anew")
    (watched.vault / RUTH).write_text(contact(LOG, body="SECOND"))
    watched.shows("SECOND")
    assert len(made) >= 2


class SetBack:
    """A clock that is set back by a day after half of a move came; who sleeps for it is let go."""

    def __init__(self) -> None:
        self.days, self.asleep, self.awake = 1, threading.Event(), threading.Event()

    def monotonic(self) -> float:
        now, self.days = time.monotonic() + self.days * 86_400, 0
        return now

    def sleep(self, seconds: float) -> None:
        if seconds > 60:
            self.asleep.set()
            self.awake.wait(seconds)
            self.days = 2
        else:
            time.sleep(seconds)


def test_a_watch_that_sleeps_for_a_day_holds_nobody_up(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.start()
    clock = SetBack()
    monkeypatch.setattr("watchdog.utils.delayed_queue.time", clock)
    try:
        (watched.vault / RUTH).rename(watched.vault.with_name("elsewhere.md"))
        assert clock.asleep.wait(PATIENCE)
        watched.stop()  # asks whether it ended
    finally:
        clock.awake.set()


def test_a_lost_event_is_made_up_for(watched: Watched) -> None:
    """What watchdog logs as an overflow means to look everywhere, and is no reason for alarm."""
    import logging

    class Forgetful(Hints):
        def __init__(self, root: Path, queue: Told) -> None:
            super().__init__(root, Told())
            self._log._queue = queue

    watched.make_hints = Forgetful
    watched.start()
    for words in ("SECOND", "THIRD", "FOURTH"):
        (watched.vault / RUTH).write_text(contact(LOG, body=words))
        logging.getLogger("watchdog.observers.inotify_c").warning("Inotify queue overflowed")
        watched.shows(words)
    assert watched.lost() == ""


# -- the commands -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "first"), [("watch", "file://"), ("serve", "http://127.0.0.1:")]
)
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_it_stops_at_once_when_asked(
    watched: Watched, command: str, first: str, number: signal.Signals, code: int
) -> None:
    words = [sys.executable, "-m", "vaultkit", "-C", str(watched.vault), command]
    words += ["-p", "0"] if command == "serve" else []
    with subprocess.Popen(words, stdout=-1, stderr=-1, encoding="utf-8") as process:
        assert process.stdout and process.stderr
        assert process.stdout.readline().startswith(first)
        wait_for((watched.vault / PAGE).exists)
        while "Watching" not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(number)
        out, told = process.communicate(timeout=5)
    assert process.returncode == code
    assert out == ""
    assert told.splitlines()[-1] == "Stopped."
    assert "Traceback" not in told


def test_a_line_tells_what_changed_and_what_it_took(watched: Watched) -> None:
    words = [sys.executable, "-m", "vaultkit", "-C", str(watched.vault), "watch"]
    with subprocess.Popen(words, stdout=-1, stderr=-1, encoding="utf-8") as process:
        assert process.stderr
        while "Watching" not in process.stderr.readline():
            assert process.poll() is None
        (watched.vault / RUTH).write_text(contact(LOG + "\n- nonsense", body="SECOND"))
        line = process.stderr.readline()
        process.terminate()
    assert line.startswith(f"{RUTH} changed: ")
    assert " pages written, " in line and " ms, 1 problem" in line


def test_no_vault_is_one_line_and_exit_3(tmp_path: Path) -> None:
    for command in ("watch", "serve"):
        words = [sys.executable, "-m", "vaultkit", "-C", str(tmp_path), command]
        done = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 3
        assert "no vaultkit.toml" in done.stderr and done.stderr.count("\n") == 1


def test_a_clock_that_goes_back_stops_nothing(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.start()
    real, shift = time.monotonic, [0.0]
    monkeypatch.setattr("vaultkit.watch.loop.time.monotonic", lambda: real() + shift[0])
    shift[0] = -1_000_000.0
    (watched.vault / RUTH).write_text(contact(LOG, body="SECOND"))
    until = real() + PATIENCE
    while "SECOND" not in watched.page() and real() < until:
        time.sleep(0.01)
    assert "SECOND" in watched.page()
