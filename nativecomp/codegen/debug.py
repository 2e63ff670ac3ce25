"""Debug information (DWARF): which Python line each instruction comes from, and of what debuggers read more.

Code for the function table, which no debugger sees, has lines only. Objects for C and images also have functions with
their parameters and variables, the types of these, and the folder of the compilation:

    x: int = 3      %slot.x = alloca i32
                    #dbg_declare(ptr %slot.x, !DILocalVariable(name: "x", ...), !DIExpression(), !DILocation(...))

A typed buffer is a structure with the members `data` and `length`. The language is said to be C, so that debuggers
evaluate expressions on pointers and numbers: they know none for Python.
"""

import os

from nativecomp.codegen.layout import Layout
from nativecomp.codegen.text import ModuleText
from nativecomp.ir import Function, Local
from nativecomp.language.diagnostics import Span
from nativecomp.language.types import BOOL, NONE, BufferType, FloatType, IntType, PointerType, TupleType, Type


def _escaped(text: str) -> str:
    return "".join(c if c.isascii() and c.isprintable() and c not in '"\\' else _hex(c) for c in text)


def _hex(character: str) -> str:
    return "".join(f"\\{byte:02X}" for byte in character.encode("utf-8", errors="surrogateescape"))


class DebugInfo:
    """One compile unit a module, one subprogram a function, one location for each position in it.

    Where no lines are wanted there is none of it; variables are there where they are wanted, too.
    """

    def __init__(self, file: str, text: ModuleText, layout: Layout, *, lines: bool, variables: bool) -> None:
        self.text, self.layout = text, layout
        self.wanted, self.variables = lines, lines and variables
        if not lines:
            return
        # What depends on the folder would not be found again among what was compiled before in another one.
        self.folder = os.getcwd() if self.variables else ""
        language, kind = ("DW_LANG_C99", "FullDebug") if self.variables else ("DW_LANG_Python", "LineTablesOnly")
        self.unit = text.metadata(
            f"distinct !DICompileUnit(language: {language}, file: {self.file(file)}, producer: "
            f'"nativecomp", isOptimized: true, runtimeVersion: 0, emissionKind: {kind})'
        )
        self.types: dict[Type, str] = {}
        self.retained: list[str] = []

    def file(self, name: str) -> str:
        return self.text.metadata(f'!DIFile(filename: "{_escaped(name)}", directory: "{_escaped(self.folder)}")')

    def subprogram(self, function: Function, symbol: str) -> str:
        """The scope of a function; empty where there is none."""
        if not self.wanted:
            return ""
        span = function.span
        types = [function.result, *(param.type for param in function.params)] if self.variables else []
        signature = self.text.metadata(f"!DISubroutineType(types: !{{{', '.join(map(self._type, types))}}})")
        # Debuggers show a linkage name instead of the name, where they take the language for C.
        self.retained = []
        if self.variables:
            self.number = self.text.reserve()
        nodes = f", retainedNodes: !{self.number}" if self.variables else ""
        linkage = "" if self.variables else f'linkageName: "{_escaped(symbol)}", '
        return self.text.metadata(
            f'distinct !DISubprogram(name: "{_escaped(function.name)}", {linkage}'
            f"scope: {self.file(span.file)}, file: {self.file(span.file)}, line: {span.line}, type: {signature}, "
            f"scopeLine: {span.line}, spFlags: DISPFlagDefinition | DISPFlagOptimized, "
            f"unit: {self.unit}{nodes})"
        )

    def declare(self, function: Function, local: Local, slot: str, scope: str) -> list[str]:
        """The record that says which variable a slot holds; none where the slot holds none of the program."""
        if not self.variables or not local.from_source:
            return []
        span = function.span
        number = f"arg: {function.params.index(local) + 1}, " if local in function.params else ""
        variable = self.text.metadata(
            f'!DILocalVariable(name: "{_escaped(local.name)}", {number}scope: {scope}, file: {self.file(span.file)}, '
            f"line: {span.line}, type: {self._type(local.type)})"
        )
        self.retained.append(variable)
        place = self.text.metadata(f"!DILocation(line: {span.line}, column: 0, scope: {scope})")
        return [f"#dbg_declare(ptr {slot}, {variable}, !DIExpression(), {place})"]

    def end(self) -> None:
        """The records of a function are written: its scope keeps them, also where no instruction needs a variable."""
        if self.variables:
            self.text.define(self.number, f"!{{{', '.join(self.retained)}}}")

    def _type(self, type_: Type) -> str:
        """The node of a type; `null` for none."""
        if type_ == NONE:
            return "null"
        if type_ not in self.types:
            self.types[type_] = self.text.metadata(self._described(type_))
        return self.types[type_]

    def _described(self, type_: Type) -> str:
        word = self.layout.target.word_bits
        if isinstance(type_, BufferType):
            data = f"!DIDerivedType(tag: DW_TAG_pointer_type, baseType: {self._type(type_.element)}, size: {word})"
            length = self._type(IntType("int", word, True))
            return self._structure(str(type_), [("data", self.text.metadata(data), word), ("length", length, word)])
        if isinstance(type_, TupleType):
            sizes = [self._bits(item) for item in type_.items]
            items = [(f"item{n}", self._type(item), size)
                     for n, (item, size) in enumerate(zip(type_.items, sizes, strict=True))]  # fmt: skip
            return self._structure(str(type_), items)
        if isinstance(type_, PointerType):
            bits = type_.element_bits
            base = self._type(IntType(f"uint{bits}", bits, False)) if bits else "null"
            return f"!DIDerivedType(tag: DW_TAG_pointer_type, baseType: {base}, size: {word})"
        encoding = "DW_ATE_boolean" if type_ == BOOL else "DW_ATE_unsigned"
        if isinstance(type_, IntType) and type_.signed:
            encoding = "DW_ATE_signed"
        elif isinstance(type_, FloatType):
            encoding = "DW_ATE_float"
        return f'!DIBasicType(name: "{type_}", size: {self._bits(type_)}, encoding: {encoding})'

    def _bits(self, type_: Type) -> int:
        """The size of a value in memory."""
        if type_ == BOOL:
            return 8
        return type_.bits if isinstance(type_, IntType | FloatType) else self.layout.target.word_bits

    def _structure(self, name: str, members: list[tuple[str, str, int]]) -> str:
        """A structure of members, each with its name, type and size in bits, at its natural alignment."""
        nodes, offset, widest = [], 0, 8
        for member, type_, size in members:
            offset = -(-offset // size) * size
            nodes.append(self.text.metadata(f'!DIDerivedType(tag: DW_TAG_member, name: "{member}", baseType: {type_}, '
                                            f"size: {size}, offset: {offset})"))  # fmt: skip
            offset, widest = offset + size, max(widest, size)
        total = -(-offset // widest) * widest
        return (f'!DICompositeType(tag: DW_TAG_structure_type, name: "{name}", size: {total}, '
                f"elements: !{{{', '.join(nodes)}}})")  # fmt: skip

    def location(self, span: Span, scope: str) -> str:
        """The suffix of an instruction that stands for this source."""
        if not self.wanted:
            return ""
        node = f"!DILocation(line: {span.line}, column: {min(span.column + 1, 0xFFFF)}, scope: {scope})"
        return f", !dbg {self.text.metadata(node)}"

    @staticmethod
    def attached(scope: str) -> str:
        """The suffix of a definition of this scope."""
        return scope and f" !dbg {scope}"

    def finish(self) -> None:
        if not self.wanted:
            return
        flags = ('!{i32 7, !"Dwarf Version", i32 4}', '!{i32 2, !"Debug Info Version", i32 3}')
        self.text.named_metadata("llvm.module.flags", [self.text.metadata(flag) for flag in flags])
        self.text.named_metadata("llvm.dbg.cu", [self.unit])
