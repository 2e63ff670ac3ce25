"""Data of a module that lies at fixed places, for programs without objects: typed variables, buffers, constant tables.

    count: int = 0                      a variable, which functions may declare `global`
    ring = bytearray(64)                uint8[:]    64 bytes that are zero at first, and take no flash
    wave = array("h", [0, 7, -3])       int16[:]    values in flash that are copied to RAM at the start
    SINE = (0, 12, 25, 300)             uint16[:]   a table that stays in flash: the narrowest type that holds all
    TEXT: uint8[:] = b"OK"              what an annotation says

A name is one where it is bound once, by a plain assignment at the top level of the file, to a value that is known. What
has another value stays an object, which such a program does not have; what uses it is refused there.
"""

import ast
import struct
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from nativecomp.frontend.bindings import bound_by
from nativecomp.frontend.constants import ConstantScope, walk_scope
from nativecomp.frontend.discover import Scope
from nativecomp.frontend.folding import Constant, NotConstant
from nativecomp.frontend.infer.annotations import AnnotationError, parse_annotation
from nativecomp.frontend.unit import Unit
from nativecomp.ir import Static
from nativecomp.language.types import (
    BOOL,
    FIXED_INTS,
    FLOAT32,
    FLOAT64,
    BufferType,
    FloatType,
    IntType,
    Type,
    TypeContext,
    buffer_of,
)

_TYPECODES: dict[str, IntType | FloatType] = {
    **{code: FIXED_INTS[f"{'u' * code.isupper()}int{bits}"]
       for codes, bits in (("bB", 8), ("hH", 16), ("iIlL", 32), ("qQ", 64)) for code in codes},
    "f": FLOAT32, "d": FLOAT64,
}  # fmt: skip
"""The types of an array's elements, as a board with 32 bits has them."""

_NARROWEST = tuple(FIXED_INTS[name] for name in ("uint8", "int8", "uint16", "int16", "int32", "uint32"))
_LISTED = 1 << 20
"""Elements that are written out; a buffer of zeros may be larger."""


@dataclass
class _Elements:
    """What a value says of its elements: their type, where it does; how many; their values, or none for zeros."""

    type: IntType | FloatType | None
    size: int
    values: Sequence[int | float]
    is_constant: bool


class _NoStatic(Exception):
    """A value that is not one of those here."""


def find_statics(unit: Unit) -> dict[str, Static]:
    """The data of a module, by name. A value that does not fit its type is reported."""
    times = Counter(name for node in walk_scope(unit.tree) for name in bound_by(node))
    stem = unit.source.name.rpartition("/")[2].removesuffix(".py")
    maker = _Maker(unit.constants.of(Scope(unit.tree)), unit.context)
    found: dict[str, Static] = {}
    for node in unit.tree.body:
        if not isinstance(node, ast.Assign | ast.AnnAssign):
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets if len(targets) == 1 else []:
            if isinstance(target, ast.Name) and times[target.id] == 1:
                try:
                    found[target.id] = maker.static(target.id, f"{stem}.{target.id}", node)
                except (_NoStatic, NotConstant):
                    continue
                except ValueError as error:
                    unit.diagnostics.error(unit.source.span(node), str(error), "declare a type that holds it")
    return found


class _Maker:
    """Makes what one assignment says."""

    def __init__(self, scope: ConstantScope, context: TypeContext) -> None:
        self.scope = scope
        self.context = context

    def static(self, name: str, symbol: str, node: ast.Assign | ast.AnnAssign) -> Static:
        """
        Raises:
            _NoStatic, NotConstant: the value is none for a fixed place.
            ValueError: the value does not fit its type.
        """
        declared = self._declared(node)
        if node.value is None:
            if declared is None or isinstance(declared, BufferType):
                raise _NoStatic
            return Static(name, symbol, declared, 1, ())
        elements = None if isinstance(declared, IntType | FloatType) else self._elements(node.value)
        if elements is None:
            value = self.scope.evaluate(node.value)
            if not isinstance(value, bool | int | float):
                raise _NoStatic
            type_ = declared or self._type_of(value)
            return Static(name, symbol, type_, 1, (self._fitting(value, type_),))
        wanted = declared.element if isinstance(declared, BufferType) else elements.type
        if elements.type is not None and wanted != elements.type and elements.size:
            raise ValueError(f"`{name}` is declared `{wanted}[:]`, and its value holds `{elements.type}`")
        element = wanted or self._narrowest(elements.values)
        values = tuple(self._fitting(value, element) for value in elements.values)
        return Static(name, symbol, buffer_of(element), elements.size, values, elements.is_constant)

    def _declared(self, node: ast.Assign | ast.AnnAssign) -> Type | None:
        """The machine type of an annotation; None without one, and where it describes an object."""
        if isinstance(node, ast.Assign):
            return None
        try:
            found = parse_annotation(node.annotation, self.context)
        except AnnotationError:
            return None
        is_machine = found == BOOL or isinstance(found, IntType | FloatType | BufferType)
        if not is_machine:
            raise _NoStatic
        return found

    def _type_of(self, value: int | float) -> Type:
        if isinstance(value, bool):
            return BOOL
        return self.context.float if isinstance(value, float) else self.context.int

    @staticmethod
    def _fitting(value: int | float, type_: Type) -> int | float:
        """The value as its type has it; an integer may be written as signed or as unsigned.

        Raises:
            ValueError: it does not fit.
        """
        if isinstance(type_, FloatType):
            return float(value)
        if type_ == BOOL and isinstance(value, bool):
            return value
        if isinstance(type_, IntType) and isinstance(value, int) and type_.takes_literal(value):
            return type_.wrap(value)
        raise ValueError(f"{value} does not fit `{type_}`")

    @staticmethod
    def _narrowest(values: Sequence[int | float]) -> IntType | FloatType:
        """The type of a table's elements that holds all: the shortest integers, or floats of the board."""
        if any(isinstance(value, float) for value in values):
            return FLOAT32
        lowest, highest = min(values, default=0), max(values, default=0)
        for type_ in _NARROWEST:
            if type_.minimum <= lowest and highest <= type_.maximum:
                return type_
        raise ValueError("the numbers of this table fit no type of 32 bits: say the type, as `table: int64[:] = ...`")

    # Values with elements

    def _elements(self, node: ast.expr) -> _Elements | None:
        """The elements that a value has; None: it is a single one."""
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("bytearray", "bytes") and len(node.args) == 1 and not node.keywords:
                size, values = self._bytes(node.args[0])
                return _Elements(FIXED_INTS["uint8"], size, values, name == "bytes")
            if name == "array" and node.args and not node.keywords:
                return self._array(node.args)
            if name != "const":
                raise _NoStatic
        if isinstance(node, ast.List):
            raise _NoStatic
        if isinstance(node, ast.Tuple | ast.BinOp) and (numbers := self._numbers(node)) is not None:
            return _Elements(None, len(numbers), numbers, True)
        value = self.scope.evaluate(node)
        if isinstance(value, bytes):
            return _Elements(FIXED_INTS["uint8"], len(value), list(value), True)
        if isinstance(value, tuple):
            return _Elements(None, len(value), self._plain(value), True)
        return None

    def _bytes(self, node: ast.expr) -> tuple[int, Sequence[int | float]]:
        """What `bytearray(x)` holds: as many bytes and, if they are not all zero, which."""
        values = self._numbers(node)
        if values is not None:
            return len(values), values
        value = self.scope.evaluate(node)
        if isinstance(value, bytes):
            return len(value), list(value)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise _NoStatic
        return value, ()

    def _array(self, arguments: Sequence[ast.expr]) -> _Elements:
        """`array(typecode, values)`; bytes are what the elements lie in memory as."""
        code = self.scope.evaluate(arguments[0])
        if not isinstance(code, str) or code not in _TYPECODES or len(arguments) > 2:
            raise _NoStatic
        type_ = _TYPECODES[code]
        if len(arguments) == 1:
            return _Elements(type_, 0, (), False)
        values = self._numbers(arguments[1])
        if values is not None:
            return _Elements(type_, len(values), values, False)
        node = arguments[1]
        is_bytes = isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("bytes", "bytearray")
        if is_bytes and isinstance(node, ast.Call) and len(node.args) == 1:
            size, given = self._bytes(node.args[0])
            data = list(given)
        else:
            value = self.scope.evaluate(node)
            if not isinstance(value, bytes):
                raise _NoStatic
            size, data = len(value), list(value)
        if size % (type_.bits // 8):
            raise ValueError(f"{size} bytes are no whole number of elements of type `{type_}`")
        count = size // (type_.bits // 8)
        if not data:
            return _Elements(type_, count, (), False)
        letter = code.replace("l", "i").replace("L", "I")
        return _Elements(type_, count, struct.unpack(f"<{count}{letter}", bytes(map(int, data))), False)

    def _numbers(self, node: ast.expr) -> Sequence[int | float] | None:
        """The numbers of a display, a repeated one, a sum of them or a `range`; None: it is nothing of that kind."""
        if isinstance(node, ast.Tuple | ast.List):
            return self._plain(tuple(self.scope.evaluate(item) for item in node.elts))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            left, right = self._numbers(node.left), self._numbers(node.right)
            return None if left is None or right is None else [*left, *right]
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            values = self._numbers(node.left)
            times = self.scope.evaluate(node.right) if values is not None else None
            if values is None or not isinstance(times, int) or len(values) * times > _LISTED:
                return None
            return list(values) * times
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "range" and not node.keywords:
            bounds = [self.scope.evaluate(argument) for argument in node.args]
            if all(type(bound) is int for bound in bounds) and 1 <= len(bounds) <= 3:
                numbers = range(*bounds)  # type: ignore[arg-type]
                return numbers if len(numbers) <= _LISTED else None
        return None

    @staticmethod
    def _plain(values: tuple[Constant, ...]) -> list[int | float]:
        if not all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
            raise _NoStatic
        return [value for value in values if isinstance(value, int | float)]
