"""Read a Python file into text and syntax tree, with every way that can fail told as a diagnostic."""

import ast
import io
import tokenize
import warnings
from pathlib import Path
from typing import NoReturn

from nativecomp.diagnostics import CompileError, Diagnostic, SourceFile, Span


def _refuse(
    name: str, message: str, hint: str = "", source: SourceFile | None = None, span: Span | None = None
) -> NoReturn:
    where = span or Span(name, 1, 0, 1, 1)
    raise CompileError([Diagnostic(where, message, hint)], {name: source} if source else {}) from None


def read_source(path: str | Path) -> SourceFile:
    """The text of a file, in UTF-8 or the encoding that it declares.

    Raises:
        CompileError: there is no such file, or it is not text in its encoding.
    """
    name = str(path)
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError:
        _refuse(name, "no such file")
    except IsADirectoryError:
        _refuse(name, "is a directory", "name a Python file")
    except OSError as error:
        _refuse(name, f"cannot be read: {error.strerror}")
    return decode(data, name)


def _place(name: str, before: str) -> Span:
    """The character after a text."""
    lines = SourceFile(name, before).lines
    return Span(name, len(lines), len(lines[-1]), len(lines), len(lines[-1]) + 1)


def decode(data: bytes, name: str) -> SourceFile:
    """The text of a file's bytes.

    Raises:
        CompileError: they are no text in the encoding that they declare.
    """
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        text = data.decode(encoding)
    except (UnicodeDecodeError, SyntaxError, LookupError) as error:
        place, span = "", None
        if isinstance(error, UnicodeDecodeError):
            place, span = f" (byte {error.start})", _place(name, data[: error.start].decode(errors="replace"))
        hint = "save it as UTF-8, or declare its encoding in the first line"
        _refuse(name, f"is not UTF-8 text{place}", hint, SourceFile(name, data.decode(errors="replace")), span)
    if "\0" in text:
        _refuse(name, "holds a null byte: this is no Python source", span=_place(name, text.partition("\0")[0]))
    return SourceFile(name, text)


def _without_bare_star(text: str, line: int, column: int) -> str:
    """The text without the star of `def f(*):`, which means nothing and which MicroPython accepts."""
    lines = text.splitlines(keepends=True)
    found = lines[line - 1]
    at = found.find("*", column - 1)
    lines[line - 1] = found[:at] + " " + found[at + 1 :]
    return "".join(lines)


def parse(source: SourceFile) -> ast.Module:
    """The syntax tree.

    Raises:
        CompileError: the text is not Python.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            tree = ast.parse(source.text, source.name)
    except SyntaxError as error:
        if error.msg == "named arguments must follow bare *" and error.lineno:
            return parse(SourceFile(source.name, _without_bare_star(source.text, error.lineno, error.offset or 1)))
        line = error.lineno or 1
        column = max(0, (error.offset or 1) - 1)
        end = error.end_offset - 1 if error.end_offset and error.end_lineno == line else column + 1
        span = Span(source.name, line, column, line, max(end, column + 1))
        _refuse(
            source.name,
            error.msg if "invalid" in error.msg else f"invalid syntax: {error.msg}",
            source=source,
            span=span,
        )
    except (RecursionError, MemoryError):
        _refuse(source.name, "the source is nested too deeply to be parsed", "split the expression or the block")
    _check_loops(source, tree)
    return tree


def _check_loops(source: SourceFile, tree: ast.Module) -> None:
    """Refuse `break` and `continue` outside loops, which the parser takes."""
    todo: list[tuple[ast.AST, bool]] = [(tree, False)]
    while todo:
        node, looped = todo.pop()
        if isinstance(node, ast.Break | ast.Continue) and not looped:
            word = type(node).__name__.lower()
            _refuse(
                source.name, f"`{word}` outside a loop", "use it inside `for` or `while`", source, source.span(node)
            )
        inside = isinstance(node, ast.For | ast.While | ast.AsyncFor)
        own = not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda)
        after = {id(child) for child in node.orelse} if isinstance(node, ast.For | ast.While | ast.AsyncFor) else set()
        todo += [(c, own and (looped or (inside and id(c) not in after))) for c in ast.iter_child_nodes(node)]
