r"""Items of any container by functions that the module's code shares, for loads and for stores.

    nc.item          list; bytearray and array by the types that these had before (words of the file remember them)
       │ no
       ▼
    nc.item.other    tuple, bytes and memoryview by the name of the type; that of a bytearray or an array is
                     remembered, and nc.item is asked again; all else is the runtime's
    nc.element       the element of an array by its type code, 0 where the runtime has to make or to refuse it

Whatever they do not know they leave to the runtime. Legal to remember a type: it was found by its name, it never
becomes another, and as the word is one that the collector sees, no other gets its address. What an object holds may
change at any call: length, items and item are read each time, in this order. A memoryview counts in elements from an
offset, which lies where arrays have their spare ones; only one that may be written to has the highest bit in the byte
of its type code. Where the file has no words all is in nc.item.
"""

from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.lower.names import NAMES
from nativecomp.codegen.text import BodyText
from nativecomp.runtime_calls import VALUES

LOAD = "4"
"""In the place of a value to store: load the element."""
_ELEMENTS = {"b": 8, "B": 8, "h": 16, "H": 16, "i": 32, "I": 32}
_BYTEARRAY, _WRITABLE = 1, 0x80
_ATTRIBUTES = "noinline nounwind minsize optsize null_pointer_is_valid"


def item_function(abi: TableAbi, body: BodyText, *, store: bool) -> str:
    """The function for a container and an index: `(context, container, index[, value])`."""
    return abi.shared(body, _Items.names[store], lambda abi: _Items(abi, store).quick())


def element_at(abi: TableAbi, body: BodyText, items: str, at: str, code: str, *value: str) -> str:
    """The element of an array, or that it was stored; 0 where the runtime is to be asked."""
    word = abi.word
    name, define = ("nc.set_element", _set_element) if value else ("nc.element", _element)
    helper = abi.shared(body, name, define)
    given = ", ".join([f"ptr {items}", *(f"{word} {one}" for one in (at, code, *value))])
    return body.value(f"call {word} {helper}({given})")


class _Elements:
    """Writes what is done by type code; control goes to the block `other` where it is not for this code."""

    def __init__(self, abi: TableAbi, name: str, parameters: str) -> None:
        self.abi, self.word, self.bits, self.body = abi, abi.word, abi.word_bytes * 8, BodyText()
        self.name, self.parameters = name, parameters
        codes = {ord(code): code for code in _ELEMENTS} | {_BYTEARRAY: "B"}
        ways = " ".join(f"{self.word} {code}, label %{label}" for code, label in codes.items())
        self.body.line(f"switch {self.word} %code, label %other [ {ways} ]")

    def need(self, test: str) -> None:
        following = self.body.fresh("fits")
        self.body.line(f"br i1 {self.body.value(f'icmp {test}')}, label %{following}, label %other")
        self.body.label(following)

    def place(self, code: str) -> str:
        self.body.label(code)
        return self.body.value(f"getelementptr i{_ELEMENTS[code]}, ptr %items, {self.word} %at")

    def end(self) -> str:
        self.body.label("other")
        self.body.line(f"ret {self.word} 0")
        given = "".join(f", {self.word} %{one}" for one in self.parameters.split())
        attributes = self.abi.text.attributes(_ATTRIBUTES)
        return f"define internal {self.word} @{self.name}(ptr %items{given}) {attributes} {{\n{self.body.render()}\n}}"


def _element(abi: TableAbi) -> str:
    e = _Elements(abi, "nc.element", "at code")
    body, word = e.body, e.word
    for code, width in _ELEMENTS.items():
        item = body.value(f"load volatile i{width}, ptr {e.place(code)}")
        if width < e.bits:
            item = body.value(f"{'sext' if code.islower() else 'zext'} i{width} {item} to {word}")
        elif code.islower():
            e.need(f"sge {word} {body.value(f'add {word} {item}, {1 << (e.bits - 2)}')}, 0")
        else:
            e.need(f"ult {word} {item}, {1 << (e.bits - 2)}")
        twice = body.value(f"shl {word} {item}, 1")
        body.line(f"ret {word} {body.value(f'or {word} {twice}, 1')}")
    return e.end()


def _set_element(abi: TableAbi) -> str:
    e = _Elements(abi, "nc.set_element", "at code value")
    body, word = e.body, e.word
    for code, width in _ELEMENTS.items():
        place = e.place(code)
        e.need(f"ne {word} {body.value(f'and {word} %value, 1')}, 0")
        value = body.value(f"ashr {word} %value, 1")
        if width < e.bits:
            narrow = body.value(f"trunc {word} {value} to i{width}")
            back = body.value(f"{'sext' if code.islower() else 'zext'} i{width} {narrow} to {word}")
            e.need(f"eq {word} {back}, {value}")
            value = narrow
        elif code.isupper():
            e.need(f"sge {word} {value}, 0")
        body.line(f"store volatile i{width} {value}, ptr {place}")
        body.line(f"ret {word} 1")
    return e.end()


class _Items:
    """Writes the functions. Control goes to the block `ask` where the runtime is to be asked."""

    names = ("nc.item", "nc.set_item")

    def __init__(self, abi: TableAbi, store: bool) -> None:
        self.abi, self.store = abi, store
        self.remembers = abi.tables.shares and not abi.guarded
        self.body, self.word = BodyText(), abi.word
        self.name = self.names[store]
        self.given = ["base", "index", *["value"] * store]
        self.result = "void" if store else abi.word

    def _value(self, text: str) -> str:
        return self.body.value(text)

    def _field(self, number: int, type_: str = "") -> str:
        return self._value(f"load volatile {type_ or self.word}, ptr {self.abi.at(self.body, '%address', number)}")

    def _need(self, condition: str) -> None:
        following = self.body.fresh("fits")
        self.body.line(f"br i1 {condition}, label %{following}, label %ask")
        self.body.label(following)

    def _remembered(self, what: str) -> str:
        """The address of the word for a type."""
        number = self.abi.tables.word(f"type of {what}")
        words = self.abi.load(self.body, self.abi.load(self.body, "%ctx", 3), self.abi.tables.words_place)
        return self.abi.at(self.body, words, number or 0)

    def _is_remembered(self, type_: str, what: str) -> None:
        """Go to the block of this name where the type is the one that is remembered."""
        known, no = self._value(f"load volatile ptr, ptr {self._remembered(what)}"), self.body.fresh("no")
        self.body.line(f"br i1 {self._value(f'icmp eq ptr {type_}, {known}')}, label %{what}, label %{no}")
        self.body.label(no)

    def _inside(self, length: str) -> str:
        """The number of the item, which may be counted from behind."""
        below = self._value(f"icmp slt {self.word} %number, 0")
        behind = self._value(f"add {self.word} %number, {length}")
        number = self._value(f"select i1 {below}, {self.word} {behind}, {self.word} %number")
        self._need(self._value(f"icmp ult {self.word} {number}, {length}"))
        return number

    def _give(self, found: str = "") -> None:
        self.body.line("ret void" if self.store else f"ret {self.word} {found}")

    def _call(self, name: str, define: "str") -> None:
        """End in another one of the functions."""
        helper = self.abi.shared(self.body, name, lambda abi: getattr(_Items(abi, self.store), define)())
        given = ", ".join(["ptr %ctx", *(f"{self.word} %{one}" for one in self.given)])
        text = f"tail call {self.result} {helper}({given})"
        if self.store:
            self.body.line(text)
            self._give()
        else:
            self._give(self._value(text))

    def _address(self) -> None:
        self.body.line(f"%address = inttoptr {self.word} %base to ptr")
        self.body.line(f"%number = ashr {self.word} %index, 1")

    def quick(self) -> str:
        word, body = self.word, self.body
        low = self._value(f"and {word} %base, 3")
        odd = self._value(f"and {word} %index, 1")
        self._need(self._value(f"icmp ult {word} {low}, {odd}"))  # an object in memory, and a small integer
        self._address()
        type_, other = self._value("load ptr, ptr %address"), body.fresh("no")
        list_ = self.abi.load_anew(body, self.abi.table(body), VALUES["type_list"])
        body.line(f"br i1 {self._value(f'icmp eq ptr {type_}, {list_}')}, label %list, label %{other}")
        body.label(other)
        if self.remembers:
            self._is_remembered(type_, "bytearrays")
            self._is_remembered(type_, "arrays")
            self._call(f"{self.name}.other", "other")
            body.label("bytearrays")
            self._byte()
            body.label("arrays")
            self._element(self._value(f"and {word} {self._field(1)}, 255"))
        else:
            self._named(type_)
        body.label("list")
        number = self._inside(self._field(2))
        place = self._value(f"getelementptr {word}, ptr {self._field(3, 'ptr')}, {word} {number}")
        self._give_at(place, word)
        return self._end(self.name)

    def other(self) -> str:
        """For what nc.item has seen to be an object in memory and no list, at a small integer."""
        self._address()
        self._named(self._value("load ptr, ptr %address"))
        return self._end(f"{self.name}.other")

    def _give_at(self, place: str, type_: str) -> None:
        if self.store:
            self.body.line(f"store volatile {type_} %value, ptr {place}")
        self._give("" if self.store else self._value(f"load volatile {type_}, ptr {place}"))

    def _byte(self) -> None:
        """Of a bytearray."""
        word, value = self.word, self._value
        at = self._inside(self._field(2))
        place = value(f"getelementptr i8, ptr {self._field(3, 'ptr')}, {word} {at}")
        if self.store:
            number = value(f"ashr {word} %value, 1")
            self._need(value(f"trunc {word} %value to i1"))
            self._need(value(f"icmp ult {word} {number}, 256"))
            self.body.line(f"store volatile i8 {value(f'trunc {word} {number} to i8')}, ptr {place}")
            self._give()
        else:
            byte = value(f"zext i8 {value(f'load volatile i8, ptr {place}')} to {word}")
            twice = value(f"shl {word} {byte}, 1")
            self._give(value(f"or {word} {twice}, 1"))

    def _element(self, code: str, offset: str = "") -> None:
        at = self._inside(self._field(2))
        at = self._value(f"add {self.word} {at}, {offset}") if offset else at
        found = element_at(self.abi, self.body, self._field(3, "ptr"), at, code, *["%value"] * self.store)
        self._need(self._value(f"icmp ne {self.word} {found}, 0"))
        self._give(found)

    def _named(self, type_: str) -> None:
        """By the name of the type."""
        word, body = self.word, self.body
        name = NAMES.of_type(self.abi, body, type_, "ask")
        labels = ["bytearray"] if self.store else ["tuple", "bytes", "bytearray"]
        cases = " ".join(f"{word} {NAMES.numbers[one]}, label %{one}" for one in labels)
        body.line(f"switch {word} {name}, label %maybe [ {cases} ]")
        body.label("maybe")
        array, no = self.abi.qstr(body, "array"), body.fresh("no")
        body.line(f"br i1 {self._value(f'icmp eq {word} {name}, {array}')}, label %array, label %{no}")
        body.label(no)
        self._need(self._value(f"icmp eq {word} {name}, {self.abi.qstr(body, 'memoryview')}"))
        codes = self._field(1)
        code = self._value(f"and {word} {codes}, {0xFF if self.store else 0x7F}")
        code = self._value(f"xor {word} {code}, {_WRITABLE}") if self.store else code
        self._element(code, self._value(f"lshr {word} {codes}, 8"))
        if not self.store:
            body.label("tuple")
            number = self._inside(self._field(1))
            first = self.abi.at(body, "%address", 2)
            self._give_at(self._value(f"getelementptr {word}, ptr {first}, {word} {number}"), word)
            body.label("bytes")
            self._byte()
        for one in ("bytearray", "array"):
            body.label(one)
            if self.remembers:
                body.line(f"store volatile ptr {type_}, ptr {self._remembered(f'{one}s')}")
                body.line("br label %again")
            elif one == "array":
                self._element(self._value(f"and {word} {self._field(1)}, 255"))
            else:
                self._byte()
        if self.remembers:
            body.label("again")
            self._call(self.name, "quick")

    def _end(self, name: str) -> str:
        self.body.label("ask")
        found = self.abi.call(self.body, "subscript", "%base", "%index", "%value" if self.store else LOAD)
        self._give(found)
        given = "".join(f", {self.word} %{one}" for one in self.given)
        head = f"define internal {self.result} @{name}(ptr %ctx{given})"
        return f"{head} {self.abi.text.attributes(_ATTRIBUTES)} {{\n{self.body.render()}\n}}"
