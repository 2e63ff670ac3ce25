"""Statements: each becomes a function of the frame that says how control leaves it."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable
from typing import Any

from tests.reference.errors import LanguageError, Raised
from tests.reference.expressions import (
    Expression,
    binary,
    compile_expression,
    element,
    implicit,
    literal,
    load,
    settled,
    truth,
)
from tests.reference.scope import Frame, Scope, annotation_type, is_constant, is_range
from tests.reference.types import (
    INT_LITERAL,
    NONE,
    Buffer,
    Integer,
    Tuple,
    Type,
    number_converter,
)

Exit = str | None  # None: go on with the next statement
BREAK, CONTINUE, RETURN = "break", "continue", "return"

Statement = Callable[[Frame], Exit]
Store = Callable[[Frame, Any], None]


def compile_block(body: list[ast.stmt], scope: Scope) -> Statement:
    steps = [COMPILE_STATEMENT[type(s)](s, scope) if type(s) in COMPILE_STATEMENT else _refuse(s) for s in body]

    def run(frame: Frame) -> Exit:
        for step in steps:
            leaving = step(frame)
            if leaving is not None:
                return leaving
        return None

    return run


def _refuse(node: ast.stmt) -> Statement:
    raise LanguageError(f"{type(node).__name__} is not in the language", node)


def _do(action: Callable[[Frame], Any]) -> Statement:
    def run(frame: Frame) -> Exit:
        action(frame)
        return None

    return run


def _store(target: ast.expr, source: Expression, scope: Scope) -> Store:
    """Puts an evaluated value of `source`'s type into a target; base and index are evaluated after the value."""
    if isinstance(target, ast.Tuple):
        kind = source.type
        if not isinstance(kind, Tuple) or len(kind.items) != len(target.elts):
            raise LanguageError(f"{kind} does not unpack into {len(target.elts)}", target)
        sources = source.parts or [Expression(item, lambda frame: None) for item in kind.items]
        stores = [_store(part, s, scope) for part, s in zip(target.elts, sources, strict=True)]

        def unpack(frame: Frame, values: Any) -> None:
            for store, value in zip(stores, values, strict=True):
                store(frame, value)

        return unpack
    if isinstance(target, ast.Subscript):
        place = element(target, scope)
        # Through a pointer the low bits of any integer are stored; a literal alone is an `int`.
        value_type = source if isinstance(place.kind, Buffer) else settled(source, scope, target)
        to_element = _converter(value_type, place.stored, target)

        def store_element(frame: Frame, value: Any) -> None:
            base = place.base(frame)
            address = place.locate(base, int(place.index(frame)))
            frame.machine.memory.store_element(address, place.stored, to_element(value))

        return store_element
    if not isinstance(target, ast.Name):
        raise LanguageError("cannot assign to this", target)
    found = scope.find(target.id)
    if found is None or (found[0] and target.id not in scope.nonlocals):
        raise LanguageError(f"{target.id} is not a local", target)
    depth, owner = found
    name = target.id
    to_local = _converter(source, owner.type_of(name), target)

    def store_local(frame: Frame, value: Any) -> None:
        frame.enclosing(depth).values[name] = to_local(value)

    return store_local


def _converter(source: Expression, target: Type, node: ast.AST) -> Callable[[Any], Any]:
    """The implicit conversion of `source`'s values to `target`, checked now."""
    implicit(source, target, node)
    if source.type == target:
        return lambda value: value
    convert = number_converter(source.type, target)
    assert convert is not None
    return convert


def _assign(node: ast.Assign, scope: Scope) -> Statement:
    if is_constant(node):
        return lambda frame: None  # known to its scope already
    value = compile_expression(node.value, scope)
    stores = [_store(target, value, scope) for target in node.targets]

    def run(frame: Frame) -> Exit:
        result = value.run(frame)
        for store in stores:
            store(frame, result)
        return None

    return run


def _annotated(node: ast.AnnAssign, scope: Scope) -> Statement:
    annotation_type(node.annotation, scope.words)
    if node.value is None:
        return lambda frame: None
    value = compile_expression(node.value, scope)
    store = _store(node.target, value, scope)
    return _do(lambda frame: store(frame, value.run(frame)))


def _augmented(node: ast.AugAssign, scope: Scope) -> Statement:
    right = compile_expression(node.value, scope)
    if isinstance(node.target, ast.Subscript):
        place = element(node.target, scope)
        # The loaded value waits in the frame under a name no program can have.
        old = Expression(place.loaded, lambda frame: frame.values["old value"].pop())
        result = implicit(binary(node.op, old, right, scope, node), place.stored, node)

        def update(frame: Frame) -> Exit:
            base = place.base(frame)
            address = place.locate(base, int(place.index(frame)))
            frame.values.setdefault("old value", []).append(load(frame, place, address))
            frame.machine.memory.store_element(address, place.stored, result.run(frame))
            return None

        return update
    left = compile_expression(node.target, scope)
    value = binary(node.op, left, right, scope, node)
    store = _store(node.target, value, scope)
    return _do(lambda frame: store(frame, value.run(frame)))


def _if(node: ast.If, scope: Scope) -> Statement:
    test = truth(compile_expression(node.test, scope), node)
    body, other = compile_block(node.body, scope), compile_block(node.orelse, scope)
    return lambda frame: body(frame) if test(frame) else other(frame)


def _while(node: ast.While, scope: Scope) -> Statement:
    test = truth(compile_expression(node.test, scope), node)
    body, other = compile_block(node.body, scope), compile_block(node.orelse, scope)

    def run(frame: Frame) -> Exit:
        while test(frame):
            frame.machine.step()
            leaving = body(frame)
            if leaving is BREAK:
                return None
            if leaving is RETURN:
                return RETURN
        return other(frame)

    return run


def _for(node: ast.For, scope: Scope) -> Statement:
    body, other = compile_block(node.body, scope), compile_block(node.orelse, scope)
    items, item = _range(node, scope) if is_range(node.iter) else _elements(node, scope)
    store = _store(node.target, item, scope)

    def run(frame: Frame) -> Exit:
        for item in items(frame):
            frame.machine.step()
            store(frame, item)
            leaving = body(frame)
            if leaving is BREAK:
                return None
            if leaving is RETURN:
                return RETURN
        return other(frame)

    return run


def _range(node: ast.For, scope: Scope) -> tuple[Callable[[Frame], Any], Expression]:
    """Python's range over the values of the arguments; each item then wraps to the loop variable's type."""
    call = node.iter
    assert isinstance(call, ast.Call)
    arguments = [compile_expression(a, scope) for a in call.args]
    if not 1 <= len(arguments) <= 3 or call.keywords:
        raise LanguageError("range takes one to three values", node)
    if not all(isinstance(scope.words.promote(a.type), Integer) or a.type is INT_LITERAL for a in arguments):
        raise LanguageError("range takes integers", node)

    def items(frame: Frame) -> Any:
        values = [int(a.run(frame)) for a in arguments]
        if len(values) == 3 and values[2] == 0:
            raise Raised(ValueError("range() arg 3 must not be zero"))
        return range(*values)

    return items, literal(0)


def _elements(node: ast.For, scope: Scope) -> tuple[Callable[[Frame], Any], Expression]:
    buffer = compile_expression(node.iter, scope)
    if not isinstance(buffer.type, Buffer):
        raise LanguageError("for goes over range() or a typed buffer", node)
    kind = buffer.type.element

    def items(frame: Frame) -> Any:
        address, length = buffer.run(frame)
        for i in range(length):
            yield frame.machine.memory.load_element(address + i * (kind.bits // 8), kind)

    return items, Expression(kind, lambda frame: None)


def _return(node: ast.Return, scope: Scope) -> Statement:
    kind = scope.result_type()
    nothing = node.value is None or (isinstance(node.value, ast.Constant) and node.value.value is None)
    if nothing or kind is NONE:
        if not nothing:
            raise LanguageError("the function returns None", node)
        return lambda frame: RETURN
    assert node.value is not None
    value = _returned(node.value, kind, scope)

    def run(frame: Frame) -> Exit:
        frame.result = value(frame)
        return RETURN

    return run


def _returned(node: ast.expr, kind: Type, scope: Scope) -> Callable[[Frame], Any]:
    if isinstance(kind, Tuple) and isinstance(node, ast.Tuple):
        if len(node.elts) != len(kind.items):
            raise LanguageError("another number of values is returned", node)
        parts = [
            implicit(compile_expression(part, scope), item, node).run
            for part, item in zip(node.elts, kind.items, strict=True)
        ]
        return lambda frame: tuple(part(frame) for part in parts)
    return implicit(compile_expression(node, scope), kind, node).run


def _assert(node: ast.Assert, scope: Scope) -> Statement:
    test = truth(compile_expression(node.test, scope), node)
    arguments = [] if node.msg is None else [_text(node.msg)]

    def run(frame: Frame) -> Exit:
        if not test(frame):
            raise Raised(AssertionError(*arguments))
        return None

    return run


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise LanguageError("a constant string", node)


def _try(node: ast.Try, scope: Scope) -> Statement:
    body, other, last = (compile_block(part, scope) for part in (node.body, node.orelse, node.finalbody))
    handlers = [(_caught(h.type), compile_block(h.body, scope)) for h in node.handlers]

    def guarded(frame: Frame) -> Exit:
        try:
            leaving = body(frame)
        except Raised as raised:
            for classes, block in handlers:
                if isinstance(raised.error, classes):
                    return _handling(frame, raised.error, block)
            raise
        return other(frame) if leaving is None else leaving

    def run(frame: Frame) -> Exit:
        try:
            leaving = guarded(frame)
        except Raised as raised:
            # A way out of the `finally` block is taken in the place of the exception.
            ended = _handling(frame, raised.error, last)
            if ended is None:
                raise
            return ended
        result = frame.result
        ended = last(frame)
        if ended is not None:
            return ended
        frame.result = result
        return leaving

    return run


def _handling(frame: Frame, error: BaseException, block: Statement) -> Exit:
    frame.handled.append(error)
    try:
        return block(frame)
    finally:
        frame.handled.pop()


def _caught(node: ast.expr | None) -> tuple[type[BaseException], ...]:
    """The classes that an `except` names."""
    if node is None:
        return (BaseException,)
    names = node.elts if isinstance(node, ast.Tuple) else [node]
    return tuple(_error_class(name) for name in names)


def _error_class(node: ast.expr | None) -> type[BaseException]:
    error = getattr(builtins, getattr(node, "id", ""), None)
    if isinstance(error, type) and issubclass(error, BaseException):
        return error
    raise LanguageError("the name of a built-in exception", node)


def _raise_again(frame: Frame) -> Exit:
    raise Raised(frame.handled[-1] if frame.handled else RuntimeError("no active exception to reraise"))


def _raise(node: ast.Raise, scope: Scope) -> Statement:
    if node.exc is None:
        return _raise_again
    call = node.exc
    arguments = call.args if isinstance(call, ast.Call) else []
    error = _error_class(call.func if isinstance(call, ast.Call) else call)
    if len(arguments) > 1:
        raise LanguageError("raise takes a built-in exception with at most one value", node)
    if arguments and isinstance(arguments[0], ast.Constant) and isinstance(arguments[0].value, str):
        text = arguments[0].value
        values: list[Callable[[Frame], Any]] = [lambda frame: text]
    else:
        values = [implicit(compile_expression(a, scope), scope.words.int, node).run for a in arguments]

    def run(frame: Frame) -> Exit:
        raise Raised(error(*[value(frame) for value in values]))

    return run


def _expression(node: ast.Expr, scope: Scope) -> Statement:
    if isinstance(node.value, ast.Constant):
        return lambda frame: None  # a docstring
    return _do(compile_expression(node.value, scope).run)


def _nothing(node: ast.stmt, scope: Scope) -> Statement:
    return lambda frame: None


COMPILE_STATEMENT: dict[type[ast.stmt], Callable[[Any, Scope], Statement]] = {
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.If: _if,
    ast.While: _while,
    ast.For: _for,
    ast.Return: _return,
    ast.Assert: _assert,
    ast.Raise: _raise,
    ast.Try: _try,
    ast.Expr: _expression,
    ast.Pass: _nothing,
    ast.Nonlocal: _nothing,
    ast.FunctionDef: _nothing,  # known to its scope already
    ast.Break: lambda node, scope: lambda frame: BREAK,
    ast.Continue: lambda node, scope: lambda frame: CONTINUE,
}
