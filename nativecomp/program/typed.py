"""What is typed at the prompt: when it is complete, and which of its values are shown.

    for i in range(2):          for i in range(2):
        i                           __repl_print__((i))

Legal, because it is what CPython does in its interactive mode: the value of each expression that stands as a statement
is shown, but not in functions and classes. Only text is put in, so lines and what else is on them stay what they are.
"""

import ast
import codeop
import warnings
from collections.abc import Iterator

DISPLAY = "__repl_print__"
"""The function of the board that shows a value."""


def is_complete(text: str) -> bool:
    """Whether the text is a statement and no further line can belong to it.

    Raises:
        SyntaxError: no further line makes it one.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return codeop.compile_command(text, "<stdin>", "single") is not None


def with_display(text: str) -> str:
    """The text with its expressions' values shown.

    Raises:
        SyntaxError: it is no Python.
    """
    tree = ast.parse(text, "<stdin>")
    lines = [line.encode() for line in text.split("\n")]
    for node in sorted(_shown(tree.body), key=lambda node: (node.lineno, node.col_offset), reverse=True):
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        _insert(lines, node.end_lineno, node.end_col_offset, b"))")
        _insert(lines, node.lineno, node.col_offset, f"{DISPLAY}((".encode())
    return b"\n".join(lines).decode()


def _insert(lines: list[bytes], line: int, column: int, text: bytes) -> None:
    old = lines[line - 1]
    lines[line - 1] = old[:column] + text + old[column:]


def _shown(body: list[ast.stmt]) -> Iterator[ast.Expr]:
    for node in body:
        if isinstance(node, ast.Expr):
            yield node
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for inner in ast.iter_child_nodes(node):
                if isinstance(inner, ast.ExceptHandler | ast.match_case):
                    yield from _shown(inner.body)
                elif isinstance(inner, ast.stmt):
                    yield from _shown([inner])
