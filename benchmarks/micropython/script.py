"""What runs on MicroPython: a program that times expressions, and the ways to run it on a port.

A machine takes the modules to import and the program's text, and gives what the program prints.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Modules = dict[str, bytes]
"""The .mpy files by the names that they are imported by."""


PIECE = 512
"""Bytes that a board gets in one line."""


def filled(name: str, data: bytes) -> list[str]:
    """Short lines that make a bytearray of a name."""
    lines = [f"{name} = bytearray({len(data)})"]
    for start in range(0, len(data), PIECE):
        part = data[start : start + PIECE]
        lines += [f"{name}[{start}:{start + len(part)}] = {part!r}"] * any(part)
    return lines


class MachineError(Exception):
    """MicroPython did not run the program to its end."""


PROMISED = {"balanced": 6.0, "speed": 8.0}
"""By level: how many times faster than MicroPython's viper the kernels are promised to be, in the geometric mean."""


class Measured(Protocol):
    """What figures are about. `unit` names what they count."""

    @property
    def name(self) -> str: ...

    @property
    def unit(self) -> str: ...

    @property
    def noise(self) -> float:
        """By what factor two measurements of the same may differ."""

    @property
    def promised(self) -> Mapping[str, float]:
        """What its figures are judged by, of `PROMISED`."""


class Machine(Measured, Protocol):
    """A MicroPython. `unit` names what its clock counts, `per_microsecond` how many of it."""

    @property
    def per_microsecond(self) -> float: ...

    @property
    def least_microseconds(self) -> int:
        """How long a measurement must take for the clock to be exact enough."""

    @property
    def rounds(self) -> int:
        """How often each measurement is made; the least counts."""

    def run(self, modules: Modules, program: Sequence[str]) -> str:
        """What the last piece of a program prints. A board has memory to compile small pieces only.

        Raises:
            MachineError: it did not end.
        """


@dataclass(frozen=True)
class Timed:
    """What to time: `setup` runs once, then `code` again and again, and `idle` in its place to be taken off.

    `value` is an expression, evaluated once after the setup and before the measurement, that JSON holds.
    """

    setup: str
    code: str
    idle: str = "pass"
    value: str = "None"


_PROGRAM = """
import gc, json
from time import ticks_us, ticks_diff
def load(setup, code, idle, value):
    names = dict(shared)
    try:
        exec(setup, names)
        found = eval(value, names)
    except Exception as error:
        return (None, None, repr(error))
    text = "def {{}}(clock, turns):\\n start = clock()\\n for _ in turns:\\n  {{}}\\n return clock() - start\\n"
    for name, line in (("busy_", code), ("idle_", idle)):
        exec(text.format(name, line), names)
    return (names["busy_"], names["idle_"], found)
def once(function, times):
    return function(ticks_us, range(times))
timed = {timed!r}
loaded = [load(*one) for one in timed]
times, best = [], []
for busy, idle, _ in loaded:
    number = 1
    while busy:
        passed = once(busy, number)
        if passed >= {least}:
            break
        number = number * 2 if passed < {least} // 4 else number * {least} // passed + 1
    times.append(number)
    best.append([1 << 30, 1 << 30])
for _ in range({rounds}):
    for number, (busy, idle, _) in enumerate(loaded):
        if busy:
            gc.collect()
            for which, function in enumerate((busy, idle)):
                best[number][which] = min(best[number][which], once(function, times[number]))
print("TIMES " + json.dumps([
    [busy and (b[0] - b[1]) / n, value] for (busy, _, value), n, b in zip(loaded, times, best)
]))
"""


def measure(
    machine: Machine, modules: Modules, timed: Sequence[Timed], shared: Sequence[str] = ()
) -> list[tuple[float | None, Any]]:
    """Time some code; the lines of `shared` run first, and their names are known to all.

    The answer is, for each, the machine's units that one run of its code takes, None where its setup raised, and the
    value.

    All run in one life of the machine, turn by turn, so that what disturbs one disturbs all.

    Raises:
        MachineError: MicroPython did not run it to the end.
    """
    rows = [(one.setup, one.code, one.idle, one.value) for one in timed]
    program = _PROGRAM.format(timed=rows, least=machine.least_microseconds, rounds=machine.rounds)
    output = machine.run(modules, ["shared = {}", *(f"exec({line!r}, shared)" for line in shared), program])
    _, mark, answer = output.rpartition("TIMES ")
    if not mark:
        raise MachineError(f"MicroPython ends with: {output.strip()[-500:]}")
    found = json.loads(answer.splitlines()[0])
    return [(None if passed is None else passed * machine.per_microsecond, value) for passed, value in found]
