"""What a firmware's runtime does in the loops of machine code, counted: division, and copies in one go.

On the emulated core the entries of the function table are Python, which takes no instructions. The work of those below
is done again by machine code of ours, on the same core and with the same values: that is what an entry counts. A copy
goes word by word. What is not here counts nothing: conversions of arguments and results, global variables, calls by way
of objects.
"""

from collections.abc import Callable
from functools import cached_property, partial
from typing import Any

import nativecomp
from nativecomp.desk.bridge import World
from nativecomp.desk.module import Module
from nativecomp.runtime_calls import TABLE
from nativecomp.targets import Target

_SOURCE = """
from nativecomp import viper

@viper
def floor_divide(a: int, b: int) -> int:
    return a // b

@viper
def modulo(a: int, b: int) -> int:
    return a % b

@viper(pointers="memory", opt="size")
def move(target: ptr32, source: ptr32, size: int):
    for i in range(size >> 2):
        target[i] = source[i]
    rest_target, rest_source = ptr8(target), ptr8(source)
    for i in range(size & ~3, size):
        rest_target[i] = rest_source[i]

@viper(pointers="memory", opt="size")
def fill(target: ptr32, value: int, size: int):
    for i in range(size >> 2):
        target[i] = value
    rest = ptr8(target)
    for i in range(size & ~3, size):
        rest[i] = value
"""

Work = tuple[str, tuple[Any, ...]]
"""The name of a function above, and its arguments; `_Bytes` stand for memory."""


class _Bytes(int):
    """So many bytes of memory."""


class Runtime:
    """Counts the instructions of a runtime's work on a core."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self._known: dict[Work, int] = {}

    @cached_property
    def _module(self) -> Module:
        return nativecomp.load_source(_SOURCE, target=self.target, opt="speed")

    def _works(self) -> dict[str, Callable[[tuple[int, ...]], Work]]:
        """By entry: the work that it does for the words that it is given."""
        signed = self._module.context.int.wrap
        return {
            "floor_divide": lambda words: ("floor_divide", (signed(words[0]), signed(words[1]))),
            "modulo": lambda words: ("modulo", (signed(words[0]), signed(words[1]))),
            "memmove": lambda words: ("move", (_Bytes(words[2]), _Bytes(words[2]), words[2])),
            "memset": lambda words: ("fill", (_Bytes(words[2]), words[1] & 0xFF, words[2])),
        }

    def _instructions(self, work: Work) -> int:
        if work not in self._known:
            name, arguments = work
            given = [bytearray(value) if isinstance(value, _Bytes) else value for value in arguments]
            self._known[work] = self._module.functions[name].measure(*given).instructions
        return self._known[work]

    def watch(self, world: World) -> list[int]:
        """From now on, what each piece of work takes that a file's code asks for is put into the list."""
        found: list[int] = []

        def note(work: Callable[[tuple[int, ...]], Work], words: tuple[int, ...]) -> None:
            found.append(self._instructions(work(words)))

        for name, work in self._works().items():
            world.watch_entry(TABLE[name].index, partial(note, work))
        return found
