"""Debug information: which Python line each instruction comes from, and nothing else (DWARF line tables)."""

from nativecomp.codegen.text import ModuleText
from nativecomp.ir import Function
from nativecomp.language.diagnostics import Span


def _escaped(text: str) -> str:
    return "".join(c if c.isascii() and c.isprintable() and c not in '"\\' else _hex(c) for c in text)


def _hex(character: str) -> str:
    return "".join(f"\\{byte:02X}" for byte in character.encode("utf-8", errors="surrogateescape"))


class DebugInfo:
    """One compile unit a module, one subprogram a function, one location for each position in it.

    Where no lines are wanted there is none of it.
    """

    def __init__(self, file: str, text: ModuleText, *, wanted: bool) -> None:
        self.text = text
        self.wanted = wanted
        if not wanted:
            return
        self.unit = text.metadata(
            f"distinct !DICompileUnit(language: DW_LANG_Python, file: {self.file(file)}, producer: "
            '"nativecomp", isOptimized: true, runtimeVersion: 0, emissionKind: LineTablesOnly)'
        )
        self.signature = text.metadata("!DISubroutineType(types: !{})")

    def file(self, name: str) -> str:
        return self.text.metadata(f'!DIFile(filename: "{_escaped(name)}", directory: "")')

    def subprogram(self, function: Function, symbol: str) -> str:
        """The scope of a function; empty where there is none."""
        if not self.wanted:
            return ""
        span = function.span
        return self.text.metadata(
            f'distinct !DISubprogram(name: "{_escaped(function.name)}", linkageName: "{_escaped(symbol)}", '
            f"scope: {self.file(span.file)}, file: {self.file(span.file)}, line: {span.line}, type: {self.signature}, "
            f"scopeLine: {span.line}, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: {self.unit})"
        )

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
