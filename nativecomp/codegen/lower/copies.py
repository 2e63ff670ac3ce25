"""Copies in one go: when they may stand for a loop (passes/copies.py), and the call of the runtime."""

from typing import TYPE_CHECKING

from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.lower.conversions import resize
from nativecomp.codegen.registry import Value, lowers
from nativecomp.ir import Op
from nativecomp.language.types import IntType

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering

LEAST = 16
"""Fewer elements are faster one by one than by a call, of whatever width: the call takes about 60 instructions."""


def _ends(fn: "FunctionLowering", op: Op) -> tuple[str, str, str]:
    """The addresses of the target and of the source, and the number of elements, a word."""
    bits, word = op.attributes["element"], fn.layout.word
    target, target_index, source, source_index, count = op.operands
    addresses = []
    for pointer, index in ((target, target_index), (source, source_index)):
        address = fn.single(pointer)
        if fn.constant(index) != 0:
            offset = _word(fn, index)
            address = fn.body.value(f"getelementptr i{bits}, ptr {address}, {word} {offset}")
        addresses.append(address)
    return addresses[0], addresses[1], _word(fn, count)


def _word(fn: "FunctionLowering", op: Op) -> str:
    assert isinstance(op.type, IntType)
    return resize(fn, fn.single(op), op.type, fn.layout.target.word_bits)


def _all(fn: "FunctionLowering", conditions: list[str]) -> str:
    found = conditions[0]
    for condition in conditions[1:]:
        found = fn.body.value(f"and i1 {found}, {condition}")
    return found


@lowers("memory.copyable")
def memory_copyable(fn: "FunctionLowering", op: Op) -> Value:
    if op.attributes["device"] != "no" and (fn.device or not fn.function.two_versions):
        return "false"
    body, word, bits = fn.body, fn.layout.word, op.attributes["element"]
    target, source, count = _ends(fn, op)
    conditions = [body.value(f"icmp uge {word} {count}, {LEAST}")]
    shift = (bits // 8).bit_length() - 1
    size = count
    if shift:
        # The bytes must be a word's number; half of what that allows is easier to compare with.
        limit = 1 << (fn.layout.target.word_bits - 1 - shift)
        beyond = body.value(f"sub {word} {count}, {LEAST}")
        conditions = [body.value(f"icmp ult {word} {beyond}, {limit}")]
        size = body.value(f"shl {word} {count}, {shift}")
    at, start = (body.value(f"ptrtoint ptr {address} to {word}") for address in (target, source))
    # A target that begins inside of the source, above its start, is overwritten before it is read.
    distance = body.value(f"sub {word} {at}, {start}")
    conditions.append(body.value(f"icmp uge {word} {distance}, {size}"))
    if shift and not fn.layout.target.unaligned and not _are_buffers(op):
        # The loop faults at an address that is not a multiple of the element's size.
        either = body.value(f"or {word} {at}, {start}")
        low = body.value(f"and {word} {either}, {bits // 8 - 1}")
        conditions.append(body.value(f"icmp eq {word} {low}, 0"))
    return _all(fn, conditions)


def _are_buffers(op: Op) -> bool:
    """Whether both addresses are those of typed buffers, which are aligned."""
    return op.operands[0].name == op.operands[2].name == "buffer.address"


@lowers("memory.copy")
def memory_copy(fn: "FunctionLowering", op: Op) -> None:
    word, bits = fn.layout.word, op.attributes["element"]
    target, source, count = _ends(fn, op)
    size = fn.body.value(f"shl {word} {count}, {(bits // 8).bit_length() - 1}")
    abi = fn.parent.abi
    if isinstance(abi, TableAbi):
        abi.call(fn.body, "memmove", target, source, size)
        return
    name = f"llvm.memmove.p0.p0.{word}"
    move = fn.module.declare(name, f"void {{}}(ptr, ptr, {word}, i1)")
    fn.body.line(f"call void {move}(ptr {target}, ptr {source}, {word} {size}, i1 false)")
