r"""Wide integers from objects: small ones in line, big ones by a function that reads their digits.

    object.wide x             the number of 64 bits, and whether `x` is an integer that they hold
    object.wide_item x, i     the same of `x[i]`, of a list, a tuple, bytes, a bytearray, or an array of integers

A big integer is its type, a word whose lowest bit is the sign, the number of its digits, and their address. They have
16 bits, the lowest first, where integers of any size are made of digits (MICROPY_LONGINT_IMPL_MPZ); other firmware has
another layout for the same type. So a constant of the file is looked into first: where it does not look as it must, no
big integer is known. Legal since no integer changes as long as it lives, and nothing here allocates. Of items items.py
says what makes it legal; an index below 0 is none that is known here.
"""

from typing import TYPE_CHECKING

from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.lower.names import NAMES
from nativecomp.codegen.lower.objects import table_abi
from nativecomp.codegen.registry import Value, lowers
from nativecomp.codegen.text import BodyText
from nativecomp.ir import Op
from nativecomp.runtime_calls import VALUES

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering

_SAMPLE = 0x1234_5678_9ABC
_DIGITS = (0x9ABC, 0x5678, 0x1234)
_MOST_DIGITS = 4


@lowers("small.make")
def make(fn: "FunctionLowering", op: Op) -> Value:
    """Of a number that fits."""
    word, low = fn.layout.word, fn.single(op.operands[0])
    low = fn.body.value(f"trunc i64 {low} to {word}") if word != "i64" else low
    return fn.body.value(f"or {word} {fn.body.value(f'shl {word} {low}, 1')}, 1")


@lowers("object.wide")
def wide(fn: "FunctionLowering", op: Op) -> Value:
    body, word, abi, given = fn.body, fn.layout.word, table_abi(fn), fn.single(op.operands[0])
    small, big, join = body.fresh("small"), body.fresh("big"), body.fresh("done")
    weights = fn.module.metadata('!{!"branch_weights", i32 4000, i32 1}')
    is_small = body.value(f"trunc {word} {given} to i1")
    body.line(f"br i1 {is_small}, label %{small}, label %{big}, !prof {weights}")
    body.label(small)
    number = body.value(f"ashr {word} {given}, 1")
    number = body.value(f"sext {word} {number} to i64") if word != "i64" else number
    body.line(f"br label %{join}")
    with body.cold():
        body.label(big)
        slot = body.scratch(8 // abi.word_bytes, word)
        helper = abi.shared(body, "nc.wide", _define)
        found = body.value(f"call i1 {helper}({word} {given}, ptr %ctx, ptr {slot})")
        read = body.value(f"load i64, ptr {slot}")
        body.line(f"br label %{join}")
    body.label(join)
    value = body.value(f"phi i64 [ {number}, %{small} ], [ {read}, %{big} ]")
    return value, body.value(f"phi i1 [ true, %{small} ], [ {found}, %{big} ]")


@lowers("object.wide_item")
def wide_item(fn: "FunctionLowering", op: Op) -> Value:
    body, word, abi = fn.body, fn.layout.word, table_abi(fn)
    base, index = (fn.single(operand) for operand in op.operands)
    abi.shared(body, "nc.wide", _define)  # the other one calls it
    helper = abi.shared(body, "nc.wide.item", _define_item)
    slot = body.scratch(8 // abi.word_bytes, word)
    found = body.value(f"call i1 {helper}({word} {base}, {word} {index}, ptr %ctx, ptr {slot})")
    return body.value(f"load i64, ptr {slot}"), found


_CODES = {"b": 8, "B": 8, "h": 16, "H": 16, "i": 32, "I": 32, "l": 32, "L": 32, "q": 64}


def _define_item(abi: TableAbi) -> str:
    body, word = BodyText(), abi.word

    def need(condition: str) -> None:
        following = body.fresh("so")
        body.line(f"br i1 {condition}, label %{following}, label %no")
        body.label(following)

    def inside(words: int) -> None:
        length = body.value(f"load volatile {word}, ptr {abi.at(body, address, words)}")
        need(body.value(f"icmp ult {word} %number, {length}"))

    def give(items: str, type_: str, sign: str) -> None:
        place = body.value(f"getelementptr {type_}, ptr {items}, {word} %number")
        value = body.value(f"load {type_}, ptr {place}, align 1")
        value = body.value(f"{sign}ext {type_} {value} to i64") if type_ != "i64" else value
        body.line(f"store i64 {value}, ptr %out, align 4")
        body.line("ret i1 true")

    need(body.value(f"icmp eq {word} {body.value(f'and {word} %base, 3')}, 0"))
    need(body.value(f"icmp ne {word} %base, 0"))
    address = body.value(f"inttoptr {word} %base to ptr")
    body.line(f"%number = ashr {word} %index, 1")
    type_, builtin = body.value(f"load ptr, ptr {address}"), body.fresh("builtin")
    list_ = abi.load_anew(body, abi.table(body), VALUES["type_list"])
    body.line(f"br i1 {body.value(f'icmp eq ptr {type_}, {list_}')}, label %list, label %{builtin}")
    body.label(builtin)
    name = NAMES.of_type(abi, body, type_, "no")
    ways = {"tuple": "tuple", "bytes": "bytes", "bytearray": "bytes"}
    cases = " ".join(f"{word} {NAMES.numbers[one]}, label %{label}" for one, label in ways.items())
    body.line(f"switch {word} {name}, label %maybe [ {cases} ]")
    body.label("maybe")
    need(body.value(f"icmp eq {word} {name}, {abi.qstr(body, 'array')}"))
    code = body.value(f"and {word} {body.value(f'load {word}, ptr {abi.at(body, address, 1)}')}, 255")
    inside(2)
    items = body.value(f"load ptr, ptr {abi.at(body, address, 3)}")
    body.line(f"switch {word} {code}, label %no [ " + " ".join(f"{word} {ord(c)}, label %{c}" for c in _CODES) + " ]")
    for one, bits in _CODES.items():
        body.label(one)
        give(items, f"i{bits}", "s" if one.islower() else "z")
    body.label("bytes")
    inside(2)
    give(body.value(f"load ptr, ptr {abi.at(body, address, 3)}"), "i8", "z")
    body.label("list")
    inside(2)
    body.line(f"%items.list = load volatile ptr, ptr {abi.at(body, address, 3)}")
    list_end = body.current
    body.line("br label %object")
    body.label("tuple")
    inside(1)
    body.line(f"%items.tuple = getelementptr {word}, ptr {address}, {word} 2")
    end = body.current
    body.line("br label %object")
    body.label("object")
    body.line(f"%items = phi ptr [ %items.list, %{list_end} ], [ %items.tuple, %{end} ]")
    item = body.value(f"load volatile {word}, ptr {body.value(f'getelementptr {word}, ptr %items, {word} %number')}")
    body.line(f"br i1 {body.value(f'trunc {word} {item} to i1')}, label %small, label %big")
    body.label("small")
    small = body.value(f"ashr {word} {item}, 1")
    body.line(f"store i64 {body.value(f'sext {word} {small} to i64') if word != 'i64' else small}, ptr %out, align 4")
    body.line("ret i1 true")
    body.label("big")
    other = abi.shared(body, "nc.wide", _define)
    body.line(f"ret i1 {body.value(f'call i1 {other}({word} {item}, ptr %ctx, ptr %out)')}")
    body.label("no")
    body.line("ret i1 false")
    attributes = abi.text.attributes('noinline nounwind minsize optsize null_pointer_is_valid "frame-pointer"="none"')
    head = f"define internal i1 @nc.wide.item({word} %base, {word} %index, ptr %ctx, ptr %out)"
    return f"{head} {attributes} {{\n{body.render()}\n}}"


def _define(abi: TableAbi) -> str:
    """Whether an object is a big integer that 64 bits hold; it goes where a pointer says, anything where it is none."""
    body, word = BodyText(), abi.word

    def need(condition: str) -> None:
        following = body.fresh("so")
        body.line(f"br i1 {condition}, label %{following}, label %no")
        body.label(following)

    def equal(value: str, wanted: int | str, type_: str = word) -> None:
        need(body.value(f"icmp eq {type_} {value}, {wanted}"))

    # What is not bound is 0, and no object.
    equal(body.value(f"and {word} %given, 3"), 0)
    need(body.value(f"icmp ne {word} %given, 0"))
    sample = body.value(f"inttoptr {word} {abi.object_constant(body, _SAMPLE)} to ptr")
    address = body.value(f"inttoptr {word} %given to ptr")
    equal(body.value(f"load {word}, ptr {address}"), body.value(f"load {word}, ptr {sample}"))
    equal(body.value(f"load {word}, ptr {abi.at(body, sample, 2)}"), len(_DIGITS))
    known = body.value(f"load ptr, ptr {abi.at(body, sample, 3)}")
    for number, digit in enumerate(_DIGITS):
        place = body.value(f"getelementptr i16, ptr {known}, {word} {number}")
        equal(body.value(f"load i16, ptr {place}"), digit, "i16")
    count = body.value(f"load {word}, ptr {abi.at(body, address, 2)}")
    need(body.value(f"icmp ule {word} {count}, {_MOST_DIGITS}"))
    digits = body.value(f"load ptr, ptr {abi.at(body, address, 3)}")
    before = body.current
    body.line("br label %turn")
    body.label("turn")
    body.line(f"%left = phi {word} [ {count}, %{before} ], [ %next, %digit ]")
    body.line(f"%value = phi i64 [ 0, %{before} ], [ %more, %digit ]")
    body.line(f"br i1 {body.value(f'icmp eq {word} %left, 0')}, label %sign, label %digit")
    body.label("digit")
    body.line(f"%next = sub {word} %left, 1")
    read = body.value(f"load i16, ptr {body.value(f'getelementptr i16, ptr {digits}, {word} %next')}")
    shifted = body.value("shl i64 %value, 16")
    body.line(f"%more = or i64 {shifted}, {body.value(f'zext i16 {read} to i64')}")
    body.line("br label %turn")
    body.label("sign")
    need(body.value("icmp sge i64 %value, 0"))
    signs = body.value(f"load {word}, ptr {abi.at(body, address, 1)}")
    minus = body.value(f"trunc {word} {signs} to i1")
    negated = body.value("sub i64 0, %value")
    body.line(f"store i64 {body.value(f'select i1 {minus}, i64 {negated}, i64 %value')}, ptr %out")
    body.line("ret i1 true")
    body.label("no")
    body.line("ret i1 false")
    attributes = abi.text.attributes('noinline nounwind minsize optsize null_pointer_is_valid "frame-pointer"="none"')
    return f"define internal i1 @nc.wide({word} %given, ptr %ctx, ptr %out) {attributes} {{\n{body.render()}\n}}"
