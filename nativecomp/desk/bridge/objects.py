"""Objects as code finds them in emulated memory, as far as it looks into them itself (MicroPython's layouts).

list   type, room, length, address of the items     float       type, number
tuple  type, length, items                          big int     type, sign, count of digits of 16 bits, their address
                                                    any other   a type like no other

Code compares the first word of an object with a type before it reads more. Lists, tuples and numbers are there in full;
like the data of buffers, both sides of a list are compared whenever control passes from one to the other. Others, and
lists whose comparison would take too long, are of a type that code does not know, as instances of classes are on a
board: it asks the function table.
"""

import math
import struct
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from operator import is_not
from typing import Any

from nativecomp.desk.bridge.handles import Handles
from nativecomp.emulator.machine import Machine

BASE, LIMIT = 0x9000_0000, 0x5000_0000
_LEAST_ROOM = 4
_MOST_ITEMS = 4096
"""Of all lists together that are there in full."""
_REUSED = 1 << 20
"""Bytes after which memory is used again: until then a word of a call that is over is found out."""
_TYPE_WORDS = 16
_CLASS = 0x200
"""The flag of a type that a `class` statement has made."""
_DIGIT = 2
"""Bytes of a digit of a big integer."""
NAMES = {tuple: 157, list: 108, int: 94, float: 0}
"""The numbers of the names of types where they are the same in all firmware."""
_FORMATS = {32: "<f", 64: "<d"}


@dataclass(eq=False)
class _List:
    """A list as it was when both sides were the same: the words of its header and items, and the items."""

    value: list[Any]
    header: bytes = b""
    words: bytes = b""
    items: list[Any] = field(default_factory=list)


class Objects:
    """Gives objects their words, which are addresses, until `release`."""

    def __init__(self, machine: Machine, handles: Handles) -> None:
        self._machine = machine
        self._handles = handles
        self._size = machine.target.word_bits // 8
        self._arena = machine.arena(BASE, LIMIT)
        self._lists: dict[int, _List] = {}
        self._held = 0
        self.other = self._type(0, _CLASS)
        """The type of what code does not look into."""
        self.type, self.module = self._type(0, _CLASS), self._type(0, _CLASS)
        self.types = {type_: self._type(name, 0) for type_, name in NAMES.items()}
        for type_, address in self.types.items():
            handles.keep(address, type_)
        handles.keep(self.type, type)
        self._kept = self._arena.used
        handles.places = self

    def _type(self, name: int, flags: int) -> int:
        data = bytes(self._size) + flags.to_bytes(2, "little") + name.to_bytes(2, "little")
        return self._put(data.ljust(_TYPE_WORDS * self._size, b"\0"))

    def _put(self, data: bytes) -> int:
        address = self._arena.take(len(data))
        self._machine.write(address, data)
        return address

    def _bytes(self, words: list[int]) -> bytes:
        return b"".join(word.to_bytes(self._size, "little") for word in words)

    # What handles ask for

    def place(self, value: Any) -> int:
        """The address of an object; it is filled when that is known to be its word."""
        if type(value) is tuple:
            return self._put(self._bytes([self.other, *[0] * (1 + len(value))]))
        if isinstance(value, type):  # it may be an exception's, whose word MicroPython's own compiler reads
            flags = 0 if issubclass(value, BaseException) else _CLASS
            return self._put(self._bytes([self.type]) + flags.to_bytes(_TYPE_WORDS * self._size, "little"))
        first = self._handles.word(type(value)) if isinstance(value, BaseException) else self.other
        return self._put(self._bytes([first, 0, 0, 0]))  # room for a float of 64 bits; of an exception, for its entries

    def fill(self, value: Any, address: int) -> None:
        """Let code look into an object at its address."""
        if type(value) is tuple:
            words = self._handles.words(value)
            self._machine.write(address, self._bytes([self.types[tuple], len(words), *words]))
        elif type(value) is float:
            bits = self._machine.target.float_bits
            with suppress(OverflowError):
                data = struct.pack(_FORMATS[bits], value)
                # What a board's floats do not hold is computed with as here.
                if struct.unpack(_FORMATS[bits], data)[0] == value or value != value:
                    self._machine.write(address, self._bytes([self.types[float]]))
                    self._machine.write(address + max(bits // 8, self._size), data)
        elif type(value) is int:
            count = -(-abs(value).bit_length() // (8 * _DIGIT))
            digits = self._put(abs(value).to_bytes(_DIGIT * count, "little"))
            self._machine.write(address, self._bytes([self.types[int], int(value < 0), count, digits]))
        elif type(value) is list and self._held + len(value) <= _MOST_ITEMS:
            self._held += len(value)
            self._lists[address] = one = _List(value)
            self._machine.write(address, self._bytes([self.types[list]]))
            self._write(address, one)

    def round(self, constants: Iterable[float]) -> None:
        """Let code read constants as a board has them: it takes for granted that they are floats."""
        for value in constants:
            bits, address = self._machine.target.float_bits, self._handles.word(value)
            try:
                data = struct.pack(_FORMATS[bits], value)
            except OverflowError:
                data = struct.pack(_FORMATS[bits], math.copysign(math.inf, value))
            self._machine.write(address, self._bytes([self.types[float]]))
            self._machine.write(address + max(bits // 8, self._size), data)

    def keep(self) -> None:
        """Let all objects that there are stay for good."""
        self._kept = self._arena.used

    def release(self) -> None:
        """Let go of the others."""
        if self._arena.used - self._kept > _REUSED:
            self._arena.used = self._kept
        self._lists.clear()
        self._held = 0

    # Lists on both sides

    def _write(self, address: int, one: _List) -> None:
        one.items = list(one.value)
        one.words = self._bytes(self._handles.words(one.items))
        room = max(len(one.items), _LEAST_ROOM)
        place = self._put(one.words.ljust(room * self._size, b"\0"))
        one.header = self._bytes([room, len(one.items), place])
        self._machine.write(address + self._size, one.header)

    def to_host(self) -> None:
        """Let CPython see what the code has stored."""
        for address, one in self._lists.items():
            header = self._machine.read(address + self._size, 3 * self._size)
            count, place = (int.from_bytes(header[n * self._size : (n + 1) * self._size], "little") for n in (1, 2))
            words = self._machine.read(place, count * self._size)
            if words != one.words:
                numbers = (words[n : n + self._size] for n in range(0, len(words), self._size))
                one.items = [self._handles.object(int.from_bytes(number, "little")) for number in numbers]
                one.value[:] = one.items
                one.words, one.header = words, header

    def from_host(self) -> None:
        """Let the code see what CPython has stored."""
        for address, one in list(self._lists.items()):
            if len(one.value) != len(one.items) or any(map(is_not, one.value, one.items)):
                self._write(address, one)
