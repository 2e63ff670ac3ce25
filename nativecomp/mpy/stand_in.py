"""The source that mpy-cross sees: the functions that are compiled here have bodies that only mark their place.

    from nativecomp import const, viper  | from micropython import const
    @viper                               | @micropython.bytecode
    def f(x: int, y=1) -> int:           | def f(x: int, y=1) -> int:
        return x + y                     |     return 536870911

Boards do not have our package: what a file imports from it are names for the compiler, and `const`, which boards know.

Lines and columns of everything else stay, so that tracebacks name the right lines.
"""

import ast
import re
from collections.abc import Sequence

from nativecomp.frontend.discover import FunctionSource, find_functions, find_spellings
from nativecomp.language.diagnostics import Diagnostics, SourceFile

_FIRST_MARK = 0x1FFF_FFFF
"""Marks count down from here: small integers on every board, and rare in programs."""


def choose_marks(source: str, count: int) -> list[int]:
    """Numbers that the source does not contain."""
    used = {int(text, 0) for text in re.findall(r"\b(?:0x[0-9a-fA-F]+|[1-9][0-9]*)\b", source)}
    marks: list[int] = []
    number = _FIRST_MARK
    while len(marks) < count:
        if number not in used:
            marks.append(number)
        number -= 1
    return marks


class StandIn:
    """A source text in which functions are replaced. The names of their cells are read where the marks are found."""

    def __init__(self, source: str) -> None:
        self.lines = source.encode().splitlines(keepends=True)

    def _blank(self, first: tuple[int, int], last: tuple[int, int], text: bytes) -> None:
        """Put a text in the place of a region, given by line and column of its ends; line ends stay."""
        for number in range(first[0], last[0] + 1):
            line = self.lines[number - 1]
            start = first[1] if number == first[0] else 0
            end = last[1] if number == last[0] else len(line.rstrip(b"\r\n"))
            self.lines[number - 1] = line[:start] + (text if number == first[0] else b"") + line[end:]

    def replace(self, function: FunctionSource, mark: int, emitter: ast.expr | None) -> None:
        """Replace a function's body, and the decorator that names the emitter."""
        # A list, since mpy-cross makes one constant of a tuple of constants.
        self.replace_body(
            function, f"return [{', '.join([str(mark), *function.free])}]" if function.free else f"return {mark}"
        )
        self.replace_emitter(emitter)

    def replace_body(self, function: FunctionSource, text: str) -> None:
        """Put a statement in the place of a function's body."""
        node = function.node
        first, last = node.body[0], node.body[-1]
        start = min([(first.lineno, first.col_offset), *((d.lineno, d.col_offset - 1) for d in _decorators(first))])
        self._blank(start, _end(last), text.encode())

    def replace_emitter(self, emitter: ast.expr | None) -> None:
        """Let mpy-cross make bytecode where a decorator names another emitter."""
        if emitter is not None:
            self._blank((emitter.lineno, emitter.col_offset), _end(emitter), b"micropython.bytecode")

    def replace_imports(self, tree: ast.Module) -> None:
        """Take out the imports of our package."""
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "nativecomp" and not node.level:
                kept = [alias for alias in node.names if alias.name == "const"]
                names = ", ".join(f"const as {alias.asname}" if alias.asname else "const" for alias in kept)
                text = f"from micropython import {names}" if kept else "pass"
                self._blank((node.lineno, node.col_offset), _end(node), text.encode())
            elif isinstance(node, ast.Import) and any(alias.name == "nativecomp" for alias in node.names):
                kept = [alias for alias in node.names if alias.name != "nativecomp"]
                text = f"import {', '.join(map(ast.unparse, kept))}" if kept else "pass"
                self._blank((node.lineno, node.col_offset), _end(node), text.encode())

    @property
    def text(self) -> bytes:
        """The text as it is now."""
        return b"".join(self.lines)


def decorated(source: SourceFile, tree: ast.Module) -> list[FunctionSource]:
    """The functions of a file that are compiled or assembled.

    Raises:
        CompileError: one of them is refused.
    """
    diagnostics = Diagnostics({source.name: source})
    functions = find_functions(tree, source, diagnostics)
    diagnostics.raise_if_any()
    return functions


def without_machine_code(source: SourceFile, tree: ast.Module, instead: str) -> bytes:
    """The text with a `raise NotImplementedError` in the place of what has machine types or is assembler.

    Raises:
        CompileError: a compiled function is refused.
    """
    spellings = find_spellings(tree)
    stand_in = StandIn(source.text)
    for function in decorated(source, tree):
        if function.owner is None and function.emitter != "native":
            stand_in.replace_body(function, f"raise NotImplementedError({instead.format(function.qualname)!r})")
        if function.owner is None:
            emitters = (d for d in function.node.decorator_list if spellings.emitter(d))
            stand_in.replace_emitter(next(emitters, None))
    stand_in.replace_imports(tree)
    return stand_in.text


def _end(node: ast.expr | ast.stmt) -> tuple[int, int]:
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return node.end_lineno, node.end_col_offset


def _decorators(node: ast.stmt) -> Sequence[ast.expr]:
    return node.decorator_list if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef) else []
