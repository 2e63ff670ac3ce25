"""Integers at the ends of what an object holds in its own word, to compiled functions and back."""

import pytest

from tests.bridge.oracle import CORES, execute

TYPES = ("int", "uint", "int8", "uint16", "int64", "uint64")
SOURCE = "from nativecomp import int8, int16, int64, uint8, uint16, uint64\n" + "".join(
    f"@viper\ndef as_{name}(x: {name}, o) -> {name}:\n    return x if o else {name}(0)\n" for name in TYPES
)
ENDS = {sign * (1 << bits) + step for bits in (7, 15, 29, 30, 31, 61, 62) for sign in (-1, 1) for step in (-1, 0, 1)}


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
@pytest.mark.parametrize("target", CORES)
def test_ends(target: str, opt: str) -> None:
    names = execute(SOURCE, target, opt)
    for name in TYPES:
        bits = int(name.lstrip("uint") or (64 if target == "x86-64" else 32))
        low, high = (0, (1 << bits) - 1) if name.startswith("u") else (-(1 << (bits - 1)), (1 << (bits - 1)) - 1)
        for value in sorted(ENDS | {low, high}):
            if low <= value <= high:
                assert names[f"as_{name}"](value, [1]) == value, (name, value)
