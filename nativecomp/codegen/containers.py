"""Containers of objects: made, filled, unpacked, iterated over."""

from typing import TYPE_CHECKING

from nativecomp.codegen.objects import call_for_effect, call_table, table_abi
from nativecomp.codegen.registry import Value, lowers
from nativecomp.codegen.table import Entry
from nativecomp.ir import Op

if TYPE_CHECKING:
    from nativecomp.codegen.lower import FunctionLowering

_MAKERS = {"object.tuple": Entry.NEW_TUPLE, "object.list": Entry.NEW_LIST, "object.set": Entry.NEW_SET}


@lowers("object.tuple", "object.list", "object.set")
def object_sequence(fn: "FunctionLowering", op: Op) -> Value:
    abi = table_abi(fn)
    array = fn.boxing.array([fn.single(operand) for operand in op.operands])
    arguments = [(abi.word, str(len(op.operands))), ("ptr", array)]
    return abi.table_call(fn.body, _MAKERS[op.name], abi.word, arguments)


@lowers("object.dict")
def object_dict(fn: "FunctionLowering", op: Op) -> Value:
    return call_table(fn, Entry.NEW_DICT, str(op.attributes["count"]))


_FILLERS = {
    "object.dict_store": Entry.DICT_STORE,
    "object.list_append": Entry.LIST_APPEND,
    "object.set_store": Entry.SET_STORE,
}


@lowers("object.dict_store", "object.list_append", "object.set_store")
def object_fill(fn: "FunctionLowering", op: Op) -> None:
    call_for_effect(fn, _FILLERS[op.name], *(fn.single(operand) for operand in op.operands))


def _unpacked(fn: "FunctionLowering", op: Op, entry: Entry, request: int, count: int) -> Value:
    """The items in their order; the runtime writes them in reverse."""
    abi = table_abi(fn)
    slot = fn.body.scratch(max(count, 1), abi.word)
    arguments = [(abi.word, fn.single(op.operands[0])), (abi.word, str(request)), ("ptr", slot)]
    abi.table_call(fn.body, entry, "void", arguments)
    places = [abi.at(fn.body, slot, number) if number else slot for number in reversed(range(count))]
    return tuple(fn.body.value(f"load {abi.word}, ptr {place}") for place in places)


@lowers("object.unpack")
def object_unpack(fn: "FunctionLowering", op: Op) -> Value:
    count = op.attributes["count"]
    return _unpacked(fn, op, Entry.UNPACK, count, count)


@lowers("object.unpack_star")
def object_unpack_star(fn: "FunctionLowering", op: Op) -> Value:
    before, after = op.attributes["before"], op.attributes["after"]
    return _unpacked(fn, op, Entry.UNPACK_STAR, before | after << 8, before + 1 + after)


@lowers("iterator.begin")
def iterator_begin(fn: "FunctionLowering", op: Op) -> None:
    abi = table_abi(fn)
    slot = fn.slots[op.attributes["local"]]
    arguments = [(abi.word, fn.single(op.operands[0])), ("ptr", slot)]
    abi.table_call(fn.body, Entry.GET_ITERATOR, abi.word, arguments)


@lowers("iterator.next")
def iterator_next(fn: "FunctionLowering", op: Op) -> Value:
    abi = table_abi(fn)
    slot = fn.slots[op.attributes["local"]]
    return abi.table_call(fn.body, Entry.ITERATOR_NEXT, abi.word, [("ptr", slot)])
