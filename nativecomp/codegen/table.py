"""The table ABI: the world is reached through MicroPython's function table, from the module's context object.

    %ctx -> context object: type, globals, qstr table (u16 entries), object table (words)
         -> object table[fun_table] -> function table[index] -> the function

Every function gets `%ctx` as a hidden first parameter. Nothing else is asked of the place where the code runs: no
symbol, no relocation, no writable data. Floats go through memory, since a board's float ABI is not known.
Source: docs of the native ABI; the entries are those of MicroPython 1.23 and newer, whose table is unchanged since.
"""

from enum import IntEnum
from typing import TYPE_CHECKING, Any, Protocol

from nativecomp.codegen.errors import CodegenError
from nativecomp.codegen.floatguard import guarded_call, guarded_push
from nativecomp.codegen.layout import Layout
from nativecomp.codegen.sites import RaiseSite
from nativecomp.codegen.text import BodyText, ModuleText

if TYPE_CHECKING:
    from nativecomp.codegen.lower import FunctionLowering


class Entry(IntEnum):
    """Indices of the function table that generated code uses."""

    NONE = 0
    FALSE = 1
    TRUE = 2
    TO_NATIVE = 3
    FROM_NATIVE = 4
    SWAP_GLOBALS = 5
    LOAD_GLOBAL = 7
    BUILD_CLASS = 8
    LOAD_ATTR = 9
    LOAD_METHOD = 10
    STORE_NAME = 12
    STORE_GLOBAL = 13
    STORE_ATTR = 14
    SUBSCRIPT = 15
    IS_TRUE = 16
    UNARY = 17
    BINARY = 18
    NEW_TUPLE = 19
    NEW_LIST = 20
    NEW_DICT = 21
    NEW_SET = 22
    SET_STORE = 23
    LIST_APPEND = 24
    DICT_STORE = 25
    MAKE_FUNCTION = 26
    CALL = 27
    CALL_METHOD = 28
    CALL_METHOD_STAR = 29
    GET_ITERATOR = 30
    ITERATOR_NEXT = 31
    PUSH_HANDLER = 32
    POP_HANDLER = 33
    RAISE = 34
    IMPORT_NAME = 35
    IMPORT_FROM = 36
    NEW_SLICE = 38
    UNPACK = 39
    UNPACK_STAR = 40
    DELETE_NAME = 41
    NEW_CLOSURE = 43
    BIND_ARGUMENTS = 45
    MEMMOVE = 51
    GET_BUFFER = 65
    ARRAY_GET = 70
    ARRAY_SET = 71


class NativeType(IntEnum):
    """The type codes of TO_NATIVE and FROM_NATIVE."""

    OBJECT = 0
    BOOL = 1
    INT = 2
    UINT = 3
    PTR = 4
    QSTR = 8


class Tables(Protocol):
    """The tables of the file that the code goes into: names, constant objects, the function table's place."""

    def qstr(self, text: str) -> int:
        """The index of a name in the qstr table."""

    def constant(self, value: Any) -> int:
        """The index of a constant in the object table."""

    @property
    def fun_table(self) -> int:
        """The index of the function table's address in the object table."""


class ListTables:
    """Tables that start empty. A constant is known by its type and value."""

    FUN_TABLE = object()

    def __init__(self) -> None:
        self.qstrs: list[str] = []
        self.objects: list[Any] = [self.FUN_TABLE]
        self._known: dict[str, int] = {}

    fun_table = 0

    def qstr(self, text: str) -> int:
        if text not in self.qstrs:
            self.qstrs.append(text)
        return self.qstrs.index(text)

    def constant(self, value: Any) -> int:
        key = f"{type(value).__name__} {value!r}"
        if key not in self._known:
            self._known[key] = len(self.objects)
            self.objects.append(value)
        return self._known[key]


_INVARIANT = ", !invariant.load "
_RAISE_ATTRIBUTES = "cold noreturn nounwind noinline minsize optsize"


class TableAbi:
    """Operations as calls of the function table.

    With `collect`, which is for tests, each of these calls is preceded by a `gc.collect()`.
    """

    context = True
    """Functions take the context as a hidden parameter."""

    def __init__(
        self, text: ModuleText, layout: Layout, tables: Tables, *, guarded: bool = False, collect: bool = False
    ) -> None:
        self.guarded = guarded
        self.collect = collect
        self.text = text
        self.layout = layout
        self.tables = tables
        self.sites: list[RaiseSite] = []
        self.word = layout.word
        self.word_bytes = layout.target.word_bits // 8

    # Loads that give the same whenever they run

    def load(self, body: BodyText, base: str, words: int, type_: str = "ptr") -> str:
        """The word `words` words after `base`, which never changes."""
        address = base if words == 0 else self.at(body, base, words)
        return body.value(f"load {type_}, ptr {address}{_INVARIANT}{self.text.metadata('!{}')}")

    def load_anew(self, body: BodyText, base: str, words: int, type_: str = "ptr") -> str:
        """The same, not kept over calls: loading it again takes less than keeping it in a register."""
        address = base if words == 0 else self.at(body, base, words)
        return body.value(f"load {type_}, ptr {address}")

    def at(self, body: BodyText, base: str, words: int) -> str:
        return body.value(f"getelementptr inbounds i8, ptr {base}, {self.word} {words * self.word_bytes}")

    def object_constant(self, body: BodyText, value: Any) -> str:
        """A constant object of the file."""
        if isinstance(value, bool) or value is None:
            return self.table_value(body, {None: Entry.NONE, False: Entry.FALSE, True: Entry.TRUE}[value])
        if isinstance(value, int) and self.is_small(value):
            return str(value << 1 | 1)
        return self.load(body, self.load(body, "%ctx", 3), self.tables.constant(value), self.word)

    def is_small(self, value: int) -> bool:
        """Whether an integer is a small one on every 32-bit build (and so on 64-bit ones)."""
        return -(1 << 30) <= value < 1 << 30

    def qstr(self, body: BodyText, name: str) -> str:
        """The number of a name, a word."""
        return self.qstr_at(body, str(self.tables.qstr(name)))

    def qstr_at(self, body: BodyText, index: str) -> str:
        """The number of the name at an index of the qstr table, a word."""
        table = self.load(body, "%ctx", 2)
        address = body.value(f"getelementptr inbounds i16, ptr {table}, {self.word} {index}")
        number = body.value(f"load i16, ptr {address}")
        return body.value(f"zext i16 {number} to {self.word}")

    # The table

    def table(self, body: BodyText) -> str:
        return self.load(body, self.load(body, "%ctx", 3), self.tables.fun_table)

    def table_value(self, body: BodyText, entry: int) -> str:
        return self.load_anew(body, self.table(body), entry, self.word)

    def table_call(
        self, body: BodyText, entry: int, result: str, arguments: list[tuple[str, str]], attributes: str = "",
        table: str = "",
    ) -> str:  # fmt: skip
        """Call an entry of the table; the result's name, "" for `void`. `arguments` are types and values.

        `table` is the table's address where it is at hand.
        """
        if self.collect:
            body.line(f"call void {self._collector()}(ptr %ctx)")
        function = self.load_anew(body, table or self.table(body), entry)
        if self.guarded:
            if entry == Entry.PUSH_HANDLER:
                return guarded_push(body, self.text, function, arguments[0][1])
            return guarded_call(body, self.text, function, result, arguments)
        given = ", ".join(f"{type_} {value}" for type_, value in arguments)
        text = f"call {result} {function}({given}) {attributes}".rstrip()
        if result == "void":
            body.line(text)
            return ""
        return body.value(text)

    def unguarded(self) -> "TableAbi":
        """The same, for code that touches no float registers."""
        return TableAbi(self.text, self.layout, self.tables, collect=self.collect)

    # What every ABI offers

    def emit_raise(self, lowering: "FunctionLowering", site: RaiseSite, value: str | None) -> None:
        body, word = lowering.body, self.word
        name = self.tables.qstr(site.exception)
        if value is not None:
            code = str(int(NativeType.INT))
            argument = self.table_call(body, Entry.FROM_NATIVE, word, [(word, value), (word, code)])
        elif site.message is not None:
            argument = self.object_constant(body, site.message)
        else:
            argument = "0"
        body.line(f"call void {self.raiser()}(ptr %ctx, {word} {name}, {word} {argument})")
        body.line("unreachable")

    def raiser(self) -> str:
        """The function `(context, index of a name, argument or 0)` that raises a built-in exception."""
        return self.text.helper("nc.raise", self._raise_helper(self.text.attributes(_RAISE_ATTRIBUTES)))

    def module(self, body: BodyText, name: str) -> str:
        """A module that the firmware holds."""
        word = self.word
        given = [(word, self.qstr(body, name)), (word, self.object_constant(body, None)), (word, "1")]
        return self.table_call(body, Entry.IMPORT_NAME, word, given)

    def _collector(self) -> str:
        """The function `(context)` that collects garbage."""
        abi, body, word = TableAbi(self.text, self.layout, self.tables, guarded=self.guarded), BodyText(), self.word
        given = [(word, abi.module(body, "gc")), (word, abi.qstr(body, "collect"))]
        collect = abi.table_call(body, Entry.LOAD_ATTR, word, given)
        abi.table_call(body, Entry.CALL, word, [(word, collect), (word, "0"), ("ptr", "null")])
        body.line("ret void")
        attributes = self.text.attributes("noinline nounwind optsize null_pointer_is_valid")
        definition = f"define internal void @nc.collect(ptr %ctx) {attributes} {{\n{body.render()}\n}}"
        return self.text.helper("nc.collect", definition)

    def _raise_helper(self, attributes: str) -> str:
        """Raise a built-in exception by its name; by way of `builtins`, since globals may hide it."""
        body, word = BodyText(), self.word
        class_ = self.table_call(
            body, Entry.LOAD_ATTR, word, [(word, self.module(body, "builtins")), (word, self.qstr_at(body, "%name"))]
        )
        body.line(f"br i1 {body.value(f'icmp eq {word} %argument, 0')}, label %plain, label %called")
        body.label("called")
        slot = body.slot(word)
        body.line(f"store {word} %argument, ptr {slot}")
        made = self.table_call(body, Entry.CALL, word, [(word, class_), (word, "1"), ("ptr", slot)])
        self.table_call(body, Entry.RAISE, "void", [(word, made)])
        body.line("unreachable")
        body.label("plain")
        self.table_call(body, Entry.RAISE, "void", [(word, class_)])
        body.line("unreachable")
        head = f"define internal void @nc.raise(ptr %ctx, {word} %name, {word} %argument) {attributes}"
        return f"{head} {{\n{body.render()}\n}}"

    def emit_print(self, lowering: "FunctionLowering", function: str, arguments: list[tuple[str, str]]) -> None:
        raise CodegenError("`print` of machine values has no place in the table ABI")
