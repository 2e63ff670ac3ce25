"""Object words: what a Python object is in a register of the emulated core (MicroPython's object representation A).

...1    a small integer of one bit less than the word
..010   a name: its number, shifted by 3
..110   None, False, True
..00    the address of an object, here of what stands for it (objects); 0 is no object
"""

from collections.abc import Iterable
from typing import Any, Protocol

from nativecomp.desk.bridge.errors import BridgeError

NONE, FALSE, TRUE = 0x6, 0xE, 0x1E
NO_OBJECT, SENTINEL = 0, 4
MISSING = object()
"""Where an attribute or a name is not there; no code gets it."""


class Places(Protocol):
    """Where objects get their words."""

    def place(self, value: Any) -> int:
        """The word of an object that has none."""

    def fill(self, value: Any, word: int) -> None:
        """An object has got this word."""

    def keep(self) -> None:
        """All objects that have words keep them."""

    def release(self) -> None:
        """All others lose them."""


class Handles:
    """Object words of Python objects. Handles keep their objects alive until `release`.

    The same object has the same word, so that `is` is a comparison of words.
    """

    def __init__(self, word_bits: int) -> None:
        self._word_bits = word_bits
        self._mask = (1 << word_bits) - 1
        self._small = range(-(1 << (word_bits - 2)), 1 << (word_bits - 2))
        self._names: list[str] = [""]
        self._numbers: dict[str, int] = {}
        self._words: dict[int, int] = {id(None): NONE, id(False): FALSE, id(True): TRUE}
        self._objects: dict[int, Any] = {NONE: None, FALSE: False, TRUE: True}
        self._temporary: dict[int, None] = {}
        self.places: Places

    # Names

    def number(self, name: str) -> int:
        """The number of a name."""
        if name not in self._numbers:
            self._numbers[name] = len(self._names)
            self._names.append(name)
        return self._numbers[name]

    def name(self, number: int) -> str:
        """The name with a number."""
        if not 0 < number < len(self._names):
            raise BridgeError(f"{number} is the number of no name")
        return self._names[number]

    # Words

    def word(self, value: Any) -> int:
        """The word of an object."""
        known = self._words.get(id(value))
        if known is not None:
            return known
        if type(value) is int and value in self._small:
            return (value << 1 | 1) & self._mask
        if type(value) is str and value in self._numbers and value is self._names[self._numbers[value]]:
            return self._numbers[value] << 3 | 2
        word = self.places.place(value)
        self._temporary[word] = None
        self._objects[word] = value
        self._words[id(value)] = word
        self.places.fill(value, word)
        return word

    def words(self, values: Iterable[Any]) -> list[int]:
        return [self.word(value) for value in values]

    def object(self, word: int) -> Any:
        """The object of a word.

        Raises:
            BridgeError: the word stands for none, or for one of a call that is over.
        """
        if word & 1:
            return (word >> 1) - ((word >> (self._word_bits - 1)) << (self._word_bits - 1))
        if word in self._objects:
            return self._objects[word]
        if word & 7 == 2:
            return self.name(word >> 3)
        raise BridgeError(f"0x{word:x} is no object" if word else "there is no object where one is used (NULL)")

    def keep(self, word: int, value: Any) -> None:
        """Let an address stand for an object, for good."""
        self._objects[word] = value
        self._words[id(value)] = word

    def lend(self, word: int, value: Any) -> None:
        """Let an address stand for an object until `release`; where it has a word already, that stays its word."""
        self._objects[word] = value
        self._words.setdefault(id(value), word)
        self._temporary[word] = None

    def keep_word(self, value: Any) -> int:
        """The word of an object, for good."""
        word = self.word(value)
        self._keep(value)
        self.places.keep()
        return word

    def _keep(self, value: Any) -> None:
        self._temporary.pop(self.word(value), None)
        for item in value if type(value) is tuple else ():
            self._keep(item)

    @property
    def count(self) -> int:
        """How many objects have handles that a release ends."""
        return len(self._temporary)

    def release(self) -> list[Any]:
        """End all handles but those that are kept for good; the objects, of which nothing here is kept any more.

        The last one of a generator to let go of it runs its code, so the caller holds them until all is in order.
        """
        ended = [self.take_back(word) for word in list(self._temporary)]
        self.places.release()
        return ended

    def take_back(self, word: int) -> Any:
        """End one handle; its object."""
        del self._temporary[word]
        value = self._objects.pop(word)
        if self._words.get(id(value)) == word:
            del self._words[id(value)]
        return value
