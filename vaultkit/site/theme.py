"""A theme: templates in layers, nearest first, and the files that pages refer to."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.sandbox import SandboxedEnvironment

from vaultkit.diagnostics import Diagnostic, VaultkitError, make_diagnostic
from vaultkit.site.texts import digest_of

# Under this name problems speak of a theme, wherever its folder is.
FOLDER = "themes/"
# A template's text, its name in problems; the third is Jinja2's way to tell that it changed.
Source = tuple[str, str | None, Callable[[], bool] | None]


class ThemeFiles(NamedTuple):
    """One layer: the theme's name and its files by their path in its folder.

    `is_ours` marks a theme that comes with vaultkit: its templates need no sandbox.
    """

    name: str
    files: Mapping[str, bytes]
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Theme:
    """Templates ready to render, by `names`; `assets` by their address in the site."""

    environment: Environment
    names: tuple[str, ...]
    assets: Mapping[str, bytes]
    digest: str


class TemplateMistakeError(Exception):
    """A template could not be rendered; `diagnostic` says where and why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic


def read_parent(name: str, files: Mapping[str, bytes]) -> str | None:
    """The theme that a theme builds on, from its theme.toml; None for the first of all."""
    try:
        table = tomllib.loads(files.get("theme.toml", b"").decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise VaultkitError(f"themes/{name}/theme.toml: {error}; mend it") from error
    parent = table.get("parent")
    if parent is not None and not isinstance(parent, str):
        raise VaultkitError(f'themes/{name}/theme.toml: parent is {parent!r}; expected "plain"')
    return parent


def make_theme(layers: Sequence[ThemeFiles]) -> Theme:
    """Layers, nearest first, to a theme.

    A template is found in the nearest layer that has it; `paper/log.html` names that of a layer
    or, where the layer has none of its own, what it inherits.
    """
    templates: dict[str, Source] = {}
    of_layers: dict[str, Source] = {}
    assets: dict[str, bytes] = {}
    for layer in reversed(layers):
        for path, data in layer.files.items():
            if path.startswith("templates/"):
                name = path.removeprefix("templates/")
                source = (data.decode("utf-8", "replace"), f"{FOLDER}{layer.name}/{path}", None)
                templates[name] = source
            elif path.startswith("assets/"):
                assets[path] = data
        of_layers |= {f"{layer.name}/{name}": source for name, source in templates.items()}
    # The sandbox costs a quarter of the time, so it is for templates that others wrote.
    made_by = Environment if all(layer.is_ours for layer in layers) else SandboxedEnvironment
    environment = made_by(
        loader=FunctionLoader({**templates, **of_layers}.get),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    digest = digest_of([(one.name, one.files) for one in layers])
    return Theme(environment, (*templates, *of_layers), assets, digest)


def warm(theme: Theme) -> None:
    """Read all templates, so that no page waits until its own is read; mistakes are for later."""
    for name in theme.names:
        with suppress(TemplateError):
            theme.environment.get_template(name)


def render_template(theme: Theme, template: str, content: Mapping[str, object]) -> str:
    """One template with its content; a mistake in it is raised with file and line."""
    try:
        return theme.environment.get_template(template).render(content)
    except TemplateSyntaxError as error:
        place = (error.filename or template, error.lineno)
        raise TemplateMistakeError(_say(*place, error.message or "cannot be read")) from error
    except Exception as error:  # a theme may divide by zero, too: its page stays as it was
        raise TemplateMistakeError(_say(*_find_place(error, template), _explain(error))) from error


def _find_place(error: BaseException, template: str) -> tuple[str, int]:
    """File and line of the innermost template that was being rendered."""
    place, frame = (template, 1), error.__traceback__
    while frame is not None:
        name = frame.tb_frame.f_code.co_filename
        if name.startswith(FOLDER):
            place = (name, frame.tb_lineno)
        frame = frame.tb_next
    return place


def _explain(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f'no template "{error.name}" in this theme or its parents'
    return str(error).split("\n")[0] or type(error).__name__


def _say(path: str, line: int, words: str) -> Diagnostic:
    message = f"{words}; mend the template, the last good page stays"
    return make_diagnostic("template", path, line, 1, message)
