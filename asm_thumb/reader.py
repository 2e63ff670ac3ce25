"""From Python syntax to statements: MicroPython's call syntax, `mov(r0, 1)`, as `ast` has parsed it."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from asm_thumb.constants import Constants, NotConstant, UnknownName, dotted, evaluate, resolver
from asm_thumb.errors import Problem, Span
from asm_thumb.operands import (
    Expression,
    Immediate,
    Lane,
    Memory,
    Name,
    Operand,
    Option,
    Real,
    Register,
    RegisterList,
    Shift,
    Statement,
    register_name,
)

_SHIFTS = ("lsl", "lsr", "asr", "ror")


class _Unreadable(Exception):
    def __init__(self, message: str, node: ast.AST, hint: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(message, span_of(node), hint)


def span_of(node: ast.AST) -> Span | None:
    """The span of a syntax node: its first line, to its end or to the end of that line's part."""
    line = getattr(node, "lineno", None)
    if line is None:
        return None
    column = getattr(node, "col_offset", 0)
    end = getattr(node, "end_col_offset", None)
    if end is None or getattr(node, "end_lineno", line) != line:
        end = column + 1
    return Span(line, column, end)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads statements; `problems` collects what it can't read."""

    constants: Constants
    problems: list[Problem]

    def block(self, body: Sequence[ast.stmt]) -> list[Statement]:
        """The statements of a function's body; `pass` and strings that stand alone say nothing."""
        statements = []
        for node in body:
            if _says_nothing(node):
                continue
            try:
                statements.append(self.statement(node))
            except _Unreadable as error:
                self.problems.append(error.problem)
        return statements

    def statement(self, node: ast.stmt) -> Statement:
        call = node.value if isinstance(node, ast.Expr) else None
        if not isinstance(call, ast.Call):
            raise _Unreadable("expected an instruction such as `mov(r0, 1)`", node)
        if not isinstance(call.func, ast.Name):
            raise _Unreadable("an instruction is a plain name", call.func)
        if call.keywords:
            raise _Unreadable("an instruction takes no keyword arguments", call.keywords[0])
        name = call.func.id
        operands: list[Operand] = []
        for argument in call.args:
            try:
                operands.append(self.operand(argument, lazy=name == "data"))
            except _Unreadable as error:
                self.problems.append(error.problem)
        if len(operands) < len(call.args):
            name = ""  # already reported; the statement only keeps its place
        return Statement(name, tuple(operands), span_of(call))

    def operand(self, node: ast.expr, lazy: bool = False) -> Operand:
        """The operand that an argument means; `lazy` leaves unknown names to layout."""
        span = span_of(node)
        if isinstance(node, ast.Name):
            return self._name(node.id, span)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return Name(node.value, None, span=span)
        if isinstance(node, ast.Set):
            return self._braces(node)
        if isinstance(node, ast.List):
            return self._brackets(node)
        if isinstance(node, ast.Call) and dotted(node.func) in _SHIFTS:
            return self._shift(node)
        if isinstance(node, ast.Subscript):
            return self._lane(node)
        real = _real(node)
        if real is not None:
            return Real(real, span=span)
        return self._number(node, lazy)

    def _name(self, text: str, span: Span | None) -> Operand:
        if register_name(text):
            return Register(text, text, span=span)
        if text == "rrx":
            return Shift("rrx", span=span)
        value = resolver(self.constants)(text)
        if value is None and register_name(text.lower()):
            return Register(text.lower(), text, span=span)
        return Name(text, value, span=span)

    def _number(self, node: ast.expr, lazy: bool) -> Operand:
        resolve = resolver(self.constants)
        try:
            return Immediate(evaluate(node, resolve), span=span_of(node))
        except UnknownName as error:
            name = str(error.args[0])
            if "." not in name and lazy:
                return Expression(node, ast.unparse(node), self.constants, span=span_of(node))
            raise _Unreadable(f"unknown constant `{name}`", node) from None
        except NotConstant as error:
            raise _Unreadable(f"`{ast.unparse(node)}` {error.args[0]}", node) from None

    def _braces(self, node: ast.Set) -> Operand:
        first = node.elts[0]
        if len(node.elts) == 1 and not _mentions_register(first):
            return Option(self._number_value(first), span=span_of(node))
        registers: list[Register] = []
        for element in node.elts:
            ends = _range(element)
            if ends:
                registers += self._range(element, *ends)
                continue
            name = _register(element)
            if not name:
                raise _Unreadable("a register list holds registers, `{r0, r4 - r7, lr}`", element)
            registers.append(Register(name, span=span_of(element)))
        banks = {register.bank for register in registers}
        if len(banks) > 1:
            raise _Unreadable("a register list holds registers of one kind", node)
        return RegisterList(tuple(registers), span=span_of(node))

    def _number_value(self, node: ast.expr) -> int:
        operand = self._number(node, lazy=False)
        assert isinstance(operand, Immediate)
        return operand.value

    def _range(self, node: ast.expr, first: str, last: str) -> list[Register]:
        low, high = Register(first), Register(last)
        if low.bank != high.bank or low.number > high.number:
            raise _Unreadable(f"`{first} - {last}` isn't an ascending range of registers", node)
        names = [*(f"r{n}" for n in range(13)), "sp", "lr", "pc"]
        if low.bank != "r":
            names = [f"{low.bank}{n}" for n in range(32)]
        return [Register(name, span=span_of(node)) for name in names[low.number : high.number + 1]]

    def _brackets(self, node: ast.List) -> Operand:
        if not 1 <= len(node.elts) <= 3:
            raise _Unreadable("an address is `[base]`, `[base, offset]` or `[base, index, lsl(n)]`", node)
        parts = [self.operand(element) for element in node.elts]
        return Memory(*parts, span=span_of(node))

    def _shift(self, node: ast.Call) -> Operand:
        assert isinstance(node.func, ast.Name)
        if len(node.args) != 1 or node.keywords:
            raise _Unreadable(f"a shift is `{node.func.id}(amount)`", node)
        return Shift(node.func.id, self._number_value(node.args[0]), span=span_of(node))

    def _lane(self, node: ast.Subscript) -> Operand:
        name = _register(node.value)
        if not name:
            raise _Unreadable("brackets after a name select half of a double register, `d0[1]`", node)
        return Lane(Register(name), self._number_value(node.slice), span=span_of(node))


def _says_nothing(node: ast.stmt) -> bool:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return isinstance(node.value.value, str) or node.value.value is Ellipsis
    return isinstance(node, ast.Pass)


def _register(node: ast.expr) -> str | None:
    return register_name(node.id.lower()) if isinstance(node, ast.Name) else None


def _range(node: ast.expr) -> tuple[str, str] | None:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
        first, last = _register(node.left), _register(node.right)
        if first and last:
            return first, last
    return None


def _mentions_register(node: ast.expr) -> bool:
    return any(isinstance(part, ast.Name) and _register(part) for part in ast.walk(node))


def _real(node: ast.expr) -> float | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, float):
        return node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = _real(node.operand)
        return None if value is None else -value
    return None
