"""Watched devices: each access in order, with its size and value; reads scripted."""

import itertools

import pytest

from nativecomp.emulator import Access, DeviceError, Word
from tests.emulator.build import CORES, machine

SOURCE = """typedef unsigned u32; typedef unsigned char u8; typedef unsigned short u16;
void twice(volatile u32 *p) { *p = 1; *p = 1; }
u32 poll(volatile u32 *p) { u32 n = 0; while (!(*p & 1)) n++; return n; }
void modify(volatile u32 *p) { *p |= 4; }
void sizes(volatile u8 *p) { p[1] = 2; *(volatile u16 *)(p + 2) = 0x304; *(volatile u32 *)(p + 4) = 5; }
u32 read8(volatile u8 *p) { return *p; }
void two(volatile u32 *p, volatile u32 *q) { *p = 1; *q = 2; *p = *q; }
"""
GPIO = 0x4002_0000


@pytest.mark.parametrize("core", CORES)
def test_order(core: str) -> None:
    m = machine(SOURCE, core)
    watch = m.watch(GPIO + 0x14, 16)
    m.call("twice", [Word("ptr", GPIO + 0x14)])
    assert watch.log == [Access("write", GPIO + 0x14, 4, 1)] * 2
    assert str(watch.log[0]) == "write 0x40020014 32 bits 0x00000001"
    watch.log.clear()
    m.call("modify", [Word("ptr", GPIO + 0x14)])
    assert watch.log == [Access("read", GPIO + 0x14, 4, 1), Access("write", GPIO + 0x14, 4, 5)]
    watch.log.clear()
    m.call("sizes", [Word("ptr", GPIO + 0x14)])
    assert watch.log == [
        Access("write", GPIO + 0x15, 1, 2),
        Access("write", GPIO + 0x16, 2, 0x304),
        Access("write", GPIO + 0x18, 4, 5),
    ]
    assert m.call("read8", [Word("ptr", GPIO + 0x16)], "i32").value == 4


def test_two_devices_share_the_order() -> None:
    m = machine(SOURCE)
    first, second = m.watch(GPIO, 4), m.watch(0x5000_0000, 4)
    m.call("two", [Word("ptr", GPIO), Word("ptr", 0x5000_0000)])
    assert [(a.kind, a.address, a.value) for a in m.log] == [
        ("write", GPIO, 1),
        ("write", 0x5000_0000, 2),
        ("read", 0x5000_0000, 2),
        ("write", GPIO, 2),
    ]
    assert len(first.log) == len(second.log) == 2


@pytest.mark.parametrize("core", CORES)
def test_scripts(core: str) -> None:
    def fourth_time(address: int, size: int) -> int:
        return next(turns) == 3

    turns = itertools.count()
    for script in ([0, 0, 0, 1], iter([0, 0, 0, 1]), (0, 2, 4, 0xFFFF_FFFF_FFFF), fourth_time):
        m = machine(SOURCE, core)
        m.watch(GPIO, 4, read=script)
        assert m.call("poll", [Word("ptr", GPIO)], "i32").value == 3
    m = machine(SOURCE, core)
    m.watch(GPIO, 4, read=1)
    assert m.call("poll", [Word("ptr", GPIO)], "i32").value == 0


def test_write_callback() -> None:
    seen = []
    m = machine(SOURCE)
    m.watch(GPIO, 8, write=lambda address, size, value: seen.append((address, size, value)))
    m.call("twice", [Word("ptr", GPIO + 4)])
    assert seen == [(GPIO + 4, 4, 1)] * 2


def test_failures() -> None:
    m = machine(SOURCE)
    watch = m.watch(GPIO, 4, read=[0, 0])
    with pytest.raises(DeviceError, match=r"used up in poll \(unit.c:3\)"):
        m.call("poll", [Word("ptr", GPIO)])
    with pytest.raises(DeviceError, match="beside the watched"):
        m.call("twice", [Word("ptr", GPIO + 4)])
    with pytest.raises(DeviceError, match="beside the watched"):
        m.call("twice", [Word("ptr", GPIO + 2)])
    watch.read = 1
    assert m.call("poll", [Word("ptr", GPIO)], "i32").value == 0
    watch.read = lambda address, size: "text"
    with pytest.raises(DeviceError, match="not an integer: 'text'"):
        m.call("poll", [Word("ptr", GPIO)])


def test_endless_poll() -> None:
    m = machine(SOURCE)
    m.watch(GPIO, 4, read=0, log_limit=500)
    with pytest.raises(DeviceError, match=r"more than 500 accesses .* endless loop .* in poll \(unit.c:3\)"):
        m.call("poll", [Word("ptr", GPIO)])


def test_callback_raises() -> None:
    def explode(address: int, size: int) -> int:
        raise RuntimeError("bang")

    m = machine(SOURCE)
    watch = m.watch(GPIO, 4, read=explode)
    for _ in range(2):
        with pytest.raises(RuntimeError, match="bang"):
            m.call("poll", [Word("ptr", GPIO)])
    watch.read = lambda address, size: m.call("poll", [Word("ptr", GPIO)])
    with pytest.raises(RuntimeError, match="device callback"):
        m.call("poll", [Word("ptr", GPIO)])
    watch.read = 1
    assert m.call("poll", [Word("ptr", GPIO)], "i32").value == 0


def test_ranges() -> None:
    m = machine(SOURCE)
    m.watch(GPIO, 16)
    m.watch(GPIO + 16, 16)
    m.watch(0x6000_0000, 0x10_0000)
    with pytest.raises(ValueError, match="already watched"):
        m.watch(GPIO + 8, 16)
    with pytest.raises(ValueError, match="in emulated memory"):
        m.watch(0x0800_0010, 4)
    with pytest.raises(ValueError, match="at least one byte"):
        m.watch(GPIO + 64, 0)
    m.call("twice", [Word("ptr", 0x600F_FFFC)])
    assert len(m.log) == 2
