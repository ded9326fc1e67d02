"""One vault on one day is one site to the byte, whatever surrounds the build."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browsing import ROOT

DAY = "2026-11-10"
SURROUNDINGS = {
    "hash seed": {"PYTHONHASHSEED": "4711"},
    "locale": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"},
    "time zone east": {"TZ": "Pacific/Kiritimati"},
    "time zone west": {"TZ": "Pacific/Pago_Pago"},
}


def build(vault: Path, out: Path, folder: Path, **more: str) -> dict[str, bytes]:
    """A build by a process of its own, started in `folder`; its files but those of our own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", **more}
    words = ["-C", str(vault), "--today", DAY, "build", "-o", str(out)]
    subprocess.run(
        [sys.executable, "-m", "vaultkit", *words],
        cwd=folder, env=environment, check=True, capture_output=True,
    )  # fmt: skip
    return read_site(out)


def read_site(out: Path) -> dict[str, bytes]:
    """Every page and asset by address; the manifest, but not the cache nor the page's age."""
    files = (path for path in out.rglob("*") if path.is_file())
    found = {path.relative_to(out).as_posix(): path.read_bytes() for path in files}
    return {name: data for name, data in found.items() if not name.startswith(".vaultkit-cache")}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("first")
    return build(ROOT / "example-vault", folder / "site", folder)


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_surroundings_change_no_byte(first: dict[str, bytes], tmp_path: Path, name: str) -> None:
    again = build(ROOT / "example-vault", tmp_path / "site", Path("/"), **SURROUNDINGS[name])
    assert [one for one in first if again.get(one) != first[one]] == []
    assert again.keys() == first.keys()


def test_a_copy_made_in_another_order_is_the_same_site(
    first: dict[str, bytes], tmp_path: Path
) -> None:
    source, copy = ROOT / "example-vault", tmp_path / "a vault with another name"
    files = [path for path in source.rglob("*") if path.is_file() and "site" not in path.parts]
    for path in sorted(files, reverse=True):
        target = copy / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        os.utime(target, (1, 1))
    again = build(copy, tmp_path / "site", tmp_path)
    assert [one for one in first if again.get(one) != first[one]] == []
