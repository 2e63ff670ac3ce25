"""The door of the package: a module of IR to its machine code."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from nativecomp.codegen import floatguard, isolation
from nativecomp.codegen.abi import HOST_SYMBOLS
from nativecomp.codegen.lower import AbiName, Opt, lower_module, symbols_of
from nativecomp.codegen.request import MachineCode, Request
from nativecomp.codegen.sites import RaiseSite
from nativecomp.codegen.table import Tables
from nativecomp.ir import Function, Module
from nativecomp.targets import Target


@dataclass(eq=False)
class GeneratedModule:
    """The machine code of a module.

    `sites[n]` is what `nc_raise(n)` means (desk ABI; empty with the direct one). `functions` maps the symbol of each
    function to all of its symbols in the object: the second one, if any, is its version for devices.
    """

    request: Request
    sites: list[RaiseSite]
    functions: dict[str, list[str]]

    @cached_property
    def code(self) -> MachineCode:
        return isolation.emit(self.request)

    @property
    def object(self) -> bytes:
        """A relocatable ELF object with a line table."""
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


def generate(
    module: Module,
    target: Target,
    *,
    opt: Opt = "balanced",
    device_opt: Opt | None = None,
    abi: AbiName = "desk",
    link: Sequence[bytes] = (),
    support: Callable[[], Mapping[str, bytes]] | None = None,
    allowed: Iterable[str] = HOST_SYMBOLS,
    tables: Tables | None = None,
    entries: Sequence[Function] = (),
    keep: Iterable[str] | None = None,
    collect: bool = False,
) -> GeneratedModule:
    """Machine code of a module of verified IR.

    `opt` is for the functions whose options do not say, `device_opt` for their device versions. `link` is bitcode to
    link and optimise together with the functions; `support` gives, by name, the bitcode of helpers that a core lacks,
    and is only asked where some are needed. `allowed` are the symbols that may stay undefined. With `keep`, all other
    symbols become local to the object, and what is not used goes away. With the table ABI,
    `tables` are those of the file that the code goes into, and `entries` the functions that Python calls.

    Raises:
        CodegenError: LLVM refuses the module or fails, or a symbol is defined nowhere.
    """
    visible = None if keep is None else frozenset(keep)

    def make(*, guarded: bool) -> GeneratedModule:
        text, sites = lower_module(
            module,
            target,
            opt,
            abi,
            device_opt=device_opt,
            tables=tables,
            entries=entries,
            guarded=guarded,
            collect=collect,
        )
        return _generate(module, target, opt, text, sites, link, support, allowed, visible, movable=abi == "table")

    made = make(guarded=False)
    if abi == "table" and floatguard.may_need_guard(target) and floatguard.touches(made.object):
        made = make(guarded=True)
    return made


def _generate(
    module: Module,
    target: Target,
    opt: Opt,
    text: str,
    sites: list[RaiseSite],
    link: Sequence[bytes],
    support: Callable[[], Mapping[str, bytes]] | None,
    allowed: Iterable[str],
    visible: frozenset[str] | None,
    *,
    movable: bool,
) -> GeneratedModule:
    # A core without FPU needs helpers more often than not; elsewhere they are looked for when something is missing.
    helpers = dict(support()) if support and target.fpu == "none" else {}
    partial = bool(support) and not helpers
    request = Request(
        module.name, text, target, opt, tuple(link), helpers, frozenset(allowed), visible, partial=partial,
        movable=movable,
        assembled={name: size for name, (_, size) in module.code_symbols.items()},
    )  # fmt: skip
    functions = {f.symbol: symbols_of(f) for f in module.functions}
    functions |= {name: [name] for name in module.code_symbols}
    generated = GeneratedModule(request, sites, functions)
    if support and partial and set(generated.code.undefined) - request.allowed:
        request = replace(request, support=dict(support()), partial=False)
        generated = GeneratedModule(request, sites, functions)
    _ = generated.code
    return generated
