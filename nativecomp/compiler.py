"""The pipeline: source text to machine code, stage by stage, in one function that reads as the design's picture."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, Literal

from nativecomp.codegen import CodegenError, Tables
from nativecomp.codegen.abi.table import ListTables
from nativecomp.codegen.entry import ENTRY_SUFFIXES
from nativecomp.emit import GeneratedModule, finish, generate
from nativecomp.emit.assembled import Assembled, Assembler, can_assemble, reached
from nativecomp.emit.entries import EntryCode, outermost, put_code, support
from nativecomp.emit.versions import settle_versions
from nativecomp.frontend import Constant, FunctionSource, TypedFunction, build_module, find_functions
from nativecomp.frontend.constants import ConstantScopes
from nativecomp.frontend.dead import remove_dead_branches
from nativecomp.frontend.depth import deep_recursion
from nativecomp.frontend.escape import find_escaping
from nativecomp.frontend.private import mangle_private_names
from nativecomp.image.entry import ENTRY, entry_function
from nativecomp.image.runtime import runtime_bitcode
from nativecomp.ir import FunctionOptions, Module, print_module
from nativecomp.language.diagnostics import CompileError, Diagnostic, Diagnostics, SourceFile, Span, issue
from nativecomp.language.types import TypeContext
from nativecomp.mpy.refusal import check_rest, read_tree
from nativecomp.passes import optimize, run_passes
from nativecomp.passes.machine_forms import use_machine_forms
from nativecomp.passes.refuse_objects import refuse_objects
from nativecomp.passes.unreachable import remove_unreachable
from nativecomp.targets import Target

Opt = Literal["size", "balanced", "speed"]
PLAIN = FunctionOptions()
_COMPOUND = (ast.If, ast.While, ast.For, ast.Try, ast.With, ast.ExceptHandler)
OPT_LEVELS: tuple[Opt, ...] = ("size", "balanced", "speed")


@dataclass(eq=False)
class Compilation:
    """A compiled file: what each stage made of it."""

    source: SourceFile
    target: Target
    opt: Opt
    module: Module
    functions: list[TypedFunction]
    generated: GeneratedModule
    assembled: dict[str, Assembled] = field(default_factory=dict)
    """The assembler functions by their symbols."""
    code: EntryCode | None = None
    """What makes the code for the function table; `generated` is all of it in one object."""

    def function_at(self, line: int) -> str:
        """The qualified name of the innermost function that a line is in."""
        nodes = [(f.source.node, f.source.qualname) for f in self.functions if f.source.first_line <= line]
        names = [name for node, name in nodes if line <= (node.end_lineno or 0)]
        return names[-1] if names else "<module>"

    def may_raise_elsewhere(self, line: int) -> bool:
        """Whether a line decides on a `raise` or an `assert` of its function that may stand in another line."""
        function = next((f for f in reversed(self.functions) if f.source.qualname == self.function_at(line)), None)
        nodes = [] if function is None else list(ast.walk(function.source.node))
        headers = [range(node.lineno, node.body[0].lineno) for node in nodes if isinstance(node, _COMPOUND)]
        raises = any(isinstance(node, ast.Raise | ast.Assert) for node in nodes)
        return raises and any(line in header for header in headers)

    def symbols_of(self, function: TypedFunction) -> list[str]:
        """The symbols that its machine code may have; of a nested function that nothing calls there is none."""
        symbol = function.ir.symbol
        found = self.generated.functions.get(symbol, [])
        is_entry = self.code is not None and function in self.code.entries
        return [*found, *(symbol + suffix for suffix in ENTRY_SUFFIXES)] if is_entry else found

    def shipped(self, function: TypedFunction) -> GeneratedModule:
        """The machine code of a function as an .mpy file holds it: with all that it needs, apart from the others."""
        if self.code is None or function not in self.code.entries:
            return self.generated
        if function not in self._shipped:
            self._shipped[function] = self.code.plan([function], ListTables(), lines=True)
        return self._shipped[function]

    @cached_property
    def _shipped(self) -> dict[TypedFunction, GeneratedModule]:
        return {}

    @cached_property
    def ir(self) -> str:
        return print_module(self.module)


@dataclass(frozen=True)
class Entries:
    """The functions of a file for MicroPython: objects of compiled ones, and assembled ones."""

    objects: list[tuple[TypedFunction, bytes]]
    assembled: list[Assembled]


def compile_source(
    source: SourceFile,
    target: Target,
    opt: Opt = "balanced",
    *,
    abi: Literal["table", "direct"] = "table",
    only: tuple[str, int] | None = None,
    defaults: FunctionOptions = PLAIN,
    defines: Mapping[str, Constant] | None = None,
) -> Compilation:
    """Compile the decorated functions of a file, all in one object: for the function table, with the entries of an .mpy
    file, as they run at the desk; or as C calls them.

    `only` is the name and the first line (that of the first decorator) of the one function wanted, with what it calls.
    `defaults` are the options of what a decorator does not say, `defines` other values for constants of the module.

    Raises:
        CompileError: the source is refused.
    """
    code = None
    with _told_as_diagnostics(source):
        module, typed, assembled = _front(
            source, target, only, defaults, defines, objects=abi == "table", is_whole=True
        )  # fmt: skip
        if abi == "table":
            code = EntryCode(module, typed, assembled, target, opt)
            generated = code.whole
        else:
            optimize(module, target.word_bits, opt)
            generated = _back(module, target, opt, abi=abi)
    issue(module.warnings, source)
    typed = sorted(typed, key=lambda function: function.source.node.lineno)
    known = {one.symbol: one for one in assembled}
    return Compilation(source, target, opt, module, typed, generated, known, code)


def compile_program(
    source: SourceFile,
    target: Target,
    opt: Opt = "balanced",
    *,
    defaults: FunctionOptions = PLAIN,
    defines: Mapping[str, Constant] | None = None,
) -> Compilation:
    """Compile a file whose typed `main()` is the entry of a bare-metal image, together with the runtime it uses.

    The object defines `nc_main`, the only function that stays visible; what it does not reach is gone.

    Raises:
        CompileError: the source is refused, or has no typed `main()`.
    """
    with _told_as_diagnostics(source):
        module, typed, assembled = _front(source, target, None, defaults, defines, only_called=True, is_whole=True)
        issue(module.warnings, source)
        main = next((f for f in typed if f.source.qualname == "main" and f.source.emitter == "viper"), None)
        if main is None or main.ir.params:
            message = "an image starts at a compiled function `main` without parameters"
            raise CompileError([_whole_file(source, message, "write `@viper` above `def main() -> int:`")], {})
        module.functions.append(entry_function(main.ir, target))
        optimize(module, target.word_bits, opt)
        runtime = runtime_bitcode(target)
        plain = generate(module, target, opt=opt, abi="direct", support=support(target))
        parts = runtime.closure(plain.undefined)
        open_ends = {need for part in parts for need in part.needs if not runtime.closure([need])}
        link = [part.bitcode for part in parts]
        generated = _back(module, target, opt, abi="direct", link=link, allowed=open_ends, keep=[ENTRY])
    return Compilation(source, target, opt, module, typed, generated, {one.symbol: one for one in assembled})


def compile_entries(
    source: SourceFile,
    target: Target,
    opt: Opt,
    tables: Tables,
    *,
    defaults: FunctionOptions = PLAIN,
    defines: Mapping[str, Constant] | None = None,
    cells: Mapping[tuple[int, int], list[str]] | None = None,
    everything: bool = False,
    collect: bool = False,
) -> Entries:
    """Compile the decorated functions of a file for MicroPython, each with all that it needs in an object of its own.

    An object's first function is the entry that Python calls (`entry_symbol`). Names and constants go into `tables`.
    `cells` names the cells that each function gets, in their order, by the position of its `def`; those that are not in
    it are not compiled, since nothing makes them.
    With `everything`, functions without a decorator are compiled too. With `collect`, which is for tests, the code
    collects garbage before each call of the function table.

    Raises:
        CompileError: the source is refused.
    """
    with _told_as_diagnostics(source):
        module, typed, assembled = _front(
            source, target, None, defaults, defines, objects=True, cells=cells, everything=everything
        )
        issue(module.warnings, source)
        code = EntryCode(module, typed, assembled, target, opt, collect=collect)
        planned = [(function, code.plan([function], tables)) for function in code.entries]
        finish([one for _, one in planned])
    return Entries([(function, one.object) for function, one in planned], assembled)


Front = tuple[Module, list[TypedFunction], list[Assembled]]
"""The IR that the passes have seen, the functions, and the assembled code."""


def _front(
    source: SourceFile,
    target: Target,
    only: tuple[str, int] | None,
    defaults: FunctionOptions,
    defines: Mapping[str, Constant] | None,
    only_called: bool = False,
    objects: bool = False,
    is_whole: bool = False,
    cells: Mapping[tuple[int, int], list[str]] | None = None,
    everything: bool = False,
) -> Front:
    """From text to IR. Where it `is_whole`, all of the text must be Python, and code for other cores is left out."""
    diagnostics = Diagnostics({source.name: source})
    tree = read_tree(source)
    if is_whole:
        check_rest(source, tree, diagnostics)
    if is_whole and objects:
        mangle_private_names(tree)
    constants = ConstantScopes(source.name, defines or {}, target.modules)
    functions = find_functions(
        tree, source, diagnostics, defaults, everything=everything,
        prune=partial(remove_dead_branches, constants=constants),
    )  # fmt: skip
    if cells is not None:
        functions = [one for one in functions if one.emitter == "native" or outermost(one).position in cells]
        for function in functions:
            function.free = cells.get(function.position, function.free)
    functions = find_escaping(functions)
    context = TypeContext(target.word_bits, target.float_bits)
    chosen = _choose(functions, only)
    wanted = [chosen] if chosen else None

    def check(module: Module, typed: list[TypedFunction]) -> None:
        if not objects:
            remove_unreachable(module)
            use_machine_forms(module, context)
            refuse_objects(module, [one.ir for one in typed if one.source.maker is None], diagnostics)

    try:
        module, typed = build_module(tree, source, functions, context, diagnostics, wanted, constants, check)
    except CompileError as error:
        if chosen is None:
            diagnostics.add(error.diagnostics)
            _assembly_errors(source, target, functions, constants, diagnostics)
            diagnostics.raise_if_any()
        raise
    assembled = _assemble(
        source, target, module, typed, constants, is_wanted=not is_whole or chosen is not None, only_called=only_called
    )
    run_passes(module)
    return module, typed, assembled


def _assembly_errors(
    source: SourceFile, target: Target, functions: Iterable[FunctionSource], constants: ConstantScopes,
    diagnostics: Diagnostics,
) -> None:  # fmt: skip
    """Report what is wrong with assembler functions, where other functions have been refused already."""
    assembled = [function for function in functions if function.emitter == "asm_thumb"]
    if can_assemble(target):
        assembler = Assembler(source, target, diagnostics, constants)
        for function in assembled:
            assembler.function(function, function.node.name, [one.node.name for one in assembled])


def refused_functions(
    source: SourceFile,
    target: Target,
    defaults: FunctionOptions = PLAIN,
    defines: Mapping[str, Constant] | None = None,
    *,
    everything: bool = False,
) -> list[Diagnostic]:
    """The errors of the compiled functions of a file, for one that is refused for another reason too."""
    try:
        _front(source, target, None, defaults, defines, objects=True, everything=everything)
    except CompileError as error:
        return error.diagnostics
    return []


def _assemble(
    source: SourceFile,
    target: Target,
    module: Module,
    typed: list[TypedFunction],
    constants: ConstantScopes,
    is_wanted: bool,
    only_called: bool,
) -> list[Assembled]:
    """Put the code of the assembler functions into the module, of all or of those that compiled code calls.

    On a core that runs none of it they are left out.

    Raises:
        CompileError: something in them was refused; or one of them is called, or is wanted, on such a core.
    """
    functions = [function for function in typed if function.source.emitter == "asm_thumb"]
    diagnostics = Diagnostics({source.name: source})
    ops = [op for f in module.functions for block in f.blocks for op in block.ops]
    called = {op.attributes["callee"] for op in ops if op.name == "call"}
    if not can_assemble(target):
        for function in functions:
            if is_wanted or function.ir in called:
                message = f"`{function.source.node.name}` is Thumb code, which {target.name} does not run"
                hint = "choose an Arm target, such as cortex-m4f"
                diagnostics.error(source.span(function.source.node), message, hint)
            typed.remove(function)
        diagnostics.raise_if_any()
        return []
    assembler = Assembler(source, target, diagnostics, constants)
    names = [function.source.node.name for function in functions]
    found = [assembler.function(function.source, function.ir.symbol, names) for function in functions]
    diagnostics.raise_if_any()
    kept = [one for one in found if one is not None]
    if only_called:
        kept = reached(kept, {function.symbol for function in called})
    return put_code(module, kept)


def _back(module: Module, target: Target, opt: Opt, **options: Any) -> GeneratedModule:
    """From IR to machine code.

    Where functions have two versions, the first code shows whether both are worth their bytes; then it is made anew,
    with device versions that are small: what waits for a device does not gain from more.
    """
    options["support"] = support(target)
    generated = generate(module, target, opt=opt, **options)
    if settle_versions(module.functions, opt, lambda functions: [generated] * len(functions)):
        generated = generate(module, target, opt=opt, device_opt="size", **options)
    return generated


@contextmanager
def _told_as_diagnostics(source: SourceFile) -> Iterator[None]:
    """Whatever goes wrong inside of the compiler is told as an error at the source."""
    try:
        with deep_recursion(source):
            yield
    except CodegenError as error:
        message = f"internal compiler error: {error}"
        hint = "please report it with the source; another `opt` may avoid it"
        raise CompileError([_whole_file(source, message, hint)], {}) from error


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
