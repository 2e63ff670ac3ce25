"""Walks over syntax trees, which take most of the time of a front end: some times faster than those of `ast`.

Contexts (`Load`, `Store`, `Del`), which say nothing alone, are left out.
"""

import ast
from ast import AST, expr_context


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes directly below a node, in source order."""
    found: list[ast.AST] = []
    for name in node._fields:
        value = getattr(node, name, None)
        if value.__class__ is list:
            found += [item for item in value if isinstance(item, AST)]
        elif isinstance(value, AST) and not isinstance(value, expr_context):
            found.append(value)
    return found


def walk(node: ast.AST) -> list[ast.AST]:
    """A node and all below it, level by level."""
    found = [node]
    for item in found:  # grows
        found += children(item)
    return found


def walk_statements(node: ast.AST) -> list[ast.AST]:
    """A node and all below it that is not part of an expression, level by level."""
    found = [node]
    for item in found:  # grows
        found += [child for child in children(item) if not isinstance(child, ast.expr)]
    return found
