"""Several ways for LLVM to write the addresses of a loop, and the choice of the one that came out best.

LLVM's loop strength reduction decides how many registers step through memory, and with which kind of address. What it
decides on is an estimate made before registers are assigned; so a way that is good for most loops ruins some with
copies and spills. Here the machine code is made each way, and read.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

import llvmlite.binding as llvm

from nativecomp.codegen.symbols import DEVICE_SUFFIX

_MODE, _OFF = "-lsr-preferred-addressing-mode=", "-disable-lsr="

WAYS: tuple[tuple[str, ...], ...] = (
    (f"{_MODE}preindexed", f"{_OFF}false"),
    (f"{_MODE}postindexed", f"{_OFF}false"),
    (f"{_MODE}none", f"{_OFF}true"),
)
"""Options of LLVM. Each sets all of them, since they stay as they were set last."""

TRIED = {"size": 1, "balanced": len(WAYS), "speed": len(WAYS)}
"""How many of the ways a level tries."""


def ways(opt: str, optimized: str) -> int:
    """How many of the ways to try for a module, of which this is LLVM's text after optimisation.

    The ways differ in what they make of loops only, so a module without one has one.
    """
    return TRIED[opt] if TRIED[opt] > 1 and has_loop(optimized) else 1


_LABEL = re.compile(r'([-\w$.]+|"[^"]*"):')
_SUCCESSOR = re.compile(r'label %([-\w$.]+|"[^"]*")')


def has_loop(llvm_text: str) -> bool:
    """Whether the blocks of a function lead back to one another."""
    for function in llvm_text.split("\ndefine ")[1:]:
        after: dict[str, list[str]] = {}
        block = ""
        for line in function.splitlines():
            if match := _LABEL.match(line):
                block = match[1]
            elif "label %" in line:
                after.setdefault(block, []).extend(_SUCCESSOR.findall(line))
        try:
            TopologicalSorter(after).prepare()
        except CycleError:
            return True
    return False


@dataclass(frozen=True)
class Emitted:
    """An object, and where they were asked for the costs of its functions (emit/coremodel.py)."""

    object: bytes
    costs: Mapping[str, float] = field(default_factory=dict)


def emissions(tried: int, emit: Callable[[], Emitted], first: int = 0) -> list[Emitted]:
    """What `emit` makes with the first ways, or with those from number `first` on."""
    made = []
    for way in WAYS[first:tried]:
        _set(way)
        made.append(emit())
    return made


def best(made: Sequence[Emitted]) -> int:
    """Which of the objects of the first ways is the best; the first of those that are."""
    if len({one.object for one in made}) == 1:
        return 0
    return min(range(len(made)), key=lambda number: (_cost(made[number]), number))


def use(way: int) -> None:
    """Set LLVM's options to one of the ways."""
    _set(WAYS[way])


_options: tuple[str, ...] = ()


def _set(way: tuple[str, ...]) -> None:
    global _options
    if way != _options:
        for option in way:
            llvm.set_option("nativecomp", option)
        _options = way


_CHEAP = 1000
"""What a function costs that has a loop of some size. The differences of cheaper ones count for less."""


def _cost(made: Emitted) -> tuple[float, int]:
    """What all functions cost together, each by the factor by which it could be dearer; then the bytes.

    Versions for devices do not count: they wait for their device.
    """
    from nativecomp.elf.objectfile import ObjectFile
    from nativecomp.emit.costs import weighted_cost

    file = ObjectFile(made.object)
    cost = sum(
        math.log(_CHEAP + weighted_cost(file, symbol))
        for name, symbol in file.functions.items()
        if not name.endswith(DEVICE_SUFFIX)
    )
    return cost, file.loaded_size()
