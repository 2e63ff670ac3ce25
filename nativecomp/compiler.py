"""The pipeline: source text to machine code, stage by stage, in one function that reads as the design's picture."""

import sys
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from nativecomp.codegen import CodegenError, GeneratedModule, generate
from nativecomp.diagnostics import CompileError, Diagnostic, Diagnostics, SourceFile, Span
from nativecomp.frontend import FunctionSource, TypedFunction, build_module, find_functions, parse
from nativecomp.image.runtime import runtime_bitcode
from nativecomp.ir import Module, print_module
from nativecomp.passes import run_passes
from nativecomp.targets import Target
from nativecomp.types import TypeContext
from nativecomp.versions import settle_versions

Opt = Literal["size", "balanced", "speed"]
OPT_LEVELS: tuple[Opt, ...] = ("size", "balanced", "speed")

RECURSION_LIMIT = 20_000
"""Deep enough for any expression that Python's own parser accepts; the walkers here recurse once a level."""


@dataclass(eq=False)
class Compilation:
    """A compiled file: what each stage made of it."""

    source: SourceFile
    target: Target
    opt: Opt
    module: Module
    functions: list[TypedFunction]
    generated: GeneratedModule
    _by_name: dict[str, TypedFunction] = field(init=False)

    def __post_init__(self) -> None:
        self._by_name = {f.source.qualname: f for f in self.functions}

    def find(self, qualname: str) -> TypedFunction | None:
        return self._by_name.get(qualname)

    @cached_property
    def ir(self) -> str:
        return print_module(self.module)


def compile_source(
    source: SourceFile,
    target: Target,
    opt: Opt = "balanced",
    *,
    abi: Literal["desk", "direct"] = "desk",
    only: tuple[str, int] | None = None,
    verify: bool = False,
) -> Compilation:
    """Compile the decorated functions of a file.

    `only` is the name and the first line (that of the first decorator) of the one function wanted, with what it calls.

    Raises:
        CompileError: the source is refused, or nothing in it is decorated.
    """
    diagnostics = Diagnostics({source.name: source})
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, RECURSION_LIMIT))
    try:
        tree = parse(source)
        functions = find_functions(tree, source, diagnostics)
        chosen = _choose(functions, only)
        context = TypeContext(target.word_bits, target.float_bits)
        module, typed = build_module(tree, source, functions, context, diagnostics, chosen)
        run_passes(module, verify=verify)
        support = {name: m.bitcode for name, m in runtime_bitcode(target).support.items()}
        generated = generate(module, target, opt=opt, abi=abi, support=support)
        if settle_versions(generated, module.functions, opt):
            generated = generate(module, target, opt=opt, abi=abi, support=support)
    except RecursionError:
        raise CompileError([_whole_file(source, "the source is nested too deeply")], diagnostics.sources) from None
    except CodegenError as error:
        message = f"internal compiler error: {error}"
        hint = "please report it with the source; another `opt` may avoid it"
        raise CompileError([_whole_file(source, message, hint)], diagnostics.sources) from error
    finally:
        sys.setrecursionlimit(limit)
    return Compilation(source, target, opt, module, typed, generated)


def _choose(functions: list[FunctionSource], only: tuple[str, int] | None) -> FunctionSource | None:
    if only is None:
        return None
    name, line = only
    for function in functions:
        if function.node.name == name and function.first_line == line:
            while function.owner is not None:
                function = function.owner
            return function
    return None


def _whole_file(source: SourceFile, message: str, hint: str = "") -> Diagnostic:
    return Diagnostic(Span(source.name, 1, 0, 1, 1), message, hint)
