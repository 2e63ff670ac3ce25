r"""Items of lists in line; those of tuples, bytes and arrays in a function that the module's code shares.

    x[i]    x is a list, i a small integer, i inside ──► the word at items + i
                 └──────────┬─────────────────┘
                            ▼ no
            bytes and bytearrays in innermost loops the same way, by what `iterator.kind` has told of them
                 └──────────┬─────────────────┘
                            ▼ no
            nc.item, for other containers too (elements.py)

What makes it legal: the first word of an object is its type as long as the object lives, and what the type says of the
layout is the same in all firmware that loads the file (1.23 and newer) and in our runtime. Lists are compared with the
type in the function table; the others are known by the number of their name, in a type that no `class` statement made
and that has no parent, which leaves out subclasses and named tuples. What an object holds may change at any call, from
an interrupt or another thread: length, items and item are read each time, in this order. An index outside, or a value
that does not fit an element, is the runtime's affair, which raises or wraps. Strings, memoryviews, dicts and instances
are too.
"""

from typing import TYPE_CHECKING

from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.lower.elements import item_function
from nativecomp.codegen.lower.objects import LOAD, call_table, table_abi
from nativecomp.codegen.lower.small import SmallInts, guarded
from nativecomp.codegen.registry import Value, lowers
from nativecomp.ir import Op
from nativecomp.runtime_calls import VALUES

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering

OTHER, LIST, TUPLE, RANGE, ELEMENTS, BYTES, ARRAY = range(7)
"""What `iterator.kind` tells: a list, a tuple, a range, an array or a memoryview, bytes, a bytearray."""


class ListItems:
    """Writes accesses to the items of a list; control goes elsewhere where the object is none, or the index outside."""

    def __init__(self, fn: "FunctionLowering", ints: SmallInts) -> None:
        self.abi: TableAbi = table_abi(fn)
        self.body = fn.body
        self.word = self.abi.word
        self.ints = ints

    def need_list(self, base: str) -> str:
        """The address of an object, which is a list."""
        low = self.body.value(f"and {self.word} {base}, 3")
        self.ints.need(self.body.value(f"icmp eq {self.word} {low}, 0"))
        address = self.body.value(f"inttoptr {self.word} {base} to ptr")
        type_ = self.abi.load(self.body, self.abi.table(self.body), VALUES["type_list"], self.word)
        self.ints.need(
            self.body.value(f"icmp eq {self.word} {self.abi.load(self.body, address, 0, self.word)}, {type_}")
        )
        return address

    def address(self, base: str, index: str, *, known: bool) -> str:
        """The address of an item, of any object. An index that is `known` to be a small integer is not tested."""
        if not known:
            self.ints.need_small(index)
        return self.inside(self.need_list(base), index)

    def inside(self, list_: str, index: str) -> str:
        """The address of an item of a list at a small integer, which from behind only constants are."""
        number = self.ints.number(index)
        length = self.read(list_, 2)
        if number.startswith("-"):
            number = self.body.value(f"add {self.word} {number}, {length}")
        self.ints.need(self.body.value(f"icmp ult {self.word} {number}, {length}"))
        items = self.body.value(f"inttoptr {self.word} {self.read(list_, 3)} to ptr")
        return self.body.value(f"getelementptr {self.word}, ptr {items}, {self.word} {number}")

    def byte(self, object_: str, index: str) -> str:
        """The address of a byte of bytes or a bytearray, at a small integer that is not below 0."""
        number = self.ints.number(index)
        self.ints.need(self.body.value(f"icmp ult {self.word} {number}, {self.read(object_, 2)}"))
        data = self.body.value(f"inttoptr {self.word} {self.read(object_, 3)} to ptr")
        return self.body.value(f"getelementptr i8, ptr {data}, {self.word} {number}")

    def read(self, address: str, words: int) -> str:
        """A word that may be another one the next time."""
        place = self.abi.at(self.body, address, words)
        return self.body.value(f"load volatile {self.word}, ptr {place}")


@lowers("object.subscript")
def subscript(fn: "FunctionLowering", op: Op) -> Value:
    base, index = (fn.single(operand) for operand in op.operands)
    if not fn.expands(op):
        return call_table(fn, "subscript", base, index, LOAD)
    if fn.opt == "balanced":
        return _load(fn, base, index)

    def small(ints: SmallInts) -> str:
        place = ListItems(fn, ints).address(base, index, known=op.attributes.get("small", False))
        return fn.body.value(f"load volatile {fn.layout.word}, ptr {place}")

    return guarded(fn, fn.layout.word, small, lambda: _load(fn, base, index))


@lowers("object.set_subscript")
def set_subscript(fn: "FunctionLowering", op: Op) -> None:
    base, index, value = (fn.single(operand) for operand in op.operands)
    if not fn.expands(op):
        call_table(fn, "subscript", base, index, value)
    elif fn.opt == "balanced":
        _store(fn, base, index, value)
    else:

        def small(ints: SmallInts) -> str:
            place = ListItems(fn, ints).address(base, index, known=op.attributes.get("small", False))
            fn.body.line(f"store volatile {fn.layout.word} {value}, ptr {place}")
            return "0"

        guarded(fn, fn.layout.word, small, lambda: _store(fn, base, index, value))


def _load(fn: "FunctionLowering", base: str, index: str) -> str:
    helper, word = item_function(table_abi(fn), fn.body, store=False), fn.layout.word
    return fn.body.value(f"call {word} {helper}(ptr %ctx, {word} {base}, {word} {index})")


def _store(fn: "FunctionLowering", base: str, index: str, value: str) -> str:
    helper, word = item_function(table_abi(fn), fn.body, store=True), fn.layout.word
    fn.body.line(f"call void {helper}(ptr %ctx, {word} {base}, {word} {index}, {word} {value})")
    return "0"


@lowers("object.item", "object.set_item")
def item(fn: "FunctionLowering", op: Op) -> Value | None:
    """Of an object of a kind that has been asked for, at a small integer."""
    base, index, kind, *values = (fn.single(operand) for operand in op.operands)
    word, body = fn.layout.word, fn.body

    def listed(ints: SmallInts) -> str:
        ints.need(body.value(f"icmp eq {word} {kind}, {LIST}"))
        place = ListItems(fn, ints).inside(body.value(f"inttoptr {word} {base} to ptr"), index)
        if not values:
            return body.value(f"load volatile {word}, ptr {place}")
        body.line(f"store volatile {word} {values[0]}, ptr {place}")
        return "0"

    def bytes_(ints: SmallInts) -> str:
        ints.need(body.value(f"icmp u{'ge' if not values else 'gt'} {word} {kind}, {BYTES}"))
        place = ListItems(fn, ints).byte(body.value(f"inttoptr {word} {base} to ptr"), index)
        if not values:
            byte = body.value(f"zext i8 {body.value(f'load volatile i8, ptr {place}')} to {word}")
            return body.value(f"or {word} {body.value(f'shl {word} {byte}, 1')}, 1")
        ints.need_small(values[0])
        number = ints.number(values[0])
        ints.need(body.value(f"icmp ult {word} {number}, 256"))
        body.line(f"store volatile i8 {body.value(f'trunc {word} {number} to i8')}, ptr {place}")
        return "0"

    def ask() -> str:
        return _store(fn, base, index, values[0]) if values else _load(fn, base, index)

    def other() -> str:
        inner = fn.opt == "speed" or fn.block in fn.innermost
        return guarded(fn, word, bytes_, ask) if inner else ask()

    if op.attributes.get("probably") == "bytes":
        listed = bytes_
    if op.attributes.get("probably"):
        other = ask
    found = guarded(fn, word, listed, other)
    return None if values else found
