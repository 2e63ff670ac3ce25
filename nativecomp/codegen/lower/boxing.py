"""Between objects and machine values, as text for the table ABI: small integers inline, the rest by the table.

Floats and wide integers go through memory and the functions for array elements, which no float ABI touches.
"""

import struct
from collections.abc import Callable
from typing import Literal

from nativecomp.codegen.abi.table import NativeType, TableAbi
from nativecomp.codegen.registry import Value
from nativecomp.codegen.text import BodyText
from nativecomp.language.types import BOOL, NONE, OBJECT, BufferType, FloatType, IntType, PointerType, TupleType, Type

Unboxing = Literal["inline", "helper", "call"]

SAMPLE = 1.5
"""A constant float, which tells the type of floats, and whether their numbers have 32 bits."""

READ, WRITE, RAISE = 1, 2, 4
"""Flags of GET_BUFFER."""

_CODES: dict[tuple[bool, int], str] = {(True, 16): "h", (False, 16): "H", (True, 64): "q", (False, 64): "Q"}
_FLOAT_CODES = {32: "f", 64: "d"}


def array_codes(element: Type, word_bits: int) -> str:
    """The type codes of arrays that hold such elements. What holds bytes may hold anything."""
    if isinstance(element, FloatType):
        return _FLOAT_CODES[element.bits]
    assert isinstance(element, IntType)
    if element.bits == 8:
        return ""
    codes = "" if element.bits == 32 else _CODES[element.signed, element.bits]
    codes += "i" * (element.bits == 32) + "l" * (element.bits == word_bits)
    return codes if element.signed else codes.upper()


class Boxing:
    """Writes conversions into the body of one function, where `%ctx` is the context.

    From an object, `unbox` says how: "inline" is several times faster for small integers and `True` than the "call" of
    the table, and takes twice the bytes; a "helper" does the same for all integers of a module. `box_inline` is the
    same to objects.
    """

    def __init__(self, abi: TableAbi, body: BodyText, *, unbox: Unboxing = "inline", box_inline: bool = True) -> None:
        self.unboxing = unbox
        self.box_inline = box_inline
        self.abi = abi
        self.body = body
        self.layout = abi.layout
        self.word = abi.word
        self.word_bits = abi.layout.target.word_bits

    # Control

    def _likely(self, condition: str, stem: str) -> tuple[str, str]:
        """Branch to a block where the condition holds, nearly always, and to another: their labels."""
        yes, no = self.body.fresh(stem), self.body.fresh(f"{stem}.else")
        weights = self.abi.text.metadata('!{!"branch_weights", i32 4000, i32 1}')
        self.body.line(f"br i1 {condition}, label %{yes}, label %{no}, !prof {weights}")
        return yes, no

    def _choose(self, condition: str, stem: str, type_: str, likely: str, other: Callable[[], str]) -> str:
        """A value that is `likely` where the condition holds, else what the function `other` computes aside."""
        body = self.body
        before, (join, aside) = body.current or "entry", self._likely(condition, stem)
        with body.cold():
            body.label(aside)
            value = other()
            end = body.current
            body.line(f"br label %{join}")
        body.label(join)
        return body.value(f"phi {type_} [ {likely}, %{before} ], [ {value}, %{end} ]")

    def _slot(self) -> str:
        """Memory for one value that is used at once."""
        return self.body.scratch(8 // self.abi.word_bytes, self.word)

    # From objects

    def unbox(self, given: str, type_: Type) -> Value:
        """The machine value of an object, as MicroPython's viper converts it; no pointers."""
        if isinstance(type_, IntType):
            return self._unbox_int(given, type_)
        if type_ == BOOL:
            return self.truth(given)
        if isinstance(type_, FloatType):
            slot = self._slot()
            return self._through_memory(given, _FLOAT_CODES[type_.bits], slot, self.layout.value(type_))
        assert isinstance(type_, BufferType)
        return self.buffer(given, type_)

    def _through_memory(self, given: str, code: str, slot: str, type_: str) -> str:
        self.abi.call(self.body, "array_set", str(ord(code)), slot, "0", given)
        return self.body.value(f"load {type_}, ptr {slot}")

    def _is_small(self, given: str) -> str:
        return self.body.value(f"trunc {self.word} {given} to i1")

    def _unbox_int(self, given: str, type_: IntType) -> str:
        body, word = self.body, self.word
        wide = type_.bits > self.word_bits
        if not wide and self.unboxing != "inline":
            value = self._unbox_word(given)
            return body.value(f"trunc {word} {value} to i{type_.bits}") if f"i{type_.bits}" != word else value
        small = body.value(f"ashr {word} {given}, 1")
        text = f"i{type_.bits}" if wide else word
        is_small = self._is_small(given)
        if wide:
            small = body.value(f"sext {word} {small} to {text}")
            slot = self._slot()
            value = self._choose(
                is_small, "small", text, small,
                lambda: self._through_memory(given, "q" if type_.signed else "Q", slot, text),
            )  # fmt: skip
        else:
            value = self._choose(is_small, "small", word, small, lambda: self._unbox_word(given))
        return body.value(f"trunc {text} {value} to i{type_.bits}") if f"i{type_.bits}" != text else value

    def _unbox_word(self, given: str, table: str = "") -> str:
        if self.unboxing == "helper" and not self.abi.collect:
            helper = self.abi.text.helper("nc.int", self._int_helper())
            return self.body.value(f"call {self.word} {helper}({self.word} {given}, ptr {self.abi.table(self.body)})")
        return self.abi.call(self.body, "to_native", given, str(int(NativeType.INT)), table=table)

    def _int_helper(self) -> str:
        body, word = BodyText(), self.word
        inner = Boxing(self.abi, body)
        small, other = inner._likely(inner._is_small("%given"), "small")
        body.label(small)
        body.line(f"ret {word} {body.value(f'ashr {word} %given, 1')}")
        body.label(other)
        body.line(f"ret {word} {inner._unbox_word('%given', '%table')}")
        attributes = self.abi.text.attributes("noinline nounwind optsize null_pointer_is_valid")
        return f"define internal {word} @nc.int({word} %given, ptr %table) {attributes} {{\n{body.render()}\n}}"

    def truth(self, given: str) -> str:
        """The truth of an object, an `i1`."""
        body, word = self.body, self.word

        def ask() -> str:
            answer = self.abi.call(body, "is_true", given)
            # Only the low byte of a C bool is defined.
            low = body.value(f"and i32 {answer}, 255")
            return body.value(f"icmp ne i32 {low}, 0")

        if self.unboxing != "inline":
            return ask()
        is_true = body.value(f"icmp eq {word} {given}, {self.abi.table_value(body, 'true')}")
        return self._choose(is_true, "true", "i1", "true", ask)

    def address(self, given: str) -> str:
        """The address that an object stands for, that of a buffer's data or a number."""
        address = self.abi.call(self.body, "to_native", given, str(int(NativeType.PTR)))
        return self.body.value(f"inttoptr {self.word} {address} to ptr")

    def pointer(self, given: str) -> tuple[str, str]:
        """The address that an object stands for, and whether it is a number's (an `i1`), so a device's."""
        body, word = self.body, self.word
        helper = self.abi.text.helper("nc.pointer", self._pointer_helper())
        slot = self._slot()
        address = body.value(f"call {word} {helper}(ptr %ctx, {word} {given}, ptr {slot})")
        device = body.value(f"trunc i8 {body.value(f'load i8, ptr {slot}')} to i1")
        return body.value(f"inttoptr {word} {address} to ptr"), device

    def _pointer_helper(self) -> str:
        body, word = BodyText(), self.word
        inner = Boxing(self.abi, body)
        info = body.slot(f"{{ ptr, {word}, i32 }}")
        body.line("store i8 1, ptr %device")
        small, other = inner._likely(inner._is_small("%given"), "small")
        body.label(small)
        body.line(f"ret {word} {body.value(f'ashr {word} %given, 1')}")
        body.label(other)
        answer = self.abi.call(body, "get_buffer", "%given", info, str(READ))
        low = body.value(f"and i32 {answer}, 255")
        body.line(f"br i1 {body.value(f'icmp ne i32 {low}, 0')}, label %memory, label %number")
        body.label("memory")
        body.line("store i8 0, ptr %device")
        body.line(f"ret {word} {body.value(f'load {word}, ptr {info}')}")
        body.label("number")
        code = str(int(NativeType.PTR))
        value = self.abi.call(body, "to_native", "%given", code)
        body.line(f"ret {word} {value}")
        attributes = self.abi.text.attributes("noinline nounwind minsize optsize null_pointer_is_valid")
        head = f"define internal {word} @nc.pointer(ptr %ctx, {word} %given, ptr %device) {attributes}"
        return f"{head} {{\n{body.render()}\n}}"

    def buffer(self, given: str, type_: BufferType, flags: int = READ) -> Value:
        """Address and length of a typed buffer; what does not fit the type raises TypeError or ValueError."""
        body, word = self.body, self.word
        codes = array_codes(type_.element, self.word_bits)
        packed = sum(ord(code) << 8 * n for n, code in enumerate(codes))
        helper = self.abi.text.helper("nc.buffer", self._buffer_helper())
        slot = self._slot()
        size = type_.element.bits // 8
        given_ = f"ptr %ctx, {word} {given}, i32 {flags | RAISE}, i32 {packed}, {word} {size}, ptr {slot}"
        length = body.value(f"call {word} {helper}({given_})")
        return (body.value(f"load ptr, ptr {slot}"), length)

    def _buffer_helper(self) -> str:
        """Elements of a buffer, after a check of its type code, its size and its alignment."""
        body, word = BodyText(), self.word
        info = body.slot(f"{{ ptr, {word}, i32 }}")
        self.abi.call(body, "get_buffer", "%given", info, "%flags")
        fields = [self.abi.at(body, info, n) for n in (1, 2)]
        length = body.value(f"load {word}, ptr {fields[0]}")
        code = body.value(f"load i32, ptr {fields[1]}")
        address = body.value(f"load {word}, ptr {info}")
        fits = [body.value(f"icmp eq i32 {code}, {number}") for number in (1, ord("B"), ord("b"))]
        for shift in (0, 8):
            known = body.value(f"and i32 {body.value(f'lshr i32 %codes, {shift}')}, 255")
            fits.append(body.value(f"icmp eq i32 {code}, {known}"))
        found = fits[0]
        for fit in fits[1:]:
            found = body.value(f"or i1 {found}, {fit}")
        mask = body.value(f"sub {word} %size, 1")
        # No core asks for more than the alignment of its word.
        offset = body.value(f"and {word} {address}, {body.value(f'and {word} {mask}, {self.abi.word_bytes - 1}')}")
        low = body.value(f"or {word} {offset}, {body.value(f'and {word} {mask}, {length}')}")
        whole = body.value(f"icmp eq {word} {low}, 0")
        good = body.value(f"and i1 {found}, {whole}")
        body.line(f"br i1 {good}, label %good, label %bad")
        body.label("good")
        body.line(f"store {word} {address}, ptr %out")
        # 0 to 3 for 1, 2, 4 and 8. To count zeros, LLVM would use a table on cores that have no instruction for it.
        halved, eighth = (body.value(f"lshr {word} %size, {places}") for places in (1, 3))
        shift_by = body.value(f"sub {word} {halved}, {eighth}")
        body.line(f"ret {word} {body.value(f'lshr {word} {length}, {shift_by}')}")
        body.label("bad")
        raiser = self.abi.raiser()
        names = [self.abi.tables.qstr(name) for name in ("TypeError", "ValueError")]
        name = body.value(f"select i1 {found}, {word} {names[1]}, {word} {names[0]}")
        texts = [
            self.abi.object_constant(body, text)
            for text in ("buffer has other elements", "buffer is not aligned or has no whole number of elements")
        ]
        text = body.value(f"select i1 {found}, {word} {texts[1]}, {word} {texts[0]}")
        body.line(f"call void {raiser}(ptr %ctx, {word} {name}, {word} {text})")
        body.line("unreachable")
        attributes = self.abi.text.attributes("noinline nounwind minsize optsize null_pointer_is_valid")
        parameters = f"ptr %ctx, {word} %given, i32 %flags, i32 %codes, {word} %size, ptr %out"
        return f"define internal {word} @nc.buffer({parameters}) {attributes} {{\n{body.render()}\n}}"

    # To objects

    def box(self, value: Value, type_: Type) -> str:
        """An object for a machine value, a word."""
        body, word = self.body, self.word
        if type_ == OBJECT:
            assert isinstance(value, str)
            return value
        if type_ == NONE:
            return self.abi.table_value(body, "none")
        if isinstance(type_, TupleType):
            return self._tuple([self.box(item, part) for item, part in zip(value, type_.items, strict=True)])
        assert isinstance(value, str)
        if type_ == BOOL:
            both = [self.abi.table_value(body, entry) for entry in ("true", "false")]
            return body.value(f"select i1 {value}, {word} {both[0]}, {word} {both[1]}")
        if isinstance(type_, FloatType):
            text = self.layout.value(type_)
            if type_.bits == 32 and self.abi.tables.shares:
                helper = self.abi.shared(body, "nc.box.float", _define_box_float)
                bits = body.value(f"bitcast {text} {value} to i32")
                return body.value(f"call {word} {helper}(i32 {bits}, ptr %ctx)")
            return self._from_memory(value, text, _FLOAT_CODES[type_.bits], self._slot())
        if isinstance(type_, PointerType):
            value = body.value(f"ptrtoint ptr {value} to {word}")
            return self._box_int(value, IntType("uint", self.word_bits, False))
        assert isinstance(type_, IntType)
        return self._box_int(value, type_)

    def _from_memory(self, value: str, type_: str, code: str, slot: str) -> str:
        self.body.line(f"store {type_} {value}, ptr {slot}")
        return self.abi.call(self.body, "array_get", str(ord(code)), slot, "0")

    def _box_int(self, value: str, type_: IntType) -> str:
        body, word = self.body, self.word
        text = f"i{max(type_.bits, self.word_bits)}"
        if type_.bits < self.word_bits:
            value = body.value(f"{'sext' if type_.signed else 'zext'} i{type_.bits} {value} to {text}")
        # A small integer has a bit less than the word.
        spare = max(type_.bits, self.word_bits) - self.word_bits + 1
        always_fits = type_.bits < self.word_bits - (not type_.signed)
        kind = str(int(NativeType.INT if type_.signed else NativeType.UINT))
        if text == word and not always_fits and not self.box_inline:
            return self.abi.call(body, "from_native", value, kind)
        low = body.value(f"trunc {text} {value} to {word}") if text != word else value
        twice = body.value(f"shl {word} {low}, 1")
        small = body.value(f"or {word} {twice}, 1")
        if always_fits:
            return small
        if type_.signed:
            shifted = body.value(f"shl {text} {value}, {spare}")
            back = body.value(f"ashr {text} {shifted}, {spare}")
            fits = body.value(f"icmp eq {text} {back}, {value}")
        else:
            fits = body.value(f"icmp ult {text} {value}, {1 << (self.word_bits - 2)}")
        if text != word:
            slot = self._slot()
            code = "q" if type_.signed else "Q"
            return self._choose(fits, "fits", word, small, lambda: self._from_memory(value, text, code, slot))
        return self._choose(fits, "fits", word, small, lambda: self.abi.call(body, "from_native", value, kind))

    def array(self, items: list[str]) -> str:
        """Objects one after the other, for the next call only; their address, `null` for none."""
        if not items:
            return "null"
        slot = self.body.scratch(len(items), self.word)
        for number, item in enumerate(items):
            self.body.line(f"store {self.word} {item}, ptr {self.abi.at(self.body, slot, number) if number else slot}")
        return slot

    def _tuple(self, items: list[str]) -> str:
        return self.abi.call(self.body, "new_tuple", str(len(items)), self.array(items))


def _define_box_float(abi: TableAbi) -> str:
    """A float object for the bits of a number: no register for floats, since its place depends on the board.

    It is made in memory of the collector's, as the type of a constant of the file and the number, which is what the
    runtime does on the way through four functions. Legal where that constant holds its number in the 32 bits behind its
    type, so the firmware's floats are such (floatobjects.py). Where there is no memory, the runtime is asked, which
    collects or raises. Nothing runs between the two, and the block is held by a register.
    """
    body, word = BodyText(), abi.word
    inner = Boxing(abi, body)
    held = abi.object_constant(body, SAMPLE)
    sample = body.value(f"inttoptr {word} {held} to ptr")
    number = body.value(f"load i32, ptr {abi.at(body, sample, 1)}")
    expected = int.from_bytes(struct.pack("<f", SAMPLE), "little")
    body.line(f"br i1 {body.value(f'icmp eq i32 {number}, {expected}')}, label %known, label %other")
    body.label("known")
    made = abi.call(body, "realloc", "null", str(2 * abi.word_bytes), "0")
    body.line(f"br i1 {body.value(f'icmp ne ptr {made}, null')}, label %made, label %other")
    body.label("made")
    body.line(f"store {word} {body.value(f'load {word}, ptr {sample}')}, ptr {made}")
    body.line(f"store i32 %bits, ptr {abi.at(body, made, 1)}")
    body.line(f"ret {word} {body.value(f'ptrtoint ptr {made} to {word}')}")
    body.label("other")
    body.line(f"ret {word} {inner._from_memory('%bits', 'i32', 'f', inner._slot())}")
    attributes = abi.text.attributes('noinline nounwind minsize optsize null_pointer_is_valid "frame-pointer"="none"')
    return f"define internal {abi.word} @nc.box.float(i32 %bits, ptr %ctx) {attributes} {{\n{body.render()}\n}}"
