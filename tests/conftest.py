"""Options of the test suite."""

import os
import signal
from collections.abc import Iterator

import pytest

from nativecomp import passes
from nativecomp.desk import api
from nativecomp.host import cache


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write what golden tests gave as what they expect")


def pytest_configure(config: pytest.Config) -> None:
    """Verify the IR after each pass; let Ctrl-C reach the tests of it where the shell that started them ignores it.

    What is compiled is kept with pytest's own cache, apart from the user's.
    """
    passes.verify_each = True
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.setdefault(cache.VARIABLE, str(config.rootpath / ".pytest_cache" / "nativecomp"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """What a test chooses for the desk holds for that test only, whichever comes after it."""
    chosen = api._chosen
    try:
        return (yield)
    finally:
        api._chosen = chosen


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))
