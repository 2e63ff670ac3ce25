"""Options of the test suite."""

import signal

import pytest

from nativecomp import passes


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write what golden tests gave as what they expect")


def pytest_configure() -> None:
    """Verify the IR after each pass; let Ctrl-C reach the tests of it where the shell that started them ignores it."""
    passes.verify_each = True
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))
