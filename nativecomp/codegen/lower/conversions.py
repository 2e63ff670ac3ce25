"""Conversions between machine values, where each pair of kinds of types is one row of a table, and of objects."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from nativecomp.codegen.errors import CodegenError
from nativecomp.codegen.lower.small import guarded
from nativecomp.codegen.lower.truth import truth
from nativecomp.codegen.registry import Value, lowers
from nativecomp.ir import Op
from nativecomp.language.types import BOOL, BufferType, FloatType, IntType, PointerType, Type

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering


def resize(fn: "FunctionLowering", value: str, source: IntType, bits: int) -> str:
    """The integer at another width: wraps, or extends by its own sign."""
    if source.bits == bits:
        return value
    how = "trunc" if bits < source.bits else "sext" if source.signed else "zext"
    return fn.body.value(f"{how} i{source.bits} {value} to i{bits}")


def _resized(fn: "FunctionLowering", value: str, source: Type, target: Type) -> str:
    assert isinstance(source, IntType)
    assert isinstance(target, IntType)
    return resize(fn, value, source, target.bits)


def _address(fn: "FunctionLowering", value: str, source: Type, target: Type) -> str:
    source = source if isinstance(source, IntType) else IntType("", 1, False)
    return fn.body.value(f"inttoptr {fn.layout.word} {resize(fn, value, source, fn.layout.target.word_bits)} to ptr")


def _number_of_address(fn: "FunctionLowering", value: str, source: Type, target: Type) -> str:
    word = fn.body.value(f"ptrtoint ptr {value} to {fn.layout.word}")
    return _resized(fn, word, _word(fn), target)


def _float_to_int(fn: "FunctionLowering", value: str, source: Type, target: Type) -> str:
    # Saturates, and a NaN gives 0, on every core; a plain `fptosi` would be undefined out of range.
    assert isinstance(source, FloatType)
    assert isinstance(target, IntType)
    float_type, int_type = fn.layout.value(source), fn.layout.value(target)
    name = f"llvm.fpto{'si' if target.signed else 'ui'}.sat.{int_type}.f{source.bits}"
    function = fn.module.declare(name, f"{int_type} {{}}({float_type})")
    return fn.body.value(f"call {int_type} {function}({float_type} {value})")


def _float_to_float(fn: "FunctionLowering", value: str, source: Type, target: Type) -> str:
    assert isinstance(source, FloatType)
    assert isinstance(target, FloatType)
    if source.bits == target.bits:
        return value
    how = "fpext" if target.bits > source.bits else "fptrunc"
    return fn.body.value(f"{how} {fn.layout.value(source)} {value} to {fn.layout.value(target)}")


_Conversion = Callable[["FunctionLowering", str, Type, Type], str]

_TABLE: dict[tuple[str, str], str | _Conversion] = {
    ("int", "int"): _resized,
    ("int", "bool"): "icmp ne {source} {value}, 0",
    ("int", "float"): "{sign}itofp {source} {value} to {target}",
    ("int", "pointer"): _address,
    ("bool", "bool"): "",
    ("bool", "int"): "zext i1 {value} to {target}",
    ("bool", "float"): "uitofp i1 {value} to {target}",
    ("bool", "pointer"): _address,
    ("float", "int"): _float_to_int,
    ("float", "bool"): "fcmp une {source} {value}, 0x0000000000000000",
    ("float", "float"): _float_to_float,
    ("pointer", "int"): _number_of_address,
    ("pointer", "bool"): "icmp ne ptr {value}, null",
    ("pointer", "pointer"): "",
}
"""By the kinds of the types: an instruction, nothing where the value is the same, or a function that writes several."""


def _kind(type_: Type) -> str:
    kinds: dict[type[Type], str] = {IntType: "int", FloatType: "float", PointerType: "pointer"}
    return "bool" if type_ == BOOL else kinds.get(type(type_), type_.name)


def convert(fn: "FunctionLowering", value: Value, source: Type, target: Type) -> Value:
    """The machine value in another type, by the rules of docs/language.md."""
    if source == target:
        return value
    conversion = _TABLE.get((_kind(source), _kind(target)))
    if conversion is None:
        raise CodegenError(f"{fn.symbol}: no conversion from {source} to {target}")
    assert isinstance(value, str)
    if not isinstance(conversion, str):
        return conversion(fn, value, source, target)
    if not conversion:
        return value
    sign = "s" if isinstance(source, IntType) and source.signed else "u"
    types = {"source": fn.layout.value(source), "target": fn.layout.value(target)}
    return fn.body.value(conversion.format(value=value, sign=sign, **types))


@lowers("convert")
def convert_op(fn: "FunctionLowering", op: Op) -> Value:
    return convert(fn, fn.operand(op.operands[0]), op.operands[0].type, op.type)


@lowers("buffer.address")
def buffer_address(fn: "FunctionLowering", op: Op) -> Value:
    """The address of a buffer's first element."""
    return fn.operand(op.operands[0])[0]


# Objects: without the function table an object is a word that nothing looks into.


def _word(fn: "FunctionLowering") -> IntType:
    return IntType("uint", fn.layout.target.word_bits, False)


@lowers("object.box")
def object_box(fn: "FunctionLowering", op: Op) -> Value:
    value, source = fn.operand(op.operands[0]), op.operands[0].type
    if fn.parent.abi.context:
        return fn.boxing.box(value, source)
    if isinstance(source, BufferType):
        value, source = value[0], PointerType("ptr", 0)
    return convert(fn, value, source, _word(fn))


@lowers("object.truth")
def object_truth(fn: "FunctionLowering", op: Op) -> Value:
    value = fn.single(op.operands[0])
    if not fn.parent.abi.context:
        return convert(fn, value, _word(fn), op.type)
    if not fn.expands(op):
        return truth(fn, op, value)
    return guarded(fn, "i1", lambda ints: ints.truth(value), lambda: truth(fn, op, value))


@lowers("object.unbox", "object.buffer")
def object_unbox(fn: "FunctionLowering", op: Op) -> Value:
    value = fn.single(op.operands[0])
    return fn.boxing.unbox(value, op.type) if fn.parent.abi.context else convert(fn, value, _word(fn), op.type)


@lowers("object.address")
def object_address(fn: "FunctionLowering", op: Op) -> Value:
    value = fn.single(op.operands[0])
    return fn.boxing.address(value) if fn.parent.abi.context else convert(fn, value, _word(fn), op.type)


@lowers("zero")
def zero(fn: "FunctionLowering", op: Op) -> Value:
    return fn.layout.zero(op.type)


@lowers("const")
def const(fn: "FunctionLowering", op: Op) -> Value:
    return fn.layout.constant(op.type, op.attributes["value"])
