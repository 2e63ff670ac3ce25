"""A kernel as modules that MicroPython imports: one source under each of its emitters and under ours.

MicroPython's viper knows fewer words than ours. Where it refuses a kernel's pointer form, `kernels/NAME.py` here says
the same in its words; both compilers get that text. Floats and 64-bit integers it has not at all.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeGuard

from benchmarks.catalogue import Kernel, list_kernels
from nativecomp.host.crosscompile import CrossCompileError, cross_compile
from nativecomp.language.diagnostics import CompileError, SourceFile
from nativecomp.mpy import Kind, RawCode, read_mpy
from nativecomp.mpy.build import build_mpy
from nativecomp.options import Options
from nativecomp.targets import Target

FOLDER = Path(__file__).parent / "kernels"
UPSTREAM = ("bytecode", "native", "viper")
OURS = ("size", "balanced", "speed")
WAYS = (*UPSTREAM, *OURS)


def build_way(text: Callable[[str], str], way: str, target: Target) -> bytes | None:
    """The .mpy file of the text for an emitter, made the given way; None where this way does not take it."""
    try:
        if way in UPSTREAM:
            return cross_compile(text(way).encode(), "kernel.py", [f"-march={target.mpy}"])
        return build_mpy(SourceFile("kernel.py", text("viper")), Options(target, way))  # type: ignore[arg-type]
    except (CrossCompileError, CompileError):
        return None


@dataclass(frozen=True)
class Program:
    """A kernel in words that MicroPython's viper knows too."""

    kernel: Kernel
    file: Path
    function: str
    parameters: tuple[str, ...]

    @cached_property
    def source(self) -> str:
        """The functions and constants, with `@EMITTER` in the place of the decorators."""
        kept: list[ast.stmt] = []
        for node in ast.parse(self.file.read_text(encoding="utf-8")).body:
            if _is_compiled(node):
                node.decorator_list = [ast.Name("EMITTER")]
                kept.append(node)
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant | ast.BinOp):
                node.value = ast.Call(ast.Name("const"), [node.value], [])
                kept.append(node)
        body = "\n".join(map(ast.unparse, kept))
        return f"import micropython\nfrom micropython import const\n{body}\n"

    def text(self, emitter: str) -> str:
        return self.source.replace("@EMITTER", f"@micropython.{emitter}")

    def build(self, way: str, target: Target) -> bytes | None:
        """The .mpy file; None where this way does not take the kernel."""
        return build_way(self.text, way, target)

    @cached_property
    def arguments(self) -> list[Any]:
        inputs = self.kernel.inputs()
        return [inputs[name] for name in self.parameters]

    @cached_property
    def changed(self) -> list[int]:
        """Which arguments a call changes, by their numbers."""
        before, (_, after) = self.kernel.inputs(), self.kernel.expected()
        return [number for number, name in enumerate(self.parameters) if before[name] != after[name]]


def _is_compiled(node: ast.stmt) -> TypeGuard[ast.FunctionDef]:
    """Whether a statement is a function of a pointer form or of a form without memory."""
    if not isinstance(node, ast.FunctionDef) or node.name.endswith("_buffer"):
        return False
    return any(isinstance(decorator, ast.Name) and decorator.id == "viper" for decorator in node.decorator_list)


def native_bytes(data: bytes) -> int:
    """Bytes of machine code in an .mpy file, with what stands beside it: preludes and headers."""

    def size(code: RawCode) -> int:
        own = 0 if code.kind is Kind.BYTECODE else len(code.data) + len(code.rodata or b"")
        return own + sum(map(size, code.children or []))

    return size(read_mpy(data).root)


def _program(kernel: Kernel) -> Program | None:
    own = FOLDER / f"{kernel.name}.py"
    if own.exists():
        functions = [node for node in ast.parse(own.read_text(encoding="utf-8")).body if _is_compiled(node)]
        node = next(node for node in functions if node.name == kernel.name)
        return Program(kernel, own, node.name, tuple(argument.arg for argument in node.args.args))
    form = next((form for form in kernel.forms if form.label in ("pointer", "scalar")), None)
    return None if form is None else Program(kernel, kernel.python_file, form.function, form.parameters)


def list_programs(target: Target, only: str = "") -> list[Program]:
    """The kernels that MicroPython's viper compiles for a target."""
    programs = filter(None, map(_program, list_kernels(only, ["first"])))
    return [program for program in programs if program.build("viper", target) is not None]
