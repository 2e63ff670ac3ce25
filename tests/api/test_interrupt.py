"""Ctrl-C ends compiled code that does not end by itself."""

import signal
import threading
import time

import pytest

from tests.api.modules import CORES, sample


@pytest.mark.parametrize("core", CORES)
@pytest.mark.parametrize("counting", [False, True])
def test_an_endless_loop_can_be_interrupted(core: str, counting: bool) -> None:
    module = sample(core)
    data = bytearray(1)
    module.add(1, 2)
    timer = threading.Timer(0.3, signal.raise_signal, [signal.SIGINT])
    sent = time.monotonic()
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        (module.endless.measure if counting else module.endless)(data)
    assert time.monotonic() - sent < 10
    assert data == b"\1"
    assert module.add(1, 2) == 3
