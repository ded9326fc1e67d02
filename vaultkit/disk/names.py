"""The names of the files that are vaultkit's own, in the vault and in the site, and real places."""

import os
from pathlib import Path

# What our files in the top of a site begin with; nobody else's do.
OWN = ".vaultkit-"
MARKER = ".vaultkit-site"
MANIFEST = ".vaultkit-manifest.json"
JOURNAL = ".vaultkit-journal"
CACHE = ".vaultkit-cache"
SITE = "site"
# Holds what writing commands remember: lock, old bytes.
STATE = ".vaultkit"


def find_real(path: Path) -> Path:
    """The place behind all links. A link that leads to itself stays as it is, and is no place;
    `Path.resolve` raises RuntimeError for it in Python 3.11.
    """
    return Path(os.path.realpath(path))
