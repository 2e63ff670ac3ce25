"""Containers of objects: made of several, and unpacked."""

from typing import TYPE_CHECKING

from nativecomp.codegen.lower import appends
from nativecomp.codegen.lower.objects import table_abi
from nativecomp.codegen.registry import Value, lowers
from nativecomp.ir import Op

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering

_MAKERS = {"object.tuple": "new_tuple", "object.list": "new_list", "object.set": "new_set"}


@lowers("object.tuple", "object.list", "object.set")
def object_sequence(fn: "FunctionLowering", op: Op) -> Value:
    abi = table_abi(fn)
    array = fn.boxing.array([fn.single(operand) for operand in op.operands])
    return abi.call(fn.body, _MAKERS[op.name], str(len(op.operands)), array)


@lowers("iterator.resume")
def iterator_resume(fn: "FunctionLowering", op: Op) -> None:
    """The buffer of an iterator that is an object: nothing, and the object."""
    abi, slot = table_abi(fn), fn.slots[op.attributes["local"]]
    fn.body.line(f"store {abi.word} 0, ptr {slot}")
    fn.body.line(f"store {abi.word} {fn.single(op.operands[0])}, ptr {abi.at(fn.body, slot, 1)}")


def _unpacked(fn: "FunctionLowering", op: Op, name: str, request: int, count: int) -> Value:
    """The items in their order; the runtime writes them in reverse."""
    abi = table_abi(fn)
    slot = fn.body.scratch(max(count, 1), abi.word)
    abi.call(fn.body, name, fn.single(op.operands[0]), str(request), slot)
    places = [abi.at(fn.body, slot, number) if number else slot for number in reversed(range(count))]
    return tuple(fn.body.value(f"load {abi.word}, ptr {place}") for place in places)


@lowers("object.unpack")
def object_unpack(fn: "FunctionLowering", op: Op) -> Value:
    count = op.attributes["count"]
    if op.attributes.get("pair"):
        return fn.operand(op.operands[0])
    if fn.function.python and count and fn.is_hot:
        return appends.unpack(fn, fn.single(op.operands[0]), count)
    return _unpacked(fn, op, "unpack", count, count)


@lowers("object.unpack_star")
def object_unpack_star(fn: "FunctionLowering", op: Op) -> Value:
    before, after = op.attributes["before"], op.attributes["after"]
    return _unpacked(fn, op, "unpack_star", before | after << 8, before + 1 + after)
