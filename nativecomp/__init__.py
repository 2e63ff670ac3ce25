"""Ahead-of-time compiler from typed Python to machine code for microcontrollers.

from nativecomp import viper, ptr8

@viper
def total(data: ptr8, n: int) -> int:
    s = 0
    for i in range(n):
        s += data[i]
    return s

total(b"abc", 3)            # runs as Thumb-2 on an emulated Cortex-M4F
total.measure(b"abc", 3)    # the value, and the instructions it took
"""

import importlib
from typing import TYPE_CHECKING, Any

from nativecomp.host.threads import compiling

if TYPE_CHECKING:
    from nativecomp.desk.checked import CompiledFunction, asm_thumb, configure, native, viper
    from nativecomp.desk.function import Measurement
    from nativecomp.desk.loading import Module, load, load_source
    from nativecomp.emulator import EmulationError, uninitialized
    from nativecomp.language.diagnostics import CompileError, CompileWarning
    from nativecomp.language.pytypes import (
        Buffer,
        const,
        float32,
        float64,
        int8,
        int16,
        int32,
        int64,
        ptr,
        ptr8,
        ptr16,
        ptr32,
        uint,
        uint8,
        uint16,
        uint32,
        uint64,
    )
    from nativecomp.targets import TargetError

__version__ = "0.1.0"

_HOMES = {
    "desk.api": ("CompiledFunction", "asm_thumb", "configure", "native", "viper"),
    "language.diagnostics": ("CompileError", "CompileWarning"),
    "emulator": ("EmulationError", "uninitialized"),
    "targets": ("TargetError",),
    "desk.function": ("Measurement",),
    "desk.loading": ("Module", "load", "load_source"),
    "language.pytypes": (
        *("Buffer", "const", "float32", "float64", "int8", "int16", "int32", "int64"),
        *("ptr", "ptr8", "ptr16", "ptr32", "uint", "uint8", "uint16", "uint32", "uint64"),
    ),
}
_MODULES = {name: f"nativecomp.{module}" for module, names in _HOMES.items() for name in names}

__all__ = [
    "Buffer",
    "CompileError",
    "CompileWarning",
    "CompiledFunction",
    "EmulationError",
    "Measurement",
    "Module",
    "TargetError",
    "asm_thumb",
    "configure",
    "const",
    "float32",
    "float64",
    "int8",
    "int16",
    "int32",
    "int64",
    "load",
    "load_source",
    "native",
    "ptr",
    "ptr8",
    "ptr16",
    "ptr32",
    "uint",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "uninitialized",
    "viper",
]


def __getattr__(name: str) -> Any:
    """Import on first use: the compiler's worker process and the command line start without what they do not need."""
    if name not in _MODULES:
        raise AttributeError(f"module `nativecomp` has no attribute `{name}`")
    with compiling:
        value = getattr(importlib.import_module(_MODULES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
