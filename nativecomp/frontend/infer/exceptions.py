"""Check `try`, `with`, `raise` and `assert`."""

import ast

from nativecomp.frontend.infer.rules import FunctionTyping, rule
from nativecomp.frontend.infer.stores import bind, store
from nativecomp.ir import EXCEPTIONS
from nativecomp.language.types import OBJECT


@rule(ast.Try)
def _try(t: FunctionTyping, node: ast.Try) -> None:
    t.body(node.body)
    for handler in node.handlers:
        t.object(handler.type)
        if handler.name:
            bind(t, handler.name, handler)
        t.body(handler.body)
    t.body(node.orelse, node.finalbody)


@rule(ast.With)
def _with(t: FunctionTyping, node: ast.With) -> None:
    for item in node.items:
        t.object(item.context_expr)
        if item.optional_vars is not None:
            store(t, item.optional_vars, item.optional_vars, OBJECT)
    t.body(node.body)


@rule(ast.Raise)
def _raise(t: FunctionTyping, node: ast.Raise) -> None:
    if not _is_plain(t, node):
        t.object(node.exc, node.cause)
        return
    t.function.plain_raises.add(node)
    for argument in node.exc.args if isinstance(node.exc, ast.Call) else []:
        t.type_of(argument)


def _is_plain(t: FunctionTyping, node: ast.Raise) -> bool:
    """Whether it raises a built-in exception with a constant text or nothing, which needs no object."""
    call = node.exc if isinstance(node.exc, ast.Call) else None
    name = call.func if call else node.exc
    if not isinstance(name, ast.Name) or name.id not in EXCEPTIONS or node.cause is not None:
        return False
    if t.find_local(name.id) is not None or t.program.binds_global(name.id):
        return False
    if call is None:
        return True
    texts = all(isinstance(argument, ast.Constant) and isinstance(argument.value, str) for argument in call.args)
    return not call.keywords and len(call.args) <= 1 and texts


@rule(ast.Assert)
def _assert(t: FunctionTyping, node: ast.Assert) -> None:
    t.condition(node.test)
    t.object(node.msg)
