"""From source text to IR: find the decorated functions, resolve names, type every expression, build.

`read_source` and `read_unit` read a file, once; `build_module` is the rest of the way.
"""

from collections.abc import Callable, Sequence
from functools import partial

from nativecomp.frontend.bindings import bound_names, machine_names
from nativecomp.frontend.build.function import FunctionBuilder
from nativecomp.frontend.discover import COMPILED, FunctionSource, find_functions
from nativecomp.frontend.externs import check_externs
from nativecomp.frontend.folding import Constant
from nativecomp.frontend.handlers import find_handlers
from nativecomp.frontend.imports import LinkedFile, LinkedFiles, link_modules
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
) -> tuple[Module, list[TypedFunction], list[LinkedFile]]:
    """Type the compiled functions among those of a file and build their IR; with `only`, those and all that they call.

    Assembler functions are among what is typed; their code comes from the assembler, so they are not in the module.
    `check` may report more of what was built. Where nothing goes through function objects, the functions of other files
    that are called are in the module too (imports.py); those files are the last of the results.

    Raises:
        CompileError: something was refused; every reason that was found is in it.
    """
    files = LinkedFiles(partial(_program, unit, functions))
    first = files.add(unit)
    # Native functions are nothing but objects.
    chosen = [f for f in functions if unit.options.has_objects or f.emitter != "native"]
    _infer(first.program, chosen if only is None else only)
    known: list[LinkedFile] = []
    while (linked := files.linked()) != known or any(map(_is_unfinished, linked)):
        known = linked
        for file in linked:
            _infer(file.program, file.wanted)
    module, typed = _built(first, check)
    others = [file for file in linked if file is not first]
    for file in others:
        link_modules(module, _built(file, check)[0], unit.diagnostics)
    unit.diagnostics.raise_if_any()
    return module, typed, others


def _program(first: Unit, functions: list[FunctionSource], file: LinkedFile) -> Program:
    """The functions of a file before they are typed; of the first one, those that were chosen."""
    unit = file.unit
    statics, machine = ({}, {}) if file.has_objects else (find_statics(unit), machine_names(unit.tree))
    found = functions if unit is first else unit.functions
    return Program(
        unit.tree, unit.source, found, unit.context, unit.diagnostics, unit.constants, statics, machine, file
    )  # fmt: skip


def _is_unfinished(file: LinkedFile) -> bool:
    """Whether a function of a file is wanted that was not typed yet."""
    typed = {function.source for function in file.program.inferred()}
    return any(function not in typed for function in file.wanted)


def _built(
    file: LinkedFile, check: Callable[[Module, list[TypedFunction]], None]
) -> tuple[Module, list[TypedFunction]]:
    """The IR of the functions of a file that have been typed.

    Raises:
        CompileError: something was refused.
    """
    unit, program = file.unit, file.program
    source, diagnostics = unit.source, unit.diagnostics
    module = Module(source.name, source.name, bound=bound_names(unit.tree), notes=program.names.notes)
    module.statics = list(program.statics.values())
    typed = program.inferred()
    module.handlers = find_handlers(typed, unit.options, source, diagnostics)
    check_externs(typed, source, diagnostics)
    for one in [one for one in typed if one.source.emitter in COMPILED and not one.is_extern]:
        builder = FunctionBuilder(one, unit.context, source, find_refused(one, source, diagnostics.of("error")))
        module.functions.append(builder.build())
    if unit.options.product == "image":
        warn_of_top_level(unit.tree, source, diagnostics)
    told = len(diagnostics.of("error"))
    check(module, typed)
    if len(diagnostics.of("error")) == told:
        program.tell_conversions()
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
