"""Whether a site is as the watcher left it: somebody else may have built, changed or removed it."""

import os
from pathlib import Path

from vaultkit import disk
from vaultkit.disk.scan import NO_SITE, SiteState, State, look_again, look_at_folders, look_at_site

# A site that is changed again within CALM seconds is mended ever more rarely, but no later than
# after MOST: two watchers of other options must not write all day.
CALM, MOST = 60.0, 8.0


class Seen:
    """What a site looked like when it was written last."""

    def __init__(self) -> None:
        self._mended, self._pause = float("-inf"), 0.0
        self._site = NO_SITE
        self._folders: dict[str, State] = {}

    def note(self, state: SiteState) -> None:
        """A build left the site so; a small one, that leaves its manifest alone, says nothing."""
        if state != NO_SITE:
            self._site = state

    def settle(self, out: Path) -> None:
        """The records of the site were just written, and nothing is owed; unless it is another
        site by now.
        """
        self._site = look_again(out, self._site)
        self._folders = {}

    def is_same(self, out: Path) -> bool:
        """Whether it is the site that was noted, and nobody built it since."""
        return look_at_site(out) == self._site

    def is_due(self, now: float) -> bool:
        """Whether a site that somebody else changed is mended now; if so, that is noted."""
        if self._mended <= now < self._mended + self._pause:
            return False
        is_calm = not 0.0 <= now - self._mended < CALM
        self._pause = 0.0 if is_calm else min(MOST, max(1.0, 2 * self._pause))
        self._mended = now
        return True

    def lacks(self, out: Path) -> bool:
        """Whether a page of the settled site is gone. All are looked for at first, then only when
        a folder of the site changed.
        """
        before = self._folders
        if before and before == look_at_folders(out, before):
            return False
        known = disk.read_manifest(out) or {}
        self._folders = look_at_folders(out, (".", *disk.find_folders(known)))
        return not all(os.path.lexists(f"{out}/{one}") for one in known)
