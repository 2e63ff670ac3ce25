"""Data of the module at fixed places: LLVM's global variables, and the calls of C that are for the core.

    static count: int, 1 = 5            @led.count = internal global i32 5, align 4
    static sine: uint8[:] constant, 2   @led.sine = internal constant [2 x i8] c"\\01\\02", align 4

LLVM may drop what nothing reads, and keep in registers what nothing else can see. What an interrupt handler may read or
write meanwhile is loaded and stored where the text says so, with all other accesses to memory before or behind it: a
function can wait for a variable to change, and then finds in a buffer what was stored there before.
"""

import struct
from typing import TYPE_CHECKING

from nativecomp.codegen.lower.memory import memory_barrier
from nativecomp.codegen.registry import Value, lowers
from nativecomp.codegen.text import quoted, symbol
from nativecomp.ir import Op, Static
from nativecomp.language.types import NONE, BufferType, IntType

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering
    from nativecomp.codegen.layout import Layout

_BUFFER_ALIGNMENT = 4
"""Of buffers whatever their elements are, so that they can be read by words."""


def static_definition(static: Static, layout: "Layout") -> str:
    """The variable as LLVM text."""
    kind = "constant" if static.is_constant else "global"
    if not isinstance(static.type, BufferType):
        value = layout.constant(static.type, static.values[0] if static.values else 0)
        value = {"true": "1", "false": "0"}.get(str(value), value)
        return f"{symbol(static.symbol)} = internal {kind} {layout.memory(static.type)} {value}"
    type_ = f"[{static.size} x {layout.value(static.type.element)}]"
    align = max(_BUFFER_ALIGNMENT, static.type.element.bits // 8)
    return f"{symbol(static.symbol)} = internal {kind} {type_} {_elements(static, static.type)}, align {align}"


def _elements(static: Static, type_: BufferType) -> str:
    """The values of a buffer: as bytes, which is the shortest text."""
    if not any(static.values):
        return "zeroinitializer"
    element = type_.element
    if isinstance(element, IntType) and element.bits == 8:
        return f'c"{quoted(bytes(int(value) & 0xFF for value in static.values))}"'
    if isinstance(element, IntType):
        return f"[{', '.join(f'i{element.bits} {value}' for value in static.values)}]"
    word = "float" if element.bits == 32 else "double"
    code = "<f" if element.bits == 32 else "<d"
    exact = (struct.unpack(code, struct.pack(code, value))[0] for value in static.values)
    return f"[{', '.join(f'{word} 0x{_double_bits(value):016X}' for value in exact)}]"


def _double_bits(value: float) -> int:
    return int(struct.unpack("<Q", struct.pack("<d", value))[0])


def _place(fn: "FunctionLowering", op: Op) -> str:
    static: Static = op.attributes["static"]
    return fn.module.helper(static.symbol, static_definition(static, fn.layout))


def _is_shared(fn: "FunctionLowering") -> bool:
    return bool(fn.parent.module.handlers)


@lowers("static.load")
def static_load(fn: "FunctionLowering", op: Op) -> Value:
    shared = _is_shared(fn)
    value = fn.load_parts(op.type, _place(fn, op), in_memory=shared)
    if shared:
        memory_barrier(fn, op)
    return value


@lowers("static.store")
def static_store(fn: "FunctionLowering", op: Op) -> None:
    shared = _is_shared(fn)
    if shared:
        memory_barrier(fn, op)
    fn.store_parts(op.attributes["static"].type, fn.operand(op.operands[0]), _place(fn, op), in_memory=shared)


@lowers("static.buffer")
def static_buffer(fn: "FunctionLowering", op: Op) -> Value:
    return _place(fn, op), str(op.attributes["static"].size)


@lowers("machine.call")
def machine_call(fn: "FunctionLowering", op: Op) -> Value | None:
    types = ", ".join(fn.layout.value(operand.type) for operand in op.operands)
    result = "void" if op.type == NONE else fn.layout.value(op.type)
    name = fn.module.declare(op.attributes["function"], f"{result} {{}}({types}) nounwind")
    given = ", ".join(f"{fn.layout.value(operand.type)} {fn.single(operand)}" for operand in op.operands)
    if op.type != NONE:
        return fn.body.value(f"call {result} {name}({given})")
    fn.body.line(f"call void {name}({given})")
    return None
