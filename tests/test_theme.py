"""Themes: layers, what they may do, and what their mistakes are called."""

import gzip
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.support import RUTH, contact, read_vault, write_vault
from vaultkit.cli import main
from vaultkit.diagnostics import Diagnostic, VaultkitError
from vaultkit.site import Basis, Edition
from vaultkit.site.theme import Theme, ThemeFiles, make_theme, read_parent

PLAIN_FOLDER = Path(__file__).resolve().parent.parent / "themes" / "plain"
PLAIN = ThemeFiles(
    "plain",
    {
        path.relative_to(PLAIN_FOLDER).as_posix(): path.read_bytes()
        for path in PLAIN_FOLDER.rglob("*")
        if path.is_file()
    },
)


def child(templates: Mapping[str, str], assets: Mapping[str, bytes] | None = None) -> Theme:
    files = {f"templates/{name}": text.encode() for name, text in templates.items()}
    return make_theme([ThemeFiles("child", {**files, **(assets or {})}), PLAIN])


def edit(theme: Theme) -> Edition:
    vault, settings, problems = read_vault({RUTH: contact("- 2026-10-01 letter")})
    return Edition(Basis(vault, settings, date(2026, 10, 8), theme, "1.0"), problems)


def show(theme: Theme, address: str = "index.html") -> str:
    return edit(theme).print_all()[address].decode()


def fail(theme: Theme, address: str = "index.html") -> Diagnostic:
    edition = edit(theme)
    assert address not in edition.print_all()
    return next(one for one in edition.diagnostics if one.code == "template")


def test_a_child_replaces_one_template_and_inherits_the_rest() -> None:
    theme = child({"log.html": "my log"})
    assert show(theme, "log.html") == "my log"
    assert "Ruth Okafor" in show(theme)


def test_a_child_builds_on_its_parents_template_of_the_same_name() -> None:
    text = (
        '{% extends "plain/base.html" %}{% block head %}{{ super() }}<meta name="x">{% endblock %}'
    )
    shown = show(child({"base.html": text}))
    assert "assets/plain.css" in shown
    assert '<meta name="x">' in shown
    assert "Ruth Okafor" in shown


def test_a_layer_lends_what_it_inherits() -> None:
    text = '{% extends "middle/log.html" %}{% block title %}Diary{% endblock %}'
    layers = [
        ThemeFiles("child", {"templates/log.html": text.encode()}),
        ThemeFiles("middle", {}),
        PLAIN,
    ]
    assert "<title>Diary" in show(make_theme(layers), "log.html")


def test_three_layers_nearest_first() -> None:
    layers = [
        ThemeFiles("mine", {"assets/a.css": b"mine"}),
        ThemeFiles("paper", {"assets/a.css": b"paper", "assets/b.css": b"paper"}),
        ThemeFiles("plain", {"assets/b.css": b"plain", "assets/c.css": b"plain"}),
    ]
    found = {name: bytes(data) for name, data in make_theme(layers).assets.items()}
    assert found == {"assets/a.css": b"mine", "assets/b.css": b"paper", "assets/c.css": b"plain"}


def test_only_assets_reach_the_site() -> None:
    theme = child({}, {"theme.toml": b"", "notes.txt": b"x", "assets/x.css": b"x"})
    assert sorted(theme.assets) == ["assets/plain.css", "assets/x.css"]


def test_everything_is_escaped_whatever_the_template_is_called() -> None:
    theme = child({"today.html": "{% include 'x.txt' %}", "x.txt": "{{ '<b>' }}"})
    assert show(theme) == "&lt;b&gt;"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\n{{ nothing }}", 2, "'nothing' is undefined"),
        ("{{ page.nothing }}", 1, "nothing"),
        ("a\nb\n{% if %}", 3, "Expected an expression"),
        ("\n{{ 1 // 0 }}", 2, "by zero"),
        ("{% for x in range(1000000000) %}{% endfor %}", 1, "Range too big"),
        ("{{ ''.__class__.__mro__ }}", 1, "unsafe"),
        ("{% macro a() %}{{ a() }}{% endmacro %}\n{{ a() }}", 1, "recursion"),
        ("\n\n{% include 'gone.html' %}", 3, 'no template "gone.html"'),
        ("{% include '../../etc/passwd' %}", 1, "no template"),
        ("{% extends 'today.html' %}", 1, "recursion"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(text: str, line: int, words: str) -> None:
    found = fail(child({"today.html": text}))
    assert (found.path, found.line) == ("themes/child/templates/today.html", line)
    assert (found.code, words in found.message) == ("template", True), found.message
    assert "\n" not in found.message


def test_a_mistake_in_a_macro_or_a_parent_is_named_there() -> None:
    macros = PLAIN.files["templates/macros.html"].decode()
    broken = macros.replace("{{ ref.name }}", "{{ gone }}", 1)
    found = fail(child({"macros.html": broken}), "contacts/index.html")
    line = broken[: broken.index("gone")].count("\n") + 1
    assert (found.path, found.line) == ("themes/child/templates/macros.html", line)
    found = fail(child({"today.html": "{% include 'log.html' %}"}))
    assert found.path == "themes/plain/templates/log.html"


def test_a_template_that_is_no_text_is_shown_as_far_as_it_goes() -> None:
    theme = make_theme([ThemeFiles("child", {"templates/today.html": b"caf\xe9"}), PLAIN])
    assert show(theme) == "caf\ufffd"


@pytest.mark.parametrize("data", [b"parent = ", b"parent = 3", b"\xff"])
def test_a_broken_theme_toml_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(VaultkitError, match=r"^themes/x/theme\.toml: .+"):
        read_parent("x", {"theme.toml": data})


def test_a_theme_without_theme_toml_has_no_parent() -> None:
    assert read_parent("x", {}) is None
    assert read_parent("x", {"theme.toml": b'parent = "plain"'}) == "plain"


def test_the_theme_that_the_readme_makes_works(tmp_path: Path) -> None:
    readme = (PLAIN_FOLDER.parent / "README.md").read_text(encoding="utf-8")
    toml, css, jinja = re.findall(r"```(?:toml|css|jinja)\n(.*?)```", readme, re.S)
    files = {
        "themes/mine/theme.toml": toml,
        "themes/mine/assets/mine.css": css,
        "themes/mine/templates/base.html": jinja,
    }
    vault = write_vault(tmp_path, {RUTH: contact("- 2026-10-01 letter"), **files})
    words = ["-C", str(vault), "--today", "2026-10-08", "build", "--theme", "mine"]
    done = CliRunner().invoke(main, words)
    assert (done.exit_code, "problem" in done.stderr.replace("no problems", "")) == (0, False)
    page = (vault / "site" / "contacts" / "ruth-okafor.html").read_text(encoding="utf-8")
    assert page.index("../assets/paper.css") < page.index("../assets/mine.css")
    assert (vault / "site" / "assets" / "mine.css").read_text(encoding="utf-8") == css


def test_the_macros_that_the_readme_names_are_there() -> None:
    readme = (PLAIN_FOLDER.parent / "README.md").read_text(encoding="utf-8")
    macros = (PLAIN_FOLDER / "templates" / "macros.html").read_text(encoding="utf-8")
    named = re.findall(r"`(\w+)\([^`]*\)`", readme)
    assert len(named) > 10
    assert set(named) <= set(re.findall(r"{% macro (\w+)\(", macros))


def test_the_scripts_of_paper_are_small() -> None:
    scripts = sorted((PLAIN_FOLDER.parent / "paper" / "assets").glob("*.js"))
    text = b"".join(path.read_bytes() for path in scripts)
    assert 0 < len(gzip.compress(text, mtime=0)) < 30_000


def test_plain_has_no_script() -> None:
    names = [*PLAIN.files]
    assert [name for name in names if name.endswith(".js")] == []
    texts = [data.decode() for name, data in PLAIN.files.items() if name.endswith(".html")]
    assert [text for text in texts if "<script" in text] == []


def test_no_style_names_an_id_and_numbers_stand_in_tokens() -> None:
    style = (PLAIN_FOLDER.parent / "paper" / "assets" / "paper.css").read_text(encoding="utf-8")
    assert not re.search(r"(?:^|[\s,>+~(])#[a-z][\w-]*\s*[{,:.]", style, re.M)
    assert "!important" not in style
    components = style.partition("@layer components {")[2].partition("@layer print {")[0]
    plain_numbers = re.sub(r"@(?:media|container)[^{]*", "", components)
    assert re.findall(r"[^\w-](?:\d*\.)?\d+(?:rem|px|pt)\b", plain_numbers) == []


def test_templates_that_others_wrote_run_in_a_sandbox() -> None:
    problem = fail(child({"today.html": "{{ page.__class__.__mro__ }}"}))
    assert "unsafe" in problem.message
