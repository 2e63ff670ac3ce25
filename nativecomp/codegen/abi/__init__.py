"""The ABIs: how generated code reaches the world around it, to raise and to print.

Code in the direct ABI calls C (`direct`), code in the table ABI MicroPython's function table (`table`).
"""

from typing import TYPE_CHECKING, Protocol

from nativecomp.codegen.sites import RaiseSite

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering


class Abi(Protocol):
    """What the families of operations ask for."""

    context: bool
    """Whether functions take the context, a pointer, as a hidden parameter `%ctx`."""

    def emit_raise(self, lowering: "FunctionLowering", site: RaiseSite, value: str | None) -> None:
        """Raise, and end the block. `value` is the exception's argument as a word."""

    def emit_print(self, lowering: "FunctionLowering", function: str, arguments: list[tuple[str, str]]) -> None:
        """Call one of the printing functions `nc_print_*` with these arguments, each a type and a value."""
