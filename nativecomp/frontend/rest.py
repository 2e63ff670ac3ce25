"""What surrounds the compiled functions of a file: mpy-cross is its judge, where this version of Python refuses it."""

import ast
import dataclasses
import platform
from collections.abc import Sequence

from nativecomp.frontend.checks import check
from nativecomp.frontend.discover import FunctionSource, find_functions
from nativecomp.frontend.source import parse
from nativecomp.frontend.stand_in import without_machine_code
from nativecomp.frontend.tolerant import unread
from nativecomp.host.crosscompile import CrossCompileError, cross_compile
from nativecomp.language.diagnostics import CompileError, Diagnostic, Diagnostics, SourceFile


def read_tree(source: SourceFile) -> ast.Module:
    """The syntax tree of a source, whose compiled functions Python reads.

    Raises:
        CompileError: the text is not Python.
    """
    try:
        return parse(source)
    except CompileError as error:
        raise _with_hint(source, error.diagnostics, source.text.encode()) from None


def refused_by_python(source: SourceFile, tree: ast.Module, functions: Sequence[FunctionSource]) -> list[Diagnostic]:
    """What Python refuses outside of the compiled functions, each of which is checked alone."""
    kept = [(function.node, function.node.body) for function in functions]
    for node, _ in kept:
        node.body = [ast.copy_location(ast.Pass(), node)]
    try:
        refused = [one.diagnostic for one in unread(tree)]
        found = None if refused else check(source, tree)
    finally:
        for node, body in kept:
            node.body = body
    return [found] if found is not None else refused


def check_rest(
    source: SourceFile, tree: ast.Module, functions: Sequence[FunctionSource], diagnostics: Diagnostics
) -> None:
    """Report what neither Python nor mpy-cross takes."""
    told = refused_by_python(source, tree, functions)
    if told and not _is_taken(source, without_machine_code(source, tree, functions, "")):
        diagnostics.add(told)


def check_for_python(source: SourceFile) -> None:
    """Refuse a file that this version of Python cannot run.

    Raises:
        CompileError: it cannot.
    """
    tree, diagnostics = read_tree(source), Diagnostics({source.name: source})
    functions = find_functions(tree, source, diagnostics)
    if told := refused_by_python(source, tree, functions):
        diagnostics.raise_if_any()
        raise _with_hint(source, told, without_machine_code(source, tree, functions, ""))


def _is_taken(source: SourceFile, text: bytes) -> bool:
    """Whether mpy-cross takes a text."""
    try:
        cross_compile(text, source.name)
    except CrossCompileError:
        return False
    return True


def _with_hint(source: SourceFile, told: list[Diagnostic], text: bytes) -> CompileError:
    """What Python refuses of a text, with a word about it where MicroPython takes it."""
    if _is_taken(source, text):
        version = ".".join(platform.python_version_tuple()[:2])
        hint = f"MicroPython takes this, but Python {version} does not: write it so that both do"
        told = [dataclasses.replace(one, hint=one.hint or hint) for one in told]
    return CompileError(told, {source.name: source})
