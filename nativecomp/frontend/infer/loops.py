"""Check loops: `while`, and `for` over ranges, typed buffers and objects; comprehensions run over the same."""

import ast

from nativecomp.frontend.infer.conversions import check_literal
from nativecomp.frontend.infer.rules import FunctionTyping, rule
from nativecomp.frontend.infer.stores import store
from nativecomp.frontend.infer.typed import ERROR
from nativecomp.language.types import (
    INT64,
    ITERATOR,
    OBJECT,
    BufferType,
    IntType,
    LiteralType,
    PointerType,
    Type,
    is_integer,
    is_number,
)


@rule(ast.While)
def _while(t: FunctionTyping, node: ast.While) -> None:
    t.condition(node.test)
    t.body(node.body, node.orelse)


@rule(ast.For)
def _for(t: FunctionTyping, node: ast.For) -> None:
    store(t, node.target, node.target, iterated(t, node.iter))
    t.body(node.body, node.orelse)


def iterated(t: FunctionTyping, node: ast.expr) -> Type:
    """The type of the items of what a loop runs over; a slot for its iterator where it is an object."""
    if isinstance(node, ast.Call) and _is_range(t, node):
        return _range(t, node)
    type_ = t.value_type(node)
    if isinstance(type_, BufferType):
        return t.context.element_value(type_.element)
    if type_ == ERROR:
        return ERROR
    if is_number(type_) or isinstance(type_, PointerType):
        return t.error(node, f"a value of type `{type_}` has no elements to loop over", "loop over `range(n)`")
    t.function.iterators[node] = t.new_slot("iterator", ITERATOR)
    return OBJECT


def _is_range(t: FunctionTyping, node: ast.Call) -> bool:
    """Whether it is a range between machine integers."""
    is_named = isinstance(node.func, ast.Name) and node.func.id == "range" and not t.is_local("range")
    return is_named and not any(t.type_of(argument) == OBJECT for argument in node.args)


def _range(t: FunctionTyping, node: ast.Call) -> Type:
    if not 1 <= len(node.args) <= 3 or node.keywords:
        return t.error(node, "`range` takes one to three arguments")
    types = [t.value_type(argument) for argument in node.args]
    for argument, type_ in zip(node.args, types, strict=True):
        if type_ != ERROR and not is_integer(type_):
            return t.error(argument, f"`range` takes integers, not `{type_}`", "convert it: `int(x)`")
    if ERROR in types:
        return ERROR
    if len(types) == 3 and isinstance(types[2], LiteralType) and types[2].value == 0:
        return t.error(node.args[2], "the step of `range` is zero")
    unified = t.context.unify_all(types)
    assert unified is not None, "all are integers"
    result = t.context.default(t.context.promote(unified))
    for argument, type_ in zip(node.args, types, strict=True):
        check_literal(t, argument, type_, result)
    below_zero = any(isinstance(type_, LiteralType) and type_.value < 0 for type_ in types)
    unsigned = isinstance(result, IntType) and not result.signed
    # An unsigned range that a negative literal bounds, as in `range(n, -1, -1)`, is counted in `int64`.
    t.function.types[node] = INT64 if unsigned and below_zero else result
    return result
