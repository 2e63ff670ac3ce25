"""The kinds of attributes: what an operation carries besides operands, by the words that its row in `ops` uses.

A trailing `?` marks an attribute that may be missing: those that passes add.
"""

from collections.abc import Callable
from typing import Any

PREDICATES = ("<", "<=", ">", ">=", "==", "!=")
DEVICE = ("no", "parameter", "yes")
LOOPS = ("free", "counted", "checked", "inside", "delay")
CLOSES = ("first", "again")


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _names(value: Any) -> bool:
    return isinstance(value, tuple) and all(name is None or isinstance(name, str) for name in value)


def _named(class_: str) -> Callable[[Any], bool]:
    return lambda value: type(value).__name__ == class_


KINDS: dict[str, Callable[[Any], bool]] = {
    "number": lambda value: isinstance(value, int | float),
    "constant": lambda value: True,
    "bool": lambda value: isinstance(value, bool),
    "count": lambda value: _is_int(value) and value >= 0,
    "bits": lambda value: _is_int(value) and value in (0, 8, 16, 32, 64),
    "turns": lambda value: _is_int(value) or value in ("any", "strided"),
    "text": lambda value: isinstance(value, str),
    "text or none": lambda value: value is None or isinstance(value, str),
    "names": _names,
    "local": _named("Local"),
    "static": _named("Static"),
    "block": _named("Block"),
    "function": _named("Function"),
    "functions": lambda value: isinstance(value, tuple) and all(map(_named("Function"), value)),
    "predicate": lambda value: value in PREDICATES,
    "device": lambda value: value in DEVICE,
    "loop": lambda value: value in LOOPS,
    "closes": lambda value: value in CLOSES,
}
