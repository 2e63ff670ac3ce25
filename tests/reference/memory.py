"""The address space a call sees: the buffers it was given, and devices."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import numpy

from tests.reference.devices import Access, Device
from tests.reference.errors import OutsideMemory
from tests.reference.types import Float, Integer

FIRST_BUFFER = 0x2000_0000
FLOAT_FORMAT = {32: "<f", 64: "<d"}


def _host_address(buffer: Any) -> int:
    return int(numpy.frombuffer(buffer, numpy.uint8).__array_interface__["data"][0])


class _Region:
    """A copy of one Python object's bytes at an address of the interpreted machine."""

    def __init__(self, start: int, owner: Any) -> None:
        self.start = start
        self.owner = owner
        self.bytes = bytearray(memoryview(owner).cast("B"))


class Memory:
    def __init__(self, devices: Sequence[Device] = ()) -> None:
        self.devices = devices
        self.log: list[Access] = []
        self._regions: list[_Region] = []
        self._next = FIRST_BUFFER

    def place(self, buffer: Any) -> int:
        """Copies a buffer (once) into memory and gives its address; slices of one object keep their distance."""
        view = memoryview(buffer)
        owner = view.obj if view.obj is not None else buffer
        region = next((r for r in self._regions if r.owner is owner), None)
        if region is None:
            region = _Region(self._next, owner)
            self._regions.append(region)
            self._next += (len(region.bytes) + 0x1F) & ~0xF
        if view.nbytes == 0:
            return region.start
        return region.start + _host_address(view) - _host_address(owner)

    def contents(self, buffer: Any) -> bytes:
        """The bytes of a placed buffer now."""
        start = self.place(buffer)
        size = memoryview(buffer).nbytes
        if size == 0:
            return b""
        region, offset = self._find(start, size)
        return bytes(region.bytes[offset : offset + size])

    def load(self, address: int, size: int) -> int:
        device = self._device(address)
        if device is not None:
            value = device.load(address, size)
            self.log.append(Access("read", address, size, value))
            return value
        region, offset = self._find(address, size)
        return int.from_bytes(region.bytes[offset : offset + size], "little")

    def store(self, address: int, size: int, value: int) -> None:
        value &= (1 << 8 * size) - 1
        device = self._device(address)
        if device is not None:
            self.log.append(Access("write", address, size, value))
            device.store(address, size, value)
            return
        region, offset = self._find(address, size)
        region.bytes[offset : offset + size] = value.to_bytes(size, "little")

    def load_element(self, address: int, kind: Integer | Float) -> int | float:
        size = kind.bits // 8
        value = self.load(address, size)
        if isinstance(kind, Float):
            return struct.unpack(FLOAT_FORMAT[kind.bits], value.to_bytes(size, "little"))[0]
        return kind.wrap(value)

    def store_element(self, address: int, kind: Integer | Float, value: float) -> None:
        size = kind.bits // 8
        if isinstance(kind, Float):
            value = int.from_bytes(struct.pack(FLOAT_FORMAT[kind.bits], value), "little")
        self.store(address, size, int(value))

    def _device(self, address: int) -> Device | None:
        return next((d for d in self.devices if d.start <= address < d.end), None)

    def _find(self, address: int, size: int) -> tuple[_Region, int]:
        for region in self._regions:
            offset = address - region.start
            if offset >= 0 and offset + size <= len(region.bytes):
                return region, offset
        raise OutsideMemory(f"{size} bytes at {address:#x}")
