"""The names and constants that native code adds to a file; what the bytecode has keeps its indices."""

from collections.abc import Callable
from typing import Any

from nativecomp.mpy.container import FUN_TABLE, Constant, MpyFile, Number


def as_constant(value: Any) -> Constant:
    """A Python value as a constant object of the format.

    Raises:
        TypeError: the format has no such constants.
    """
    if isinstance(value, tuple):
        return tuple(map(as_constant, value))
    if value is None or value is ... or isinstance(value, bool | str | bytes):
        return value
    if isinstance(value, int):
        return Number("int", str(value))
    if isinstance(value, float):
        return Number("float", repr(value))
    if isinstance(value, complex):
        return Number("complex", f"{value.imag!r}j")
    raise TypeError(f"a {type(value).__name__} is no constant of an .mpy file")


class MpyTables:
    """Hands out indices of a file's tables, and appends what is missing."""

    def __init__(self, file: MpyFile, *, shares: bool = False) -> None:
        """`shares` says whether the file's functions share others."""
        self.file = file
        self._shares = shares
        self.shared_functions: dict[str, Callable[[Any], str]] = {}
        self._own: dict[str, int] = {}
        self._words: list[str] = []
        self._qstrs = {text: index for index, text in reversed(list(enumerate(file.qstrs)))}
        self._constants = {self._key(value): index for index, value in reversed(list(enumerate(file.objects)))}

    @staticmethod
    def _key(value: Constant) -> str:
        return f"{type(value).__name__} {value!r}"

    def qstr(self, text: str) -> int:
        """The index of a name."""
        if text not in self._qstrs:
            self._qstrs[text] = len(self.file.qstrs)
            self.file.qstrs.append(text)
        return self._qstrs[text]

    def constant(self, value: Any) -> int:
        """The index of a constant object."""
        return self._index(as_constant(value))

    def _index(self, constant: Constant) -> int:
        key = self._key(constant)
        if key not in self._constants:
            self._constants[key] = len(self.file.objects)
            self.file.objects.append(constant)
        return self._constants[key]

    @property
    def shares(self) -> bool:
        return self._shares

    @property
    def objects(self) -> list[Constant]:
        return self.file.objects

    def shared(self, name: str, define: Callable[[Any], str]) -> int | None:
        """The number of a function that all functions of the file share, None where they do not."""
        if not self._shares:
            return None
        self.shared_functions.setdefault(name, define)
        return list(self.shared_functions).index(name)

    @property
    def shared_place(self) -> int:
        """The index of an object that is kept for what they share."""
        return self._kept("place")

    @property
    def distances(self) -> int:
        """The index of the bytes that tell where the shared functions are."""
        return self._kept("distances")

    def word(self, name: str) -> int | None:
        """The number of a word of memory that the file's functions share, 0 at first; None where they share nothing."""
        if not self._shares:
            return None
        if name not in self._words:
            self._words.append(name)
        return self._words.index(name)

    @property
    def words(self) -> int:
        """How many there are."""
        return len(self._words)

    @property
    def words_place(self) -> int:
        """The index of an object that is kept for them."""
        return self._kept("words")

    def _kept(self, what: str) -> int:
        """The index of an object that nothing else asks for, whatever it is."""
        if what not in self._own:
            self._own[what] = len(self.file.objects)
            self.file.objects.append(...)
        return self._own[what]

    @property
    def fun_table(self) -> int:
        """The index of the function table."""
        return self._index(FUN_TABLE)
