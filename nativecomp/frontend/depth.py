"""How deep a source may be nested, and where it is deeper.

The walkers here recurse once a level of the syntax tree, as Python's own do; a sum of a thousand terms is a thousand
levels deep.
"""

import ast
from collections.abc import Iterator
from contextlib import contextmanager

from nativecomp.host.threads import deeper_recursion
from nativecomp.language.diagnostics import CompileError, Diagnostic, SourceFile, Span
from nativecomp.language.syntax import children

_FRAMES = 20_000
"""Deep enough for any expression that people write, and some that programs do."""

_HINT = "split the expression or the block"


@contextmanager
def deep_recursion(source: SourceFile) -> Iterator[None]:
    """Let what runs inside recurse as deep as sources are nested.

    Raises:
        CompileError: that is not deep enough.
    """
    with deeper_recursion(_FRAMES):
        try:
            yield
        except RecursionError:
            raise CompileError([_too_deep(source)], {source.name: source}) from None


def _too_deep(source: SourceFile) -> Diagnostic:
    """The statement that is nested deepest."""
    try:
        tree = ast.parse(source.text)
    except (SyntaxError, RecursionError, MemoryError):
        return too_deep_to_parse(source)
    deepest, span = 0, Span(source.name, 1, 0, 1, 1)
    todo: list[tuple[ast.AST, int, Span]] = [(tree, 0, span)]
    while todo:
        node, depth, around = todo.pop()
        around = source.span(node) if isinstance(node, ast.stmt) else around
        if depth > deepest:
            deepest, span = depth, around
        todo += [(child, depth + 1, around) for child in children(node)]
    return Diagnostic(span, "this is nested too deeply", _HINT)


def too_deep_to_parse(source: SourceFile) -> Diagnostic:
    """The line at which Python's parser gives up: up to the line before, it finds no more than an incomplete text."""
    lines = source.lines
    first, last = 1, len(lines)
    while first < last:
        middle = (first + last) // 2
        if _is_too_deep("\n".join(lines[:middle]) + "\n"):
            last = middle
        else:
            first = middle + 1
    text = source.line(first).rstrip()
    start = len(text) - len(text.lstrip())
    span = Span(source.name, first, start, first, max(len(text), start + 1))
    return Diagnostic(span, "this is nested too deeply to be parsed", _HINT)


def _is_too_deep(text: str) -> bool:
    try:
        ast.parse(text)
    except (RecursionError, MemoryError):
        return True
    except (SyntaxError, ValueError):
        pass
    return False
