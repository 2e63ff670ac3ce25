"""Stand-in for MicroPython's `neopixel`: colours in a buffer, and a log of what was sent."""

from collections.abc import Sequence
from typing import Any

from nativecomp.standins.log import note


class NeoPixel:
    """`n` lights of `bpp` bytes each, in the order green, red, blue, white of their wire."""

    ORDER = (1, 0, 2, 3)

    def __init__(self, pin: Any, n: int, bpp: int = 3, timing: int = 1) -> None:
        self.pin, self.n, self.bpp, self.timing = pin, n, bpp, timing
        self.buf = bytearray(n * bpp)

    def __len__(self) -> int:
        return self.n

    def __setitem__(self, i: int, color: Sequence[int]) -> None:
        for position in range(self.bpp):
            self.buf[i * self.bpp + self.ORDER[position]] = color[position]

    def __getitem__(self, i: int) -> tuple[int, ...]:
        return tuple(self.buf[i * self.bpp + self.ORDER[position]] for position in range(self.bpp))

    def fill(self, color: Sequence[int]) -> None:
        for i in range(self.n):
            self[i] = color

    def write(self) -> None:
        note(f"NeoPixel {getattr(self.pin, 'id', self.pin)}", "write", bytes(self.buf))
