"""Objects as buffers: their bytes, and MicroPython's code for the type of their elements."""

from typing import Any

_CODES = {(kind, size): code for kind, codes in {
    "int": {1: "b", 2: "h", 4: "i", 8: "q"}, "uint": {1: "B", 2: "H", 4: "I", 8: "Q"}, "float": {4: "f", 8: "d"},
}.items() for size, code in codes.items()}  # fmt: skip
_KINDS = {**dict.fromkeys("bhilqn", "int"), **dict.fromkeys("BHILQNc?", "uint"), **dict.fromkeys("fd", "float")}

BYTEARRAY = 1
"""The type code of a bytearray."""


def open_buffer(value: Any) -> memoryview | None:
    """The bytes of an object that can be read as a buffer, strings too; None of any other."""
    if isinstance(value, str):
        return memoryview(value.encode() + b"\0")[:-1]
    try:
        view = memoryview(value)
    except (TypeError, BufferError):
        return None
    return view if view.c_contiguous else None


def type_code(value: Any) -> int:
    """MicroPython's type code of a buffer's elements, by their kind and size."""
    if isinstance(value, bytearray):
        return BYTEARRAY
    if isinstance(value, str | bytes):
        return ord("B")
    with memoryview(value) as view:
        code = view.format.lstrip("@=<")
        return ord(_CODES.get((_KINDS.get(code, ""), view.itemsize), "?"))
