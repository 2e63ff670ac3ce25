"""Stand-in for MicroPython's `micropython`: the decorators, `const`, and what its programs call at their start."""

from collections.abc import Callable
from typing import Any, TypeVar

from nativecomp import asm_thumb, const, native, viper

F = TypeVar("F", bound=Callable[..., Any])


def bytecode(function: F) -> F:
    """The function as it is: it stays bytecode."""
    return function


def schedule(function: Callable[[Any], Any], argument: Any) -> None:
    """Call the function, at once."""
    function(argument)


def alloc_emergency_exception_buf(size: int) -> None:
    """CPython always has room for an exception."""


def opt_level(level: int | None = None) -> int | None:
    """Whether `assert` is left out is decided when CPython starts."""
    return 0 if level is None else None


def kbd_intr(character: int) -> None:
    """Ctrl-C is the terminal's."""


def heap_lock() -> int:
    return 0


def heap_unlock() -> int:
    return 0


__all__ = [
    "alloc_emergency_exception_buf", "asm_thumb", "bytecode", "const", "heap_lock", "heap_unlock", "kbd_intr", "native",
    "opt_level", "schedule", "viper",
]  # fmt: skip
