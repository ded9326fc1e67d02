"""The site is kept fresh: after any change on disk it equals a clean build, byte for byte."""

from datetime import date
from pathlib import Path

from tests.support import contact, write_vault
from vaultkit.build import build_site
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
