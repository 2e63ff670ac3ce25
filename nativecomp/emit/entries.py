"""Functions that Python calls through the function table, with all that they need in an object of their own."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from nativecomp.codegen.abi.table import Joined, ListTables, Tables
from nativecomp.codegen.entry import entry_symbol
from nativecomp.codegen.lower.direct import direct_symbol
from nativecomp.codegen.plan import CodePlan
from nativecomp.codegen.sharing import ENTRY as SHARED_ENTRY
from nativecomp.codegen.sharing import Shared, door_symbol
from nativecomp.codegen.symbols import symbols_of
from nativecomp.codegen.tuning import compares_costs
from nativecomp.emit.assembled import CODE_ALIGNMENT, Assembled, join, reached
from nativecomp.emit.generate import GeneratedModule, finish
from nativecomp.emit.unrolling import Made, settle_unrolling
from nativecomp.emit.versions import settle_versions
from nativecomp.frontend import FunctionSource, TypedFunction
from nativecomp.frontend.discover import COMPILED
from nativecomp.ir import Function, Module
from nativecomp.language.types import OBJECT, CellType
from nativecomp.options import Opt, Options
from nativecomp.passes import optimize
from nativecomp.passes.direct import directly_called


def put_code(module: Module, functions: list[Assembled]) -> list[Assembled]:
    """Put the assembled functions of a file behind the machine code of a module; the functions where they lie in it."""
    code, placed = join(functions)
    start = -(-len(module.machine_code) // CODE_ALIGNMENT) * CODE_ALIGNMENT
    module.machine_code = module.machine_code.ljust(start, b"\0") + code
    placed = [replace(one, offset=start + one.offset) for one in placed]
    module.code_symbols |= {one.symbol: (one.offset, len(one.code)) for one in placed}
    return placed


def outermost(function: FunctionSource) -> FunctionSource:
    """The compiled function around a compiled function that is inside of no other."""
    while (around := function.owner or function.maker) is not None:
        function = around
    return function


def _takes_machine_values(function: TypedFunction) -> bool:
    """Whether a function's arguments and result are machine values, so that it can be called without its entry.

    An object that it takes, such as an instance, and never looks at is none that it needs.
    """
    ir = function.ir
    if function.source.emitter != "viper" or ir.makes_functions or ir.result == OBJECT or function.computed_defaults:
        return False
    objects = {param for param in ir.params if param.type == OBJECT or isinstance(param.type, CellType)}
    used = {op.attributes.get("local") for block in ir.blocks for op in block.ops}
    return not function.collects and not objects & used and not function.source.free


def is_joined(function: TypedFunction) -> bool:
    """Whether a function lies in one piece with what the functions of its file share (codegen/sharing.py)."""
    return function.source.emitter == "native"


class EntryCode:
    """The functions of a file for the function table.

    `module` is its IR, which the passes have seen but `optimize` has not; `functions` are those of it that are wanted.
    """

    def __init__(
        self, module: Module, functions: list[TypedFunction], assembled: list[Assembled], options: Options,
        *, shares: bool,
    ) -> None:  # fmt: skip
        """`shares` says whether the functions of an .mpy file of all that the file has share others."""
        self.module = module
        self.functions = functions
        self.assembled = assembled
        self.options = options
        self.shares = module.shares = shares
        self.tables = ListTables(shares=shares)
        self.unrolling: dict[Function, tuple[Made, Made]] = {}
        """What functions came to with their loops unrolled and not, of those that were made both ways."""

    @cached_property
    def entries(self) -> list[TypedFunction]:
        """The functions that Python calls: not those inside others, which the outer ones call."""
        return [f for f in self.functions if f.source.owner is None and f.source.emitter in COMPILED]

    @cached_property
    def doors(self) -> list[TypedFunction]:
        """The entries' functions that the desk calls with machine values."""
        return [function for function in self.entries if _takes_machine_values(function)]

    @cached_property
    def _device_opt(self) -> Opt | None:
        """Optimise the module, once, and decide which functions keep two versions; the level of those for devices."""
        optimize(self.module, self.options.target.word_bits, self.options.opt)
        opt, functions = self.options.opt, self.module.functions
        device_opt = settle_versions(functions, opt, self._with_versions, has_both=True)
        if compares_costs(self.options.target):
            self.unrolling = settle_unrolling(functions, opt, lambda wanted: self._planned(wanted, device_opt))
        return device_opt

    def _with_versions(self, functions: list[Function]) -> list[GeneratedModule]:
        """The machine code of each of some functions, with what it calls, both versions in sight."""
        planned = self._planned(functions)
        finish(planned)
        return planned

    def _planned(self, functions: list[Function], device_opt: Opt | None = None) -> list[GeneratedModule]:
        planned = []
        for function in functions:
            part = self._part([function])
            keep = [name for one in part.functions for name in symbols_of(one)]
            options = replace(self.options, collect=False)
            plan = CodePlan(part, options, "table", device_opt, keep=keep, allowed=(), lines=False)
            planned.append(GeneratedModule(plan))
        return planned

    def plan(
        self, functions: Sequence[TypedFunction], tables: Tables, *, lines: bool = False,
        doors: Collection[TypedFunction] = (), assembled: Collection[Assembled] = (), joined: Joined = "",
    ) -> GeneratedModule:  # fmt: skip
        """Functions as LLVM text, for one object. Names and constants go into `tables`.

        Those of `doors` stay in sight beside their entries; those of `assembled` are there whether anything calls them
        or not.
        """
        device_opt = self._device_opt  # before anything asks which versions there are
        entries = [function.ir for function in functions]
        keep = [*map(entry_symbol, entries), *(symbol for door in doors for symbol in symbols_of(door.ir))]
        part = self._part(entries, assembled)
        if not joined and tables.shares and all(map(is_joined, functions)):
            joined = "linked"
        direct = {callee for found in directly_called(self.module).values() for callee in found} if joined else set()
        called = [direct_symbol(one) for found in directly_called(part).values() for one in found]
        keep += [direct_symbol(one) for one in entries if one in direct]
        shown: dict[str, Any] = {"joined": joined, "keep": keep, "direct": direct, "allowed": called, "lines": lines}
        return GeneratedModule(CodePlan(part, self.options, "table", device_opt, tables, entries, **shown))

    def plan_shared(self, tables: Tables) -> GeneratedModule | None:
        """What the functions that have been planned share, and the doors to them; None if they share nothing."""
        if not (tables.shared_functions or tables.words):
            return None  # then none needs another
        shared = Shared([one.ir for one in self.entries if is_joined(one)], tables.distances)
        plan = CodePlan(
            Module(self.module.name, self.module.file, []), self.options, "table", tables=tables, shared=shared,
            keep=[SHARED_ENTRY, *map(door_symbol, shared.functions)], allowed=(), lines=False, joined="beside",
        )  # fmt: skip
        return GeneratedModule(plan)

    @cached_property
    def whole(self) -> GeneratedModule:
        """All of them in one object, with `tables`, and those of assembler."""
        joined: Joined = "beside" if self.shares else ""
        made = self.plan(
            self.entries, self.tables, lines=True, doors=self.doors, assembled=self.assembled, joined=joined
        )
        finish([made])
        return made

    def _part(self, functions: list[Function], assembled: Collection[Assembled] = ()) -> Module:
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
        symbols = {one.symbol for one in found} | {one.symbol for one in assembled}
        put_code(part, reached(self.assembled, symbols))
        return part
