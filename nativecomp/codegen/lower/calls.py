"""Calls of compiled functions, tuples, and printing."""

from typing import TYPE_CHECKING

from nativecomp.codegen.abi.stack import floor_parameter, look
from nativecomp.codegen.lower.conversions import convert
from nativecomp.codegen.lower.objects import table_abi
from nativecomp.codegen.registry import Value, lowers
from nativecomp.codegen.text import quoted, symbol
from nativecomp.ir import Function, Op
from nativecomp.language.types import BOOL, BufferType, FloatType, IntType, Type

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering


def _version(fn: "FunctionLowering", op: Op, callee: Function) -> str:
    """The symbol of the version that fits what the call knows about its pointer arguments."""
    if not callee.two_versions:
        return callee.symbol
    device = op.attributes.get("device", "yes")
    is_device = device == "yes" or (device == "parameter" and (fn.device or not fn.function.two_versions))
    return callee.symbol + ".device" * is_device


@lowers("call")
def call(fn: "FunctionLowering", op: Op) -> Value | None:
    callee: Function = op.attributes["callee"]
    arguments = []
    in_memory = fn.layout.is_returned_in_memory(callee.result)
    result_slot = fn.body.slot(fn.layout.memory(callee.result), "result") if in_memory else ""
    if in_memory:
        arguments.append(f"ptr {result_slot}")
    is_assembled = callee.symbol in fn.parent.module.code_symbols
    if fn.parent.abi.context and not is_assembled:
        arguments.append(f"{floor_parameter(table_abi(fn))} %floor" if callee.recursive else "ptr %ctx")
    closes = op.attributes.get("closes")
    if closes == "first" and fn.parent.abi.context:
        look(fn, table_abi(fn))
    for operand in op.operands:
        if isinstance(operand.type, BufferType):
            parts = fn.operand(operand)
            arguments += [f"ptr {parts[0]}", f"{fn.layout.word} {parts[1]}"]
        else:
            arguments.append(f"{fn.layout.passed(operand.type)} {fn.to_passed(operand.type, fn.single(operand))}")
    arguments += [f"ptr {fn.slots[local]}" for local in callee.captures]
    result = fn.layout.result(callee.result)
    if callee.options.extern:
        types = ", ".join(argument.split()[0] for argument in arguments)
        fn.module.declare(callee.symbol, f"{result} {{}}({types})")
    # Endless recursion is to end where the stack does, and not to become an endless loop.
    text = f"{'notail ' if closes else ''}call {result} {symbol(_version(fn, op, callee))}({', '.join(arguments)})"
    if result == "void":
        fn.body.line(text)
        return fn.load_parts(callee.result, result_slot) if in_memory else None
    return fn.from_passed(callee.result, fn.body.value(text))


@lowers("tuple.make")
def tuple_make(fn: "FunctionLowering", op: Op) -> Value:
    return tuple(fn.operand(operand) for operand in op.operands)


@lowers("tuple.get")
def tuple_get(fn: "FunctionLowering", op: Op) -> Value:
    return fn.operand(op.operands[0])[op.attributes["index"]]


def _printer(fn: "FunctionLowering", type_: Type) -> tuple[str, Type]:
    """The printing function for a type, and the type that it takes."""
    layout = fn.layout
    if type_ == BOOL:
        return "nc_print_bool", type_
    if isinstance(type_, FloatType):
        return f"nc_print_float{type_.bits}", type_
    signed = isinstance(type_, IntType) and type_.signed
    name = "nc_print_int" if signed else "nc_print_uint"
    if isinstance(type_, IntType) and type_.bits > layout.target.word_bits:
        return f"{name}64", type_
    return name, IntType("", layout.target.word_bits, signed)


@lowers("print.value")
def print_value(fn: "FunctionLowering", op: Op) -> None:
    operand = op.operands[0]
    name, taken = _printer(fn, operand.type)
    value = convert(fn, fn.operand(operand), operand.type, taken)
    assert isinstance(value, str)
    fn.parent.abi.emit_print(fn, name, [(fn.layout.passed(taken), fn.to_passed(taken, value))])


@lowers("print.text")
def print_text(fn: "FunctionLowering", op: Op) -> None:
    data = op.attributes["text"].encode()
    if not data:
        return
    constant = fn.module.constant(f'[{len(data)} x i8] c"{quoted(data)}"', 1)
    fn.parent.abi.emit_print(fn, "nc_print_str", [("ptr", constant), (fn.layout.word, str(len(data)))])
