"""`vaultkit find WORDS`: search in all notes, answered with file:line."""

import click

from vaultkit.cli.context import Context, pass_context
from vaultkit.cli.json_output import write_json
from vaultkit.cli.options import echo, fail, style
from vaultkit.names import fold_accents


@click.command("find")
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when nothing is found.")
@pass_context
def command(context: Context, words: tuple[str, ...], as_json: bool, exit_code: bool) -> None:
    """Search in all notes: lines that hold every word, as file:line: text.

    Case and accents do not matter: "jose" finds José.
    """
    wanted = [fold_accents(word) for word in " ".join(words).split() if fold_accents(word)]
    if not wanted:
        fail("search for what? For example: vaultkit find flood map")
    hits = [
        (note.path, number, line.strip())
        for note in context.loaded.vault.notes.values()
        if _holds(note.document.text, wanted)  # few do, so that few are searched line by line
        for number, line in enumerate(note.document.lines, 1)
        if line.strip() and _holds(line, wanted)
    ]
    if as_json:
        items = [{"path": path, "line": number, "text": text} for path, number, text in hits]
        write_json("find", words=list(words), items=items)
    else:
        for path, number, text in hits:
            echo(f"{style(f'{path}:{number}:', bold=True)} {style(text)}")
        if not hits:
            context.talk(f'Nothing found for "{" ".join(words)}".')
    if exit_code and not hits:
        raise SystemExit(1)


def _holds(line: str, wanted: list[str]) -> bool:
    folded = fold_accents(line)
    return bool(wanted) and all(word in folded for word in wanted)
