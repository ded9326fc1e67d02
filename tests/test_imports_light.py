"""`vaultkit due` starts fast: what only other commands need is never loaded."""

import json
import subprocess
import sys
from pathlib import Path

# Each costs tens of milliseconds, or has no business on the way of `due`.
HEAVY = (
    "jinja2",
    "markdown_it",
    "watchdog",
    "icalendar",
    "vobject",
    "rich",
    "rapidfuzz",
    "http.server",
    "asyncio",
    "frontmatter",
)
NOTE = """---
company:
---
## Log
- 2026-09-24 letter
"""
# Runs the command as the script does, then tells on stderr what it loaded.
CALL = """
import json, sys
from vaultkit.cli import main
try:
    main(["-C", sys.argv[1], "--today", "2026-10-08", "due"])
except SystemExit as end:
    code = end.code or 0
print(json.dumps({"code": code, "modules": sorted(sys.modules)}), file=sys.stderr)
"""


def test_due_loads_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "vaultkit.toml").write_text("format = 1\n", encoding="utf-8")
    (tmp_path / "contacts").mkdir()
    (tmp_path / "contacts" / "Ruth Okafor.md").write_text(NOTE, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-c", CALL, str(tmp_path)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=tmp_path,
    )

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stderr.splitlines()[-1])
    assert told["code"] == 0, done.stderr
    assert "Call Ruth Okafor" in done.stdout
    loaded = told["modules"]
    assert "vaultkit.agenda" in loaded
    heavy = [name for name in loaded if any(f"{name}.".startswith(f"{one}.") for one in HEAVY)]
    assert heavy == []
