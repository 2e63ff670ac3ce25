"""Expressions: each `ast` node becomes a type and a function of the frame that computes the value.

Operands are evaluated left to right, converted, then combined; what is decided by types alone is decided once.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.reference import arithmetic
from tests.reference.errors import LanguageError, Raised
from tests.reference.types import (
    BOOL,
    FLOAT_LITERAL,
    INT_LITERAL,
    LITERALS,
    NONE,
    Buffer,
    Float,
    Integer,
    Pointer,
    Tuple,
    Type,
    number_converter,
)

if TYPE_CHECKING:
    from tests.reference.scope import Frame, Scope

Run = Callable[["Frame"], Any]


@dataclass(frozen=True)
class Expression:
    """`constant` is the value of a literal or constant expression, whose type is one of LITERALS.

    `parts` are the expressions of a tuple as written, so that a literal in it still meets its own target.
    """

    type: Type
    run: Run
    constant: Any = None
    parts: tuple[Expression, ...] = ()


def literal(value: int | float) -> Expression:
    kind = FLOAT_LITERAL if isinstance(value, float) else INT_LITERAL
    return Expression(kind, lambda frame: value, value)


def implicit(value: Expression, target: Type, node: ast.AST, parameter: bool = False) -> Expression:
    """`value` converted as an assignment does (`parameter`: as passing an argument does)."""
    source = value.type
    if source == target:
        return value
    if source is INT_LITERAL and isinstance(target, Integer) and not target.admits(value.constant):
        raise LanguageError(f"{value.constant} does not fit {target}", node)
    if parameter and isinstance(target, Pointer):
        if isinstance(source, Buffer):
            return Expression(target, lambda frame: value.run(frame)[0])
        if isinstance(source, Integer) or source is INT_LITERAL:
            return Expression(target, lambda frame: frame.machine.address(value.run(frame)))
    from_float = isinstance(source, Float) or source is FLOAT_LITERAL
    allowed = isinstance(target, Float) or (isinstance(target, Integer) and not from_float)
    convert = number_converter(source, target) if allowed else None
    if convert is None or not (source in LITERALS or source is BOOL or isinstance(source, (Integer, Float))):
        raise LanguageError(f"{source} does not convert to {target} without a cast", node)
    if value.constant is not None:
        converted = convert(value.constant)
        return Expression(target, lambda frame: converted)
    return Expression(target, lambda frame: convert(value.run(frame)))


def settled(value: Expression, scope: Scope, node: ast.AST) -> Expression:
    """A literal that stands alone becomes `int` or `float`."""
    return implicit(value, scope.words.settle(value.type), node)


def unified(values: list[Expression], scope: Scope, node: ast.AST) -> tuple[Type, list[Expression]]:
    """The common type of several values, left to right, and each value converted straight to it."""
    kind = values[0].type
    for value in values[1:]:
        common = scope.words.unify(kind, value.type)
        if common is None:
            raise LanguageError(f"no operation of {kind} and {value.type}", node)
        kind = common
    kind = scope.words.settle(scope.words.promote(kind))
    return kind, [implicit(v, kind, node) for v in values]


def alternatives(values: list[Expression], scope: Scope, node: ast.AST) -> tuple[Type, list[Expression]]:
    """As `unified`, but values of one type other than the narrow integers keep it: two bool stay bool."""
    kind = values[0].type
    if all(v.type == kind for v in values) and (kind is BOOL or isinstance(kind, (Pointer, Buffer))):
        return kind, values
    return unified(values, scope, node)


def truth(value: Expression, node: ast.AST) -> Run:
    """Zero is false, NaN is true; pointers, buffers and tuples have no truth value."""
    if isinstance(value.type, (Pointer, Buffer, Tuple)) or value.type is NONE:
        raise LanguageError(f"{value.type} has no truth value", node)
    return lambda frame: bool(value.run(frame))


def _constant(node: ast.Constant, scope: Scope) -> Expression:
    value = node.value
    if isinstance(value, bool):
        return Expression(BOOL, lambda frame: value)
    if isinstance(value, (int, float)):
        return literal(value)
    raise LanguageError(f"{value!r} is not a machine value", node)


def _name(node: ast.Name, scope: Scope) -> Expression:
    found = scope.find(node.id)
    if found is None:
        constant = scope.find_constant(node.id)
        if constant is None:
            raise LanguageError(f"{node.id} is not defined", node)
        return constant
    depth, owner = found
    kind = owner.type_of(node.id)
    name = node.id
    if depth == 0:
        return Expression(kind, lambda frame: frame.values[name])
    return Expression(kind, lambda frame: frame.enclosing(depth).values[name])


def binary(op: ast.operator, left: Expression, right: Expression, scope: Scope, node: ast.AST) -> Expression:
    """`left op right`, also for augmented assignment."""
    words = scope.words
    if left.type is INT_LITERAL and right.type is INT_LITERAL and not isinstance(op, ast.Div):
        return _fold(op, left.constant, right.constant, node)
    if left.constant is not None and right.constant is not None:
        # Constant expressions are of integers: with floats each literal stands alone.
        left, right = settled(left, scope, node), settled(right, scope, node)
    if type(op) in arithmetic.LEFT_TYPED:
        return _left_typed(op, left, right, scope, node)
    if left.type is BOOL and right.type is BOOL and isinstance(op, arithmetic.BITWISE):
        kind: Type | None = BOOL
    else:
        kind = words.unify(left.type, right.type)
    if isinstance(op, ast.Div) and isinstance(kind, Integer):
        kind = words.float
    if kind is None:
        raise LanguageError(f"no operation of {left.type} and {right.type}", node)
    a, b = implicit(left, kind, node).run, implicit(right, kind, node).run
    if isinstance(kind, Float):
        if type(op) not in arithmetic.FLOAT:
            raise LanguageError("not an operation of floats", node)
        compute = arithmetic.FLOAT[type(op)]
        return Expression(kind, lambda frame: compute(kind, a(frame), b(frame)))
    combine = arithmetic.INTEGER[type(op)]
    if kind is BOOL:
        return Expression(kind, lambda frame: combine(a(frame), b(frame)))
    assert isinstance(kind, Integer)
    return Expression(kind, lambda frame: kind.wrap(combine(a(frame), b(frame))))


def _fold(op: ast.operator, left: Any, right: Any, node: ast.AST) -> Expression:
    try:
        value = arithmetic.CONSTANT[type(op)](left, right)
    except (ArithmeticError, ValueError, TypeError) as error:
        raise LanguageError(f"constant expression: {error}", node) from None
    return literal(value)


def _left_typed(op: ast.operator, left: Expression, right: Expression, scope: Scope, node: ast.AST) -> Expression:
    kind = scope.words.settle(scope.words.promote(left.type))
    counts = isinstance(right.type, Integer) or right.type in (BOOL, INT_LITERAL)
    if not isinstance(kind, Integer) or not counts:
        raise LanguageError("only of integers", node)
    compute = arithmetic.LEFT_TYPED[type(op)]
    a, b = implicit(left, kind, node).run, right.run
    return Expression(kind, lambda frame: compute(kind, a(frame), int(b(frame))))


def _binary(node: ast.BinOp, scope: Scope) -> Expression:
    return binary(node.op, compile_expression(node.left, scope), compile_expression(node.right, scope), scope, node)


def _unary(node: ast.UnaryOp, scope: Scope) -> Expression:
    operand = compile_expression(node.operand, scope)
    if isinstance(node.op, ast.Not):
        test = truth(operand, node)
        return Expression(BOOL, lambda frame: not test(frame))
    compute: Callable[[Any], Any] = {
        ast.USub: lambda v: -v,
        ast.UAdd: lambda v: v,
        ast.Invert: lambda v: ~v,
    }[type(node.op)]
    if operand.constant is not None and not (operand.type is FLOAT_LITERAL and isinstance(node.op, ast.Invert)):
        return literal(compute(operand.constant))
    kind = scope.words.promote(operand.type)
    if isinstance(kind, Integer):
        run = implicit(operand, kind, node).run
        return Expression(kind, lambda frame: kind.wrap(compute(run(frame))))
    if isinstance(kind, Float) and not isinstance(node.op, ast.Invert):
        return Expression(kind, lambda frame: compute(operand.run(frame)))
    raise LanguageError(f"no such operation of {operand.type}", node)


def _comparison(
    op: ast.cmpop, left: Expression, right: Expression, scope: Scope, node: ast.AST
) -> Callable[[Any, Any], bool]:
    """The test of two evaluated operands, each still of its own type."""
    if type(op) not in arithmetic.COMPARISON:
        raise LanguageError("not a comparison of machine values", node)
    compare = arithmetic.COMPARISON[type(op)]
    kind = scope.words.unify(left.type, right.type)
    if kind is None:
        raise LanguageError(f"no comparison of {left.type} and {right.type}", node)
    if isinstance(kind, Float):
        first, second = number_converter(left.type, kind), number_converter(right.type, kind)
        assert first is not None
        assert second is not None
        return lambda a, b: compare(first(a), second(b))
    # Integers compare by value; but with == and != a literal takes the bits of the other operand's type.
    for side in (left, right):
        if side.type is INT_LITERAL and isinstance(kind, Integer) and isinstance(op, (ast.Eq, ast.NotEq)):
            implicit(side, kind, node)
            return lambda a, b: compare(kind.wrap(a), kind.wrap(b))
    return compare


def _compare(node: ast.Compare, scope: Scope) -> Expression:
    operands = [compile_expression(n, scope) for n in (node.left, *node.comparators)]
    tests = [
        _comparison(op, left, right, scope, node)
        for op, left, right in zip(node.ops, operands, operands[1:], strict=False)
    ]
    first, rest = operands[0].run, [(test, o.run) for test, o in zip(tests, operands[1:], strict=True)]

    def run(frame: Frame) -> bool:
        left = first(frame)
        for test, operand in rest:
            right = operand(frame)
            if not test(left, right):
                return False
            left = right
        return True

    return Expression(BOOL, run)


def _and_or(node: ast.BoolOp, scope: Scope) -> Expression:
    values = [compile_expression(n, scope) for n in node.values]
    for value in values:
        truth(value, node)  # refuses what has no truth value
    kind, converted = alternatives(values, scope, node)
    stop_at = isinstance(node.op, ast.Or)
    *first, last = [v.run for v in converted]

    def run(frame: Frame) -> Any:
        for value in first:
            result = value(frame)
            if bool(result) is stop_at:
                return result
        return last(frame)

    return Expression(kind, run)


def _ternary(node: ast.IfExp, scope: Scope) -> Expression:
    test = truth(compile_expression(node.test, scope), node)
    values = [compile_expression(n, scope) for n in (node.body, node.orelse)]
    kind, (chosen, other) = alternatives(values, scope, node)
    return Expression(kind, lambda frame: chosen.run(frame) if test(frame) else other.run(frame))


@dataclass(frozen=True)
class Element:
    """An element to load or store: the type a load gives, and the accesses once base and index are known."""

    kind: Type  # of the base
    loaded: Type
    stored: Integer | Float
    base: Run
    index: Run
    locate: Callable[[Any, int], int]


def element(node: ast.Subscript, scope: Scope) -> Element:
    words = scope.words
    base = compile_expression(node.value, scope)
    index = compile_expression(node.slice, scope)
    if not (isinstance(index.type, Integer) or index.type in (BOOL, INT_LITERAL)):
        raise LanguageError("an index is an integer", node)
    index = settled(index, scope, node)
    if isinstance(base.type, Pointer) and base.type.size:
        size = base.type.size
        stored = Integer(f"uint{8 * size}", 8 * size, False)
        mask = words.uint.high
        return Element(base.type, words.int, stored, base.run, index.run, lambda b, i: (b + i * size) & mask)
    if not isinstance(base.type, Buffer):
        raise LanguageError(f"{base.type} has no elements", node)
    kind = base.type.element
    checked = scope.bounds

    def locate(buffer: tuple[int, int], i: int) -> int:
        address, length = buffer
        if checked:
            i = i + length if i < 0 else i
            if not 0 <= i < length:
                raise Raised(IndexError("index out of range"))
        return address + i * (kind.bits // 8)

    return Element(base.type, words.promote(kind), kind, base.run, index.run, locate)


def load(frame: Frame, place: Element, address: int) -> Any:
    value = frame.machine.memory.load_element(address, place.stored)
    return place.loaded.wrap(value) if isinstance(place.loaded, Integer) else value  # type: ignore[arg-type]


def _subscript(node: ast.Subscript, scope: Scope) -> Expression:
    place = element(node, scope)

    def run(frame: Frame) -> Any:
        base = place.base(frame)
        return load(frame, place, place.locate(base, int(place.index(frame))))

    return Expression(place.loaded, run)


def _call(node: ast.Call, scope: Scope) -> Expression:
    from tests.reference.calls import compile_call

    return compile_call(node, scope)


def _tuple(node: ast.Tuple, scope: Scope) -> Expression:
    parts = tuple(compile_expression(n, scope) for n in node.elts)
    kind = Tuple("tuple", tuple(settled(part, scope, node).type for part in parts))
    return Expression(kind, lambda frame: tuple(part.run(frame) for part in parts), parts=parts)


COMPILE: dict[type[ast.expr], Callable[[Any, Any], Expression]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.Compare: _compare,
    ast.BoolOp: _and_or,
    ast.IfExp: _ternary,
    ast.Subscript: _subscript,
    ast.Call: _call,
    ast.Tuple: _tuple,
}


def compile_expression(node: ast.expr, scope: Scope) -> Expression:
    if type(node) not in COMPILE:
        raise LanguageError(f"{type(node).__name__} is not in the language", node)
    return COMPILE[type(node)](node, scope)
