"""Files that are compiled and called, without being executed: `load("dsp.py").fir(...)`."""

from pathlib import Path
from typing import Any, Literal

from nativecomp.compiler import Compilation, compile_source
from nativecomp.desk.module import DEFAULT_LIMIT, CompiledModule
from nativecomp.frontend import read_source
from nativecomp.frontend.options import check_options
from nativecomp.host.threads import compiling
from nativecomp.ir import FunctionOptions
from nativecomp.language.diagnostics import SourceFile
from nativecomp.options import Opt, Options
from nativecomp.targets import DEFAULT_TARGET, Target, find_target

Pointers = Literal["auto", "memory", "device"]


class Module:
    """The compiled functions of a file as attributes; a class of the file is an attribute that holds its methods.

    Other attributes are those of `CompiledModule`, as `functions`, `watch` and `log`. A function of the file may have
    such a name: it comes first.
    """

    def __init__(self, compilation: Compilation, *, limit: int = DEFAULT_LIMIT, memcheck: bool = False) -> None:
        vars(self)["__compiled__"] = CompiledModule(compilation, limit=limit, memcheck=memcheck)

    def __getattribute__(self, name: str) -> Any:
        if name.startswith("__"):
            return super().__getattribute__(name)
        compiled: CompiledModule = vars(self)["__compiled__"]
        return compiled.names[name] if name in compiled.names else getattr(compiled, name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(vars(self)["__compiled__"], name, value)

    @property
    def limit(self) -> int:
        """Instructions that one call may run; past it, the call is taken for an endless loop."""
        return compiled(self).limit

    @limit.setter
    def limit(self, instructions: int) -> None:
        compiled(self).limit = instructions

    def __dir__(self) -> list[str]:
        found = compiled(self)
        return sorted({*found.names, *dir(found)})

    def __repr__(self) -> str:
        return repr(vars(self)["__compiled__"])


def compiled(module: Module) -> CompiledModule:
    """What is under a module, whatever names its functions have."""
    found: CompiledModule = vars(module)["__compiled__"]
    return found


def load_source(
    text: str,
    name: str = "<source>",
    *,
    target: str | Target = DEFAULT_TARGET,
    opt: Opt = "balanced",
    bounds: bool = True,
    fastmath: bool = False,
    pointers: Pointers = "auto",
    memcheck: bool = False,
) -> Module:
    """Compile source text. `bounds`, `fastmath` and `pointers` are for functions whose decorator does not say.

    With `memcheck` a read of the stack that nobody has written is an error.

    Raises:
        CompileError: the source was refused.
        TargetError: there is no such target.
        ValueError: an option has another value than those it takes.
    """
    check_options(opt=opt, bounds=bounds, fastmath=fastmath, pointers=pointers)
    defaults = FunctionOptions(bounds=bounds, fastmath=fastmath, pointers=pointers)
    options = Options(find_target(target), opt, functions=defaults)
    with compiling:
        return Module(compile_source(SourceFile(name, text), options), memcheck=memcheck)


def load(
    path: str | Path,
    *,
    target: str | Target = DEFAULT_TARGET,
    opt: Opt = "balanced",
    bounds: bool = True,
    fastmath: bool = False,
    pointers: Pointers = "auto",
    memcheck: bool = False,
) -> Module:
    """Compile a file without executing it; options as for `load_source`.

    Raises:
        CompileError: the file cannot be read, or the source was refused.
        TargetError, ValueError: as for `load_source`.
    """
    source = read_source(path)
    return load_source(
        source.text, source.name, target=target, opt=opt, bounds=bounds, fastmath=fastmath, pointers=pointers,
        memcheck=memcheck,
    )  # fmt: skip
