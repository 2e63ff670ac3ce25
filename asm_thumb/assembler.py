"""The front door: from a source in any of its shapes to machine code."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Collection, Sequence

from asm_thumb.assembly import Assembly
from asm_thumb.build import Builder
from asm_thumb.constants import Constants
from asm_thumb.cores import Core, find_core
from asm_thumb.emit import emit
from asm_thumb.errors import AssemblyError, Problem, Span
from asm_thumb.operands import Statement
from asm_thumb.reader import Reader
from asm_thumb.signature import Signature, read_signature

Source = str | ast.FunctionDef | Sequence[str] | Sequence[ast.stmt] | Sequence[Statement]


def assemble(
    source: Source,
    core: str | Core,
    *,
    constants: Constants = None,
    externals: Collection[str] = (),
    origin: int = 0,
) -> Assembly:
    """Assemble a source for a core.

    `source` is text in MicroPython's call syntax (one string or a list of lines), a whole function as `ast` has
    parsed it, a list of its statements, or a list of `Statement`. Text may also be one function with its `def`.
    `constants` gives the numbers of names, dotted ones included: a mapping, or a function from name to number or
    None. `externals` are names that `bl` and `b` may use besides labels; each use becomes a relocation. `origin`
    is the address of the first byte modulo 4, or the whole address: it counts for `align` and for words beside
    the code.

    Raises `AssemblyError` with all problems of the source, `ValueError` for an unknown core, and
    `EncodingMismatch` when the encoder and the decoder disagree.
    """
    target = find_core(core)
    problems: list[Problem] = []
    lines: list[str] = []
    signature: Signature | None = None
    if isinstance(source, str):
        lines = source.splitlines()
        source = _parse(source, problems)
    elif not isinstance(source, ast.FunctionDef) and source and isinstance(source[0], str):
        lines = [str(line) for line in source]
        source = _parse("\n".join(lines), problems)
    if not isinstance(source, ast.FunctionDef) and len(source) == 1 and isinstance(source[0], ast.FunctionDef):
        source = source[0]
    reader = Reader(constants, problems)
    if isinstance(source, ast.FunctionDef):
        signature = read_signature(source, problems)
        statements = reader.block(source.body)
    else:
        nodes = [node for node in source if isinstance(node, ast.stmt)]
        statements = reader.block(nodes) or [entry for entry in source if isinstance(entry, Statement)]
    items = Builder(target, problems).build(statements)
    assembly = emit(items, target, problems, externals, origin, signature)
    if problems or assembly is None:
        raise AssemblyError(problems, lines)
    return assembly


def _parse(text: str, problems: list[Problem]) -> list[ast.stmt]:
    """The statements of a text; lines that aren't Python are reported one by one."""
    plain = textwrap.dedent(text)
    margin = _margin(text, plain)
    try:
        body = ast.parse(plain).body
    except (SyntaxError, ValueError):  # ValueError: a zero byte in the text
        body = _parse_lines(plain, problems)
    return [_move(node, margin) for node in body]


def _parse_lines(text: str, problems: list[Problem]) -> list[ast.stmt]:
    body: list[ast.stmt] = []
    for number, line in enumerate(text.splitlines()):
        indent = len(line) - len(line.lstrip())
        try:
            nodes = ast.parse(line.strip()).body
        except (SyntaxError, ValueError) as error:
            column = indent + max(0, (getattr(error, "offset", None) or 1) - 1)
            reason = error.msg if isinstance(error, SyntaxError) else error
            problems.append(Problem(f"not Python: {reason}", Span(number + 1, column, column + 1)))
            continue
        body += [ast.increment_lineno(_move(node, indent), number) for node in nodes]
    return body


def _margin(text: str, plain: str) -> int:
    for before, after in zip(text.splitlines(), plain.splitlines(), strict=False):
        if after.strip():
            return len(before) - len(after)
    return 0


def _move(node: ast.stmt, columns: int) -> ast.stmt:
    for child in ast.walk(node):
        if columns and isinstance(child, ast.expr | ast.stmt | ast.keyword | ast.arg):
            child.col_offset += columns
            if child.end_col_offset is not None:
                child.end_col_offset += columns
    return node
