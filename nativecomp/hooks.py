"""What compiled code may call at the desk: `print` of machine values, written to Python's standard output."""

import sys
from collections.abc import Callable

from nativecomp.emulator import Machine
from nativecomp.emulator.values import bits_to_float, float_to_bits
from nativecomp.types import TypeContext

Hook = Callable[[Machine, tuple[int, ...]], int | None]

_SIGNED = {"nc_print_int": 0, "nc_print_uint": 0, "nc_print_int64": 64, "nc_print_uint64": 64}
_FLOATS = {"nc_print_float32": "f32", "nc_print_float64": "f64"}


def _shortest_float32(value: float) -> str:
    """The shortest text that reads back as the same single-precision value."""
    for digits in range(1, 10):
        text = f"{value:.{digits}g}"
        if bits_to_float("f32", float_to_bits("f32", float(text))) == value:
            return repr(float(text))
    return repr(value)


def _string(machine: Machine, words: tuple[int, ...]) -> None:
    sys.stdout.write(machine.read(words[0], words[1]).decode("utf-8", "replace"))


def _bool(machine: Machine, words: tuple[int, ...]) -> None:
    sys.stdout.write(str(bool(words[0] & 1)))


def _integer(name: str, context: TypeContext) -> Hook:
    bits = _SIGNED[name] or context.word_bits
    signed = "uint" not in name

    def hook(machine: Machine, words: tuple[int, ...]) -> None:
        (value,) = machine.arguments(f"i{bits}")
        number = int(value) & ((1 << bits) - 1)
        sys.stdout.write(str(number - (1 << bits) if signed and number >> (bits - 1) else number))

    return hook


def _float(kind: str) -> Hook:
    """At the desk generated code passes the bits of a float as an integer (`codegen.abi.DeskAbi`)."""

    def hook(machine: Machine, words: tuple[int, ...]) -> None:
        (bits,) = machine.arguments(f"i{kind[1:]}")
        value = bits_to_float(kind, int(bits))
        sys.stdout.write(_shortest_float32(value) if kind == "f32" else repr(value))

    return hook


def print_hooks(context: TypeContext) -> dict[str, Hook]:
    """The printing functions that generated code may call, by symbol."""
    return {
        "nc_print_str": _string,
        "nc_print_bool": _bool,
        **{name: _integer(name, context) for name in _SIGNED},
        **{name: _float(kind) for name, kind in _FLOATS.items()},
    }
