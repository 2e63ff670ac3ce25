"""The symbols and sections of generated code that later stages know by name."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nativecomp.ir import Function

DEVICE_SUFFIX = ".device"
"""What the symbol of a function's version for devices ends with."""

ENTRY_SUFFIX = ".entry"
"""What the symbol of the entry of a function ends with, by which Python calls it."""

DIRECT_SUFFIX = ".direct"
"""What the symbol ends with by which other functions of the file call a function on objects."""

DOOR_SUFFIX = ".door"
"""What the symbol of a door ends with, by which Python calls a function that lies elsewhere (codegen/sharing.py)."""

DOOR_SECTION = ".text.doors"
"""The section of such doors, which become machine code of their own each."""

ASSEMBLED_SECTION = ".text.assembled"
"""The section of machine code that comes as it is. LLVM takes it for data until `machine.emit` has marked it."""


def symbols_of(function: "Function") -> list[str]:
    """The symbols that a function has in the object file."""
    return [function.symbol] + [function.symbol + DEVICE_SUFFIX] * function.two_versions
