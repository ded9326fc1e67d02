"""Options of the test run."""

import signal

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes the golden pages anew; read the diff before you keep it."""
    parser.addoption("--update-golden", action="store_true", help="write golden pages anew")


def pytest_configure() -> None:
    """A shell that runs tests behind itself has them ignore Ctrl-C, and all that they start."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
