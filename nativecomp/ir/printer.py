"""The representation as text, stable enough to be compared with a golden file."""

from typing import Any

from nativecomp.ir.function import Block, Function, Local, Module, Op
from nativecomp.types import NONE


def _attribute(value: Any) -> str:
    if isinstance(value, Block):
        return value.name
    if isinstance(value, Local):
        return value.name
    if isinstance(value, Function):
        return value.symbol
    return repr(value) if isinstance(value, str | float) else str(value)


def _op(op: Op, numbers: dict[Op, int]) -> str:
    operands = [f"%{numbers[operand]}" for operand in op.operands]
    attributes = [f"{key}={_attribute(value)}" for key, value in op.attributes.items()]
    text = " ".join([op.name, ", ".join(operands + attributes)]).rstrip()
    if op.type == NONE:
        return text
    return f"%{numbers[op]}: {op.type} = {text}"


def print_function(function: Function) -> str:
    """The function: its signature, its locals, and its blocks with one operation a line, values numbered in order."""
    params = ", ".join(f"{p.name}: {p.type}" for p in function.params)
    captures = f" captures ({', '.join(c.name for c in function.captures)})" if function.captures else ""
    lines = [f"def {function.symbol}({params}) -> {function.result}{captures}:"]
    own = [local for local in function.locals if local not in function.params]
    lines += [f"  local {local.name}: {local.type}{' in memory' * local.in_memory}" for local in own]
    values = [op for block in function.blocks for op in block.ops if op.type != NONE]
    numbers = {op: number for number, op in enumerate(values)}
    for block in function.blocks:
        lines.append(f"{block.name}:" if block.handler is None else f"{block.name} handler={block.handler.name}:")
        lines += [f"  {_op(op, numbers)}" for op in block.ops]
    return "\n".join(lines) + "\n"


def print_module(module: Module) -> str:
    return "\n".join(print_function(function) for function in module.functions)
