r"""Items of lists in line; those of tuples, bytes and arrays in a function that the module's code shares.

    x[i]    x is a list, i a small integer, i inside ──► the word at items + i
                 └──────────┬─────────────────┘
                            ▼ no
            bytes and bytearrays in innermost loops the same way, by what `iterator.kind` has told of them
                 └──────────┬─────────────────┘
                            ▼ no
            nc.item: list, or bytearray by the type that one had before (a word of the file remembers it)
                 └──────────┬─────────────────┘
                            ▼ no
            nc.item.other: list, tuple, bytes, bytearray or array of integers, by its type; else the runtime

What makes it legal: the first word of an object is its type as long as the object lives, and what the type says of the
layout is the same in all firmware that loads the file (1.23 and newer) and in our runtime. Lists are compared with the
type in the function table; the others are known by the number of their name, in a type that no `class` statement made
and that has no parent, which leaves out subclasses and named tuples. What an object holds may change at any call, from
an interrupt or another thread: length, items and item are read each time, in this order. An index outside, or a value
that does not fit an element, is the runtime's affair, which raises or wraps. Strings, memoryviews, dicts and instances
are too.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.lower.objects import LOAD, call_table, table_abi
from nativecomp.codegen.lower.small import SmallInts, guarded
from nativecomp.codegen.registry import Value, lowers
from nativecomp.codegen.text import BodyText
from nativecomp.ir import Op
from nativecomp.runtime_calls import VALUES

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering

_MADE_BY_CLASS = 0x200
OTHER, LIST, TUPLE, RANGE, BYTES, ARRAY = range(6)
"""What `iterator.kind` tells: a list, a tuple, a range, bytes, a bytearray."""
_ELEMENTS = {"b": 8, "B": 8, "h": 16, "H": 16, "i": 32, "I": 32}


class TypeNames:
    """Knows built-in types by their names; that of `array` is among the names of the file."""

    numbers: ClassVar = {"tuple": 157, "bytes": 66, "bytearray": 64, "range": 124}
    """The numbers of the names, the same in all firmware."""

    @staticmethod
    def of_type(abi: TableAbi, body: BodyText, type_: str, other: str) -> str:
        """The number of the name of a type, a word; control goes to `other` from one that may be a subclass."""
        word, size = abi.word, abi.word_bytes

        def read(offset: int, text: str) -> str:
            place = body.value(f"getelementptr inbounds i8, ptr {type_}, {word} {offset}")
            return body.value(f"load {text}, ptr {place}")

        flags = body.value(f"and i16 {read(size, 'i16')}, {_MADE_BY_CLASS}")
        parent = body.value(f"zext i8 {read(size + 14, 'i8')} to i16")
        known = body.fresh("known")
        bare = body.value(f"icmp eq i16 {body.value(f'or i16 {flags}, {parent}')}, 0")
        body.line(f"br i1 {bare}, label %{known}, label %{other}")
        body.label(known)
        return body.value(f"zext i16 {read(size + 2, 'i16')} to {word}")


NAMES = TypeNames()


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
    helper, word = table_abi(fn).shared(fn.body, "nc.item", lambda abi: _Helper(abi).load()), fn.layout.word
    return fn.body.value(f"call {word} {helper}(ptr %ctx, {word} {base}, {word} {index})")


def _store(fn: "FunctionLowering", base: str, index: str, value: str) -> str:
    helper, word = table_abi(fn).shared(fn.body, "nc.set_item", lambda abi: _Helper(abi).store()), fn.layout.word
    return fn.body.value(f"call {word} {helper}(ptr %ctx, {word} {base}, {word} {index}, {word} {value})")


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

    found = guarded(fn, word, listed, other)
    return None if values else found


class _Helper:
    """Writes the functions for what is no list. Whatever they do not know they leave to the runtime.

    Legal to remember a type: it was found by its name, it never becomes another, and as the
    word is one that the collector sees, no other gets its address.
    """

    def __init__(self, abi: TableAbi) -> None:
        self.abi = abi
        self.remembers = abi.tables.shares and not abi.guarded
        self.body = BodyText()
        self.word = abi.word
        self.size = abi.word_bytes

    def _value(self, text: str) -> str:
        return self.body.value(text)

    def _need(self, condition: str) -> None:
        following = self.body.fresh("fits")
        self.body.line(f"br i1 {condition}, label %{following}, label %other")
        self.body.label(following)

    def _remembered(self, what: str) -> str:
        """The address of the word for a type."""
        number = self.abi.tables.word(f"type of {what}")
        words = self.abi.load(self.body, self.abi.load(self.body, "%ctx", 3), self.abi.tables.words_place)
        return self.abi.at(self.body, words, number or 0)

    def _quick(self, name: str, parameters: str, access: Callable[[str, str], str]) -> str:
        """The function for lists and bytearrays, which ends in the other one. `access` gives the result at an address,
        by the width of the item."""
        word, body = self.word, self.body
        type_ = self._type_or_list()
        known = self._value(f"load volatile ptr, ptr {self._remembered('bytearrays')}")
        self._need(self._value(f"icmp eq ptr {type_}, {known}"))
        at = self._inside(self._value(f"load volatile {word}, ptr {self.abi.at(body, '%address', 2)}"))
        data = self._value(f"load volatile ptr, ptr {self.abi.at(body, '%address', 3)}")
        body.line(f"ret {word} {access(self._value(f'getelementptr i8, ptr {data}, {word} {at}'), 'i8')}")
        body.line(f"ret {word} {access(self._item(), word)}")
        body.label("other")
        given = ", ".join(["ptr %ctx", *(f"{word} %{one}" for one in ("base", "index", *parameters.split()))])
        slow = self.abi.shared(body, f"{name}.other", lambda abi: getattr(_Helper(abi), self._others[name])())
        body.line(f"ret {word} {self._value(f'tail call {word} {slow}({given})')}")
        return self._end(name, "".join(f", {word} %{one}" for one in parameters.split()))

    _others: ClassVar = {"nc.item": "load_other", "nc.set_item": "store_other"}

    def load(self) -> str:
        if not self.remembers:
            return self.load_other("nc.item")

        def access(place: str, type_: str) -> str:
            item = self._value(f"load volatile {type_}, ptr {place}")
            if type_ == self.word:
                return item
            twice = self._value(f"shl {self.word} {self._value(f'zext {type_} {item} to {self.word}')}, 1")
            return self._value(f"or {self.word} {twice}, 1")

        return self._quick("nc.item", "", access)

    def store(self) -> str:
        if not self.remembers:
            return self.store_other("nc.set_item")

        def access(place: str, type_: str) -> str:
            value = "%value"
            if type_ != self.word:
                number = self._value(f"ashr {self.word} %value, 1")
                self._need(self._value(f"trunc {self.word} %value to i1"))
                self._need(self._value(f"icmp ult {self.word} {number}, 256"))
                value = self._value(f"trunc {self.word} {number} to {type_}")
            self.body.line(f"store volatile {type_} {value}, ptr {place}")
            return "0"

        return self._quick("nc.set_item", "value", access)

    def _type_or_list(self) -> str:
        """The type of the object, which has one; the index is a small integer. A list goes to the block `list`."""
        word, body = self.word, self.body
        low = self._value(f"and {word} %base, 3")
        odd = self._value(f"and {word} %index, 1")
        self._need(self._value(f"icmp ult {word} {low}, {odd}"))
        body.line(f"%address = inttoptr {word} %base to ptr")
        body.line(f"%number = ashr {word} %index, 1")
        type_, other = self._value("load ptr, ptr %address"), body.fresh("no_list")
        list_ = self.abi.load_anew(body, self.abi.table(body), VALUES["type_list"])
        body.line(f"br i1 {self._value(f'icmp eq ptr {type_}, {list_}')}, label %list, label %{other}")
        body.label(other)
        return type_

    def _item(self) -> str:
        """The address of the item of a list."""
        self.body.label("list")
        number = self._inside(self._value(f"load volatile {self.word}, ptr {self.abi.at(self.body, '%address', 2)}"))
        items = self._value(f"load volatile ptr, ptr {self.abi.at(self.body, '%address', 3)}")
        return self._value(f"getelementptr {self.word}, ptr {items}, {self.word} {number}")

    def _inside(self, length: str) -> str:
        word = self.word
        below = self._value(f"icmp slt {word} %number, 0")
        behind = self._value(f"add {word} %number, {length}")
        number = self._value(f"select i1 {below}, {word} {behind}, {word} %number")
        self._need(self._value(f"icmp ult {word} {number}, {length}"))
        return number

    def _kinds(self, *, store: bool) -> None:
        """Go to the block of the object's type: `tuple`, or `bits` with the type code of the elements."""
        word, body = self.word, self.body
        type_ = self._type_or_list()
        if self.remembers:
            known = self._value(f"load volatile ptr, ptr {self._remembered('arrays')}")
            body.line(f"br i1 {self._value(f'icmp eq ptr {type_}, {known}')}, label %array, label %named")
            body.label("named")
        name = NAMES.of_type(self.abi, body, type_, "other")
        labels = {"tuple": "tuple", "bytes": "bytes", "bytearray": "bytearray"}
        names = ["bytearray"] if store else list(labels)
        cases = " ".join(f"{word} {NAMES.numbers[one]}, label %{labels[one]}" for one in names)
        body.line(f"switch {word} {name}, label %maybe [ {cases} ]")
        for one in names[-2:]:
            body.label(one)
            if self.remembers and one == "bytearray":
                body.line(f"store volatile ptr {type_}, ptr {self._remembered('bytearrays')}")
            body.line("br label %bits")
        body.label("maybe")
        self._need(self._value(f"icmp eq {word} {name}, {self.abi.qstr(body, 'array')}"))
        if self.remembers:
            body.line(f"store volatile ptr {type_}, ptr {self._remembered('arrays')}")
        body.line("br label %array")
        body.label("array")
        code = self._value(f"load {word}, ptr {self.abi.at(body, '%address', 1)}")
        code = self._value(f"and {word} {code}, 255")
        body.line("br label %bits")
        body.label("bits")
        ways = [*(f"[ {ord('B')}, %{one} ]" for one in names[-2:]), f"[ {code}, %array ]"]
        body.line(f"%code = phi {word} {', '.join(ways)}")
        number = self._inside(self._value(f"load {word}, ptr {self.abi.at(body, '%address', 2)}"))
        body.line(f"%at = add {word} {number}, 0")
        body.line(f"%items = load ptr, ptr {self.abi.at(body, '%address', 3)}")
        codes = " ".join(f"{word} {ord(code)}, label %{code}" for code in _ELEMENTS)
        body.line(f"switch {word} %code, label %other [ {codes} ]")

    def _end(self, name: str, parameters: str) -> str:
        attributes = self.abi.text.attributes("noinline nounwind minsize optsize null_pointer_is_valid")
        head = f"define internal {self.word} @{name}(ptr %ctx, {self.word} %base, {self.word} %index{parameters})"
        return f"{head} {attributes} {{\n{self.body.render()}\n}}"

    def load_other(self, name: str = "nc.item.other") -> str:
        word, body, bits = self.word, self.body, self.size * 8
        self._kinds(store=False)
        body.line(f"ret {word} {self._value(f'load volatile {word}, ptr {self._item()}')}")
        body.label("tuple")
        number = self._inside(self._value(f"load {word}, ptr {self.abi.at(body, '%address', 1)}"))
        first = self.abi.at(body, "%address", 2)
        place = self._value(f"getelementptr {word}, ptr {first}, {word} {number}")
        body.line(f"ret {word} {self._value(f'load {word}, ptr {place}')}")
        for code, width in _ELEMENTS.items():
            body.label(code)
            place = self._value(f"getelementptr i{width}, ptr %items, {word} %at")
            element = self._value(f"load i{width}, ptr {place}")
            if width < bits:
                element = self._value(f"{'sext' if code.islower() else 'zext'} i{width} {element} to {word}")
            elif code.islower():
                shifted = self._value(f"add {word} {element}, {1 << (bits - 2)}")
                self._need(self._value(f"icmp sge {word} {shifted}, 0"))
            else:
                self._need(self._value(f"icmp ult {word} {element}, {1 << (bits - 2)}"))
            tagged = self._value(f"shl {word} {element}, 1")
            body.line(f"ret {word} {self._value(f'or {word} {tagged}, 1')}")
        body.label("other")
        body.line(f"ret {word} {self.abi.call(body, 'subscript', '%base', '%index', LOAD)}")
        return self._end(name, "")

    def store_other(self, name: str = "nc.set_item.other") -> str:
        word, body = self.word, self.body
        self._kinds(store=True)
        body.line(f"store volatile {word} %value, ptr {self._item()}")
        body.line(f"ret {word} 0")
        for code, width in _ELEMENTS.items():
            body.label(code)
            self._need(self._value(f"trunc {word} %value to i1"))
            value = self._value(f"ashr {word} %value, 1")
            if width < self.size * 8:
                narrow = self._value(f"trunc {word} {value} to i{width}")
                back = self._value(f"{'sext' if code.islower() else 'zext'} i{width} {narrow} to {word}")
                self._need(self._value(f"icmp eq {word} {back}, {value}"))
                value = narrow
            elif code.isupper():
                self._need(self._value(f"icmp sge {word} {value}, 0"))
            place = self._value(f"getelementptr i{width}, ptr %items, {word} %at")
            body.line(f"store volatile i{width} {value}, ptr {place}")
            body.line(f"ret {word} 0")
        body.label("other")
        self.abi.call(body, "subscript", "%base", "%index", "%value")
        body.line(f"ret {word} 0")
        return self._end(name, f", {word} %value")
