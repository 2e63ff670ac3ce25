"""The door of the package: a module of IR to its machine code."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from nativecomp.codegen.module import lower_module
from nativecomp.codegen.plan import CodePlan
from nativecomp.codegen.symbols import symbols_of
from nativecomp.codegen.tuning import compares_costs
from nativecomp.emit import floatguard, isolation
from nativecomp.emit.request import MachineCode, Request
from nativecomp.emit.selection import has_loop
from nativecomp.image.runtime import runtime_bitcode
from nativecomp.language.machine_calls import FAULT_ENTRY, MACHINE_SYMBOLS
from nativecomp.targets import Target


def _support(target: Target) -> dict[str, bytes]:
    """The bitcode of helpers that the target's core may lack, by name."""
    return {name: part.bitcode for name, part in runtime_bitcode(target).support.items()}


_DECLARED = re.compile(r"^declare [^@]*@([\w.]+)", re.MULTILINE)


def _runtime(target: Target, llvm: str) -> tuple[tuple[bytes, ...], frozenset[str]]:
    """The bitcode of the runtime that LLVM text calls, and the symbols that only the image defines."""
    runtime = runtime_bitcode(target)
    parts = runtime.closure(_DECLARED.findall(llvm))
    open_ends = {need for part in parts for need in part.needs if not runtime.closure([need])}
    return tuple(part.bitcode for part in parts), frozenset(open_ends) | MACHINE_SYMBOLS | {FAULT_ENTRY}


class GeneratedModule:
    """The machine code of a planned module, made when it is asked for, or by `finish` with that of others.

    `functions` maps the symbol of each function to all of its symbols in the object: the second one, if any, is its
    version for devices.

    Raises:
        CodegenError: the IR asks for something that has no machine form.
    """

    def __init__(self, plan: CodePlan) -> None:
        self.plan = plan
        module, target, is_table = plan.module, plan.options.target, plan.abi == "table"
        self.functions = {f.symbol: symbols_of(f) for f in module.functions}
        self.functions |= {name: [name] for name in module.code_symbols}
        llvm = lower_module(plan)
        link, allowed = _runtime(target, llvm) if plan.linked else ((), frozenset(plan.allowed))
        # A core without FPU needs helpers more often than not; elsewhere they are looked for when something is missing.
        partial = target.fpu != "none"
        allowed |= {callee.symbol for callee in module.externs}
        keep = plan.keep
        if plan.joined and plan.tables is not None:
            others = frozenset(plan.tables.shared_functions)
            allowed, keep = (allowed | others, keep) if plan.joined == "linked" else (allowed, [*(keep or ()), *others])
        self.request = Request(
            module.name, llvm, target, plan.options.opt, link, {} if partial else _support(target), allowed,
            None if keep is None else frozenset(keep), partial=partial, movable=is_table,
            assembled={name: size for name, (_, size) in module.code_symbols.items()},
            want=frozenset({"object", "costs"} if self._is_compared(llvm) else {"object"}),
        )  # fmt: skip
        self._may_need_guard = is_table and floatguard.may_need_guard(target)
        self._made: MachineCode | None = None

    def _is_compared(self, llvm: str) -> bool:
        """Whether costs decide on the code (emit/unrolling.py, emit/selection.py)."""
        plan = self.plan
        speeds = {function.options.opt or plan.options.opt for function in plan.module.functions if not function.python}
        return (
            compares_costs(plan.options.target) and plan.options.opt == "speed" and "speed" in speeds and has_loop(llvm)
        )

    @property
    def code(self) -> MachineCode:
        if self._made is None:
            finish([self])
        assert self._made is not None
        return self._made

    def _take(self, made: MachineCode) -> bool:
        """Take machine code; whether it shows that it must be made anew, by what is the request then."""
        self._made = made
        if self.request.partial and set(made.undefined) - self.request.allowed:
            self.request = replace(self.request, support=_support(self.request.target), partial=False)
            return True
        if self._may_need_guard and floatguard.touches(made.object):
            is_shared = self.plan.tables is not None and self.plan.tables.shares
            if not self.plan.spilled and is_shared:
                self.plan = replace(self.plan, spilled=True)
            else:
                self.plan = replace(self.plan, guarded=True, spilled=False)
                self._may_need_guard = False
            self.request = replace(self.request, llvm=lower_module(self.plan))
            return True
        return False

    @property
    def object(self) -> bytes:
        """A relocatable ELF object."""
        return self.code.object

    @property
    def llvm(self) -> str:
        """The LLVM module before optimisation."""
        return self.request.llvm

    @property
    def undefined(self) -> tuple[str, ...]:
        """The runtime's symbols that the object calls."""
        return self.code.undefined

    @cached_property
    def _texts(self) -> MachineCode:
        return isolation.emit(replace(self.request, want=frozenset({"assembly", "optimized"})))

    @property
    def optimized_llvm(self) -> str:
        """The LLVM module after optimisation, with the helpers that were linked."""
        return self._texts.optimized

    @property
    def assembly(self) -> str:
        """LLVM's assembly text."""
        return self._texts.assembly


def finish(modules: Sequence[GeneratedModule]) -> None:
    """Make the machine code of planned modules, in parallel.

    Raises:
        CodegenError: LLVM refuses a module or fails, or a symbol is defined nowhere.
    """
    todo = list(modules)
    while todo:
        made = isolation.emit_all([module.request for module in todo])
        todo = [module for module, code in zip(todo, made, strict=True) if module._take(code)]


def generate(plan: CodePlan) -> GeneratedModule:
    """The machine code of a module.

    Raises:
        CodegenError: the IR has no machine form, LLVM refuses it or fails, or a symbol is defined nowhere.
    """
    made = GeneratedModule(plan)
    finish([made])
    return made
