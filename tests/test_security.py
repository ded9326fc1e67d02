"""SECURITY.md names tests that exist."""

import re

from tests.test_wheel import ROOT


def test_each_test_of_the_threat_table_is_there() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    file, names = "", 0
    for found in re.finditer(r"`((?:torture/)?test_\w+\.py)?(?:::(test_\w+))?`", text):
        file = found[1] or file
        if file and (found[1] or found[2]):
            source = (ROOT / "tests" / file).read_text(encoding="utf-8")
            assert not found[2] or f"def {found[2]}(" in source, found[0]
            names += 1
    assert names > 15
