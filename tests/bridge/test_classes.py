"""Classes that compiled functions make, at the desk: the text that the real MicroPython runs, on every core."""

import pytest

from tests.bridge.oracle import CORES, execute
from tests.mpy.test_classes import CALL, EXPECTED, SOURCE


@pytest.mark.parametrize("target", CORES)
def test_as_on_micropython(target: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(CALL, execute(SOURCE, target))
    assert capsys.readouterr().out == EXPECTED.replace(" app C", " case C")  # the module's name
