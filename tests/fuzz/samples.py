"""A sample: the text of some functions, the one to call, and the arguments to call it with."""

from __future__ import annotations

import array
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.fuzz.expressions import Expressions, Names
from tests.fuzz.values import FLOATS, INTEGERS, SCALARS, scalar

HEADER = """\
from nativecomp import (
    const, float32, float64, int8, int16, int32, int64, ptr, ptr8, ptr16, ptr32,
    uint, uint8, uint16, uint32, uint64, viper,
)
"""

Arguments = tuple[Any, ...]


@dataclass(frozen=True)
class Slice:
    """An argument that is a memoryview of another argument's object, from a byte offset on."""

    base: bytearray
    start: int


@dataclass
class Sample:
    source: str
    function: str
    calls: list[Arguments]


def materialise(arguments: Sequence[Any]) -> list[Any]:
    """Fresh copies of the buffers; one object passed twice stays one object."""
    copies: dict[int, Any] = {}

    def copy(value: Any) -> Any:
        if isinstance(value, Slice):
            return memoryview(copy(value.base))[value.start :]
        if not isinstance(value, (bytearray, array.array)):
            return value
        return copies.setdefault(id(value), value[:])

    return [copy(value) for value in arguments]


def describe(arguments: Sequence[Any]) -> str:
    """The arguments as Python text."""
    return ", ".join(
        f"memoryview({bytes(a.base)!r})[{a.start}:]" if isinstance(a, Slice) else repr(a) for a in arguments
    )


def expression_sample(rng: random.Random, name: str, calls: int = 4) -> Sample:
    """A function of one expression over typed parameters."""
    types = [rng.choice(SCALARS) for _ in range(rng.choice((1, 2, 2, 3, 3, 4)))]
    if rng.random() < 0.6:
        types[0] = rng.choice(INTEGERS)
    names = Names()
    for letter, kind in zip("abcd", types, strict=False):
        names.add(letter, kind)
    make = Expressions(rng, names)
    depth = rng.choice((1, 1, 2, 2, 2, 3, 3, 4))
    kind = rng.choices(("int", "float", "bool"), (60, 25, 15))[0]
    text, results = {
        "int": (make.typed_int, ("", "", *INTEGERS, *FLOATS)),
        "float": (make._float_arithmetic, ("", "", *FLOATS)),
        "bool": (make.bool, ("", "bool", "int", "uint8")),
    }[kind]
    body = text(depth)
    result = rng.choice(results)
    parameters = ", ".join(f"{letter}: {t}" for letter, t in zip("abcd", types, strict=False))
    arrow = f" -> {result}" if result else ""
    source = f"@viper\ndef {name}({parameters}){arrow}:\n    return {body}\n"
    return Sample(source, name, [tuple(scalar(rng, t) for t in types) for _ in range(calls)])
