"""What the code finds from its function object: the context with the tables of names and constants (emulated memory).

function: type, context, child table, code      context: type, globals, name table, constant table
"""

from collections.abc import Iterable, MutableMapping
from typing import Any

from nativecomp.bridge.handles import Handles
from nativecomp.codegen.table import ListTables
from nativecomp.emulator.machine import Machine

Globals = MutableMapping[str, Any]

BASE, LIMIT = 0x0E00_0000, 0x0100_0000


class ModuleObject:
    """A module as its code sees it: its global variables as attributes."""

    def __init__(self, names: Globals) -> None:
        object.__setattr__(self, "_names", names)

    def __getattribute__(self, name: str) -> Any:
        try:
            return object.__getattribute__(self, "_names")[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name: str, value: Any) -> None:
        object.__getattribute__(self, "_names")[name] = value

    def __delattr__(self, name: str) -> None:
        try:
            del object.__getattribute__(self, "_names")[name]
        except KeyError:
            raise NameError(f"name '{name}' is not defined", name=name) from None


class Memory:
    """Emulated memory for what lives as long as the machine."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._arena = machine.arena(BASE, LIMIT)
        self.word = machine.target.word_bits // 8

    def words(self, values: Iterable[int]) -> int:
        """The address of these words."""
        return self.put(b"".join(value.to_bytes(self.word, "little") for value in values))

    def put(self, data: bytes) -> int:
        """The address of these bytes."""
        address = self._arena.take(max(len(data), 1))
        self._machine.write(address, data)
        return address


class Contexts:
    """Contexts by global variables, and function objects by context and code."""

    def __init__(self, memory: Memory, handles: Handles, tables: ListTables, function_table: int) -> None:
        self._memory = memory
        self._handles = handles
        numbers = [handles.number(name) for name in tables.qstrs]
        self._names = memory.put(b"".join(number.to_bytes(2, "little") for number in numbers))
        objects = [
            function_table if value is ListTables.FUN_TABLE else handles.keep_word(value) for value in tables.objects
        ]
        self._objects = memory.words(objects)
        self._contexts: dict[int, tuple[int, Globals]] = {}
        self._functions: dict[tuple[int, int], int] = {}

    def context(self, names: Globals) -> int:
        """The address of the context for global variables."""
        if id(names) not in self._contexts:
            module = ModuleObject(names)
            address = self._memory.words([0, self._handles.keep_word(names), self._names, self._objects])
            self._handles.keep(address, module)
            self._contexts[id(names)] = address, names
        return self._contexts[id(names)][0]

    def function(self, callee: Any, code: int, names: Globals) -> int:
        """The address of the function object of Python's `callee`, whose code lies at an address."""
        key = id(callee), code
        if key not in self._functions:
            self._functions[key] = self._memory.words([0, self.context(names), 0, code])
            self._handles.keep(self._functions[key], callee)
        return self._functions[key]
