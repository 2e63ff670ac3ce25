"""What the code finds from its function object: the context with the tables of names and constants (emulated memory).

function: type, context, child table, code      context: type, globals, name table, constant table
"""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from nativecomp.codegen.abi.table import ListTables
from nativecomp.desk.bridge.errors import BridgeError
from nativecomp.desk.bridge.functions import Callee, Code, Globals
from nativecomp.desk.bridge.handles import Handles
from nativecomp.emulator.machine import Machine

BASE, LIMIT = 0x0E00_0000, 0x0080_0000
FUNCTIONS_BASE, FUNCTIONS_LIMIT = 0x0E80_0000, 0x0080_0000


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
    """Emulated memory for what the code does not change."""

    def __init__(self, machine: Machine, base: int, limit: int) -> None:
        self._machine = machine
        self._arena = machine.arena(base, limit)
        self.word = machine.target.word_bits // 8

    def words(self, values: Iterable[int]) -> int:
        """The address of these words."""
        return self.put(b"".join(value.to_bytes(self.word, "little") for value in values))

    def put(self, data: bytes) -> int:
        """The address of these bytes."""
        address = self._arena.take(max(len(data), 1))
        self._machine.write(address, data)
        return address

    def clear(self) -> None:
        """Let new data take the place of all there are."""
        self._arena.used = 0


class Contexts:
    """Contexts by global variables, raw codes by symbol, and for the time of a call function objects."""

    def __init__(
        self, machine: Machine, handles: Handles, types: tuple[int, int], tables: ListTables, entries: list[int]
    ) -> None:  # fmt: skip
        """`entries` are the words of the function table; `types` are those of what code does not look into, and of
        modules: no other object has that, so code takes none for the firmware's own `__main__`."""
        self._other, self._module = types
        self._machine = machine
        self._memory = Memory(machine, BASE, LIMIT)
        self._short = Memory(machine, FUNCTIONS_BASE, FUNCTIONS_LIMIT)
        self._handles = handles
        function_table = self._memory.words(entries)
        numbers = [handles.number(name) for name in tables.qstrs]
        self._names = self._memory.put(b"".join(number.to_bytes(2, "little") for number in numbers))
        objects = [
            function_table if value is ListTables.FUN_TABLE else handles.keep_word(value) for value in tables.objects
        ]
        self._tables, self._objects = tables, objects
        self._kept: list[int] = []
        """The addresses of the words that the functions of a context share."""
        self._contexts: dict[int, tuple[int, Globals]] = {}
        self._names_at: dict[int, Globals] = {}
        self._codes: dict[int, Code] = {}
        self._children: dict[str, int] = {}
        self._functions: dict[int, int] = {}
        self._callees: dict[int, Callee] = {}

    def context(self, names: Globals) -> int:
        """The address of the context for global variables."""
        if id(names) not in self._contexts:
            module = ModuleObject(names)
            objects = list(self._objects)
            if self._tables.words:
                self._kept.append(self._memory.words([0] * self._tables.words))
                objects[self._tables.words_place] = self._kept[-1]
            table = self._memory.words(objects)
            address = self._memory.words([self._module, self._handles.keep_word(names), self._names, table])
            self._handles.keep(address, module)
            self._contexts[id(names)] = address, names
            self._names_at[address] = names
        return self._contexts[id(names)][0]

    def globals_of(self, context: int) -> Globals:
        """The global variables of a context.

        Raises:
            BridgeError: there is none at this address.
        """
        if context not in self._names_at:
            raise BridgeError(f"0x{context:x} is no module's context")
        return self._names_at[context]

    def _child_table(self, code: Code) -> int:
        """The address of the table of raw codes that a function makes functions of."""
        if code.symbol not in self._children:
            table = [self._raw_code(child) for child in code.children]
            # Behind them stands the prelude, of which the bridge has its own.
            self._children[code.symbol] = self._memory.words([*table, 0])
        return self._children[code.symbol]

    def _raw_code(self, code: Code) -> int:
        # What is in a raw code only the runtime reads, which is here.
        address = self._memory.words([0, self._machine.address_of(code.symbol), 0])
        self._codes[address] = code
        return address

    def code_at(self, raw_code: int) -> Code:
        """The code that a raw code's address stands for.

        Raises:
            BridgeError: there is no raw code.
        """
        if raw_code not in self._codes:
            raise BridgeError(f"a function is made of 0x{raw_code:x}, which is no raw code")
        return self._codes[raw_code]

    def function(self, callee: Callee) -> int:
        """The address of a function object, until `release`."""
        key = id(callee.function)
        if key not in self._functions:
            code = self._machine.address_of(callee.code.symbol)
            words = [self._other, self.context(callee.globals), self._child_table(callee.code), code]
            self._functions[key] = self._short.words(words)
            self._handles.lend(self._functions[key], callee.function)
            self._callees[self._functions[key]] = callee
        return self._functions[key]

    def callee_at(self, function: int) -> Callee:
        """What a function object's address stands for.

        Raises:
            BridgeError: there is no function object.
        """
        if function not in self._callees:
            raise BridgeError(f"0x{function:x} is no function object")
        return self._callees[function]

    def release(self) -> list[Callee]:
        """Forget all function objects, also where code has kept their addresses: those of these."""
        for address in self._kept:
            self._machine.write(address, bytes(self._memory.word * self._tables.words))
        ended = list(self._callees.values())
        self._functions.clear()
        self._callees.clear()
        self._short.clear()
        return ended


def _address(machine: Machine, name: str) -> int:
    """That of a function, 0 for one that is not there."""
    with suppress(KeyError):
        return machine.address_of(name)
    return 0
