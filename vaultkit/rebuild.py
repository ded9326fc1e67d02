"""A site kept fresh: a vault folder and what may have changed in it to pages on disk."""

from datetime import date
from pathlib import Path

from vaultkit.build import Built, build_site
from vaultkit.pipeline import load_vault


class Rebuilder:
    """One vault and one output folder, for as long as they are watched.

    `root` is the vault's own folder; `out` its site/ unless named, `theme_name` that of the
    settings unless named. After each call the site equals a clean build of what is on disk.
    """

    def __init__(self, root: Path, out: Path | None = None, theme_name: str | None = None) -> None:
        self.root, self.out, self.theme_name = root, out, theme_name

    def rebuild(self, today: date, changed: frozenset[str] | None = None) -> Built:
        """Bring the site up to date; raises VaultkitError when it cannot go on.

        `changed` holds the paths in the vault, with `/`, that may have changed, been made or been
        removed, be it files or folders; None stands for everything.
        """
        return build_site(load_vault(self.root), today, self.out, self.theme_name)
