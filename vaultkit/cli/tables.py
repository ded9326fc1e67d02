"""Rows to an aligned table on a terminal, to tab-separated lines in a pipe; lines folded to fit."""

import os
import sys
import unicodedata
from collections.abc import Sequence

import click

from vaultkit.cli.options import clean, clean_cell, style

# A column of a table is not made narrower than this; below it a terminal breaks the lines.
LEAST = 12
# What a terminal that does not know its width is taken for.
UNKNOWN = 80


def is_terminal() -> bool:
    """Whether the answer is read by a person."""
    return sys.stdout.isatty()


def width_of(text: str) -> int:
    """Columns a text takes in a terminal: wide signs take two, combining ones none."""
    return sum(_width(sign) for sign in click.unstyle(text))


def _width(sign: str) -> int:
    if sign.isascii():
        return 1
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in ("W", "F") else 1


def pad(text: str, width: int) -> str:
    """A text filled up with blanks to a width."""
    return text + " " * max(0, width - width_of(text))


def write_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table for a person, or one line of tab-separated values a row for a program."""
    cleaned = [[clean_cell(cell) for cell in row] for row in rows]
    if not is_terminal():
        for row in cleaned:
            click.echo("\t".join(row))
        return
    widths = [max(map(width_of, column)) for column in zip(header, *cleaned, strict=True)]
    widths = _narrow(widths, find_room() - 2 * (len(widths) - 1))
    _write_row([click.style(name, dim=True) for name in header], widths)
    for row in cleaned:
        folded = [fold_words(cell, width) for cell, width in zip(row, widths, strict=True)]
        for n in range(max(map(len, folded))):
            _write_row([lines[n] if n < len(lines) else "" for lines in folded], widths)


def _narrow(widths: Sequence[int], room: int) -> list[int]:
    """Widths that fit: the widest columns give way, none below what can be read."""
    narrowed = list(widths)
    while sum(narrowed) > room and max(narrowed) > LEAST:
        narrowed[narrowed.index(max(narrowed))] -= 1
    return narrowed


def _write_row(cells: Sequence[str], widths: Sequence[int]) -> None:
    click.echo("  ".join(pad(*pair) for pair in zip(cells, widths, strict=True)).rstrip())


def find_room() -> int:
    """How many columns the terminal has; no end of them in a pipe."""
    if not is_terminal():
        return sys.maxsize
    return os.get_terminal_size(sys.stdout.fileno()).columns or UNKNOWN


def fold_words(text: str, width: int) -> list[str]:
    """A text in lines of a width, broken between words; a longer word is cut."""
    lines = [""]
    for word in text.split(" "):
        line = f"{lines[-1]} {word}" if lines[-1] else word
        if width_of(line) <= width:
            lines[-1] = line
            continue
        *cut, rest = _cut(word, width)
        lines[-1:] = [*filter(None, lines[-1:]), *cut, rest]
    return lines


def _cut(word: str, width: int) -> list[str]:
    pieces = [""]
    for sign in word:
        if pieces[-1] and width_of(pieces[-1] + sign) > width:
            pieces.append("")
        pieces[-1] += sign
    return pieces


def echo_folded(text: str, indent: str, **how: bool | str | None) -> None:
    """A line set in; where the terminal is too narrow, more lines, set in further."""
    first, *rest = fold_words(clean(text), max(find_room() - len(indent) - 2, LEAST))
    for line in (f"{indent}{first}", *(f"{indent}  {more}" for more in rest)):
        click.echo(style(line, **how))
