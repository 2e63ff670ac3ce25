"""What CPython's values are for the function table: what is raised, sent to an iterator, and printed."""

import struct
from typing import Any

from nativecomp.desk.bridge.memory import pack_float


def exception_of(value: Any) -> BaseException:
    """What `raise value` raises.

    Raises:
        TypeError: it cannot be raised.
    """
    if isinstance(value, type) and issubclass(value, BaseException):
        value = value()
    if not isinstance(value, BaseException):
        raise TypeError("exceptions must derive from BaseException")
    return value


def step(iterator: Any, sent: Any, thrown: BaseException | None) -> Any:
    """What an iterator yields when it is sent something, or when an exception is thrown into it."""
    if thrown is None:
        return next(iterator) if sent is None else iterator.send(sent)
    if isinstance(thrown, GeneratorExit):
        if hasattr(iterator, "close"):
            iterator.close()
        raise thrown
    if not hasattr(iterator, "throw"):
        raise thrown
    return iterator.throw(thrown)


class _Single(float):
    """A single-precision number as a board prints it: the shortest text that reads back as the same."""

    def __str__(self) -> str:
        for digits in range(1, 10):
            text = f"{self:.{digits}g}"
            if struct.pack("<f", float(text)) == struct.pack("<f", self):
                return repr(float(text))
        return repr(self)


def as_printed(value: Any) -> Any:
    """What `print` is given on a board with floats of 32 bits; one that needs 64 bits stays as it is."""
    is_single = type(value) is float and struct.unpack("<f", pack_float("f", value))[0] == value
    return _Single(value) if is_single else value
