"""From a source text to the .mpy file that a board imports: bytecode by mpy-cross, decorated functions by us."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import replace

from nativecomp.analysis.frames import frame_of
from nativecomp.codegen.entry import entry_symbol
from nativecomp.codegen.sharing import DISTANCE_BYTES, door_symbol, is_shared
from nativecomp.codegen.sharing import ENTRY as SHARED_ENTRY
from nativecomp.codegen.symbols import DOOR_SECTION
from nativecomp.compiler import compile_entries, report_functions
from nativecomp.emit.assembled import join, reached
from nativecomp.emit.entries import is_joined
from nativecomp.frontend import FunctionSource, TypedFunction, Unit, read_unit
from nativecomp.frontend.depth import deep_recursion
from nativecomp.frontend.stand_in import choose_marks, with_marks, without_machine_code
from nativecomp.host.crosscompile import CrossCompileError, cross_compile
from nativecomp.language.diagnostics import CompileError, SourceFile
from nativecomp.mpy.archs import Arch
from nativecomp.mpy.container import Kind, MpyError, MpyFile, RawCode, ScopeFlags
from nativecomp.mpy.flatten import cut_functions, flatten, flatten_joined
from nativecomp.mpy.merge import Place, find_places, put_assembled, put_native
from nativecomp.mpy.prelude import Prelude, Signature, read_prelude
from nativecomp.mpy.reader import read_mpy
from nativecomp.mpy.refusal import refusal
from nativecomp.mpy.sharing import call_first
from nativecomp.mpy.tables import MpyTables
from nativecomp.mpy.writer import write_mpy
from nativecomp.options import Options
from nativecomp.targets import Target

_RESULTS = {"object": 0, "bool": 1, "int": 2, "uint": 3, None: 2}
"""The type codes of results of assembler functions; without an annotation it is an `int`."""

_MOST_VARIABLES = 256
"""A cell's variable has a number of one byte."""


def arch_of(target: Target) -> Arch:
    """The architecture of the files that a target imports.

    Raises:
        MpyError: the format has none for it.
    """
    if not target.mpy:
        raise MpyError(f"{target.name} imports no .mpy files with machine code")
    return Arch[target.mpy.upper()]


def build_mpy(source: SourceFile, options: Options, *, name: str | None = None, flags: Sequence[str] = ()) -> bytes:
    """The .mpy file of a source text.

    `name` is the file's name in tracebacks; `flags` are options of mpy-cross. With `collect` in the options, machine
    code runs `gc.collect()` before each call of MicroPython's function table.

    Raises:
        CompileError: the source is refused.
        MpyError: the format cannot hold the code, or the target imports no such files.
        MpyCrossError: mpy-cross is missing.
    """
    arch = arch_of(options.target)
    with deep_recursion(source):
        unit = read_unit(source, replace(options, product="mpy"))
        # They have a place of their own in the file.
        ours = [function for function in unit.functions if function.owner is None]
        marks = choose_marks(source.text, len(ours))
        text = with_marks(source, unit.tree, ours, marks)
        try:
            file = _bytecode(unit, text, source.name if name is None else name, arch, flags)
            unit.diagnostics.raise_if_any()
        except CompileError as error:
            report_functions(unit)
            told = {one.span.line for one in unit.diagnostics.of("error")}
            unit.diagnostics.add(one for one in error.diagnostics if one.span.line not in told)
            raise CompileError(unit.diagnostics.of("error"), error.sources) from None
    if not ours:
        return write_mpy(file)
    file.arch = arch
    places = _made(unit.tree, dict(zip(ours, find_places(file, marks), strict=True)))
    by_position = {function.position: place for function, place in places.items()}
    cells = {function.position: _in_order(function.free, place.cells) for function, place in places.items()}
    word_bytes = options.target.word_bits // 8
    tables = MpyTables(file, shares=is_shared(ours))
    compiled = compile_entries(unit, tables, cells)
    joined = [typed for typed, _ in compiled.objects if compiled.shared is not None and is_joined(typed)]
    # What a function makes stands inside it, and so behind it.
    made: dict[FunctionSource, RawCode] = {}
    for typed, object_file in reversed(compiled.objects):
        function, start = typed.source, word_bytes * (1 + typed.ir.suspends)
        if typed in joined and compiled.shared is not None:
            (code,) = cut_functions(compiled.shared, DOOR_SECTION, start, [door_symbol(typed.ir)])
        else:
            code = flatten(object_file, entry_symbol(typed.ir), start)
        raw = RawCode(Kind.NATIVE, b"") if function.maker else by_position[function.position].code
        found = _prelude(function, tables) if function.maker else by_position[function.position].prelude
        prelude = replace(found, names=_names(found, function, tables), cells=_numbers(typed))
        if typed.ir.suspends:
            state, kind = frame_of(typed.ir).words, found.signature.flags | ScopeFlags.GENERATOR
            prelude = replace(prelude, signature=replace(found.signature, state=state, flags=kind))
        put_native(raw, prelude, code, word_bytes, [made[child] for child in function.children])
        made[function] = raw
    file.has_native = file.has_native or bool(made)
    if compiled.shared is not None:
        objects = [compiled.shared, *(object_file for typed, object_file in compiled.objects if typed in joined)]
        code, found_at = flatten_joined(objects, SHARED_ENTRY, word_bytes, tables.numbered)
        file.objects[tables.distances] = b"".join(place.to_bytes(DISTANCE_BYTES, "little") for place in found_at)
        shared, names = RawCode(Kind.NATIVE, b""), read_prelude(file.root.data).names
        put_native(shared, Prelude(Signature(1, 0, 0, 0, 0, 0), names, b"", b"", 0), code, word_bytes, [])
        call_first(file.root, shared)
    # One inside a compiled function is called by that only.
    for one in (one for one in compiled.assembled if one.source.owner is None):
        code, _ = join([one, *(other for other in reached(compiled.assembled, [one.symbol]) if other is not one)])
        signature = one.assembly.signature
        assert signature is not None
        place = by_position[one.source.position]
        put_assembled(file, place, code, signature.arguments, _RESULTS[signature.returns])
    return write_mpy(file)


def _made(tree: ast.Module, places: Mapping[FunctionSource, Place | None]) -> dict[FunctionSource, Place]:
    """The functions that the file makes when it runs. Under `if 0:`, and only there, mpy-cross leaves one out.

    Raises:
        MpyError: another one has no place in the bytecode.
    """
    if None not in places.values():
        return {function: place for function, place in places.items() if place is not None}
    branches = [node for node in ast.walk(tree) if isinstance(node, ast.If | ast.While)]
    conditional = {id(inner) for branch in branches for inner in ast.walk(branch)}
    for function, place in places.items():
        if place is None and id(function.node) not in conditional:
            raise MpyError(f"`{function.qualname}` has no place in the bytecode")
    return {function: place for function, place in places.items() if place is not None}


def _numbers(function: TypedFunction) -> bytes:
    """The numbers of the variables for which the runtime makes cells: the last ones.

    Raises:
        MpyError: there are too many for the format.
    """
    count = len(function.ir.params)
    if function.cells and count > _MOST_VARIABLES:
        raise MpyError(f"`{function.source.qualname}` has more than {_MOST_VARIABLES} parameters and shared variables")
    return bytes(range(count - len(function.cells), count))


def _names(prelude: Prelude, function: FunctionSource, tables: MpyTables) -> tuple[int, ...]:
    """The names of a prelude, keyword-only parameters in the order of the text: after `*args` mpy-cross has another."""
    keyword_only = [tables.qstr(arg.arg) for arg in function.node.args.kwonlyargs]
    return (*prelude.names[: 1 + prelude.signature.positional], *keyword_only)


def _prelude(function: FunctionSource, tables: MpyTables) -> Prelude:
    """The prelude of a function that compiled code makes, which has no bytecode: its cells are its first parameters."""
    args = function.node.args
    positional = [*function.free, *(arg.arg for arg in [*args.posonlyargs, *args.args])]
    keyword_only = [arg.arg for arg in args.kwonlyargs]
    flags = ScopeFlags.STAR * bool(args.vararg) | ScopeFlags.KEYWORDS * bool(args.kwarg)
    flags |= ScopeFlags.KEYWORD_DEFAULTS * any(args.kw_defaults)
    state = len(positional) + len(keyword_only) + bool(args.vararg) + bool(args.kwarg)
    signature = Signature(max(state, 1), 0, flags, len(positional), len(keyword_only), len(args.defaults))
    names = [function.node.name, *positional, *keyword_only]
    return Prelude(signature, tuple(map(tables.qstr, names)), b"", b"", 0)


def _in_order(names: list[str], cells: Sequence[int | None]) -> list[str]:
    """Names in the order of their cells, without those that are constants."""
    found = [(cell, name) for cell, name in zip(cells, names, strict=True) if cell is not None]
    return [name for _, name in sorted(found)]


def in_assembler(unit: Unit, error: CompileError) -> bool:
    """Whether all that is refused of a file is in its assembler functions: another core may take them."""
    functions = [function for function in unit.functions if function.emitter == "asm_thumb"]
    lines = {line for f in functions for line in range(f.first_line, (f.node.end_lineno or 0) + 1)}
    return all(one.span.file == unit.source.name and one.span.line in lines for one in error.diagnostics)


def build_bytecode(unit: Unit, *, name: str, instead: str) -> bytes:
    """The .mpy file of a source for firmware that takes no machine code.

    Functions that would be `@native` are bytecode; calling one of those that have machine types or are assembler
    raises NotImplementedError with the text `instead`, in which `{}` stands for the function's name.

    Raises:
        CompileError: the source is refused.
        MpyCrossError: mpy-cross is missing.
    """
    unit.diagnostics.raise_if_any()
    text = without_machine_code(unit.source, unit.tree, unit.functions, instead)
    return write_mpy(_bytecode(unit, text, name, Arch.NONE, ()))


def _bytecode(unit: Unit, text: bytes, name: str, arch: Arch, flags: Sequence[str]) -> MpyFile:
    march = [] if arch is Arch.NONE else [f"-march={arch.text}"]

    def attempt(part: bytes) -> bytes:
        return cross_compile(part, name, [*march, *flags])

    try:
        return read_mpy(attempt(text))
    except CrossCompileError as error:
        raise refusal(unit.source, unit.tree, unit.functions, error, text, attempt) from None
