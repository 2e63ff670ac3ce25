"""An .mpy file of any compiler, its functions of machine code to be called at the desk on an emulated core.

>>> module = load_mpy("kernel.mpy")
>>> module["crc32"](b"123456789", 9)
>>> module["crc32"].measure(b"123456789", 9).instructions

The bytecode of the file is not run: what it would store in global variables is to be put into `module.globals`.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.micropython.mpyfunctions import NativeFunction, native_functions
from nativecomp.codegen.abi.table import ListTables, NativeType
from nativecomp.desk.bridge import Callee, Code, World
from nativecomp.desk.calling import convert_register
from nativecomp.desk.function import Measurement
from nativecomp.desk.module import DEFAULT_LIMIT
from nativecomp.desk.signatures import users_traceback
from nativecomp.emulator import Argument, EmulationError
from nativecomp.emulator.loader import FlatCode
from nativecomp.host.threads import CallLock
from nativecomp.language.types import POINTERS, TypeContext
from nativecomp.mpy import FUN_TABLE, Constant, Kind, MpyError, MpyFile, Number, ScopeFlags, read_mpy
from nativecomp.mpy.archs import runs
from nativecomp.mpy.build import arch_of
from nativecomp.mpy.prelude import Prelude
from nativecomp.targets import Target, find_target

_BLOCK_WORDS = 4
"""A firmware's heap aligns the code to so many words."""

_NUMBERS = {"int": int, "float": float, "complex": complex}


def load_mpy(
    source: str | Path | bytes, core: str | Target | None = None, *, limit: int = DEFAULT_LIMIT
) -> "MpyModule":
    """The functions of machine code of an .mpy file, on a core.

    Args:
        source: the file, or its bytes.
        core: a target or its name; else the one that is called like the file's architecture.
        limit: how many instructions a call may take.

    Raises:
        MpyError: the file is damaged or of another version, has no machine code, or none for the core.
        OSError: it cannot be read.
        TargetError: there is no such target.
    """
    file = read_mpy(source if isinstance(source, bytes) else Path(source).read_bytes())
    functions = native_functions(file)
    if not functions:
        raise MpyError("the file has no machine code")
    if core is None:
        core = file.arch.text
    return MpyModule(file, functions, core if isinstance(core, Target) else find_target(core), limit)


class MpyModule:
    """A loaded file.

    Attributes:
        functions: the functions of machine code by their places: how many functions stand before each on its level,
            from the module down.
        instructions: how many all calls together have run.
        globals: the global variables that the functions see; at first the functions that the module defines.
    """

    def __init__(self, file: MpyFile, functions: list[NativeFunction], target: Target, limit: int) -> None:
        _check(file, functions, target)
        self.file = file
        self.target = target
        self.limit = limit
        self.instructions = 0
        self.lock = CallLock("an .mpy file", self._forget_core)
        self.functions = {one.place: MpyFunction(self, one) for one in functions}
        self._names = {one.name: self.functions[one.place] for one in functions if one.name}
        self.globals: dict[str, Any] = {name: one for name, one in self._names.items() if "." not in name}

    def __getitem__(self, key: str | tuple[int, ...]) -> "MpyFunction":
        """A function by its qualified name, such as `Class.method`, of which the last definition counts, or place."""
        found = self._names.get(key) if isinstance(key, str) else self.functions.get(key)
        if found is None:
            known = ", ".join(self._names) or "none with a name"
            raise KeyError(f"the file has no function of machine code {key!r}; there are: {known}")
        return found

    def _forget_core(self) -> None:
        self.__dict__.pop("world", None)

    @cached_property
    def world(self) -> World:
        """The core, with the functions, names and constants of the file."""
        word = self.target.word_bits // 8
        code = {
            one.symbol: (one.native.raw.data, word if one.kind is Kind.NATIVE else 0) for one in self.functions.values()
        }
        tables = ListTables()
        tables.qstrs = list(self.file.qstrs)
        tables.objects = [tables.FUN_TABLE if value is FUN_TABLE else _value(value) for value in self.file.objects]
        return World(FlatCode(code, _BLOCK_WORDS * word), tables, self.target)


def _check(file: MpyFile, functions: list[NativeFunction], target: Target) -> None:
    """See that the core runs the file's code, and that the bridge has what it needs."""
    arch = arch_of(target)
    if not runs(file.arch, arch):
        raise MpyError(f"the file holds code for {file.arch.text}, which {target.name} does not run")
    if file.arch_flags:
        raise MpyError(f"the file needs extensions of the core (flags {file.arch_flags:#x}) that are not emulated")
    if file.small_int_bits > target.word_bits - 1:
        raise MpyError(f"the file has small integers of {file.small_int_bits} bits, too many for {target.name}")
    for one in functions:
        where = one.name or f"the function at {one.place}"
        if any(child.kind is Kind.BYTECODE for child in one.raw.children or ()):
            raise MpyError(f"{where} makes a function of bytecode, which the bridge does not run")
        if one.raw.scope_flags & ScopeFlags.GENERATOR:
            raise MpyError(f"{where} is a generator, which the bridge does not run")
        if one.raw.relocations is not None or one.raw.rodata is not None or one.raw.bss_size is not None:
            raise MpyError(f"{where} is a linked module with data or relocations, which the bridge does not load")


def _value(constant: Constant) -> Any:
    """The Python object of a constant."""
    if isinstance(constant, Number):
        try:
            return _NUMBERS[constant.kind](constant.text)
        except ValueError:
            raise MpyError(f"{constant.text!r} is no number of type {constant.kind}") from None
    return tuple(map(_value, constant)) if isinstance(constant, tuple) else constant


class MpyFunction:
    """A function of machine code. Calling it runs it on the module's emulated core."""

    def __init__(self, module: MpyModule, native: NativeFunction) -> None:
        self.module = module
        self.native = native
        self.place = native.place
        self.kind = native.raw.kind
        self.__name__ = native.name.rpartition(".")[2] or "function"
        self.__qualname__ = native.name or f"function at {native.place}"

    def __repr__(self) -> str:
        return f"<{self.kind.name.lower()} code of {self.__qualname__} for {self.module.target.name}>"

    @property
    def symbol(self) -> str:
        """What the emulator calls its code."""
        return ".".join(map(str, self.place)) + f" {self.__qualname__}"

    @property
    def size(self) -> int:
        """Bytes of its code, without those inside it."""
        return len(self.native.raw.data)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """
        Raises:
            BridgeError: the code did what no right code does, or needs what the bridge does not have.
            EmulationError: the code went outside of memory, faulted, or ran longer than the limit.
            Exception: what the function raised.
        """
        return self._callee.code.run(self._callee, args, kwargs)

    def measure(self, *args: Any, **kwargs: Any) -> Measurement:
        """Call it and count instructions: its own, and those of the file's other functions that it calls as objects.

        What the runtime does for them, such as the conversion of arguments, counts nothing: no firmware is there.
        """
        with self.module.lock:
            before = self.module.instructions
            value = self(*args, **kwargs)
            return Measurement(value, self.module.instructions - before)

    @cached_property
    def _callee(self) -> Callee:
        return Callee(self, self.code, self.module.globals, self.code.signature)

    @cached_property
    def code(self) -> Code:
        """The function as the object bridge knows its code, with those that it makes."""
        prelude = self.native.prelude
        children = [self.module.functions[*self.place, number] for number in range(len(self.native.raw.children or ()))]
        return Code(
            self.symbol, self.__qualname__,
            inspect.Signature() if prelude is None else _signature(prelude, self.module.file.qstrs),
            self._run_assembled if self.kind is Kind.ASM else self._run,
            tuple(child.code for child in children),
            () if prelude is None else tuple(prelude.cells),
        )  # fmt: skip

    def _run(self, callee: Callee, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Any:
        module = self.module
        with self._told_here():
            value, outcome = module.world.call(callee, args, kwargs, limit=module.limit, counting=False)
        module.instructions += outcome.instructions
        return value

    def _run_assembled(self, callee: Callee, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Any:
        """Call an assembler function: words in registers."""
        raw, module = self.native.raw, self.module
        if kwargs or len(args) != raw.asm_arguments:
            raise TypeError(f"{self.__qualname__}() takes {raw.asm_arguments} positional arguments")
        context = TypeContext(module.target.word_bits, module.target.float_bits)
        arguments: list[Argument] = []
        for number, value in enumerate(args):
            place = f"{self.__qualname__}(): argument {number + 1}"
            arguments += convert_register(value, place, POINTERS["ptr"], context)
        kind = f"i{module.target.word_bits}"
        with self._told_here():
            outcome = module.world.machine.call(self.symbol, arguments, kind, limit=module.limit)
        module.instructions += outcome.instructions
        assert isinstance(outcome.value, int)
        convert: dict[int, Callable[[int], Any]] = {
            NativeType.OBJECT: module.world.handles.object,
            NativeType.BOOL: bool,
            NativeType.UINT: context.uint.wrap,
        }
        return convert.get(raw.asm_result, context.int.wrap)(outcome.value)

    @contextmanager
    def _told_here(self) -> Iterator[None]:
        """One thread at a time. Errors name the function, and show nothing of the emulator."""
        try:
            with self.module.lock:
                yield
        except EmulationError as error:
            error.function = self.__qualname__
            error.__traceback__ = None
            raise
        except BaseException as error:
            error.__traceback__ = users_traceback(error.__traceback__)
            raise


def _signature(prelude: Prelude, qstrs: list[str]) -> inspect.Signature:
    """The signature in a prelude, its cells among the positional parameters, without defaults.

    Those the bytecode makes, which is not run: none of the arguments can be left out.
    """
    kinds = inspect.Parameter
    counts = prelude.signature
    given = [qstrs[index] if index < len(qstrs) else "" for index in prelude.names[1:]]
    # Cells have no names.
    names = [name if name.isidentifier() else f"_{number}" for number, name in enumerate(given)]
    positional, keyword_only = names[: counts.positional], names[counts.positional :]
    parameters = [kinds(name, kinds.POSITIONAL_OR_KEYWORD) for name in positional]
    parameters += [kinds("_rest", kinds.VAR_POSITIONAL)] * bool(counts.flags & ScopeFlags.STAR)
    parameters += [kinds(name, kinds.KEYWORD_ONLY) for name in keyword_only]
    parameters += [kinds("_named", kinds.VAR_KEYWORD)] * bool(counts.flags & ScopeFlags.KEYWORDS)
    return inspect.Signature(parameters)
