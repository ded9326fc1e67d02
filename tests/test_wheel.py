"""What people install works: the wheel holds everything and runs far from the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(folder: Path, *command: str | Path) -> str:
    """The stdout of a command that must succeed; told in full when it does not."""
    outside = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    }
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=outside,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    told = f"{command} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    assert done.returncode == 0, told
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout with the hatchling of the tests."""
    out = tmp_path_factory.mktemp("wheel")
    build = (sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT)
    run(out, *build)
    (built,) = out.glob("vaultkit-*.whl")
    return built


@pytest.fixture(scope="module")
def vaultkit(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, installed from the wheel into an environment of its own."""
    place = tmp_path_factory.mktemp("installed") / "venv"
    run(place.parent, sys.executable, "-m", "venv", place)
    scripts = place / ("Scripts" if os.name == "nt" else "bin")
    run(place.parent, scripts / "python", "-m", "pip", "install", "--quiet", wheel)
    return scripts / "vaultkit"


def test_the_wheel_holds_the_whole_package(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    modules = {file.relative_to(ROOT).as_posix() for file in (ROOT / "vaultkit").rglob("*.py")}
    wanted = modules | {"vaultkit/py.typed", "vaultkit/example-vault/vaultkit.toml"}
    for folder in ("themes", "starter"):
        files = (one for one in (ROOT / folder).rglob("*") if one.is_file())
        wanted |= {f"vaultkit/{file.relative_to(ROOT).as_posix()}" for file in files}
    wanted |= {f"vaultkit/cli/shells/vaultkit.{shell}" for shell in ("bash", "zsh", "fish")}
    assert "vaultkit/themes/plain/theme.toml" in wanted
    assert "vaultkit/starter/.gitignore" in wanted
    assert wanted - packed == set()


def test_the_installed_command_tells_its_version(vaultkit: Path, tmp_path: Path) -> None:
    line = (ROOT / "vaultkit" / "__init__.py").read_text(encoding="utf-8")
    version = line.partition('__version__ = "')[2].partition('"')[0]
    assert version
    assert version in run(tmp_path, vaultkit, "--version")


def test_the_installed_command_makes_shows_and_builds_the_example(
    vaultkit: Path, tmp_path: Path
) -> None:
    run(tmp_path, vaultkit, "init", "--example", "demo")
    assert (tmp_path / "demo" / "vaultkit.toml").is_file()
    assert run(tmp_path, vaultkit, "-C", "demo", "due").strip()
    run(tmp_path, vaultkit, "-C", "demo", "build")
    assert (tmp_path / "demo" / "site" / "index.html").is_file()


def test_the_installed_command_starts_a_vault(vaultkit: Path, tmp_path: Path) -> None:
    run(tmp_path, vaultkit, "init", "mine")
    assert (tmp_path / "mine" / "questions" / "Bank.md").is_file()
    assert (tmp_path / "mine" / ".gitignore").is_file()
    assert run(tmp_path, vaultkit, "-C", "mine", "check", "--strict") == ""


def test_the_installed_command_builds_the_same_bytes_as_the_checkout(
    vaultkit: Path, tmp_path: Path
) -> None:
    words = ("-C", ROOT / "example-vault", "--today", "2026-11-10", "build", "-o")
    run(tmp_path, vaultkit, *words, tmp_path / "installed")
    run(ROOT, sys.executable, "-m", "vaultkit", *words, tmp_path / "checkout")
    pages = list((tmp_path / "checkout").rglob("*.html"))
    assert len(pages) > 50
    for page in pages:
        twin = tmp_path / "installed" / page.relative_to(tmp_path / "checkout")
        assert twin.read_bytes() == page.read_bytes()
