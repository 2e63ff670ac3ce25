"""The function table: each entry that compiled code uses as a callback on CPython's objects.

A callback takes the words in the argument registers and gives the word of its result, or None.
"""

import builtins
import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from nativecomp.codegen.abi.table import NativeType
from nativecomp.desk.bridge import operators
from nativecomp.desk.bridge.buffers import open_buffer
from nativecomp.desk.bridge.errors import BridgeError
from nativecomp.desk.bridge.functions import make_closure, make_function
from nativecomp.desk.bridge.handles import FALSE, MISSING, NO_OBJECT, NONE, SENTINEL, TRUE
from nativecomp.desk.bridge.memory import MemoryEntries, integer
from nativecomp.desk.bridge.upstream import UpstreamEntries
from nativecomp.desk.bridge.values import as_printed, exception_of, step
from nativecomp.emulator import Buffer
from nativecomp.emulator.machine import Jump
from nativecomp.runtime_calls import TABLE

if TYPE_CHECKING:
    from nativecomp.desk.bridge.world import World

Callback = Callable[..., "int | Jump | None"]

ENTRIES = 87
ITERATED = (list, tuple)
"""What is iterated over by a container and a place in the iterator's words, for code looks there itself."""
_STACK_MARGIN = 0x1000
"""Bytes of stack that must be left when the code looks."""

_UNDEFINED_BITS = 0xA5A5_A500
"""Of a C bool only the low byte is defined on x86-64. On the others the callee extends it to a word."""
_BYTE, _I32 = 0xFF, 0xFFFF_FFFF


def _nothing_waits() -> None:
    """CPython looks after what is pending itself, also here."""


class FunctionTable:
    """The entries of one world."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self.handles = world.handles
        self.word_bits = world.machine.target.word_bits
        self.float_bits = world.machine.target.float_bits
        self._size = self.word_bits // 8
        types = {"type_type": world.objects.type, "type_list": world.objects.types[list]}
        self.values = {"none": NONE, "false": FALSE, "true": TRUE, **types}
        """The entries that are no functions."""
        self.callbacks: dict[str, Callback] = {
            "to_native": self.to_native,
            "from_native": self.from_native,
            "swap_globals": self.swap_globals,
            "load_global": self.load_global,
            "load_attr": self.load_attr,
            "load_method": self.load_method,
            "store_global": self.store_global,
            "store_attr": self.store_attr,
            "subscript": self.subscript,
            "is_true": lambda word: self.c_bool(self.object(word)),
            "unary": lambda sign, value: self.word(operators.unary[sign & _I32](self.object(value))),
            "binary": self.binary,
            "new_tuple": lambda count, items: self.word(tuple(self.objects(count, items))),
            "new_list": lambda count, items: self.word(self.objects(count, items)),
            "new_dict": lambda count: self.word({}),
            "new_set": lambda count, items: self.word(set(self.objects(count, items))),
            "set_store": lambda target, item: self.object(target).add(self.object(item)),
            "list_append": self.list_append,
            "dict_store": self.dict_store,
            "make_function": self.make_function,
            "call": self.call,
            "call_method": self.call_method,
            "call_method_star": self.call_method_star,
            "get_iterator": self.get_iterator,
            "iterator_next": self.iterator_next,
            "yield_from": self.yield_from,
            "push_handler": world.handlers.push,
            "pop_handler": world.handlers.pop,
            "raise": self.raise_object,
            "import_name": self.import_name,
            "import_from": self.import_from,
            "new_slice": lambda *parts: self.word(slice(*map(self.object, parts))),
            "unpack": self.unpack,
            "unpack_star": self.unpack_star,
            "new_closure": self.new_closure,
            "bind_arguments": self.bind_arguments,
        }
        self.callbacks |= MemoryEntries(self).callbacks | UpstreamEntries(self).callbacks
        assert self.callbacks.keys() == TABLE.keys()

    # Words and memory

    def c_bool(self, value: Any) -> int:
        return bool(value) | _UNDEFINED_BITS * (self.world.machine.target.emulator == "x86-64")

    def object(self, word: int) -> Any:
        return self.handles.object(word)

    def word(self, value: Any) -> int:
        return self.handles.word(value)

    def name(self, number: int) -> str:
        return self.handles.name(number)

    def read(self, address: int, count: int) -> list[int]:
        """Words of memory."""
        data, size = self.world.machine.read(address, count * self._size), self._size
        return [int.from_bytes(data[at : at + size], "little") for at in range(0, count * size, size)]

    def write(self, address: int, words: list[int]) -> None:
        self.world.machine.write(address, b"".join(word.to_bytes(self._size, "little") for word in words))

    def objects(self, count: int, address: int) -> list[Any]:
        """The objects whose words are at an address."""
        return [self.object(word) for word in self.read(address, count)]

    def address(self, value: Any) -> int:
        """The address of a buffer, or of a string."""
        buffers = self.world.machine.buffers
        return buffers.place_text(value) if isinstance(value, str) else buffers.place([Buffer(value)])[0]

    def signed(self, value: int, bits: int = 0) -> int:
        bits = bits or self.word_bits
        value &= (1 << bits) - 1
        return value - (value >> (bits - 1) << bits)

    # Conversions

    def to_native(self, given: int, kind: int) -> int:
        kind &= 15
        if kind == NativeType.OBJECT:
            return given
        value = self.object(given)
        if kind == NativeType.BOOL:
            return int(bool(value))
        if kind >= NativeType.PTR and not isinstance(value, int):
            if open_buffer(value) is not None:
                return self.address(value)
            if not hasattr(type(value), "__int__"):
                raise TypeError(f"a pointer is an address or a buffer in one piece, not a {type(value).__name__}")
        return integer(value) & ((1 << self.word_bits) - 1)

    def from_native(self, value: int, kind: int) -> int:
        kind &= 15
        if kind == NativeType.OBJECT:
            return value
        if kind == NativeType.BOOL:
            return TRUE if value else FALSE
        if kind == NativeType.QSTR:
            return self.word(self.name(value))
        return self.word(self.signed(value) if kind == NativeType.INT else value)

    # Names

    def swap_globals(self, new: int) -> int:
        old = self.world.globals
        if new and self.object(new) is not old:
            self.world.globals = self.object(new)
            return self.word(old)
        return NO_OBJECT

    def load_global(self, number: int) -> int:
        name = self.name(number)
        value = self.world.globals.get(name, MISSING)
        if value is MISSING:
            value = getattr(builtins, name, MISSING)
        if value is MISSING:
            raise NameError(f"name '{name}' is not defined", name=name)
        return self.word(value)

    def store_global(self, number: int, value: int) -> None:
        self.world.globals[self.name(number)] = self.object(value)

    # Attributes and elements

    def load_attr(self, base: int, number: int) -> int:
        return self.word(getattr(self.object(base), self.name(number)))

    def store_attr(self, base: int, number: int, value: int) -> None:
        if value == NO_OBJECT:
            delattr(self.object(base), self.name(number))
        else:
            setattr(self.object(base), self.name(number), self.object(value))

    def load_method(self, base: int, number: int, place: int) -> None:
        # CPython binds methods itself.
        self.write(place, [self.load_attr(base, number), NO_OBJECT])

    def subscript(self, base: int, index: int, value: int) -> int:
        container, key = self.object(base), self.object(index)
        if value == SENTINEL:
            return self.word(container[key])
        if value == NO_OBJECT:
            del container[key]
        else:
            container[key] = self.object(value)
        return NONE

    def binary(self, sign: int, left: int, right: int) -> int:
        return self.word(operators.binary[sign & _I32](self.object(left), self.object(right)))

    # Containers

    def list_append(self, target: int, item: int) -> int:
        self.object(target).append(self.object(item))
        return NONE

    def dict_store(self, target: int, key: int, value: int) -> int:
        self.object(target)[self.object(key)] = self.object(value)
        return target

    def get_iterator(self, iterable: int, place: int) -> int:
        value = self.object(iterable)
        if not place and hasattr(type(value), "__await__"):
            return self.word(value.__await__())
        if place and type(value) in ITERATED:
            self.write(place, [self.world.objects.other, NO_OBJECT, iterable, 0])
            return NO_OBJECT
        iterator = self.word(iter(value))
        if not place:
            return iterator
        self.write(place, [NO_OBJECT, iterator])
        return NO_OBJECT

    def iterator_next(self, place: int) -> int:
        # Here a board looks whether the stack is used up (codegen/abi/stack.py).
        if self.world.machine.stack_left < _STACK_MARGIN:
            raise RecursionError("maximum recursion depth exceeded")
        type_, iterator, container, count = self.read(place, 4)
        if type_ != NO_OBJECT:
            items = self.object(container)
            if count >= len(items):
                return NO_OBJECT
            self.write(place, [type_, iterator, container, count + 1])
            return self.word(items[count])
        try:
            return self.word(next(self.object(iterator)))
        except StopIteration:
            return NO_OBJECT

    def yield_from(self, iterator: int, sent: int, place: int) -> int:
        """A step of another iterator: whether it yielded, and at the place what was thrown, then what it gave."""
        inner, (thrown,) = self.object(iterator), self.read(place, 1)
        try:
            value = step(inner, self.object(sent), exception_of(self.object(thrown)) if thrown else None)
        except StopIteration as stop:
            self.write(place, [self.word(stop.value)])
            return self.c_bool(False)
        self.write(place, [self.word(value)])
        return self.c_bool(True)

    def unpack(self, sequence: int, count: int, place: int) -> None:
        items = list(itertools.islice(self._iterate(sequence), count + 1))
        if len(items) < count:
            raise ValueError(f"not enough values to unpack (expected {count}, got {len(items)})")
        if len(items) > count:
            raise ValueError(f"too many values to unpack (expected {count})")
        self.write(place, self.handles.words(reversed(items)))

    def unpack_star(self, sequence: int, counts: int, place: int) -> None:
        before, after = counts & _BYTE, counts >> 8 & _BYTE
        items = list(self._iterate(sequence))
        if len(items) < before + after:
            raise ValueError(f"not enough values to unpack (expected at least {before + after}, got {len(items)})")
        end = len(items) - after
        self.write(place, self.handles.words(reversed([*items[:before], items[before:end], *items[end:]])))

    def _iterate(self, word: int) -> Any:
        value = self.object(word)
        try:
            return iter(value)
        except TypeError:
            if hasattr(type(value), "__iter__"):
                raise
            raise TypeError(f"cannot unpack non-iterable {type(value).__name__} object") from None

    # Calls

    def _keywords(self, words: list[int]) -> dict[str, Any]:
        keywords: dict[str, Any] = {}
        for key, value in zip(words[::2], words[1::2], strict=True):
            given = {self.object(key): self.object(value)} if key else dict(self.object(value))
            for name, argument in given.items():
                if not isinstance(name, str):
                    raise TypeError("keywords must be strings")
                if name in keywords:
                    raise TypeError(f"got multiple values for keyword argument '{name}'")
                keywords[name] = argument
        return keywords

    def _call(self, function: int, positional: list[Any], keywords: list[int]) -> int:
        callee = self.object(function)
        if callee is print and self.float_bits == 32:
            positional = [as_printed(value) for value in positional]
        return self.word(callee(*positional, **self._keywords(keywords)))

    def call(self, function: int, counts: int, place: int) -> int:
        positional = counts & _BYTE
        words = self.read(place, positional + 2 * (counts >> 8 & _BYTE))
        return self._call(function, [self.object(word) for word in words[:positional]], words[positional:])

    def call_method(self, positional: int, keywords: int, place: int) -> int:
        function, owner, *words = self.read(place, 2 + positional + 2 * keywords)
        given = [self.object(word) for word in ([owner] if owner else []) + words[:positional]]
        return self._call(function, given, words[positional:])

    def call_method_star(self, has_self: int, counts: int, place: int) -> int:
        positional, own = counts & _BYTE, has_self & _BYTE
        words = self.read(place, 2 + own + positional + 2 * (counts >> 8 & _BYTE))
        function, *words, starred = words
        given = []
        if own:
            owner, *words = words
            given += [self.object(owner)] if owner else []
        for number, word in enumerate(words[:positional]):
            value = self.object(word)
            given += list(value) if starred >> (number + 1) & 1 else [value]
        return self._call(function, given, words[positional:])

    def make_function(self, raw_code: int, context: int, place: int) -> int:
        if self.world.machine.read(raw_code, 2) != bytes(2):
            return self.word(_nothing_waits)  # the bytecode by which loops ask (codegen/lower/polling.py)
        given, keywords = self.read(place, 2) if place else (NO_OBJECT, NO_OBJECT)
        defaults = self.object(given) if given else ()
        keyword_defaults = self.object(keywords) if keywords else {}
        contexts = self.world.contexts
        code, names = contexts.code_at(raw_code), contexts.globals_of(context)
        return self.word(make_function(code, names, defaults, keyword_defaults))

    def new_closure(self, function: int, count: int, place: int) -> int:
        cells = map(self.world.cells.at, self.read(place, count))
        return self.word(make_closure(self.object(function), cells))

    def bind_arguments(self, state: int, positional: int, keywords: int, place: int) -> None:
        """Write the local variables of the arguments, in reverse, behind a code state of five words."""
        function, _, _, counts = self.read(state, 4)
        count = counts & 0xFFFF
        words = self.read(place, positional + 2 * keywords)
        callee = self.world.contexts.callee_at(function)
        cells = words[: len(callee.cells)]
        given = [self.object(word) for word in words[len(cells) : positional]]
        bound = [*cells, *self.handles.words(callee.bind(given, self._keywords(words[positional:])))]
        if len(bound) > count:
            raise BridgeError(f"{len(bound)} arguments for a function with {count} variables")
        bound += [NO_OBJECT] * (count - len(bound))
        for number in callee.code.cells:
            bound[number] = self.world.cells.make(bound[number])
        self.write(state + 5 * self._size, bound[::-1])

    # Exceptions and modules

    def raise_object(self, word: int) -> None:
        if word not in (NO_OBJECT, NONE):
            raise exception_of(self.object(word))

    def import_name(self, number: int, names: int, level: int) -> int:
        where = {key: self.world.globals.get(key) for key in ("__name__", "__package__", "__spec__")}
        return self.word(__import__(self.name(number), where, None, self.object(names) or (), self.object(level)))

    def import_from(self, module: int, number: int) -> int:
        source, name = self.object(module), self.name(number)
        try:
            return self.word(getattr(source, name))
        except AttributeError:
            raise ImportError(f"cannot import name {name!r} from {source.__name__!r}", name=name) from None
