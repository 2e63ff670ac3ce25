"""What goes into a call of emulated code and what comes out."""

import math
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from nativecomp.elf.lines import LineTable, Place

INTEGER_BYTES = {"i8": 1, "i16": 2, "i32": 4, "i64": 8}
KINDS = (*INTEGER_BYTES, "f32", "f64", "ptr", "self")


@dataclass(frozen=True)
class Word:
    """One value by its machine kind: "i8", "i16", "i32", "i64", "f32", "f64", "ptr", or "self": a pointer in a register
    that functions pass on, and not among the arguments (LLVM's `swiftself`).

    Integers may be given signed or unsigned and wrap; a narrow one is passed sign- or zero-extended as its Python
    value says.
    """

    kind: str
    value: int | float

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind {self.kind!r}; the kinds are {', '.join(KINDS)}")
        if self.kind not in ("f32", "f64") and not isinstance(self.value, int):
            raise TypeError(f"a value of kind {self.kind!r} is an int, not {type(self.value).__name__}")


@dataclass(frozen=True, eq=False)
class Buffer:
    """Memory of the host that the code works on: anything with the buffer protocol, C-contiguous.

    It is copied into emulated memory, and what the code changed is copied back, also when the call ends with an
    exception: see `buffers`.

    Attributes:
        data: the buffer.
        writable: whether the code may store to it; a store to one that is not is an `UnmappedAccess`. None: as the
            buffer itself says.
        alignment: of what number the address must be a multiple, else the call raises ValueError.
        name: what an error calls it; empty: by its type.
    """

    data: object
    writable: bool | None = None
    alignment: int = 1
    name: str = ""


@dataclass(frozen=True)
class Scratch:
    """Memory of `size` bytes whose address is passed, with these bytes, then zeros; `before` it there are zeros too.

    For a function that returns a struct, or reads an array that is nobody's buffer. `kind` says how the address is
    passed: "ptr" or "self".
    """

    size: int
    data: bytes = b""
    before: int = 0
    kind: str = "ptr"


Argument = Word | Buffer | Scratch


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A run whose instructions were counted.

    Attributes:
        runs: how often each basic block ran, as ((start, size), times); empty unless counting was asked for.
        elsewhere: instructions among those counted that another piece of code ran; they have the address 0.
    """

    elsewhere: int = 0
    runs: Mapping[tuple[int, int], int] = field(default_factory=dict, repr=False)
    _decode: Callable[[int, int], tuple[int, ...]] | None = field(default=None, repr=False, compare=False)
    _lines: LineTable | None = field(default=None, repr=False, compare=False)

    @cached_property
    def counts(self) -> dict[int, int]:
        """How often each instruction was executed, by its address; empty unless counting was asked for."""
        result = {0: self.elsewhere} if self.elsewhere else {}
        if self._decode is None:
            return result
        for (start, size), times in self.runs.items():
            for address in self._decode(start, size):
                result[address] = result.get(address, 0) + times
        return dict(sorted(result.items()))

    @cached_property
    def lines(self) -> dict[Place, int]:
        """How many instructions each source line executed; instructions without a line are not in it."""
        result: dict[Place, int] = {}
        if self._lines is None:
            return result
        for address, times in self.counts.items():
            if place := self._lines.find(address):
                result[place] = result.get(place, 0) + times
        return dict(sorted(result.items()))


@dataclass(frozen=True, kw_only=True)
class Outcome(Counted):
    """What a call gave.

    Attributes:
        value: the result: an unsigned int of the kind's width, a float, or None where no result was asked for.
        instructions: how many instructions were executed; exact.
        scratch: the bytes of the call's `Scratch` arguments, one after the other.
    """

    value: int | float | None
    instructions: int
    scratch: bytes = b""


def float_to_bits(kind: str, value: float) -> int:
    """The bits of a float of kind "f32" or "f64", rounded to nearest as C's conversion does (overflow is infinity)."""
    if kind == "f64":
        return int(struct.unpack("<Q", struct.pack("<d", value))[0])
    try:
        packed = struct.pack("<f", value)
    except OverflowError:
        packed = struct.pack("<f", math.copysign(math.inf, value))
    return int(struct.unpack("<I", packed)[0])


def bits_to_float(kind: str, bits: int) -> float:
    """The float that the low bits of a word or double word stand for."""
    if kind == "f64":
        return float(struct.unpack("<d", (bits & (2**64 - 1)).to_bytes(8, "little"))[0])
    return float(struct.unpack("<f", (bits & 0xFFFFFFFF).to_bytes(4, "little"))[0])
