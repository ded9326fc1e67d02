"""`vaultkit init`: a new vault, or with --example a living one to look at."""

import json

import click

from vaultkit import disk
from vaultkit.cli.context import Context, pass_context
from vaultkit.diagnostics import VaultkitError
from vaultkit.pipeline import shift_example


@click.command("init")
@click.argument("folder", metavar="[DIR]", default=".")
@click.option("--example", is_flag=True, help="A complete search in the middle of its life.")
@pass_context
def command(context: Context, folder: str, example: bool) -> None:
    """Make a vault in DIR; nothing that exists is overwritten.

    With --example the vault is that of an invented search, its dates moved so that it is alive
    today: the quickest way to see what vaultkit does.
    """
    target = context.folder / folder
    if example:
        files = disk.read_files(disk.find_shipped("example-vault"))
        disk.write_new_folder(target, shift_example(files, context.today))
        context.talk(f"An example vault is in {target}. Try: vaultkit -C {target} due")
        return
    if (target / disk.FILE_NAME).exists():
        raise VaultkitError(f"{target / disk.FILE_NAME} exists: this is a vault already")
    disk.write_start(target, start_files(target.resolve().name))
    context.talk(f"A vault is in {target}. Next: make contacts/NAME.md")


def start_files(name: str) -> dict[str, bytes]:
    """The files of an empty vault: settings, me.md, what git must not keep."""
    title = json.dumps(name, ensure_ascii=False)  # a JSON string is a TOML string too
    me = "---\nname:\nfields: []\ncities: []\n---\n## Pitch\n\n## Answers\n\n"
    me += "### Education\n\n### Experience\n\n### Goals\n\n### Their work\n"
    return {
        disk.FILE_NAME: f"format = 1\nname = {title}\n".encode(),
        "me.md": me.encode(),
        ".gitignore": b"site/\n",
    }
