r"""Attributes, methods and globals found in the tables of MicroPython by functions that the module's code shares.

    obj.x         nc.member  obj is an instance of a class of Python: the entry of its members whose key is `x`
    obj.x = v     nc.member  the same, where the class has no accessors; a new name is the runtime's affair
    obj.f()       nc.method  among the members, where it is a plain value; else in the class, then in its parents
    name          nc.global  the entry of the module's globals

A table (of `alloc` entries, each a key and a value) starts a search at the remainder of the name's hash by `alloc` and
goes on from there, round the end. So does this code; but it knows the hash only as firmware with 16 bits of it has it.
That is no more than a hint: a key is found where its word is, wherever that is, since a key occurs once, and a name is
not there only where no entry has its word. Whatever is not found is left to the runtime, with the original operands.

What makes it legal. The type of an object is its first word as long as it lives. Layouts of types, instances, maps and
dicts are the same in all firmware from 1.23 and in our runtime (flag 0x200 of a type: a `class` statement made it; flag
2: it has properties, descriptors or `__setattr__`; 0x20 and 0x40: its objects bind `self`, are built-in functions). A
member is the value whatever its class says; without flag 2, so it is for stores. A method binds where no member has its
name and its type has flag 0x20 and not 0x40. Names with two underscores in front, which the runtime answers itself, are
left to it. Words of names are those of representation A: on firmware with others, none is ever found. Nothing here
calls Python, allocates, or is kept: each search reads the tables anew.
"""

from typing import TYPE_CHECKING

from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.text import BodyText

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering

MADE_BY_CLASS, HAS_ACCESSORS = 0x200, 2
BINDS, BUILT_IN = 0x20, 0x40
PARENT, LOCALS = 10, 11
"""The places of two bytes of a type among those that number its slots."""
_HASH_BITS = 16


def name_hash(name: str) -> int:
    """The hash of a name in firmware that keeps 16 bits of it."""
    value = 5381
    for byte in name.encode():
        value = value * 33 ^ byte
    return value & (1 << _HASH_BITS) - 1 or 1


def name_key(abi: TableAbi, name: str) -> int:
    """What a search is told of a name: its index among the names of the file, and its hash."""
    return abi.tables.qstr(name) << _HASH_BITS | name_hash(name)


def looks_up(fn: "FunctionLowering", name: str) -> bool:
    """Whether a function has code of its own to look up a name, which takes more bytes than to ask the runtime."""
    return fn.is_hot and fn.function.python and bool(fn.parent.abi.context) and not name.startswith("__")


def call_lookup(fn: "FunctionLowering", helper: str, name: str, *words: str) -> tuple[str, ...]:
    """Call one of the functions for a name: what it finds, and where (see hints.py), or the `self` of a method."""
    abi, word = fn.parent.abi, fn.layout.word
    assert isinstance(abi, TableAbi)
    function = abi.shared(fn.body, f"nc.{helper}", _HELPERS[helper])
    given = ", ".join(["ptr %ctx", *(f"{word} {one}" for one in (*words, str(name_key(abi, name))))])
    pair = fn.body.value(f"call {{ {word}, {word} }} {function}({given})")
    return tuple(fn.body.value(f"extractvalue {{ {word}, {word} }} {pair}, {number}") for number in (0, 1))


class Search:
    """Writes one of the functions; control goes to the block `other` where it cannot tell."""

    def __init__(self, abi: TableAbi) -> None:
        self.abi = abi
        self.body = BodyText()
        self.word = abi.word
        self.size = abi.word_bytes
        self.divides = not abi.layout.target.triple.startswith("thumbv6m")
        """Whether a remainder costs an instruction or two; else searches start at the first entry."""

    def value(self, text: str) -> str:
        return self.body.value(text)

    def read(self, base: str, bytes_: int, type_: str = "") -> str:
        """What stands so many bytes behind an address, which may be another value the next time."""
        place = self.value(f"getelementptr inbounds i8, ptr {base}, {self.word} {bytes_}") if bytes_ else base
        return self.value(f"load {type_ or self.word}, ptr {place}")

    def field(self, base: str, words: int, type_: str = "") -> str:
        return self.read(base, words * self.size, type_)

    def need(self, condition: str, other: str = "other") -> None:
        """Go on, in a new block, only where a condition holds."""
        following = self.body.fresh("so")
        self.body.line(f"br i1 {condition}, label %{following}, label %{other}")
        self.body.label(following)

    def name(self) -> str:
        """The word of the name, which is a string."""
        number = self.number()
        return self.value(f"or {self.word} {self.value(f'shl {self.word} {number}, 3')}, 2")

    def string_at(self, index: int) -> str:
        """The word of a name, by its index among those of the file."""
        number = self.abi.qstr_at(self.body, str(index))
        return self.value(f"or {self.word} {self.value(f'shl {self.word} {number}, 3')}, 2")

    def number(self) -> str:
        return self.abi.qstr_at(self.body, self.value(f"lshr {self.word} %key, {_HASH_BITS}"))

    def need_object(self, base: str) -> str:
        """The address of an object that has one; 0 is no object, and is not in tables."""
        low = self.value(f"and {self.word} {base}, 3")
        self.need(self.value(f"icmp eq {self.word} {low}, 0"))
        return self.value(f"inttoptr {self.word} {base} to ptr")

    def flags(self, type_: str, mask: int, wanted: int) -> None:
        """Go on only where some flags of a type are these."""
        flags = self.value(f"and i16 {self.read(type_, self.size, 'i16')}, {mask}")
        self.need(self.value(f"icmp eq i16 {flags}, {wanted}"))

    def slot(self, type_: str, number: int, other: str = "other") -> str:
        """The address in one of a type's slots; control goes elsewhere where it has none."""
        index = self.value(f"zext i8 {self.read(type_, self.size + 4 + number, 'i8')} to {self.word}")
        self.need(self.value(f"icmp ne {self.word} {index}, 0"), other)
        before = self.value(f"getelementptr {self.word}, ptr {type_}, {self.word} {index}")
        return self.read(before, 16, "ptr")  # they are counted from 1, behind their numbers

    def instance(self) -> tuple[str, str]:
        """The object `%base`, an instance of a class of Python, and its type."""
        address = self.need_object("%base")
        type_ = self.field(address, 0, "ptr")
        self.flags(type_, MADE_BY_CLASS, MADE_BY_CLASS)
        return address, type_

    def find(self, owner: str, name: str, missing: str, *, hinted: bool = True) -> str:
        """The address of the entry for a name in the map in an object; control goes to a block where there is none."""
        body, word, entry = self.body, self.word, 2 * self.size
        alloc, table = self.field(owner, 2), self.field(owner, 3, "ptr")
        if not hinted:
            return self._find_anywhere(alloc, table, name, missing)
        self.need(self.value(f"icmp ne {word} {alloc}, 0"), missing)
        start = table
        if self.divides:
            hash_ = self.value(f"and {word} %key, {(1 << _HASH_BITS) - 1}")
            number = self.value(f"urem {word} {hash_}, {alloc}")
            start = self.value(f"getelementptr [{entry} x i8], ptr {table}, {word} {number}")
        end = self.value(f"getelementptr [{entry} x i8], ptr {table}, {word} {alloc}")
        before, look, on, found = body.current or "entry", *map(body.fresh, ("look", "on", "found"))
        at, next_ = f"%{body.fresh('at')}", f"%{body.fresh('next')}"
        body.line(f"br label %{look}")
        body.label(look)
        body.line(f"{at} = phi ptr [ {start}, %{before} ], [ {next_}, %{on} ]")
        weights = self.abi.text.metadata('!{!"branch_weights", i32 3, i32 1}')
        same = self.value(f"icmp eq {word} {self.field(at, 0)}, {name}")
        body.line(f"br i1 {same}, label %{found}, label %{on}, !prof {weights}")
        body.label(on)
        after = self.value(f"getelementptr i8, ptr {at}, {word} {entry}")
        round_ = self.value(f"icmp eq ptr {after}, {end}") if start != table else "false"
        body.line(f"{next_} = select i1 {round_}, ptr {table}, ptr {after}")
        all_seen = self.value(f"icmp eq ptr {next_}, {start if start != table else end}")
        body.line(f"br i1 {all_seen}, label %{missing}, label %{look}")
        body.label(found)
        return at

    def _find_anywhere(self, alloc: str, table: str, name: str, missing: str) -> str:
        """The same from the first entry to the last one, in as few instructions for each as there can be."""
        body, word, entry = self.body, self.word, 2 * self.size
        self.need(self.value(f"icmp ne {word} {alloc}, 0"), missing)
        # What LLVM does not know the number of, it does not count, which would take another register.
        end = self.value(f"getelementptr [{entry} x i8], ptr {table}, {word} {alloc}")
        end = self.value(f'call ptr asm "", "=r,0"(ptr {end})')
        look, on, found, at, next_ = map(body.fresh, ("look", "on", "found", "at", "next"))
        before = body.current or "entry"
        body.line(f"br label %{look}")
        body.label(look)
        body.line(f"%{at} = phi ptr [ {table}, %{before} ], [ %{next_}, %{on} ]")
        same = self.value(f"icmp eq {word} {self.field(f'%{at}', 0)}, {name}")
        body.line(f"%{next_} = getelementptr i8, ptr %{at}, {word} {entry}")
        body.line(f"br i1 {same}, label %{found}, label %{on}")
        body.label(on)
        body.line(f"br i1 {self.value(f'icmp eq ptr %{next_}, {end}')}, label %{missing}, label %{look}")
        body.label(found)
        return self.value(f"getelementptr i8, ptr %{next_}, {word} {-entry}")

    def give(self, value: str, second: str = "0") -> None:
        """Return two words."""
        pair = f"{{ {self.word}, {self.word} }}"
        first = self.value(f"insertvalue {pair} poison, {self.word} {value}, 0")
        self.body.line(f"ret {pair} {self.value(f'insertvalue {pair} {first}, {self.word} {second}, 1')}")

    def place(self, owner: str, found: str) -> str:
        """Where an entry lies in the table of the map in an object, in bytes."""
        table, at = self.field(owner, 3), self.value(f"ptrtoint ptr {found} to {self.word}")
        return self.value(f"sub {self.word} {at}, {table}")

    def define(self, name: str, parameters: str) -> str:
        """The function, which gives two words."""
        return self.define_word(name, parameters, f"{{ {self.word}, {self.word} }}")

    def define_word(self, name: str, parameters: str, result: str = "") -> str:
        return self.define_words(name, f"{parameters} key", result or self.word)

    def define_words(self, name: str, parameters: str, result: str) -> str:
        words = 'noinline nounwind minsize optsize null_pointer_is_valid "frame-pointer"="none"'
        attributes = self.abi.text.attributes(words)
        given = ", ".join(["ptr %ctx", *(f"{self.word} %{one}" for one in parameters.split())])
        return f"define internal {result} @nc.{name}({given}) {attributes} {{\n{self.body.render()}\n}}"


def _member(abi: TableAbi) -> str:
    """The value of a member, or for a value that is an object its store."""
    s = Search(abi)
    body, word = s.body, s.word
    stores = s.value(f"icmp ne {word} %value, 0")
    address, type_ = s.instance()
    found = s.find(address, s.name(), "other")
    place = s.place(address, found)
    body.line(f"br i1 {stores}, label %store, label %load")
    body.label("load")
    s.give(s.field(found, 1), place)
    body.label("store")
    s.flags(type_, HAS_ACCESSORS, 0)
    body.line(f"store {word} %value, ptr {abi.at(body, found, 1)}")
    s.give("0", place)
    body.label("other")
    body.line(f"br i1 {stores}, label %ask_store, label %ask_load")
    body.label("ask_load")
    s.give(abi.call(body, "load_attr", "%base", s.number()))
    body.label("ask_store")
    abi.call(body, "store_attr", "%base", s.number(), "%value")
    s.give("0")
    return s.define("member", "base value")


def _global(abi: TableAbi) -> str:
    s = Search(abi)
    globals_ = abi.load(s.body, "%ctx", 1)
    found = s.find(globals_, s.name(), "other")
    s.give(s.field(found, 1), s.place(globals_, found))
    s.body.label("other")
    s.give(abi.call(s.body, "load_global", s.number()))
    return s.define("global", "")


def _method(abi: TableAbi) -> str:
    """The function and its `self`, or a value and 0."""
    s = Search(abi)
    body, word = s.body, s.word
    address, type_ = s.instance()
    name = s.name()
    s.give(s.field(s.find(address, name, "in_class", hinted=False), 1))
    body.label("in_class")
    class_ = body.slot("ptr", "class")
    body.line(f"store ptr {type_}, ptr {class_}")
    body.line("br label %search")
    body.label("search")
    searched = s.value(f"load ptr, ptr {class_}")
    function = s.field(s.find(s.slot(searched, LOCALS), name, "parent"), 1)
    s.flags(s.field(s.need_object(function), 0, "ptr"), BINDS | BUILT_IN, BINDS)
    s.give(function, "%base")
    body.label("parent")
    parent = s.slot(searched, PARENT)
    # Several parents are a tuple; of a type that is built in, what its slots mean is the runtime's affair.
    s.need(s.value(f"icmp eq {word} {s.field(parent, 0)}, {s.field(searched, 0)}"))
    s.flags(parent, MADE_BY_CLASS, MADE_BY_CLASS)
    body.line(f"store ptr {parent}, ptr {class_}")
    body.line("br label %search")
    body.label("other")
    both = body.slot(f"[2 x {word}]", "both")
    abi.call(body, "load_method", "%base", s.number(), both)
    s.give(s.field(both, 0), s.field(both, 1))
    return s.define("method", "base")


_HELPERS = {"member": _member, "global": _global, "method": _method}
