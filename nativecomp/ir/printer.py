"""The representation as text, stable enough to be compared with a golden file; `parser` reads it back.

    static count: int, 1 = 5

    def f(p: ptr8, n: int) -> int:
      is two_versions
      options opt='speed'
      local t: int
    entry:
      %0: int = local.load local=n
      return %0

Places in the source, and what functions are called there, are not in the text.
"""

import re
from dataclasses import fields
from typing import Any

from nativecomp.ir.function import Block, Function, FunctionOptions, Local, Module, Op, Static
from nativecomp.language.types import NONE, OBJECT, CellType, Type

FLAGS = ("two_versions", "always_bound", "makes_functions", "recursive", "python", "suspends")
PLAIN_NAME = re.compile(r"[^\W\d][\w.]*")

Names = dict[Local, str]


def quoted(name: str) -> str:
    """A name of a local, block or function; in quotes where it is more than letters, digits and dots."""
    return name if PLAIN_NAME.fullmatch(name) else repr(name)


def local_names(function: Function, owned: dict[Local, tuple[str, Function]] | None = None) -> Names:
    """The names of a function's locals in the text, which are those that they have or, of several, numbered.

    What it captures goes by its name in the function whose it is, where it is `owned`.
    """
    names: Names = {}
    for local in dict.fromkeys([*function.params, *function.captures, *function.locals]):
        base = owned[local][0] if owned and local in owned else local.name
        number, found = 0, base
        while found in names.values():
            number += 1
            found = f"{base}.{number}"
        names[local] = found
    return names


def _owned(module: Module) -> dict[Local, tuple[str, Function]]:
    """The names of the locals that functions may capture, and the functions whose they are."""
    return {
        local: (name, function)
        for function in module.functions
        for local, name in local_names(function).items()
        if local not in function.captures
    }


def _attribute(value: Any, names: Names) -> str:
    if isinstance(value, Local):
        return quoted(names[value])
    if isinstance(value, Block):
        return quoted(value.name)
    if isinstance(value, Function | Static):
        return quoted(value.symbol)
    if isinstance(value, tuple) and value and isinstance(value[0], Function):
        return repr(tuple(one.symbol for one in value))
    return "..." if value is ... else repr(value)


def _op(op: Op, numbers: dict[Op, int], names: Names) -> str:
    operands = [f"%{numbers[operand]}" for operand in op.operands]
    attributes = [f"{key}={_attribute(value, names)}" for key, value in op.attributes.items()]
    text = " ".join([op.name, ", ".join(operands + attributes)]).rstrip()
    if op.type == NONE:
        return text
    return f"%{numbers[op]}: {_type(op.type)} = {text}"


def _type(type_: Type) -> str:
    return f"cell[{type_.holds}]" if isinstance(type_, CellType) and type_.holds != OBJECT else str(type_)


def _captures(function: Function, owned: dict[Local, tuple[str, Function]]) -> str:
    words = []
    for local in function.captures:
        name, owner = owned.get(local, (local.name, None))
        words.append(quoted(name) + (f" of {quoted(owner.symbol)}" if owner else ""))
    return f" captures ({', '.join(words)})"


def print_function(function: Function, module: Module | None = None) -> str:
    """The function: its signature, its locals, and its blocks with one operation a line, values numbered in order.

    Of the locals that it captures, `module` tells whose they are.
    """
    owned = _owned(module) if module and function.captures else {}
    names = local_names(function, owned)
    params = ", ".join(f"{quoted(names[p])}: {_type(p.type)}{' in memory' * p.in_memory}" for p in function.params)
    captures = _captures(function, owned) if function.captures else ""
    lines = [f"def {quoted(function.symbol)}({params}) -> {function.result}{captures}:"]
    if flags := [flag for flag in FLAGS if getattr(function, flag)]:
        lines.append(f"  is {', '.join(flags)}")
    options = [
        f"{field.name}={value!r}"
        for field in fields(FunctionOptions)
        if (value := getattr(function.options, field.name)) != field.default
    ]
    if options:
        lines.append(f"  options {', '.join(options)}")
    for local in names:
        if local not in function.params and local not in function.captures:
            words = " in memory" * local.in_memory + " not zeroed" * (not local.zeroed)
            lines.append(f"  local {quoted(names[local])}: {_type(local.type)}{words}")
    values = [op for op in function.ops if op.type != NONE]
    numbers = {op: number for number, op in enumerate(values)}
    for block in function.blocks:
        handler = f" handler={quoted(block.handler.name)}" if block.handler is not None else ""
        lines.append(f"{quoted(block.name)}{handler}:")
        lines += [f"  {_op(op, numbers, names)}" for op in block.ops]
    return "\n".join(lines) + "\n"


def _static(static: Static) -> str:
    values = f" = {', '.join(map(repr, static.values))}" if static.values else ""
    return f"static {quoted(static.symbol)}: {static.type}{' constant' * static.is_constant}, {static.size}{values}\n"


def print_module(module: Module) -> str:
    statics = ["".join(map(_static, module.statics))] if module.statics else []
    handlers = "".join(f"handler {number}: {quoted(one.symbol)}\n" for number, one in module.handlers.items())
    functions = [print_function(function, module) for function in module.functions]
    return "\n".join([*statics, *functions, *([handlers] if handlers else [])])
