"""The operators of objects by the numbers that the function table knows them by."""

import operator
from collections.abc import Callable
from typing import Any

from nativecomp.codegen.lower.objects import BINARY, UNARY


def _matches(exception: Any, classes: Any) -> bool:
    """Whether an `except` with these classes catches an exception."""
    for class_ in classes if isinstance(classes, tuple) else (classes,):
        if not (isinstance(class_, type) and issubclass(class_, BaseException)):
            raise TypeError("catching classes that do not inherit from BaseException is not allowed")
    given = exception if isinstance(exception, type) else type(exception)
    return issubclass(given, classes)


_UNARY: dict[str, Callable[[Any], Any]] = {
    "+": operator.pos, "-": operator.neg, "~": operator.invert, "not": operator.not_, "bool": bool, "len": len,
    "hash": hash, "abs": abs, "int": int, "float": float,
}  # fmt: skip
_BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt, ">": operator.gt, "==": operator.eq, "<=": operator.le, ">=": operator.ge, "!=": operator.ne,
    "in": lambda item, container: item in container, "is": operator.is_, "match": _matches,
    "|=": operator.ior, "^=": operator.ixor, "&=": operator.iand, "<<=": operator.ilshift, ">>=": operator.irshift,
    "+=": operator.iadd, "-=": operator.isub, "*=": operator.imul, "@=": operator.imatmul,
    "//=": operator.ifloordiv, "/=": operator.itruediv, "%=": operator.imod, "**=": operator.ipow,
    "|": operator.or_, "^": operator.xor, "&": operator.and_, "<<": operator.lshift, ">>": operator.rshift,
    "+": operator.add, "-": operator.sub, "*": operator.mul, "@": operator.matmul,
    "//": operator.floordiv, "/": operator.truediv, "%": operator.mod, "**": operator.pow,
}  # fmt: skip

unary = {number: _UNARY[name] for name, number in UNARY.items()}
binary = {number: _BINARY[name] for name, number in BINARY.items()}
