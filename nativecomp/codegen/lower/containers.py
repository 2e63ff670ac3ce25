"""Containers of objects: made, filled, unpacked, iterated over."""

from typing import TYPE_CHECKING

from nativecomp.codegen.lower.objects import call_table, table_abi
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


@lowers("object.dict")
def object_dict(fn: "FunctionLowering", op: Op) -> Value:
    return call_table(fn, "new_dict", str(op.attributes["count"]))


_FILLERS = {
    "object.dict_store": "dict_store",
    "object.list_append": "list_append",
    "object.set_store": "set_store",
}


@lowers("object.dict_store", "object.list_append", "object.set_store")
def object_fill(fn: "FunctionLowering", op: Op) -> None:
    call_table(fn, _FILLERS[op.name], *(fn.single(operand) for operand in op.operands))


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
    return _unpacked(fn, op, "unpack", count, count)


@lowers("object.unpack_star")
def object_unpack_star(fn: "FunctionLowering", op: Op) -> Value:
    before, after = op.attributes["before"], op.attributes["after"]
    return _unpacked(fn, op, "unpack_star", before | after << 8, before + 1 + after)


@lowers("iterator.begin")
def iterator_begin(fn: "FunctionLowering", op: Op) -> None:
    abi = table_abi(fn)
    slot = fn.slots[op.attributes["local"]]
    abi.call(fn.body, "get_iterator", fn.single(op.operands[0]), slot)


@lowers("iterator.next")
def iterator_next(fn: "FunctionLowering", op: Op) -> Value:
    abi = table_abi(fn)
    slot = fn.slots[op.attributes["local"]]
    return abi.call(fn.body, "iterator_next", slot)
