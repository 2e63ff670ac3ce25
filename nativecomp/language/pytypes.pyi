"""The types of the language as type checkers see them.

Integers are `int`, floats are `float`, whatever their width: a checker has no numbers that wrap. A pointer is what has
elements; what a compiled function takes for one, `desk/checked.pyi` says.
"""

from collections.abc import Iterator
from typing import Generic, TypeAlias, TypeVar

from typing_extensions import Buffer as _Held

_T = TypeVar("_T")
_N = TypeVar("_N", int, float)

int8: TypeAlias = int
int16: TypeAlias = int
int32: TypeAlias = int
int64: TypeAlias = int
uint8: TypeAlias = int
uint16: TypeAlias = int
uint32: TypeAlias = int
uint64: TypeAlias = int
uint: TypeAlias = int
float32: TypeAlias = float
float64: TypeAlias = float

class ptr:
    """An address."""

    def __new__(cls, value: _Held | int | ptr | Buffer[int] | Buffer[float], /) -> ptr: ...
    def __int__(self) -> int: ...
    def __index__(self) -> int: ...

class ptr8(ptr):
    """The address of bytes."""

    def __new__(cls, value: _Held | int | ptr | Buffer[int] | Buffer[float], /) -> ptr8: ...
    def __getitem__(self, index: int, /) -> int: ...
    def __setitem__(self, index: int, value: int, /) -> None: ...

class ptr16(ptr):
    """The address of half words."""

    def __new__(cls, value: _Held | int | ptr | Buffer[int] | Buffer[float], /) -> ptr16: ...
    def __getitem__(self, index: int, /) -> int: ...
    def __setitem__(self, index: int, value: int, /) -> None: ...

class ptr32(ptr):
    """The address of words."""

    def __new__(cls, value: _Held | int | ptr | Buffer[int] | Buffer[float], /) -> ptr32: ...
    def __getitem__(self, index: int, /) -> int: ...
    def __setitem__(self, index: int, value: int, /) -> None: ...

class Buffer(Generic[_N]):
    """A typed buffer: `Buffer[uint8]` is what the language also writes `uint8[:]`."""

    def __len__(self) -> int: ...
    def __getitem__(self, index: int, /) -> _N: ...
    def __setitem__(self, index: int, value: _N, /) -> None: ...
    def __iter__(self) -> Iterator[_N]: ...
    def __buffer__(self, flags: int, /) -> memoryview: ...

def const(value: _T, /) -> _T: ...
