"""What is to become of a module of IR: machine code for whom, with what in sight."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from nativecomp.codegen.abi.direct import HOST_SYMBOLS
from nativecomp.codegen.abi.table import Joined, Tables
from nativecomp.codegen.sharing import Shared
from nativecomp.ir import Function, Module
from nativecomp.language.machine_calls import MACHINE_SYMBOLS
from nativecomp.options import Opt, Options


@dataclass(frozen=True)
class CodePlan:
    """
    Attributes:
        abi: how the code reaches the world around it.
        device_opt: the level of the device versions of functions; None for that of the function.
        tables: with the table ABI, those of the file that the code goes into; new ones if not given.
        shared: with the table ABI, the functions that the code of other plans shares, if this is the code for them.
        joined: whether what the file's functions share lies in one piece with the code ("linked"), and whether it is in
            the module too ("beside"), for what runs all of them at once.
        entries: with the table ABI, the functions that Python calls.
        guarded: whether it keeps float registers that a raise does not restore (codegen/abi/floatguard.py).
        spilled: whether float variables of functions on objects stay in memory over calls (codegen/spilling.py).
        direct: the functions that others of the file call directly (codegen/lower/direct.py).
        lines: whether it has a line table.
        linked: whether the runtime that the functions call is linked, and optimised together with them.
        keep: the symbols that stay visible, and what they use; all if None.
        allowed: the symbols that may stay undefined.
    """

    module: Module
    options: Options
    abi: Literal["direct", "table"] = "direct"
    device_opt: Opt | None = None
    tables: Tables | None = None
    entries: Sequence[Function] = ()
    shared: Shared | None = None
    joined: Joined = ""
    guarded: bool = False
    spilled: bool = False
    direct: Collection[Function] = ()
    lines: bool = True
    linked: bool = False
    keep: Collection[str] | None = None
    allowed: Collection[str] = HOST_SYMBOLS | MACHINE_SYMBOLS
