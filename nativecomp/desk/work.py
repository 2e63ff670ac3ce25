"""What a firmware's runtime does in the loops of machine code, counted: division, and copies in one go.

On the emulated core the entries of the function table are Python, which takes no instructions. The work of those below
is done again by machine code of ours, on the same core and with the same values: that is what an entry counts. A copy
goes word by word. What is not here counts nothing: conversions of arguments and results, global variables, calls by way
of objects.
"""

from functools import cached_property, partial
from typing import TYPE_CHECKING

from nativecomp.compiler import Compilation, compile_source
from nativecomp.emulator import Argument, Buffer, Machine, Word
from nativecomp.emulator.machine import Hook
from nativecomp.host.threads import compiling
from nativecomp.language.diagnostics import SourceFile
from nativecomp.options import Options
from nativecomp.runtime_calls import TABLE
from nativecomp.targets import Target

if TYPE_CHECKING:
    from nativecomp.desk.bridge import World

_SOURCE = """
from nativecomp import viper

@viper
def floor_divide(a: int, b: int) -> int:
    return a // b

@viper
def modulo(a: int, b: int) -> int:
    return a % b

@viper(pointers="memory", opt="size")
def memmove(target: ptr32, source: ptr32, size: int):
    for i in range(size >> 2):
        target[i] = source[i]
    rest_target, rest_source = ptr8(target), ptr8(source)
    for i in range(size & ~3, size):
        rest_target[i] = rest_source[i]

@viper(pointers="memory", opt="size")
def memset(target: ptr32, value: int, size: int):
    for i in range(size >> 2):
        target[i] = value
    rest = ptr8(target)
    for i in range(size & ~3, size):
        rest[i] = value
"""

_MEMORY = {"memmove": (0, 1), "memset": (0,)}
"""Which arguments of an entry are addresses, of as many bytes as the last one says."""
_ENTRIES = ("floor_divide", "modulo", *_MEMORY)

Work = tuple[str, tuple[int, ...]]
"""The name of an entry and the words that it is given, but 0 for an address."""


class RuntimeWork:
    """Counts the instructions of a runtime's work on a core."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self._known: dict[Work, int] = {}

    @cached_property
    def _compilation(self) -> Compilation:
        with compiling:
            return compile_source(SourceFile("runtime", _SOURCE), Options(self.target, "speed", product="object"))

    @cached_property
    def _machine(self) -> Machine:
        hooks: dict[str, Hook] = {"nc_raise": lambda machine, words: None}
        return Machine(self._compilation.generated.object, self.target, hooks=hooks)

    def instructions(self, work: Work) -> int:
        """How many instructions a piece of work takes."""
        if work not in self._known:
            name, words = work
            kind, addresses = f"i{self.target.word_bits}", _MEMORY.get(name, ())
            given: list[Argument] = [
                Buffer(bytearray(words[-1])) if number in addresses else Word(kind, word)
                for number, word in enumerate(words)
            ]
            symbol = next(one.ir.symbol for one in self._compilation.functions if one.source.qualname == name)
            self._known[work] = self._machine.call(symbol, given, None, counting=True).instructions
        return self._known[work]

    def watch(self, world: "World") -> list[Work]:
        """From now on, each piece of work that the code of a core asks for is put into the list."""
        found: list[Work] = []

        def note(name: str, words: tuple[int, ...]) -> None:
            given = words[: len(TABLE[name].parameters)]
            addresses = _MEMORY.get(name, ())
            found.append((name, tuple(0 if number in addresses else word for number, word in enumerate(given))))

        for name in _ENTRIES:
            world.watch_entry(TABLE[name].index, partial(note, name))
        return found
