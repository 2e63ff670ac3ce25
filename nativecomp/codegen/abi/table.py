"""The table ABI: the world is reached through MicroPython's function table, from the module's context object.

    %ctx -> context object: type, globals, qstr table (u16 entries), object table (words)
         -> object table[fun_table] -> function table[index] -> the function

Every function gets `%ctx` as a hidden first parameter. Nothing else is asked of the place where the code runs: no
symbol, no relocation, no writable data. Floats go through memory, since a board's float ABI is not known.
Source: docs of the native ABI; the entries are those of MicroPython 1.23 and newer, whose table is unchanged since.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Literal, Protocol

from nativecomp.codegen.abi.floatguard import guarded_call, guarded_push
from nativecomp.codegen.errors import CodegenError
from nativecomp.codegen.layout import Layout
from nativecomp.codegen.sites import RaiseSite
from nativecomp.codegen.text import BodyText, ModuleText, symbol
from nativecomp.runtime_calls import TABLE, VALUES

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering


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

    @property
    def shares(self) -> bool:
        """Whether the functions of the file share others."""

    @property
    def shared_functions(self) -> "Mapping[str, Factory]":
        """Those that are asked for."""

    @property
    def numbered(self) -> Sequence[str]:
        """The symbols of functions whose addresses code finds in memory."""

    @property
    def objects(self) -> Sequence[Any]:
        """The object table."""

    def shared(self, name: str, define: "Factory") -> None:
        """Ask for a function that all functions of the file share."""

    def number(self, symbol: str) -> int:
        """The number of a function's address."""

    @property
    def shared_place(self) -> int:
        """The index in the object table of the addresses."""

    def word(self, name: str) -> int | None:
        """The number of a word of memory that the file's functions share, 0 at first; None where they share nothing."""

    @property
    def words(self) -> int:
        """How many there are."""

    @property
    def words_place(self) -> int:
        """The index in the object table of their address."""

    @property
    def distances(self) -> int:
        """The index in the object table of what tells where they are."""


class SharingTables:
    """What tables keep for functions that a file's functions share, and for words of memory (codegen/sharing.py)."""

    objects: list[Any]

    def __init__(self, *, shares: bool) -> None:
        """`shares` says whether the file's functions share others."""
        self.shares = shares
        self.shared_functions: dict[str, Factory] = {}
        self.numbered: list[str] = []
        self._own: dict[str, int] = {}
        self._words: list[str] = []

    def shared(self, name: str, define: "Factory") -> None:
        self.shared_functions.setdefault(name, define)

    def number(self, symbol: str) -> int:
        if symbol not in self.numbered:
            self.numbered.append(symbol)
        return self.numbered.index(symbol)

    @property
    def shared_place(self) -> int:
        return self._kept("place")

    @property
    def distances(self) -> int:
        return self._kept("distances")

    def word(self, name: str) -> int | None:
        if not self.shares:
            return None
        if name not in self._words:
            self._words.append(name)
        return self._words.index(name)

    @property
    def words(self) -> int:
        return len(self._words)

    @property
    def words_place(self) -> int:
        return self._kept("words")

    def _kept(self, what: str) -> int:
        """The index of an object that nothing else asks for, whatever it is."""
        if what not in self._own:
            self._own[what] = len(self.objects)
            self.objects.append(...)
        return self._own[what]


class ListTables(SharingTables):
    """Tables that start empty. A constant is known by its type and value."""

    FUN_TABLE = object()
    fun_table = 0

    def __init__(self, *, shares: bool = False) -> None:
        super().__init__(shares=shares)
        self.qstrs: list[str] = []
        self.objects: list[Any] = [self.FUN_TABLE]
        self._known: dict[str, int] = {}

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


Factory = Callable[["TableAbi"], str]
"""Writes a function of the code's own."""

Joined = Literal["", "linked", "beside"]
"""How the functions that a file shares lie: elsewhere; in the same piece of code; in the same module too."""

_INVARIANT = ", !invariant.load "
_RAISE_ATTRIBUTES = "cold noreturn nounwind noinline minsize optsize"


class TableAbi:
    """Operations as calls of the function table.

    `collect`, which is for tests, writes a function `(context)` that is called before each of them; its name. `joined`
    code lies in one piece with what the functions of the file share (codegen/sharing.py).
    """

    context = True
    """Functions take the context as a hidden parameter."""

    def __init__(
        self, text: ModuleText, layout: Layout, tables: Tables, *, guarded: bool = False,
        collect: "Callable[[TableAbi], str] | None" = None, joined: Joined = "",
    ) -> None:  # fmt: skip
        self.guarded = guarded
        self.collect = collect
        self.joined: Joined = joined
        self.text = text
        self.layout = layout
        self.tables = tables
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
            return self.table_value(body, {None: "none", False: "false", True: "true"}[value])
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

    def table_value(self, body: BodyText, name: str) -> str:
        """One of the objects in the table."""
        return self.load_anew(body, self.table(body), VALUES[name], self.word)

    def call(self, body: BodyText, name: str, *values: str, table: str = "") -> str:
        """Call the runtime, as its row says; the result's name, "" for none.

        `table` is the table's address where it is at hand.
        """
        row, types = TABLE[name], {"int": "i32", "flag": "i32", "address": "ptr", "none": "void"}
        arguments = [(types.get(kind, self.word), value) for kind, value in zip(row.parameters, values, strict=True)]
        result = types.get(row.result, self.word)
        if self.collect:
            plain = TableAbi(self.text, self.layout, self.tables, guarded=self.guarded)
            body.line(f"call void {self.collect(plain)}(ptr %ctx)")
        function = self.load_anew(body, table or self.table(body), row.index)
        if self.guarded:
            if row.returns_twice:
                return guarded_push(body, self.text, function, values[0])
            return guarded_call(body, self.text, function, result, arguments)
        given = ", ".join(f"{type_} {value}" for type_, value in arguments)
        text = f"call {result} {function}({given}){' returns_twice' * row.returns_twice}"
        if result == "void":
            body.line(text)
            return ""
        return body.value(text)

    def shared(self, body: BodyText, name: str, define: "Factory") -> str:
        """A function of the code's own, or of all code of the file (sharing.py), as text for a call.

        Code under a guard has its own: what it calls in other code would have to give registers back.
        """
        if self.guarded or not self.tables.shares:
            return self.text.helper(name, define(self))
        self.tables.shared(name, define)
        if self.joined == "beside":
            return symbol(name)
        if self.joined == "linked":
            elsewhere = TableAbi(ModuleText(), self.layout, self.tables, joined="beside")  # for the head alone
            head = define(elsewhere).partition(" #")[0].removeprefix("define internal ")
            head = head.replace("{", "{{").replace("}", "}}")
            return self.text.declare(name, head.replace(f"@{name}(", "{}(", 1))
        return self.load_anew(body, self.state(body), 1 + self.tables.number(name))

    def state(self, body: BodyText) -> str:
        """The address of the addresses of functions."""
        return self.load(body, self.load(body, "%ctx", 3), self.tables.shared_place)

    def unguarded(self) -> "TableAbi":
        """The same, for code that touches no float registers."""
        return TableAbi(self.text, self.layout, self.tables, collect=self.collect, joined=self.joined)

    # What every ABI offers

    def emit_raise(self, lowering: "FunctionLowering", site: RaiseSite, value: str | None) -> None:
        body, word = lowering.body, self.word
        name = self.tables.qstr(site.exception)
        if value is not None:
            code = str(int(NativeType.INT))
            argument = self.call(body, "from_native", value, code)
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
        return self.call(body, "import_name", self.qstr(body, name), self.object_constant(body, None), "1")

    def _raise_helper(self, attributes: str) -> str:
        """Raise a built-in exception by its name; by way of `builtins`, since globals may hide it."""
        body, word = BodyText(), self.word
        class_ = self.call(body, "load_attr", self.module(body, "builtins"), self.qstr_at(body, "%name"))
        body.line(f"br i1 {body.value(f'icmp eq {word} %argument, 0')}, label %plain, label %called")
        body.label("called")
        slot = body.slot(word)
        body.line(f"store {word} %argument, ptr {slot}")
        made = self.call(body, "call", class_, "1", slot)
        self.call(body, "raise", made)
        body.line("unreachable")
        body.label("plain")
        self.call(body, "raise", class_)
        body.line("unreachable")
        head = f"define internal void @nc.raise(ptr %ctx, {word} %name, {word} %argument) {attributes}"
        return f"{head} {{\n{body.render()}\n}}"

    def emit_print(self, lowering: "FunctionLowering", function: str, arguments: list[tuple[str, str]]) -> None:
        raise CodegenError("`print` of machine values has no place in the table ABI")
