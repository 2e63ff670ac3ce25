"""MicroPython's own modules for programs at the desk: what boards have and CPython lacks.

    import machine, time                    CPython finds no `machine`: the finder below gives the stand-in
    led = machine.Pin(25, machine.Pin.OUT)
    led.on()                                nothing lights up; `machine.log` holds ("Pin 25", "value", 1)
    time.sleep_ms(500)                      the clock of the stand-ins goes on by half a second

A module of that name which Python finds elsewhere goes first, such as a `machine.py` beside the program. Modules that
CPython has under another name are those (`ustruct` is `struct`).
"""

import importlib
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from types import ModuleType

OWN = ("framebuf", "machine", "micropython", "neopixel", "rp2", "uctypes")
"""Stand-ins, each a module of this package."""

_RENAMED = (
    *("array", "asyncio", "binascii", "collections", "errno", "hashlib", "heapq", "io", "json", "os", "random", "re"),
    *("select", "socket", "ssl", "struct", "sys", "time", "zlib"),
)
ALIASES = {f"u{name}": name for name in _RENAMED}
"""Names of older MicroPython programs for modules that CPython has."""


class _Loader(importlib.abc.Loader):
    """Makes a module with the names of another one."""

    def __init__(self, real: str) -> None:
        self.real = real

    def exec_module(self, module: ModuleType) -> None:
        own = {"__name__", "__spec__", "__loader__", "__package__"}
        names = vars(importlib.import_module(self.real))
        vars(module).update({name: value for name, value in names.items() if name not in own})


class _Finder(importlib.abc.MetaPathFinder):
    """Asked last, so that it only finds what nobody else did."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        real = f"{__name__}.{fullname}" if fullname in OWN else ALIASES.get(fullname)
        return None if real is None else importlib.machinery.ModuleSpec(fullname, _Loader(real))


_finder = _Finder()


def install() -> None:
    """Let programs of this process import the stand-ins.

    They find in `time` what MicroPython's has beside CPython's, and among the built-in names those of the types that
    MicroPython knows in viper functions without an import.
    """
    import builtins

    import nativecomp
    from nativecomp.standins import clock

    if _finder not in sys.meta_path:
        sys.meta_path.append(_finder)
    clock.extend_time()
    for name in nativecomp.__all__:
        if name.startswith(("ptr", "uint", "int", "float")) and not hasattr(builtins, name):
            setattr(builtins, name, getattr(nativecomp, name))
