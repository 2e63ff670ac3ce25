"""The .mpy container: read, write, flatten machine code, merge it with bytecode."""

from nativecomp.mpy.archs import Arch
from nativecomp.mpy.container import FUN_TABLE, Constant, Kind, MpyError, MpyFile, Number, RawCode, ScopeFlags
from nativecomp.mpy.reader import read_mpy
from nativecomp.mpy.writer import write_mpy

__all__ = [
    "FUN_TABLE",
    "Arch",
    "Constant",
    "Kind",
    "MpyError",
    "MpyFile",
    "Number",
    "RawCode",
    "ScopeFlags",
    "read_mpy",
    "write_mpy",
]
