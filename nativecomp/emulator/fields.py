"""The places in machine code that a relocation fills: how each holds a number, and what fits.

Encodings are those of the Arm architecture reference manual (Thumb branches and MOVW/MOVT) and of the x86-64 psABI.
"""

from collections.abc import Callable
from dataclasses import dataclass

Read = Callable[[bytearray, int], int]
Write = Callable[[bytearray, int, int], None]


@dataclass(frozen=True)
class Field:
    """A place that holds a number.

    `read(data, offset)` gives the number that is there (the addend of a relocation without an explicit one);
    `write(data, offset, value)` replaces it. A value outside `low..high` does not fit.
    """

    read: Read
    write: Write
    low: int
    high: int


def _signed(value: int, bits: int) -> int:
    value &= (1 << bits) - 1
    return value - (1 << bits) if value >> (bits - 1) else value


def _get(data: bytearray, offset: int, size: int) -> int:
    return int.from_bytes(data[offset : offset + size], "little")


def _put(data: bytearray, offset: int, size: int, value: int) -> None:
    data[offset : offset + size] = (value & ((1 << 8 * size) - 1)).to_bytes(size, "little")


def _plain(bits: int, low: int, high: int, keep: int = 0) -> Field:
    """A little-endian number of `bits` bits whose containing bytes may have `keep` upper bits of something else."""
    size = (bits + keep) // 8

    def read(data: bytearray, offset: int) -> int:
        return _signed(_get(data, offset, size), bits)

    def write(data: bytearray, offset: int, value: int) -> None:
        kept = _get(data, offset, size) >> bits << bits
        _put(data, offset, size, kept | value & ((1 << bits) - 1))

    return Field(read, write, low, high)


def _halves(data: bytearray, offset: int) -> tuple[int, int]:
    return _get(data, offset, 2), _get(data, offset + 2, 2)


def _put_halves(data: bytearray, offset: int, first: int, second: int) -> None:
    _put(data, offset, 2, first)
    _put(data, offset + 2, 2, second)


def _read_branch25(data: bytearray, offset: int) -> int:
    first, second = _halves(data, offset)
    sign = first >> 10 & 1
    i1 = 1 ^ (second >> 13 & 1) ^ sign
    i2 = 1 ^ (second >> 11 & 1) ^ sign
    return _signed(sign << 24 | i1 << 23 | i2 << 22 | (first & 0x3FF) << 12 | (second & 0x7FF) << 1, 25)


def _write_branch25(data: bytearray, offset: int, value: int) -> None:
    first, second = _halves(data, offset)
    sign = value >> 24 & 1
    j1 = 1 ^ (value >> 23 & 1) ^ sign
    j2 = 1 ^ (value >> 22 & 1) ^ sign
    _put_halves(
        data,
        offset,
        first & 0xF800 | sign << 10 | value >> 12 & 0x3FF,
        second & 0xD000 | j1 << 13 | j2 << 11 | value >> 1 & 0x7FF,
    )


def _read_branch21(data: bytearray, offset: int) -> int:
    first, second = _halves(data, offset)
    high = (first >> 10 & 1) << 2 | (second >> 11 & 1) << 1 | second >> 13 & 1
    return _signed(high << 18 | (first & 0x3F) << 12 | (second & 0x7FF) << 1, 21)


def _write_branch21(data: bytearray, offset: int, value: int) -> None:
    first, second = _halves(data, offset)
    _put_halves(
        data,
        offset,
        first & 0xFBC0 | (value >> 20 & 1) << 10 | value >> 12 & 0x3F,
        second & 0xD000 | (value >> 18 & 1) << 13 | (value >> 19 & 1) << 11 | value >> 1 & 0x7FF,
    )


def _narrow_branch(bits: int) -> Field:
    """A 16-bit branch: the low `bits` bits are the distance in half words."""
    mask = (1 << bits) - 1

    def read(data: bytearray, offset: int) -> int:
        return _signed((_get(data, offset, 2) & mask) << 1, bits + 1)

    def write(data: bytearray, offset: int, value: int) -> None:
        _put(data, offset, 2, _get(data, offset, 2) & ~mask | value >> 1 & mask)

    return Field(read, write, -(1 << bits), (1 << bits) - 2)


def _move(shift: int) -> Field:
    """MOVW (`shift` 0) or MOVT (16): a half of a word spread over four bit ranges; the addend is 16 bits, signed."""

    def read(data: bytearray, offset: int) -> int:
        first, second = _halves(data, offset)
        half = (first & 0xF) << 12 | (first >> 10 & 1) << 11 | (second >> 12 & 7) << 8 | second & 0xFF
        return _signed(half, 16)

    def write(data: bytearray, offset: int, value: int) -> None:
        first, second = _halves(data, offset)
        half = value >> shift & 0xFFFF
        _put_halves(
            data,
            offset,
            first & 0xFBF0 | half >> 12 | (half >> 11 & 1) << 10,
            second & 0x8F00 | (half >> 8 & 7) << 12 | half & 0xFF,
        )

    return Field(read, write, -(1 << 32), (1 << 32) - 1)


WORD32 = _plain(32, -(1 << 31), (1 << 32) - 1)
SIGNED32 = _plain(32, -(1 << 31), (1 << 31) - 1)
UNSIGNED32 = _plain(32, 0, (1 << 32) - 1)
WORD64 = _plain(64, -(1 << 63), (1 << 64) - 1)
WORD31 = _plain(31, -(1 << 30), (1 << 30) - 1, keep=1)
BRANCH25 = Field(_read_branch25, _write_branch25, -(1 << 24), (1 << 24) - 2)
BRANCH21 = Field(_read_branch21, _write_branch21, -(1 << 20), (1 << 20) - 2)
BRANCH12 = _narrow_branch(11)
BRANCH9 = _narrow_branch(8)
MOVW = _move(0)
MOVT = _move(16)
