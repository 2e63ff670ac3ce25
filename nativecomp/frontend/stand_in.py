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

from nativecomp.frontend.discover import FunctionSource, find_spellings
from nativecomp.language.diagnostics import SourceFile
from nativecomp.language.syntax import walk_statements

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

    def replace_body(self, function: FunctionSource, text: str) -> None:
        """Put a statement in the place of a function's body."""
        self._blank(function.body_start, _end(function.node), text.encode())

    def replace_emitter(self, emitter: ast.expr | None) -> None:
        """Let mpy-cross make bytecode where a decorator names another emitter."""
        if emitter is not None:
            self._blank((emitter.lineno, emitter.col_offset), _end(emitter), b"micropython.bytecode")

    def replace_imports(self, tree: ast.Module) -> None:
        """Take out the imports of our package."""
        for node in walk_statements(tree):
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


def with_marks(source: SourceFile, tree: ast.Module, functions: Sequence[FunctionSource], marks: list[int]) -> bytes:
    """The text with marks in the place of functions; behind a mark stand the variables that become cells."""
    bodies = []
    for function, mark in zip(functions, marks, strict=True):
        # A list, since mpy-cross makes one constant of a tuple of constants.
        bodies.append(f"return [{', '.join([str(mark), *function.free])}]" if function.free else f"return {mark}")
    return _replaced(source, tree, functions, bodies)


def without_machine_code(
    source: SourceFile, tree: ast.Module, functions: Sequence[FunctionSource], instead: str
) -> bytes:
    """The text with a `raise NotImplementedError` in the place of what has machine types or is assembler."""
    outer = [function for function in functions if function.owner is None]
    bodies = [
        None if one.emitter == "native" else f"raise NotImplementedError({instead.format(one.qualname)!r})"
        for one in outer
    ]
    return _replaced(source, tree, outer, bodies)


def _replaced(
    source: SourceFile, tree: ast.Module, functions: Sequence[FunctionSource], bodies: Sequence[str | None]
) -> bytes:
    """The text with other bodies of functions, none of which names an emitter, and without imports of our package."""
    spellings = find_spellings(tree)
    stand_in = StandIn(source.text)
    for function, body in zip(functions, bodies, strict=True):
        if body is not None:
            stand_in.replace_body(function, body)
        stand_in.replace_emitter(next((d for d in function.node.decorator_list if spellings.emitter(d)), None))
    for node in walk_statements(tree):
        if isinstance(node, ast.ClassDef):
            stand_in.replace_emitter(next((d for d in node.decorator_list if spellings.emitter(d)), None))
    stand_in.replace_imports(tree)
    return stand_in.text


def _end(node: ast.expr | ast.stmt) -> tuple[int, int]:
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return node.end_lineno, node.end_col_offset
