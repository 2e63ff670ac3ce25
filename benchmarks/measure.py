"""Run one kernel in all its forms and builds on the emulated core, and check every result."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.c_compilers import Compiler, code_size, constants_size, list_compilers
from benchmarks.c_library import Library
from benchmarks.catalogue import Form, Inputs, Kernel, differences
from nativecomp.emulator import Buffer, Machine, Word
from nativecomp.options import OPT_LEVELS, Opt
from nativecomp.targets import Target, find_target

C_LEVELS_OF_SPEED = ("-O2", "-O3")


class WrongResult(Exception):
    """A build of a kernel does not compute what CPython computes."""


@dataclass(frozen=True)
class Run:
    """Instructions from the entry of the function to its return, and bytes of machine code and constants.

    The instructions are those of the code and those of the runtime's work for it, such as a copy in one go.
    """

    instructions: int
    size: int


@dataclass
class Row:
    """One form of a kernel: our builds by `opt`, the C builds by compiler and level."""

    kernel: Kernel
    form: Form
    ours: dict[str, Run] = field(default_factory=dict)
    c: dict[str, Run] = field(default_factory=dict)

    @property
    def best_c(self) -> str:
        """The C build that takes the fewest instructions of those made for speed."""
        fast = [name for name in self.c if name.endswith(C_LEVELS_OF_SPEED)]
        return min(fast, key=lambda name: self.c[name].instructions)

    def ratio(self, opt: str) -> float:
        """Our instructions against the best C's."""
        return self.ours[opt].instructions / self.c[self.best_c].instructions


@dataclass(frozen=True)
class Bench:
    """The compilers and libraries for one core."""

    target: Target
    compilers: tuple[Compiler, ...]
    library: Library
    folder: Path

    def rows(self, kernel: Kernel) -> list[Row]:
        """The kernel, measured: a row for each of its forms.

        Raises:
            WrongResult: a build computes something else than CPython.
            ToolError: a C compiler refused the kernel.
        """
        c_runs = {compiler.name: self.run_c(kernel, compiler) for compiler in self.compilers}
        rows = [Row(kernel, form, c=c_runs) for form in kernel.forms]
        for opt in OPT_LEVELS:
            for row in rows:
                row.ours[opt] = self.run_ours(kernel, row.form, opt)
        return rows

    def run_c(self, kernel: Kernel, compiler: Compiler) -> Run:
        """Compile and run the C twin."""
        path = self.folder / f"{kernel.name}{compiler.level}-{compiler.family}.o"
        compiler.compile(kernel.c_file, path)
        machine = Machine(self.library.link(compiler, path), self.target)
        inputs = kernel.inputs()
        outcome = machine.call(
            kernel.name,
            [c_argument(value, double=name in kernel.doubles) for name, value in inputs.items()],
            c_result(kernel),
            counting=True,
        )
        check(kernel, compiler.name, outcome.value, inputs)
        elf_object = path.read_bytes()
        return Run(outcome.instructions, code_size(elf_object) + constants_size(elf_object))

    def run_ours(self, kernel: Kernel, form: Form, opt: Opt) -> Run:
        """Compile and run one form. The tables of the file's object count in full for each form that shares them."""
        import nativecomp

        module = nativecomp.load(kernel.python_file, target=self.target, opt=opt, bounds=form.bounds)
        function = getattr(module, form.function)
        inputs = kernel.inputs()
        measured = function.measure(*form.arguments(inputs))
        check(kernel, f"{form.function} at opt={opt}", measured.value, inputs)
        tables = constants_size(module.compilation.generated.object)
        return Run(measured.instructions, function.body_size + tables)


@contextmanager
def open_bench(core: str) -> Iterator[Bench]:
    """A bench with a folder of its own for as long as it is open."""
    target = find_target(core)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        library = Library(target, Path(folder))
        yield Bench(target, tuple(list_compilers(target)), library, Path(folder))


def c_argument(value: Any, *, double: bool = False) -> Word | Buffer:
    """How a value of `inputs()` is passed to C, a float as one of 32 bits unless `double`."""
    if isinstance(value, float):
        return Word("f64" if double else "f32", value)
    if isinstance(value, int):
        return Word("i32", value)
    return Buffer(value, writable=not isinstance(value, bytes))


def c_result(kernel: Kernel) -> str | None:
    """The kind of value that the C function returns, seen from CPython's result."""
    value, _ = kernel.expected()
    return {int: "i32", bool: "i32", float: "f32"}.get(type(value))


def check(kernel: Kernel, build: str, value: Any, inputs: Inputs) -> None:
    """Raise WrongResult when a run differs from CPython's."""
    if wrong := differences(kernel, value, inputs):
        raise WrongResult(f"{build}: {'; '.join(wrong)}")
