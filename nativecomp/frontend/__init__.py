"""From source text to IR: find the decorated functions, resolve names, type every expression, build.

`read_source` and `read_unit` read a file, once; `build_module` is the rest of the way.
"""

from collections.abc import Callable, Sequence

from nativecomp.frontend.bindings import bound_names, machine_names
from nativecomp.frontend.build.function import FunctionBuilder
from nativecomp.frontend.discover import COMPILED, FunctionSource, find_functions
from nativecomp.frontend.externs import check_externs
from nativecomp.frontend.folding import Constant
from nativecomp.frontend.handlers import find_handlers
from nativecomp.frontend.infer.program import Program
from nativecomp.frontend.infer.refused import find_refused
from nativecomp.frontend.infer.typed import TypedFunction
from nativecomp.frontend.source import parse, read_source
from nativecomp.frontend.statics import find_statics
from nativecomp.frontend.toplevel import warn_of_top_level
from nativecomp.frontend.unit import Unit, read_unit
from nativecomp.ir import Module


def build_module(
    unit: Unit,
    functions: list[FunctionSource],
    only: Sequence[FunctionSource] | None = None,
    check: Callable[[Module, list[TypedFunction]], None] = lambda module, functions: None,
) -> tuple[Module, list[TypedFunction]]:
    """Type the compiled functions among those of a file and build their IR; with `only`, those and all that they call.

    Assembler functions are among what is typed; their code comes from the assembler, so they are not in the module.
    `check` may report more of what was built.

    Raises:
        CompileError: something was refused; every reason that was found is in it.
    """
    source, context, diagnostics = unit.source, unit.context, unit.diagnostics
    # Native functions are nothing but objects.
    chosen = [f for f in functions if unit.options.has_objects or f.emitter != "native"]
    wanted = chosen if only is None else only
    statics, machine = ({}, {}) if unit.options.has_objects else (find_statics(unit), machine_names(unit.tree))
    program = Program(unit.tree, source, functions, context, diagnostics, unit.constants, statics, machine)
    _infer(program, wanted)
    module = Module(source.name, source.name, bound=bound_names(unit.tree), notes=program.names.notes)
    module.statics = list(statics.values())
    typed = program.inferred()
    module.handlers = find_handlers(typed, unit.options, source, diagnostics)
    check_externs(typed, source, diagnostics)
    for one in [one for one in typed if one.source.emitter in COMPILED and not one.is_extern]:
        builder = FunctionBuilder(one, context, source, find_refused(one, source, diagnostics.of("error")))
        module.functions.append(builder.build())
    if unit.options.product == "image":
        warn_of_top_level(unit.tree, source, diagnostics)
    told = len(diagnostics.of("error"))
    check(module, typed)
    if len(diagnostics.of("error")) == told:
        program.tell_conversions()
    diagnostics.raise_if_any()
    return module, typed


def _infer(program: Program, wanted: Sequence[FunctionSource]) -> None:
    """Type functions, and all that they call."""
    program.check_defines()
    for function in wanted:
        if function.owner is None:
            program.infer(program.functions[function])
    program.infer_callees()
    program.spread_captures()
    for typed in program.inferred():
        program.tell(typed)


__all__ = [
    "Constant",
    "FunctionSource",
    "TypedFunction",
    "Unit",
    "build_module",
    "find_functions",
    "parse",
    "read_source",
    "read_unit",
]
