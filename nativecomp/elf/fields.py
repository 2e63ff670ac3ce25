"""The places in machine code that a relocation fills: how each holds a number, and what fits.

Encodings are those of the Arm architecture reference manual (Thumb branches and MOVW/MOVT), of the x86-64 psABI and of
the RISC-V unprivileged manual (instruction formats I, S, B, U, J and the compressed CB and CJ). A Thumb instruction of
32 bits is read as one number, its first half in the lower bits.
"""

from collections.abc import Callable
from dataclasses import dataclass

Read = Callable[[bytearray, int], int]
Write = Callable[[bytearray, int, int], None]

_ANY = (-(1 << 32), (1 << 32) - 1)
"""The limits where the rest of the number is in another instruction."""


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


def _scattered(
    size: int, pieces: tuple[tuple[int, int, int], ...], bits: int, limits: tuple[int, int] | None = None,
    shift: int = 0, flipped: int = 0,
) -> Field:  # fmt: skip
    """A signed number of `bits` bits whose bits lie about `size` bytes; of a value those from bit `shift` on.

    A piece is: the lowest bit in the number, the lowest bit in the bytes, how many bits. Those of `flipped` are
    inverted where the number is not negative.
    """
    mask = sum(((1 << count) - 1) << place for _, place, count in pieces)
    low, high = limits or (-(1 << bits - 1), (1 << bits - 1) - 1)

    def read(data: bytearray, offset: int) -> int:
        word = _get(data, offset, size)
        value = _signed(sum((word >> place & ((1 << count) - 1)) << first for first, place, count in pieces), bits)
        return value ^ flipped if value >= 0 else value

    def write(data: bytearray, offset: int, value: int) -> None:
        value >>= shift
        value ^= flipped if value >= 0 else 0
        filled = sum((value >> first & ((1 << count) - 1)) << place for first, place, count in pieces)
        _put(data, offset, size, _get(data, offset, size) & ~mask | filled)

    return Field(read, write, low, high)


def _plain(bits: int, low: int, high: int) -> Field:
    """A little-endian number of `bits` bits; what its bytes hold above it stays."""
    return _scattered(-(-bits // 8), ((0, 0, bits),), bits, (low, high))


def _upper(size: int) -> Field:
    """The upper 20 bits of an address in a U-type instruction, rounded for the signed lower 12 of another one.

    With a size of 8 that one is the JALR behind it.
    """
    lower = 20 if size == 8 else None

    def read(data: bytearray, offset: int) -> int:
        return _signed(_get(data, offset, 4) & 0xFFFFF000, 32)

    def write(data: bytearray, offset: int, value: int) -> None:
        _put(data, offset, 4, _get(data, offset, 4) & 0xFFF | value + 0x800 & 0xFFFFF000)
        if lower is not None:
            rest = _get(data, offset + 4, 4) & ((1 << lower) - 1)
            _put(data, offset + 4, 4, rest | (value & 0xFFF) << lower)

    return Field(read, write, -(1 << 31), (1 << 32) - 1)


def _sum(size: int) -> Field:
    """A number of `size` bytes that a value is added to where it lies."""

    def write(data: bytearray, offset: int, value: int) -> None:
        _put(data, offset, size, _get(data, offset, size) + value)

    return Field(lambda data, offset: 0, write, *_ANY)


WORD32 = _plain(32, -(1 << 31), (1 << 32) - 1)
SIGNED32 = _plain(32, -(1 << 31), (1 << 31) - 1)
UNSIGNED32 = _plain(32, 0, (1 << 32) - 1)
WORD64 = _plain(64, -(1 << 63), (1 << 64) - 1)
WORD31 = _plain(31, -(1 << 30), (1 << 30) - 1)

BRANCH25 = _scattered(4, ((1, 16, 11), (12, 0, 10), (22, 27, 1), (23, 29, 1), (24, 10, 1)), 25, flipped=0b11 << 22)
BRANCH21 = _scattered(4, ((1, 16, 11), (12, 0, 6), (18, 29, 1), (19, 27, 1), (20, 10, 1)), 21)
BRANCH12 = _scattered(2, ((1, 0, 11),), 12)
BRANCH9 = _scattered(2, ((1, 0, 8),), 9)
_MOVE = ((0, 16, 8), (8, 28, 3), (11, 10, 1), (12, 0, 4))
MOVW = _scattered(4, _MOVE, 16, _ANY)
MOVT = _scattered(4, _MOVE, 16, _ANY, shift=16)

UPPER20 = _upper(4)
CALL32 = _upper(8)
LOWER12_LOAD = _scattered(4, ((0, 20, 12),), 12, _ANY)
LOWER12_STORE = _scattered(4, ((0, 7, 5), (5, 25, 7)), 12, _ANY)
BRANCH13 = _scattered(4, ((1, 8, 4), (5, 25, 6), (11, 7, 1), (12, 31, 1)), 13)
JUMP21 = _scattered(4, ((1, 21, 10), (11, 20, 1), (12, 12, 8), (20, 31, 1)), 21)
NARROW_BRANCH9 = _scattered(2, ((1, 3, 2), (3, 10, 2), (5, 2, 1), (6, 5, 2), (8, 12, 1)), 9)
NARROW_JUMP12 = _scattered(
    2, ((1, 3, 3), (4, 11, 1), (5, 2, 1), (6, 7, 1), (7, 6, 1), (8, 9, 2), (10, 8, 1), (11, 12, 1)), 12
)
SUM8, SUM16, SUM32, SUM64 = _sum(1), _sum(2), _sum(4), _sum(8)
