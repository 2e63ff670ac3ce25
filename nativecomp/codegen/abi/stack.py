"""A look at the stack where compiled functions call each other in a circle (table ABI).

MicroPython looks at the stack whenever it calls a function, and raises RuntimeError where it is used up. A direct call
passes by that. So one that closes a circle (passes/recursion.py) first compares the stack pointer with the floor, the
place down to which the runtime has found the stack good:

    entry            floor = stack pointer - 128            (the runtime has just looked)
    f calls f        if stack pointer < floor: look         (the runtime raises, or floor = stack pointer - 128)

Floor and context lie in two words of the entry's frame, whose address such functions pass on, and nothing else besides
their arguments. On cores with Thumb-2 it stays in r10 (LLVM's `swiftself`), which a function keeps for its caller: a
call passes it on without an instruction. With eight registers (armv6m) r10 would have to be moved for each look.
The runtime looks where it takes the next item of an iterator; one of the empty tuple has no item and no other effect.
"""

from typing import TYPE_CHECKING

from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.text import BodyText

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering
    from nativecomp.targets import Target

STEP = 128
"""Bytes that may be used before the next look. Of the ports with our cores, RP2 keeps the smallest margin: 256."""

_STACK_POINTER = {"x86-64": "rsp"}
_ITERATOR_WORDS = 4


def floor_parameter(abi: TableAbi) -> str:
    """The type of the parameter and of the argument that the address of the two words is, with its attributes."""
    return "ptr swiftself" if stays_in_register(abi.layout.target) else "ptr"


def stays_in_register(target: "Target") -> bool:
    """Whether the address is in the register for `swiftself`, r10, and in none for arguments."""
    return target.emulator == "arm" and target.unaligned


def context_from_floor(abi: TableAbi, body: BodyText) -> None:
    """At the begin of a function that gets the two words: the context."""
    body.line(f"%ctx = load ptr, ptr {abi.at(body, '%floor', 1)}")


def floor_of_entry(abi: TableAbi, body: BodyText) -> str:
    """The two words, made in an entry: all is good down to a step below them."""
    floor = body.slot(f"[2 x {abi.word}]", "floor")
    _set_floor(abi, body, floor, floor)
    body.line(f"store ptr %ctx, ptr {abi.at(body, floor, 1)}")
    return floor


def _set_floor(abi: TableAbi, body: BodyText, floor: str, here: str) -> None:
    place = body.value(f"ptrtoint ptr {here} to {abi.word}")
    body.line(f"store {abi.word} {body.value(f'sub {abi.word} {place}, {STEP}')}, ptr {floor}")


def look(fn: "FunctionLowering", abi: TableAbi) -> None:
    """Before a call that closes a circle: look at the stack if it is below the floor."""
    body, word = fn.body, abi.word
    register = _STACK_POINTER.get(fn.parent.target.emulator, "sp")
    read = f"llvm.read_register.i{fn.layout.target.word_bits}"
    name = fn.module.metadata(f'!{{!"{register}"}}')
    fn.module.declare(read, f"{word} {{}}(metadata)")
    here = body.value(f"call {word} @{read}(metadata {name})")
    floor = body.value(f"load {word}, ptr %floor")
    helper = fn.module.helper("nc.look", _look_helper(abi))
    low, proceed = body.fresh("low"), body.fresh("deeper")
    with body.cold():
        body.label(low)
        body.line(f"call void {helper}({floor_parameter(abi)} %floor)")
        body.line(f"br label %{proceed}")
    fn.branch_unlikely(body.value(f"icmp ult {word} {here}, {floor}"), low, proceed)


def _look_helper(abi: TableAbi) -> str:
    """Let the runtime look, and lower the floor."""
    body, word = BodyText(), abi.word
    iterator = body.slot(f"[{_ITERATOR_WORDS} x {word}]", "iterator")
    body.line(f"%ctx = load ptr, ptr {abi.at(body, '%floor', 1)}")
    empty = abi.call(body, "new_tuple", "0", "null")
    abi.call(body, "get_iterator", empty, iterator)
    abi.call(body, "iterator_next", iterator)
    _set_floor(abi, body, "%floor", iterator)
    body.line("ret void")
    attributes = abi.text.attributes("cold noinline nounwind minsize optsize null_pointer_is_valid")
    return f"define internal void @nc.look({floor_parameter(abi)} %floor) {attributes} {{\n{body.render()}\n}}"
