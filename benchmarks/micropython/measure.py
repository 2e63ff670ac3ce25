"""Run all ways of a kernel in one life of a MicroPython and compare times and results."""

from dataclasses import dataclass
from typing import Any

from benchmarks.micropython.programs import OURS, UPSTREAM, WAYS, Program, native_bytes
from benchmarks.micropython.script import Machine, MachineError, Timed, filled, measure
from nativecomp.mpy import MpyError
from nativecomp.targets import Target


class WrongResult(Exception):
    """Two ways of a kernel differ."""


@dataclass(frozen=True)
class Row:
    """One kernel: the machine's units of a call and bytes of machine code by way; None where a way does not take it."""

    name: str
    times: dict[str, float | None]
    sizes: dict[str, int | None]

    @property
    def loss(self) -> float:
        """How many times longer it takes at speed than at balanced."""
        return self.gain("balanced") / self.gain("speed")

    def gain(self, opt: str) -> float:
        """How many times faster than MicroPython's viper."""
        ours, viper = self.times[opt], self.times["viper"]
        assert ours
        assert viper
        return viper / ours


def measure_program(program: Program, machine: Machine, target: Target) -> Row:
    """Build and run all ways of a kernel.

    Raises:
        WrongResult: ours does not give what MicroPython's viper gives, or it was not built or run.
    """
    try:
        files = {way: program.build(way, target) for way in WAYS}
        modules = {f"kernel_{way}": data for way, data in files.items() if data is not None}
        found = measure(machine, modules, [_timed(program, way) for way in WAYS], _shared(program))
    except (MachineError, MpyError) as error:
        raise WrongResult(f"{program.kernel.name}: {error}") from None
    by_way = dict(zip(WAYS, found, strict=True))
    for opt in OURS:
        if by_way[opt][0] is None:
            raise WrongResult(f"{program.kernel.name}: at {opt} MicroPython raises {by_way[opt][1]}")
        if by_way[opt][1] != by_way["viper"][1]:
            raise WrongResult(f"{program.kernel.name}: at {opt} the result is not that of MicroPython's viper")
    times = {way: time for way, (time, _) in by_way.items()}
    sizes = {way: None if data is None else native_bytes(data) for way, data in files.items()}
    return Row(program.kernel.name, times, sizes)


def _names(program: Program) -> list[str]:
    return [f"a{number}" for number in range(len(program.arguments))]


def _shared(program: Program) -> list[str]:
    """Lines for the arguments, and copies of those that a call changes: no board has memory to make them every time."""
    lines = ["from array import array", "from binascii import crc32"]
    for name, value in zip(_names(program), program.arguments, strict=True):
        lines += _assigned(name, value)
    return lines + [f"s{number} = a{number}[:]" for number in program.changed]


def _timed(program: Program, way: str) -> Timed:
    """What to time: a call with arguments as they were at first; giving them back their values is taken off.

    The first call is what the results are compared of.
    """
    restore = "; ".join(f"a{number}[:] = s{number}" for number in program.changed) or "pass"
    call = f"kernel({', '.join(_names(program))})"
    lines = [restore, f"import kernel_{way} as module", f"kernel = module.{program.function}"]
    # What only viper knows as a name of its own.
    lines += ["module.uint = int"] * (way in UPSTREAM)
    lines += [f"value = {call}", "value = value & 0xFFFFFFFF if isinstance(value, int) else value"]
    buffers = [f"crc32(memoryview(a{number}))" for number in program.changed]
    return Timed("\n".join(lines), f"{restore}; {call}", restore, f"[value, {', '.join(buffers)}]")


def _assigned(name: str, value: Any) -> list[str]:
    """Short lines that give a value to a name."""
    if not isinstance(value, bytes | bytearray) and not hasattr(value, "typecode"):
        return [f"{name} = {value!r}"]
    lines = filled(name, bytes(memoryview(value).cast("B")))
    if isinstance(value, bytes):
        return [*lines, f"{name} = bytes({name})"]
    return lines if isinstance(value, bytearray) else [*lines, f"{name} = array({value.typecode!r}, {name})"]
