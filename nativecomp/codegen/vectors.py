"""The part of the vector table that a program has handlers for.

    handler 3: tick                 @nc_board_vectors = constant [4 x ptr] [ptr @nc_fault_entry, ..., ptr @tick]
    handler -1: beat                @nc_systick = alias void (), ptr @beat

The table of the core stands before it (runtime/machine/start.c) and takes handlers of the core's own exceptions by
their names.
"""

from collections.abc import Mapping

from nativecomp.codegen.text import ModuleText, symbol
from nativecomp.ir import Function
from nativecomp.language.machine_calls import FAULT_ENTRY

_TABLE = "nc_board_vectors"
_OF_THE_CORE = {-5: "nc_svcall", -2: "nc_pendsv", -1: "nc_systick"}


def vector_symbols(handlers: Mapping[int, Function]) -> list[str]:
    """The symbols that the linker finds the handlers by."""
    table = [_TABLE] if any(number >= 0 for number in handlers) else []
    return [*table, *(_OF_THE_CORE[number] for number in handlers if number < 0)]


def define_vectors(handlers: Mapping[int, Function], text: ModuleText) -> None:
    """Define these symbols."""
    for number, handler in handlers.items():
        if number < 0:
            name = _OF_THE_CORE[number]
            text.helper(name, f"{symbol(name)} = alias void (), ptr {symbol(handler.symbol)}")
    size = max(handlers, default=-1) + 1
    if size > 0:
        fault = text.declare(FAULT_ENTRY, "void {}()")
        entries = [symbol(handlers[number].symbol) if number in handlers else fault for number in range(size)]
        rows = ", ".join(f"ptr {entry}" for entry in entries)
        text.helper(_TABLE, f'{symbol(_TABLE)} = constant [{size} x ptr] [{rows}], section ".vectors.board", align 4')
