"""The door of the package: a module of IR to its machine code."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from nativecomp.codegen.abi.direct import HOST_SYMBOLS
from nativecomp.codegen.abi.table import Tables
from nativecomp.codegen.module import AbiName, Opt, lower_module
from nativecomp.codegen.symbols import symbols_of
from nativecomp.emit import floatguard, isolation
from nativecomp.emit.request import MachineCode, Request
from nativecomp.ir import Function, Module
from nativecomp.targets import Target

Support = Callable[[], Mapping[str, bytes]]
"""Gives the bitcode of helpers that a core may lack, by name."""


@dataclass(eq=False)
class GeneratedModule:
    """The machine code of a module.

    `functions` maps the symbol of each function to all of its symbols in the object: the second one, if any, is its
    version for devices.
    """

    request: Request
    functions: dict[str, list[str]]
    support: Support | None = None
    """Gives helpers that the request has not; None where it has them, or there are none."""
    guard: Callable[[], str] | None = None
    """Gives the LLVM text under the guard of codegen/abi/floatguard.py; None where it has it, or needs none."""

    _made: MachineCode | None = None

    @property
    def code(self) -> MachineCode:
        if self._made is None:
            finish([self])
        assert self._made is not None
        return self._made

    def _take(self, made: MachineCode) -> bool:
        """Take machine code; whether it shows that it must be made anew, by what is the request then."""
        self._made = made
        if self.support and set(made.undefined) - self.request.allowed:
            self.request = replace(self.request, support=dict(self.support()), partial=False)
            self.support = None
            return True
        if self.guard and floatguard.touches(made.object):
            self.request, self.guard = replace(self.request, llvm=self.guard()), None
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


def plan(
    module: Module,
    target: Target,
    *,
    opt: Opt = "balanced",
    device_opt: Opt | None = None,
    abi: AbiName = "direct",
    link: Sequence[bytes] = (),
    support: Support | None = None,
    allowed: Iterable[str] = HOST_SYMBOLS,
    tables: Tables | None = None,
    entries: Sequence[Function] = (),
    keep: Iterable[str] | None = None,
    collect: bool = False,
    lines: bool = True,
) -> GeneratedModule:
    """A module of verified IR as LLVM text, of which `finish` makes machine code.

    `opt` is for the functions whose options do not say, `device_opt` for their device versions. `link` is bitcode to
    link and optimise together with the functions; `support` gives, by name, the bitcode of helpers that a core lacks,
    and is only asked where some are needed. `allowed` are the symbols that may stay undefined. With `keep`, all other
    symbols become local to the object, and what is not used goes away. With the table ABI,
    `tables` are those of the file that the code goes into, and `entries` the functions that Python calls. With
    `lines`, the object has a line table.

    Raises:
        CodegenError: the IR asks for something that has no machine form.
    """

    def lower(*, guarded: bool) -> str:
        return lower_module(
            module, target, opt, abi, device_opt=device_opt, tables=tables, entries=entries, guarded=guarded,
            collect=collect, lines=lines,
        )  # fmt: skip

    text = lower(guarded=False)
    # A core without FPU needs helpers more often than not; elsewhere they are looked for when something is missing.
    helpers = dict(support()) if support and target.fpu == "none" else {}
    partial = bool(support) and not helpers
    request = Request(
        module.name, text, target, opt, tuple(link), helpers, frozenset(allowed),
        None if keep is None else frozenset(keep), partial=partial, movable=abi == "table",
        assembled={name: size for name, (_, size) in module.code_symbols.items()},
    )  # fmt: skip
    functions = {f.symbol: symbols_of(f) for f in module.functions}
    functions |= {name: [name] for name in module.code_symbols}
    guard = (lambda: lower(guarded=True)) if abi == "table" and floatguard.may_need_guard(target) else None
    return GeneratedModule(request, functions, support if partial else None, guard)


def generate(module: Module, target: Target, **options: Any) -> GeneratedModule:
    """The machine code of a module; arguments as for `plan`.

    Raises:
        CodegenError: the IR has no machine form, LLVM refuses it or fails, or a symbol is defined nowhere.
    """
    made = plan(module, target, **options)
    _ = made.code
    return made
