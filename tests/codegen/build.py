"""IR functions made by hand for the tests of the code generator."""

import re
from typing import Any

from nativecomp.ir import OPS, Builder, Effect, Function, FunctionOptions, Local, Module, Op, verify_module
from nativecomp.language.diagnostics import Span
from nativecomp.language.types import NONE, FloatType, IntType, Type, TypeContext, buffer_of

SPAN = Span("test.py", 1, 0, 1, 10)
CONTEXT = TypeContext(32, 32)

_OPERAND = re.compile(r"#(?P<value>[^:]+):(?P<constant>\S+)|(?P<type>\S+)")


def type_named(name: str, context: TypeContext = CONTEXT) -> Type:
    """The type that a name or `name[:]` stands for."""
    if name.endswith("[:]"):
        element = context.named[name[:-3]]
        assert isinstance(element, IntType | FloatType)
        return buffer_of(element)
    return context.named[name]


def function(
    name: str, params: list[tuple[str, Type]], result: Type = NONE, **options: Any
) -> tuple[Function, Builder]:
    """A function and the builder of its body, which stands at its entry."""
    locals_ = [Local(param, type_) for param, type_ in params]
    made = Function(name, name, locals_, result, FunctionOptions(**options), SPAN, locals=list(locals_))
    return made, Builder(made)


def module(*functions: Function) -> Module:
    """A verified module."""
    made = Module("test", "test.py", list(functions))
    verify_module(made)
    return made


def function_of_op(text: str, context: TypeContext = CONTEXT) -> Function:
    """A function `f` that does one operation on its parameters and returns the result.

    `int.shl int #5:int key=value -> int`: the operation, its operands (a type makes a parameter, `#value:type` a
    constant), attributes (Python constants), the result type where the table of operations does not give it. The
    words `fastmath` and `nobounds` set the function's options.
    """
    text, _, result = text.partition("->")
    name, *words = text.split()
    options: dict[str, Any] = {}
    attributes: dict[str, Any] = {}
    params: list[tuple[str, Type]] = []
    operands: list[tuple[str, Type] | None] = []
    for word in words:
        if word in ("fastmath", "nobounds"):
            options |= {"fastmath": True} if word == "fastmath" else {"bounds": False}
        elif re.match(r"[a-z]+=", word):
            key, _, value = word.partition("=")
            attributes[key] = int(value) if value.lstrip("-").isdigit() else value
        elif match := re.fullmatch(_OPERAND, word):
            if match["type"]:
                params.append((f"p{len(params)}", type_named(match["type"], context)))
                operands.append(None)
            else:
                operands.append((match["value"], type_named(match["constant"], context)))
    made, b = function("f", params, **options)
    loads = iter(made.params)
    values: list[Op] = []
    for operand in operands:
        if operand is None:
            values.append(b.load(next(loads)))
        else:
            value, type_ = operand
            number = float(value) if isinstance(type_, FloatType) else int(value, 0)
            values.append(b.const(number, type_))
    given = type_named(result.strip(), context) if result.strip() else None
    op = b.op(name, *values, type_=given, **attributes)
    if Effect.ENDS not in OPS[name].effects:
        made.result = op.type
        b.op("return", *[op] * (op.type != NONE))
    return made
