"""Functions and their locals: what a name means, and the type it has by its first assignment in the text."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from tests.reference.errors import LanguageError
from tests.reference.expressions import (
    Expression,
    compile_expression,
    implicit,
    settled,
    unified,
)
from tests.reference.types import BUFFERS, NONE, OBJECT, Buffer, Tuple, Type, Words, zero

if TYPE_CHECKING:
    from tests.reference.program import Machine, Program

UNKNOWN = Type("being inferred")


class Frame:
    """The locals of one activation."""

    __slots__ = ("handled", "machine", "parent", "result", "values")

    def __init__(self, machine: Machine, values: dict[str, Any], parent: Frame | None) -> None:
        self.machine = machine
        self.values = values
        self.parent = parent
        self.result: Any = None
        self.handled: list[BaseException] = []
        """The exceptions of the `except` and `finally` blocks that run, the innermost last."""

    def enclosing(self, depth: int) -> Frame:
        frame = self
        for _ in range(depth):
            assert frame.parent is not None
            frame = frame.parent
        return frame


def annotation_type(node: ast.expr, words: Words) -> Type:
    """`int`, `ptr8`, `uint8[:]`, `tuple[int, float]`, `None`, with or without a module in front."""
    if isinstance(node, ast.Constant) and node.value is None:
        return NONE
    if isinstance(node, ast.Subscript):
        head = annotation_name(node.value)
        if head == "tuple":
            items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            return Tuple("tuple", tuple(annotation_type(item, words) for item in items))
        if isinstance(node.slice, ast.Slice):
            head = {"float": words.float.name}.get(head, head)
            if f"{head}[:]" in BUFFERS:
                return BUFFERS[f"{head}[:]"]
    elif annotation_name(node) in words.named:
        return words.named[annotation_name(node)]
    raise LanguageError(f"unknown type {ast.unparse(node)}", node)


def annotation_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Every statement of a function in the order of the text, without the bodies of nested functions."""
    for statement in body:
        yield statement
        if not isinstance(statement, ast.FunctionDef):
            for field in ("body", "handlers", "orelse", "finalbody"):
                for inner in getattr(statement, field, []):
                    yield from statements(inner.body if isinstance(inner, ast.ExceptHandler) else [inner])


class Scope:
    """One function: its parameters, locals, nested functions and result, types found when first asked for."""

    def __init__(self, program: Program, node: ast.FunctionDef, parent: Scope | None, bounds: bool) -> None:
        self.program = program
        self.words = program.words
        self.node = node
        self.name = node.name
        self.parent = parent
        self.bounds = bounds
        self._types: dict[str, Type] = {}
        self._first: dict[str, Callable[[], Type]] = {}
        self.functions: dict[str, Scope] = {}
        self.constants: dict[str, Expression] = {}
        self.nonlocals: set[str] = set()
        self._result: Type | None = None
        self._body: Callable[[Frame], Any] | None = None
        self._take_parameters()
        for statement in statements(node.body):
            self._take_bindings(statement)

    def _take_parameters(self) -> None:
        arguments = self.node.args
        if arguments.vararg or arguments.kwarg:
            raise LanguageError("no * or ** parameters", self.node)
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        self.parameters = [a.arg for a in every]
        for a in every:
            self._types[a.arg] = annotation_type(a.annotation, self.words) if a.annotation else OBJECT
        positional = every[: len(every) - len(arguments.kwonlyargs)]
        defaults = list(zip(positional[::-1], arguments.defaults[::-1], strict=False))
        defaults += [(a, d) for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if d]
        self.defaults = {
            a.arg: implicit(compile_expression(d, self), self._types[a.arg], d, parameter=True).run for a, d in defaults
        }

    def _take_bindings(self, statement: ast.stmt) -> None:
        if isinstance(statement, ast.Nonlocal):
            self.nonlocals.update(statement.names)
        elif isinstance(statement, ast.FunctionDef):
            self.functions[statement.name] = Scope(self.program, statement, self, self.bounds)
        elif is_constant(statement):
            self.constants[statement.targets[0].id] = compile_expression(statement.value, self)
        elif isinstance(statement, ast.Assign):
            for target in statement.targets:
                self._bind(target, lambda: self._value_type(statement.value))
        elif isinstance(statement, ast.AnnAssign):
            self._bind(statement.target, lambda: annotation_type(statement.annotation, self.words))
        elif isinstance(statement, ast.For):
            self._bind(statement.target, lambda: self._item_type(statement.iter))

    def _bind(self, target: ast.expr, find: Callable[[], Type]) -> None:
        if isinstance(target, ast.Name):
            if target.id not in self._types:
                self._first.setdefault(target.id, find)
        elif isinstance(target, ast.Tuple):
            for index, part in enumerate(target.elts):
                self._bind(part, lambda index=index: self._part(find(), index, target))

    def _part(self, kind: Type, index: int, node: ast.AST) -> Type:
        if not isinstance(kind, Tuple) or index >= len(kind.items):
            raise LanguageError(f"{kind} has no part {index}", node)
        return kind.items[index]

    def _value_type(self, node: ast.expr) -> Type:
        return settled(compile_expression(node, self), self, node).type

    def _item_type(self, node: ast.expr) -> Type:
        if is_range(node):
            assert isinstance(node, ast.Call)
            return unified([compile_expression(a, self) for a in node.args], self, node)[0]
        value = compile_expression(node, self)
        if not isinstance(value.type, Buffer):
            raise LanguageError("for goes over range() or a typed buffer", node)
        return self.words.promote(value.type.element)

    @property
    def locals(self) -> list[str]:
        return [name for name in self._first if name not in self.nonlocals]

    def type_of(self, name: str) -> Type:
        """The type of a parameter or local of this function."""
        if name not in self._types:
            self._types[name] = UNKNOWN
            self._types[name] = self._first[name]()
        if self._types[name] is UNKNOWN:
            raise LanguageError(f"the first assignment to {name} uses {name}", self.node)
        return self._types[name]

    def find(self, name: str) -> tuple[int, Scope] | None:
        """How many functions out a local lives, and the function; None for what is not a local."""
        mine = name in self.parameters or (name in self._first and name not in self.nonlocals)
        if mine:
            return 0, self
        if self.parent is None:
            return None
        found = self.parent.find(name)
        return None if found is None else (found[0] + 1, found[1])

    def find_constant(self, name: str) -> Expression | None:
        """A constant of this function, one around it, or the module."""
        if name in self.constants:
            return self.constants[name]
        return self.parent.find_constant(name) if self.parent else self.program.constants.get(name)

    def find_function(self, name: str) -> tuple[Scope, int] | None:
        """The function of that name and how many frames out the frame it was defined in is."""
        depth = 0
        scope: Scope | None = self
        while scope is not None:
            if name in scope.functions:
                return scope.functions[name], depth
            scope, depth = scope.parent, depth + 1
        module = self.program.functions.get(name)
        return None if module is None else (module, 0)

    def result_type(self) -> Type:
        """The declared type, else that of the first `return` with a value, else None."""
        if self._result is None:
            self._result = UNKNOWN
            self._result = self._find_result()
        if self._result is UNKNOWN:
            raise LanguageError(f"the result of {self.name} depends on itself: declare it", self.node)
        return self._result

    def _find_result(self) -> Type:
        if self.node.returns is not None:
            return annotation_type(self.node.returns, self.words)
        for statement in statements(self.node.body):
            if isinstance(statement, ast.Return) and statement.value is not None:
                if isinstance(statement.value, ast.Constant) and statement.value.value is None:
                    continue
                return self._value_type(statement.value)
        return NONE

    def body(self) -> Callable[[Frame], Any]:
        """The compiled body (see statements.py)."""
        from tests.reference.statements import compile_block

        if self._body is None:
            self._body = compile_block(self.node.body, self)
            self._zeros = {name: zero(self.type_of(name)) for name in self.locals}
        return self._body

    def activate(self, machine: Machine, arguments: dict[str, Any], parent: Frame | None) -> Any:
        """Runs the function with converted arguments by name; gives its result."""
        body = self.body()
        frame = Frame(machine, {**self._zeros, **arguments}, parent)
        for name in self.parameters:
            if name not in frame.values:
                frame.values[name] = self.defaults[name](frame)
        frame.result = zero(self.result_type())
        body(frame)
        return frame.result


def is_constant(node: ast.stmt) -> bool:
    """`N = const(...)`: a constant of the function, not a local."""
    call = node.value if isinstance(node, ast.Assign) else None
    return isinstance(call, ast.Call) and annotation_name(call.func) == "const"


def is_range(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range"


__all__ = ["Expression", "Frame", "Scope", "annotation_type", "is_constant", "is_range"]
