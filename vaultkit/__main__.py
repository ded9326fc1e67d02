"""`python -m vaultkit` is the `vaultkit` command."""

from vaultkit.cli import run

if __name__ == "__main__":
    run()
