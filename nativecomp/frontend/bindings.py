"""Which global variables a file binds itself, and which imports are done at run time."""

import ast
import builtins

from nativecomp.frontend.constants import walk_scope
from nativecomp.frontend.discover import MODULES
from nativecomp.language.machine_calls import MACHINE_CALLS, MachineCall
from nativecomp.language.syntax import walk_statements


def bound_names(tree: ast.Module) -> frozenset[str]:
    """The names that a module binds anywhere in its text. Others may still be given to it when it runs."""
    names = {name for node in walk_scope(tree) for name in bound_by(node)}
    return frozenset(
        names | {name for node in walk_statements(tree) if isinstance(node, ast.Global) for name in node.names}
    )


_AT_RUN_TIME = {*dir(builtins), "__file__", "__path__", "execfile"}
"""Names that every module has, in Python or in MicroPython."""


def possible_globals(tree: ast.Module) -> frozenset[str] | None:
    """The names that can mean something at run time, as far as the text tells; None where `import *` adds others."""
    if any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in walk_statements(tree)):
        return None
    return bound_names(tree) | _AT_RUN_TIME


def bound_by(node: ast.AST) -> list[str]:
    """The global names that one node binds by itself."""
    if isinstance(node, ast.Name):
        return [] if isinstance(node.ctx, ast.Load) else [node.id]
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.alias):
        return [node.asname or node.name.partition(".")[0]]
    if isinstance(node, ast.ExceptHandler) and node.name:
        return [node.name]
    return []


MachineNames = dict[str, MachineCall | dict[str, MachineCall]]


def machine_names(tree: ast.Module) -> MachineNames:
    """The names by which a file imports functions that are calls of C, and the modules that have them."""
    found: MachineNames = {}
    for node in walk_scope(tree):
        for alias in node.names if isinstance(node, ast.Import | ast.ImportFrom) else []:
            calls = MACHINE_CALLS.get((node.module or "") if isinstance(node, ast.ImportFrom) else alias.name, {})
            if isinstance(node, ast.Import) and calls:
                found[alias.asname or alias.name] = calls
            elif alias.name in calls:
                found[alias.asname or alias.name] = calls[alias.name]
    return found


def is_run(node: ast.Import | ast.ImportFrom) -> bool:
    """Whether an import is done at run time: names of the compiler's own modules mean something to it alone."""
    modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    return not all(module in MODULES for module in modules)
