"""Compiled functions of other files: what a file calls of those that it imports.

    # app.py                                    # filters.py, beside it
    from nativecomp import viper                from nativecomp import viper, uint8
    from filters import clip                    @viper
    @viper                                      def clip(x: int, most: int) -> uint8:
    def main() -> int:                              return min(max(x, 0), most)
        return clip(300, 255)

`clip(300, 255)` has the types that `clip` declares, as a call of a function of the same file has. An image or an object
holds both files, and the call is direct. In an .mpy file and on the desk the call goes through the function object,
whose arguments are boxed and whose result is unboxed.

Legal, because the call means the same as through the function object: the arguments are converted to the declared
types, as the function itself would convert them, and the result to the declared one, as it has it already. So all types
must be declared, and each must be one of the machine. The name must mean that function: it is bound once, by an import
at the top level of the file and by a `def` at the top level of the other, and neither file assigns it in another way. A
third file that assigns it (`filters.clip = ...`) reaches bytecode, as with functions of one file.

Only a file that takes names from `nativecomp` calls so: for MicroPython's compiler the result of such a call is an
object, and what a file for that compiler says must not change its meaning.
"""

import difflib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from nativecomp.frontend.constants import module_file
from nativecomp.frontend.discover import FunctionSource, Scope
from nativecomp.frontend.source import read_source
from nativecomp.frontend.unit import Unit, read_unit
from nativecomp.ir import Module, Static
from nativecomp.language.diagnostics import CompileError, Diagnostics, Span
from nativecomp.language.types import BOOL, NONE, BufferType, FloatType, IntType, PointerType, Type

if TYPE_CHECKING:
    from nativecomp.frontend.infer.program import Program
    from nativecomp.frontend.infer.typed import TypedFunction


_LIBRARY = "nativecomp.lib."
_PACKAGE = Path(__file__).parents[1] / "lib" / "__init__.py"
"""Our own library's modules, which stand beside no program."""

Place = tuple[str, str | None, int]
"""A module, the name in it (None: the module itself), and the dots before the module."""


class LinkedFile:
    """A file of a program, with what its imports give it of others, and what others take of it.

    `called` are its functions that other files call, `used` its data that they name.
    """

    program: "Program"

    def __init__(self, unit: Unit, files: "LinkedFiles") -> None:
        self.unit = unit
        self.files = files
        self.called: dict[TypedFunction, None] = {}
        self.used: dict[str, Static] = {}
        self._pending: set[str] = set()
        self._scope = unit.constants.of(Scope(unit.tree))

    @property
    def has_objects(self) -> bool:
        """Whether calls of other files go through function objects."""
        return self.unit.options.has_objects

    # What it imports

    def function(self, name: str) -> "TypedFunction | None":
        """The compiled function that `from module import name` binds here."""
        place = self._place(name)
        if place is None or place[1] is None or name in self._pending:
            return None
        self._pending.add(name)  # two files may import a name from each other
        try:
            file = self._open(place[0], place[2])
            return file.exported(place[1]) if file is not None else None
        finally:
            self._pending.discard(name)

    def method(self, base: str, name: str) -> "TypedFunction | None":
        """The compiled function `base.name`, where `base` is an imported module."""
        place = self._place(base)
        if place is None or self._assigns(name):
            return None
        file = self._open(_module(place), place[2])
        return file.exported(name) if file is not None else None

    def static(self, name: str, base: str = "") -> Static | None:
        """The buffer at a fixed place that `from module import name` binds here, or `base.name`.

        A number is none: by such an import it would be copied.
        """
        place = None if self.has_objects else self._place(base or name)
        if place is None or (place[1] is None and not base):
            return None
        file = self._open(_module(place) if base else place[0], place[2])
        attribute = name if base else place[1] or name
        found = file.program.statics.get(attribute) if file is not None else None
        if (
            file is None
            or found is None
            or not isinstance(found.type, BufferType)
            or not file._is_bound_once(attribute)
        ):
            return None
        file.used[attribute] = found
        return found

    def call(self, callee: "TypedFunction") -> None:
        """Note that this file calls a function of another one, which so becomes a part of what is made."""
        self.files.owner(callee).called[callee] = None

    def open_imports(self) -> None:
        """Read all files that this one imports."""
        for module, _, level in self._scope.imported.values() if self.program.imports_types else ():
            self._open(module, level)

    # What others take of it

    @property
    def wanted(self) -> list[FunctionSource]:
        """The functions that become parts of what is made: those that other files call, and handlers of interrupts."""
        called = [function.source for function in self.called]
        if self.unit.options.product == "image":
            called += [one for one in self.program.functions if one.options.interrupt is not None]
        return called

    def exported(self, name: str) -> "TypedFunction | None":
        """The function that other files may call by a name of this file; this one may have imported it."""
        found = self.program.top_level(name)
        if found is None:
            return self.function(name)
        return found if self._is_bound_once(name) and _fault(found) is None else None

    def why(self, name: str, base: str = "") -> tuple[str, str] | None:
        """Why `name`, or `base.name`, is no compiled function or buffer of another file, and what to write.

        None: it is not imported from a file.
        """
        place = self._scope.imported.get(base or name)
        if place is None or (place[1] is None and not base):
            return None
        file = self._open(_module(place) if base else place[0], place[2])
        if file is None:
            return None
        if self._place(base or name) is None:
            hint = "take the decorator from our package: `from nativecomp import viper`"
            return f"`{name}` of `{file.unit.source.name}` is a Python object for MicroPython's compiler", hint
        reason, hint = file._reason(name if base else place[1] or name)
        return f"`{name}` of `{file.unit.source.name}` cannot be used here: {reason}", hint

    def _reason(self, name: str) -> tuple[str, str]:
        found = self.program.top_level(name)
        if name not in self._scope.bound:
            close = difflib.get_close_matches(name, sorted(self._scope.bound), n=1)
            return "the file has no such name", f"did you mean `{close[0]}`?" if close else "define it there"
        if not self._is_bound_once(name):
            return "its file assigns it", "give the name one meaning"
        if found is not None:
            return _fault(found) or ("only calls of it are compiled", f"call it: `{name}(...)`")
        if name in self.program.statics:
            return "it is a variable of its file", "write functions there that read and set it, and call those"
        return "it is not compiled", "decorate it with `@viper`, or make it `const(...)`"

    def _is_bound_once(self, name: str) -> bool:
        return name in self._scope.bound_once and not self._assigns(name)

    def _place(self, name: str) -> Place | None:
        """Where a name of this file is imported from."""
        place = self._scope.imported.get(name)
        return place if self.program.imports_types and not self._assigns(name) else None

    def _assigns(self, name: str) -> bool:
        return self._scope.file.assignments.assigns(name) or bool(self._scope.file.last_star_import)

    def _open(self, module: str, level: int) -> "LinkedFile | None":
        path = module_file(self.unit.source.name, module, level)
        if path is None and module.startswith(_LIBRARY):
            path = module_file(str(_PACKAGE), module.removeprefix(_LIBRARY), 1)
        return self.files.open(path, self.unit) if path is not None else None


class LinkedFiles:
    """The files of a program, each read once: the first, and those that files import."""

    def __init__(self, make: "Callable[[LinkedFile], Program]") -> None:
        self._make = make
        self._files: dict[Path, LinkedFile | None] = {}

    def add(self, unit: Unit) -> LinkedFile:
        """Take in a file that was read."""
        file = LinkedFile(unit, self)
        self._files[Path(unit.source.name).resolve()] = file
        file.program = self._make(file)
        return file

    def open(self, path: Path, importer: Unit) -> LinkedFile | None:
        """The file at a path; None of one that is refused, which is told when that file is compiled itself.

        Raises:
            CompileError: it is refused, and would be a part of what is made.
        """
        place = path.resolve()
        if place not in self._files:
            try:
                unit = read_unit(read_source(path), replace(importer.options, defines={}, everything=""))
                if not importer.options.has_objects:  # what is told of the file is told of the program
                    importer.diagnostics.sources.update(unit.diagnostics.sources)
                    importer.diagnostics.add(unit.diagnostics.found.values())
                    unit.diagnostics = importer.diagnostics
                return self.add(unit)
            except CompileError:
                self._files[place] = None
                if not importer.options.has_objects:
                    raise
        return self._files[place]

    def owner(self, function: "TypedFunction") -> LinkedFile:
        """The file that a function stands in."""
        return next(file for file in self._files.values() if file and function.source in file.program.functions)

    def linked(self) -> list[LinkedFile]:
        """The files of which others use something, and in images those with handlers of interrupts."""
        for file in [file for file in self._files.values() if file and file.unit.options.product == "image"]:
            file.open_imports()
        return [file for file in self._files.values() if file and (file.wanted or file.used)]


def link_modules(first: Module, other: Module, diagnostics: Diagnostics) -> None:
    """Put what another file's module holds into that of the first file."""
    clash = {function.symbol for function in first.functions} & {function.symbol for function in other.functions}
    if clash or {static.symbol for static in first.statics} & {static.symbol for static in other.statics}:
        message = "two files of this name are parts of one program, and their functions would have the same symbols"
        diagnostics.error(Span(other.file), message, "rename one of the files")
    for number, handler in other.handlers.items():
        if number in first.handlers:
            message = f"`{handler.name}` handles an interrupt that `{first.handlers[number].name}` handles already"
            diagnostics.error(handler.span, message, "one function can call the other")
    first.functions += other.functions
    first.statics += other.statics
    first.handlers |= other.handlers


def _module(place: Place) -> str:
    """The module that a name means that is imported from there."""
    return ".".join(part for part in place[:2] if part)


def _fault(function: "TypedFunction") -> tuple[str, str] | None:
    """Why other files cannot call a function with its types, and what to write; None: they can.

    All that goes in and out must have a declared machine type, and a caller must be able to give all of it.
    """
    name = function.source.node.name
    if function.source.emitter != "viper" or function.source.is_replaced:
        return f"`{name}` is no plain `@viper` function", "call it in one of its own file, and call that"
    for param in function.ir.params:
        if not (_is_machine(param.type) or isinstance(param.type, BufferType)):
            return f"its parameter `{param.name}` has no machine type", f"declare one: `{param.name}: int`"
    if function.keyword_only or function.computed_defaults or function.ir.collects:
        return "its arguments are put together at run time", "use plain parameters, and constants as defaults"
    if function.result is None:
        return "it does not declare what it gives", f"write `def {name}(...) -> int:`"
    if not (_is_machine(function.result) or function.result == NONE):
        return f"it gives `{function.result}`", "give one value of a machine type, and others through a buffer"
    return None


def _is_machine(type_: Type) -> bool:
    return type_ == BOOL or isinstance(type_, IntType | FloatType | PointerType)
