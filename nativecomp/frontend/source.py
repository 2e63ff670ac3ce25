"""Read a Python file into text and syntax tree, with every way that can fail told as a diagnostic."""

import ast
import difflib
import io
import tokenize
import warnings
from pathlib import Path
from typing import NoReturn

from nativecomp.frontend.depth import deep_recursion, too_deep_to_parse
from nativecomp.frontend.fstrings import with_format_calls
from nativecomp.frontend.tolerant import Unreadable, parse_tolerantly, with_plain_blanks, with_plain_comments
from nativecomp.language.diagnostics import CompileError, Diagnostic, SourceFile, Span


def _refuse(
    name: str, message: str, hint: str = "", source: SourceFile | None = None, span: Span | None = None
) -> NoReturn:
    where = span or Span(name)
    raise CompileError([Diagnostic(where, message, hint)], {name: source} if source else {}) from None


def read_source(path: str | Path) -> SourceFile:
    """The text of a file, in UTF-8 or the encoding that it declares.

    Raises:
        CompileError: there is no such file, or it is not text in its encoding.
    """
    name = str(path)
    if name.endswith(".mpy"):
        _refuse(name, "is a compiled file", f"name its source, `{Path(name).with_suffix('.py').name}`")
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError:
        _refuse(name, "no such file", _hint_for_missing(Path(path)))
    except IsADirectoryError:
        _refuse(name, "is a directory", "name a Python file")
    except OSError as error:
        _refuse(name, f"cannot be read: {error.strerror}")
    return decode(data, name)


def _hint_for_missing(path: Path) -> str:
    """The Python file that was meant, as far as its name tells, or the folder that is missing."""
    try:
        known = [each.name for each in path.parent.iterdir() if each.suffix == ".py"]
    except OSError:
        return f"there is no folder `{path.parent}`"
    wanted = path.name if path.suffix else f"{path.name}.py"
    close = difflib.get_close_matches(wanted, known, n=1)
    return f"did you mean `{path.with_name(close[0])}`?" if close else ""


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
    except SyntaxError:  # not UTF-8, or an encoding that Python does not know: MicroPython reads no declaration
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        try:
            text = with_plain_comments(data).decode("utf-8-sig")
        except UnicodeDecodeError:
            span = _place(name, data[: error.start].decode(errors="replace"))
            hint = "save it as UTF-8, or declare its encoding in the first line"
            shown = SourceFile(name, data.decode(errors="replace"))
            _refuse(name, f"is not UTF-8 text (byte {error.start})", hint, shown, span)
    if "\0" in text:
        _refuse(name, "holds a null byte: this is no Python source", span=_place(name, text.partition("\0")[0]))
    return SourceFile(name, text)


def parse(source: SourceFile) -> ast.Module:
    """The syntax tree, with f-strings as MicroPython reads them.

    Statements that Python refuses though their extent is clear are `Unread` in it.

    Raises:
        CompileError: the text is no Python, and not even its statements can be told apart.
    """
    try:
        with warnings.catch_warnings(), deep_recursion(source):
            warnings.simplefilter("ignore")
            try:
                return with_format_calls(ast.parse(source.text, source.name), source)
            except SyntaxError as error:
                refused = error
            try:
                plain = SourceFile(source.name, with_plain_blanks(source.text))
                return with_format_calls(ast.parse(plain.text, source.name), plain)
            except SyntaxError:
                pass
            try:
                return with_format_calls(parse_tolerantly(plain), plain)
            except (Unreadable, SyntaxError):
                return _told(source, refused)
    except MemoryError:
        raise CompileError([too_deep_to_parse(source)], {source.name: source}) from None


def _told(source: SourceFile, error: SyntaxError) -> NoReturn:
    line = error.lineno or 1
    column = max(0, (error.offset or 1) - 1)
    end = error.end_offset - 1 if error.end_offset and error.end_lineno == line else column + 1
    span = Span(source.name, line, column, line, max(end, column + 1))
    message = error.msg if "invalid" in error.msg else f"invalid syntax: {error.msg}"
    _refuse(source.name, message, source=source, span=span)
