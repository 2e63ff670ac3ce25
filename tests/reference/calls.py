"""Calls: conversions by name, the built-in functions of the language, and functions of the module."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.reference.errors import LanguageError
from tests.reference.expressions import (
    Expression,
    compile_expression,
    implicit,
    literal,
    settled,
    unified,
)
from tests.reference.types import (
    BOOL,
    INT_LITERAL,
    LITERALS,
    NONE,
    Buffer,
    Float,
    Integer,
    Pointer,
    Type,
    number_converter,
)

if TYPE_CHECKING:
    from tests.reference.scope import Frame, Scope


def _cast(node: ast.Call, target: Type, scope: Scope) -> Expression:
    """`int8(x)`, `float(x)`, `bool(x)`, `ptr8(x)`: never an error for the value, only for the types."""
    if len(node.args) != 1 or node.keywords:
        raise LanguageError("a conversion takes one value", node)
    value = compile_expression(node.args[0], scope)
    source = value.type
    if isinstance(target, Pointer):
        if isinstance(source, Pointer):
            return Expression(target, value.run)
        return implicit(value, target, node, parameter=True)
    if isinstance(source, Pointer) and isinstance(target, Integer) and target in (scope.words.int, scope.words.uint):
        return Expression(target, lambda frame: target.wrap(value.run(frame)))
    if isinstance(source, Pointer) and isinstance(target, Integer):  # an address is a word without sign
        return Expression(target, lambda frame: target.wrap(scope.words.uint.wrap(value.run(frame))))
    number = source in LITERALS or source is BOOL or isinstance(source, (Integer, Float))
    convert = number_converter(source, target)
    if not number or convert is None:
        raise LanguageError(f"no conversion of {source} to {target}", node)
    return Expression(target, lambda frame: convert(value.run(frame)))


def _extreme(node: ast.Call, scope: Scope, better: Callable[[Any, Any], bool]) -> Expression:
    """min and max: the first of equal ones stays, so NaN and zeros come out as the document writes it."""
    if len(node.args) < 2:
        raise LanguageError("two or more values", node)
    kind, values = unified([compile_expression(a, scope) for a in node.args], scope, node)
    runs = [v.run for v in values]

    def run(frame: Frame) -> Any:
        first, *rest = [value(frame) for value in runs]
        best = first
        for candidate in rest:
            best = candidate if better(candidate, best) else best
        return best

    return Expression(kind, run)


def _abs(node: ast.Call, scope: Scope) -> Expression:
    value = compile_expression(node.args[0], scope)
    if value.constant is not None:
        return literal(abs(value.constant))
    kind = scope.words.promote(value.type)
    run = implicit(value, kind, node).run
    if isinstance(kind, Integer):
        return Expression(kind, lambda frame: kind.wrap(abs(run(frame))))
    if not isinstance(kind, Float):
        raise LanguageError(f"no abs of {kind}", node)
    return Expression(kind, lambda frame: abs(run(frame)))


def _len(node: ast.Call, scope: Scope) -> Expression:
    value = compile_expression(node.args[0], scope)
    if not isinstance(value.type, Buffer):
        raise LanguageError("only a typed buffer has a length", node)
    return Expression(scope.words.int, lambda frame: value.run(frame)[1])


def _ord(node: ast.Call, scope: Scope) -> Expression:
    (argument,) = node.args
    if not (isinstance(argument, ast.Constant) and isinstance(argument.value, (str, bytes))):
        raise LanguageError("ord takes a constant of one character", node)
    return literal(ord(argument.value))


def _const(node: ast.Call, scope: Scope) -> Expression:
    value = compile_expression(node.args[0], scope)
    if value.constant is None and value.type is not BOOL:
        raise LanguageError("const takes a constant", node)
    return value


BUILT_IN: dict[str, Callable[[ast.Call, Any], Expression]] = {
    "min": lambda node, scope: _extreme(node, scope, lambda b, a: b < a),
    "max": lambda node, scope: _extreme(node, scope, lambda b, a: b > a),
    "abs": _abs,
    "len": _len,
    "ord": _ord,
    "const": _const,
}


def _arguments(node: ast.Call, callee: Scope, scope: Scope) -> list[tuple[str, Any]]:
    """The parameter each argument goes to and its converted value, in the order they are written."""
    if len(node.args) > len(callee.parameters):
        raise LanguageError("too many arguments", node)
    pairs = list(zip(callee.parameters, node.args, strict=False))
    named: list[tuple[str, ast.expr]] = [(p, a) for p, a in pairs]
    named += [(k.arg or "", k.value) for k in node.keywords]
    given = [name for name, _ in named]
    missing = [p for p in callee.parameters if p not in given and p not in callee.defaults]
    unknown = [name for name in given if name not in callee.parameters]
    if len(set(given)) != len(given) or missing or unknown:
        raise LanguageError(f"arguments of {callee.name}: {missing or unknown or given}", node)
    return [
        (name, implicit(compile_expression(a, scope), callee.type_of(name), node, parameter=True).run)
        for name, a in named
    ]


def _user(node: ast.Call, callee: Scope, depth: int, scope: Scope) -> Expression:
    """A direct call; `depth` is how many frames out the callee was defined (for a nested function)."""
    arguments = _arguments(node, callee, scope)

    def run(frame: Frame) -> Any:
        values = {name: value(frame) for name, value in arguments}
        return frame.machine.call(callee, values, frame.enclosing(depth) if callee.parent else None)

    return Expression(callee.result_type(), run)


def compile_call(node: ast.Call, scope: Scope) -> Expression:
    if not isinstance(node.func, ast.Name):
        raise LanguageError("only functions of the module can be called", node)
    name = node.func.id
    found = scope.find_function(name)
    if found is not None:
        return _user(node, *found, scope)
    target = scope.words.numbers.get(name) or scope.words.named.get(name)
    if target is not None and not isinstance(target, Buffer):
        return _cast(node, target, scope)
    if name not in BUILT_IN:
        raise LanguageError(f"{name} is not defined", node)
    return BUILT_IN[name](node, scope)


__all__ = ["INT_LITERAL", "NONE", "compile_call", "settled"]
