"""`vaultkit completion SHELL`: the script that lets a shell complete commands and names."""

from pathlib import Path

import click

SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", metavar="SHELL", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print the completion script for bash, zsh or fish.

    \b
    bash: add to ~/.bashrc    eval "$(vaultkit completion bash)"
    zsh:  add to ~/.zshrc     eval "$(vaultkit completion zsh)"     below compinit
    fish: vaultkit completion fish > ~/.config/fish/completions/vaultkit.fish
    """
    script = Path(__file__).parent / "shells" / f"vaultkit.{shell}"
    click.echo(script.read_text(encoding="utf-8"), nl=False)
