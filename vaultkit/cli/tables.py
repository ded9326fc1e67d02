"""Rows to an aligned table on a terminal, to tab-separated lines in a pipe."""

import sys
import unicodedata
from collections.abc import Sequence

import click

from vaultkit.cli.context import clean


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
    cleaned = [[clean(cell).replace("\t", " ").replace("\n", " ") for cell in row] for row in rows]
    if not is_terminal():
        for row in cleaned:
            click.echo("\t".join(row))
        return
    widths = [max(map(width_of, column)) for column in zip(header, *cleaned, strict=True)]
    _write_row([click.style(name, dim=True) for name in header], widths)
    for row in cleaned:
        _write_row(row, widths)


def _write_row(cells: Sequence[str], widths: Sequence[int]) -> None:
    click.echo("  ".join(pad(*pair) for pair in zip(cells, widths, strict=True)).rstrip())
