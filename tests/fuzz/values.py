"""Values that break things, and random ones, for each type; and literals as a programmer writes them."""

from __future__ import annotations

import math
import random
import struct

INTEGERS = ("int", "uint", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
FLOATS = ("float", "float32", "float64")
SCALARS = (*INTEGERS, *FLOATS, "bool")

# A word is drawn as 64 bits at times: a 32-bit core wraps what is passed.
WIDTH = {name: 64 if name.endswith("64") else 32 for name in INTEGERS} | {
    "int8": 8,
    "uint8": 8,
    "int16": 16,
    "uint16": 16,
}

FLOAT_EDGES = (
    *(0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, 2.5, -2.5, 3.0, 0.1, 1e10, 1e-10),
    *(math.inf, -math.inf, math.nan),
    *(2.0**-149, -(2.0**-149), 2.0**-126, 1.1754942106924411e-38, 3.4028234663852886e38),
    *(16777215.0, 16777217.0, 2147483520.0, 2147483648.0, -2147483648.0, -2147483904.0),
    *(4294967040.0, 4294967296.0, 2.0**63, -(2.0**63), 2.0**64, 127.5, 255.9, -128.9, -0.9),
)
# Only where the type is a double.
DOUBLE_EDGES = (5e-324, 1.7976931348623157e308, 2147483647.5, 9007199254740993.0, 1e300, 1e-300, 1 / 3)

LITERAL_EDGES = (
    *(0, 0, 1, 1, 2, 3, 4, 5, 7, 8, 10, 15, 16, 31, 32, 33, 63, 64, 100, 127, 128, 255, 256, 1000),
    *(0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF, 0x55555555),
    *(-1, -1, -2, -3, -7, -8, -127, -128, -129, -256, -0x8000, -0x7FFFFFFF, -0x80000000),
)
FLOAT_LITERALS = (0.0, 1.0, 2.0, 0.5, 0.25, 1.5, 0.1, 3.14159, 100.0, 1e10, 1e-10, 65536.0, 1e-40, 3e38, 16777216.0)


def integer(rng: random.Random, name: str) -> int:
    """A value for a parameter of an integer type: often an edge, always within the type (or the 64-bit word)."""
    bits = WIDTH[name]
    if name in ("int", "uint") and rng.random() < 0.15:
        bits = 64
    style = rng.random()
    if style < 0.3:
        value = rng.choice((0, 1, 2, 3, 5, 7, 10, 31, 32, 33, 64, 100, 255))
    elif style < 0.55:
        value = rng.choice((-1, -2, 1 << (bits - 1), (1 << (bits - 1)) - 1, (1 << (bits - 1)) + 1))
    elif style < 0.65:
        value = (1 << rng.randrange(bits)) + rng.choice((-1, 0, 1))
    else:
        value = rng.getrandbits(rng.randint(1, bits)) * rng.choice((1, -1))
    value &= (1 << bits) - 1
    return value - (1 << bits) if not name.startswith("u") and value >> (bits - 1) else value


def floating(rng: random.Random, name: str) -> float:
    style = rng.random()
    if style < 0.4:
        return rng.choice(FLOAT_EDGES)
    if style < 0.5 and name != "float32":
        return rng.choice(DOUBLE_EDGES)
    if style < 0.75:
        return rng.randint(-4000, 4000) / rng.choice((1, 2, 3, 4, 10, 16))
    if name == "float64" and style < 0.9:
        return struct.unpack("<d", rng.randbytes(8))[0]
    return struct.unpack("<f", rng.randbytes(4))[0]


def scalar(rng: random.Random, name: str) -> int | float | bool:
    if name == "bool":
        return rng.random() < 0.5
    return floating(rng, name) if name in FLOATS else integer(rng, name)


def int_literal(rng: random.Random) -> str:
    """Within -2^31 .. 2^32-1, so that it may meet every promoted type on every core."""
    value = rng.choice(LITERAL_EDGES) if rng.random() < 0.7 else rng.getrandbits(rng.randint(1, 32))
    return hex(value) if value > 9 and rng.random() < 0.4 else str(value)


def float_literal(rng: random.Random) -> str:
    sign = "-" if rng.random() < 0.2 else ""
    return sign + repr(rng.choice(FLOAT_LITERALS))
