"""The text of a function with each operation of machine types replaced by a call of what computes it.

Values stand for themselves: integers, floats and bools are Python's, a pointer is the address as an integer, a typed
buffer is a `TypedBuffer`, a tuple of machine values a tuple. What an expression of the new text gives is of the type
that inference found for the old one; where a place wants another type, a conversion stands around it.

    y: uint8 = x + 1        y = __nc1(__nc0(x, 1))          __nc0 adds and wraps as `int`, __nc1 makes a `uint8`
"""

import ast
from collections.abc import Callable
from typing import Any, TypeVar

from nativecomp.desk.instrumented import values
from nativecomp.desk.instrumented.elements import Elements
from nativecomp.frontend import TypedFunction
from nativecomp.frontend.infer.operators import compares_objects, needs_objects
from nativecomp.frontend.infer.typed import BuiltinCall, Conversion, CoreCall, DirectCall, held_type
from nativecomp.language.types import (
    BOOL,
    NONE,
    OBJECT,
    OBJECTS,
    BufferType,
    IntType,
    LiteralType,
    PointerType,
    TupleType,
    Type,
    TypeContext,
)

Node = TypeVar("Node", bound=ast.AST)


class NotInstrumented(Exception):
    """The function has what this rewriting does not know, in words."""


def _constant(value: Any) -> ast.Constant:
    return ast.Constant(value)


def call(function: ast.expr, *arguments: ast.expr) -> ast.Call:
    return ast.Call(function, list(arguments), [])


class Rewriter:
    """Rewrites the expressions of one function.

    Args:
        typed: the function as inference has found it to be.
        callee: gives the rewritten form of another function.
        owner: the rewriter of the function around it.
    """

    def __init__(
        self, typed: TypedFunction, context: TypeContext, elements: Elements, callee: Callable[[TypedFunction], Any],
        owner: "Rewriter | None" = None,
    ) -> None:  # fmt: skip
        self.typed = typed
        self.context = context
        self.elements = elements
        self.callee = callee
        self.owner = owner
        self.held: dict[str, Any] = {} if owner is None else owner.held
        """What the text refers to by names of its own."""
        self._temporaries = 0

    def hold(self, thing: Any) -> ast.expr:
        """A name for something."""
        name = f"__nc{len(self.held)}"
        self.held[name] = thing
        return ast.Name(name, ast.Load())

    def temporary(self) -> str:
        self._temporaries += 1
        return f"__t{self._temporaries}"

    def type_of(self, node: ast.expr) -> Type:
        """As inference's `value_type`: strings and `None` are objects."""
        type_ = self.typed.types.get(node, OBJECT)
        return OBJECT if type_ in OBJECTS else type_

    # Expressions

    def expression(self, node: ast.expr) -> ast.expr:
        """What gives the value of an expression, of the type that it has."""
        if node in self.typed.constants:
            new: ast.expr = _constant(self.typed.constants[node])
        else:
            new = _EXPRESSIONS[type(node)](self, node) if type(node) in _EXPRESSIONS else self.copy(node)
        return ast.copy_location(new, node)

    def copy(self, node: Node) -> Node:
        """The same node, of objects, with rewritten parts."""
        if isinstance(node, ast.Lambda | ast.Yield | ast.YieldFrom | ast.Await):
            raise NotInstrumented(f"`{type(node).__name__.lower()}`")
        return ast.copy_location(type(node)(**{name: self._part(value) for name, value in ast.iter_fields(node)}), node)

    def _part(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._part(one) for one in value]
        if isinstance(value, ast.expr):
            return self.expression(value)
        if isinstance(value, ast.comprehension):
            iterator, _ = self.iterable(value.iter)
            return ast.comprehension(value.target, iterator, [self.truth(one) for one in value.ifs], value.is_async)
        return self.copy(value) if isinstance(value, ast.keyword | ast.withitem) else value

    def converted(self, value: ast.expr, given: Type, wanted: Type) -> ast.expr:
        """A value in a place that wants another type."""
        if wanted in OBJECTS or given == wanted:
            return value
        if isinstance(value, ast.Constant) and value.value is None:
            return ast.Constant(values.zero(wanted))
        if isinstance(wanted, PointerType):
            return self._address(value, given)
        if isinstance(given, PointerType):
            given = self.context.uint
        convert = values.converter(given, wanted, self.context)
        if convert is None:
            return value
        if isinstance(value, ast.Constant):
            return ast.copy_location(ast.Constant(convert(value.value)), value)
        return call(self.hold(convert), value)

    def _address(self, value: ast.expr, given: Type) -> ast.expr:
        if isinstance(given, PointerType):
            return value
        if isinstance(given, BufferType):
            return ast.Attribute(value, "address", ast.Load())
        if given in OBJECTS:
            return call(self.hold(self.elements.address_of), value)
        return call(self.hold(lambda number: self.context.uint.wrap(int(number))), value)

    def wanted(self, node: ast.expr, type_: Type) -> ast.expr:
        """An expression in a place that wants a type."""
        return ast.copy_location(self.converted(self.expression(node), self.type_of(node), type_), node)

    def truth(self, node: ast.expr) -> ast.expr:
        """An expression whose truth is asked for."""
        if node in self.typed.constants:
            return self.expression(node)
        if isinstance(node, ast.BoolOp):
            return ast.copy_location(ast.BoolOp(node.op, [self.truth(one) for one in node.values]), node)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return ast.copy_location(ast.UnaryOp(node.op, self.truth(node.operand)), node)
        return self.expression(node)

    def iterable(self, node: ast.expr) -> tuple[ast.expr, Type]:
        """What a loop runs over, and the type of its items."""
        if node in self.typed.iterators:
            return self.expression(node), OBJECT
        type_ = self.type_of(node)
        if isinstance(type_, BufferType):
            return self.expression(node), self.context.element_value(type_.element)
        assert isinstance(node, ast.Call)
        bounds = [self.wanted(argument, type_) for argument in node.args]
        return ast.copy_location(call(self.hold(range), *bounds), node), type_

    def binary(self, op: ast.operator, left: ast.expr, of_left: Type, right: ast.expr, of_right: Type) -> ast.expr:
        """An operator between rewritten operands of machine types."""
        type_ = values.result_of(op, of_left, of_right, self.context)
        if type_ == BOOL:
            return ast.BinOp(left, op, right)
        left = self.converted(left, of_left, type_)
        if not isinstance(op, values.BY_LEFT):
            right = self.converted(right, of_right, type_)
        return call(self.hold(values.binary(op, type_)), left, right)

    def local(self, name: str) -> Type | None:
        """The type of a local, of this function or one around it; None of another name."""
        found = self.typed.locals.get(name)
        if found is None:
            return None if self.owner is None else self.owner.local(name)
        return held_type(found)


# The kinds of expressions


def _binary(r: Rewriter, node: ast.BinOp) -> ast.expr:
    left, right = r.type_of(node.left), r.type_of(node.right)
    if needs_objects(node.op, left, right, r.context):
        return r.copy(node)
    return r.binary(node.op, r.expression(node.left), left, r.expression(node.right), right)


def _unary(r: Rewriter, node: ast.UnaryOp) -> ast.expr:
    if isinstance(node.op, ast.Not):
        return ast.UnaryOp(node.op, r.truth(node.operand))
    type_ = r.type_of(node)
    if type_ == OBJECT:
        return r.copy(node)
    return call(r.hold(values.unary(node.op, type_)), r.wanted(node.operand, type_))


def _compare(r: Rewriter, node: ast.Compare) -> ast.expr:
    """Pair by pair; what stands between two operators is evaluated once."""
    tests: list[ast.expr] = []
    left, of_left = r.expression(node.left), r.type_of(node.left)
    for position, (op, operand) in enumerate(zip(node.ops, node.comparators, strict=True)):
        right, of_right = r.expression(operand), r.type_of(operand)
        again = right
        if position + 1 < len(node.ops):
            name = r.temporary()
            right, again = ast.NamedExpr(ast.Name(name, ast.Store()), right), ast.Name(name, ast.Load())
        given = [r.typed.types.get(one, OBJECT) for one in (node.left, *node.comparators)][position : position + 2]
        if compares_objects(op, given[0], given[1], r.context):
            tests.append(ast.Compare(left, [op], [right]))
        else:
            tests.append(call(r.hold(values.comparison(op, of_left, of_right, r.context)), left, right))
        left, of_left = again, of_right
    return tests[0] if len(tests) == 1 else ast.BoolOp(ast.And(), tests)


def _boolean(r: Rewriter, node: ast.BoolOp) -> ast.expr:
    type_ = r.type_of(node)
    return ast.BoolOp(node.op, [r.wanted(value, type_) for value in node.values])


def _choice(r: Rewriter, node: ast.IfExp) -> ast.expr:
    type_ = r.type_of(node)
    return ast.IfExp(r.truth(node.test), r.wanted(node.body, type_), r.wanted(node.orelse, type_))


def _tuple(r: Rewriter, node: ast.Tuple) -> ast.expr:
    type_ = r.type_of(node)
    if not isinstance(type_, TupleType):
        return r.copy(node)
    return ast.Tuple([r.wanted(item, one) for item, one in zip(node.elts, type_.items, strict=True)], ast.Load())


def _named(r: Rewriter, node: ast.NamedExpr) -> ast.expr:
    return ast.NamedExpr(node.target, r.wanted(node.value, r.local(node.target.id) or OBJECT))


def _subscript(r: Rewriter, node: ast.Subscript) -> ast.expr:
    base = r.type_of(node.value)
    if not isinstance(base, PointerType | BufferType):
        return r.copy(node)
    load = r.elements.load(base, checked=r.typed.source.options.bounds)
    return call(r.hold(load), r.expression(node.value), r.expression(node.slice))


def _call(r: Rewriter, node: ast.Call) -> ast.expr:
    kind = r.typed.calls.get(node)
    if isinstance(kind, Conversion):
        return r.wanted(node.args[0], kind.type)
    if isinstance(kind, BuiltinCall):
        return _builtin(r, node, kind.name)
    if isinstance(kind, DirectCall):
        return _direct(r, node, kind)
    if isinstance(kind, CoreCall):
        raise NotInstrumented("a call of the core")
    return r.copy(node)


def _builtin(r: Rewriter, node: ast.Call, name: str) -> ast.expr:
    type_ = r.type_of(node)
    if name == "pow":
        left, right = node.args
        return r.binary(ast.Pow(), r.expression(left), r.type_of(left), r.expression(right), r.type_of(right))
    if name in ("min", "max"):
        return call(r.hold({"min": min, "max": max}[name]), *[r.wanted(one, type_) for one in node.args])
    if name == "abs":
        absolute = abs if not isinstance(type_, IntType) else lambda value: type_.wrap(abs(value))
        return call(r.hold(absolute), r.wanted(node.args[0], type_))
    return call(r.hold({"len": len, "print": print}[name]), *[r.expression(one) for one in node.args])


def _direct(r: Rewriter, node: ast.Call, kind: DirectCall) -> ast.expr:
    """The arguments in the order of the text, then defaults."""
    params = kind.callee.ir.params
    place = {id(given): param for param, given in zip(params, kind.arguments, strict=True)}
    source = kind.callee.source
    new = call(r.hold(r.callee(kind.callee)) if source.owner is None else ast.Name(source.node.name, ast.Load()))
    written = [*node.args, *(keyword.value for keyword in node.keywords)]
    for argument in written:
        param = place[id(argument)]
        new.keywords.append(ast.keyword(param.name, r.wanted(argument, param.type)))
    for param, given in zip(params, kind.arguments, strict=True):
        if not isinstance(given, ast.expr):
            value = r.converted(_constant(given), _type_of_constant(given), param.type)
            new.keywords.append(ast.keyword(param.name, value))
    return new


def _type_of_constant(value: Any) -> Type:
    if isinstance(value, bool):
        return BOOL
    return LiteralType("constant", value) if isinstance(value, int | float) else NONE if value is None else OBJECT


_EXPRESSIONS: dict[type[ast.expr], Callable[[Rewriter, Any], ast.expr]] = {
    ast.BinOp: _binary, ast.UnaryOp: _unary, ast.Compare: _compare, ast.BoolOp: _boolean, ast.IfExp: _choice,
    ast.Tuple: _tuple, ast.NamedExpr: _named, ast.Subscript: _subscript, ast.Call: _call,
}  # fmt: skip
