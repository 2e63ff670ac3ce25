"""One compiled function as CPython sees it: called with Python values, it runs its machine code on an emulated core."""

import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from nativecomp.desk.calling import (
    convert_argument,
    convert_register,
    convert_result,
    convert_tuple,
    is_address,
    result_kind,
    tuple_scratch,
)
from nativecomp.desk.signatures import closure_of, signature_of
from nativecomp.elf.objectfile import ObjectFile
from nativecomp.emulator import Argument, Outcome
from nativecomp.frontend import TypedFunction
from nativecomp.ir import Local, print_function
from nativecomp.language.types import PointerType, TupleType

if TYPE_CHECKING:
    from nativecomp.desk.bridge import Callee, World
    from nativecomp.desk.module import CompiledModule


@dataclass(frozen=True)
class Measurement:
    """What one call did: its value, the instructions it ran, and how many of them each source line ran.

    Line 0 stands for what no line of the file holds, such as a division in software or what a board copies in one go;
    the lines add up.
    """

    value: Any
    instructions: int
    lines: dict[int, int] = field(default_factory=dict)


class Function:
    """One compiled function. Calling it runs its machine code on the module's emulated core.

    A method of a loaded file has no instance: with `fills_instance` its first parameter may be left out.
    """

    def __init__(
        self, module: "CompiledModule", typed: TypedFunction, *, fills_instance: bool = True,
        python: Callable[..., Any] | None = None,
    ) -> None:  # fmt: skip
        """`python` is the function that CPython made of the text; without it the file has not been executed."""
        self.module = module
        self._is_assembled = typed.source.emitter == "asm_thumb"
        code = module.compilation.code
        assert code is not None
        self.takes_objects = not self._is_assembled and typed not in code.doors
        """Whether it is called by way of its entry, with objects."""
        self._python = python
        self.fills_instance = fills_instance and typed.source.binding in ("method", "property", "classmethod")
        self.typed = typed
        self.__name__ = typed.source.node.name
        self.__qualname__ = typed.source.qualname

    def __repr__(self) -> str:
        return f"<compiled function {self.__qualname__} for {self.module.target.name}>"

    def __deepcopy__(self, memo: dict[int, Any]) -> "Function":
        return self

    def __reduce__(self) -> str:
        """
        Raises:
            PicklingError: always; another process would not find it by its name.
        """
        raise pickle.PicklingError(f"{self.__qualname__} is a function of a loaded file: load it there, or pickle the "
                                   "decorated function of a module")  # fmt: skip

    @property
    def params(self) -> list[Local]:
        return self.typed.ir.params

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """
        Raises:
            TypeError: an argument does not fit.
            EmulationError: the code went outside of memory, faulted, or ran longer than the limit.
            Exception: what the function raised.
        """
        return self._run(args, kwargs, counting=False)[0]

    def measure(self, *args: Any, **kwargs: Any) -> Measurement:
        """Call it and count instructions, from the first of the function to its return, per line too."""
        value, outcome = self._run(args, kwargs, counting=True)
        return Measurement(value, outcome.instructions, self.module.count_lines(outcome.counts))

    def python(self, *args: Any, **kwargs: Any) -> Any:
        """Call it as Python computes it, with machine types as docs/language.md has them, without machine code.

        Raises:
            TypeError: an argument does not fit, or the function has functions inside of it, is a generator or is in
                instructions, and so is known to Python only where the file is executed.
            OutsideBuffer: it went outside of the buffers that it was given.
            Exception: what the function raised.
        """
        from nativecomp.desk.instrumented import NotInstrumented

        try:
            return self.instrumented(args, kwargs)
        except NotInstrumented as reason:
            advice = "decorate it and run the file, instead of loading it"
            raise TypeError(f"{self.__qualname__}() has {reason}: {advice}") from None

    def instrumented(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """The same.

        Raises:
            NotInstrumented: there is no such form of it.
        """
        program = self.module.instrumented(self._globals)
        program.function(self.typed)
        if self._python is None:
            names = [param.name for param in self.params]
            return program.call(self.typed, dict(zip(names, self._bind(args, kwargs), strict=True)))
        bound = signature_of(self.typed, self._python).bind(*args, **kwargs)
        bound.apply_defaults()
        return program.call(self.typed, bound.arguments)

    def _run(self, args: tuple[Any, ...], kwargs: dict[str, Any], *, counting: bool) -> tuple[Any, Outcome]:
        if self.takes_objects:
            return self.module.run(self._callee, args, kwargs, counting=counting)
        context, ir = self.module.context, self.typed.ir
        values = self._bind(args, kwargs)
        arguments: list[Argument] = []
        if isinstance(ir.result, TupleType):
            arguments.append(tuple_scratch(ir.result, context))
        convert = convert_register if self._is_assembled else convert_argument
        for param, value in zip(ir.params, values, strict=True):
            place = f"{self.__qualname__}(): argument `{param.name}`"
            arguments += convert(value, place, param.type, context)
        kind = result_kind(ir.result, context)
        symbol = self._symbol(values)

        def run(world: "World", options: dict[str, Any]) -> tuple[Any, Outcome]:
            if self._is_assembled:
                outcome = world.machine.call(symbol, arguments, kind, **options)
            else:
                outcome = world.enter(ir, symbol, arguments, kind, self._globals, **options)
            if isinstance(ir.result, TupleType):
                return convert_tuple(outcome.scratch, ir.result, context), outcome
            return convert_result(outcome.value, ir.result, context), outcome

        return self.module.call(run, counting=counting)

    @property
    def _globals(self) -> dict[str, Any]:
        return self.module.globals if self._python is None else self._python.__globals__

    @cached_property
    def _callee(self) -> "Callee":
        """The function as the object bridge knows it."""
        from nativecomp.desk.bridge import Callee

        signature = signature_of(self.typed, self._python)
        cells = closure_of(self.typed, self._python)
        return Callee(self, self.module.code_of(self.typed.source), self._globals, signature, cells)

    def _symbol(self, values: list[Any]) -> str:
        """The version of the function for what the pointers are: memory, or the one that is right for devices too."""
        ir = self.typed.ir
        pointers = [v for p, v in zip(ir.params, values, strict=True) if isinstance(p.type, PointerType)]
        device = ir.two_versions and any(is_address(value) for value in pointers)
        return f"{ir.symbol}.device" if device else ir.symbol

    def _bind(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> list[Any]:
        params = self.params
        names = [p.name for p in params]
        positional = [n for n in names if n not in self.typed.keyword_only]
        if self.fills_instance and len(args) < len(positional):
            given = len(args) + len([n for n in kwargs if n in names]) + len(self.typed.defaults)
            if given < len(names):
                args = (None, *args)
        if len(args) > len(positional):
            takes = f"{len(positional)} positional argument{'s' * (len(positional) != 1)}"
            raise TypeError(f"{self.__qualname__}() takes {takes}, {len(args)} were given")
        bound = dict(zip(positional, args, strict=False))
        positional_only = {a.arg for a in self.typed.source.node.args.posonlyargs}
        for name, value in kwargs.items():
            if name not in names:
                raise TypeError(f"{self.__qualname__}() has no parameter `{name}`")
            if name in positional_only:
                raise TypeError(f"{self.__qualname__}() got its positional-only parameter `{name}` as a keyword")
            if name in bound:
                raise TypeError(f"{self.__qualname__}() got its parameter `{name}` twice")
            bound[name] = value
        bound = {**self.typed.defaults, **bound}
        if missing := [n for n in names if n not in bound]:
            raise TypeError(f"{self.__qualname__}() lacks {', '.join(f'`{n}`' for n in missing)}")
        return [bound[n] for n in names]

    @property
    def symbols(self) -> list[str]:
        """The symbols of its machine code."""
        return self.module.compilation.symbols_of(self.typed)

    @property
    def size(self) -> int:
        """Bytes of machine code in an .mpy file: all versions, the entry, what it calls, constants.

        What the functions of the file share is not counted.

        A function that is inside another, or is written in instructions, has no entry: its own bytes.
        """
        compilation = self.module.compilation
        shipped = compilation.shipped(self.typed)
        return self.body_size if shipped is compilation.generated else ObjectFile(shipped.object).loaded_size()

    @property
    def body_size(self) -> int:
        """Bytes of all versions of the function itself, as other compiled functions call it and as C would have it."""
        found = self.module.compilation.generated.functions.get(self.typed.ir.symbol, [])
        sizes = self.module.symbol_sizes()
        return sum(sizes.get(symbol, 0) for symbol in found)

    def asm(self) -> str:
        """The machine code beside the source lines."""
        from nativecomp.desk.listing import list_function

        return list_function(self.module.compilation, self.typed)

    def llvm(self, *, optimized: bool = False) -> str:
        """The LLVM text of the whole module, before or after optimisation."""
        generated = self.module.compilation.generated
        return generated.optimized_llvm if optimized else generated.llvm

    def ir(self) -> str:
        """The function in the compiler's own representation; empty for one that is written in instructions."""
        return "" if self._is_assembled else print_function(self.typed.ir)
