"""Check the statements that neither store, loop, raise nor define; infer the result of a function."""

import ast

from nativecomp.frontend.infer import (  # noqa: F401  the families of rules, which enter themselves into the table
    calls,
    definitions,
    displays,
    exceptions,
    loops,
    names,
    operators,
    stores,
    subscripts,
)
from nativecomp.frontend.infer.conversions import THE_RESULT, assignable, check_literal
from nativecomp.frontend.infer.rules import FunctionTyping, rule
from nativecomp.frontend.infer.typed import ERROR, RESULT
from nativecomp.language.syntax import walk_statements
from nativecomp.language.types import NONE, OBJECT, OBJECTS, STRING, TupleType, Type, is_number


def check_body(t: FunctionTyping) -> None:
    """Type the body of a function, once."""
    source = t.function.source
    if source.is_class:
        for name in sorted(t.program.local_names(source)):
            t.new_local(name, OBJECT)
    elif RESULT in t.function.widened or (t.function.result is None and may_end(source.node.body)):
        # At its end a function gives `None`, so what it gives otherwise is an object too.
        t.note_result(OBJECT)
    t.body(source.node.body)
    if t.function.result is None:
        t.function.result = NONE


def may_end(body: list[ast.stmt]) -> bool:
    """Whether control may reach the end of a block, as far as its form tells."""
    last = body[-1]
    if isinstance(last, ast.Return | ast.Raise | ast.Continue | ast.Break):
        return False
    if isinstance(last, ast.If):
        return not last.orelse or may_end(last.body) or may_end(last.orelse)
    if isinstance(last, ast.While):
        endless = isinstance(last.test, ast.Constant) and bool(last.test.value)
        return not endless or any(isinstance(node, ast.Break) for node in walk_statements(last))
    if isinstance(last, ast.With):
        return may_end(last.body)
    if isinstance(last, ast.Try):
        blocks = [last.orelse or last.body, *(handler.body for handler in last.handlers)]
        return any(map(may_end, blocks)) and (not last.finalbody or may_end(last.finalbody))
    return True


@rule(ast.Pass, ast.Break, ast.Continue, ast.Global)
def _nothing(t: FunctionTyping, node: ast.stmt) -> None:
    pass


@rule(ast.Expr)
def _expression(t: FunctionTyping, node: ast.Expr) -> None:
    if not isinstance(node.value, ast.Constant):
        t.type_of(node.value)


@rule(ast.If)
def _if(t: FunctionTyping, node: ast.If) -> None:
    t.condition(node.test)
    t.body(node.body, node.orelse)


@rule(ast.Return)
def _return(t: FunctionTyping, node: ast.Return) -> None:
    given = NONE if node.value is None else t.type_of(node.value)
    known, value = t.function.result, node.value or node
    if known == ERROR:
        return
    declared = t.function.source.node.returns is not None
    if isinstance(known, TupleType) and isinstance(value, ast.Tuple) and (declared or isinstance(given, TupleType)):
        _return_items(t, value, known)
    elif _returns_object(t, given):
        t.note_result(OBJECT)
        t.wanted(node, given)
    elif given == ERROR:
        t.function.result = known or ERROR
    elif given in (OBJECT, STRING):
        wanted = known if given == OBJECT and known is not None and is_number(known) else NONE
        hint = "return machine values" if wanted == NONE else f"write `{wanted}(...)`"
        t.no_conversion(value, given, wanted, "the result would be a Python object", hint)
        t.function.result = known or ERROR
    elif known is None:
        check_literal(t, node, given, t.context.int)
        t.note_result(given)
    elif node.value is None and known != NONE:
        t.error(node, f"the function returns `{known}`, this gives nothing", "return a value")
    elif known == NONE and given != NONE:
        t.error(value, "the function returns nothing (`None`)", "declare its result: `-> int`")
    else:
        assignable(t, value, given, known, THE_RESULT)


def _returns_object(t: FunctionTyping, given: Type) -> bool:
    """Whether the result is an object, as declared or as the returns that were seen together say."""
    declared = t.function.source.node.returns is not None
    known = t.function.result
    if given == ERROR or known == given == NONE:
        return False
    boxed = given in OBJECTS or t.context.is_wide(given, *([] if known is None else [known]))
    return known == OBJECT or (not declared and (boxed or (known is not None and given == NONE)))


def _return_items(t: FunctionTyping, node: ast.Tuple, known: TupleType) -> None:
    if len(node.elts) != len(known.items):
        t.error(node, f"the function returns {len(known.items)} values, these are {len(node.elts)}")
        return
    for item, type_ in zip(node.elts, known.items, strict=True):
        assignable(t, item, t.type_of(item), type_, THE_RESULT)
