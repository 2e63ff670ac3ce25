"""Instructions of the machine code in .mpy files, MicroPython's viper's and ours, on the emulated core of the desk.

No MicroPython runs: the object bridge plays its function table. The counts are exact, the same each time, and there for
every kind of core that the files are for.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.catalogue import Inputs
from benchmarks.micropython.measure import Row, WrongResult
from benchmarks.micropython.mpymodule import load_mpy
from benchmarks.micropython.programs import OURS, Program, native_bytes
from benchmarks.micropython.script import PROMISED
from nativecomp.desk.bridge import BridgeError
from nativecomp.desk.work import RuntimeWork
from nativecomp.emulator import EmulationError
from nativecomp.mpy import MpyError
from nativecomp.targets import Target, find_target

WAYS = ("viper", *OURS)
CORES = ("x64", "armv7emsp", "armv7m", "armv6m", "rv32imc")
"""The targets that are counted: a PC, Cortex-M4F, M3 and M0, and RISC-V."""


_BALANCED = {"balanced": PROMISED["balanced"]}
_PROMISED: Mapping[str, Mapping[str, float]] = {"x64": PROMISED, "armv7emsp": _BALANCED, "armv7m": _BALANCED}
"""What is promised by target. A firmware in QEMU judges the speed level of Cortex-M: it counts what a runtime does for
viper code that calls by way of objects, here nothing."""


@dataclass(frozen=True)
class EmulatedCore:
    """A core that is measured in instructions, without a MicroPython."""

    target: Target
    unit: str = "instructions"
    noise: float = 1.0

    @property
    def name(self) -> str:
        return f"{self.target.name} ({self.target.core}, emulated)"

    @property
    def promised(self) -> Mapping[str, float]:
        return _PROMISED.get(self.target.name, {})


def list_cores() -> list[EmulatedCore]:
    return [EmulatedCore(find_target(name)) for name in CORES]


def count_program(program: Program, target: Target, runtime: RuntimeWork, ways: tuple[str, ...] = WAYS) -> Row:
    """Build a kernel each way and count the instructions of one call.

    Raises:
        WrongResult: it was not built or run, or ours does not give what MicroPython's viper gives.
    """
    times: dict[str, float | None] = {}
    sizes: dict[str, int | None] = {}
    results = {}
    for way in ways:
        data = program.build(way, target)
        if data is None:
            raise WrongResult(f"{program.kernel.name}: {way} does not take it for {target.name}")
        sizes[way] = native_bytes(data)
        try:
            times[way], results[way] = _count(program, data, target, runtime)
        except (BridgeError, EmulationError, MpyError) as error:
            raise WrongResult(f"{program.kernel.name}: {way} for {target.name}: {error}") from None
        if results[way] != results[ways[0]]:
            raise WrongResult(f"{program.kernel.name}: at {way} the result is not that of {ways[0]}")
    return Row(program.kernel.name, times, sizes)


def _count(program: Program, data: bytes, target: Target, runtime: RuntimeWork) -> tuple[int, tuple[object, Inputs]]:
    """The instructions of a call, and what it gives: the value as a word, and the buffers."""
    module = load_mpy(data, target)
    module.globals["uint"] = int  # which viper knows as a name of its own only where it is called
    work = runtime.watch(module.world)
    inputs = program.kernel.inputs()
    measured = module[program.function].measure(*(inputs[name] for name in program.parameters))
    value = measured.value & 0xFFFF_FFFF if isinstance(measured.value, int) else measured.value
    return measured.instructions + sum(map(runtime.instructions, work)), (value, inputs)
