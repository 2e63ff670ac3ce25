"""One package for many boards: the .mpy file of a module for each architecture, and a loader that picks on the board.

    app.py                   the loader, plain Python: what `import app` finds
    _app/armv6m.mpy ...      the module for each architecture
    _app/bytecode.mpy        for firmware that takes no machine code: all but the compiled functions, which say so
    package.json             what MicroPython's package manager `mip` reads

A module without compiled functions is a single .mpy file of bytecode, `app.mpy`.
"""

import ast
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Literal

from nativecomp.diagnostics import SourceFile
from nativecomp.frontend import parse
from nativecomp.mpy.build import build_bytecode, build_mpy, has_compiled
from nativecomp.mpy.container import MpyError
from nativecomp.targets import find_target

ARCHS = ("armv6m", "armv7m", "armv7emsp", "armv7emdp", "rv32imc", "x64")
"""What a package holds. Not armv7em: firmware for a Cortex-M3 says that it takes it, and cannot run it."""

_FITTING = {2: "x64", 4: "armv6m", 5: "armv7m", 6: "armv7m", 7: "armv7emsp", 8: "armv7emdp", 11: "rv32imc"}
"""The files for each architecture that a firmware may report, by its number in `sys.implementation._mpy`."""

_LOADER = Template("""\
# $module for the processor of this board, from the folder _$module. Made by `nativecomp package`.
import sys


def _pick():
    mpy = getattr(sys.implementation, "_mpy", 0)
    if mpy & 0x3FF != 0x306:
        found = sys.implementation[0] + " " + ".".join(str(part) for part in sys.implementation[1][:3])
        raise ImportError("$module needs MicroPython 1.23 or newer (.mpy files of version 6.3); this is " + found)
    return $fitting.get(mpy >> 10 & 15, "bytecode")


_name = "_$module." + _pick()
try:
    __import__(_name)
except ValueError as error:
    raise ImportError("$module: this firmware does not take " + _name + " (" + str(error) + ")")
_module = sys.modules[_name]
sys.modules[__name__] = _module
__all__ = getattr(_module, "__all__", [_key for _key in dir(_module) if _key[:1] != "_"])
for _key in dir(_module):
    if _key[:2] != "__" and _key not in $rebound:
        globals()[_key] = getattr(_module, _key)


def __getattr__(name):
    return getattr(_module, name)
""")


def package_files(
    sources: Sequence[SourceFile],
    opt: Literal["size", "balanced", "speed"] = "balanced",
    *,
    version: str = "0.1",
    archs: Sequence[str] = ARCHS,
) -> dict[str, bytes]:
    """The files of a package by their paths, `package.json` among them.

    Raises:
        CompileError: a source is refused.
        MpyError: a module cannot be packaged.
    """
    files: dict[str, bytes] = {}
    for source in sources:
        files |= _module_files(source, opt, archs)
    urls = [[path, path] for path in files]
    manifest = json.dumps({"urls": urls, "deps": [], "version": version}, indent=2)
    return {**files, "package.json": f"{manifest}\n".encode()}


def _module_files(
    source: SourceFile, opt: Literal["size", "balanced", "speed"], archs: Sequence[str]
) -> Mapping[str, bytes]:
    path = Path(source.name)
    module = path.stem
    if not module.isidentifier() or module == "__init__":
        raise MpyError(f"{source.name}: a packaged module is a file that `import` can name, not `{path.name}`")
    bytecode = build_bytecode(source, name=path.name, instead=_apology(module))
    if not has_compiled(source):
        return {f"{module}.mpy": bytecode}
    files = {f"{module}.py": loader(module, rebound_names(source), archs).encode()}
    for arch in archs:
        files[f"_{module}/{arch}.mpy"] = build_mpy(source, find_target(arch), opt, name=path.name)
    return {**files, f"_{module}/bytecode.mpy": bytecode}


def _apology(module: str) -> str:
    return f"{module}.{{}} is machine code, which this firmware or its processor does not take"


def loader(module: str, rebound: Sequence[str], archs: Sequence[str] = ARCHS) -> str:
    """The text of the loader of a module. The names in `rebound` are looked up anew each time."""
    order = [number for number, name in sorted(_FITTING.items()) if name in archs]
    thumb = range(4, 9)
    fitting = {}
    for number in _FITTING:
        fits = [n for n in order if n == number or (n in thumb and number in thumb and n < number)]
        if fits:
            fitting[number] = _FITTING[fits[-1]]
    return _LOADER.substitute(module=module, fitting=repr(fitting), rebound=repr(tuple(rebound)))


def rebound_names(source: SourceFile) -> list[str]:
    """The global variables that functions of a source assign, sorted."""
    tree = parse(source)
    return sorted({name for node in ast.walk(tree) if isinstance(node, ast.Global) for name in node.names})
