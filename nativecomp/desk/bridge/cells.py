"""The cells of closures in emulated memory: each its type and its value, which is no object where it is not bound.

Like the data of buffers, both sides are compared whenever control passes from one to the other.
"""

from dataclasses import dataclass
from types import CellType
from typing import Any

from nativecomp.desk.bridge.errors import BridgeError
from nativecomp.desk.bridge.handles import NO_OBJECT, Handles
from nativecomp.emulator.machine import Machine

BASE, LIMIT = 0x0F00_0000, 0x0040_0000


@dataclass
class _Placed:
    """A cell, its address, and its word as it was when both sides were the same."""

    cell: CellType
    address: int
    known: int


def _value(cell: CellType) -> tuple[Any, ...]:
    """The value of a cell; nothing where it is not bound."""
    try:
        return (cell.cell_contents,)
    except ValueError:
        return ()


class Cells:
    """The cells that the code has been given, each until the call is over in which it got it.

    Longer no code knows a cell's address: what outlives the call is the closure, an object that holds the cell itself.
    """

    def __init__(self, machine: Machine, handles: Handles) -> None:
        self._machine = machine
        self._handles = handles
        self._size = machine.target.word_bits // 8
        self._arena = machine.arena(BASE, LIMIT)
        self._placed: dict[int, _Placed] = {}

    def place(self, cell: CellType) -> int:
        """The address of a cell."""
        if id(cell) not in self._placed:
            address = self._arena.take(2 * self._size)
            self._placed[id(cell)] = one = _Placed(cell, address, -1)
            self._handles.lend(address, cell)
            self._update(one)
        return self._placed[id(cell)].address

    def make(self, word: int) -> int:
        """The address of a new cell for a variable that holds an object word, or nothing."""
        return self.place(CellType() if word == NO_OBJECT else CellType(self._handles.object(word)))

    def at(self, address: int) -> CellType:
        """The cell at an address.

        Raises:
            BridgeError: there is none.
        """
        cell = self._handles.object(address)
        if not isinstance(cell, CellType):
            raise BridgeError(f"a closure is made with {cell!r}, which is no cell")
        return cell

    def _word(self, one: _Placed) -> int:
        return int.from_bytes(self._machine.read(one.address + self._size, self._size), "little")

    def to_host(self) -> None:
        """Let CPython see what the code has stored."""
        for one in self._placed.values():
            word = self._word(one)
            if word == one.known:
                continue
            one.known = word
            if word == NO_OBJECT:
                del one.cell.cell_contents
            else:
                one.cell.cell_contents = self._handles.object(word)

    def from_host(self) -> None:
        """Let the code see what CPython has stored."""
        for one in self._placed.values():
            self._update(one)

    def _update(self, one: _Placed) -> None:
        word = next(iter(self._handles.words(_value(one.cell))), NO_OBJECT)
        if word != one.known:
            one.known = word
            self._machine.write(one.address, bytes(self._size) + word.to_bytes(self._size, "little"))

    def mark(self) -> tuple[int, int]:
        """What `release` needs, at the beginning of a call."""
        return len(self._placed), self._arena.used

    def release(self, mark: tuple[int, int]) -> list[Any]:
        """Forget the cells since a mark: these."""
        count, self._arena.used = mark
        placed = [self._placed.pop(key) for key in list(self._placed)[count:]]
        return [(one, self._handles.take_back(one.address)) for one in placed]
