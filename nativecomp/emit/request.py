"""What goes to the worker process and what comes back. Light to import: the parent needs no LLVM."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nativecomp.targets import Target


@dataclass(frozen=True)
class Request:
    """What to make of a module of LLVM text.

    `link` is bitcode that is linked before optimisation; `support` is bitcode by the symbol that it defines, linked
    where the machine code needs it; `allowed` are undefined symbols that the host or a later link provides; `keep` are
    the symbols that stay visible (None: all). `want` names the results: "object", "assembly", "optimized", "costs".
    With `partial`, symbols that nothing defines are reported as undefined and are no error. Code that is `movable`
    runs at any address, which only run time knows. `assembled` are the symbols in machine code that comes as it is,
    with their sizes in bytes.
    """

    name: str
    llvm: str
    target: Target
    opt: str
    link: Sequence[bytes] = ()
    support: Mapping[str, bytes] = field(default_factory=dict)
    allowed: frozenset[str] = frozenset()
    keep: frozenset[str] | None = None
    want: frozenset[str] = frozenset({"object"})
    partial: bool = False
    movable: bool = False
    assembled: Mapping[str, int] = field(default_factory=dict)

    @property
    def tells_costs(self) -> bool:
        return "costs" in self.want


@dataclass(frozen=True)
class MachineCode:
    """The results that were wanted: an ELF object, assembly text, optimised LLVM text.

    `undefined` are the allowed symbols that the object uses; `costs` is what a call of each function is expected to
    cost, by its symbol (emit/coremodel.py).
    """

    object: bytes = b""
    assembly: str = ""
    optimized: str = ""
    undefined: tuple[str, ...] = ()
    costs: Mapping[str, float] = field(default_factory=dict)
