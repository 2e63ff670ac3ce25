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
import symtable
from collections.abc import Sequence

from nativecomp.frontend.discover import FunctionSource

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


def _free_names(source: str, name: str) -> dict[tuple[str, int], list[str]]:
    """For each function, by name and line, the variables of enclosing functions that it uses, sorted."""
    found: dict[tuple[str, int], list[str]] = {}
    todo = [symtable.symtable(source, name, "exec")]
    while todo:
        table = todo.pop()
        if isinstance(table, symtable.Function):
            found[table.get_name(), table.get_lineno()] = sorted(table.get_frees())
        todo += table.get_children()
    return found


class StandIn:
    """A source text in which functions are replaced."""

    def __init__(self, source: str, name: str) -> None:
        self.lines = source.encode().splitlines(keepends=True)
        self.source = source
        self.name = name
        self._free: dict[tuple[str, int], list[str]] | None = None

    def free_names(self, function: FunctionSource) -> list[str]:
        """The variables of enclosing functions that a function uses, in the order in which it gets their cells."""
        if not _is_inside_function(function):
            return []
        if self._free is None:
            self._free = _free_names(self.source, self.name)
        node = function.node
        lines = {node.lineno, function.first_line}
        return next((self._free[node.name, line] for line in lines if (node.name, line) in self._free), [])

    def _blank(self, first: tuple[int, int], last: tuple[int, int], text: bytes) -> None:
        """Put a text in the place of a region, given by line and column of its ends; line ends stay."""
        for number in range(first[0], last[0] + 1):
            line = self.lines[number - 1]
            start = first[1] if number == first[0] else 0
            end = last[1] if number == last[0] else len(line.rstrip(b"\r\n"))
            self.lines[number - 1] = line[:start] + (text if number == first[0] else b"") + line[end:]

    def replace(self, function: FunctionSource, mark: int, emitter: ast.expr | None) -> None:
        """Replace a function's body, and the decorator that names the emitter."""
        node = function.node
        names = self.free_names(function)
        text = f"return {', '.join([str(mark), *names])}"
        first, last = node.body[0], node.body[-1]
        start = min([(first.lineno, first.col_offset), *((d.lineno, d.col_offset - 1) for d in _decorators(first))])
        self._blank(start, _end(last), text.encode())
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


def _is_inside_function(function: FunctionSource) -> bool:
    scope = function.scope.parent
    while scope is not None and not isinstance(scope.node, ast.FunctionDef | ast.AsyncFunctionDef):
        scope = scope.parent
    return scope is not None


def _end(node: ast.expr | ast.stmt) -> tuple[int, int]:
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return node.end_lineno, node.end_col_offset


def _decorators(node: ast.stmt) -> Sequence[ast.expr]:
    return node.decorator_list if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef) else []
