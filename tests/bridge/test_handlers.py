"""What handlers see on emulated cores: the functions of tests/mpy/test_handlers.py, with CPython as the judge."""

import contextlib
import io

import pytest

from tests.bridge.oracle import CORES, execute
from tests.mpy.test_handlers import FUNCTIONS, SHOW, WORLD, expected


@pytest.mark.parametrize(
    ("target", "opt"), [*((target, "speed") for target in CORES), (CORES[0], "size"), (CORES[1], "balanced")]
)
def test_handlers(target: str, opt: str) -> None:
    names = execute(WORLD + FUNCTIONS, target, opt)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(SHOW, names)
    assert printed.getvalue().splitlines() == expected().splitlines()
