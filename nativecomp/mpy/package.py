"""One package for many boards: the .mpy file of a module for each architecture, and a loader that picks on the board.

    app.py                   the loader, plain Python: what `import app` finds
    _app/armv6m.mpy ...      the module for each architecture
    _app/bytecode.mpy        for firmware that takes no machine code: all but the compiled functions, which say so
    package.json             what MicroPython's package manager `mip` reads

A module without compiled functions is a single .mpy file of bytecode, `app.mpy`. A module inside a Python package has
its files beside it, so that its relative imports mean the same there:

    lib/__init__.py, lib/_init_armv6m.mpy ...
    lib/sub.py, lib/_sub_armv6m.mpy ...
"""

import ast
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from string import Template
from types import MappingProxyType

from nativecomp.frontend import read_unit
from nativecomp.language.diagnostics import CompileError, SourceFile
from nativecomp.mpy.archs import ARCHS, OURS, Arch, file_for, runs
from nativecomp.mpy.build import build_bytecode, build_mpy, in_assembler
from nativecomp.mpy.container import MpyError
from nativecomp.options import Opt, Options
from nativecomp.targets import find_target

_LOADER = Template("""\
# $module for the processor of this board, from $place. Made by `nativecomp package`.
import sys as _nc_sys


def _nc_pick():
    mpy = getattr(_nc_sys.implementation, "_mpy", 0)
    if mpy & 0x3FF != 0x306:
        found = _nc_sys.implementation[0] + " " + ".".join(str(part) for part in _nc_sys.implementation[1][:3])
        raise ImportError("$module needs MicroPython 1.23 or newer (.mpy files of version 6.3); this is " + found)
    return $fitting.get(mpy >> 10 & 15, "bytecode")


_nc_name = "$prefix" + _nc_pick()


def __getattr__(name):
    if name == "__path__" or _nc_name not in _nc_sys.modules:
        raise AttributeError(name)
    return getattr(_nc_sys.modules[_nc_name], name)


try:
    __import__(_nc_name)
except ValueError as error:
    raise ImportError("$module: this firmware does not take " + _nc_name + " (" + str(error) + ")")
_nc_module = _nc_sys.modules[_nc_name]
_nc_own = list(globals())
for _nc_key in _nc_own:
    # What stands in a package: its path, and the modules in it that are there already.
    if _nc_key == "__path__" or (_nc_key[:1] != "_" and not hasattr(_nc_module, _nc_key)):
        setattr(_nc_module, _nc_key, globals()[_nc_key])
_nc_sys.modules[__name__] = _nc_module
__all__ = getattr(_nc_module, "__all__", [_nc_key for _nc_key in dir(_nc_module) if _nc_key[:1] != "_"])
for _nc_key in dir(_nc_module):
    if _nc_key[:2] != "__" and _nc_key not in $rebound and _nc_key not in _nc_own:
        globals()[_nc_key] = getattr(_nc_module, _nc_key)
""")


@dataclass(frozen=True)
class Module:
    """A module to be packaged, as it is installed.

    Attributes:
        path: where its source would be installed, `app.py` or `lib/sub.py`.
    """

    path: PurePosixPath

    @property
    def is_package(self) -> bool:
        return self.path.stem == "__init__"

    @property
    def name(self) -> str:
        """What `import` calls it."""
        return ".".join(self.path.parent.parts if self.is_package else self.path.with_suffix("").parts)

    @property
    def stem(self) -> str:
        """The path of its variants, without the end that names one."""
        stem = "_init" if self.is_package else f"_{self.path.stem}"
        inside = self.path.parent != PurePosixPath()
        return str(self.path.parent / f"{stem}_") if inside else f"{stem}/"

    @property
    def prefix(self) -> str:
        """What `import` calls its variants, without the end that names one."""
        return self.stem.replace("/", ".")


def package_files(
    sources: Mapping[str, SourceFile],
    opt: Opt = "balanced",
    *,
    defines: Mapping[str, Mapping[str, int]] = MappingProxyType({}),
    version: str = "0.1",
    archs: Sequence[str] = ARCHS,
    tell: Callable[[str], None] = lambda text: None,
) -> dict[str, bytes]:
    """The files of a package by their paths, `package.json` among them.

    `sources` are the modules by the paths under which they would be installed: `app.py`, `lib/__init__.py`; `defines`
    are other values for constants of each. `tell` is
    given a line for each architecture that is left out, since it does not run a module's assembler functions.

    Raises:
        CompileError: a source is refused.
        MpyError: a module cannot be packaged.
    """
    files: dict[str, bytes] = {}
    for path, source in sources.items():
        options = Options(find_target(archs[0]), opt, defines=defines.get(path, {}))
        files |= _module_files(Module(PurePosixPath(path)), source, options, archs, tell)
    urls = [[path, path] for path in files]
    manifest = json.dumps({"urls": urls, "deps": [], "version": version}, indent=2)
    return {**files, "package.json": f"{manifest}\n".encode()}


def _module_files(
    module: Module,
    source: SourceFile,
    options: Options,
    archs: Sequence[str],
    tell: Callable[[str], None],
) -> Mapping[str, bytes]:
    path = module.path
    if not module.name or not all(part.isidentifier() for part in path.with_suffix("").parts):
        raise MpyError(f"{source.name}: a packaged module is a file that `import` can name, not `{path}`")
    unit = read_unit(source, replace(options, product="mpy"))
    bytecode = build_bytecode(unit, name=str(path), instead=_apology(module.name))
    if not unit.functions:
        return {str(path.with_suffix(".mpy")): bytecode}
    made: dict[str, bytes] = {}
    for arch in archs:
        try:
            made[arch] = build_mpy(source, replace(options, target=find_target(arch)), name=str(path))
        except CompileError as error:
            if (arch == archs[-1] and not made) or not in_assembler(unit, error):
                raise
            tell(f"{path}: {arch} is left out: {error.diagnostics[0].message}")
    files = {str(path): loader(module, rebound_names(unit.tree), list(made)).encode()}
    files |= {f"{module.stem}{arch}.mpy": data for arch, data in made.items()}
    return {**files, f"{module.stem}bytecode.mpy": bytecode}


def _apology(module: str) -> str:
    return f"{module}.{{}} is machine code, which this firmware or its processor does not take"


def loader(module: Module, rebound: Sequence[str], archs: Sequence[str] = ARCHS) -> str:
    """The text of the loader of a module. The names in `rebound` are looked up anew each time."""
    held = sorted(Arch[arch.upper()] for arch in archs)
    fitting = {}
    for reported in sorted(OURS):
        if fits := [arch.text for arch in held if runs(arch, file_for(reported))]:
            fitting[int(reported)] = fits[-1]
    return _LOADER.substitute(
        module=module.name,
        place=f"{module.stem}*",
        prefix=module.prefix,
        fitting=repr(fitting),
        rebound=repr(tuple(rebound)),
    )


def rebound_names(tree: ast.Module) -> list[str]:
    """The global variables that functions of a file assign, sorted."""
    return sorted({name for node in ast.walk(tree) if isinstance(node, ast.Global) for name in node.names})
