"""Functions as the bridge knows them: the code of one, the object that Python calls, and those that code itself makes.

code + global variables + defaults -> function; function + cells -> closure
"""

import inspect
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, replace
from types import CellType, MethodType
from typing import TYPE_CHECKING, Any

from nativecomp.desk.signatures import COMPUTED

if TYPE_CHECKING:
    from nativecomp.desk.bridge.generators import Layout

Globals = MutableMapping[str, Any]


_KINDS = inspect.Parameter
_ORDER = (
    _KINDS.POSITIONAL_ONLY, _KINDS.POSITIONAL_OR_KEYWORD, _KINDS.KEYWORD_ONLY, _KINDS.VAR_POSITIONAL,
    _KINDS.VAR_KEYWORD,
)  # fmt: skip
"""The order of parameters in the local variables."""


@dataclass(frozen=True, eq=False)
class Code:
    """The code of a function, before it has global variables, defaults, or cells.

    Attributes:
        symbol: the symbol of its entry.
        name: its qualified name.
        signature: its parameters, first those that are cells; of one that other code makes, without defaults.
        run: calls a function of this code: what it gives.
        children: the code of the functions that it makes.
        cells: the numbers of the local variables for which the runtime makes cells on entry.
        frame: of a generator, how its frame is laid out.
        is_coroutine: whether a generator is what an `async def` makes.
    """

    symbol: str
    name: str
    signature: inspect.Signature
    run: Callable[["Callee", tuple[Any, ...], Mapping[str, Any]], Any]
    children: tuple["Code", ...] = ()
    cells: tuple[int, ...] = ()
    frame: "Layout | None" = None
    is_coroutine: bool = False


@dataclass(frozen=True, eq=False)
class Callee:
    """A function that Python or other code can call.

    Attributes:
        function: what is called; the code sees it as its own function object.
        code: its code.
        globals: its global variables.
        signature: how its arguments are bound, those without the cells.
        cells: its closure, in the order in which the code takes it before all arguments.
    """

    function: Any
    code: Code
    globals: Globals
    signature: inspect.Signature
    cells: tuple[CellType, ...] = ()

    def bind(self, args: Iterable[Any], kwargs: Mapping[str, Any]) -> list[Any]:
        """The arguments of a call in the order of the function's local variables.

        Raises:
            TypeError: they do not fit.
        """
        try:
            bound = self.signature.bind(*args, **kwargs)
        except TypeError as error:
            raise TypeError(f"{self.code.name}() {error}") from None
        bound.apply_defaults()
        if unknown := next((name for name, value in bound.arguments.items() if value is COMPUTED), None):
            hint = "pass it, or decorate the function and run the file instead of loading it"
            raise TypeError(
                f"{self.code.name}() needs `{unknown}`, whose default is computed when its file runs; {hint}"
            )
        parameters = sorted(self.signature.parameters.values(), key=lambda parameter: _ORDER.index(parameter.kind))
        return [bound.arguments[parameter.name] for parameter in parameters]


class MadeFunction:
    """A function that machine code has made: a nested one or a lambda."""

    def __init__(self, code: Code, names: Globals, signature: inspect.Signature) -> None:
        self.callee = Callee(self, code, names, signature)
        self.__qualname__ = code.name
        self.__name__ = code.name.rpartition(".")[2]

    def __repr__(self) -> str:
        return f"<compiled function {self.__qualname__}>"

    def __deepcopy__(self, memo: dict[int, Any]) -> "MadeFunction":
        return self

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.callee.code.run(self.callee, args, kwargs)

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        return self if instance is None else MethodType(self, instance)


def make_function(
    code: Code, names: Globals, defaults: tuple[Any, ...], keyword_defaults: Mapping[str, Any]
) -> MadeFunction:
    """A function of a piece of code, with values for its last positional parameters and for keyword-only ones."""
    parameters = list(code.signature.parameters.values())
    positional = [p for p in parameters if p.kind in _ORDER[:2]]
    given = dict(zip([p.name for p in positional[len(positional) - len(defaults) :]], defaults, strict=True))
    given.update(keyword_defaults)
    filled = [p.replace(default=given[p.name]) if p.name in given else p for p in parameters]
    return MadeFunction(code, names, inspect.Signature(filled))


def make_closure(function: MadeFunction, cells: Iterable[CellType]) -> MadeFunction:
    """The same function with cells, which it takes before its arguments."""
    inner, held = function.callee, tuple(cells)
    parameters = list(inner.signature.parameters.values())[len(held) :]
    closure = MadeFunction(inner.code, inner.globals, inspect.Signature(parameters))
    closure.callee = replace(closure.callee, cells=held)
    return closure
