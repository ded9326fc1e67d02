"""Options of the test run."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes the golden pages anew; read the diff before you keep it."""
    parser.addoption("--update-golden", action="store_true", help="write golden pages anew")
