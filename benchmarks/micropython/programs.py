"""A kernel as modules that MicroPython imports: the pointer form under each of its emitters."""

import ast
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from benchmarks.catalogue import Form, Kernel, list_kernels
from nativecomp.diagnostics import CompileError, SourceFile
from nativecomp.mpy import Kind, RawCode, read_mpy
from nativecomp.mpy.build import build_mpy
from nativecomp.mpy.crosscompile import CrossCompileError, cross_compile
from nativecomp.targets import find_target

UPSTREAM = ("bytecode", "native", "viper")
OURS = ("size", "balanced", "speed")
WAYS = (*UPSTREAM, *OURS)

_DROPPED = ("inputs", "reference")


@dataclass(frozen=True)
class Program:
    """One form of a kernel that MicroPython's viper knows too."""

    kernel: Kernel
    form: Form

    @cached_property
    def source(self) -> str:
        """The form's functions and constants, with `@EMITTER` in the place of the decorators."""
        tree = ast.parse(self.kernel.python_file.read_text(encoding="utf-8"))
        kept: list[ast.stmt] = []
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                compiled = any(isinstance(d, ast.Name) and d.id == "viper" for d in node.decorator_list)
                if compiled and not node.name.endswith("_buffer"):
                    node.decorator_list = [ast.Name("EMITTER")]
                    kept.append(node)
            elif isinstance(node, ast.Assign):
                kept.append(node)
        body = "\n".join(map(ast.unparse, kept))
        return f"import micropython\nfrom micropython import const\n{body}\n"

    def text(self, emitter: str) -> str:
        return self.source.replace("@EMITTER", f"@micropython.{emitter}")

    def build(self, way: str, target: str) -> bytes | None:
        """The .mpy file; None where this way does not take the kernel."""
        try:
            if way in UPSTREAM:
                march = find_target(target).mpy
                return cross_compile(self.text(way).encode(), "kernel.py", [f"-march={march}"])
            return build_mpy(SourceFile("kernel.py", self.text("viper")), find_target(target), way)  # type: ignore[arg-type]
        except (CrossCompileError, CompileError):
            return None

    @property
    def names(self) -> str:
        """Names for the arguments, as the target of an assignment and in a call."""
        return "".join(f"a{number}, " for number in range(len(self.form.parameters)))

    @property
    def arguments(self) -> str:
        """The arguments as an expression that makes new ones."""
        values = self.form.arguments(self.kernel.inputs())
        return f"({', '.join(map(_literal, values))},)"


def _literal(value: Any) -> str:
    if hasattr(value, "typecode"):
        return f"array({value.typecode!r}, {list(value)!r})"
    return repr(value)


def native_bytes(data: bytes) -> int:
    """Bytes of machine code in an .mpy file, with what stands beside it: preludes and headers."""

    def size(code: RawCode) -> int:
        own = 0 if code.kind is Kind.BYTECODE else len(code.data) + len(code.rodata or b"")
        return own + sum(map(size, code.children or []))

    return size(read_mpy(data).root)


def list_programs(only: str = "") -> list[Program]:
    """The kernels whose pointer or scalar form MicroPython's viper compiles."""
    found = []
    for kernel in list_kernels(only):
        form = next((form for form in kernel.forms if form.label in ("pointer", "scalar")), None)
        if form is not None:
            program = Program(kernel, form)
            if program.build("viper", "x64") is not None:
                found.append(program)
    return found
