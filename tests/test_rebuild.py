"""The site is kept fresh: after any change on disk it equals a clean build, byte for byte."""

import os
import random
import re
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from tests.support import contact, write_vault
from vaultkit.build import build_site
from vaultkit.diagnostics import VaultkitError
from vaultkit.disk import find_shipped
from vaultkit.pipeline import load_vault
from vaultkit.rebuild import Rebuilder

TODAY = date(2026, 10, 8)


def read_site(folder: Path) -> dict[str, bytes]:
    """Every page and asset of a site by its address, vaultkit's own files left out."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in files
        if not path.name.startswith(".vaultkit")
    }


def clean_build(root: Path, out: Path, today: date = TODAY) -> dict[str, bytes]:
    """What a build into a new folder gives."""
    build_site(load_vault(root), today, out)
    return read_site(out)


def test_a_changed_note_gives_the_site_of_a_clean_build(tmp_path: Path) -> None:
    root = write_vault(tmp_path / "vault", {"contacts/Ruth.md": contact("- 2026-10-01 letter")})
    rebuilder = Rebuilder(root)
    rebuilder.rebuild(TODAY)
    (root / "contacts/Ruth.md").write_text(contact("- 2026-10-02 call"))
    built = rebuilder.rebuild(TODAY, frozenset(("contacts/Ruth.md",)))
    assert "contacts/ruth.html" in built.written.changed
    assert read_site(root / "site") == clean_build(root, tmp_path / "clean")


class Storm:
    """Random changes to a vault, as editors, sync tools and git make them."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.rng = root, random.Random(seed)
        self.day = TODAY
        self.old: list[tuple[str, bytes]] = []

    def notes(self) -> list[str]:
        """The notes there are now."""
        found = (path for path in self.root.rglob("*.md") if "site" not in path.parts)
        return sorted(path.relative_to(self.root).as_posix() for path in found)

    def step(self) -> frozenset[str]:
        """One change; the paths it touched."""
        names = ("edit", "edit", "edit", "retype", "remove", "rename", "swap", "break", "new")
        more = ("file", "folder", "checkout", "day", "settings", "theme")
        change: Callable[[], frozenset[str]]
        change = getattr(self, f"_{self.rng.choice((*names, *names, *more))}")
        return change()

    def _write(self, path: str, data: bytes) -> frozenset[str]:
        target = self.root / path
        if target.exists():
            self.old.append((path, target.read_bytes()))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        return frozenset((path,))

    def _edit(self) -> frozenset[str]:
        path = self.rng.choice(self.notes() or ["notes/First.md"])
        data = (self.root / path).read_bytes() if (self.root / path).exists() else b""
        other = self.rng.choice(self.notes() or ["x"]).rpartition("/")[2].removesuffix(".md")
        lines = data.decode("utf-8", "replace").split("\n")
        new = self.rng.choice((
            f"See [[{other}]] and ![[{other}]].", f"- {other}, a good friend", "## Log",
            f"- 2026-10-0{self.rng.randint(1, 9)} {self.rng.choice(WORDS)} [[{other}]]", "## Leads",
            f"aliases: [{other} Two]", f'company: "[[{other}]]"', f'contact: "[[{other}]]"',
            f'referred_by: "[[{other}]]"', f"name: {other}", "mute: [call]",
            "when: 2026-10-12T10:00",
            "![](files/a.png) ![[a.png]]", f"- [ ] ask {other} due:2026-10-09", "[[Dead end]]",
            "status: held", "given: 50", "city: Rome", "interests: [maps]", "cities: [Rome, Bern]",
            "landed: 2026-10-05", "start: 2026-10-10", "cost: 9 by bus", "may_mention: yes",
            f"- [x] ring {other} \u2705 2026-10-05", "## Advice", "## New to me",
            "private: [company, referred_by]", f"[[{other}#Log]]", "closed: true",
        ))  # fmt: skip
        lines.insert(self.rng.randint(0, len(lines)), new)
        if self.rng.random() < 0.3:
            del lines[self.rng.randrange(len(lines))]
        return self._write(path, "\n".join(lines).encode())

    def _retype(self) -> frozenset[str]:
        kind = self.rng.choice(("contact", "company", "interview", "trip", "questions", "note"))
        path = self.rng.choice(self.notes() or ["notes/First.md"])
        log = "\n## Log\n- 2026-10-01 letter\n## Questions\n- [ ] Why?\n"
        return self._write(path, f"---\ntype: {kind}\ncity: Rome\n---\n{log}".encode())

    def _remove(self) -> frozenset[str]:
        if not self.notes():
            return frozenset()
        path = self.rng.choice(self.notes())
        (self.root / path).unlink()
        return frozenset((path,))

    def _rename(self) -> frozenset[str]:
        if not self.notes():
            return frozenset()
        path = self.rng.choice(self.notes())
        new = self.rng.choice(FOLDERS) + f"/{self.rng.choice(NAMES)}.md"
        data = (self.root / path).read_bytes()
        (self.root / path).unlink()
        return self._write(new, data) | {path}

    def _swap(self) -> frozenset[str]:
        if len(self.notes()) < 2:
            return frozenset()
        one, other = self.rng.sample(self.notes(), 2)
        data, more = (self.root / one).read_bytes(), (self.root / other).read_bytes()
        return self._write(one, more) | self._write(other, data)

    def _break(self) -> frozenset[str]:
        path = self.rng.choice(self.notes() or ["notes/First.md"])
        bad = (b"---\nname: x", b"\xff\xfe\x00", b"<<<<<<< a\n=======\n", b"", b"> " * 300)
        return self._write(path, self.rng.choice(bad))

    def _new(self) -> frozenset[str]:
        path = self.rng.choice(FOLDERS) + f"/{self.rng.choice(NAMES)}.md"
        return self._write(path, b"---\nname: New\n---\n## Log\n- 2026-10-02 call\n")

    def _file(self) -> frozenset[str]:
        path = self.rng.choice(("files/a.png", "a.png", "notes/a.png"))
        if (self.root / path).exists() and self.rng.random() < 0.5:
            (self.root / path).unlink()
            return frozenset((path,))
        return self._write(path, self.rng.randbytes(4))

    def _folder(self) -> frozenset[str]:
        folder = self.root / self.rng.choice(FOLDERS)
        away = self.root / f".{folder.name}"
        if away.exists() and not folder.exists():
            away.rename(folder)
        elif folder.exists() and not away.exists():
            folder.rename(away)
        return frozenset((folder.name,))

    def _checkout(self) -> frozenset[str]:
        self.rng.shuffle(self.old)
        back, self.old = self.old[:5], self.old[5:]
        return frozenset().union(*(self._write(*one) for one in back))

    def _day(self) -> frozenset[str]:
        self.day += timedelta(days=self.rng.choice((1, 7, -3)))
        return frozenset()

    def _settings(self) -> frozenset[str]:
        lines = ('name = "X"', 'pack = "careful"', 'theme = "plain"', "broken =")
        chosen = self.rng.sample(lines, self.rng.randint(0, 3))
        return self._write("vaultkit.toml", "\n".join(["format = 1", *chosen]).encode())

    def _theme(self) -> frozenset[str]:
        text = self.rng.choice(("my log {{ page.events|length }}", "{% if %}", "{{ nothing }}"))
        self._write("themes/plain/theme.toml", b'name = "plain"\n')
        if self.rng.random() < 0.5:
            shutil.rmtree(self.root / "themes")
            return frozenset(("themes",))
        plain = find_shipped("themes") / "plain"
        shutil.copytree(plain, self.root / "themes/plain", dirs_exist_ok=True)
        if self.rng.random() < 0.5:
            return frozenset(("themes",))
        return self._write("themes/plain/templates/log.html", text.encode()) | {"themes"}


NAMES = ("Ada", "ada", "Bo", "Bo Two", "Acme", "Talk", "Zürich", "Zurich")
FOLDERS = ("contacts", "companies", "interviews", "notes", "trips", "questions")
WORDS = ("letter", "call", "met", "thanks", "referral", "booked", "cancelled", "reply", "later")
START = {
    "me.md": "---\nname: Me\n---\n## Pitch\nHello.\n",
    "contacts/Ada.md": contact("- 2026-10-01 letter\n- 2026-10-02 referral [[Bo]]"),
    "contacts/Bo.md": contact("- 2026-09-01 met", 'referred_by: "[[Ada]]"', "See [[Acme]]."),
    "companies/Acme.md": "---\ncity: [Rome]\n---\n## Research\n- big, 2026-01-01\n",
    "interviews/Talk.md": '---\ncontact: "[[Ada]]"\nwhen: 2026-10-12T10:00\n---\n## Leads\n- Cy\n',
    "trips/Rome.md": "---\ncity: Rome\nstart: 2026-11-02\nend: 2026-11-05\n---\n",
    "questions/Bank.md": "---\ntype: questions\n---\n## Company\n- [ ] Why?\n",
    "notes/Loose.md": "# Loose\nSee [[Ada#Log]] and ![](files/a.png).\n",
}  # fmt: skip


BANNER = re.compile(rb"<!-- to mend -->.*?<!-- the last good page -->", re.S)


def is_last_good(found: bytes, expected: bytes, good: bytes | None) -> bool:
    """Whether a page is the last good one of a broken note under a banner; byte for byte the
    `good` one, where that is known.
    """
    page, banners = BANNER.subn(b"", found)
    return banners == 1 and b"<!-- never good yet -->" in expected and good in (None, page)


def weather(tmp_path: Path, seed: int, steps: int) -> None:
    """A storm over a vault; now and then the site must be that of a clean build."""
    root = write_vault(tmp_path / "vault", START)
    storm, rebuilder = Storm(root, seed), Rebuilder(root)
    rebuilder.rebuild(storm.day)
    good = clean_build(root, tmp_path / "first", storm.day)
    for number in range(steps):
        changed = storm.step()
        try:
            built = rebuilder.rebuild(storm.day, changed)
        except VaultkitError:
            continue
        expected = clean_build(root, tmp_path / f"clean-{number}", storm.day)
        found = read_site(root / "site")
        # A template with a mistake keeps the last good page, which a new folder has not.
        broken = any(one.code == "template" for one in built.diagnostics)
        addresses = expected if broken else {*expected, *found}
        differ = [one for one in addresses if expected.get(one) != found.get(one)]
        # So does a broken note; a clean build shows of it what can be read.
        for one in differ:
            pair = found.get(one, b""), expected.get(one, b"")
            assert is_last_good(*pair, good.get(one, b"")), (seed, number, one)
        whole = {one for one in expected if b"<!-- never good yet -->" not in expected[one]}
        good |= {one: expected[one] for one in whole}
        shutil.rmtree(tmp_path / f"clean-{number}")


def test_after_a_storm_of_changes_the_site_is_that_of_a_clean_build(tmp_path: Path) -> None:
    weather(tmp_path, seed=1, steps=40)


def test_pages_owed_make_way_for_newer_changes_and_come_when_it_is_quiet(tmp_path: Path) -> None:
    root = write_vault(tmp_path / "vault", START)
    storm, rebuilder, rng = Storm(root, 3), Rebuilder(root), random.Random(3)
    rebuilder.rebuild(TODAY)
    cut = 0
    for number in range(30):
        for step in (storm._edit, storm._remove, storm._new, storm._rename, storm._swap):
            left = rng.randrange(20)
            waits = partial(next, iter([False] * left), True)
            cut += not rebuilder.rebuild(TODAY, step(), waits).whole
        assert rebuilder.rebuild(TODAY, frozenset()).whole
        out = tmp_path / f"clean-{number}"
        expected, found = clean_build(root, out), read_site(root / "site")
        differ = {one for one in {*expected, *found} if expected.get(one) != found.get(one)}
        # Not every state was built clean here, so only the banner tells a last good page.
        kept = {
            one for one in differ if is_last_good(found.get(one, b""), expected.get(one, b""), None)
        }
        assert differ == kept, number
        shutil.rmtree(out)
    assert cut > 50


def test_the_pages_of_the_changed_note_are_written_before_any_other_and_whatever_waits(
    tmp_path: Path,
) -> None:
    files = {"contacts/Ruth.md": contact("- 2026-10-01 letter"), "contacts/Bo.md": contact("")}
    root = write_vault(tmp_path / "vault", files)
    rebuilder = Rebuilder(root)
    rebuilder.rebuild(TODAY)
    for name, words in (("Ruth", "- 2026-10-02 call"), ("Bo", "- 2026-10-03 letter")):
        (root / f"contacts/{name}.md").write_text(contact(words))
        built = rebuilder.rebuild(TODAY, frozenset((f"contacts/{name}.md",)), lambda: True)
        assert built.written.changed == (f"contacts/{name.lower()}.html",)
        assert not built.whole
    built = rebuilder.rebuild(TODAY, frozenset())
    assert built.whole and "contacts/index.html" in built.written.changed
    assert read_site(root / "site") == clean_build(root, tmp_path / "clean")


def test_who_goes_on_from_the_last_site_serves_a_save_before_all_pages_are_looked_at(
    tmp_path: Path,
) -> None:
    files = {f"contacts/Person {n}.md": contact("- 2026-10-01 letter") for n in range(9)}
    root = write_vault(tmp_path / "vault", files)
    Rebuilder(root).rebuild(TODAY)
    later = TODAY + timedelta(days=9)
    (root / "contacts/Person 5.md").write_text(contact("- 2026-10-03 call"))
    rebuilder = Rebuilder(root)
    assert not Rebuilder(tmp_path / "vault", tmp_path / "other").has_site()
    assert rebuilder.has_site()
    built = rebuilder.rebuild(later, None, lambda: True)
    assert not built.whole and built.left == 8
    assert built.written.changed == ("contacts/person-5.html",)  # what was saved last
    (root / "contacts/Person 7.md").write_text(contact("- 2026-10-02 call"))
    (root / "contacts/New.md").write_text(contact("- 2026-10-02 call"))
    changed = frozenset(("contacts/Person 7.md", "contacts/New.md"))
    built = rebuilder.rebuild(later, changed, lambda: True)
    assert {*built.written.changed} == {"contacts/new.html", "contacts/person-7.html"}
    assert not built.whole and built.left == 7
    assert rebuilder.rebuild(later, frozenset()).whole
    assert read_site(root / "site") == clean_build(root, tmp_path / "clean", later)
    shutil.rmtree(tmp_path / "clean")
    (root / "contacts/New.md").unlink()
    assert rebuilder.rebuild(later, frozenset(("contacts/New.md",))).whole
    assert read_site(root / "site") == clean_build(root, tmp_path / "clean", later)


@pytest.mark.skipif("STORM" not in os.environ, reason="takes minutes: STORM=500 python -m pytest")
def test_after_a_long_storm_the_site_is_that_of_a_clean_build(tmp_path: Path) -> None:
    weather(tmp_path, seed=2, steps=int(os.environ["STORM"]))


GOOD = contact("- 2026-10-01 letter", body="Good words.")
HALF = {
    "a merge is half done": GOOD.replace("Good words.", "<<<<<<< ours\nBad\n=======\nWorse\n"),
    "the front matter is half typed": "---\nname: Ada\n\nBad words.\n",
}


@pytest.mark.parametrize("text", HALF.values(), ids=HALF)
def test_a_broken_note_keeps_its_last_good_page_with_what_to_mend(
    tmp_path: Path, text: str
) -> None:
    root = write_vault(tmp_path / "vault", {"contacts/Ada.md": GOOD, "contacts/Bo.md": GOOD})
    rebuilder, note, changed = Rebuilder(root), root / "contacts/Ada.md", frozenset(("contacts",))
    page = root / "site/contacts/ada.html"
    rebuilder.rebuild(TODAY)
    good = page.read_bytes()
    for words in (text, text + "more\n"):
        note.write_text(words)
        rebuilder.rebuild(TODAY, changed)
        shown = page.read_text()
        assert "Good words." in shown and "Bad" not in shown
        assert shown.count("This is the page as it was before") == 1
        assert (
            "contacts/Ada.md, line" in shown
            and "page as it was" not in (root / "site/contacts/bo.html").read_text()
        )
    Rebuilder(root).rebuild(TODAY + timedelta(days=1))
    assert "Good words." in page.read_text()
    note.write_text(GOOD)
    rebuilder.rebuild(TODAY, None)
    assert page.read_bytes() == good


def test_a_note_that_was_never_good_shows_what_can_be_read(tmp_path: Path) -> None:
    text = HALF["the front matter is half typed"]
    root = write_vault(tmp_path / "vault", {"contacts/Ada.md": text})
    for _ in range(2):
        Rebuilder(root).rebuild(TODAY)
        assert "Bad words." in (root / "site/contacts/ada.html").read_text()
    (root / "contacts/Ada.md").write_text(text + "\nMore bad words.\n")
    Rebuilder(root).rebuild(TODAY)
    assert "More bad words." in (root / "site/contacts/ada.html").read_text()
