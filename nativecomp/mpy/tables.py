"""The names and constants that native code adds to a file; what the bytecode has keeps its indices."""

from typing import Any

from nativecomp.codegen.abi.table import SharingTables
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


class MpyTables(SharingTables):
    """Hands out indices of a file's tables, and appends what is missing."""

    def __init__(self, file: MpyFile, *, shares: bool = False) -> None:
        super().__init__(shares=shares)
        self.file = file
        self.objects: list[Any] = file.objects
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
    def fun_table(self) -> int:
        """The index of the function table."""
        return self._index(FUN_TABLE)
