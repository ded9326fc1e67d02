"""Builds a vault under a limit of memory; writes the codes of its problems by path, as JSON."""

import json
import resource
import sys
from datetime import date
from pathlib import Path

from vaultkit.addresses import make_addresses
from vaultkit.build import build_site
from vaultkit.pipeline import find_problems, load_vault

DAY = date(2026, 10, 8)


def main(folder: str, most: int) -> None:
    """Check and build the vault in `folder` with at most so many bytes of memory."""
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    loaded = load_vault(Path(folder))
    found: dict[str, set[str]] = {}
    for one in (*find_problems(loaded, DAY), *build_site(loaded, DAY).diagnostics):
        found.setdefault(one.path, set()).add(one.code)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    codes = {path: sorted(names) for path, names in found.items()}
    pages = dict(sorted(make_addresses(loaded.vault).items()))
    sys.stdout.write(json.dumps({"codes": codes, "peak": peak, "pages": pages}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
