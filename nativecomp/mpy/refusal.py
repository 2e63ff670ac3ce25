"""What mpy-cross refuses, told with its place and what to write instead. It names a line at most, and few reasons."""

import ast
from collections.abc import Callable, Sequence

from nativecomp.frontend import FunctionSource
from nativecomp.frontend.rest import refused_by_python
from nativecomp.host.crosscompile import CrossCompileError
from nativecomp.language.diagnostics import CompileError, Diagnostic, SourceFile, Span
from nativecomp.mpy.lacking import find_lacking

Attempt = Callable[[bytes], object]
"""Compiles a text with mpy-cross.

Raises:
    CrossCompileError: the text is refused.
"""

_OWN = "MicroPython's own compiler refuses this"
_REASONS = {
    "MemoryError": ("this is too large or nested too deeply for mpy-cross", "split it, or use `-X heapsize=<n>`"),
    "RuntimeError: maximum recursion": ("this is nested too deeply for mpy-cross", "split it"),
    "can't declare nonlocal in outer code": ("", "`nonlocal` belongs in a function inside another function"),
    "no binding for nonlocal found": ("", "assign the name in the function around this one"),
    "not a constant": ("this is no constant", "`const(...)` takes numbers, texts and constants made before"),
    "'break'/'continue' outside loop": ("", "use it inside `for` or `while`"),
    "IndentationError": ("the indentation does not fit", "indent with spaces, as the lines around it"),
    "invalid micropython decorator": ("", "there are `viper`, `native`, `asm_thumb` and `bytecode`"),
    "invalid syntax for integer": ("a number runs into a word", "put a space behind the number"),
    "invalid arch": ("this assembler is for another architecture", "choose a target that runs it"),
    "NotImplementedError: unicode name escapes": (
        "MicroPython knows no characters by their names",
        "write the character itself",
    ),
}
"""What is said instead of mpy-cross's messages that begin so, and what to do; an empty text keeps the message."""


def refusal(
    source: SourceFile, tree: ast.Module, functions: Sequence[FunctionSource], error: CrossCompileError, text: bytes,
    again: Attempt,
) -> CompileError:  # fmt: skip
    """The refusal of a source whose compiled functions are `functions`.

    Where mpy-cross names no line, parts of `text`, which is what it got, show how far it comes.
    """
    if told := refused_by_python(source, tree, functions):
        return CompileError(told, {source.name: source})
    span = _line(source, error.line) if error.line else _first_refused(source, tree, error, text, again)
    lacking = find_lacking(source, tree, span, str(error))
    if lacking is not None:
        return CompileError([lacking], {source.name: source})
    if "\f" in source.line(span.line)[: span.column]:
        hint = "remove it: MicroPython takes it for indentation"
        return CompileError([Diagnostic(span, "a form feed stands before this", hint)], {source.name: source})
    message, hint = next((reason for begin, reason in _REASONS.items() if str(error).startswith(begin)), ("", _OWN))
    return CompileError([Diagnostic(span, message or str(error), hint)], {source.name: source})


def _line(source: SourceFile, line: int) -> Span:
    text = source.line(line).rstrip()
    start = len(text) - len(text.lstrip())
    return Span(source.name, line, start, line, max(len(text), start + 1))


def _first_refused(source: SourceFile, tree: ast.Module, error: CrossCompileError, text: bytes, again: Attempt) -> Span:
    """The first statement that mpy-cross refuses for the same reason, if what stands before it is all that it gets."""
    lines = text.splitlines(keepends=True)
    found: ast.stmt | None = None
    body: list[ast.stmt] = tree.body
    while body:
        first, last = 0, len(body) - 1
        while first < last:
            middle = (first + last) // 2
            if _is_refused(lines[: body[middle].end_lineno], error, again):
                last = middle
            else:
                first = middle + 1
        found = body[first]
        inner = found.body if isinstance(found, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) else []
        # A body that is empty for mpy-cross, or refused as a whole only, holds no such statement.
        body = inner if inner and _is_refused(lines[: inner[-1].end_lineno], error, again) else []
    return source.span(found) if found is not None else _line(source, 1)


def _is_refused(lines: list[bytes], error: CrossCompileError, again: Attempt) -> bool:
    try:
        again(b"".join(lines))
    except CrossCompileError as other:
        return str(other).split(",")[0] == str(error).split(",")[0]
    return False
