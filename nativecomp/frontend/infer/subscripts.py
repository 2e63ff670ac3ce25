"""Types of elements: of pointers, typed buffers, tuples of machine values, constants and objects."""

import ast

from nativecomp.frontend.infer.conversions import check_literal
from nativecomp.frontend.infer.rules import FunctionTyping, rule
from nativecomp.frontend.infer.typed import ERROR
from nativecomp.language.types import OBJECT, BufferType, LiteralType, PointerType, TupleType, Type, is_integer


@rule(ast.Subscript)
def _subscript(t: FunctionTyping, node: ast.Subscript) -> Type:
    base = t.value_type(node.value)
    if (item := _constant_item(t, node)) is not None:
        return item
    if isinstance(base, TupleType) and isinstance(t.type_of(node.slice), LiteralType):
        return _tuple_item(t, node, base)
    if base == OBJECT or isinstance(base, TupleType):
        return t.object(node.value, node.slice)
    if isinstance(node.slice, ast.Slice):
        return t.error(node.slice, "slices are not supported here", "pass start and length as integers")
    if isinstance(node.slice, ast.Tuple):
        hint = "index one element: `b[y * width + x]`"
        return t.error(node.slice, "several indices are not supported here", hint)
    index = t.value_type(node.slice)
    if ERROR in (base, index):
        return ERROR
    if not is_integer(index):
        return t.error(node.slice, f"an index must be an integer, not `{index}`", "convert it: `int(i)`")
    check_literal(t, node.slice, index, t.context.int)
    if isinstance(base, PointerType) and base.element_bits:
        return t.context.int
    if isinstance(base, PointerType):
        return t.error(node, "a `ptr` only holds an address", "cast it: `ptr8(p)[i]`")
    if isinstance(base, BufferType):
        return t.context.element_value(base.element)
    return t.error(node, f"a value of type `{base}` has no elements", "only pointers and typed buffers have")


def _constant_item(t: FunctionTyping, node: ast.Subscript) -> Type | None:
    """The item of a constant, such as a tuple that `const` names, at a constant index."""
    items = t.function.constants.get(node.value)
    if not isinstance(items, tuple | str | bytes) or isinstance(node.slice, ast.Slice):
        return None
    t.type_of(node.slice)
    index = t.function.constants.get(node.slice)
    if not isinstance(index, int) or not -len(items) <= index < len(items):
        return None
    return t.set_constant(node, items[index])


def _tuple_item(t: FunctionTyping, node: ast.Subscript, base: TupleType) -> Type:
    index = t.function.constants.get(node.slice)
    if not isinstance(index, int) or not -len(base.items) <= index < len(base.items):
        return t.error(node.slice, f"the index of a tuple must be a constant below {len(base.items)}")
    return base.items[index]


@rule(ast.Slice)
def _slice(t: FunctionTyping, node: ast.Slice) -> Type:
    return t.object(node.lower, node.upper, node.step)
