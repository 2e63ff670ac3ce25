"""The pipeline: source text to machine code, stage by stage, in one function that reads as the design's picture."""

import ast
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property

from nativecomp.codegen.abi.table import ListTables, Tables
from nativecomp.codegen.entry import ENTRY_SUFFIXES
from nativecomp.codegen.errors import CodegenError
from nativecomp.codegen.plan import CodePlan
from nativecomp.codegen.sharing import is_shared
from nativecomp.codegen.tuning import compares_costs
from nativecomp.codegen.vectors import vector_symbols
from nativecomp.emit.assembled import Assembled, Assembler, can_assemble, reached
from nativecomp.emit.entries import EntryCode, outermost, put_code
from nativecomp.emit.generate import GeneratedModule, finish, generate
from nativecomp.emit.unrolling import Made, settle_unrolling
from nativecomp.emit.versions import settle_versions
from nativecomp.frontend import FunctionSource, TypedFunction, Unit, build_module, read_unit
from nativecomp.frontend.depth import deep_recursion
from nativecomp.frontend.escape import find_escaping
from nativecomp.frontend.externs import refuse_externs
from nativecomp.image.entry import ENTRY, entry_function
from nativecomp.ir import Function, Module, Op, print_module
from nativecomp.language.diagnostics import CompileError, Diagnostic, SourceFile, Span, issue
from nativecomp.language.syntax import walk
from nativecomp.options import Options
from nativecomp.passes import optimize, run_passes
from nativecomp.passes.constant_data import refuse_stores_into_constants
from nativecomp.passes.machine_forms import use_machine_forms
from nativecomp.passes.refuse_objects import refuse_objects
from nativecomp.passes.unreachable import remove_unreachable

_COMPOUND = (ast.If, ast.While, ast.For, ast.Try, ast.With, ast.ExceptHandler)


@dataclass(eq=False)
class Compilation:
    """A compiled file: what each stage made of it."""

    source: SourceFile
    options: Options
    module: Module
    functions: list[TypedFunction]
    generated: GeneratedModule
    assembled: dict[str, Assembled] = field(default_factory=dict)
    """The assembler functions by their symbols."""
    code: EntryCode | None = None
    """What makes the code for the function table; `generated` is all of it in one object."""
    variants: Mapping[Function, tuple[Made, Made]] = field(default_factory=dict)
    """What functions came to with their loops unrolled and not (emit/unrolling.py)."""

    def function_at(self, line: int) -> str:
        """The qualified name of the innermost function that a line is in."""
        nodes = [(f.source.node, f.source.qualname) for f in self.functions if f.source.first_line <= line]
        names = [name for node, name in nodes if line <= (node.end_lineno or 0)]
        return names[-1] if names else "<module>"

    def may_raise_elsewhere(self, line: int) -> bool:
        """Whether a line decides on a `raise` or an `assert` of its function that may stand in another line."""
        function = next((f for f in reversed(self.functions) if f.source.qualname == self.function_at(line)), None)
        nodes = [] if function is None else list(walk(function.source.node))
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
        """The machine code of a function as an .mpy file holds it, apart from the others and from what they share."""
        if self.code is None or function not in self.code.entries:
            return self.generated
        if function not in self._shipped:
            self._shipped[function] = self.code.plan([function], self._tables)
        return self._shipped[function]

    def ship(self) -> None:
        """Make the machine code of all functions as an .mpy file holds it, at once and in parallel."""
        entries = self.code.entries if self.code is not None else []
        finish([self.shipped(function) for function in entries])

    @property
    def shipped_beside(self) -> GeneratedModule | None:
        """What all functions of an .mpy file share, once for the file; None where they share nothing."""
        self.ship()
        return self.code.plan_shared(self._tables) if self.code is not None else None

    @cached_property
    def _tables(self) -> ListTables:
        return ListTables(shares=self.code is not None and self.code.shares)

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
    shared: bytes | None = None
    """The object of what they share, whose first function runs first, and of doors to them (codegen/sharing.py)."""


def compile_source(source: SourceFile, options: Options, only: tuple[str, int] | None = None) -> Compilation:
    """Read a file and compile it: see `compile_unit`."""
    with told_as_diagnostics(source):
        return compile_unit(read_unit(source, options), only)


def compile_unit(unit: Unit, only: tuple[str, int] | None = None) -> Compilation:
    """Compile the decorated functions of a file, all in one object.

    `only` is the name and the first line (that of the first decorator) of the one function wanted, with what it calls.
    The object of an image defines `nc_main`, the only function that stays visible; what it does not reach is gone.

    Raises:
        CompileError: the source is refused, or has no typed `main()` for an image.
    """
    source, options = unit.source, unit.options
    with told_as_diagnostics(source):
        module, typed, assembled = _build(unit, only=only)
        code = None
        if options.has_objects:
            code = EntryCode(module, typed, assembled, options, shares=is_shared(unit.functions))
            generated, variants = code.whole, code.unrolling
        else:
            if options.product == "image":
                main = _main(source, typed).ir
                module.functions.append(entry_function(main, module.handlers, options.target))
            optimize(module, options.target.word_bits, options.opt)
            generated, variants = _emit(module, options)
    typed = sorted(typed, key=lambda function: function.source.node.lineno)
    return Compilation(
        source, options, module, typed, generated, {one.symbol: one for one in assembled}, code, variants
    )


def compile_entries(unit: Unit, tables: Tables, cells: Mapping[tuple[int, int], list[str]] | None = None) -> Entries:
    """Compile the decorated functions of a file for MicroPython, each with all that it needs in an object of its own.

    An object's first function is the entry that Python calls (`entry_symbol`). Names and constants go into `tables`.
    `cells` names the cells that each function gets, in their order, by the position of its `def`; those that are not in
    it are not compiled, since nothing makes them.

    Raises:
        CompileError: the source is refused.
    """
    with told_as_diagnostics(unit.source):
        module, typed, assembled = _build(unit, cells)
        code = EntryCode(module, typed, assembled, unit.options, shares=tables.shares)
        planned = [(function, code.plan([function], tables)) for function in code.entries]
        finish([one for _, one in planned])
        # Now the tables are whole.
        shared = code.plan_shared(tables)
        finish([shared] if shared else [])
    objects = [(function, one.object) for function, one in planned]
    return Entries(objects, assembled, shared.object if shared else None)


def report_functions(unit: Unit) -> None:
    """Report what is wrong with the compiled functions of a file that is refused for another reason too."""
    try:
        with told_as_diagnostics(unit.source):
            _build(unit)
    except CompileError as error:
        unit.diagnostics.add(error.diagnostics)


Built = tuple[Module, list[TypedFunction], list[Assembled]]
"""The IR that the passes have seen, the functions, and the assembled code."""


def _build(
    unit: Unit, cells: Mapping[tuple[int, int], list[str]] | None = None, only: tuple[str, int] | None = None
) -> Built:
    """From the functions of a file to IR. Warnings are told, whatever else is.

    Raises:
        CompileError: something was refused.
    """
    functions = unit.functions
    if cells is not None:
        functions = [one for one in functions if outermost(one).position in cells]
        for function in functions:
            function.free = cells.get(function.position, function.free)
    functions = find_escaping(functions)
    chosen = _choose(functions, only)

    def check(module: Module, typed: list[TypedFunction]) -> None:
        if not unit.options.has_objects:
            remove_unreachable(module)
            use_machine_forms(module, unit.context)
            for function in module.functions:
                function.options = replace(function.options, traceback=None)  # C has none
            refuse_objects(module, [one.ir for one in typed if one.source.maker is None], unit.diagnostics)
            refuse_stores_into_constants(module, unit.diagnostics)

    try:
        try:
            module, typed, others = build_module(unit, functions, [chosen] if chosen else None, check)
        except CompileError:
            if chosen is None and can_assemble(unit.options.target):
                _assembled(unit, {one: one.node.name for one in functions if one.emitter == "asm_thumb"})
            raise
        module.float_bits = unit.options.target.own_float_bits
        for one in typed:
            one.ir.python = one.source.emitter == "native"
        if unit.options.has_objects:
            wanted = [one for one in typed if unit.options.product == "mpy" or one.source is chosen]
            refuse_externs(wanted, _calls(module), unit.source, unit.diagnostics)
            unit.diagnostics.raise_if_any()
        typed = [one for one in typed if not one.is_extern]
        assembled = _assemble(unit, module, typed, is_wanted=chosen is not None)
        for other in others:
            _assemble(other.unit, module, other.program.inferred(), is_wanted=False)
    except CompileError as error:
        unit.diagnostics.add(error.diagnostics)
    issue(unit.diagnostics.of("warning"), unit.diagnostics.sources, unit.diagnostics.of("error"))
    run_passes(module)
    return module, typed, assembled


def _calls(module: Module) -> list[Op]:
    return [op for f in module.functions for block in f.blocks for op in block.ops if op.name == "call"]


def _assemble(unit: Unit, module: Module, typed: list[TypedFunction], *, is_wanted: bool) -> list[Assembled]:
    """Put the code of the assembler functions into the module; for an image, of those that compiled code calls.

    On a core that runs none of it they are left out.

    Raises:
        CompileError: something in them was refused; or one of them is called, or is wanted, on such a core.
    """
    functions = [function for function in typed if function.source.emitter == "asm_thumb"]
    called = {op.attributes["callee"] for op in _calls(module)}
    target, product = unit.options.target, unit.options.product
    if not can_assemble(target):
        for function in functions:
            if is_wanted or product == "mpy" or function.ir in called:
                message = f"`{function.source.node.name}` is Thumb code, which {target.name} does not run"
                hint = "choose an Arm target, such as cortex-m4f"
                unit.diagnostics.error(unit.source.span(function.source.node), message, hint)
            typed.remove(function)
        unit.diagnostics.raise_if_any()
        return []
    found = _assembled(unit, {function.source: function.ir.symbol for function in functions})
    unit.diagnostics.raise_if_any()
    return put_code(module, reached(found, {one.symbol for one in called}) if product == "image" else found)


def _assembled(unit: Unit, functions: Mapping[FunctionSource, str]) -> list[Assembled]:
    """The assembler functions, given with their symbols, that are not refused."""
    if not functions:
        return []
    assembler = Assembler(unit.source, unit.options.target, unit.diagnostics, unit.constants)
    names = [function.node.name for function in functions]
    found = [assembler.function(function, symbol, names) for function, symbol in functions.items()]
    return [one for one in found if one is not None]


def _main(source: SourceFile, functions: list[TypedFunction]) -> TypedFunction:
    """The function at which an image starts.

    Raises:
        CompileError: there is none.
    """
    main = next((f for f in functions if f.source.qualname == "main" and f.source.emitter == "viper"), None)
    if main is None or main.ir.params:
        message = "an image starts at a compiled function `main` without parameters"
        raise CompileError([_whole_file(source, message, "write `@viper` above `def main() -> int:`")], {})
    return main


def _emit(module: Module, options: Options) -> tuple[GeneratedModule, dict[Function, tuple[Made, Made]]]:
    """From IR to machine code that calls C; what variants of functions came to.

    Where functions have two versions, the first code shows whether both are worth their bytes; then it is made anew.
    """
    is_image = options.product == "image"
    keep = [ENTRY, *vector_symbols(module.handlers)] if is_image else None
    plan = CodePlan(module, options, linked=is_image, keep=keep)
    generated = generate(plan)
    if device_opt := settle_versions(
        module.functions, options.opt, lambda functions: [generated] * len(functions), has_both=False
    ):
        plan = replace(plan, device_opt=device_opt)

    def again(functions: list[Function]) -> list[GeneratedModule]:
        return [GeneratedModule(plan)] * len(functions)

    settled = settle_unrolling(module.functions, options.opt, again) if compares_costs(options.target) else {}
    return (generate(plan) if device_opt or settled else generated), settled


@contextmanager
def told_as_diagnostics(source: SourceFile) -> Iterator[None]:
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
    return Diagnostic(Span(source.name), message, hint)
