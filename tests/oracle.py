"""The oracle: whatever is done to a vault, its site is that of a clean build, byte for byte.

Hypothesis chooses what is done. Two sites are kept of one vault: one by a `Rebuilder` in memory,
told by scans what changed, and one by `vaultkit build` in new processes, from the last one's cache.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from click.testing import CliRunner
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.support import contact, write_vault
from tests.test_rebuild import START, TODAY, is_last_good, read_site
from vaultkit import disk
from vaultkit.build import load_theme, make_edition, write_edition
from vaultkit.cli import main
from vaultkit.disk.names import MANIFEST
from vaultkit.disk.scan import scan
from vaultkit.pipeline import load_vault
from vaultkit.rebuild import Rebuilder
from vaultkit.site.theme import Theme

Site = dict[str, bytes]
NEVER_GOOD = b"<!-- never good yet -->"
GIT = ("git", "-c", "user.name=R", "-c", "user.email=r@x.example", "-c", "commit.gpgsign=false")

NAMES = ("Ada", "ada", "Bo", "Bo Two", "Acme", "Talk", "Z\u00fcrich", "Zurich")
FOLDERS = ("contacts", "companies", "interviews", "notes", "trips", "questions")
FIELDS = (
    "name: Ada Lovell", "aliases: [Bo Two]", 'company: "[[Acme]]"', 'referred_by: "[[Bo]]"',
    "city: Rome", "closed: true", "mute: [call]", "next: 2026-10-09", "may_mention: yes",
    "status: held", "when: 2026-10-12T10:00", 'contact: "[[Bo]]"', "tags: [a, b]", "type: company",
    "landed: 2026-10-05", "cadence: 20", "private: [company]", "interests: [maps]", "city: [Bern]",
)  # fmt: skip
LINES = (
    "## Log", "## Leads", "- Cy, a friend", "- [[Bo]] knows more", "## Advice", "- [ ] write less",
    "- [x] write less \u2705 2026-10-05", "- [ ] ring due:2026-10-09", "Plain words.",
    "## Research", "- big, 2026-01-01", "## Questions", "### Company", "- [ ] Why? #must",
    "- [>] Later?", "- 2026-10-02 booked [[Talk]]", "- 2026-10-12 met [[Talk]]", "## Notes",
    "- [x] Why?\n  So.",
)  # fmt: skip
LINKS = ("[[{}]]", "![[{}]]", "[[{}|them]]", "[[{}#Log]]", "![](files/{}.png)")
BROKEN = (b"---\nname: x", b"\xff\xfe\x00", b"<<<<<<< a\n=======\n", b"---\na: [\n---\n", b"")
WORDS = ("letter", "call", "voicemail", "reply", "agreed", "declined", "later", "thanks", "note")
SETTINGS = (
    'name = "X"',
    'pack = "careful"',
    'days_off = ["2026-10-09"]',
    "broken =",
    'theme = "plain"',
)
OWN_THEME = {
    "theme.toml": ('name = "mine"\nparent = "plain"\n', 'name = "mine"\nparent = "paper"\n'),
    "assets/more.css": ("p { color: red }\n", "p { color: blue }\n"),
    "templates/log.html": ("{{ page.events|length }} in all", "{{ nothing }}", "{% if %}"),
}

picks = st.integers(0, 99)


class Memory:
    """What is known of one site: of each page the last version that was good."""

    def __init__(self) -> None:
        self._good: Site = {}

    def judge(self, found: Site, expected: Site) -> bool:
        """Whether a site is that of a clean build; of what is broken it may keep the last good."""
        for one in {*found, *expected}:
            good = self._good.get(one)
            if one not in expected:  # its template is broken now
                assert found[one] == good, one
            elif found.get(one) != expected[one]:
                assert is_last_good(found.get(one, b""), expected[one], good or b""), one
        whole = {one: data for one, data in expected.items() if NEVER_GOOD not in data}
        self._good = {**self._good, **whole}
        return found == expected


class SiteMachine(RuleBasedStateMachine):
    """Everything people and programs do to a vault; after each step its sites are looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="vaultkit-oracle-"))
        self.root, self.copy = self.folder / "vault", self.folder / "copy"
        self.day, self.cut = TODAY, 99
        self.kept, self.built = Memory(), Memory()
        self.themes: dict[str, Theme] = {}
        self.broken: tuple[str, bytes] | None = None

    @initialize()
    def begin(self) -> None:
        """A small vault in git, with two branches that differ, and its first site."""
        write_vault(self.root, {**START, ".gitignore": "site/\n"})
        self._git("init", "-q", "-b", "main")
        self._commit()
        self._git("checkout", "-q", "-b", "side")
        self._add("notes/Loose.md", "## Log", "Only here. [[Bo]]")
        (self.root / "companies/Acme.md").unlink()
        self._commit()
        self._git("checkout", "-q", "main")
        self.rebuilder = Rebuilder(self.root)
        self.rebuilder.rebuild(self.day)
        self.states = scan(self.root)

    def teardown(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self.folder)

    # -- what is looked at after each step ------------------------------------------------------

    @invariant()
    def the_site_is_that_of_a_clean_build(self) -> None:
        """Pages, assets, manifest: byte for byte, once all that is owed was written."""
        states = scan(self.root)
        changed = {*states, *self.states}
        paths = frozenset(one for one in changed if states.get(one) != self.states.get(one))
        self.states = states
        stops = iter([False] * self.cut)
        if not self.rebuilder.rebuild(self.day, paths, lambda: next(stops, True)).whole:
            assert self.rebuilder.rebuild(self.day, frozenset()).whole
        self.cut = 99
        site, clean = self.root / "site", self.folder / "clean"
        disk.settle_site(site, self.root)
        found, expected = read_site(site), self._build_clean(clean)
        same = self.kept.judge(found, expected)
        listed = {one: hashlib.sha256(data).hexdigest() for one, data in found.items()}
        assert json.loads((site / MANIFEST).read_bytes()) == listed
        if same:
            assert (site / MANIFEST).read_bytes() == (clean / MANIFEST).read_bytes()
        shutil.rmtree(clean)

    def _build_clean(self, out: Path) -> Site:
        """What a build into a new folder gives; themes are compiled once, for the time it takes."""
        loaded = load_vault(self.root)
        theme = load_theme(self.root, loaded.settings.theme)
        theme = self.themes.setdefault(theme.digest, theme)
        write_edition(make_edition(loaded, self.day, theme), self.root, out)
        return read_site(out)

    # -- notes ----------------------------------------------------------------------------------

    @rule(one=picks, line=st.sampled_from(LINES), place=picks)
    def edit(self, one: int, line: str, place: int) -> None:
        """A line more in the body."""
        self._insert(one, line, place)

    @rule(one=picks, place=picks)
    def cut_lines(self, one: int, place: int) -> None:
        """A line less, wherever it stood."""
        lines = self._lines(one)
        del lines[place % len(lines)]
        self._write(self._pick(one), "\n".join(lines).encode())

    @rule(one=picks, line=st.sampled_from(FIELDS))
    def set_a_field(self, one: int, line: str) -> None:
        """A line more in the front matter, or a block of it."""
        lines = self._lines(one)
        new = [lines[0], line, *lines[1:]] if lines[0] == "---" else ["---", line, "---", *lines]
        self._write(self._pick(one), "\n".join(new).encode())

    @rule(one=picks, other=picks, link=st.sampled_from(LINKS), place=picks)
    def link(self, one: int, other: int, link: str, place: int) -> None:
        """A link from one note to another, or to nothing."""
        self._insert(one, link.format(Path(self._pick(other)).stem), place)

    @rule(folder=st.sampled_from(FOLDERS), name=st.sampled_from(NAMES))
    def write_anew(self, folder: str, name: str) -> None:
        """A note that was not there, or another one in its place."""
        self._write(f"{folder}/{name}.md", contact("- 2026-10-01 letter", "city: Rome").encode())

    @rule(one=picks, folder=st.sampled_from(FOLDERS), name=st.sampled_from(NAMES))
    def move(self, one: int, folder: str, name: str) -> None:
        """A file with another name or in another folder; what stood there is gone."""
        target = self.root / folder / f"{name}.md"
        target.parent.mkdir(exist_ok=True)
        (self.root / self._pick(one)).rename(target)

    @rule(one=picks, name=st.sampled_from(NAMES))
    def rename(self, one: int, name: str) -> None:
        """`vaultkit rename`: links are led along."""
        self._run("rename", Path(self._pick(one)).stem, name)

    @rule(one=picks)
    def remove(self, one: int) -> None:
        """A note less, but for the last."""
        if len(self._notes()) > 1:
            (self.root / self._pick(one)).unlink()

    @rule(one=picks, other=picks)
    def swap(self, one: int, other: int) -> None:
        """Two notes take each other's name."""
        first, second = (self.root / self._pick(each) for each in (one, other))
        if first != second:
            aside = first.with_suffix(".aside")
            first.rename(aside)
            second.rename(first)
            aside.rename(second)

    @precondition(lambda self: self.broken is None)
    @rule(one=picks, data=st.sampled_from(BROKEN))
    def break_a_note(self, one: int, data: bytes) -> None:
        """Front matter half typed, a merge half done, bytes that are no text, nothing at all."""
        path = self._pick(one)
        self.broken = path, (self.root / path).read_bytes()
        self._write(path, data)

    @precondition(lambda self: self.broken is not None)
    @rule()
    def mend_it(self) -> None:
        """As it was before."""
        assert self.broken
        self._write(*self.broken)
        self.broken = None

    @rule(data=st.sampled_from((b"one", b"two", None)))
    def change_a_file(self, data: bytes | None) -> None:
        """A picture that notes show: new, another, gone."""
        path = self.root / "files/a.png"
        if data is None:
            path.unlink(missing_ok=True)
        else:
            self._write("files/a.png", data)

    # -- commands, git, settings, days ----------------------------------------------------------

    @rule(who=st.sampled_from(("Ada", "Bo")), word=st.sampled_from(WORDS))
    def log(self, who: str, word: str) -> None:
        """`vaultkit log`, where the name is clear."""
        self._run("log", who, word, "some words")

    @rule()
    def undo(self) -> None:
        """What the last command wrote is taken back, unless somebody wrote since."""
        self._run("log", "--undo")

    @rule(branch=st.sampled_from(("main", "side")))
    def checkout(self, branch: str) -> None:
        """All is committed, then another branch, or the same, is checked out."""
        self._commit()
        self._git("checkout", "-q", branch)

    @rule(lines=st.lists(st.sampled_from(SETTINGS), max_size=2))
    def change_settings(self, lines: list[str]) -> None:
        """Another theme, another pack, a mistake."""
        self._write("vaultkit.toml", "\n".join(["format = 1", *lines, ""]).encode())

    @rule(path=st.sampled_from(tuple(OWN_THEME)), version=picks)
    def change_the_theme(self, path: str, version: int) -> None:
        """A theme of the vault's own, and another version of one of its files."""
        for each, versions in OWN_THEME.items():
            if not (self.root / "themes/mine" / each).exists():
                self._write(f"themes/mine/{each}", versions[0].encode())
        versions = OWN_THEME[path]
        self._write(f"themes/mine/{path}", versions[version % len(versions)].encode())
        self._write("vaultkit.toml", b'theme = "mine"\n')

    @rule(days=st.sampled_from((1, 1, 7, -3)))
    def wait(self, days: int) -> None:
        """Today is tomorrow; or the clock is set back."""
        self.day += timedelta(days=days)

    @rule(pages=st.integers(0, 8))
    def hurry(self, pages: int) -> None:
        """The next rebuild makes way for a newer change after so many pages."""
        self.cut = pages

    @rule(pages=st.integers(0, 8))
    def start_anew(self, pages: int) -> None:
        """The watcher is stopped and started, and makes way for something after so many pages."""
        self.rebuilder, self.cut = Rebuilder(self.root), pages

    @rule(redact=st.sampled_from(((), (), ("--redact",), ("--redact", "--initials"))))
    def build_again(self, redact: tuple[str, ...]) -> None:
        """`build` in a new process, from what the last one left; or a copy for a coach there."""
        words = ("--today", str(self.day), "build", *redact, "-o", str(self.copy))
        command = (sys.executable, "-m", "vaultkit", "-C", str(self.root), *words)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1), done.stderr
        out = self.folder / "expected"
        if redact:
            self._run("build", *redact, "-o", str(out))
            found = read_site(self.copy)
            assert found == read_site(out)
            self.built = Memory()
            self.built.judge(found, found)  # a page of the copy may stay where a template breaks
        else:
            self.built.judge(read_site(self.copy), self._build_clean(out))
        shutil.rmtree(out)

    # -- the small print ------------------------------------------------------------------------

    def _notes(self) -> list[str]:
        found = (path for path in self.root.rglob("*.md") if "site" not in path.parts)
        return sorted(path.relative_to(self.root).as_posix() for path in found)

    def _pick(self, one: int) -> str:
        notes = self._notes()
        return notes[one % len(notes)]

    def _lines(self, one: int) -> list[str]:
        return (self.root / self._pick(one)).read_bytes().decode("utf-8", "replace").split("\n")

    def _insert(self, one: int, line: str, place: int) -> None:
        lines = self._lines(one)
        lines.insert(place % (len(lines) + 1), line)
        self._write(self._pick(one), "\n".join(lines).encode())

    def _add(self, path: str, *lines: str) -> None:
        with open(self.root / path, "a", encoding="utf-8") as file:
            file.write("\n".join(["", *lines, ""]))

    def _write(self, path: str, data: bytes) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    def _run(self, *words: str) -> None:
        """A command, in this process; it may refuse, but not fall over."""
        line = ["-C", str(self.root), "--no-input", "--today", str(self.day), *words]
        result = CliRunner().invoke(main, line)
        assert result.exit_code in (0, 1, 2, 3), result.output
        assert isinstance(result.exception, SystemExit | None), result.exception

    def _git(self, *words: str) -> None:
        subprocess.run([*GIT, *words], cwd=self.root, check=True, capture_output=True)

    def _commit(self) -> None:
        self._git("add", "-A")
        self._git("commit", "-q", "--allow-empty", "-m", "all of it")
