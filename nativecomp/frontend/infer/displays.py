"""Types of displays, f-strings and comprehensions: objects, but for tuples of machine values."""

import ast

from nativecomp.frontend.infer.conversions import check_literal
from nativecomp.frontend.infer.loops import iterated
from nativecomp.frontend.infer.rules import FunctionTyping, rule
from nativecomp.frontend.infer.typed import ERROR
from nativecomp.ir import Local
from nativecomp.language.types import OBJECT, TupleType, Type, tuple_of


@rule(ast.Tuple)
def _tuple(t: FunctionTyping, node: ast.Tuple) -> Type:
    given = [t.value_type(item) for item in node.elts]
    items = [t.context.default(type_) for type_ in given]
    holds_objects = any(item == OBJECT or isinstance(item, TupleType) for item in items)
    if ERROR not in items and (not items or holds_objects or any(map(t.context.is_wide, given))):
        return t.object(*node.elts)
    for item in node.elts:
        check_literal(t, item, t.type_of(item), t.context.int)
    return ERROR if ERROR in items else tuple_of(tuple(items))


@rule(ast.List, ast.Set)
def _items(t: FunctionTyping, node: ast.List | ast.Set) -> Type:
    for item in node.elts:
        if isinstance(item, ast.Starred):
            t.error(item, "a starred item is not supported in a display", "add the lists: `[a] + list(b)`")
        else:
            t.object(item)
    return OBJECT


@rule(ast.Dict)
def _dict(t: FunctionTyping, node: ast.Dict) -> Type:
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            t.error(value, "`**` is not supported in a dict display", "use `d.update(...)`")
        else:
            t.object(key, value)
    return OBJECT


@rule(ast.JoinedStr)
def _formatted(t: FunctionTyping, node: ast.JoinedStr) -> Type:
    return refuse_formatted(t, node)


def refuse_formatted(t: FunctionTyping, node: ast.JoinedStr) -> Type:
    """Report an f-string that MicroPython cannot read: the others are calls of `format` (frontend/fstrings.py)."""
    for part in ast.walk(node):
        if isinstance(part, ast.FormattedValue) and part.conversion == ord("a"):
            return t.error(part, "MicroPython has no `!a`", "write `!r`")
    message = "MicroPython ends an expression in an f-string at the first `:` or `}` that is not in brackets"
    return t.error(node, message, "compute the value before the f-string")


@rule(ast.ListComp, ast.SetComp, ast.DictComp)
def _comprehension(t: FunctionTyping, node: ast.ListComp | ast.SetComp | ast.DictComp) -> Type:
    """Its names are locals of the function that only it sees."""
    names: dict[str, Local] = {}
    t.function.comprehensions[node] = names
    for number, generator in enumerate(node.generators):
        element = iterated(t, generator.iter)
        if number == 0:
            t.inner.append(names)
        _bind(t, generator.target, element, names)
        for condition in generator.ifs:
            t.condition(condition)
    t.object(*([node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]))
    t.inner.pop()
    return OBJECT


def _bind(t: FunctionTyping, target: ast.expr, type_: Type, names: dict[str, Local]) -> None:
    if isinstance(target, ast.Name):
        names[target.id] = t.new_slot(target.id, t.context.default(type_))
    elif isinstance(target, ast.Tuple | ast.List):
        for item in target.elts:
            _bind(t, item, OBJECT, names)
    else:
        t.error(target, "the target of a comprehension is a name or several names here")
