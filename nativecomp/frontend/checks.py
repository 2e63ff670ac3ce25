"""What Python refuses in a text that its parser takes: `return` outside of functions, names declared twice, ..."""

import ast
import re
import warnings
from dataclasses import dataclass
from typing import NoReturn

from nativecomp.diagnostics import CompileError, Diagnostic, Located, SourceFile

_TAKEN = re.compile(r"'(await|yield from)'|annotated name|statically nested")
"""What MicroPython takes though Python does not, in messages of Python's."""


@dataclass
class _Place:
    """Where an error of Python's is, as nodes of the syntax tree say it."""

    lineno: int
    col_offset: int
    end_lineno: int | None
    end_col_offset: int | None


def _refuse(source: SourceFile, place: Located, message: str, hint: str = "") -> NoReturn:
    raise CompileError([Diagnostic(source.span(place), message, hint)], {source.name: source}) from None


def check(source: SourceFile, tree: ast.Module) -> None:
    """Refuse what is no Python though the parser takes it.

    Raises:
        CompileError: there is such a thing.
    """
    _check_loops(source, tree)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            compile(tree, source.name, "exec", dont_inherit=True)
    except SyntaxError as error:
        if not _TAKEN.search(error.msg) and error.lineno:
            column = (error.offset or 1) - 1
            end = error.end_offset - 1 if error.end_offset else None
            place = _Place(error.lineno, column, error.end_lineno or error.lineno, end)
            _refuse(source, place, error.msg, next((hint for part, hint in _HINTS.items() if part in error.msg), ""))
    except (RecursionError, ValueError, OverflowError, MemoryError):
        pass  # too deep or too large for Python itself; what compiles the text says so


_HINTS = {
    "duplicate parameter": "give each parameter a name of its own",
    "duplicate argument": "give each parameter a name of its own",
    "default 'except:' must be last": "put `except:` behind the others",
    "multiple starred": "one name can take the rest",
    "can't use starred": "a star belongs in a call or a list of targets",
    "starred assignment target": "write `*a, = ...`",
    "is parameter and global": "give the parameter another name",
    "is parameter and nonlocal": "give the parameter another name",
    "prior to": "put the declaration first in the function",
    "nonlocal declaration not allowed": "`nonlocal` belongs in a function inside another function",
    "no binding for nonlocal": "assign the name in the function around this one",
    "'return' outside function": "`return` belongs in a function",
    "'yield' outside function": "`yield` belongs in a function",
    "outside async function": "write `async def`",
    "outside of an asynchronous function": "write `async def`",
}
"""What to do, by a part of Python's message."""


def _check_loops(source: SourceFile, tree: ast.Module) -> None:
    """Refuse `break` and `continue` outside loops."""
    todo: list[tuple[ast.AST, bool]] = [(tree, False)]
    while todo:
        node, looped = todo.pop()
        if isinstance(node, ast.Break | ast.Continue) and not looped:
            word = type(node).__name__.lower()
            _refuse(source, node, f"`{word}` outside a loop", "use it inside `for` or `while`")
        inside = isinstance(node, ast.For | ast.While | ast.AsyncFor)
        own = not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda)
        after = {id(child) for child in node.orelse} if isinstance(node, ast.For | ast.While | ast.AsyncFor) else set()
        todo += [(c, own and (looped or (inside and id(c) not in after))) for c in ast.iter_child_nodes(node)]
