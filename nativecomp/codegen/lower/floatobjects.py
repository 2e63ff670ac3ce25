"""Floats inside their objects: their type, their number, and whether the firmware's have the width that code expects.

A float object is its type and its number (representation A). The type is the first word of a constant float of the
file. The width of floats is a choice of the firmware that nothing in a file tells, so the same constant is looked into
before any other: 1.5 is 0x3FC00000 in 32 bits behind the type, and other words in 64 bits.
"""

import struct
from typing import TYPE_CHECKING

from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.lower.boxing import SAMPLE
from nativecomp.codegen.lower.objects import table_abi
from nativecomp.codegen.lower.small import SmallInts
from nativecomp.codegen.registry import Value, lowers
from nativecomp.codegen.text import BodyText
from nativecomp.ir import Op
from nativecomp.language.types import FloatType, TupleType

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering

_OFFSET = {32: 4, 64: 8}
"""Bytes of an object before its number, by the width, with words of 32 bits; with words of 64 bits there are 8."""
POINTER_TAG = 3


def _sample(fn: "FunctionLowering") -> str:
    word = table_abi(fn).object_constant(fn.body, SAMPLE)
    return fn.body.value(f"inttoptr {fn.layout.word} {word} to ptr")


def _number_at(fn: "FunctionLowering", address: str, bits: int) -> str:
    offset = max(_OFFSET[bits], fn.layout.target.word_bits // 8)
    return fn.body.value(f"getelementptr inbounds i8, ptr {address}, {fn.layout.word} {offset}")


@lowers("object.is_float")
def is_float(fn: "FunctionLowering", op: Op) -> Value:
    """Whether all objects are floats. What is not bound is 0, and no object."""
    abi, body, word = table_abi(fn), fn.body, fn.layout.word
    outside, join = body.fresh("outside"), body.fresh("done")
    ints = SmallInts(fn, outside)
    type_ = abi.load(body, _sample(fn), 0, word)
    for operand in dict.fromkeys(op.operands):
        given, following = fn.single(operand), body.fresh("next")
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


@lowers("object.number_of")
def number_of(fn: "FunctionLowering", op: Op) -> Value:
    """The number of a float, or of a small integer where it need not be `exact`, and whether an object is one.

    Outside of loops a function that the file shares looks, where it is not larger to call it: for floats of 32 bits.
    """
    type_ = op.type.items[0] if isinstance(op.type, TupleType) else None
    assert isinstance(type_, FloatType)
    given, text, exact = fn.single(op.operands[0]), fn.layout.value(type_), op.attributes.get("exact", False)
    abi, body = table_abi(fn), fn.body
    if type_.bits == 32 and fn.opt != "speed" and fn.block not in fn.in_loops and abi.tables.shares:
        name = "nc.float" if exact else "nc.number"
        helper = abi.shared(body, name, lambda own: _define_number(own, name, exact=exact))
        both = body.value(f"call {{ i32, i32 }} {helper}({fn.layout.word} {given}, ptr %ctx)")
        bits, good = (body.value(f"extractvalue {{ i32, i32 }} {both}, {number}") for number in (0, 1))
        return body.value(f"bitcast i32 {bits} to {text}"), body.value(f"icmp ne i32 {good}, 0")
    outside, join = body.fresh("outside"), body.fresh("done")
    ints = SmallInts(fn, outside)

    def held(of: SmallInts) -> str:
        word, address = fn.layout.word, body.value(f"inttoptr {fn.layout.word} {given} to ptr")
        of.need(body.value(f"icmp eq {word} {body.value(f'and {word} {given}, {POINTER_TAG}')}, 0"))
        of.need(body.value(f"icmp ne {word} {given}, 0"))
        type_word = abi.load(body, _sample(fn), 0, word)
        of.need(body.value(f"icmp eq {word} {abi.load(body, address, 0, word)}, {type_word}"))
        return _held(fn, given, type_)

    if exact:
        value = held(ints)
    else:
        small, pointer, both_ways = (body.fresh(stem) for stem in ("small", "pointer", "either"))
        body.line(f"br i1 {ints.are_small(given)}, label %{small}, label %{pointer}")
        body.label(small)
        converted = body.value(f"sitofp {fn.layout.word} {ints.number(given)} to {text}")
        body.line(f"br label %{both_ways}")
        body.label(pointer)
        read = held(ints)
        end = body.current
        body.line(f"br label %{both_ways}")
        body.label(both_ways)
        value = body.value(f"phi {text} [ {converted}, %{small} ], [ {read}, %{end} ]")
    end = body.current
    body.line(f"br label %{join}")
    body.label(outside)
    body.line(f"br label %{join}")
    body.label(join)
    result = body.value(f"phi {text} [ {value}, %{end} ], [ poison, %{outside} ]")
    return result, body.value(f"phi i1 [ true, %{end} ], [ false, %{outside} ]")


def _define_number(abi: TableAbi, name: str, *, exact: bool) -> str:
    """The bits of a number, and whether an object has some."""
    body, word = BodyText(), abi.word

    def give(bits: str, good: int) -> None:
        first = body.value(f"insertvalue {{ i32, i32 }} poison, i32 {bits}, 0")
        body.line(f"ret {{ i32, i32 }} {body.value(f'insertvalue {{ i32, i32 }} {first}, i32 {good}, 1')}")

    if not exact:
        body.line(f"br i1 {body.value(f'trunc {word} %given to i1')}, label %small, label %pointer")
        body.label("small")
        number = body.value(f"ashr {word} %given, 1")
        give(body.value(f"bitcast float {body.value(f'sitofp {word} {number} to float')} to i32"), 1)
    else:
        body.line("br label %pointer")
    body.label("pointer")
    low = body.value(f"icmp eq {word} {body.value(f'and {word} %given, {POINTER_TAG}')}, 0")
    some = body.value(f"and i1 {low}, {body.value(f'icmp ne {word} %given, 0')}")
    body.line(f"br i1 {some}, label %object, label %no")
    body.label("object")
    sample = body.value(f"inttoptr {word} {abi.object_constant(body, SAMPLE)} to ptr")
    address = body.value(f"inttoptr {word} %given to ptr")
    types = [body.value(f"load {word}, ptr {one}") for one in (sample, address)]
    body.line(f"br i1 {body.value(f'icmp eq {word} {types[0]}, {types[1]}')}, label %float, label %no")
    body.label("float")
    offset = max(_OFFSET[32], abi.word_bytes)
    place = body.value(f"getelementptr inbounds i8, ptr {address}, {word} {offset}")
    give(body.value(f"load i32, ptr {place}, align 4"), 1)
    body.label("no")
    give("0", 0)
    attributes = abi.text.attributes('noinline nounwind minsize optsize null_pointer_is_valid "frame-pointer"="none"')
    return f"define internal {{ i32, i32 }} @{name}({word} %given, ptr %ctx) {attributes} {{\n{body.render()}\n}}"


@lowers("object.float_layout")
def layout(fn: "FunctionLowering", op: Op) -> Value:
    bits: int = op.attributes["width"]
    place = _number_at(fn, _sample(fn), bits)
    expected = int.from_bytes(struct.pack("<f" if bits == 32 else "<d", SAMPLE), "little")
    invariant = f"!invariant.load {fn.module.metadata('!{}')}"
    found = fn.body.value(f"load i{bits}, ptr {place}, align 4, {invariant}")
    return fn.body.value(f"icmp eq i{bits} {found}, {expected}")


@lowers("small.number")
def small_number(fn: "FunctionLowering", op: Op) -> Value:
    return SmallInts(fn, "").number(fn.single(op.operands[0]))
