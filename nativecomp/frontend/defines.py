"""Other values for constants of a file: which of them fit it, and its text as CPython runs it with them."""

import ast
from collections.abc import Mapping
from dataclasses import replace

from nativecomp.frontend.discover import Scope
from nativecomp.frontend.unit import read_unit
from nativecomp.language.diagnostics import SourceFile
from nativecomp.options import Options


def fitting(source: SourceFile, options: Options) -> dict[str, int]:
    """Those of the values in the options whose names are constants of the file.

    Raises:
        CompileError: the text is not Python.
    """
    if not any(name in source.text for name in options.defines):
        return {}
    unit = read_unit(source, options)
    unit.constants.of(Scope(unit.tree))
    return {name: value for name, value in options.defines.items() if name not in unit.constants.unknown}


def with_values(tree: ast.Module, values: Mapping[str, int]) -> ast.Module:
    """The tree with other values in the assignments of constants at the top level: `LED = const(5)` to `LED = 25`."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id in values:
            node.value = ast.copy_location(ast.Constant(values[node.targets[0].id]), node.value)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id in values:
            node.value = ast.copy_location(ast.Constant(values[node.target.id]), node)
    return tree


def options_for(source: SourceFile, options: Options) -> Options:
    """The options with those values only that fit the file."""
    return replace(options, defines=fitting(source, options)) if options.defines else options
