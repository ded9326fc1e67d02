"""Editors people use: what to start so that a file opens at a line; pure."""

from collections.abc import Mapping
from typing import NamedTuple

# The variables that name an editor, the first that is set counts.
VARIABLES = ("VAULTKIT_EDITOR", "VISUAL", "EDITOR")
# Tried in this order when no variable is set.
FALLBACKS = ("sensible-editor", "nano", "vim", "vi")

# These draw in the terminal; emacs does so when it is told to, or when there is no display.
_TERMINAL = frozenset(
    ("vi", "vim", "nvim", "view", "ex", "nano", "pico", "micro", "mg", "jed", "joe", "ne", "kak",
     "hx", "helix", "sensible-editor", "vim.tiny")
)  # fmt: skip
_PLUS = _TERMINAL - {"hx", "helix"} | {"emacs", "emacsclient", "gedit", "gvim", "mvim"}
_GOTO = frozenset(("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"))
_COLON = frozenset(("subl", "sublime_text", "hx", "helix", "zed", "atom"))
_OPTION = {"mate": "-l", "kate": "-l", "kwrite": "-l", "bbedit": "-l", "notepad++": "-n"}


class Call(NamedTuple):
    """What to start, and whether it draws in the terminal."""

    words: tuple[str, ...]
    in_terminal: bool


def make_call(editor: tuple[str, ...], file: str, line: int) -> Call:
    """An editor, possibly with options of its own, to the call that opens a file at a line."""
    name = _name(editor)
    in_terminal = name in _TERMINAL or (name.startswith("emacs") and _is_told_to_stay(editor))
    if name in _PLUS:
        words = (*editor, f"+{line}", file)
    elif name in _GOTO:
        words = (*editor, "-g", f"{file}:{line}")
    elif name in _COLON:
        words = (*editor, f"{file}:{line}")
    elif name in _OPTION:
        words = (*editor, _OPTION[name], str(line), file)
    else:
        words = (*editor, file)
    return Call(words, in_terminal)


def _name(editor: tuple[str, ...]) -> str:
    """The program's name without folder and ending."""
    name = editor[0].replace("\\", "/").rpartition("/")[2].casefold()
    return name.removesuffix(".exe").removesuffix(".cmd")


def _is_told_to_stay(editor: tuple[str, ...]) -> bool:
    return any(word in ("-nw", "-t", "-tty", "--no-window-system", "--tty") for word in editor[1:])


def find_setting(environment: Mapping[str, str]) -> tuple[str, str] | None:
    """The variable that names an editor and what it holds."""
    for name in VARIABLES:
        if environment.get(name, "").strip():
            return name, environment[name]
    return None
