"""`vaultkit tick`: a question asked, a piece of advice applied, a task done."""

from collections.abc import Sequence

import click

from vaultkit import changes
from vaultkit.cli.context import Context, pass_context
from vaultkit.cli.options import echo, fail, style
from vaultkit.cli.tables import write_table
from vaultkit.cli.writing import dry_run_option, find_first_to_write, read_words, undo, write
from vaultkit.dates import say_weekday
from vaultkit.editing import Source, tick
from vaultkit.ticking import Box, choose_boxes, find_boxes

_SAID = {"x": "done", " ": "open", "-": "dropped", ">": "later, by mail"}


@click.command("tick")
@click.argument("who", metavar="WHO", required=False)
@click.argument("item", metavar="[ITEM]", nargs=-1)
@click.option("--answer", metavar="TEXT", help="What they said, or what came of it; - reads stdin.")
@click.option("--later", is_flag=True, help="To be asked later, by mail: [>].")
@click.option("--drop", is_flag=True, help="Dropped, or answered unasked: [-].")
@click.option("--open", "reopen", is_flag=True, help="Open again: [ ].")
@click.option("--undo", "take_back", is_flag=True, help="Take back the last change of vaultkit.")
@dry_run_option
@pass_context
def command(
    context: Context,
    who: str | None,
    item: tuple[str, ...],
    answer: str | None,
    later: bool,
    drop: bool,
    reopen: bool,
    take_back: bool,
    dry_run: bool,
) -> None:
    """Tick a question of an interview, a piece of advice, or any task of WHO.

    \b
    vaultkit tick marta                     what there is, with numbers
    vaultkit tick marta 3
    vaultkit tick marta "who pays" --answer "The county, mostly."
    vaultkit tick marta levelling course    advice applied today

    ITEM is a number or some of its words. WHO is a contact, or an interview by its name.
    """
    if take_back:
        undo(context, who, dry_run)
        return
    if who is None:
        fail("whose? For example: vaultkit tick marta")
    vault = context.loaded.vault
    every = vault.notes.values()
    note = find_first_to_write(context, vault.contacts, every, who, "contact or note")
    boxes = find_boxes(vault, note)
    if not item:
        _list(context, boxes, note.name)
        return
    box = _choose(boxes, " ".join(item))
    if later + drop + reopen > 1:
        fail("--later, --drop and --open are three different marks; give one")
    mark = ">" if later else "-" if drop else " " if reopen else "x"
    _tick(context, box, mark, read_words([answer]) if answer else "", dry_run)


def _list(context: Context, boxes: Sequence[Box], name: str) -> None:
    if not boxes:
        context.talk(f"{name} has no questions, advice or tasks.")
        return
    rows = [
        (str(box.number), f"[{box.mark}]", box.words, box.section, f"{box.note.path}:{box.line}")
        for box in boxes
    ]
    write_table(("#", "", "item", "in", "place"), rows)


def _choose(boxes: Sequence[Box], text: str) -> Box:
    found = choose_boxes(boxes, text)
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(f'{box.number} "{box.words}"' for box in found[:8])
        fail(f'"{text}" could be {names}; give its number')
    from vaultkit.diagnostics import find_nearest

    near = find_nearest(text, [box.words for box in boxes])
    hint = f'; nearest is "{near}"' if near else ""
    return fail(f'nothing to tick like "{text}"{hint}; without ITEM all are listed')


def _tick(context: Context, box: Box, mark: str, answer: str, dry_run: bool) -> None:
    if _is_marked(box, mark) and not answer:
        context.talk(f'"{box.words}" is {_SAID[mark]} already.')
        return
    day = context.today if mark == "x" and not _is_marked(box, mark) else None
    old = box.note.document.lines[box.line - 1]

    def edit(source: Source) -> str:
        if source.document.lines[box.line - 1 : box.line] != (old,):
            return tick(source, _find_line(source, old, box.line), mark, day, answer)
        return tick(source, box.line, mark, day, answer)

    wanted = [changes.edit_note(box.note.path, edit)]
    typed = answer.splitlines()
    if write(context, wanted, f'tick "{box.words}"', dry_run, typed):
        when = f", {say_weekday(day, context.today)}" if day else ""
        echo(f"{style(box.words, bold=True)}  {style(_SAID[mark] + when, dim=True)}")


def _is_marked(box: Box, mark: str) -> bool:
    return box.mark.casefold() == mark


def _find_line(source: Source, text: str, line: int) -> int:
    """Where a task stands now, when the note was saved since it was read."""
    found = [n for n, other in enumerate(source.document.lines, 1) if other == text]
    return found[0] if len(found) == 1 else line if found else 0
