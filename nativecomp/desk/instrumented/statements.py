"""The statements of an instrumented function: stores into places of machine types, loops, results."""

import ast
from collections.abc import Callable
from typing import Any

from nativecomp.desk.instrumented import values
from nativecomp.desk.instrumented.rewrite import NotInstrumented, Rewriter, call
from nativecomp.frontend.infer.operators import needs_objects
from nativecomp.frontend.infer.stores import is_item_by_item
from nativecomp.language.types import NONE, OBJECT, OBJECTS, BufferType, PointerType, TupleType, Type


def load(name: str) -> ast.expr:
    return ast.Name(name, ast.Load())


def keep(name: str, value: ast.expr) -> ast.stmt:
    return ast.Assign([ast.Name(name, ast.Store())], value)


def block(r: Rewriter, body: list[ast.stmt]) -> list[ast.stmt]:
    """The statements of a block, rewritten."""
    new: list[ast.stmt] = []
    for statement in body:
        made = _STATEMENTS.get(type(statement), _same)(r, statement)
        new += [ast.copy_location(one, statement) for one in made]
    return new or [ast.Pass()]


def _same(r: Rewriter, node: ast.stmt) -> list[ast.stmt]:
    """A statement of objects: its expressions and blocks are rewritten."""
    if isinstance(node, ast.AsyncFunctionDef | ast.ClassDef):
        raise NotInstrumented("a definition inside of it")
    fields: dict[str, Any] = {}
    for name, value in ast.iter_fields(node):
        if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
            fields[name] = block(r, value)
        elif isinstance(value, list) and value and isinstance(value[0], ast.ExceptHandler):
            fields[name] = [
                ast.copy_location(
                    ast.ExceptHandler(one.type and r.expression(one.type), one.name, block(r, one.body)), one
                )
                for one in value
            ]
        else:
            fields[name] = r._part(value)
    return [type(node)(**fields)]


def store(r: Rewriter, target: ast.expr, value: ast.expr, given: Type) -> list[ast.stmt]:
    """Put a rewritten value into a target."""
    if isinstance(target, ast.Name):
        wanted = r.local(target.id)
        return [ast.Assign([target], value if wanted is None else r.converted(value, given, wanted))]
    if isinstance(target, ast.Tuple | ast.List) and isinstance(given, TupleType):
        name = r.temporary()
        new = [keep(name, value)]
        for position, (item, type_) in enumerate(zip(target.elts, given.items, strict=True)):
            new += store(r, item, ast.Subscript(load(name), ast.Constant(position), ast.Load()), type_)
        return new
    base = r.type_of(target.value) if isinstance(target, ast.Subscript) else OBJECT
    if isinstance(target, ast.Subscript) and isinstance(base, PointerType | BufferType):
        return [_element(r, base, r.expression(target.value), r.expression(target.slice), value, given)]
    return [ast.Assign([r.copy(target)], value)]


def _element(
    r: Rewriter, base: PointerType | BufferType, owner: ast.expr, index: ast.expr, value: ast.expr, given: Type
) -> ast.stmt:
    wanted = base.element if isinstance(base, BufferType) else r.context.int
    put = r.elements.store(base, checked=r.typed.source.options.bounds)
    return ast.Expr(call(r.hold(put), r.converted(value, given, wanted), owner, index))


def _assign(r: Rewriter, node: ast.Assign) -> list[ast.stmt]:
    if r.typed.is_compile_time(node):
        return []
    (target, *others), value = node.targets, node.value
    if not others and is_item_by_item(target, value):
        assert isinstance(target, ast.Tuple | ast.List)
        assert isinstance(value, ast.Tuple | ast.List)
        names = [r.temporary() for _ in value.elts]
        new = [keep(name, r.expression(item)) for name, item in zip(names, value.elts, strict=True)]
        for one, name, item in zip(target.elts, names, value.elts, strict=True):
            new += store(r, one, load(name), _given(r, item))
        return new
    if not others:
        return store(r, target, r.expression(value), _given(r, value))
    name = r.temporary()
    new = [keep(name, r.expression(value))]
    for one in node.targets:
        new += store(r, one, load(name), _given(r, value))
    return new


def _given(r: Rewriter, node: ast.expr) -> Type:
    """The type of a value, with `None` apart: in the place of a number it is 0."""
    return NONE if r.typed.types.get(node) == NONE else r.type_of(node)


def _annotated(r: Rewriter, node: ast.AnnAssign) -> list[ast.stmt]:
    if node.value is None or r.typed.is_compile_time(node):
        return []
    return store(r, node.target, r.expression(node.value), _given(r, node.value))


def _augmented(r: Rewriter, node: ast.AugAssign) -> list[ast.stmt]:
    target, right = node.target, r.type_of(node.value)
    if isinstance(target, ast.Name):
        left = r.local(target.id) or OBJECT
        if needs_objects(node.op, left, right, r.context):
            return store(r, target, ast.BinOp(load(target.id), node.op, r.expression(node.value)), OBJECT) \
                if left not in OBJECTS else [ast.AugAssign(target, node.op, r.expression(node.value))]  # fmt: skip
        value = r.binary(node.op, load(target.id), left, r.expression(node.value), right)
        return store(r, target, value, values.result_of(node.op, left, right, r.context))
    base = r.type_of(target.value) if isinstance(target, ast.Subscript) else OBJECT
    if not isinstance(target, ast.Subscript) or not isinstance(base, PointerType | BufferType):
        return [ast.AugAssign(r.copy(target), node.op, r.expression(node.value))]
    left = r.context.int if isinstance(base, PointerType) else r.context.element_value(base.element)
    if needs_objects(node.op, left, right, r.context):
        raise NotInstrumented("an object in an element")
    owner, index, before = r.temporary(), r.temporary(), r.temporary()
    get = r.elements.load(base, checked=r.typed.source.options.bounds)
    value = r.binary(node.op, load(before), left, r.expression(node.value), right)
    type_ = values.result_of(node.op, left, right, r.context)
    return [
        keep(owner, r.expression(target.value)), keep(index, r.expression(target.slice)),
        keep(before, call(r.hold(get), load(owner), load(index))),
        _element(r, base, load(owner), load(index), value, type_),
    ]  # fmt: skip


def _for(r: Rewriter, node: ast.For) -> list[ast.stmt]:
    iterator, item = r.iterable(node.iter)
    body, target = block(r, node.body), node.target
    if not isinstance(target, ast.Name) or r.local(target.id) not in (None, item):
        name = r.temporary()
        body = [*store(r, target, load(name), item), *body]
        target = ast.Name(name, ast.Store())
    return [ast.For(target, iterator, body, block(r, node.orelse) if node.orelse else [])]


def _while(r: Rewriter, node: ast.While) -> list[ast.stmt]:
    return [ast.While(r.truth(node.test), block(r, node.body), block(r, node.orelse) if node.orelse else [])]


def _if(r: Rewriter, node: ast.If) -> list[ast.stmt]:
    return [ast.If(r.truth(node.test), block(r, node.body), block(r, node.orelse) if node.orelse else [])]


def _assert(r: Rewriter, node: ast.Assert) -> list[ast.stmt]:
    return [ast.Assert(r.truth(node.test), node.msg and r.expression(node.msg))]


def _return(r: Rewriter, node: ast.Return) -> list[ast.stmt]:
    result = r.typed.result or NONE
    if node.value is None:
        return [ast.Return(None)]
    if isinstance(result, TupleType) and isinstance(node.value, ast.Tuple):
        pairs = zip(node.value.elts, result.items, strict=True)
        return [ast.Return(ast.Tuple([r.wanted(item, type_) for item, type_ in pairs], ast.Load()))]
    return [ast.Return(r.converted(r.expression(node.value), _given(r, node.value), result))]


_STATEMENTS: dict[type[ast.stmt], Callable[[Rewriter, Any], list[ast.stmt]]] = {
    ast.Assign: _assign, ast.AnnAssign: _annotated, ast.AugAssign: _augmented, ast.For: _for, ast.While: _while,
    ast.If: _if, ast.Assert: _assert, ast.Return: _return,
    ast.FunctionDef: lambda r, node: [],  # defined at the beginning: it may be called above its text
}  # fmt: skip
