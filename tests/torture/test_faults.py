"""Commands that meet a full, broken or forbidden disk, or are killed, at each call they make."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support import contact, write_vault
from tests.torture.conftest import Tried
from tests.torture.faults import FAULTS, Faults, find_half, read_all
from vaultkit import changes

WEI = "contacts/Wei Zhang.md"
NOTES = {
    "contacts/Ruth Okafor.md": contact("- 2026-10-01 letter: by post"),
    WEI: contact("- 2026-09-01 call", "role: editor", "[[Ruth Okafor]]"),
    "interviews/2026-10-12 Ruth Okafor.md": "---\ncontact: '[[Ruth Okafor]]'\n"
    "when: 2026-10-12 10:00\n---\n## Questions\n### Company\n- [ ] Who pays?\n- [ ] Who reads?\n",
}
WRITERS = {
    "log": ("log", "Ruth Okafor", "call", "spoke", "of", "maps"),
    "booked": ("log", "Wei Zhang", "booked", "--when", "2026-10-20 14:00", "--place", "Dock 8"),
    "tick": ("tick", "2026-10-12 Ruth Okafor", "1", "--answer", "The county."),
    "new": ("--no-input", "new", "contact", "Jan Novak", "--company", "Dock Museum"),
    "rename": ("rename", "Ruth Okafor", "Ruth Adeyemi"),
}
BUILD_FAULTS = {"signal=KILL": 1, "error=ENOSPC": 3, "error=EIO": 3}
# What each says first once it has written; what fails after that is told with exit code 3.
SAID = {
    "log": "Ruth Okafor  Thu",
    "booked": "Wei Zhang  Thu",
    "tick": "Who pays?  done",
    "new": "contacts/Jan Novak.md",
    "rename": "contacts/Ruth Adeyemi.md",
}


@pytest.mark.parametrize("name", WRITERS)
def test_at_every_call_every_note_is_old_or_new(tmp_path: Path, tried: Tried, name: str) -> None:
    faults = Faults(write_vault(tmp_path / "vault", NOTES), WRITERS[name], tmp_path)
    old = read_all(faults.vault)
    folder = faults.copy("clean")
    assert faults.run(folder).code == 0
    new = read_all(folder)
    assert new != old
    for where, broken, ended in faults.each(FAULTS):
        tried(f"{name}: a fault at a call of the system", 1)
        assert "Traceback" not in ended.said, (where, ended)
        now = read_all(broken)
        assert not find_half(now, old, new), (where, ended)
        if ended.code == 0:
            assert now == new, where
        elif ended.code > 0:
            done = now == new and ended.said.startswith(SAID[name])
            assert now == old or done, (where, ended)
        changes.change_note(broken, WEI, lambda source: f"{source.text}more\n", "more")
        assert not list(broken.glob("contacts/.vaultkit-*")), where


def test_at_every_call_every_page_is_old_or_new_and_the_next_build_mends(
    tmp_path: Path, tried: Tried
) -> None:
    vault = write_vault(tmp_path / "vault", NOTES)
    faults = Faults(vault, ("build",), tmp_path)
    assert faults.run(vault).code == 0
    old = read_all(vault, "site")
    (vault / "contacts" / "Ruth Okafor.md").write_text(contact("- 2026-10-05 call: of maps"))
    write_vault(vault, {"contacts/Ann Ash.md": contact("")})
    clean = faults.copy("clean")
    assert faults.run(clean).code == 0
    new = read_all(clean, "site")
    points = {call: numbers for call, numbers in faults.points().items() if numbers}
    assert {"openat", "rename", "write"} <= points.keys()
    for where, broken, ended in faults.each(BUILD_FAULTS):
        tried("build: a fault at a call of the system", 1)
        assert "Traceback" not in ended.said, (where, ended)
        now = read_all(broken, "site")
        if ended.code == 0:  # a note that could not be read: other pages, each of them whole
            assert all(text.rstrip().endswith(b"</html>") for text in _pages(now)), where
        else:
            assert not find_half(now, old, new), (where, ended)
        assert faults.run(broken).code == 0, where
        assert read_all(broken, "site") == new, where
        assert not list(broken.rglob(".vaultkit-*.tmp")), where


def _pages(files: Mapping[str, bytes]) -> list[bytes]:
    return [text for name, text in files.items() if name.endswith(".html")]
