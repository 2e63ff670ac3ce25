"""The entries of the function table for classes, and those that MicroPython's own compiler uses and ours does not."""

from collections.abc import Callable
from types import CellType
from typing import TYPE_CHECKING, Any

from nativecomp.desk.bridge.errors import BridgeError
from nativecomp.desk.bridge.handles import MISSING, NO_OBJECT

if TYPE_CHECKING:
    from nativecomp.desk.bridge.table import FunctionTable


class UpstreamEntries:
    """The callbacks, on the table that has the others."""

    def __init__(self, table: "FunctionTable") -> None:
        self.table = table
        self.world = table.world
        self.callbacks: dict[str, Callable[..., int | None]] = {
            "load_name": self.load_name,
            "build_class": lambda: table.word(self.build_class),
            "load_super_method": self.load_super_method,
            "store_name": self.store_name,
            "import_all": self.import_all,
            "delete_name": self.delete_name,
            "delete_global": self.delete_global,
            "check_arguments": self.check_arguments,
            "load_method_maybe": self.load_method_maybe,
            "floor_divide": lambda a, b: self.divide(a, b)[0],
            "modulo": lambda a, b: self.divide(a, b)[1],
        }

    # Names of the scope: those of a class body, else the global variables

    def load_name(self, number: int) -> int:
        name = self.table.name(number)
        names = self.world.locals
        return self.table.word(names[name]) if names and name in names else self.table.load_global(number)

    def store_name(self, number: int, value: int) -> None:
        self._scope()[self.table.name(number)] = self.table.object(value)

    def delete_name(self, number: int) -> None:
        name = self.table.name(number)
        if name not in self._scope():
            raise NameError(f"name '{name}' is not defined", name=name)
        del self._scope()[name]

    def delete_global(self, number: int) -> None:
        name = self.table.name(number)
        if name not in self.world.globals:
            raise NameError(f"name '{name}' is not defined", name=name)
        del self.world.globals[name]

    def import_all(self, module: int) -> None:
        found = vars(self.table.object(module))
        names = found.get("__all__", [name for name in found if not name.startswith("_")])
        self.world.globals.update({name: found[name] for name in names})

    def _scope(self) -> Any:
        return self.world.globals if self.world.locals is None else self.world.locals

    # Classes

    def build_class(self, body: Callable[[], Any], name: str, *bases: type) -> type:
        outer, self.world.locals = self.world.locals, {}
        try:
            cell = body()
            names = self.world.locals
        finally:
            self.world.locals = outer
        made = type(bases[0])(name, bases, names) if bases else type(name, (), names)
        if isinstance(cell, CellType):
            cell.cell_contents = made
        return made

    def load_super_method(self, number: int, place: int) -> None:
        class_, instance = self.table.objects(2, place + self.table.word_bits // 8)
        self.table.write(place, [self.table.word(getattr(super(class_, instance), self.table.name(number))), 0])

    # Methods and arguments

    def load_method_maybe(self, base: int, number: int, place: int) -> None:
        found = getattr(self.table.object(base), self.table.name(number), MISSING)
        self.table.write(place, [NO_OBJECT if found is MISSING else self.table.word(found), NO_OBJECT])

    def check_arguments(self, positional: int, keywords: int, signature: int) -> None:
        least, most, takes_keywords = signature >> 17 & 0x7FFF, signature >> 1 & 0xFFFF, signature & 1
        if keywords and not takes_keywords:
            raise TypeError("function doesn't take keyword arguments")
        if not least <= positional <= most:
            takes = least if least == most else f"{least} to {most}"
            raise TypeError(f"function takes {takes} positional arguments but {positional} were given")

    # Machine words

    def divide(self, left: int, right: int) -> tuple[int, int]:
        signed = self.table.signed
        if not right & ((1 << self.table.word_bits) - 1):
            raise BridgeError("division by zero of machine words, of which the runtime says nothing")
        return divmod(signed(left), signed(right))
