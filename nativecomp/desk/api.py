"""The decorators as CPython sees them: a decorated function, when called, runs its machine code on an emulated core.

The file of the function is compiled at its first call. Where another function of the file is refused, the called one is
compiled alone, so that a mistake stands in the way of its own function only.
"""

import inspect
import linecache
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, update_wrapper
from typing import Any

from nativecomp.compiler import compile_source
from nativecomp.desk.function import Function, Measurement
from nativecomp.desk.module import DEFAULT_LIMIT, CompiledModule
from nativecomp.frontend import find_functions, parse
from nativecomp.frontend.defines import options_for
from nativecomp.frontend.options import OPTIONS, check_options
from nativecomp.host.threads import compiling
from nativecomp.language.diagnostics import CompileError, Diagnostics, SourceFile
from nativecomp.options import Opt, Options
from nativecomp.targets import DEFAULT_TARGET, Target, TargetError, find_target


@dataclass(frozen=True)
class Settings:
    """What decorated functions are compiled for, and how many instructions a call of one may take.

    `defines` are other values for constants, of the files that have such. With `memcheck` a read of the stack that
    nobody has written is an error.
    """

    target: Target
    opt: Opt = "balanced"
    limit: int = DEFAULT_LIMIT
    defines: tuple[tuple[str, int], ...] = ()
    memcheck: bool = False

    def options(self, source: SourceFile) -> Options:
        """The options for a file."""
        return options_for(source, Options(self.target, self.opt, defines=dict(self.defines)))


_chosen: Settings | None = None


def settings() -> Settings:
    """The settings in force: those of `configure`, else the target that NATIVECOMP_TARGET names, else the default."""
    global _chosen
    if _chosen is None:
        _chosen = Settings(_default_target())
    return _chosen


def _default_target() -> Target:
    name = os.environ.get("NATIVECOMP_TARGET")
    try:
        return find_target(name or DEFAULT_TARGET)
    except TargetError as error:
        raise TargetError(f"the environment variable NATIVECOMP_TARGET: {error}") from None


def configure(
    *,
    target: str | Target | None = None,
    opt: Opt | None = None,
    limit: int | None = None,
    defines: Mapping[str, int] | None = None,
    memcheck: bool | None = None,
) -> None:
    """Choose the core, the level and the limit of instructions for decorated functions called from now on.

    `defines` gives constants other values, in all files that have constants of these names. With `memcheck` a read of
    the stack that nobody has written is an error.

    Raises:
        TargetError: there is no such target.
        ValueError: there is no such level, or the limit is no positive integer.
    """
    global _chosen
    if opt is not None:
        check_options(opt=opt)
    if limit is not None and (type(limit) is not int or limit < 1):
        raise ValueError(f"limit is a number of instructions, 1 or more, not {limit!r}")
    wanted = None if target is None else find_target(target)
    base = _chosen or Settings(wanted or _default_target())
    others = base.defines if defines is None else tuple(defines.items())
    checked = base.memcheck if memcheck is None else memcheck
    _chosen = Settings(wanted or base.target, opt or base.opt, limit or base.limit, others, checked)


@contextmanager
def configured(
    *, target: str | Target | None = None, opt: Opt | None = None, defines: Mapping[str, int] | None = None,
    memcheck: bool | None = None,
) -> Iterator[None]:  # fmt: skip
    """Choose as `configure` does, for the block only.

    Raises:
        TargetError: there is no such target.
        ValueError: there is no such level.
    """
    global _chosen
    before = _chosen
    try:
        configure(target=target, opt=opt, defines=defines, memcheck=memcheck)
        yield
    finally:
        _chosen = before


_modules: dict[tuple[str, str, Settings], CompiledModule | CompileError] = {}


def _whole_module(source: SourceFile, chosen: Settings) -> CompiledModule | CompileError:
    key = (source.name, source.text, chosen)
    if key not in _modules:
        try:
            _modules[key] = CompiledModule(
                compile_source(source, chosen.options(source)), limit=chosen.limit, memcheck=chosen.memcheck
            )
        except CompileError as error:
            _modules[key] = error
    return _modules[key]


_texts: dict[str, tuple[list[str], str]] = {}
"""By file: its lines as `linecache` holds them, and their text, which all functions of the file share."""


def _text_of(function: Callable[..., Any]) -> str:
    """The text of the file that a function stands in, as it is now; empty where there is none."""
    name = function.__code__.co_filename
    linecache.checkcache(name)
    lines = linecache.getlines(name, function.__globals__)
    if name not in _texts or _texts[name][0] is not lines:
        _texts[name] = (lines, "".join(lines))
    return _texts[name][1]


def _decorated(source: SourceFile) -> set[tuple[str, int]]:
    """Name and first line of each function that the compiler finds in a file."""
    found = find_functions(parse(source), source, Diagnostics({source.name: source}))
    return {(function.node.name, function.first_line) for function in found}


class CompiledFunction:
    """A decorated function. Calls and measurements run on the emulated core; `python` runs the Python text."""

    def __init__(self, function: Callable[..., Any], emitter: str) -> None:
        self.__wrapped__ = function
        self.emitter = emitter
        update_wrapper(self, function)
        self._compiled: dict[Settings, Function] = {}
        # Read now: by the first call the file may have been edited, and its lines would be those of other functions.
        self._text = _text_of(function)

    def __repr__(self) -> str:
        return f"<@{self.emitter} function {self.__wrapped__.__qualname__}>"

    def __reduce__(self) -> str:
        """Functions are pickled, and copied, as the name under which their module has them."""
        return self.__wrapped__.__qualname__

    @cached_property
    def _source(self) -> SourceFile:
        if not self._text:
            name = self.__wrapped__.__qualname__
            raise TypeError(f"the source of {name} is not at hand; put it in a file, or use `nativecomp.load_source`")
        return SourceFile(self.__wrapped__.__code__.co_filename, self._text)

    @property
    def compiled(self) -> Function:
        """The function compiled for the chosen target.

        Raises:
            CompileError: it was refused.
        """
        chosen = settings()
        if chosen not in self._compiled:
            try:
                with compiling:
                    self._compiled[chosen] = self._compile(chosen)
            except CompileError as error:
                error.__traceback__ = None  # the compiler's frames tell the user nothing
                raise
        return self._compiled[chosen]

    def _compile(self, chosen: Settings) -> Function:
        module = _whole_module(self._source, chosen)
        code = self.__wrapped__.__code__
        where = (self.__wrapped__.__name__, code.co_firstlineno)
        if isinstance(module, CompileError):
            if where not in _decorated(self._source):
                raise self._not_found()
            alone = compile_source(self._source, chosen.options(self._source), only=where)
            module = CompiledModule(alone, limit=chosen.limit, memcheck=chosen.memcheck)
        for function in module.functions.values():
            source = function.typed.source
            if (source.node.name, source.first_line) == where:
                return Function(module, function.typed, fills_instance=False, python=self.__wrapped__)
        raise self._not_found()

    def _not_found(self) -> TypeError:
        name, file = self.__wrapped__.__qualname__, self._source.name
        return TypeError(
            f"{name} has no decorator in the text of {file} that says `{self.emitter}`; above its `def`, "
            f"write `@{self.emitter}`, `@nativecomp.{self.emitter}` or `@micropython.{self.emitter}`"
        )

    @property
    def module(self) -> CompiledModule:
        """The compiled file, for instance to watch device addresses."""
        return self.compiled.module

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.compiled(*args, **kwargs)

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        return self if instance is None else _Bound(self, instance)

    def measure(self, *args: Any, **kwargs: Any) -> Measurement:
        """Call it and count instructions, in total and per line."""
        return self.compiled.measure(*args, **kwargs)

    def python(self, *args: Any, **kwargs: Any) -> Any:
        """Run the text under this interpreter, without machine code.

        Machine types of a viper function are what docs/language.md says. One that the compiler refuses, that has
        functions inside of it or calls those in instructions runs as the text stands, without such types.

        Raises:
            TypeError: the text is for the assembler, or an argument does not fit.
            OutsideBuffer: it went outside of the buffers that it was given.
            Exception: what the function raised.
        """
        if self.emitter == "asm_thumb":
            raise TypeError(f"{self.__wrapped__.__qualname__} is written in instructions: there is no Python to run")
        if self.emitter == "viper" and self._text:  # made by `exec`, it has no text to be given the types
            from nativecomp.desk.instrumented import NotInstrumented

            # What the text raises goes on; only that it has no such form leads to the text.
            try:
                return self.compiled.instrumented(args, kwargs)
            except (NotInstrumented, CompileError):
                pass
        return self.__wrapped__(*args, **kwargs)

    @property
    def size(self) -> int:
        """Bytes of machine code."""
        return self.compiled.size

    def asm(self) -> str:
        """The machine code beside the source lines."""
        return self.compiled.asm()

    def llvm(self, *, optimized: bool = False) -> str:
        """The LLVM text of the file's functions."""
        return self.compiled.llvm(optimized=optimized)

    def ir(self) -> str:
        """The function in the compiler's own representation."""
        return self.compiled.ir()


class _Bound:
    """A compiled method of an instance, which is passed as an object: machine-type code cannot look into it."""

    def __init__(self, function: CompiledFunction, instance: Any) -> None:
        self.__func__ = function
        self.__self__ = instance

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.__func__(self.__self__, *args, **kwargs)

    def __repr__(self) -> str:
        return f"<bound {self.__func__!r} of {self.__self__!r}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return getattr, (self.__self__, self.__func__.__wrapped__.__name__)

    def measure(self, *args: Any, **kwargs: Any) -> Measurement:
        return self.__func__.measure(self.__self__, *args, **kwargs)

    def python(self, *args: Any, **kwargs: Any) -> Any:
        return self.__func__.python(self.__self__, *args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__func__, name)


def _wrap(target: Any, emitter: str) -> Any:
    """The compiled form of a function, and of what a class holds functions in."""
    if isinstance(target, CompiledFunction):
        return target
    if isinstance(target, type):
        for name, value in list(vars(target).items()):
            held = value.__func__ if isinstance(value, staticmethod | classmethod) else value
            if inspect.isfunction(held) or isinstance(held, property):
                setattr(target, name, _wrap(value, emitter))
        return target
    if isinstance(target, staticmethod | classmethod):
        return type(target)(_wrap(target.__func__, emitter))
    if isinstance(target, property):
        get, put, delete = (part and _wrap(part, emitter) for part in (target.fget, target.fset, target.fdel))
        return property(get, put, delete, target.__doc__)
    if not inspect.isfunction(target):
        advice = f'; options are keywords, as in `@{emitter}(opt="speed")`' if not callable(target) else ""
        raise TypeError(f"@{emitter} decorates a function, not {target!r}{advice}")
    return CompiledFunction(target, emitter)


def _decorator(emitter: str) -> Callable[..., Any]:
    def wrap(target: Any) -> Any:
        return _wrap(target, emitter)

    def decorate(function: Any = None, **options: Any) -> Any:
        if unknown := set(options) - set(OPTIONS):
            raise TypeError(f"@{emitter} has no option `{unknown.pop()}`; the options are {', '.join(OPTIONS)}")
        check_options(**options)
        return wrap if function is None else wrap(function)

    decorate.__name__ = emitter
    decorate.__doc__ = f"Compile the function as `@{emitter}`; options as keywords (docs/language.md)."
    return decorate


viper = _decorator("viper")
native = _decorator("native")
asm_thumb = _decorator("asm_thumb")
