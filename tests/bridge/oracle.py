"""Compare compiled functions on objects with the same text run by CPython: results, what they change, exceptions."""

import copy
import linecache
from collections.abc import Sequence
from typing import Any

import nativecomp

TYPES = {name: getattr(nativecomp, name) for name in ("ptr8", "ptr16", "uint8", "float32")}
CORES = ["cortex-m0", "cortex-m4f", "rv32imc", "x86-64"]
_number = 0


def execute(text: str, target: str, opt: str = "balanced") -> dict[str, Any]:
    """The names of a module with this text, its decorated functions compiled for a target."""
    global _number
    _number += 1
    name = f"<bridge {_number}>"
    linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
    names: dict[str, Any] = {
        "__name__": "case",
        "viper": nativecomp.viper,
        "native": nativecomp.native,
        "uint": int,
        **TYPES,
    }
    exec(compile(text, name, "exec"), names)
    nativecomp.configure(target=target, opt=opt)  # type: ignore[arg-type]
    return names


def plain(text: str) -> dict[str, Any]:
    """The names of a module with this text, run by CPython."""
    names: dict[str, Any] = {
        "__name__": "case",
        "viper": lambda function: function,
        "native": lambda function: function,
    }
    exec(compile("from __future__ import annotations\n" + text, "<plain>", "exec"), names)
    return names


def outcome(function: Any, arguments: Sequence[Any]) -> tuple[Any, ...]:
    """What a call gives or raises, and its arguments afterwards."""
    given = copy.deepcopy(list(arguments))
    try:
        return "gives", function(*given), given
    except Exception as error:
        # CPython's texts name functions in their own ways.
        return "raises", type(error), error.args if not isinstance(error, TypeError) else None, given


def same(text: str, function: str, calls: Sequence[Sequence[Any]], target: str, opt: str = "balanced") -> None:
    """Check that a function does the same compiled as under CPython."""
    compiled, python = execute(text, target, opt), plain(text)
    for arguments in calls:
        expected = outcome(python[function], arguments)
        found = outcome(compiled[function], arguments)
        assert repr(found) == repr(expected), (function, arguments)
