"""The places in machine code that a relocation fills: how each holds a number, and what fits.

Encodings are those of the Arm architecture reference manual (Thumb branches and MOVW/MOVT), of the x86-64 psABI and of
the RISC-V unprivileged manual (instruction formats I, S, B, U, J and the compressed CB and CJ).
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


def _scattered(size: int, pieces: tuple[tuple[int, int, int], ...], bits: int) -> Field:
    """A signed number of `bits` bits whose bits lie about an instruction of `size` bytes.

    A piece is: the lowest bit in the number, the lowest bit in the instruction, how many bits.
    """
    mask = sum(((1 << count) - 1) << place for _, place, count in pieces)

    def read(data: bytearray, offset: int) -> int:
        word = _get(data, offset, size)
        return _signed(sum((word >> place & ((1 << count) - 1)) << low for low, place, count in pieces), bits)

    def write(data: bytearray, offset: int, value: int) -> None:
        filled = sum((value >> low & ((1 << count) - 1)) << place for low, place, count in pieces)
        _put(data, offset, size, _get(data, offset, size) & ~mask | filled)

    return Field(read, write, -(1 << bits - 1), (1 << bits - 1) - 1)


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


def _lower(pieces: tuple[tuple[int, int, int], ...]) -> Field:
    """The lower 12 bits of an address; the rest of it is in another instruction, so any value fits."""
    field = _scattered(4, pieces, 12)
    return Field(field.read, field.write, -(1 << 32), (1 << 32) - 1)


def _sum(size: int) -> Field:
    """A number of `size` bytes that a value is added to where it lies."""

    def write(data: bytearray, offset: int, value: int) -> None:
        _put(data, offset, size, _get(data, offset, size) + value)

    return Field(lambda data, offset: 0, write, -(1 << 32), (1 << 32) - 1)


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
UPPER20 = _upper(4)
CALL32 = _upper(8)
LOWER12_LOAD = _lower(((0, 20, 12),))
LOWER12_STORE = _lower(((0, 7, 5), (5, 25, 7)))
BRANCH13 = _scattered(4, ((1, 8, 4), (5, 25, 6), (11, 7, 1), (12, 31, 1)), 13)
JUMP21 = _scattered(4, ((1, 21, 10), (11, 20, 1), (12, 12, 8), (20, 31, 1)), 21)
NARROW_BRANCH9 = _scattered(2, ((1, 3, 2), (3, 10, 2), (5, 2, 1), (6, 5, 2), (8, 12, 1)), 9)
NARROW_JUMP12 = _scattered(
    2, ((1, 3, 3), (4, 11, 1), (5, 2, 1), (6, 7, 1), (7, 6, 1), (8, 9, 2), (10, 8, 1), (11, 12, 1)), 12
)
SUM8, SUM16, SUM32, SUM64 = _sum(1), _sum(2), _sum(4), _sum(8)
