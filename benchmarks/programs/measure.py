"""Build a program each way and run it on a MicroPython, each way in a life of its own."""

import json
from dataclasses import dataclass
from pathlib import Path

from benchmarks.micropython.programs import native_bytes
from benchmarks.micropython.script import Machine, MachineError
from nativecomp.frontend import read_source
from nativecomp.host.crosscompile import CrossCompileError, cross_compile
from nativecomp.language.diagnostics import CompileError
from nativecomp.mpy import MpyError
from nativecomp.mpy.build import build_mpy
from nativecomp.options import Options
from nativecomp.targets import Target

FOLDER = Path(__file__).parent
KINDS = ("integer", "lists", "buffers", "floats", "objects", "general", "classic")
UPSTREAM = ("bytecode", "native")
OURS = ("balanced", "speed")
WAYS = (*UPSTREAM, *OURS)

_RUN = """
import gc, json, time
import measured
good = measured.main(measured.SIZE_SMALL) == measured.CHECK
gc.collect()
start = time.ticks_us()
value = measured.main(measured.SIZE)
passed = time.ticks_diff(time.ticks_us(), start)
print("RESULT " + json.dumps([passed, good, repr(value)]))
"""


class WrongResult(Exception):
    """A program was not built, did not run, or gives another value than bytecode."""


@dataclass(frozen=True)
class Program:
    """A file of a kind."""

    kind: str
    file: Path

    @property
    def name(self) -> str:
        return self.file.stem

    def build(self, way: str, target: Target) -> bytes:
        """The .mpy file, in which every function is compiled the given way.

        Raises:
            CrossCompileError, CompileError, MpyError: it was refused.
        """
        if way in UPSTREAM:
            flags = [f"-march={target.mpy}", "-X", f"emit={way}"]
            return cross_compile(self.file.read_bytes(), self.file.name, flags)
        options = Options(target, way, everything="native")  # type: ignore[arg-type]
        return build_mpy(read_source(str(self.file)), options, name=self.file.name)


@dataclass(frozen=True)
class Row:
    """A program: by way, the machine's units of `main(SIZE)`, and bytes of machine code with preludes and constants.

    MicroPython's native code is not among the ways of a program that its compiler refuses, such as one with a bare
    `raise`.
    """

    program: Program
    times: dict[str, float]
    code: dict[str, int]

    def gain(self, way: str, over: str) -> float | None:
        """How many times fewer units than another way takes; None where that one was refused."""
        return self.times[over] / self.times[way] if over in self.times else None


def list_programs(only: str = "") -> list[Program]:
    """All programs by kind, or those whose `KIND/NAME` contains a text."""
    found = [Program(kind, file) for kind in KINDS for file in sorted((FOLDER / kind).glob("*.py"))]
    return [program for program in found if only in f"{program.kind}/{program.name}"]


def measure_program(program: Program, machine: Machine, target: Target) -> Row:
    """Build and run all ways of a program.

    Raises:
        WrongResult: a way was not built, did not run to its end, or differs from bytecode.
    """
    times, values, files = {}, {}, {}
    for way in WAYS:
        try:
            files[way] = program.build(way, target)
        except CrossCompileError:
            continue  # by MicroPython's compiler, for its native code
        except (MpyError, CompileError) as error:
            raise WrongResult(f"{program.kind}/{program.name} {way}: {error}") from None
        try:
            output = machine.run({"measured": files[way]}, [_RUN])
        except MachineError as error:
            raise WrongResult(f"{program.kind}/{program.name} {way}: {error}") from None
        _, mark, answer = output.rpartition("RESULT ")
        if not mark:
            raise WrongResult(f"{program.kind}/{program.name} {way}: MicroPython ends with {output.strip()[-300:]}")
        passed, good, values[way] = json.loads(answer.splitlines()[0])
        if not good or values[way] != values["bytecode"]:
            raise WrongResult(f"{program.kind}/{program.name} {way}: the result is wrong")
        times[way] = passed * machine.per_microsecond
    return Row(program, times, {way: native_bytes(data) for way, data in files.items()})
