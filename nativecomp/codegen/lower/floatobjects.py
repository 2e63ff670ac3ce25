"""Floats inside their objects: their type, their number, and whether the firmware's have the width that code expects.

A float object is its type and its number (representation A). The type is the first word of a constant float of the
file. The width of floats is a choice of the firmware that nothing in a file tells, so the same constant is looked into
before any other: 1.5 is 0x3FC00000 in 32 bits behind the type, and other words in 64 bits.
"""

import struct
from typing import TYPE_CHECKING

from nativecomp.codegen.lower.objects import table_abi
from nativecomp.codegen.lower.small import SmallInts, guarded
from nativecomp.codegen.registry import Value, lowers
from nativecomp.ir import Op
from nativecomp.language.types import FloatType

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering

_SAMPLE = 1.5
_OFFSET = {32: 4, 64: 8}
"""Bytes of an object before its number, by the width, with words of 32 bits; with words of 64 bits there are 8."""
POINTER_TAG = 3


def _sample(fn: "FunctionLowering") -> str:
    word = table_abi(fn).object_constant(fn.body, _SAMPLE)
    return fn.body.value(f"inttoptr {fn.layout.word} {word} to ptr")


def _number_at(fn: "FunctionLowering", address: str, bits: int) -> str:
    offset = max(_OFFSET[bits], fn.layout.target.word_bits // 8)
    return fn.body.value(f"getelementptr inbounds i8, ptr {address}, {fn.layout.word} {offset}")


@lowers("object.is_float", "object.is_number")
def is_float(fn: "FunctionLowering", op: Op) -> Value:
    """Whether all objects are floats, or small integers if those count. What is not bound is 0, and no object."""
    abi, body, word = table_abi(fn), fn.body, fn.layout.word
    outside, join = body.fresh("outside"), body.fresh("done")
    ints = SmallInts(fn, outside)
    type_ = abi.load(body, _sample(fn), 0, word)
    for operand in dict.fromkeys(op.operands):
        given, following = fn.single(operand), body.fresh("next")
        if op.name == "object.is_number":
            pointer = body.fresh("pointer")
            body.line(f"br i1 {ints.are_small(given)}, label %{following}, label %{pointer}")
            body.label(pointer)
        ints.need(body.value(f"icmp eq {word} {body.value(f'and {word} {given}, {POINTER_TAG}')}, 0"))
        ints.need(body.value(f"icmp ne {word} {given}, 0"))
        address = body.value(f"inttoptr {word} {given} to ptr")
        ints.need(body.value(f"icmp eq {word} {abi.load(body, address, 0, word)}, {type_}"))
        body.line(f"br label %{following}")
        body.label(following)
    end = body.current
    body.line(f"br label %{join}")
    body.label(outside)
    body.line(f"br label %{join}")
    body.label(join)
    return body.value(f"phi i1 [ true, %{end} ], [ false, %{outside} ]")


def _held(fn: "FunctionLowering", given: str, type_: FloatType) -> str:
    """The number of a float object."""
    address = fn.body.value(f"inttoptr {fn.layout.word} {given} to ptr")
    place = _number_at(fn, address, type_.bits)
    invariant = f"!invariant.load {fn.module.metadata('!{}')}"
    return fn.body.value(f"load {fn.layout.value(type_)}, ptr {place}, align 4, {invariant}")


@lowers("object.float")
def float_(fn: "FunctionLowering", op: Op) -> Value:
    assert isinstance(op.type, FloatType)
    return _held(fn, fn.single(op.operands[0]), op.type)


@lowers("object.number")
def number(fn: "FunctionLowering", op: Op) -> Value:
    """Of a float, or of a small integer as the runtime converts it."""
    assert isinstance(op.type, FloatType)
    given, text, float_type = fn.single(op.operands[0]), fn.layout.value(op.type), op.type

    def converted(ints: SmallInts) -> str:
        ints.need_small(given)
        return fn.body.value(f"sitofp {fn.layout.word} {ints.number(given)} to {text}")

    return guarded(fn, text, converted, lambda: _held(fn, given, float_type))


@lowers("object.float_layout")
def layout(fn: "FunctionLowering", op: Op) -> Value:
    bits: int = op.attributes["width"]
    place = _number_at(fn, _sample(fn), bits)
    expected = int.from_bytes(struct.pack("<f" if bits == 32 else "<d", _SAMPLE), "little")
    invariant = f"!invariant.load {fn.module.metadata('!{}')}"
    found = fn.body.value(f"load i{bits}, ptr {place}, align 4, {invariant}")
    return fn.body.value(f"icmp eq i{bits} {found}, {expected}")


@lowers("small.number")
def small_number(fn: "FunctionLowering", op: Op) -> Value:
    return SmallInts(fn, "").number(fn.single(op.operands[0]))
