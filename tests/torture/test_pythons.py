"""The same bytes whichever Python builds them, and from the wheel as from the checkout."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browsing import ROOT
from tests.test_same_bytes import DAY, read_site
from tests.torture.conftest import Tried


def find_pythons() -> Iterator[str]:
    """Every Python from 3.11 on that stands on the PATH and starts."""
    for minor in range(11, 20):
        found = shutil.which(f"python3.{minor}")
        if found and subprocess.run([found, "-c", ""], capture_output=True).returncode == 0:
            yield found


PYTHONS = tuple(find_pythons())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    words = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(folder)]
    subprocess.run([*words, str(ROOT)], check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("wanted")
    return build(Path(sys.executable), ROOT, folder / "site")


def build(python: Path, folder: Path, out: Path) -> dict[str, bytes]:
    """The example vault built by a Python, started in a folder: there it looks for the package."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    words = ["-C", str(ROOT / "example-vault"), "--today", DAY, "build", "-o", str(out)]
    subprocess.run(
        [str(python), "-m", "vaultkit", *words], cwd=folder, env=clean, check=True,
        capture_output=True,
    )  # fmt: skip
    return read_site(out)


@pytest.mark.parametrize("python", PYTHONS)
def test_each_python_builds_the_same_bytes_from_the_wheel(
    wanted: dict[str, bytes], wheel: Path, tmp_path: Path, tried: Tried, python: str
) -> None:
    home = tmp_path / "venv"
    subprocess.run([python, "-m", "venv", str(home)], check=True)
    pip = [str(home / "bin" / "python"), "-m", "pip", "install", "-q", str(wheel)]
    done = subprocess.run(pip, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"nothing to install from for {python}: {done.stderr.splitlines()[-1:]}")
    found = build(home / "bin" / "python", tmp_path, tmp_path / "site")
    assert [name for name in wanted if found.get(name) != wanted[name]] == []
    assert found.keys() == wanted.keys()
    tried("a site of another Python, from the wheel", 1)
