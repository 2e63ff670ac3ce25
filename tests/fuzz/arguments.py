"""Buffers as parameters and arguments: bytearrays and arrays, through pointers and typed buffers, overlapping too."""

from __future__ import annotations

import array
import random
from dataclasses import dataclass
from typing import Any

from tests.fuzz.samples import Slice
from tests.fuzz.values import INTEGERS, floating, scalar

CODES = {
    "int8": "b",
    "uint8": "B",
    "int16": "h",
    "uint16": "H",
    "int32": "i",
    "uint32": "I",
    "int64": "q",
    "uint64": "Q",
    "float32": "f",
    "float64": "d",
}
BYTES = 32  # of what a pointer points to
POINTED = {"ptr8": 1, "ptr16": 2, "ptr32": 4}


@dataclass(frozen=True)
class BufferParameter:
    name: str
    type: str
    offset: int = 0  # elements before the pointer

    @property
    def typed(self) -> bool:
        return self.type.endswith("[:]")

    @property
    def kind(self) -> str:
        """The kind of an element."""
        return self.type[:-3] if self.typed else "int"

    def index(self, rng: random.Random, value: str) -> str:
        """An index: always inside for a pointer, mostly inside for a typed buffer."""
        if not self.typed:
            count = BYTES // POINTED[self.type]
            return f"(int({value}) & {count - 1}) - {self.offset}" if self.offset else f"{value} & {count - 1}"
        style = rng.random()
        if style < 0.5:
            return f"{value} & 7"
        if style < 0.7:
            return f"{value} % 8"
        if style < 0.85:
            return str(rng.choice((0, 1, 2, 3, -1, -2, 7, -8)))
        return value if style < 0.9 else f"({value} & 15) - 8"


def buffer_parameters(rng: random.Random) -> list[BufferParameter]:
    """None to three buffers."""
    types = [
        rng.choice((*POINTED, *POINTED, *(f"{t}[:]" for t in CODES))) for _ in range(rng.choice((0, 1, 1, 2, 2, 3)))
    ]
    return [BufferParameter(name, t) for name, t in zip("pqr", types, strict=False)]


def make_arguments(rng: random.Random, scalars: list[str], buffers: list[BufferParameter]) -> tuple[Any, ...]:
    values: list[Any] = [scalar(rng, t) for t in scalars]
    made: list[Any] = []
    for buffer in buffers:
        if buffer.typed:
            twins = [m for m, b in zip(made, buffers, strict=False) if b.type == buffer.type]
            made.append(rng.choice(twins) if twins and rng.random() < 0.6 else typed_buffer(rng, buffer.kind))
        else:
            # A pointer may overlap anything that holds integers: rules about aliasing show here.
            bases = [m for m in made if not isinstance(m, Slice) and _long_enough(m)]
            made.append(_pointed(rng, bases, POINTED[buffer.type]))
    return (*values, *made)


def _long_enough(value: Any) -> bool:
    floats = isinstance(value, array.array) and value.typecode in "fd"
    return not floats and memoryview(value).nbytes >= BYTES


def _pointed(rng: random.Random, bases: list[Any], size: int) -> Any:
    if bases and rng.random() < 0.5:
        return rng.choice(bases)
    data = bytearray(rng.randbytes(BYTES + 8))
    return Slice(data, rng.choice((0, size, 4, 8))) if rng.random() < 0.2 else data


def typed_buffer(rng: random.Random, kind: str) -> Any:
    """Eight elements, at times another number."""
    count = 8 if rng.random() < 0.85 else rng.randrange(12)
    if kind == "uint8" and rng.random() < 0.7:
        return bytearray(rng.randbytes(count))
    if kind in INTEGERS:
        return array.array(CODES[kind], [scalar(rng, kind) for _ in range(count)])
    return array.array(CODES[kind], [floating(rng, kind) for _ in range(count)])
