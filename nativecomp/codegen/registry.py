"""Which function lowers which operation: the families of operations register here, `lower` looks up."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from nativecomp.ir import OPS, Op

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering

Value = str | tuple["Value", ...]
"""An operation's result as LLVM text: one operand, or the parts of a buffer (address, length) or tuple."""

Lowering = Callable[["FunctionLowering", Op], Value | None]

LOWERINGS: dict[str, Lowering] = {}


def lowers(*names: str) -> Callable[[Lowering], Lowering]:
    """Register a function as the lowering of the operations of these names."""

    def register(lowering: Lowering) -> Lowering:
        for name in names:
            assert name in OPS, f"{name} is not in the table of operations"
            assert name not in LOWERINGS, f"{name} is lowered twice"
            LOWERINGS[name] = lowering
        return lowering

    return register
