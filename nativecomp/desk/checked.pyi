"""The decorators and what they give, as type checkers see them; at run time it is `desk/api.py`.

A decorated function keeps its signature. What is declared as a pointer or a typed buffer takes whatever holds a buffer,
and addresses: overloads say so for the first eight parameters.
"""

from collections.abc import Callable, Mapping
from typing import Concatenate, Generic, Literal, ParamSpec, Protocol, TypeAlias, TypeVar, overload

from typing_extensions import Buffer as _Held

from nativecomp.desk.function import Function, Measurement
from nativecomp.desk.module import CompiledModule
from nativecomp.options import Opt
from nativecomp.targets import Target

_P = ParamSpec("_P")
_Q = ParamSpec("_Q")
_R = TypeVar("_R")
_Rc = TypeVar("_Rc", covariant=True)
_T = TypeVar("_T")
_A = TypeVar("_A")
_B = TypeVar("_B")
_C = TypeVar("_C")
_D = TypeVar("_D")
_E = TypeVar("_E")
_F = TypeVar("_F")
_G = TypeVar("_G")
_H = TypeVar("_H")

_Given: TypeAlias = _Held | int

class _Calls(Protocol[_P, _Rc]):
    @overload
    def __call__(self, *args: _P.args, **kwargs: _P.kwargs) -> _Rc: ...
    @overload
    def __call__(
        self: _Calls[Concatenate[_A, _Q], _Rc],
        a: _A | _Given,
        /,
        *args: _Q.args,
        **kwargs: _Q.kwargs,
    ) -> _Rc: ...
    @overload
    def __call__(
        self: _Calls[Concatenate[_A, _B, _Q], _Rc],
        a: _A | _Given,
        b: _B | _Given,
        /,
        *args: _Q.args,
        **kwargs: _Q.kwargs,
    ) -> _Rc: ...
    @overload
    def __call__(
        self: _Calls[Concatenate[_A, _B, _C, _Q], _Rc],
        a: _A | _Given,
        b: _B | _Given,
        c: _C | _Given,
        /,
        *args: _Q.args,
        **kwargs: _Q.kwargs,
    ) -> _Rc: ...
    @overload
    def __call__(
        self: _Calls[Concatenate[_A, _B, _C, _D, _Q], _Rc],
        a: _A | _Given,
        b: _B | _Given,
        c: _C | _Given,
        d: _D | _Given,
        /,
        *args: _Q.args,
        **kwargs: _Q.kwargs,
    ) -> _Rc: ...
    @overload
    def __call__(
        self: _Calls[Concatenate[_A, _B, _C, _D, _E, _Q], _Rc],
        a: _A | _Given,
        b: _B | _Given,
        c: _C | _Given,
        d: _D | _Given,
        e: _E | _Given,
        /,
        *args: _Q.args,
        **kwargs: _Q.kwargs,
    ) -> _Rc: ...
    @overload
    def __call__(
        self: _Calls[Concatenate[_A, _B, _C, _D, _E, _F, _Q], _Rc],
        a: _A | _Given,
        b: _B | _Given,
        c: _C | _Given,
        d: _D | _Given,
        e: _E | _Given,
        f: _F | _Given,
        /,
        *args: _Q.args,
        **kwargs: _Q.kwargs,
    ) -> _Rc: ...
    @overload
    def __call__(
        self: _Calls[Concatenate[_A, _B, _C, _D, _E, _F, _G, _Q], _Rc],
        a: _A | _Given,
        b: _B | _Given,
        c: _C | _Given,
        d: _D | _Given,
        e: _E | _Given,
        f: _F | _Given,
        g: _G | _Given,
        /,
        *args: _Q.args,
        **kwargs: _Q.kwargs,
    ) -> _Rc: ...
    @overload
    def __call__(
        self: _Calls[Concatenate[_A, _B, _C, _D, _E, _F, _G, _H, _Q], _Rc],
        a: _A | _Given,
        b: _B | _Given,
        c: _C | _Given,
        d: _D | _Given,
        e: _E | _Given,
        f: _F | _Given,
        g: _G | _Given,
        h: _H | _Given,
        /,
        *args: _Q.args,
        **kwargs: _Q.kwargs,
    ) -> _Rc: ...

class CompiledFunction(_Calls[_P, _R], Generic[_P, _R]):
    """A decorated function. Calls and measurements run on the emulated core; `python` runs the Python text."""

    __name__: str
    __qualname__: str
    __wrapped__: Callable[_P, _R]
    emitter: str
    @property
    def measure(self) -> _Calls[_P, Measurement]: ...
    @property
    def python(self) -> _Calls[_P, _R]: ...
    @property
    def compiled(self) -> Function: ...
    @property
    def module(self) -> CompiledModule: ...
    @property
    def size(self) -> int: ...
    def asm(self) -> str: ...
    def llvm(self, *, optimized: bool = ...) -> str: ...
    def ir(self) -> str: ...
    @overload
    def __get__(self, instance: None, owner: type, /) -> CompiledFunction[_P, _R]: ...
    @overload
    def __get__(
        self: CompiledFunction[Concatenate[_A, _Q], _R], instance: object, owner: type | None = ..., /
    ) -> CompiledFunction[_Q, _R]: ...

class _Wraps(Protocol):
    @overload
    def __call__(self, target: type[_T], /) -> type[_T]: ...  # type: ignore[overload-overlap]
    @overload
    def __call__(self, target: CompiledFunction[_P, _R], /) -> CompiledFunction[_P, _R]: ...
    @overload
    def __call__(self, target: staticmethod[_P, _R], /) -> staticmethod[_P, _R]: ...  # type: ignore[overload-overlap]
    @overload
    def __call__(self, target: property, /) -> property: ...
    @overload
    def __call__(self, target: Callable[_P, _R], /) -> CompiledFunction[_P, _R]: ...

class _Decorator(_Wraps, Protocol):
    @overload
    def __call__(self, target: type[_T], /) -> type[_T]: ...  # type: ignore[overload-overlap]
    @overload
    def __call__(self, target: CompiledFunction[_P, _R], /) -> CompiledFunction[_P, _R]: ...
    @overload
    def __call__(self, target: staticmethod[_P, _R], /) -> staticmethod[_P, _R]: ...  # type: ignore[overload-overlap]
    @overload
    def __call__(self, target: property, /) -> property: ...
    @overload
    def __call__(
        self,
        *,
        opt: Opt = ...,
        fastmath: bool = ...,
        bounds: bool = ...,
        pointers: Literal["auto", "memory", "device"] = ...,
        poll: bool = ...,
        traceback: bool = ...,
        interrupt: str | int = ...,
        priority: int = ...,
        extern: str = ...,
    ) -> _Wraps: ...
    @overload
    def __call__(self, target: Callable[_P, _R], /) -> CompiledFunction[_P, _R]: ...

viper: _Decorator
native: _Decorator
asm_thumb: _Decorator

def configure(
    *,
    target: str | Target | None = ...,
    opt: Opt | None = ...,
    limit: int | None = ...,
    defines: Mapping[str, int] | None = ...,
    memcheck: bool | None = ...,
) -> None: ...
