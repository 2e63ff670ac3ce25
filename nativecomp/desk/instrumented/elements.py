"""Loads and stores of elements in instrumented functions, in the memory of the call under way."""

import operator
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from nativecomp.desk.instrumented.memory import Memory, TypedBuffer
from nativecomp.language.types import BufferType, IntType, PointerType, TypeContext

_state = threading.local()


@contextmanager
def memory() -> Iterator[Memory]:
    """The memory of the call from outside, also for those inside of it."""
    outer: Memory | None = getattr(_state, "memory", None)
    _state.memory = outer or Memory()
    try:
        yield _state.memory
    finally:
        _state.memory = outer


class Elements:
    """What pointers and typed buffers do, for one size of addresses."""

    def __init__(self, context: TypeContext) -> None:
        self._wrap = context.uint.wrap
        self._int = context.int.wrap

    def address_of(self, value: Any) -> int:
        """The address that an object says, or of its bytes."""
        if isinstance(value, int):
            return self._wrap(value)
        found: int = _state.memory.place(value)
        return found

    def _place(self, type_: PointerType | BufferType, *, checked: bool) -> Callable[[Any, int], int]:
        """What gives the address of an element."""
        if isinstance(type_, BufferType):

            def element(buffer: TypedBuffer, index: int) -> int:
                return buffer.place(index, checked=checked)

            return element
        size, wrap = type_.element_bits // 8, self._wrap
        return lambda address, index: wrap(address + operator.index(index) * size)

    @staticmethod
    def _element(type_: PointerType | BufferType) -> Any:
        if isinstance(type_, BufferType):
            return type_.element
        return IntType("element", type_.element_bits, False)

    def load(self, type_: PointerType | BufferType, *, checked: bool) -> Callable[[Any, int], Any]:
        """What loads an element by its base and index: of a pointer as an `int`, whose high bit may be its sign."""
        place, element = self._place(type_, checked=checked), self._element(type_)
        if isinstance(type_, PointerType):
            wrap = self._int
            return lambda base, index: wrap(_state.memory.load(place(base, index), element))
        return lambda base, index: _state.memory.load(place(base, index), element)

    def store(self, type_: PointerType | BufferType, *, checked: bool) -> Callable[[Any, Any, int], None]:
        """What stores a value by the base and the index, after it; of an integer its low bits."""
        place, element = self._place(type_, checked=checked), self._element(type_)

        def store(value: Any, base: Any, index: int) -> None:
            _state.memory.store(place(base, index), element, element.wrap(value) if isinstance(value, int) else value)

        return store
