"""IR to LLVM text: signatures, slots and blocks; each operation is lowered by the family that registered for it.

    def f(x: int) -> int:                  define i32 @f(i32 noundef %x) #0 {
      entry:                               entry:
        %0: int = local.load local=x         %slot.x = alloca i32
        return %0                            ...

Locals are slots in the entry block, which LLVM turns into registers. A function with two versions is written twice.
"""

from nativecomp.codegen.abi import Abi
from nativecomp.codegen.abi.direct import DirectAbi
from nativecomp.codegen.abi.table import ListTables, TableAbi
from nativecomp.codegen.collector import collector
from nativecomp.codegen.debug import DebugInfo
from nativecomp.codegen.entry import EntryLowering
from nativecomp.codegen.function import FunctionLowering
from nativecomp.codegen.layout import Layout
from nativecomp.codegen.lower import (  # noqa: F401  they register
    calls,
    containers,
    control,
    conversions,
    copies,
    exceptions,
    floatobjects,
    floats,
    globals,
    integers,
    items,
    iteration,
    memory,
    methods,
    objects,
    polling,
    statics,
    tracebacks,
    wide,
)  # fmt: skip
from nativecomp.codegen.lower.boxing import Unboxing
from nativecomp.codegen.plan import CodePlan
from nativecomp.codegen.sharing import define_beside, define_shared
from nativecomp.codegen.symbols import ASSEMBLED_SECTION
from nativecomp.codegen.text import ModuleText, quoted, symbol
from nativecomp.codegen.vectors import define_vectors
from nativecomp.ir import Function
from nativecomp.language.types import IntType


class ModuleLowering:
    """What the functions of one module share."""

    def __init__(self, plan: CodePlan) -> None:
        self.plan = plan
        self.module, self.entries = plan.module, plan.entries
        self.target, self.opt = plan.options.target, plan.options.opt
        self.layout = Layout(self.target)
        is_table = plan.abi == "table"
        self.text = ModuleText(_NO_TABLES if is_table and self.target.emulator != "x86-64" else "")
        # The function table's side has neither debuggers nor, in .mpy files, room for what they read.
        self.debug = DebugInfo(self.module.file, self.text, self.layout, lines=plan.lines, variables=not is_table)
        self.abi: Abi = self._table_abi() if is_table else DirectAbi(self.text, self.layout)
        ops = [op for function in self.module.functions for block in function.blocks for op in block.ops]
        self.called: set[Function] = {op.attributes["callee"] for op in ops if op.name == "call"}
        self.in_own_globals = globals.reaching_globals(self.module, self.opt)
        """The functions that run with the globals of the module."""
        self.attributes: dict[Function, str] = {}
        """Those of each function that has been written, in words."""

        params = [param for function in self.entries for param in function.params]
        self._unboxed = sum(isinstance(param.type, IntType) for param in params)
        self._unboxed += sum(op.name == "object.unbox" and isinstance(op.type, IntType) for op in ops)

    def _table_abi(self) -> TableAbi:
        collecting = collector if self.plan.options.collect else None
        tables = self.plan.tables or ListTables()
        joined = self.plan.joined
        return TableAbi(self.text, self.layout, tables, guarded=self.plan.guarded, collect=collecting, joined=joined)

    def unboxing(self, opt: str, single: Unboxing) -> Unboxing:
        """How integers are got from objects outside of loops; `single` is for one only at the balanced level."""
        balanced: Unboxing = "helper" if self._unboxed > 1 else single
        levels: dict[str, Unboxing] = {"size": "call", "balanced": balanced, "speed": "inline"}
        return levels[opt]

    def run(self) -> str:
        functions = []
        for function in self.module.functions:
            text = FunctionLowering(self, function, device=False).run()
            if function.suspends:
                self.text.functions.append(text)
                continue
            functions.append(text)
            if function.two_versions:
                functions.append(FunctionLowering(self, function, device=True).run())
        # Entries come first: where there is one, the code begins with it.
        entered = [function for function in self.entries if not function.suspends]
        self.text.functions += [EntryLowering(self, function).run() for function in entered] + functions
        if self.plan.shared is not None:
            assert isinstance(self.abi, TableAbi)
            self.text.functions.append(define_shared(self.abi, self.plan.shared))
        if self.plan.joined == "beside" and self.plan.shared is None and not self.plan.guarded:
            assert isinstance(self.abi, TableAbi)
            define_beside(self.abi)
        if self.module.machine_code:
            self._machine_code()
        define_vectors(self.module.handlers, self.text)
        self.debug.finish()
        head = [
            f'source_filename = "{self.module.name}"',
            f'target datalayout = "{self.layout.data_layout}"',
            f'target triple = "{self.target.triple}"',
        ]
        return self.text.render(head)

    def _machine_code(self) -> None:
        """Code that comes as it is: bytes in a section of their own, and a symbol in them for each function."""
        code, word = self.module.machine_code, self.layout.word
        name = "nc.assembled"
        text = f'section "{ASSEMBLED_SECTION}", align 4'
        self.text.helper(name, f'@{name} = internal constant [{len(code)} x i8] c"{quoted(code)}", {text}')
        for symbol_name, (offset, _) in self.module.code_symbols.items():
            # One more than the address: the Thumb bit.
            place = f"getelementptr inbounds (i8, ptr @{name}, {word} {offset + 1})"
            self.text.helper(symbol_name, f"{symbol(symbol_name)} = alias {word} (), ptr {place}")


_NO_TABLES = '"no-jump-tables"="true"'
"""No branch or value by a table among the constants: where code may lie at any even address, a table's words would not
be aligned, and an Arm core could not find it."""


def lower_module(plan: CodePlan) -> str:
    """A module as LLVM text.

    Raises:
        CodegenError: the IR asks for something that has no machine form.
    """
    return ModuleLowering(plan).run()
