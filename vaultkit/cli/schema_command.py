"""`vaultkit schema [KIND]`: what front matter may hold, for editors and validators."""

import json

import click

from vaultkit.cli.context import read_kind_or_fail
from vaultkit.cli.options import echo, fail
from vaultkit.notes.schema import make_obsidian_types, make_schema, make_whole_schema


@click.command("schema")
@click.argument("kind", metavar="[KIND]", required=False)
@click.option("--obsidian", is_flag=True, help="Obsidian's .obsidian/types.json instead.")
def command(kind: str | None, obsidian: bool) -> None:
    """The JSON Schema (2020-12) of the front matter, from the table vaultkit itself reads by.

    KIND is contact, company, interview, trip, questions, letter, profile or note; without it one
    schema that knows them all. Needs no vault.
    """
    if obsidian and kind is not None:
        fail("--obsidian knows all kinds at once; leave KIND out")
    if obsidian:
        document = make_obsidian_types()
    elif kind is None:
        document = make_whole_schema()
    else:
        document = make_schema(read_kind_or_fail(kind))
    echo(json.dumps(document, ensure_ascii=False, indent=2))
