"""Functions that Python calls through the function table, with all that they need in an object of their own."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from nativecomp.assembled import Assembled, join, reached
from nativecomp.codegen import GeneratedModule, Tables, entry_symbol, finish, plan
from nativecomp.codegen.lower import Opt, symbols_of
from nativecomp.codegen.table import ListTables
from nativecomp.diagnostics import CompileError, Diagnostic, Diagnostics, SourceFile
from nativecomp.frontend import FunctionSource, TypedFunction, find_functions, parse
from nativecomp.image.runtime import runtime_bitcode
from nativecomp.ir import Function, Module
from nativecomp.passes import optimize
from nativecomp.targets import Target
from nativecomp.types import OBJECT
from nativecomp.versions import settle_versions


def support(target: Target) -> Callable[[], dict[str, bytes]]:
    """What gives the helpers that the target's core may lack; built and read only when it is called."""
    return lambda: {name: part.bitcode for name, part in runtime_bitcode(target).support.items()}


def put_code(module: Module, functions: list[Assembled]) -> list[Assembled]:
    """Make assembled functions the machine code of a module; the functions where they lie in it."""
    module.machine_code, placed = join(functions)
    module.code_symbols = {one.symbol: (one.offset, len(one.code)) for one in placed}
    return placed


Key = tuple[str, int]
"""A function of a file: its qualified name and the line of its `def`."""


def outermost(function: FunctionSource) -> FunctionSource:
    """The compiled function around a compiled function that is inside of no other."""
    while (around := function.owner or function.maker) is not None:
        function = around
    return function


def outermost_at(functions: Iterable[FunctionSource], line: int) -> FunctionSource | None:
    """The function that a line is in, not one that is inside of another."""
    return next((f for f in functions if outermost(f) is f and _contains(f, line)), None)


def all_functions(source: SourceFile) -> list[FunctionSource]:
    """The functions of a file with an emitter, whatever is wrong with them."""
    return find_functions(parse(source), source, Diagnostics({source.name: source}))


def both_refused(source: SourceFile, without: CompileError, with_objects: CompileError) -> CompileError:
    """What to tell of functions that are refused without objects and with them.

    A function that declares machine types is told what those lack, any other what is wrong with its objects.
    """
    functions = all_functions(source)

    def function_at(diagnostic: Diagnostic) -> FunctionSource | None:
        return outermost_at(functions, diagnostic.span.line)

    blamed = {function_at(diagnostic) for diagnostic in with_objects.diagnostics}
    told = [d for d in without.diagnostics if (at := function_at(d)) in blamed and (at is None or at.is_typed)]
    places = {function_at(d) for d in told}
    told += [d for d in with_objects.diagnostics if function_at(d) not in places]
    told.sort(key=lambda d: (d.span.line, d.span.column))
    return CompileError(told, with_objects.sources)


def _contains(function: FunctionSource, line: int) -> bool:
    return function.first_line <= line <= (function.node.end_lineno or 0)


def with_callers(module: Module, functions: Iterable[TypedFunction], keys: set[Key]) -> set[Key]:
    """The functions of these keys and those that call them, directly or not; each is inside of no other."""
    outer = {function.ir: outermost(function.source).key for function in functions}
    calls = {
        (outer[caller], outer[op.attributes["callee"]])
        for caller in module.functions
        for block in caller.blocks
        for op in block.ops
        if op.name == "call"
    }
    found, size = set(keys), 0
    while size < len(found):
        size = len(found)
        found |= {caller for caller, callee in calls if callee in found}
    return found


def needing_objects(functions: Iterable[TypedFunction]) -> list[TypedFunction]:
    """Functions whose results are objects, though nothing in them uses one."""
    return [function for function in functions if function.source.emitter == "viper" and function.ir.result == OBJECT]


class EntryCode:
    """The functions of a file for the function table.

    `module` is its IR, which the passes have seen but `optimize` has not; `functions` are those of it that are wanted.
    """

    def __init__(
        self, module: Module, functions: list[TypedFunction], assembled: list[Assembled], target: Target, opt: Opt,
        *, collect: bool = False,
    ) -> None:  # fmt: skip
        self.module = module
        self.functions = functions
        self.assembled = assembled
        self.target = target
        self.opt: Opt = opt
        self.tables = ListTables()
        self._collect = collect

    @property
    def entries(self) -> list[TypedFunction]:
        """The functions that Python calls: not those inside others, which the outer ones call."""
        return [f for f in self.functions if f.source.owner is None and f.source.emitter == "viper"]

    @cached_property
    def _small(self) -> bool:
        """Optimise the module, once, and decide which functions keep two versions; whether any could have."""
        module = self.module
        optimize(module, self.target.word_bits, self.opt)
        return settle_versions(module.functions, self.opt, self._with_versions)

    def _with_versions(self, functions: list[Function]) -> list[GeneratedModule]:
        """The machine code of each of some functions, with what it calls, both versions in sight."""
        planned = []
        for function in functions:
            part = self._part([function])
            keep = [name for one in part.functions for name in symbols_of(one)]
            planned.append(plan(part, self.target, opt=self.opt, abi="table", keep=keep, allowed=(),
                                support=support(self.target), lines=False))  # fmt: skip
        finish(planned)
        return planned

    def plan(self, functions: Sequence[TypedFunction], tables: Tables, *, lines: bool = False) -> GeneratedModule:
        """Functions as LLVM text, for one object. Names and constants go into `tables`."""
        small = self._small
        entries = [function.ir for function in functions]
        return plan(
            self._part(entries), self.target, opt=self.opt, device_opt="size" if small else None, abi="table",
            tables=tables, entries=entries, keep=[entry_symbol(entry) for entry in entries], allowed=(),
            support=support(self.target), collect=self._collect, lines=lines,
        )  # fmt: skip

    @cached_property
    def whole(self) -> GeneratedModule:
        """All of them in one object, with `tables`."""
        made = self.plan(self.entries, self.tables, lines=True)
        finish([made])
        return made

    def _part(self, functions: list[Function]) -> Module:
        """A module of functions and those that they call, directly or not, in the order in which they are met."""
        found = list(functions)
        for one in found:
            for block in one.blocks:
                callees = [op.attributes["callee"] for op in block.ops if op.name == "call"]
                found += [callee for callee in dict.fromkeys(callees) if callee not in found]
        whole = self.module
        part = Module(
            whole.name, whole.file, [one for one in found if one.symbol not in whole.code_symbols], bound=whole.bound
        )
        put_code(part, reached(self.assembled, {one.symbol for one in found}))
        return part
