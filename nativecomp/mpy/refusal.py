"""What mpy-cross refuses, told with its place and what to write instead. It names a line at most, and few reasons."""

import ast
import copy
import dataclasses
import platform
from collections.abc import Callable

from nativecomp.frontend import find_functions, parse
from nativecomp.frontend.checks import check
from nativecomp.frontend.tolerant import unread
from nativecomp.language.diagnostics import CompileError, Diagnostic, Diagnostics, SourceFile, Span
from nativecomp.mpy.crosscompile import CrossCompileError, cross_compile
from nativecomp.mpy.lacking import find_lacking
from nativecomp.mpy.stand_in import without_machine_code

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
    source: SourceFile, tree: ast.Module, error: CrossCompileError, text: bytes, again: Attempt
) -> CompileError:
    """The refusal of a source.

    Where mpy-cross names no line, parts of `text`, which is what it got, show how far it comes.
    """
    if told := _refused_by_python(source, tree):
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


def read_tree(source: SourceFile) -> ast.Module:
    """The syntax tree of a source, whose compiled functions Python reads; of the rest mpy-cross is the judge.

    Raises:
        CompileError: the text is not Python.
    """
    try:
        return parse(source)
    except CompileError as error:
        raise _with_hint(source, error.diagnostics, source.text.encode()) from None


def check_rest(source: SourceFile, tree: ast.Module, diagnostics: Diagnostics) -> None:
    """Report what neither Python nor mpy-cross takes, where no file of mpy-cross is made."""
    if told := _refused_by_python(source, tree):
        try:
            error = _refused_by_mpy_cross(source, without_machine_code(source, tree, ""))
        except CompileError:  # of a compiled function, which is told there
            return
        if error is not None:
            diagnostics.add(told)


def check_for_python(source: SourceFile) -> None:
    """Refuse a file that this version of Python cannot run.

    Raises:
        CompileError: it cannot.
    """
    tree = read_tree(source)
    if told := _refused_by_python(source, tree):
        raise _with_hint(source, told, without_machine_code(source, tree, ""))


def _refused_by_python(source: SourceFile, tree: ast.Module) -> list[Diagnostic]:
    """What Python refuses outside of compiled functions, each of which is checked alone."""
    rest = copy.deepcopy(tree)
    for function in find_functions(rest, source, Diagnostics()):
        if function.emitter != "native":
            function.node.body = [ast.copy_location(ast.Pass(), function.node)]
    refused = [one.diagnostic for one in unread(rest)]
    found = None if refused else check(source, rest)
    return [found] if found is not None else refused


def _refused_by_mpy_cross(source: SourceFile, text: bytes) -> CrossCompileError | None:
    try:
        cross_compile(text, source.name)
    except CrossCompileError as error:
        return error
    return None


def _with_hint(source: SourceFile, told: list[Diagnostic], text: bytes) -> CompileError:
    """What Python refuses of a text, with a word about it where MicroPython takes it."""
    if _refused_by_mpy_cross(source, text) is None:
        version = ".".join(platform.python_version_tuple()[:2])
        hint = f"MicroPython takes this, but Python {version} does not: write it so that both do"
        told = [dataclasses.replace(one, hint=one.hint or hint) for one in told]
    return CompileError(told, {source.name: source})
