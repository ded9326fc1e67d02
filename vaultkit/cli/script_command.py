"""`vaultkit script WHO`: a call from hello to the line in the log."""

import click

from vaultkit.cli.context import Context, pass_context
from vaultkit.cli.letter_command import find_contact, make_sources
from vaultkit.cli.options import echo, style
from vaultkit.drafts import Writer
from vaultkit.drafts.preflight import Point, check_first
from vaultkit.drafts.script import Branch, Script, make_script
from vaultkit.drafts.slots import join_parts


@click.command("script")
@click.argument("words", metavar="WHO", nargs=-1, required=True)
@pass_context
def command(context: Context, words: tuple[str, ...]) -> None:
    """What to say on the phone to WHO, whichever way the call goes.

    The number first, then what to know before you ring, the opening, and a branch for each answer;
    every branch ends in the line for the log and the command that writes it.
    """
    writer = Writer(make_sources(context))
    script = make_script(writer, find_contact(context, " ".join(words)))
    _write_script(script, check_first(writer.sources, script.draft.wish))
    for problem in script.draft.problems:
        context.talk(f"{problem}; taking the text that comes with vaultkit")
    for remark in script.draft.remarks:
        context.talk(f"warning: {remark}")
    if script.draft.problems:
        raise SystemExit(1)


def _write_script(script: Script, first: tuple[Point, ...]) -> None:
    name = script.draft.wish.contact.name
    echo(f"{style(name, bold=True)}  {style(script.phone or 'no number in the note', bold=True)}")
    for point in first:
        echo(style(f"  {point}", fg="red" if point.is_warning else None))
    echo()
    echo(style(f"Opening, {script.seconds} s", bold=True))
    _write_words(join_parts(script.opening))
    for branch in script.branches:
        echo()
        _write_branch(branch)


def _write_branch(branch: Branch) -> None:
    echo(style(branch.heading, bold=True))
    for words in branch.say:
        _write_words(words)
    for outcome in branch.outcomes:
        echo(f"    {style(f'{outcome.when}:', dim=True)} {style(outcome.line)}")
        echo(f"      {style(outcome.command, dim=True)}")


def _write_words(words: str) -> None:
    for line in click.wrap_text(words, 88, "  ", "  ", preserve_paragraphs=True).split("\n"):
        echo(style(line))
