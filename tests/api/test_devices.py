"""Watched addresses of a loaded module."""

import pytest

import nativecomp
from nativecomp.emulator import DeviceError, EmulationError
from tests.api.modules import sample

BASE = 0x4000_0000


@pytest.fixture(params=["cortex-m0", "cortex-m4f", "x86-64"])
def module(request: pytest.FixtureRequest) -> nativecomp.Module:
    """A module of its own: devices stay for good."""
    return nativecomp.Module(sample(request.param).compilation)


def test_polling_reads_every_time_and_the_log_is_in_order(module: nativecomp.Module) -> None:
    watch = module.watch(BASE, 8, read=[0, 1, 4, 0])
    assert module.wait_for(BASE, 4) == 2
    kinds = [(access.kind, access.address, access.size, access.value) for access in watch.log]
    assert kinds == [("read", BASE, 4, 0), ("read", BASE, 4, 1), ("read", BASE, 4, 4), ("write", BASE + 4, 4, 2)]
    assert module.log == watch.log


def test_callbacks(module: nativecomp.Module) -> None:
    written = []
    module.watch(BASE, 8, read=lambda address, size: 8, write=lambda *access: written.append(access))
    assert module.wait_for(BASE, 8) == 0
    assert written == [(BASE + 4, 4, 0)]


def test_a_device_that_keeps_what_was_written(module: nativecomp.Module) -> None:
    module.watch(BASE, 16)
    module.poke32(BASE, 2, 77)
    assert module.peek32(BASE, 2) == 77
    assert module.peek32(BASE, 3) == 0
    with pytest.raises(EmulationError, match="outside memory"):
        module.peek32(BASE, 0x1000)


def test_errors_of_a_device(module: nativecomp.Module) -> None:
    module.watch(BASE, 8, read=[1])
    assert module.peek32(BASE, 0) == 1
    with pytest.raises(DeviceError, match=r"in peek32 \("):
        module.peek32(BASE, 0)

    def broken(address: int, size: int) -> int:
        raise RuntimeError("sensor is off")

    module.watch(BASE + 0x1000, 4, read=broken)
    with pytest.raises(RuntimeError, match="sensor is off"):
        module.peek32(BASE + 0x1000, 0)
    assert module.add(1, 2) == 3


def test_overlapping_watches_are_refused(module: nativecomp.Module) -> None:
    module.watch(BASE, 8)
    with pytest.raises(ValueError, match="already watched"):
        module.watch(BASE + 4, 8)
