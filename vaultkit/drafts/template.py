"""A letter template to text: Jinja2, but only the part of it that a letter needs.

Slots, `if`, `for`, `set` and a few filters. What could run long, grow large or reach into Python is
refused with its line before anything runs; rounds and length are counted while it runs.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, Undefined, nodes, pass_context
from jinja2.meta import find_undeclared_variables
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from vaultkit.diagnostics import Diagnostic, make_diagnostic
from vaultkit.drafts.slots import Group, Slot

# A page is some 3,000 signs; these are far beyond any letter.
LONGEST_TEMPLATE, LONGEST_TEXT, MOST_ROUNDS, DEEPEST = 20_000, 50_000, 1_000, 30
_ROUNDS = "rounds"
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n")

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const,
    nodes.If, nodes.For, nodes.Assign, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And,
    nodes.Or, nodes.Not, nodes.Filter, nodes.Test, nodes.Getitem, nodes.Tuple, nodes.List,
    nodes.Call,
)  # fmt: skip
_METHODS = frozenset(("split", "upper", "lower", "title", "strip", "capitalize"))
_TESTS = ("defined", "undefined", "none", "odd", "even")


class LetterMistakeError(Exception):
    """A template cannot be used; `diagnostic` says where and why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic


class Compiled(NamedTuple):
    """A template ready to be filled; `slots` are the names it asks for at its top.

    `parts` are (slot, part, line) of what it asks for within one, as `contact.name`.
    """

    path: str
    line: int
    template: Template
    slots: frozenset[str]
    parts: tuple[tuple[str, str, int], ...]


class _Unknown(StrictUndefined):
    """A slot nobody knows is a mistake with a line, never an empty string."""

    @property
    def _undefined_message(self) -> str:
        return f'no slot "{self._undefined_name}"; docs/drafts.md lists them'


class _Environment(SandboxedEnvironment):
    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))


def _finalize(value: object) -> str:
    match value:
        case Slot():
            return value.mark
        case Undefined() | str():
            return str(value)
        case bool() | None | Group():
            raise TypeError("this is no text; print one of its slots")
        case int():
            return str(value)
        case _:
            raise TypeError('this is a list; use a for, or |join(", ")')


def _mark(value: object) -> str:
    return value.mark if isinstance(value, Slot) else str(value)


def _join(value: Iterable[object], between: str = ", ") -> str:
    text = str(between).join(_mark(one) for one in _listed(value))
    if len(text) > LONGEST_TEXT:
        raise ValueError("the text grows beyond any letter")
    return text


def _listed(value: object) -> tuple[object, ...]:
    if isinstance(value, Undefined):
        str(value)  # says which slot is not there
    if not isinstance(value, (list, tuple)):
        raise TypeError("this is no list; a for wants one")
    return tuple(value[:MOST_ROUNDS])


@pass_context
def _bounded(context: Context, value: object) -> tuple[object, ...]:
    """What a `for` walks over: lists only, and so many rounds in one letter."""
    found = _listed(value)
    rounds = context.get(_ROUNDS)
    assert isinstance(rounds, list)  # render puts it there
    rounds.append(len(found))
    if sum(rounds) > MOST_ROUNDS or len(rounds) > MOST_ROUNDS:
        raise ValueError(f"more than {MOST_ROUNDS} rounds; a letter needs a few")
    return found


def _make_environment() -> _Environment:
    environment = _Environment(
        undefined=_Unknown, finalize=_finalize, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.clear()
    kept = {name: environment.filters[name] for name in _FILTERS}
    tests = {name: environment.tests[name] for name in _TESTS}
    environment.filters.clear()
    environment.filters |= {**kept, "join": _join, _BOUND: _bounded}
    environment.tests.clear()
    environment.tests |= tests
    return environment


_FILTERS = (
    "upper", "lower", "capitalize", "title", "trim", "first", "last", "length", "default", "d",
)  # fmt: skip
# The name of our own filter cannot be written in a template.
_BOUND = "rounds of a for"
_ENVIRONMENT = _make_environment()


def compile_letter(path: str, text: str, line: int = 1) -> Compiled:
    """A template's text, standing from `line` of a file, to one that can be filled."""
    if len(text) > LONGEST_TEMPLATE:
        message = f"the letter has {len(text)} signs; expected at most {LONGEST_TEMPLATE}"
        raise LetterMistakeError(_say(path, line, message))
    shifted = "\n" * (line - 1) + _strip_marks(text)
    try:
        tree = _ENVIRONMENT.parse(shifted, path, path)
        _check(path, tree, 0)
        names = frozenset(find_undeclared_variables(tree))
        parts = tuple(_find_parts(tree, names))
        _bind_loops(tree)
        code = _ENVIRONMENT.compile(tree, path, path)
    except TemplateSyntaxError as error:
        message = error.message or "cannot be read"
        raise LetterMistakeError(_say(path, error.lineno, message)) from error
    except (RecursionError, SyntaxError, MemoryError) as error:
        raise LetterMistakeError(_say(path, line, "too deeply nested for a letter")) from error
    return Compiled(path, line, Template.from_code(_ENVIRONMENT, code, {}), names, parts)


def _find_parts(tree: nodes.Template, names: frozenset[str]) -> Iterator[tuple[str, str, int]]:
    for one in tree.find_all(nodes.Getattr):
        if isinstance(one.node, nodes.Name) and one.node.name in names:
            yield one.node.name, one.attr, one.lineno


def _strip_marks(text: str) -> str:
    return re.sub("[\x00-\x08\x0b-\x1f\U000f0000-\U0010ffff]", "", text.replace("\r\n", "\n"))


def _check(path: str, node: nodes.Node, depth: int) -> None:
    """Refuse whatever a letter does not need."""
    wrong = _find_wrong(node)
    if depth > DEEPEST:
        wrong = "too deeply nested"
    if wrong:
        message = f"{wrong}; a letter has slots, if, for and set: docs/drafts.md"
        raise LetterMistakeError(_say(path, node.lineno, message))
    for child in node.iter_child_nodes():
        _check(path, child, depth + 1)


def _find_wrong(node: nodes.Node) -> str:
    match node:
        case nodes.Call():
            is_method = isinstance(node.node, nodes.Getattr) and node.node.attr in _METHODS
            plain = not (node.kwargs or node.dyn_args or node.dyn_kwargs)
            return "" if is_method and plain and _are_const(node.args) else "nothing can be called"
        case nodes.Getattr():
            return f'no slot "{node.attr}"' if node.attr.startswith("_") else ""
        case nodes.For():
            return "a for cannot call itself" if node.recursive else ""
        case nodes.List() | nodes.Tuple():
            is_target = any(one.ctx == "store" for one in node.find_all(nodes.Name))
            return "" if is_target or _are_const(node.items) else "lists hold words only"
        case nodes.Getitem():
            return "" if isinstance(node.arg, nodes.Const) else "count with a number"
        case nodes.Filter():
            return "" if node.name in (*_FILTERS, "join") else f'no filter "{node.name}"'
        case nodes.Name():
            return f'"{node.name}" is ours' if node.name == _ROUNDS else ""
    name = type(node).__name__.lower()
    return "" if isinstance(node, _ALLOWED) else f'"{name}" is not for letters'


def _are_const(found: Iterable[nodes.Node]) -> bool:
    return all(isinstance(one, nodes.Const) for one in found)


def _bind_loops(tree: nodes.Template) -> None:
    """Every `for` walks over what `_bounded` lets through."""
    for loop in tree.find_all(nodes.For):
        loop.iter = nodes.Filter(
            loop.iter, _BOUND, [], [], None, None, lineno=loop.lineno, environment=_ENVIRONMENT
        )


def render_letter(compiled: Compiled, slots: Mapping[str, object]) -> str:
    """A template filled in; facts stand in it as their signs. A mistake is raised with its line."""
    rounds: list[int] = []
    try:
        wanted = {name: slots[name] for name in compiled.slots if name in slots}
        pieces = compiled.template.generate({**wanted, _ROUNDS: rounds})
        text = "".join(_take(pieces))
    except Exception as error:  # a template may fail in any way: the letter is not written
        line = _find_line(error, compiled)
        words = str(error).split("\n")[0] or type(error).__name__
        raise LetterMistakeError(_say(compiled.path, line, words)) from error
    return _BLANK_LINES.sub("\n\n", text).strip()


def _take(pieces: Iterator[str]) -> Iterator[str]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > LONGEST_TEXT:
            raise ValueError("the text grows beyond any letter")
        yield piece


def _find_line(error: BaseException, compiled: Compiled) -> int:
    line, frame = compiled.line, error.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_filename == compiled.path:
            line = frame.tb_lineno
        frame = frame.tb_next
    return line


def _say(path: str, line: int, words: str) -> Diagnostic:
    return make_diagnostic("template", path, line, 1, f"{words}; mend the letter")
