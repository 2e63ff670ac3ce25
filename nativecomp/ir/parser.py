"""Read the representation from the text that `printer` writes, so that a test of a pass goes from text to text.

    parse_module(print_module(module), context)     prints as `module` does

Each function is read twice: its head, with the locals that others may capture, before the operations of any, which may
call or capture what stands further down. The values that an operation uses are looked up when all have been read.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from nativecomp.ir.function import Block, Function, FunctionOptions, Local, Module, Op, Static
from nativecomp.ir.ops import OPS
from nativecomp.ir.printer import FLAGS, local_names
from nativecomp.language.diagnostics import Span
from nativecomp.language.types import (
    CELL,
    ITERATOR,
    NONE,
    CellType,
    FloatType,
    IntType,
    Type,
    TypeContext,
    buffer_of,
    tuple_of,
)

_NAME = r"""[^\W\d][\w.]*|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
_HEAD = re.compile(
    rf"def (?P<name>{_NAME})\((?P<params>.*?)\) -> (?P<result>[^()]+?)(?: captures \((?P<captures>.*)\))?:"
)
_SLOT = re.compile(rf"(?P<name>{_NAME}): (?P<type>.+?)(?P<memory> in memory)?(?P<garbage> not zeroed)?")
_STATIC = re.compile(
    rf"static (?P<name>{_NAME}): (?P<type>\S+?)(?P<constant> constant)?, (?P<size>\d+)(?: = (?P<values>.*))?"
)
_HANDLER = re.compile(rf"handler (?P<number>-?\d+): (?P<name>{_NAME})")
_BLOCK = re.compile(rf"(?P<name>{_NAME})(?: handler=(?P<handler>{_NAME}))?:")
_OP = re.compile(r"(?:%(?P<number>\d+): (?P<type>.+?) = )?(?P<name>[a-z_.]+)(?: (?P<rest>.*))?")
_TYPES: dict[str, Type] = {"None": NONE, "iterator": ITERATOR, "cell": CELL}
_NUMBERS = {"inf": float("inf"), "-inf": float("-inf"), "nan": float("nan")}


class ParseError(Exception):
    """A text is not one that the printer writes."""


@dataclass
class _Part:
    """One function on its way: its lines, its locals and blocks by their names in the text, its values by number."""

    function: Function
    captures: list[str]
    lines: list[str] = field(default_factory=list)
    locals: dict[str, Local] = field(default_factory=dict)
    names: dict[str, Local] = field(default_factory=dict)
    """Those of its own, and of all that it names."""
    blocks: dict[str, Block] = field(default_factory=dict)
    values: dict[str, Op] = field(default_factory=dict)


def parse_module(text: str, context: TypeContext, name: str = "module") -> Module:
    """
    Raises:
        ParseError: a line is none of the printer's; it says which.
    """
    return _Parser(context, name).module(text)


def type_named(name: str, context: TypeContext) -> Type:
    """The type that the printer writes so.

    Raises:
        ParseError: there is none.
    """
    if name in _TYPES:
        return _TYPES[name]
    if name.startswith(("tuple[", "cell[")) and name.endswith("]"):
        items = tuple(type_named(item, context) for item in _pieces(name[name.index("[") + 1 : -1]))
        return tuple_of(items) if name.startswith("tuple") else CellType("cell", items[0])
    element = context.named.get(name.removesuffix("[:]"))
    if element is None or (name.endswith("[:]") and not isinstance(element, IntType | FloatType)):
        raise ParseError(f"no type is `{name}`")
    return buffer_of(element) if name.endswith("[:]") else element  # type: ignore[arg-type]


def _pieces(text: str) -> Iterator[str]:
    """What stands between the commas of a text that are in no brackets and no quotes."""
    start = depth = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        depth += (token.string in ("(", "[", "{")) - (token.string in (")", "]", "}"))
        if token.string == "," and depth == 0:
            yield text[start : token.start[1]].strip()
            start = token.end[1]
    if text[start:].strip():
        yield text[start:].strip()


def _unquoted(name: str) -> str:
    return str(ast.literal_eval(name)) if name[:1] in ("'", '"') else name


def _match(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    found = pattern.fullmatch(text)
    if found is None:
        raise ParseError(f"cannot read `{text}`")
    return found


class _Parser:
    def __init__(self, context: TypeContext, name: str) -> None:
        self.context = context
        self.span = Span(name, 1, 0, 1, 1)
        self.result = Module(name, name)
        self.parts: dict[str, _Part] = {}
        self.statics: dict[str, Static] = {}

    def module(self, text: str) -> Module:
        part: _Part | None = None
        for line in filter(None, (line.rstrip() for line in text.splitlines())):
            if line.startswith("static "):
                self._static(line)
            elif line.startswith("handler "):
                found = _match(_HANDLER, line)
                handler: Function = self._found(self.parts, _unquoted(found["name"])).function
                self.result.handlers[int(found["number"])] = handler
            elif line.startswith("def "):
                part = self._head(line)
            elif part is None:
                raise ParseError(f"`{line}` stands before a function")
            else:
                part.lines.append(line)
        for part in self.parts.values():
            self._slots(part)
        for part in self.parts.values():
            for captured in part.captures:
                name, _, owner = captured.rpartition(" of ")
                local = self._found(self._found(self.parts, _unquoted(owner)).locals, _unquoted(name))
                part.function.captures.append(local)
            part.names = {name: local for local, name in local_names(part.function).items()}
            self._blocks(part)
            self._ops(part)
        return self.result

    @staticmethod
    def _found(things: dict[str, Any], name: str) -> Any:
        if name not in things:
            raise ParseError(f"nothing is named `{name}`")
        return things[name]

    def _head(self, line: str) -> _Part:
        found = _match(_HEAD, line)
        symbol = _unquoted(found["name"])
        function = Function(symbol, symbol, [], type_named(found["result"], self.context), FunctionOptions(), self.span)
        part = _Part(function, list(_pieces(found["captures"] or "")))
        for text in _pieces(found["params"]):
            function.params.append(self._slot(part, text))
        function.locals = list(function.params)
        self.result.functions.append(function)
        self.parts[symbol] = part
        return part

    def _static(self, line: str) -> None:
        found = _match(_STATIC, line)
        symbol, type_ = _unquoted(found["name"]), type_named(found["type"], self.context)
        values = tuple(self._literal(piece) for piece in _pieces(found["values"] or ""))
        static = Static(symbol, symbol, type_, int(found["size"]), values, bool(found["constant"]))
        self.statics[symbol] = static
        self.result.statics.append(static)

    def _slot(self, part: _Part, text: str) -> Local:
        found = _match(_SLOT, text)
        name, type_ = _unquoted(found["name"]), type_named(found["type"], self.context)
        local = part.locals[name] = Local(name, type_, bool(found["memory"]), not found["garbage"])
        return local

    def _slots(self, part: _Part) -> None:
        """The lines between the head and the first block."""
        function = part.function
        while part.lines and (line := part.lines[0]).startswith("  "):
            word, _, rest = line.strip().partition(" ")
            if word == "local":
                function.locals.append(self._slot(part, rest))
            elif word == "is":
                for flag in _pieces(rest):
                    self._found(dict.fromkeys(FLAGS), flag)
                    setattr(function, flag, True)
            elif word == "options":
                options = dict(piece.split("=", 1) for piece in _pieces(rest))
                function.options = FunctionOptions(**{key: ast.literal_eval(value) for key, value in options.items()})
            else:
                raise ParseError(f"cannot read `{line}`")
            del part.lines[0]

    def _blocks(self, part: _Part) -> None:
        heads = [_match(_BLOCK, line) for line in part.lines if not line.startswith("  ")]
        for found in heads:
            block = part.blocks[_unquoted(found["name"])] = Block(_unquoted(found["name"]))
            part.function.blocks.append(block)
        for found, block in zip(heads, part.function.blocks, strict=True):
            block.handler = self._found(part.blocks, _unquoted(found["handler"])) if found["handler"] else None

    def _ops(self, part: _Part) -> None:
        blocks = iter(part.function.blocks)
        operands: dict[Op, list[str]] = {}
        for line in part.lines:
            if not line.startswith("  "):
                block = next(blocks)
                continue
            found = _match(_OP, line.strip())
            name, type_ = found["name"], found["type"]
            self._found(dict.fromkeys(OPS), name)
            op = Op(name, [], type_named(type_, self.context) if type_ else NONE, {}, self.span)
            pieces = list(_pieces(found["rest"] or ""))
            operands[op] = [piece[1:] for piece in pieces if piece.startswith("%")]
            for piece in pieces[len(operands[op]) :]:
                key, _, value = piece.partition("=")
                op.attributes[key] = self._attribute(part, OPS[name].attributes.get(key, ""), value)
            if found["number"]:
                part.values[found["number"]] = op
            block.ops.append(op)
        for op, numbers in operands.items():
            op.operands = [self._found(part.values, number) for number in numbers]

    def _attribute(self, part: _Part, kind: str, value: str) -> Any:
        kind = kind.rstrip("?")
        if kind in ("local", "block"):
            return self._found(part.names if kind == "local" else part.blocks, _unquoted(value))
        if kind == "function":
            return self._found(self.parts, _unquoted(value)).function
        if kind == "functions":
            return tuple(self._found(self.parts, name).function for name in self._literal(value))
        if kind == "static":
            return self._found(self.statics, _unquoted(value))
        return self._literal(value)

    @staticmethod
    def _literal(value: str) -> Any:
        try:
            return _NUMBERS[value] if value in _NUMBERS else ast.literal_eval(value)
        except (ValueError, SyntaxError):
            raise ParseError(f"cannot read the attribute `{value}`") from None
