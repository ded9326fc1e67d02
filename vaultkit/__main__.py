"""`python -m vaultkit` is the `vaultkit` command."""

from vaultkit.cli import main

if __name__ == "__main__":
    main()
