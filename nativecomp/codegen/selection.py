"""Several ways for LLVM to write the addresses of a loop, and the choice of the one that came out best.

LLVM's loop strength reduction decides how many registers step through memory, and with which kind of address. What it
decides on is an estimate made before registers are assigned; so a way that is good for most loops ruins some with
copies and spills. Here the machine code is made each way, and read.
"""

import math
from collections.abc import Callable, Iterable

import llvmlite.binding as llvm

from nativecomp.codegen.request import DEVICE_SUFFIX
from nativecomp.costs import weighted_cost
from nativecomp.objectfile import ObjectFile

_MODE, _OFF = "-lsr-preferred-addressing-mode=", "-disable-lsr="

WAYS: tuple[tuple[str, ...], ...] = (
    (f"{_MODE}preindexed", f"{_OFF}false"),
    (f"{_MODE}postindexed", f"{_OFF}false"),
    (f"{_MODE}none", f"{_OFF}true"),
)
"""Options of LLVM. Each sets all of them, since they stay as they were set last."""

TRIED = {"size": 1, "balanced": len(WAYS), "speed": len(WAYS)}
"""How many of the ways a level tries."""


def choose(opt: str, emit: Callable[[], bytes]) -> bytes:
    """The best of the objects that `emit` makes with each of the ways; LLVM's options stay those of the best."""
    made: list[tuple[float, int, int]] = []
    objects: list[bytes] = []
    for number, way in enumerate(WAYS[: TRIED[opt]]):
        _set(way)
        objects.append(emit())
        if TRIED[opt] > 1:
            file = ObjectFile(objects[-1])
            made.append((_cost(file), file.loaded_size(), number))
    best = min(made)[2] if made else 0
    _set(WAYS[best])
    return objects[best]


def _set(way: Iterable[str]) -> None:
    for option in way:
        llvm.set_option("nativecomp", option)


_CHEAP = 1000
"""What a function costs that has a loop of some size. The differences of cheaper ones count for less."""


def _cost(file: ObjectFile) -> float:
    """What all functions cost together, each by the factor by which it could be dearer.

    Versions for devices do not count: they wait for their device.
    """
    return sum(
        math.log(_CHEAP + weighted_cost(file, symbol))
        for name, symbol in file.functions.items()
        if not name.endswith(DEVICE_SUFFIX)
    )
