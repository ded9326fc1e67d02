"""The house stands: every import points down, and only the right rooms know files and clocks."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "vaultkit"

# Ground first: a module may import only from names that stand before it. CONTRIBUTING says why.
FLOORS = (
    "tracing",
    "diagnostics",
    "dates",
    "counting",
    "owed",
    "settings",
    "front_matter",
    "links",
    "items",
    "document",
    "contact_log",
    "notes",
    "names",
    "file_names",
    "lookalikes",
    "indexes",
    "vault",
    "gathering",
    "redaction",
    "addresses",
    "meetings",
    "namings",
    "stages",
    "standings",
    "preparation",
    "eagerness",
    "insights",
    "plans",
    "sources",
    "stays",
    "referrals",
    "followups",
    "agenda",
    "drafts",
    "checks",
    "problems",
    "remarks",
    "ticking",
    "editors",
    "editing",
    "fixes",
    "forms",
    "forgetting",
    "exchange",
    "site",
    "disk",
    "pipeline",
    "changes",
    "making",
    "importing",
    "renaming",
    "doctor",
    "build",
    "sheet",
    "rebuild",
    "watch",
    "serve",
    "cli",
    "__main__",
)
LONGEST = 400

# Who may name what, beside the ruff settings, which can only let a file off all bans at once.
PATHS = ("pathlib.Path", "pathlib.PosixPath", "pathlib.WindowsPath")
MAY_NAME_PATHS = (
    "disk",
    "pipeline",
    "changes",
    "doctor",
    "build",
    "rebuild",
    "watch",
    "serve",
    "cli",
)
SOCKETS = ("socket", "socketserver", "asyncio", "http.server")
MAY_NAME_SOCKETS = ("serve",)
CLOCKS = (
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
)
MAY_NAME_CLOCKS = ("cli",)
DUMPERS = ("yaml", "frontmatter")


def source_files() -> list[Path]:
    """Every module of the package, in the order of the paths."""
    return sorted(PACKAGE.rglob("*.py"))


def module_name(file: Path) -> str:
    """`vaultkit/notes/__init__.py` is `vaultkit.notes`."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def floor_of(module: str) -> str:
    """The floor a module stands on; the package itself, which holds the version, is the ground."""
    return module.split(".")[1] if "." in module else ""


def imports_of(tree: ast.Module, module: str, is_package: bool) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything imported, wherever in the file it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            origin = origin_of(node, module, is_package)
            for alias in node.names:
                yield node.lineno, origin if alias.name == "*" else f"{origin}.{alias.name}"


def origin_of(node: ast.ImportFrom, module: str, is_package: bool) -> str:
    """The module after `from`; leading dots are worked out."""
    if not node.level:
        return node.module or ""
    above = node.level - 1 if is_package else node.level
    parts = module.split(".")
    parts = parts[: len(parts) - above]
    return ".".join([*parts, *([node.module] if node.module else [])])


def modules_imported(file: Path) -> Iterator[tuple[int, str]]:
    """Line and module for each import of our own: a name in a module counts as its module."""
    tree, name = ast.parse(file.read_bytes()), module_name(file)
    known = {module_name(one) for one in source_files()}
    for line, target in imports_of(tree, name, file.name == "__init__.py"):
        if target.split(".")[0] == "vaultkit":
            yield line, target if target in known else target.rpartition(".")[0] or target


def names_used(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and full dotted name for all that is imported or reached from an import."""
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                known[alias.asname or alias.name.split(".")[0]] = (
                    alias.name if alias.asname else alias.name.split(".")[0]
                )
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                known[alias.asname or alias.name] = full
                yield node.lineno, full
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (full := dotted(node, known)):
            yield node.lineno, full


def dotted(node: ast.expr, known: dict[str, str]) -> str:
    """`d.today` as `datetime.date.today` when `d` was imported so; empty when it was not."""
    if isinstance(node, ast.Name):
        return known.get(node.id, "")
    if isinstance(node, ast.Attribute) and (front := dotted(node.value, known)):
        return f"{front}.{node.attr}"
    return ""


def uses(file: Path, wanted: tuple[str, ...]) -> list[str]:
    """Where a file names one of the wanted, or something inside it: `path:line: name`."""
    return [
        f"{file.relative_to(ROOT)}:{line}: {name}"
        for line, name in names_used(ast.parse(file.read_bytes()))
        if any(name == one or name.startswith(f"{one}.") for one in wanted)
    ]


def uses_outside(wanted: tuple[str, ...], allowed: tuple[str, ...]) -> list[str]:
    """The same for all files that stand on no allowed floor."""
    rest = (file for file in source_files() if floor_of(module_name(file)) not in allowed)
    return [use for file in rest for use in uses(file, wanted)]


each_file = pytest.mark.parametrize("file", source_files(), ids=module_name)


@each_file
def test_every_module_has_a_floor(file: Path) -> None:
    assert floor_of(module_name(file)) in ("", *FLOORS), "add it to FLOORS, at its place"


@each_file
def test_imports_point_to_earlier_floors(file: Path) -> None:
    own = floor_of(module_name(file))
    earlier = FLOORS[: FLOORS.index(own)] if own in FLOORS else ()
    wrong = [
        f"{file.relative_to(ROOT)}:{line}: {target}"
        for line, target in modules_imported(file)
        if floor_of(target) not in ("", own, *earlier)
    ]
    assert wrong == []


def test_no_circle_inside_a_package() -> None:
    graph: dict[str, set[str]] = {}
    for file in source_files():
        name = module_name(file)
        graph[name] = {target for _, target in modules_imported(file)} - {"vaultkit", name}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"imports go in a circle: {' -> '.join(error.args[1])}")


@each_file
def test_no_import_for_types_only(file: Path) -> None:
    tree = ast.parse(file.read_bytes())
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert "TYPE_CHECKING" not in names | attributes


@each_file
def test_every_module_says_what_it_does(file: Path) -> None:
    assert ast.get_docstring(ast.parse(file.read_bytes()))


@each_file
def test_no_module_grows_too_long(file: Path) -> None:
    assert len(file.read_bytes().splitlines()) < LONGEST


def test_only_the_outer_rooms_name_paths() -> None:
    assert uses_outside(PATHS, MAY_NAME_PATHS) == []


def test_only_serve_opens_sockets() -> None:
    assert uses_outside(SOCKETS, MAY_NAME_SOCKETS) == []


def test_only_the_command_line_knows_the_clock() -> None:
    assert uses_outside(CLOCKS, MAY_NAME_CLOCKS) == []


def test_front_matter_is_never_dumped() -> None:
    found = [
        use
        for file in source_files()
        for use in uses(file, DUMPERS)
        if "dump" in use.rpartition(".")[2]
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import vaultkit.dates", ["vaultkit.dates"]),
        ("from vaultkit import disk, dates", ["vaultkit.disk", "vaultkit.dates"]),
        ("from . import contact", ["vaultkit.notes.contact"]),
        ("from .fields import FIELDS", ["vaultkit.notes.fields.FIELDS"]),
        ("from ..dates import read_date", ["vaultkit.dates.read_date"]),
        ("def late():\n    import vaultkit.site", ["vaultkit.site"]),
    ],
)
def test_imports_are_read_in_every_form(text: str, expected: list[str]) -> None:
    tree = ast.parse(text)
    assert [name for _, name in imports_of(tree, "vaultkit.notes.note", False)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from datetime import date as d\nd.today()", "datetime.date.today"),
        ("import datetime\ndatetime.datetime.now()", "datetime.datetime.now"),
        ("import datetime as dt\ndt.date.today", "datetime.date.today"),
        ("import pathlib\npathlib.Path", "pathlib.Path"),
        ("from pathlib import Path", "pathlib.Path"),
        ("import http.server", "http.server"),
        ("import yaml\nyaml.safe_dump({})", "yaml.safe_dump"),
    ],
)
def test_names_are_followed_to_where_they_come_from(text: str, expected: str) -> None:
    assert expected in [name for _, name in names_used(ast.parse(text))]
