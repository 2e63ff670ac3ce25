"""The kernels: `kernels/NAME.py` and its twin `kernels/NAME.c`, found by their names.

A kernel file defines, besides the compiled functions,

- `inputs()`: a new, always equal dict of argument name to value (int, float, bytes, bytearray or array), in the
  order of the C function's parameters;
- `reference(**inputs)`: plain Python that changes the buffers and returns the value as the kernel must.

Its compiled functions are `NAME_pointer` and `NAME_buffer`, or `NAME` where no memory is touched; each takes those of
the inputs whose names are its parameters. The C function is called `NAME`.

The compiler was tuned on the first set, and its worst kernels of the second were looked at too. What counts is the
newest: `kernels/third`, like `kernels/second`, was written from one-line descriptions by people who had not seen the
compiler. A set that the compiler has been tuned on is not the newest any more: another follows it.
"""

import ast
import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

FOLDER = Path(__file__).parent / "kernels"
SETS = {"first": FOLDER, **{name: FOLDER / name for name in ("second", "third")}}
"""The folders of the sets of kernels, the newest last."""

NEWEST = list(SETS)[-1]
FORMS = {
    "pointer": ("_pointer", True),
    "buffer": ("_buffer", False),
    "checked": ("_buffer", True),
    "scalar": ("", True),
}
"""By label: the suffix of the function's name, and whether bounds are checked.

C checks no bounds: the same work as C's are `pointer` and `buffer`; `checked` is what a user of typed buffers gets.
"""

Inputs = dict[str, Any]


@dataclass(frozen=True)
class Form:
    """One way a kernel is written in Python: `label` is a key of `FORMS`."""

    label: str
    function: str
    parameters: tuple[str, ...]
    bounds: bool = True

    def arguments(self, inputs: Inputs) -> list[Any]:
        """Those of the inputs that this form takes, in its order."""
        return [inputs[name] for name in self.parameters]


@dataclass(frozen=True)
class Kernel:
    """A kernel by its name, which is also its C function's."""

    name: str
    set: str = "first"
    """A key of `SETS`."""

    @property
    def python_file(self) -> Path:
        return SETS[self.set] / f"{self.name}.py"

    @property
    def c_file(self) -> Path:
        return SETS[self.set] / f"{self.name}.c"

    @cached_property
    def module(self) -> ModuleType:
        inner = ".".join(self.python_file.relative_to(FOLDER).with_suffix("").parts)
        return importlib.import_module(f"benchmarks.kernels.{inner}")

    @property
    def summary(self) -> str:
        """What it does, in one line."""
        return (self.module.__doc__ or "").strip().splitlines()[0]

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        tree = ast.parse(self.python_file.read_text(encoding="utf-8"))
        functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        return tuple(
            Form(label, name, tuple(argument.arg for argument in functions[name].args.args), bounds)
            for label, (suffix, bounds) in FORMS.items()
            if (name := self.name + suffix) in functions
        )

    @cached_property
    def doubles(self) -> frozenset[str]:
        """The parameters that are floats of 64 bits, as the forms annotate them."""
        tree = ast.parse(self.python_file.read_text(encoding="utf-8"))
        arguments = [argument for node in ast.walk(tree) if isinstance(node, ast.arguments) for argument in node.args]
        return frozenset(
            one.arg for one in arguments if isinstance(one.annotation, ast.Name) and one.annotation.id == "float64"
        )

    def inputs(self) -> Inputs:
        """A new set of arguments; equal each time."""
        make: Callable[[], Inputs] = self.module.inputs
        return make()

    def expected(self) -> tuple[Any, Inputs]:
        """The value that CPython computes, and the inputs as they are afterwards."""
        inputs = self.inputs()
        return self.module.reference(**inputs), inputs


def list_kernels(only: str = "", sets: Iterable[str] = SETS) -> list[Kernel]:
    """The kernels of some sets, set by set, by name; or those whose name contains `only`."""
    found = [Kernel(path.stem, one) for one in sets for path in sorted(SETS[one].glob("*.c"))]
    return [kernel for kernel in found if only in kernel.name]


def differences(kernel: Kernel, value: Any, inputs: Inputs) -> list[str]:
    """In words, what differs between a run's result and CPython's. Integers are compared as 32-bit words."""
    wanted, after = kernel.expected()
    found = []
    if isinstance(wanted, int):
        value, wanted = int(value) & 0xFFFFFFFF, wanted & 0xFFFFFFFF
    if value != wanted:
        found.append(f"value {value}, not {wanted}")
    return found + [f"buffer {name}" for name, before in after.items() if inputs[name] != before]
